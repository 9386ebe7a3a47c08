import type { Attempt, DossierRecord, DossierStatus, FieldValue, Stay } from './record.ts';
import type { Sifted } from './sift.ts';

/** First line of DICTIONARY C.3 that holds, and the fact that decides it. */
export function statusOf(
  sifted: Sifted,
  attempts: readonly Attempt[],
  stays: readonly Stay[],
  plan: DossierRecord['plan'],
): { status: DossierStatus; since: DossierRecord['statusSince'] } {
  if (sifted.live.length + sifted.echoes.length === 0) return { status: 'removed', since: null };
  const stay = stays.findLast(({ state }) => state !== 'expected');
  if (stay?.state === 'entered') return { status: 'entered', since: sinceOf(stay.entry) };
  if (stay?.state === 'interrupted') {
    const open = stay.interruptions.find(
      (interruption) => interruption.changesState && interruption.resumedOn === null,
    );
    return { status: 'interrupted', since: sinceOf(open?.period ?? stay.entry) };
  }
  const ended =
    stay?.state === 'exited'
      ? (stay.exit ?? stay.abandonment)
      : stay?.state === 'absent-at-entry'
        ? stay.absence
        : null;
  const attempt = attempts
    .filter(({ state, openedOn }) => state !== 'withdrawn' && (ended === null || openedOn > ended.value))
    .reduce<Attempt | null>((last, next) => (last === null || next.openedOn >= last.openedOn ? next : last), null);
  if (attempt !== null) return { status: statusOfAttempt(attempt), since: attempt.since };
  if (stay !== undefined) return { status: stay.state === 'exited' ? 'exited' : 'absent', since: sinceOf(ended) };
  const withdrawn = attempts.at(-1);
  if (withdrawn !== undefined) return { status: 'withdrawn', since: withdrawn.since };
  return { status: 'declared', since: sinceOf(plan?.plannedEntry ?? null) };
}

function statusOfAttempt({ state }: Attempt): DossierStatus {
  return state === 'not-retained' || state === 'not-registered' ? 'refused' : state;
}

function sinceOf(value: FieldValue<unknown> | null): DossierRecord['statusSince'] {
  return value === null ? null : { source: value.source, eventId: value.eventId, effectiveDate: value.effectiveDate };
}

/** Retained, registered or planned, and neither entered, absent nor withdrawn: a stay is expected (DICTIONARY C.2). */
export function withExpectedStay(
  stays: readonly Stay[],
  attempts: readonly Attempt[],
  status: DossierStatus,
  plan: DossierRecord['plan'],
): readonly Stay[] {
  if (stays.at(-1)?.state === 'expected') return stays;
  const attempt =
    status === 'retained' || status === 'registered' ? attempts.findLast(({ state }) => state === status) : undefined;
  const planned = status === 'declared' && stays.length === 0 && plan !== null && plan.plannedEntry !== null;
  if (attempt === undefined && !planned) return stays;
  const regime = attempt?.regime ?? { row: null, name: null, clock: null, date: null };
  return [...stays, { ...emptyStay, key: attempt === undefined ? 'expected' : `expected:${attempt.key}`, regime }];
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
