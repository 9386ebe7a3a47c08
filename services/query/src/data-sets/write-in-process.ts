import { Worker } from 'node:worker_threads';
import { HubError } from '@hub/core';
import type { DatabaseRole } from '@hub/platform';
import type { Step, Writing, Written } from './write-set.ts';

/** How the thread of a data set reads. */
export interface SetDatabase {
  readonly url: string;
  readonly role?: DatabaseRole;
  readonly timeoutMs?: number;
}

/** What a thread is given. */
export interface SetThread {
  readonly database: SetDatabase;
  readonly writing: Writing;
}

/** What it says; each step is to be answered by a message, whatever is in it. */
export type Said =
  | { readonly step: Step }
  | { readonly written: Written }
  | { readonly fault: Pick<HubError, 'code' | 'message' | 'retryable'> };

/**
 * What is held at once, some 30 MB, fits well within it, however many lines there are. Without a bound V8 collects late:
 * 455 MB of a whole process, with it 280.
 */
const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 48 };

/** Writes a data set in a thread, beside what else its process answers; `onStep` may end it by throwing. */
export async function writeInThread(
  thread: SetThread,
  signal: AbortSignal,
  onStep: (step: Step) => Promise<void>,
): Promise<Written> {
  const worker = new Worker(new URL('./set-thread.ts', import.meta.url), { workerData: thread, resourceLimits });
  const { promise, resolve, reject } = Promise.withResolvers<Written>();
  worker.on('message', (said: Said) => {
    if ('written' in said) resolve(said.written);
    else if ('step' in said) onStep(said.step).then(() => worker.postMessage(null), reject);
    else reject(new HubError(said.fault.code, said.fault.message, { retryable: said.fault.retryable }));
  });
  worker.once('error', reject);
  worker.once('exit', () => reject(new Error('the thread of a data set ended before its file did')));
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
