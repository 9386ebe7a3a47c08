import { parentPort, workerData } from 'node:worker_threads';
import { buildBeside } from '@hub/projector';
import type { BuildThread } from './build-threads.ts';
import { lowerThreadPriority } from './lower-priority.ts';
import { withWholeLog } from './reach.ts';

// A thread of "hub rebuild", or of a hub that was asked for one: its own connections, its own share of the memory. Told to
// stop, by whatever message, it closes them and ends by itself.
const { config, version, builders, memoryBound } = workerData as BuildThread;
const stopped = new AbortController();
parentPort?.once('message', () => stopped.abort());
lowerThreadPriority();
try {
  await withWholeLog(config, async ({ log, pool, logger }) => {
    const beside = { builders, run: async () => {} };
    await buildBeside({ log, pool, logger, memoryBound, beside, signal: stopped.signal }, version, (step) =>
      parentPort?.postMessage(step),
    );
  });
} catch (error) {
  if (!stopped.signal.aborted) throw error;
} finally {
  parentPort?.close();
}
