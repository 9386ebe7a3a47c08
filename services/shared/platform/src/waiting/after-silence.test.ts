import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { afterSilence } from './after-silence.ts';
import { within } from './within.ts';

it('calls after its time, once, and not where it was stopped', async () => {
  const calls: string[] = [];
  afterSilence(20, () => calls.push('silent'));
  afterSilence(20, () => calls.push('stopped'))();
  await delay(200);
  expect(calls).toEqual(['silent']);
});

it('takes for no silence what waited to be read while the event loop stood still', async () => {
  const answer = new Promise<string>((resolve) => setImmediate(() => setTimeout(resolve, 20, 'answered')));
  const asked = within(answer, 50, () => 'silent');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  expect(await asked).toBe('answered');
  expect(await within(delay(1_000), 50, () => 'silent')).toBe('silent');
});
