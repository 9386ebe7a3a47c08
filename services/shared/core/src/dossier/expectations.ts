import { catalogueEntry, type EventName } from '@hub/contracts';
import { addDays, deadline, lastDayOfMonth, nextMonth } from '../calendar.ts';
import type { ExpectationName, Rules } from '../rules.ts';
import { rowOf, systemsOf } from './authority.ts';
import { type Fact, groupBy } from './facts.ts';
import { type Attempt, type DossierRecord, type Expectation, endOf, endOfInterruption, type Stay } from './record.ts';
import { attemptOfExpectedStay, plannedAfter } from './status.ts';

/** What expectations are read from. */
type Known = Pick<DossierRecord, 'attempts' | 'stays' | 'plan' | 'attendance' | 'assessment' | 'funding' | 'territory'>;

/** The event that fulfils each expectation. */
export const fulfilledBy: Readonly<Record<ExpectationName, EventName>> = {
  presence: 'presence-recorded',
  result: 'selection-decided',
  validation: 'enrolment-decided',
  entry: 'entry-attested',
  attendance: 'attendance-reported',
  resumption: 'resumption-attested',
  exit: 'exit-declared',
  assessment: 'assessment-recorded',
};

/**
 * What should be reported next, with its due day (rules.md, Expectations): there is no clock, so nothing here is overdue yet; `assess` says
 * that. Where only the session knows the day (appointment, start, end), `dueBy` is null until `assess` joins the session. What the
 * table of authority leaves to nobody is not awaited. `live`: every live fact of the dossier.
 */
export function expectationsOf(record: Known, live: readonly Fact[], rules: Rules): readonly Expectation[] {
  const expected: Expectation[] = [];
  const attempt = record.attempts.findLast(({ state }) => state !== 'withdrawn');
  if (attempt !== undefined && !isOver(record, attempt)) expected.push(...ofAttempt(record, attempt, rules));
  const reported = reportedMonths(record);
  for (const [index, stay] of record.stays.entries()) {
    expected.push(
      ...ofStay(record, stay, record.stays.slice(0, index), rules),
      ...firstAttendance(reported, stay, rules),
    );
  }
  return expected.filter((expectation) => isAwaited(expectation, record, live, rules));
}

/**
 * Whom the row names must know the person, else what nobody can report would be overdue for ever. A row that names no
 * funding does not say whether they do: a candidature, or anything that one of them reported, does.
 */
export function isAwaited(
  { what, about }: Pick<Expectation, 'what' | 'about'>,
  record: Pick<Known, 'territory' | 'funding' | 'attempts'>,
  live: readonly Pick<Fact, 'source'>[],
  rules: Rules,
): boolean {
  const { step } = catalogueEntry(fulfilledBy[what]);
  const { territory, funding, attempts } = record;
  const row =
    step === null ? null : rowOf(rules.authority, step, { territory, funding, validator: validatorOf(record, about) });
  if (row === null) return true;
  if (row.funding !== undefined || attempts.length > 0) return row.regimes.some(({ sources }) => sources.length > 0);
  const systems = systemsOf(row);
  return live.some(({ source }) => systems.includes(source));
}

/** Whom the request of the attempt that an expectation is about names to validate it. */
export function validatorOf({ attempts }: Pick<DossierRecord, 'attempts'>, about: string): string | null {
  return attempts.find(({ key }) => key === about)?.validation?.value.validator ?? null;
}

/** A stay that began or failed to begin after the attempt was opened leaves nothing to await from it. */
function isOver(record: Known, attempt: Attempt): boolean {
  return record.stays.some((stay) => {
    const began = stay.entry ?? stay.absence ?? stay.exit ?? stay.abandonment;
    return stay.state !== 'expected' && began !== null && began.value >= attempt.openedOn;
  });
}

function ofAttempt(record: Known, attempt: Attempt, rules: Rules): Expectation[] {
  const { state, appointment, key, since } = attempt;
  switch (state) {
    case 'appointed':
      return [{ what: 'presence', since: null, dueBy: null, about: key, slot: appointment?.slot ?? '' }];
    case 'present':
      return resultDue(record, attempt, rules);
    case 'to-validate':
      return due('validation', since.effectiveDate, key, rules);
    case 'positioned':
    case 'contacted':
    case 'appointment-cancelled':
    case 'absent':
    case 'retained':
    case 'not-retained':
    case 'waiting':
    case 'registered':
    case 'not-registered':
    case 'withdrawn':
      return [];
  }
}

/** Whether the candidate is retained is said before the session starts: the planned entry, else a day that the session knows. */
function resultDue({ stays, plan }: Known, { key, since }: Attempt, rules: Rules): Expectation[] {
  if (rules.expectations.result === undefined) return [];
  const awaited: Expectation = { what: 'result', since: since.effectiveDate, dueBy: null, about: key };
  const planned = plannedAfter(stays, plan?.plannedEntry ?? null)?.value ?? null;
  return [planned === null ? awaited : resultBefore(awaited, planned, rules)];
}

/**
 * Due the day before the start (Webinaire 2026, l. 319). Where none is known, or the candidate was seen on that day or later,
 * no source says by when: some days after the presence, marked as inferred.
 */
export function resultBefore(awaited: Expectation, start: string | null, rules: Rules): Expectation {
  const isBefore = start !== null && (awaited.since === null || awaited.since < start);
  return isBefore ? { ...awaited, dueBy: addDays(start, -1) } : { ...dueSince(awaited, rules), dueInferred: true };
}

function due(what: ExpectationName, since: string | null, about: string, rules: Rules): Expectation[] {
  return rules.expectations[what] === undefined ? [] : [dueSince({ what, since, dueBy: null, about }, rules)];
}

/** With the last day in time after its `since`; without one, none. */
export function dueSince(expectation: Expectation, rules: Rules): Expectation {
  const days = rules.expectations[expectation.what]?.days;
  if (expectation.since === null || days === undefined) return expectation;
  return { ...expectation, dueBy: deadline(expectation.since, days, rules.dayCount) };
}

function ofStay(record: Known, stay: Stay, before: readonly Stay[], rules: Rules): Expectation[] {
  switch (stay.state) {
    case 'expected':
      return [entryDue(record, stay, plannedAfter(before, record.plan?.plannedEntry ?? null)?.value ?? null, rules)];
    case 'entered':
      return exitDue(record, stay, before, rules);
    case 'interrupted':
      return [...resumptions(stay, rules), ...exitDue(record, stay, before, rules)];
    case 'exited':
      return [...exitAfterAbandonment(stay, rules), ...assessmentDue(record, stay, rules)];
    case 'absent-at-entry':
      return [];
  }
}

/** `planned`: the day by plan or by session; whoever was retained after it is awaited from then on. */
export function entryDue(
  { attempts }: Pick<Known, 'attempts'>,
  stay: Pick<Stay, 'key'>,
  planned: string | null,
  rules: Rules,
): Expectation {
  const own = attemptOfExpectedStay(stay.key);
  const attempt = attempts.find(({ key }) => key === own);
  const decided = attempt?.since.effectiveDate ?? null;
  const since = planned !== null && decided !== null && decided > planned ? decided : planned;
  return dueSince({ what: 'entry', since, dueBy: null, about: stay.key }, rules);
}

function exitDue(record: Known, stay: Stay, before: readonly Stay[], rules: Rules): Expectation[] {
  return due('exit', plannedAfter(before, record.plan?.plannedExit ?? null)?.value ?? null, stay.key, rules);
}

/** An abandonment ends the stay until the exit is declared, within the three days of any exit. */
function exitAfterAbandonment(stay: Stay, rules: Rules): Expectation[] {
  const { provisional, abandonment } = stay;
  if (!provisional || abandonment?.standing === 'contested') return [];
  return due('exit', abandonment?.value ?? null, stay.key, rules);
}

/** Due three days after the end of the interruption; while it is open-ended, fifteen after its start (rules.md, Expectations). */
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

/**
 * The first month missing of a stay that goes on, or that ended: the trainee's pay depends on every month. While a stay is
 * interrupted its resumption alone is awaited (rules.md, Expectations).
 */
function firstAttendance(reported: ReportedMonths, stay: Stay, rules: Rules): Expectation[] {
  if (stay.state !== 'entered' && stay.state !== 'exited') return [];
  const month = monthsMissing(reported, stay, null).next().value;
  return month === undefined ? [] : attendanceOf(month, stay, rules);
}

/** From the 25th of the month, or the entry after it, to its last day (rules.md, Expectations). */
export function attendanceOf(month: string, stay: Stay, rules: Rules): Expectation[] {
  if (rules.expectations.attendance === undefined) return [];
  const entry = stay.entry?.value ?? '';
  const since = entry > `${month}-25` ? entry : `${month}-25`;
  return [{ what: 'attendance', since, dueBy: lastDayOfMonth(month), about: stay.key, month }];
}

/**
 * Months of a stay without attendance, up to the last one of the stay and to that of `today`; without either they have no
 * end, for an open stay is resumed after each of its interruptions. A wholly interrupted month is none.
 */
export function* monthsMissing(
  reported: ReportedMonths,
  stay: Stay,
  today: string | null,
): Generator<string, undefined> {
  const entry = stay.entry?.value;
  if (entry === undefined) return undefined;
  const ends = [today, endOf(stay)?.value].filter((day) => day != null).sort();
  const last = ends[0]?.slice(0, 7) ?? null;
  for (let month = entry.slice(0, 7); last === null || month <= last; month = nextMonth(month)) {
    if (!isReported(reported, stay, month) && !isInterrupted(stay, month)) yield month;
  }
  return undefined;
}

/** By the attendance of the whole month, or by that of each module that is known to have run in it (rules.md, Expectations). */
function isReported(reported: ReportedMonths, stay: Stay, month: string): boolean {
  const own = reported.get(monthKey(stay.key, month));
  if (own === undefined) return false;
  const isOf = (module: string | null) => own.some(({ value }) => value.module === module);
  return isOf(null) || modulesIn(stay, month).every(isOf);
}

/** Attendance by stay and month. */
type ReportedMonths = ReadonlyMap<string, DossierRecord['attendance']>;

export function reportedMonths({ attendance }: Pick<DossierRecord, 'attendance'>): ReportedMonths {
  return groupBy(attendance, ({ value }) => monthKey(value.stay, value.month));
}

function monthKey(stay: string | null, month: string): string {
  return `${month} ${stay}`;
}

/** A module runs from its entry until it is left, else until the next one begins: modules follow each other. */
function modulesIn({ modules }: Stay, month: string): readonly string[] {
  const begun = modules.flatMap(({ module, entry, exit, abandonment }) =>
    entry === null ? [] : [{ module, from: entry.value, to: (exit ?? abandonment)?.value ?? null }],
  );
  return begun
    .filter(({ from, to }) => {
      const next = begun.map((other) => other.from).filter((day) => day > from);
      const until = to ?? next.sort()[0] ?? null;
      return from <= lastDayOfMonth(month) && (until === null || until >= `${month}-01`);
    })
    .map(({ module }) => module);
}

function isInterrupted(stay: Stay, month: string): boolean {
  return stay.interruptions.some((interruption) => {
    const { changesState, period } = interruption;
    const end = endOfInterruption(interruption);
    return changesState && period.value.from <= `${month}-01` && (end === null || end >= lastDayOfMonth(month));
  });
}

/** Fifteen days after the exit, unless the path goes on by another stay (rules.md, Expectations). */
function assessmentDue(record: Known, stay: Stay, rules: Rules): Expectation[] {
  const end = endOf(stay);
  const isLast =
    record.stays.findLast(({ state }) => state !== 'expected' && state !== 'absent-at-entry')?.key === stay.key;
  const isReported = record.assessment !== null && (record.assessment.effectiveDate ?? '') >= (stay.entry?.value ?? '');
  return end === null || !isLast || isReported ? [] : due('assessment', end.value, stay.key, rules);
}
