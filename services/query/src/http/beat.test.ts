import { expect, test } from 'vitest';
import { beatMs, onBeat } from './beat.ts';

const timed = async (work: () => Promise<unknown>, showsAll: boolean) => {
  const from = performance.now();
  const answer = await onBeat(work, () => showsAll).catch((error: unknown) => error);
  return { answer, ms: performance.now() - from };
};

// A timer may fire up to a millisecond before its time.
const aBeat = beatMs - 1;

test('what shows all that there is leaves at once', async () => {
  const runs = [];
  for (let run = 0; run < 5; run += 1) runs.push(await timed(async () => 'all', true));
  expect(runs.map(({ answer }) => answer)).toEqual(Array(5).fill('all'));
  // The process does other things too, but not each time.
  expect(Math.min(...runs.map(({ ms }) => ms))).toBeLessThan(aBeat);
});

test.each([
  ['less than there is', async () => 'less'],
  ['nothing', async () => Promise.reject(new Error('nothing'))],
])('what shows %s leaves on a beat', async (_what, work) => {
  expect((await timed(work, false)).ms).toBeGreaterThanOrEqual(aBeat);
});
