import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Rules } from '@hub/core';
import { type Beside, projectorSettings } from '@hub/projector';
import type { HubConfig } from '../config.ts';
import type { Infrastructure } from '../start/infrastructure.ts';
import { loudLogger } from './reach.ts';

/** What a thread is given. */
export interface BuildThread {
  readonly config: HubConfig;
  readonly version: string;
  /** How many build together. */
  readonly builders: number;
  /** Bytes that they share. */
  readonly memoryBound: number;
}

/** Most of what is decoded and folded is garbage a moment later: with room for more of it, less is collected. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 };

/** As many threads as there are cores, which share what HUB_REBUILD_MEMORY_MB bounds. */
export function buildersHere(rules: Rules): Pick<BuildThread, 'builders' | 'memoryBound'> {
  return { builders: availableParallelism(), memoryBound: projectorSettings(rules).rebuildMemoryMb * 1024 * 1024 };
}

/**
 * Threads that build beside whoever goes on with something else, on the stores that it has open. One that fails leaves its slices to the others:
 * what it had begun is rolled back with its connection.
 */
export function buildThreads(
  config: HubConfig,
  { databaseUrl, kafkaBrokers }: Pick<Infrastructure, 'databaseUrl' | 'kafkaBrokers'>,
  { builders, memoryBound }: Pick<BuildThread, 'builders' | 'memoryBound'>,
): Beside {
  const logger = loudLogger();
  const stores = { ...config, databaseUrl, kafkaBrokers: kafkaBrokers ?? undefined };
  return {
    builders,
    async run(version, onStep, signal) {
      const workerData: BuildThread = { config: stores, version, builders, memoryBound };
      const ended = Array.from({ length: builders }, () => {
        const thread = new Worker(new URL('./build-thread.ts', import.meta.url), { workerData, resourceLimits });
        thread.on('message', onStep);
        thread.on('error', (error) => logger.error(error, 'a thread that builds the version failed: the others go on'));
        return untilEnded(thread, signal);
      });
      await Promise.all(ended);
    },
  };
}

/** Where a thread is cut off in the middle of reading or compressing, the process may go with it: it is asked first. */
const endsWithinMs = 20_000;

async function untilEnded(thread: Worker, signal: AbortSignal): Promise<void> {
  let late: NodeJS.Timeout | undefined;
  const stop = () => {
    thread.postMessage('stop');
    late = setTimeout(() => void thread.terminate(), endsWithinMs);
  };
  const ended = new Promise((resolve) => thread.once('exit', resolve));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  await ended;
  signal.removeEventListener('abort', stop);
  clearTimeout(late);
}
