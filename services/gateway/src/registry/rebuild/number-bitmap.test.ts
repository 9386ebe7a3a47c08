import { dossierNumberOf } from '@hub/core';
import { expect, test } from 'vitest';
import { addNumber, greatestPlace, numberBitmap } from './number-bitmap.ts';

const numberOf = (place: number) => dossierNumberOf(place, (round, half) => (half * 7_919 + round * 104_729) % 9_487);

test('finds the greatest place whose number was added, over gaps and in any order', async () => {
  const bitmap = numberBitmap();
  for (const place of [4_000, 17, 3_999, 1, 2_500_001]) expect(addNumber(bitmap, numberOf(place))).toBe(true);
  expect(addNumber(bitmap, numberOf(17))).toBe(false);
  expect(await greatestPlace(bitmap, numberOf)).toBe(2_500_001);
});

test('finds the place before the first where no number was added', async () => {
  expect(await greatestPlace(numberBitmap(), numberOf)).toBe(0);
});

test('takes the first and the last number there are', async () => {
  const bitmap = numberBitmap();
  addNumber(bitmap, 100_000_006);
  addNumber(bitmap, 999_999_999);
  const ends = (place: number) => (place === 1 ? 999_999_999 : 100_000_006);
  expect(await greatestPlace(bitmap, ends)).toBe(2);
});
