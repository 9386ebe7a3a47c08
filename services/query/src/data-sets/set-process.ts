import { parentPort, workerData } from 'node:worker_threads';
import { HubError } from '@hub/core';
import { createLogger, loadRights, openPool } from '@hub/platform';
import type { Said, SetThread } from './write-in-thread.ts';
import { type Step, writeSet } from './write-set.ts';

// The thread of one data set: its own connection, its own share of the memory.
const { database, writing } = workerData as SetThread;
const { url, ...options } = database;
const pool = openPool(url, {
  ...options,
  max: 1,
  applicationName: 'hub-data-set',
  logger: createLogger('warn', 'hub'),
});
const say = (said: Said) => parentPort?.postMessage(said);
let answered = Promise.withResolvers<void>();

function onStep(step: Step): Promise<void> {
  answered = Promise.withResolvers<void>();
  say({ step });
  return answered.promise;
}

parentPort?.on('message', () => answered.resolve());
try {
  say({ written: await writeSet({ pool, rights: loadRights(), onStep }, writing) });
} catch (error) {
  if (!(error instanceof HubError)) throw error;
  const { code, message, retryable } = error;
  say({ fault: { code, message, retryable } });
} finally {
  await pool.end();
  parentPort?.close();
}
