import type { Fact } from './facts.ts';
import type { Sifted } from './live-facts.ts';
import { type Attempt, type DossierRecord, type DossierStatus, endOf, type FieldValue, type Stay } from './record.ts';

interface Decided {
  readonly status: DossierStatus;
  readonly since: DossierRecord['statusSince'];
  /** The attempt whose state it is. */
  readonly attempt: Attempt | null;
}

/** The first status that holds, and the fact that decides it (rules.md, Dossier status). */
export function statusOf(
  sifted: Sifted,
  attempts: readonly Attempt[],
  stays: readonly Stay[],
  plan: DossierRecord['plan'],
  awaiting: readonly Fact[],
): Decided {
  if (sifted.live.length + awaiting.length === 0) return { status: 'removed', since: null, attempt: null };
  const begun = stays.findLast(({ state }) => state !== 'expected' && state !== 'absent-at-entry');
  if (begun?.state === 'entered')
    return { status: 'entered', since: sinceOf(resumedBy(begun) ?? begun.entry), attempt: null };
  if (begun?.state === 'interrupted') {
    const open = begun.interruptions.find(
      (interruption) => interruption.changesState && interruption.resumedOn === null,
    );
    return { status: 'interrupted', since: sinceOf(open?.period ?? begun.entry), attempt: null };
  }
  const stay = stays.findLast(({ state }) => state !== 'expected');
  const ended = stay === undefined ? null : stay.state === 'exited' ? endOf(stay) : stay.absence;
  const attempt = attempts
    .filter(({ state, openedOn }) => state !== 'withdrawn' && (ended === null || openedOn > ended.value))
    .reduce<Attempt | null>((last, next) => (last === null || next.openedOn >= last.openedOn ? next : last), null);
  if (attempt !== null) return { status: statusOfAttempt(attempt), since: attempt.since, attempt };
  const since = sinceOf(ended);
  if (stay !== undefined) return { status: stay.state === 'exited' ? 'exited' : 'absent', since, attempt: null };
  const withdrawn = attempts.at(-1);
  if (withdrawn !== undefined) return { status: 'withdrawn', since: withdrawn.since, attempt: null };
  return { status: 'declared', since: sinceOf(plan?.plannedEntry ?? null), attempt: null };
}

/** The resumption that ended the last interruption; null where none changed the state. */
function resumedBy({ interruptions, resumptions }: Stay): FieldValue<string> | null {
  const last = interruptions.findLast(({ changesState, resumedOn }) => changesState && resumedOn !== null);
  return resumptions.find(({ value }) => value === last?.resumedOn) ?? null;
}

function statusOfAttempt({ state }: Attempt): DossierStatus {
  return state === 'not-retained' || state === 'not-registered' ? 'refused' : state;
}

function sinceOf(value: FieldValue<unknown> | null): DossierRecord['statusSince'] {
  return value === null ? null : { source: value.source, eventId: value.eventId, effectiveDate: value.effectiveDate };
}

/** Retained, registered or planned, and neither entered, absent nor withdrawn: a stay is expected (rules.md, Stays). */
export function withExpectedStay(
  stays: readonly Stay[],
  { status, attempt }: Decided,
  plan: DossierRecord['plan'],
): readonly Stay[] {
  if (stays.at(-1)?.state === 'expected') return stays;
  const planned = plannedAfter(stays, plan?.plannedEntry ?? null) !== null;
  const isExpected = attempt === null ? status === 'declared' && planned : awaitsEntry(attempt, planned);
  if (!isExpected) return stays;
  const regime = attempt?.regime ?? { row: null, name: null, clock: null, date: null };
  return [...stays, { ...emptyStay, key: attempt === null ? 'expected' : `${expectedOf}${attempt.key}`, regime }];
}

const over: ReadonlySet<string> = new Set(['absent', 'appointment-cancelled', 'not-retained', 'not-registered']);

function awaitsEntry({ state, selection, enrolment }: Attempt, planned: boolean): boolean {
  if (over.has(state)) return false;
  return planned || selection?.value === 'retained' || enrolment?.value === 'registered';
}

/** Key of the stay that an attempt leads to: this, then the key of the attempt. */
const expectedOf = 'expected:';

/** The key of the attempt that an expected stay is of; null where the key is that of another stay. */
export function attemptOfExpectedStay(stayKey: string): string | null {
  return stayKey.startsWith(expectedOf) ? stayKey.slice(expectedOf.length) : null;
}

/** What a plan says of the stay after these; null where it was reported before the last of them ended: it is the plan of that one. */
export function plannedAfter<T>(stays: readonly Stay[], planned: FieldValue<T> | null): FieldValue<T> | null {
  const ended = stays.map((stay) => endOf(stay)?.value ?? null).findLast((end) => end !== null) ?? null;
  return ended !== null && (planned?.effectiveDate ?? '') < ended ? null : planned;
}

const emptyStay: Omit<Stay, 'key' | 'regime'> = {
  state: 'expected',
  provisional: false,
  entry: null,
  absence: null,
  exit: null,
  abandonment: null,
  modules: [],
  interruptions: [],
  resumptions: [],
};
