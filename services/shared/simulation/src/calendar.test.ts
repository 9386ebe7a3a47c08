import { addDays, daysBetween, lastDayOfMonth, parisDay } from '@hub/core';
import { describe, expect, it } from 'vitest';
import { monthsBetween, parisInstant, parisTime, workingDay } from './calendar.ts';

describe('days in Paris', () => {
  it('follow the change of hour', () => {
    expect(parisTime(parisInstant('2026-03-28', 540))).toBe('2026-03-28T09:00:00+01:00');
    expect(parisTime(parisInstant('2026-03-29', 540))).toBe('2026-03-29T09:00:00+02:00');
    expect(parisTime(parisInstant('2026-10-24', 540))).toBe('2026-10-24T09:00:00+02:00');
    expect(parisTime(parisInstant('2026-10-25', 540))).toBe('2026-10-25T09:00:00+01:00');
  });

  it('begin at midnight there', () => {
    expect(parisDay(parisInstant('2026-07-01', 0))).toBe('2026-07-01');
    expect(parisDay(parisInstant('2026-07-01', 0) - 1)).toBe('2026-06-30');
    expect(parisDay(parisInstant('2026-12-31', 1439))).toBe('2026-12-31');
  });

  it('are counted over months and leap years', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(daysBetween('2026-03-01', '2027-03-01')).toBe(365);
    expect(monthsBetween('2026-11-30', '2027-02-01')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
    expect(lastDayOfMonth('2027-02')).toBe('2027-02-28');
    expect(workingDay('2026-11-21')).toBe('2026-11-23');
    expect(workingDay('2026-11-23')).toBe('2026-11-23');
  });
});
