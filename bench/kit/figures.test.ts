import { expect, test } from 'vitest';
import { medianOf, quantiles, summarise } from './figures.ts';
import { plotOf, shown, tableOf } from './present.ts';

const run = (bare: number, ours: number) => [
  { name: 'bare', value: bare, unit: 'events/s' },
  { name: 'ours <&>', value: ours, unit: 'events/s', beside: 'bare' },
];
const rows = summarise([run(100, 50), run(300, 60), run(200, 160)]);

test('the median, the ends and the spread are those of the runs, and a ratio is that of figures of the same run', () => {
  expect(rows).toMatchObject([
    { name: 'bare', least: 100, median: 200, most: 300, spread: 1, beside: null, ratio: null },
    { name: 'ours <&>', least: 50, median: 60, most: 160, beside: 'bare', ratio: 0.5 },
  ]);
});

test('a figure that one run lacks is summed up over the others', () => {
  expect(summarise([run(1, 2), []])).toMatchObject([{ values: [1] }, { values: [2], ratio: 2 }]);
});

test('of an even number of values the median lies between the two in the middle', () => {
  expect([medianOf([4, 1, 3, 2]), medianOf([3])]).toEqual([2.5, 3]);
  expect(quantiles([5, 1, 3], [0, 0.5, 1])).toEqual([1, 3, 5]);
});

test('numbers keep the digits that say something', () => {
  expect([123_456.7, 12.345, 1.2345, 0.01234, 0].map(shown)).toEqual(['123,457', '12.3', '1.23', '0.012', '0']);
});

test('the table and the plot say each figure, and the plot is XML whatever the names', () => {
  expect(tableOf(rows)).toContain('| ours <&> | 60 events/s | 50 – 160 | 183 % | 0.5 of bare |');
  const svg = plotOf('a & b', 'machine', rows);
  expect(svg).toContain('ours &lt;&amp;&gt;');
  expect(svg.match(/<rect /g)).toHaveLength(3);
});
