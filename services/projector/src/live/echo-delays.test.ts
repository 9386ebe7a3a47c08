import { echoBounds } from '@hub/platform';
import { expect, it } from 'vitest';
import { countEcho, type EchoDelays, unwrittenEchoes } from './echo-delays.ts';

const echo = { origin: 'eos', source: 'kairos-ng', receivedAt: 0 };

it('counts echoes by hour and pair of sources, and writes again as a whole what has grown', () => {
  const delays: EchoDelays = new Map();
  const at = Date.now();
  for (const seconds of [0.5, 5_000, 90_000]) countEcho(delays, 'v.1', { ...echo, seconds }, at);
  countEcho(delays, 'v.1', { ...echo, origin: 'opco', seconds: 1 }, at);
  const first = unwrittenEchoes(delays);
  expect(first.hours.map(({ origin, counts }) => [origin, counts.reduce((sum, count) => sum + count)])).toEqual([
    ['eos', 3],
    ['opco', 1],
  ]);
  const counts = Object.fromEntries([...echoBounds, 'more'].map((bound, at) => [bound, first.hours[0]?.counts[at]]));
  expect(counts).toMatchObject({ '1': 1, '5400': 1, more: 1 });
  countEcho(delays, 'v.1', { ...echo, seconds: 2 }, at);
  first.written();
  expect(unwrittenEchoes(delays).hours.map(({ origin }) => origin)).toEqual(['eos']);
});

it('names a bounded number of pairs, and forgets hours that are written', () => {
  const delays: EchoDelays = new Map();
  for (let pair = 0; pair < 300; pair += 1) countEcho(delays, 'v.1', { ...echo, origin: `s${pair}`, seconds: 1 }, 0);
  expect(delays.size).toBe(256);
  unwrittenEchoes(delays).written();
  expect(delays.size).toBe(0);
});
