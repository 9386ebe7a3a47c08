import { freshnessBounds } from '@hub/platform';
import { expect, test } from 'vitest';
import { quantileOf } from './histogram.ts';

/** Events by the upper bound of what is counted together. */
function counts(events: Readonly<Record<number, number>>): number[] {
  return [...freshnessBounds, Number.POSITIVE_INFINITY].map((bound) => events[bound] ?? 0);
}

test('a quantile lies between the bounds of where its event is counted', () => {
  expect(quantileOf(freshnessBounds, counts({ 0.1: 100 }), 0.5)).toBeCloseTo(0.0875);
  expect(quantileOf(freshnessBounds, counts({ 0.1: 99, 5: 1 }), 0.99)).toBeCloseTo(0.1);
  expect(quantileOf(freshnessBounds, counts({ 0.1: 98, 5: 2 }), 0.99)).toBeCloseTo(3.75);
  expect(quantileOf(freshnessBounds, counts({ 0.01: 1 }), 0.99)).toBeCloseTo(0.0099);
});

test('beyond the last bound it is the last bound', () => {
  expect(quantileOf(freshnessBounds, [...counts({}).slice(0, -1), 3], 0.5)).toBe(300);
});
