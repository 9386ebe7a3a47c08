import { describe, expect, test } from 'vitest';
import type { EmploymentPeriod } from './person-record.ts';
import { knownUntil, workedIn } from './worked.ts';

const contract = (from: string, to: string | null) => ({ from, to }) as EmploymentPeriod;
const worked = (
  periods: EmploymentPeriod[],
  from: string,
  to: string,
  more: { today?: string; usedUntil?: string } = {},
) => workedIn({ periods, usedUntil: more.usedUntil ?? null }, { from, to }, more.today ?? '2026-06-20');

test('a month is told by the fifteenth of the next', () => {
  expect(knownUntil('2026-06-15')).toBe('2026-04-30');
  expect(knownUntil('2026-06-16')).toBe('2026-05-31');
  expect(knownUntil('2026-01-16')).toBe('2025-12-31');
  expect(knownUntil('2026-01-02')).toBe('2025-11-30');
});

describe('whether somebody worked', () => {
  test.each([
    ['a contract that covers it', [contract('2026-01-01', null)], '2026-03-01', '2026-03-31', 'yes'],
    ['one that ends on its first day', [contract('2026-01-01', '2026-03-01')], '2026-03-01', '2026-03-31', 'yes'],
    ['one that ended the day before', [contract('2026-01-01', '2026-02-28')], '2026-03-01', '2026-03-31', 'no'],
    ['nothing told', [], '2026-03-01', '2026-03-31', 'no'],
    ['a month that is not told', [], '2026-06-01', '2026-06-30', 'unknown-yet'],
    ['one that reaches into it', [], '2026-03-01', '2026-06-30', 'unknown-yet'],
    ['the same, with work in what is told', [contract('2026-05-30', null)], '2026-03-01', '2026-06-30', 'yes'],
    [
      'a contract that goes on, days that are not told',
      [contract('2026-01-01', null)],
      '2026-06-01',
      '2026-06-10',
      'unknown-yet',
    ],
  ] as const)('%s', (_, periods, from, to, answer) => {
    expect(worked([...periods], from, to)).toBe(answer);
  });

  test('days after which the DSN is not used may not be asked about', () => {
    expect(worked([contract('2026-01-01', null)], '2026-03-01', '2026-03-31', { usedUntil: '2026-02-28' })).toBe(null);
    expect(worked([contract('2026-03-01', null)], '2026-02-01', '2026-03-31', { usedUntil: '2026-02-28' })).toBe('no');
  });
});
