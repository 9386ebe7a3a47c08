import { echoBounds } from '@hub/platform';
import { expect, it } from 'vitest';
import { countDelay, unwritten } from './delay-series.ts';
import { newEchoDelays } from './echo-delays.ts';

const pair = ['eos', 'kairos-ng'] as const;
const version = 'v.1';

it('counts echoes by hour and pair of sources, and writes again as a whole what has grown', () => {
  const delays = newEchoDelays();
  const at = Date.now();
  for (const seconds of [0.5, 5_000, 90_000]) countDelay(delays, { version, pair, at }, seconds);
  countDelay(delays, { version, pair: ['opco', 'kairos-ng'], at }, 1);
  const first = unwritten(delays);
  expect(first.rows.map(({ pair, counts }) => [pair[0], counts.reduce((sum, count) => sum + count)])).toEqual([
    ['eos', 3],
    ['opco', 1],
  ]);
  const counts = Object.fromEntries([...echoBounds, 'more'].map((bound, at) => [bound, first.rows[0]?.counts[at]]));
  expect(counts).toMatchObject({ '1': 1, '5400': 1, more: 1 });
  countDelay(delays, { version, pair, at }, 2);
  first.written();
  expect(unwritten(delays).rows.map(({ pair }) => pair[0])).toEqual(['eos']);
});

it('names a bounded number of pairs, and forgets hours that are written', () => {
  const delays = newEchoDelays();
  for (let each = 0; each < 300; each += 1) countDelay(delays, { version, pair: [`s${each}`, 'b'], at: 0 }, 1);
  expect(delays.rows.size).toBe(256);
  unwritten(delays).written();
  expect(delays.rows.size).toBe(0);
});
