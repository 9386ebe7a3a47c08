import { expect, test } from 'vitest';
import { behindSince, type CountedMinute, lateSince } from './late-since.ts';

const minuteMs = 60_000;
const from = Date.parse('2026-06-01T12:00:00Z');
const minute = (n: number) => from + n * minuteMs;
const minutes = (...counted: readonly (readonly [minute: number, events: number, late: number])[]): CountedMinute[] =>
  counted.map(([n, events, late]) => ({ at: minute(n), events, late }));

test('a source is late since the minute at which its promise was first broken and not kept since', () => {
  const counted = minutes([1, 50, 5], [20, 100, 0], [30, 100, 3], [33, 100, 4], [37, 10, 1]);
  expect(lateSince(counted, { from, now: minute(37) + 12_000 })).toEqual({ at: minute(30), orBefore: false });
});

test('one late event of a hundred keeps the promise, and after five quiet minutes it is kept', () => {
  expect(lateSince(minutes([30, 100, 1]), { from, now: minute(30) })).toBeNull();
  expect(lateSince(minutes([30, 100, 2]), { from, now: minute(34) })).toEqual({ at: minute(30), orBefore: false });
  expect(lateSince(minutes([30, 100, 2]), { from, now: minute(35) })).toBeNull();
});

test('who was late already where counting begins is late since then or before', () => {
  const counted = minutes(...Array.from({ length: 60 }, (_, n) => [n, 10, 1] as const));
  expect(lateSince(counted, { from, now: minute(59) })).toEqual({ at: from, orBefore: true });
});

test('readers are behind since the oldest state shown was as old as promised', () => {
  expect(behindSince(65, 5, minute(10))).toBe(minute(9));
  expect([behindSince(5, 5, from), behindSince(null, 5, from), behindSince(65, null, from)]).toEqual([
    null,
    null,
    null,
  ]);
});
