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
  const { answer, ms } = await timed(async () => 'all', true);
  expect(answer).toBe('all');
  expect(ms).toBeLessThan(aBeat);
});

test.each([
  ['less than there is', async () => 'less'],
  ['nothing', async () => Promise.reject(new Error('nothing'))],
])('what shows %s leaves on a beat', async (_what, work) => {
  expect((await timed(work, false)).ms).toBeGreaterThanOrEqual(aBeat);
});
