import { parentPort, workerData } from 'node:worker_threads';
import { buildBeside } from '@hub/projector';
import type { BuildThread } from './build-threads.ts';
import { lowerThreadPriority } from './lower-priority.ts';
import { withWholeLog } from './reach.ts';

// A thread of "hub rebuild", or of a hub that was asked for one: its own connections, its own share of the memory.
const { config, version, builders, memoryBound } = workerData as BuildThread;
lowerThreadPriority();
await withWholeLog(config, async ({ log, pool, logger }) => {
  const beside = { builders, run: async () => {} };
  await buildBeside({ log, pool, logger, memoryBound, beside }, version, (step) => parentPort?.postMessage(step));
});
