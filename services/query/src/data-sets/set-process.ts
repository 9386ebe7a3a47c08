import { once } from 'node:events';
import { HubError } from '@hub/core';
import { createLogger, loadRights, openPool } from '@hub/platform';
import type { Said, SetTask } from './write-in-process.ts';
import { type Step, writeSet } from './write-set.ts';

// The process of one data set: its own connection, its own memory. It ends with whoever began it, and by nobody else's word:
// a signal for all processes of a hub lets that one end first, and give the job back.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.once('disconnect', () => process.exit());
const [task] = (await once(process, 'message')) as [SetTask];
const { url, ...options } = task.database;
const pool = openPool(url, {
  ...options,
  max: 1,
  applicationName: 'hub-data-set',
  logger: createLogger('warn', 'hub'),
});
let answered = Promise.withResolvers<void>();
process.on('message', () => answered.resolve());

/** Resolves once it is on its way. */
function say(said: Said): Promise<void> {
  return new Promise((resolve) => process.send?.(said, undefined, {}, () => resolve()));
}

async function onStep(step: Step): Promise<void> {
  answered = Promise.withResolvers<void>();
  await say({ step });
  return answered.promise;
}

async function outcome(): Promise<Said> {
  try {
    return { written: await writeSet({ pool, rights: loadRights(), onStep }, task.writing) };
  } catch (error) {
    if (!(error instanceof HubError)) return { error };
    const { code, message, retryable } = error;
    return { fault: { code, message, retryable } };
  }
}

await say(await outcome());
await pool.end();
process.disconnect();
