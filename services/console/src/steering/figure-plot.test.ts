import { expect, test } from 'vitest';
import { figurePlot } from './figure-plot.ts';

test('where lines meet, the mark of each is seen', () => {
  const series = [50, 25, 25].map((value, place) => {
    return { code: String(place), label: String(place), cells: [{ state: 'told', value } as const] };
  });
  const plot = figurePlot('Entrées', '', 'périodes', { months: ['2026-09'], series }).html;
  const places = [...plot.matchAll(/transform="translate\(([\d.]+),([\d.]+)\)"/g)]
    .slice(0, 3)
    .map(([, x, y]) => [x, y]);
  expect(new Set(places.map(String)).size).toBe(3);
  const [[alone], [left, height], [right, sameHeight]] = places as [[string], string[], string[]];
  expect(height).toBe(sameHeight);
  expect(Number(right) - Number(left)).toBeGreaterThanOrEqual(9);
  expect((Number(left) + Number(right)) / 2).toBeCloseTo(Number(alone));
});
