import { expect, test } from 'vitest';
import { monthName, ofMonth, shortMonth, yearOf } from './month-names.ts';

test('months are named alike from a month and from a day of it', () => {
  expect(['2026-04', '2026-04-30'].map(monthName)).toEqual(['avril\u00a02026', 'avril\u00a02026']);
  expect(['2026-04', '2026-08', '2026-10', '2026-03'].map(ofMonth)).toEqual([
    'd’avril\u00a02026',
    'd’août\u00a02026',
    'd’octobre\u00a02026',
    'de mars\u00a02026',
  ]);
  expect(['2026-12', '2026-12-01'].map(shortMonth)).toEqual(['déc.', 'déc.']);
  expect(yearOf('2026-12-01')).toBe('2026');
});
