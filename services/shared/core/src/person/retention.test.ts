import { expect, test } from 'vitest';
import { retentionEndsOn } from './retention.ts';

test.each([
  ['2022-01-15', '2025-07-15'],
  ['2022-08-31', '2026-02-28'],
  ['2020-08-31', '2024-02-29'],
  ['2022-07-01', '2026-01-01'],
  ['2022-12-31', '2026-06-30'],
])('the data of who died on %s are kept until %s', (death, end) => {
  expect(retentionEndsOn(death)).toBe(end);
});
