import { dossierNumberOf } from '@hub/core';
import { expect, test } from 'vitest';
import { greatestPlace, noteNumber, toldNumbers } from './told-numbers.ts';

const numberOf = (place: number) => dossierNumberOf(place, (round, half) => (half * 7_919 + round * 104_729) % 9_487);

test('finds the greatest place that was told, over gaps and in any order', async () => {
  const told = toldNumbers();
  for (const place of [4_000, 17, 3_999, 1, 2_500_001]) expect(noteNumber(told, numberOf(place))).toBe(true);
  expect(noteNumber(told, numberOf(17))).toBe(false);
  expect(await greatestPlace(told, numberOf)).toBe(2_500_001);
});

test('is before the first place where nothing was told', async () => {
  expect(await greatestPlace(toldNumbers(), numberOf)).toBe(0);
});

test('takes the first and the last number there are', async () => {
  const told = toldNumbers();
  noteNumber(told, 100_000_006);
  noteNumber(told, 999_999_999);
  const ends = (place: number) => (place === 1 ? 999_999_999 : 100_000_006);
  expect(await greatestPlace(told, ends)).toBe(2);
});
