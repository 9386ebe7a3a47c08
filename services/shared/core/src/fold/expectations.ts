import { addDays, deadline, lastDayOfMonth, nextMonth } from '../calendar.ts';
import type { ExpectationName, Rules } from '../rules.ts';
import { endOf } from './anomalies.ts';
import type { Attempt, DossierRecord, Expectation, Stay } from './record.ts';

/** What expectations are read from. */
type Told = Pick<DossierRecord, 'attempts' | 'stays' | 'plan' | 'attendance' | 'assessment'>;

/**
 * What should be told next, with its due day (DICTIONARY H): no clock, so nothing here is overdue yet; `assess` says
 * that. Where only the session knows the day (RDV, start), `dueBy` is null until `assess` joins the session.
 */
export function expectationsOf(record: Told, rules: Rules): readonly Expectation[] {
  const expected: Expectation[] = [];
  const attempt = record.attempts.findLast(({ state }) => state !== 'withdrawn');
  if (attempt !== undefined && !isOver(record, attempt)) expected.push(...ofAttempt(attempt, rules));
  for (const stay of record.stays) expected.push(...ofStay(record, stay, rules));
  return expected;
}

/** A stay that began or failed to begin after the attempt was opened leaves nothing to await from it. */
function isOver(record: Told, attempt: Attempt): boolean {
  return record.stays.some((stay) => {
    const began = stay.entry ?? stay.absence ?? stay.exit;
    return stay.state !== 'expected' && began !== null && began.value >= attempt.openedOn;
  });
}

function ofAttempt(attempt: Attempt, rules: Rules): Expectation[] {
  const { state, appointment, key, since } = attempt;
  switch (state) {
    case 'appointed':
      return [{ what: 'presence', since: null, dueBy: null, about: key, slot: appointment?.slot ?? '' }];
    case 'present':
      return due('result', since.effectiveDate, key, rules);
    case 'to-validate':
      return due('validation', since.effectiveDate, key, rules);
    default:
      return [];
  }
}

function due(what: ExpectationName, since: string | null, about: string, rules: Rules): Expectation[] {
  const days = rules.expectations[what]?.days;
  if (days === undefined) return [];
  return [{ what, since, dueBy: since === null ? null : deadline(since, days, rules.dayCount), about }];
}

function ofStay(record: Told, stay: Stay, rules: Rules): Expectation[] {
  switch (stay.state) {
    case 'expected':
      return due('entry', record.plan?.plannedEntry?.value ?? null, stay.key, rules);
    case 'entered':
      return [...exitDue(record, stay, rules), ...firstAttendance(record, stay, rules)];
    case 'interrupted':
      return [...resumptions(stay, rules), ...exitDue(record, stay, rules)];
    case 'exited':
      return assessmentDue(record, stay, rules);
    case 'absent-at-entry':
      return [];
  }
}

function exitDue(record: Told, stay: Stay, rules: Rules): Expectation[] {
  const planned = record.plan?.plannedExit?.value ?? null;
  return planned === null ? [] : due('exit', planned, stay.key, rules);
}

/** Due three days after the end of the interruption; while it is open-ended, fifteen after its start (DICTIONARY C.2). */
function resumptions(stay: Stay, rules: Rules): Expectation[] {
  return stay.interruptions
    .filter((interruption) => interruption.changesState && interruption.resumedOn === null)
    .flatMap(({ period }) => {
      if (period.value.to !== null) return due('resumption', period.value.to, stay.key, rules);
      const { from } = period.value;
      return [
        { what: 'resumption' as const, since: from, dueBy: addDays(from, rules.interruptionDaysMax), about: stay.key },
      ];
    });
}

/** While a stay is interrupted its resumption alone is awaited, months of attendance are not (DICTIONARY F 16). */
function firstAttendance(record: Told, stay: Stay, rules: Rules): Expectation[] {
  const month = monthsMissing(record, stay, null).next().value;
  return month === undefined ? [] : attendanceOf(month, stay, rules);
}

/** From the 25th of the month to its last day (S1 l889, R64). */
export function attendanceOf(month: string, stay: Stay, rules: Rules): Expectation[] {
  if (rules.expectations.attendance === undefined) return [];
  return [{ what: 'attendance', since: `${month}-25`, dueBy: lastDayOfMonth(month), about: stay.key, month }];
}

/** Months of an open stay without attendance, up to that of `today`; without a day, endless. A wholly interrupted month is none. */
export function* monthsMissing(record: Told, stay: Stay, today: string | null): Generator<string, undefined> {
  const entry = stay.entry?.value;
  if (entry === undefined) return undefined;
  const told = new Set(record.attendance.map(({ value }) => value.month));
  const last = today?.slice(0, 7) ?? addDays(`${lastToldMonth(told, entry)}-28`, 10).slice(0, 7);
  for (let month = entry.slice(0, 7); month <= last; month = nextMonth(month)) {
    if (!told.has(month) && !isInterrupted(stay, month)) yield month;
  }
  return undefined;
}

function lastToldMonth(told: ReadonlySet<string>, entry: string): string {
  let last = entry.slice(0, 7);
  for (const month of told) if (month > last) last = month;
  return last;
}

function isInterrupted(stay: Stay, month: string): boolean {
  return stay.interruptions.some(({ changesState, period, resumedOn }) => {
    const end = resumedOn ?? period.value.to;
    return changesState && period.value.from <= `${month}-01` && (end === null || end >= lastDayOfMonth(month));
  });
}

/** Fifteen days after the exit, unless the path goes on by another stay (S1 l247-252). */
function assessmentDue(record: Told, stay: Stay, rules: Rules): Expectation[] {
  const end = endOf(stay);
  const isLast = record.stays.findLast(({ state }) => state !== 'expected')?.key === stay.key;
  const told = record.assessment !== null && (record.assessment.effectiveDate ?? '') >= (stay.entry?.value ?? '');
  return end === null || !isLast || told ? [] : due('assessment', end.value, stay.key, rules);
}
