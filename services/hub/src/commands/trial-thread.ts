import { parentPort, workerData } from 'node:worker_threads';
import { HubError } from '@hub/core';
import { runTrial } from '@hub/projector';
import { lowerThreadPriority } from './lower-priority.ts';
import { withWholeLog } from './reach.ts';
import type { TrialSaid, TrialThread } from './trial-threads.ts';

// A thread of a hub that was asked what other rules or schemas would do: its own connections, behind whoever else works.
const { config, trial } = workerData as TrialThread;
lowerThreadPriority();
const stop = new AbortController();
parentPort?.once('message', () => stop.abort());
const say = (said: TrialSaid) => parentPort?.postMessage(said);
try {
  const onStep = (done: number, total: number) => say({ done, total });
  say({ result: await withWholeLog(config, (context) => runTrial(context, trial, { onStep, signal: stop.signal })) });
} catch (error) {
  // A fault loses its code between threads.
  if (!(error instanceof HubError)) throw error;
  say({ fault: { code: error.code, message: error.message, retryable: error.retryable } });
}
parentPort?.close();
