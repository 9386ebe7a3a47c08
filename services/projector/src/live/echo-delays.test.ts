import { echoBounds } from '@hub/platform';
import { expect, it } from 'vitest';
import { countEcho, type EchoDelays, unwrittenEchoes } from './echo-delays.ts';

const echo = { version: 'v.1', origin: 'eos', source: 'kairos-ng' };

it('counts echoes by hour and pair of sources, and writes again as a whole what has grown', () => {
  const delays: EchoDelays = new Map();
  const at = Date.now();
  for (const seconds of [0.5, 5_000, 90_000]) countEcho(delays, { ...echo, at }, seconds);
  countEcho(delays, { ...echo, origin: 'opco', at }, 1);
  const first = unwrittenEchoes(delays);
  expect(first.hours.map(({ origin, counts }) => [origin, counts.reduce((sum, count) => sum + count)])).toEqual([
    ['eos', 3],
    ['opco', 1],
  ]);
  const counts = Object.fromEntries([...echoBounds, 'more'].map((bound, at) => [bound, first.hours[0]?.counts[at]]));
  expect(counts).toMatchObject({ '1': 1, '5400': 1, more: 1 });
  countEcho(delays, { ...echo, at }, 2);
  first.written();
  expect(unwrittenEchoes(delays).hours.map(({ origin }) => origin)).toEqual(['eos']);
});

it('names a bounded number of pairs, and forgets hours that are written', () => {
  const delays: EchoDelays = new Map();
  for (let pair = 0; pair < 300; pair += 1) countEcho(delays, { ...echo, origin: `s${pair}`, at: 0 }, 1);
  expect(delays.size).toBe(256);
  unwrittenEchoes(delays).written();
  expect(delays.size).toBe(0);
});
