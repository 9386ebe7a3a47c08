import type { EventName } from '@hub/contracts';
import type { Fact } from '../facts.ts';
import type { AttemptLine } from './record.ts';
import { compareFacts, compareText, factKey } from './union.ts';

/** The events of DICTIONARY C.1: their facts belong to attempts. */
export const attemptTypes: ReadonlySet<EventName> = new Set<EventName>([
  'candidate-positioned',
  'candidate-contacted',
  'appointment-transferred',
  'appointment-cancelled',
  'presence-recorded',
  'selection-decided',
  'enrolment-certificate-issued',
  'firm-place-granted',
  'training-plan-validated',
  'validation-requested',
  'enrolment-decided',
  'positioning-withdrawn',
]);

/** An attempt as met in the walk, before its slots are resolved. */
export interface AttemptGroup {
  readonly key: string;
  readonly opener: Fact;
  readonly openedOn: string;
  readonly facts: Fact[];
  readonly slots: Set<string>;
  /** What closed it, and on what day; null while it is open. */
  closed: {
    readonly by: 'cancellation' | 'result' | 'withdrawal' | 'entry';
    readonly on: string;
    readonly fact: Fact;
  } | null;
  /** Day of the last entry met while this was the last attempt. */
  enteredOn: string | null;
}

/** By effectiveDate, then source and id: the order of both walks. */
export function compareDays(a: Fact, b: Fact): number {
  return compareText(a.effectiveDate ?? '', b.effectiveDate ?? '') || compareFacts(a, b);
}

/**
 * One walk over positioning facts and what ends them, both by `compareDays` (DICTIONARY E.4): entries, and absences at
 * entry, or a candidate who did not come could not be positioned again. A key names its attempt. Without key a candidate-positioned opens an attempt if none is open, else joins it; a fact that names an RDV slot joins the
 * attempt that holds it; any other joins the last attempt opened on or before its date, else the first. Facts before
 * any attempt that an entry follows make an attempt of their own: the entry ends what they began.
 */
export function walkAttempts(positioning: readonly Fact[], ends: readonly Fact[]): AttemptGroup[] {
  const attempts: AttemptGroup[] = [];
  let early: Fact[] = [];
  let nextEnd = 0;
  const endBefore = (day: string | null): void => {
    for (let end = ends[nextEnd]; end !== undefined; end = ends[nextEnd]) {
      if (day !== null && (end.effectiveDate ?? '') >= day) return;
      nextEnd += 1;
      if (attempts.length === 0 && early.length > 0) {
        attempts.push(attemptOf(early));
        early = [];
      }
      closeAll(attempts, end);
    }
  };
  const place = (fact: Fact): void => {
    const attempt = attemptFor(attempts, fact);
    if (attempt === undefined) early.push(fact);
    else join(attempt, fact);
  };
  for (let at = 0; at < positioning.length; ) {
    const day = positioning[at]?.effectiveDate ?? '';
    let end = at + 1;
    while (end < positioning.length && positioning[end]?.effectiveDate === day) end += 1;
    endBefore(day);
    if (end === at + 1) place(positioning[at] as Fact);
    else for (const fact of orderOfDay(positioning.slice(at, end), attempts.some(isOpen))) place(fact);
    at = end;
  }
  endBefore(null);
  if (early.length > 0) joinEarly(attempts, early);
  return attempts;
}

function isOpen({ closed }: AttemptGroup): boolean {
  return closed === null;
}

/**
 * Ids say nothing of what came first in a day, so as for stays: if an attempt is open in the morning, first what closes it,
 * then the candidatures; else the candidatures, then the rest. A cancel of a slot given that day follows it; the day's
 * entry follows all.
 */
function orderOfDay(facts: readonly Fact[], openInTheMorning: boolean): readonly Fact[] {
  const candidatures = facts.filter(({ type }) => type === 'candidate-positioned');
  if (candidatures.length === 0 && !openInTheMorning) return facts;
  const given = new Set(candidatures.map(({ data }) => data.slot));
  const isFirst = (fact: Fact) => openInTheMorning && closing(fact) !== null && !given.has(fact.data.slot ?? null);
  const others = facts.filter(({ type }) => type !== 'candidate-positioned');
  return [...others.filter(isFirst), ...candidatures, ...others.filter((fact) => !isFirst(fact))];
}

function attemptFor(attempts: AttemptGroup[], fact: Fact): AttemptGroup | undefined {
  const key = fact.data.attempt as string | undefined;
  if (key !== undefined) return attempts.find((attempt) => attempt.key === key) ?? open(attempts, fact, key);
  if (fact.type === 'candidate-positioned') {
    return attempts.findLast(isOpen) ?? open(attempts, fact, factKey(fact));
  }
  const slot = slotNamed(fact);
  const holder = slot === null ? undefined : attempts.findLast((attempt) => attempt.slots.has(slot));
  return holder ?? attempts.at(-1);
}

function open(attempts: AttemptGroup[], fact: Fact, key: string): AttemptGroup {
  const attempt = emptyAttempt(fact, key);
  attempts.push(attempt);
  return attempt;
}

function emptyAttempt(opener: Fact, key: string): AttemptGroup {
  return {
    key,
    opener,
    openedOn: opener.effectiveDate ?? '',
    facts: [],
    slots: new Set(),
    closed: null,
    enteredOn: null,
  };
}

function attemptOf(facts: readonly Fact[]): AttemptGroup {
  const opener = facts[0] as Fact;
  const attempt = emptyAttempt(opener, factKey(opener));
  for (const fact of facts) join(attempt, fact);
  return attempt;
}

/** Facts dated before the first attempt join the one that holds their slot, else the first; they do not close it. */
function joinEarly(attempts: AttemptGroup[], early: readonly Fact[]): void {
  if (attempts.length === 0) {
    attempts.push(attemptOf(early));
    return;
  }
  for (const fact of early) {
    const slot = slotNamed(fact);
    const holder =
      attempts.find((attempt) => slot !== null && attempt.slots.has(slot)) ?? (attempts[0] as AttemptGroup);
    holder.facts.push(fact);
  }
}

function join(attempt: AttemptGroup, fact: Fact): void {
  attempt.facts.push(fact);
  for (const name of ['slot', 'fromSlot', 'toSlot']) {
    const slot = fact.data[name];
    if (typeof slot === 'string') attempt.slots.add(slot);
  }
  const on = fact.effectiveDate ?? '';
  const by = closing(fact);
  if (attempt.closed?.by === 'entry') return;
  if (by !== null) attempt.closed = { by, on, fact };
  else if (attempt.closed !== null && reopens(attempt.closed, fact)) attempt.closed = null;
}

function closing(fact: Fact): 'cancellation' | 'result' | 'withdrawal' | null {
  switch (fact.type) {
    case 'appointment-cancelled':
      return 'cancellation';
    case 'positioning-withdrawn':
      return 'withdrawal';
    case 'selection-decided':
      return fact.data.result === 'not-retained' ? 'result' : null;
    case 'enrolment-decided':
      return fact.data.decision === 'not-registered' ? 'result' : null;
    default:
      return null;
  }
}

/**
 * A withdrawal is overtaken by a line 2 to 7 of a later day (a positioning with an RDV slot is an appointment, line 3), a
 * result by another of the same system on the same line: both are made to change (DICTIONARY C.1; S1 l646).
 */
function reopens(closed: NonNullable<AttemptGroup['closed']>, fact: Fact): boolean {
  const line = attemptLine(fact.type);
  if (closed.by === 'result') return fact.type === closed.fact.type && fact.source === closed.fact.source;
  if (closed.by !== 'withdrawal' || (fact.effectiveDate ?? '') <= closed.on) return false;
  return line === 'positioned' ? slotNamed(fact) !== null : line !== null;
}

function closeAll(attempts: readonly AttemptGroup[], end: Fact): void {
  const on = end.effectiveDate ?? '';
  const last = attempts.at(-1);
  if (last !== undefined && end.type === 'entry-attested') last.enteredOn = on;
  for (const attempt of attempts) attempt.closed = { by: 'entry', on, fact: end };
}

function slotNamed(fact: Fact): string | null {
  const slot = fact.data.slot ?? fact.data.fromSlot;
  return typeof slot === 'string' ? slot : null;
}

function attemptLine(type: EventName): AttemptLine | null {
  switch (type) {
    case 'candidate-positioned':
      return 'positioned';
    case 'candidate-contacted':
      return 'contacted';
    case 'appointment-transferred':
    case 'appointment-cancelled':
      return 'appointment';
    case 'presence-recorded':
      return 'presence';
    case 'selection-decided':
      return 'selection';
    case 'validation-requested':
      return 'validation';
    case 'enrolment-decided':
      return 'enrolment';
    case 'positioning-withdrawn':
      return 'withdrawal';
    default:
      return null;
  }
}
