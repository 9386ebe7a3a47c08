import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, dayNumber, deadline, isHoliday, lastDayOfMonth, nextMonth, parisDay } from './calendar.ts';

describe('days', () => {
  test('are added across months, years and leap days', () => {
    expect(addDays('2026-12-30', 3)).toBe('2027-01-02');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(dayNumber('1970-01-02')).toBe(1);
  });

  test('of a later month stop at its end', () => {
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
    expect(addMonths('2026-04-20', 12)).toBe('2027-04-20');
    expect(lastDayOfMonth('2026-02')).toBe('2026-02-28');
    expect(nextMonth('2026-12')).toBe('2027-01');
  });
});

describe('a deadline', () => {
  test('counts every day of the calendar', () => {
    expect(deadline('2026-10-20', 3, 'calendar')).toBe('2026-10-23');
  });

  test('leaves out week-ends and holidays when days are working days', () => {
    expect(deadline('2026-05-07', 3, 'working')).toBe('2026-05-13');
    expect(deadline('2026-04-03', 1, 'working')).toBe('2026-04-07');
  });
});

test('French holidays follow Easter', () => {
  expect(['2026-04-06', '2026-05-14', '2026-05-25', '2027-03-29', '2024-04-01'].every(isHoliday)).toBe(true);
  expect(['2026-04-05', '2026-04-07', '2026-06-01'].some(isHoliday)).toBe(false);
});

test('the day in Paris follows summer time', () => {
  expect(parisDay('2026-03-16T22:59:59.999Z')).toBe('2026-03-16');
  expect(parisDay('2026-03-16T23:00:00.000Z')).toBe('2026-03-17');
  expect(parisDay('2026-07-01T21:59:59.000Z')).toBe('2026-07-01');
  expect(parisDay('2026-07-01T22:00:00.000Z')).toBe('2026-07-02');
  expect(parisDay('2026-03-29T22:30:00.000Z')).toBe('2026-03-30');
  expect(parisDay('2026-10-25T22:30:00.000Z')).toBe('2026-10-25');
  expect(parisDay('2026-10-24T22:30:00.000Z')).toBe('2026-10-25');
  expect(parisDay('2026-03-28T23:30:00.000Z')).toBe('2026-03-29');
  expect(parisDay('2026-10-24T21:59:59.000Z')).toBe('2026-10-24');
  expect(parisDay('2026-10-24T22:00:00.000Z')).toBe('2026-10-25');
});

describe('the day in Paris of an instant', () => {
  test('does not depend on the offset in which the instant is written, nor on its letters', () => {
    expect(parisDay('2026-11-20T00:30:00+01:00')).toBe('2026-11-20');
    expect(parisDay('2026-11-19T23:30:00Z')).toBe('2026-11-20');
    expect(parisDay('2026-11-19t23:30:00.123456z')).toBe('2026-11-20');
    expect(parisDay(Date.parse('2026-11-19T23:30:00Z'))).toBe('2026-11-20');
    expect(parisDay('2026-11-20T00:30:00-00:00')).toBe('2026-11-20');
  });

  test('is that of Paris for what is recorded overseas, where the day there may be another', () => {
    // Nouméa at eight in the morning and at ten, in winter and in summer time of Paris.
    expect(parisDay('2026-11-20T09:59:59+11:00')).toBe('2026-11-19');
    expect(parisDay('2026-11-20T10:00:00+11:00')).toBe('2026-11-20');
    expect(parisDay('2026-07-20T08:59:59+11:00')).toBe('2026-07-19');
    expect(parisDay('2026-07-20T09:00:00+11:00')).toBe('2026-07-20');
    // Fort-de-France in the evening.
    expect(parisDay('2026-11-19T18:59:59-04:00')).toBe('2026-11-19');
    expect(parisDay('2026-11-19T19:00:00-04:00')).toBe('2026-11-20');
    expect(parisDay('2026-07-19T17:59:59-04:00')).toBe('2026-07-19');
    expect(parisDay('2026-07-19T18:00:00-04:00')).toBe('2026-07-20');
    expect(parisDay('2026-12-31T23:59:59-10:00')).toBe('2027-01-01');
  });

  test('is the one that the calendar of the system gives, for any instant and offset', () => {
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short' });
    const instants = fc.integer({ min: Date.parse('1996-11-01T00:00:00Z'), max: Date.parse('2037-12-31T00:00:00Z') });
    fc.assert(
      fc.property(instants, fc.integer({ min: -12 * 60, max: 14 * 60 }), (ms, offset) => {
        const local = new Date(ms + offset * 60_000).toISOString().replace('Z', '');
        const written = `${local}${offset < 0 ? '-' : '+'}${clockOf(Math.abs(offset))}`;
        expect(parisDay(written)).toBe(clock.format(ms));
        expect(parisDay(ms)).toBe(clock.format(ms));
      }),
    );
  });

  test('is none where there is no such instant', () => {
    expect(() => parisDay('soon')).toThrow(RangeError);
    expect(() => parisDay(Number.NaN)).toThrow(RangeError);
  });
});

function clockOf(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
