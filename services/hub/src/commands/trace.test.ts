import { expect, test } from 'vitest';
import { readableReport } from './trace.ts';

const whole = {
  rows: 7,
  writers: 2,
  unlinked: 0,
  faults: [],
  moreFaults: 0,
  forgedAnchors: 0,
  lostByRestore: [],
  restores: [],
  monthsDropped: [],
  unanchored: { rows: 0, since: null },
};

test('a verification of the trace names the months that are gone because their year is over', () => {
  expect(readableReport({ ...whole, monthsDropped: ['2025-09', '2025-10'] })).toEqual([
    '7 rows of 2 writers were compared.',
    'Nothing was changed, removed or inserted.',
    'Over their year, and dropped: 2025-09, 2025-10.',
    'The log knows of every row.',
  ]);
  expect(readableReport(whole).join(' ')).not.toContain('dropped');
});
