import { Worker } from 'node:worker_threads';
import { HubError, type HubErrorCode } from '@hub/core';
import type { RunTrial, Trial } from '@hub/projector';
import type { HubConfig } from '../config.ts';
import type { Infrastructure } from '../start/infrastructure.ts';

/** What a thread is given. */
export interface TrialThread {
  readonly config: HubConfig;
  readonly trial: Trial;
}

/** What a thread says, step by step. */
export type TrialSaid =
  | { readonly done: number; readonly total: number }
  | { readonly result: Awaited<ReturnType<RunTrial>> }
  | { readonly fault: { readonly code: HubErrorCode; readonly message: string; readonly retryable: boolean } };

const resourceLimits = { maxOldGenerationSizeMb: 512 };

/** Tries rules and schemas in a thread, on the stores that the hub has open. */
export function trialThread(
  config: HubConfig,
  { databaseUrl, kafkaBrokers }: Pick<Infrastructure, 'databaseUrl' | 'kafkaBrokers'>,
): RunTrial {
  const stores = { ...config, databaseUrl, kafkaBrokers: kafkaBrokers ?? undefined };
  return (trial, { onStep, signal }) => {
    signal.throwIfAborted();
    const workerData: TrialThread = { config: stores, trial };
    const thread = new Worker(new URL('./trial-thread.ts', import.meta.url), { workerData, resourceLimits });
    const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<RunTrial>>>();
    const end = () => thread.postMessage('end');
    signal.addEventListener('abort', end, { once: true });
    thread.on('message', (said: TrialSaid) => {
      if ('result' in said) resolve(said.result);
      else if ('fault' in said) reject(new HubError(said.fault.code, said.fault.message, said.fault));
      else onStep(said.done, said.total);
    });
    thread.once('error', reject);
    thread.once('exit', () => reject(new HubError('internal', 'The thread of the trial ended without a word.')));
    return promise.finally(() => signal.removeEventListener('abort', end));
  };
}
