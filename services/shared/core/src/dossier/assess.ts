import { addDays, lastDayOfMonth } from '../calendar.ts';
import { isSessionReference } from '../identifiers/training-reference.ts';
import type { AnomalyCode, Rules } from '../rules.ts';
import type { RecruitmentSlot, SessionRecord } from '../session/session-record.ts';
import { type AnomalyContext, anomaly } from './anomaly.ts';
import { echoesMissing } from './echoes-missing.ts';
import { attendanceOf, dueSince, entryDue, monthsMissing, reportedMonths, resultBefore } from './expectations.ts';
import { merged } from './fact-refs.ts';
import { compareText } from './facts.ts';
import {
  type Anomaly,
  type DossierRecord,
  type Expectation,
  endOf,
  type FactRef,
  isOverdue,
  type Period,
  type Stay,
} from './record.ts';
import {
  columnsOfDossier,
  columnsOfSession,
  isOutside,
  possibleAnomalies,
  type SessionAnomaly,
} from './session-anomalies.ts';

/** The record of a dossier on a day, with its session: what a reader is shown. */
export interface AssessedDossier extends DossierRecord {
  readonly session: SessionRecord | null;
  /** `YYYY-MM-DD`, Europe/Paris. */
  readonly today: string;
  /** Appointment slots of the attempts that the organisation deleted since. */
  readonly slotsDeleted: readonly string[];
}

/**
 * What depends on the day or on the session, added to a record that does not: expectations with the session's
 * dates, what is overdue, and what does not fit the session. `session`: null where the hub does not know it. `nowMs`: the moment, in
 * milliseconds since 1970; null: nothing is said by the hour.
 */
export function assess(
  record: DossierRecord,
  session: SessionRecord | null,
  today: string,
  rules: Rules,
  nowMs: number | null = null,
): AssessedDossier {
  const slotsDeleted = deletedSlots(record, session);
  const moment = { record, session, today, rules, slotsDeleted };
  const expectations = record.expectations.flatMap((expectation) => expectationOn(moment, expectation));
  const context = { rules, funding: record.funding };
  const found = [
    ...againstSession(context, moment),
    ...overdue(context, expectations, today),
    ...skillsProfileMissing(context, record),
    ...(nowMs === null ? [] : echoesMissing(context, record, nowMs)),
  ];
  return {
    ...record,
    anomalies: [...record.anomalies, ...found],
    expectations,
    session,
    today,
    slotsDeleted,
  };
}

/** An anomaly that depends on the day, the session or other dossiers. */
export function anomalyOnReading(
  context: AnomalyContext,
  code: AnomalyCode,
  facts: readonly FactRef[],
  about: Anomaly['about'] = {},
): readonly Anomaly[] {
  return anomaly(
    context,
    code,
    facts.map(({ source, eventId }) => ({ source, eventId })),
    about,
    'assessed',
  );
}

function deletedSlots(record: DossierRecord, session: SessionRecord | null): readonly string[] {
  if (session === null) return [];
  const deleted = new Set(session.slots.filter((slot) => slot.deleted !== null).map(({ slot }) => slot));
  const held = record.attempts.flatMap(({ appointment }) => appointment?.slots ?? []);
  return [...new Set(held)].filter((slot) => deleted.has(slot)).sort();
}

/** A transfer is possible only if the slot that it leaves was not deleted before. */
function transfersFromDeleted(
  context: AnomalyContext,
  record: DossierRecord,
  session: SessionRecord | null,
): readonly Anomaly[] {
  const deletions = new Map((session?.slots ?? []).map(({ slot, deleted }) => [slot, deleted]));
  return record.attempts.flatMap(({ key, appointment }) =>
    (appointment?.transfers ?? []).flatMap((transfer) => {
      const deleted = deletions.get(transfer.value.from) ?? null;
      if (deleted === null || (deleted.effectiveDate ?? '') >= (transfer.effectiveDate ?? '')) return [];
      return anomalyOnReading(context, 'transfer-after-cancellation', [transfer, deleted], { attempt: key });
    }),
  );
}

interface Moment {
  readonly record: DossierRecord;
  readonly session: SessionRecord | null;
  readonly today: string;
  readonly rules: Rules;
  readonly slotsDeleted: readonly string[];
}

/** What is expected on the day, with the days that only the session knows. */
function expectationOn(moment: Moment, expectation: Expectation): readonly Expectation[] {
  const { record, session, rules } = moment;
  const { about, dueBy } = expectation;
  switch (expectation.what) {
    case 'presence':
      return presenceOn(moment, expectation);
    case 'entry':
      if (session?.state === 'cancelled') return [];
      return dueBy === null ? [entryDue(record, { key: about }, boundsOf(session).start, rules)] : [expectation];
    case 'exit':
      return dueBy === null ? exitOn(moment, expectation) : [expectation];
    case 'attendance': {
      const stay = record.stays.find(({ key }) => key === about);
      return stay === undefined ? [expectation] : attendances(moment, stay);
    }
    case 'result':
      return [dueBy === null ? resultBefore(expectation, boundsOf(session).start, rules) : expectation];
    case 'validation':
    case 'resumption':
    case 'assessment':
      return [expectation];
  }
}

function presenceOn({ session, slotsDeleted, rules }: Moment, expectation: Expectation): readonly Expectation[] {
  const { slot } = expectation;
  if (session?.state === 'cancelled' || (slot !== undefined && slotsDeleted.includes(slot))) return [];
  const opened = session?.slots.find((known) => known.slot === slot)?.opened?.value;
  return [dueSince({ ...expectation, since: opened?.from ?? null }, rules)];
}

/** At the end of the session, for who entered before it. */
function exitOn({ record, session, rules }: Moment, expectation: Expectation): readonly Expectation[] {
  const stay = record.stays.find(({ key }) => key === expectation.about);
  const { end } = boundsOf(session);
  if (end === null || end < (stay?.entry?.value ?? '')) return [];
  return [dueSince({ ...expectation, since: end }, rules)];
}

/** A permanent session has no day on which its trainees enter or leave. */
function boundsOf(session: SessionRecord | null): { start: string | null; end: string | null } {
  const published = session?.published?.value;
  return published === undefined || published.entryMode === 'permanent' ? { start: null, end: null } : published;
}

/** Every month without attendance but those in which the session, or the candidate by plan, was interrupted throughout. */
export function attendances(
  { record, session, today, rules }: Omit<Moment, 'slotsDeleted'>,
  stay: Stay,
): readonly Expectation[] {
  const planned = [...(session?.plannedInterruptions ?? []), ...(record.plan?.interruptions ?? [])];
  const closed = joined(planned.map(({ value }) => value));
  const isClosed = (month: string) =>
    closed.some(({ from, to }) => from <= `${month}-01` && to >= lastDayOfMonth(month));
  return [...monthsMissing(reportedMonths(record), stay, today)]
    .filter((month) => !isClosed(month))
    .flatMap((month) => attendanceOf(month, stay, rules));
}

/** Periods as one where the next begins on the day after or before; those without an end say nothing. */
function joined(periods: readonly Period[]): readonly { from: string; to: string }[] {
  const whole: { from: string; to: string }[] = [];
  for (const { from, to } of periods.toSorted((a, b) => compareText(a.from, b.from))) {
    const last = whole.at(-1);
    if (to === null) continue;
    if (last === undefined || from > addDays(last.to, 1)) whole.push({ from, to });
    else if (to > last.to) last.to = to;
  }
  return whole;
}

function overdue(context: AnomalyContext, expectations: readonly Expectation[], today: string): readonly Anomaly[] {
  return expectations
    .filter((expectation) => isOverdue(expectation, today))
    .flatMap(({ what, dueBy, about }) =>
      anomalyOnReading(context, 'overdue', [], { what, dueBy: dueBy ?? '', of: about }),
    );
}

function againstSession(context: AnomalyContext, { record, session, today }: Moment): readonly Anomaly[] {
  const columns = session === null ? null : columnsOfSession(session);
  const possible = possibleAnomalies(columnsOfDossier(record), columns, today);
  return possible.flatMap((code) => foundBySession[code](context, record, session, today));
}

type FoundBySession = (
  context: AnomalyContext,
  record: DossierRecord,
  session: SessionRecord | null,
  today: string,
) => readonly Anomaly[];

const foundBySession: Readonly<Record<SessionAnomaly, FoundBySession>> = {
  'session-unresolved': (context, { trainingRefs }) => {
    const reference = trainingRefs.find(isSessionReference) ?? '';
    return anomalyOnReading(context, 'session-unresolved', [], { reference });
  },
  'session-incomplete': (context, _record, session) =>
    anomalyOnReading(context, 'session-incomplete', [], { missing: (session?.missing ?? []).join(' ') }),
  'outside-session-dates': outsideDates,
  'transfer-after-cancellation': transfersFromDeleted,
  'recruitment-without-way-in': (context, { stays }, session, today) =>
    // Of whom a stay began nothing is left to recruit.
    stays.some(({ state }) => state !== 'expected') ? [] : withoutWayIn(context, session, today),
  'slot-without-session': (context, _record, session) => openBeforeSession(context, session),
  'transfer-unknown-slot': transfersBetweenUnknown,
};

/**
 * What a session lacks on a day, whether or not anybody was positioned: a way in while it recruits, or itself where slots are
 * open already (rules.md, Anomalies). Its dossiers say the same; a session without a way in may well have none.
 */
export function assessSession(session: SessionRecord, today: string, rules: Rules): readonly Anomaly[] {
  const context = { rules, funding: null };
  const possible = possibleAnomalies({ sessions: [], stays: [], undated: false }, columnsOfSession(session), today);
  return [
    ...(possible.includes('recruitment-without-way-in') ? withoutWayIn(context, session, today) : []),
    ...(possible.includes('slot-without-session') ? openBeforeSession(context, session) : []),
  ];
}

function withoutWayIn(context: AnomalyContext, session: SessionRecord | null, today: string): readonly Anomaly[] {
  if (session?.slots.some((slot) => isWayIn(slot, today)) ?? true) return [];
  return anomalyOnReading(context, 'recruitment-without-way-in', present(session?.published));
}

function openBeforeSession(context: AnomalyContext, session: SessionRecord | null): readonly Anomaly[] {
  const opened = session?.slots.flatMap((slot) => (slot.deleted === null ? present(slot.opened) : [])) ?? [];
  return opened.length === 0 ? [] : anomalyOnReading(context, 'slot-without-session', opened);
}

function present<T>(value: T | null | undefined): readonly T[] {
  return value == null ? [] : [value];
}

/** A slot whose day has not passed; a candidature without an end is received for as long as the session recruits. */
function isWayIn({ opened, deleted }: RecruitmentSlot, today: string): boolean {
  if (opened === null || deleted !== null) return false;
  const { mode, from, to } = opened.value;
  return (mode === 'candidature' && to === null) || (to ?? from) >= today;
}

/** A transfer stays inside its session, and leads to a slot that is there. Where nothing was reported of the session, nobody knows. */
function transfersBetweenUnknown(
  context: AnomalyContext,
  record: DossierRecord,
  session: SessionRecord | null,
): readonly Anomaly[] {
  const known = new Map((session?.slots ?? []).map(({ slot, deleted }) => [slot, deleted]));
  const isGone = (slot: string, on: string) => {
    const deletedOn = known.get(slot)?.effectiveDate ?? null;
    return !known.has(slot) || (deletedOn !== null && deletedOn < on);
  };
  return record.attempts.flatMap(({ key, appointment }) =>
    (appointment?.transfers ?? []).flatMap((transfer) => {
      const { from, to } = transfer.value;
      const wrong = [
        ...(known.has(from) ? [] : [{ from }]),
        ...(isGone(to, transfer.effectiveDate ?? '') ? [{ to }] : []),
      ];
      if (wrong.length === 0) return [];
      return anomalyOnReading(context, 'transfer-unknown-slot', [transfer], Object.assign({ attempt: key }, ...wrong));
    }),
  );
}

/** Entries and ends of stays that lie outside the dates of the session; a session without end has no day after it. */
function outsideDates(
  context: AnomalyContext,
  record: DossierRecord,
  session: SessionRecord | null,
): readonly Anomaly[] {
  const { start = null, end = null } = session?.published?.value ?? {};
  return record.stays.flatMap((stay) => {
    const days = [stay.entry, endOf(stay)].filter((day) => day !== null);
    const outside = days.filter(({ value }) => isOutside(value, { startsOn: start, endsOn: end }));
    return outside.length === 0 ? [] : anomalyOnReading(context, 'outside-session-dates', outside, { stay: stay.key });
  });
}

/**
 * The trainee's skills profile is to be completed before the exit; one completed after it is shown with its day and came too
 * late (rules.md, Anomalies).
 */
export function skillsProfileMissing(context: AnomalyContext, record: DossierRecord): readonly Anomaly[] {
  const last = record.stays.at(-1);
  const left = last === undefined || record.status !== 'exited' ? null : endOf(last);
  const { skillsProfile } = record;
  if (left === null) return [];
  if (skillsProfile === null) return anomalyOnReading(context, 'skills-profile-missing', [left]);
  const completedOn = skillsProfile.effectiveDate ?? '';
  if (completedOn <= left.value) return [];
  return anomalyOnReading(context, 'skills-profile-missing', merged([left, skillsProfile]), { completedOn });
}
