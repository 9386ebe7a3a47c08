import { expect, test } from 'vitest';
import { monthName, shortMonth, yearOf } from './month-names.ts';

test('months are named alike from a month and from a day of it', () => {
  expect(['2026-04', '2026-04-30'].map(monthName)).toEqual(['avril\u00a02026', 'avril\u00a02026']);
  expect(['2026-12', '2026-12-01'].map(shortMonth)).toEqual(['déc.', 'déc.']);
  expect(yearOf('2026-12-01')).toBe('2026');
});
