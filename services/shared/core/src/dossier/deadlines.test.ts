import * as fc from 'fast-check';
import { expect, describe as suite, test } from 'vitest';
import { addDays, dayNumber, daysBetween, deadline, isHoliday } from '../calendar.ts';
import type { Rules } from '../rules.ts';
import { rulesHash } from '../rules.ts';
import { asFact } from '../test/as-fact.ts';
import { releasedRules } from '../test/released-rules.ts';
import { assess } from './assess.ts';
import { describe } from './describe.ts';
import type { Fact } from './facts.ts';
import { factSet } from './facts.ts';

const calendar: Rules = { ...releasedRules, dayCount: 'calendar' };
const working: Rules = { ...releasedRules, dayCount: 'working' };

function reported(type: Fact['type'], day: string, recordedOn: string, data: object = {}): Fact {
  const recordedAt = `${recordedOn}T08:00:00.000Z`;
  return asFact({
    source: 'kairos',
    id: type,
    type,
    version: 1,
    partner: 'kairos',
    recordedAt,
    receivedAt: recordedAt,
    effectiveDate: day,
    digest: `${type} ${day}`,
    references: ['session:eos:67680'],
    data: { effectiveDate: day, ...data },
  });
}

suite('French public holidays', () => {
  test('are the eleven of the Code du travail (L3133-1), wherever Easter falls', () => {
    const days = Array.from({ length: 365 }, (_, number) => addDays('2026-01-01', number)).filter(isHoliday);
    expect(days).toEqual([
      ...['2026-01-01', '2026-04-06', '2026-05-01', '2026-05-08', '2026-05-14', '2026-05-25'],
      ...['2026-07-14', '2026-08-15', '2026-11-01', '2026-11-11', '2026-12-25'],
    ]);
    expect(['2027-03-29', '2027-05-06', '2027-05-17', '2028-04-17', '2028-05-25', '2028-06-05'].every(isHoliday)).toBe(
      true,
    );
  });
});

suite('a deadline in working days', () => {
  test('ends on a working day, never before the one in calendar days, and leaves out nothing else', () => {
    const isWorking = (day: string) => {
      const weekday = (dayNumber(day) + 4) % 7;
      return weekday !== 0 && weekday !== 6 && !isHoliday(day);
    };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 1, max: 20 }), (start, days) => {
        const from = addDays('2024-01-01', start);
        const end = deadline(from, days, 'working');
        const between = Array.from({ length: daysBetween(from, end) }, (_, after) => addDays(from, after + 1));
        expect(isWorking(end)).toBe(true);
        expect(between.filter(isWorking)).toHaveLength(days);
      }),
    );
  });
});

suite('the setting of the days', () => {
  // Good Friday is worked in most of France; Easter Monday is not.
  const entry = reported('entry-attested', '2026-04-02', '2026-04-08');
  const codes = (rules: Rules) => describe(factSet([entry]), rules).anomalies.map(({ code }) => code);

  test('decides what is reported late', () => {
    expect(codes(calendar)).toContain('late-declaration');
    expect(codes(working)).not.toContain('late-declaration');
  });

  test('decides when an expectation is overdue', () => {
    const plan = reported('path-planned', '2026-03-20', '2026-03-20', {
      plannedEntry: '2026-04-02',
      plannedExit: '2026-09-30',
    });
    const record = (rules: Rules) => describe(factSet([plan]), rules);
    expect(record(calendar).expectations).toMatchObject([{ what: 'entry', since: '2026-04-02', dueBy: '2026-04-05' }]);
    expect(record(working).expectations).toMatchObject([{ what: 'entry', since: '2026-04-02', dueBy: '2026-04-08' }]);
    const isOverdue = (rules: Rules, today: string) =>
      assess(record(rules), null, today, rules).anomalies.some(({ code }) => code === 'overdue');
    expect([isOverdue(calendar, '2026-04-05'), isOverdue(calendar, '2026-04-06')]).toEqual([false, true]);
    expect([isOverdue(working, '2026-04-08'), isOverdue(working, '2026-04-09')]).toEqual([false, true]);
  });

  test('is part of the version of the rules', () => {
    expect(rulesHash(calendar)).not.toBe(rulesHash(working));
  });
});
