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
  open: boolean;
  withdrawn: boolean;
  /** Day of the last entry met while this was the last attempt. */
  enteredOn: string | null;
}

/** By effectiveDate, then source and id: the order of both walks. */
export function compareDays(a: Fact, b: Fact): number {
  return compareText(a.effectiveDate ?? '', b.effectiveDate ?? '') || compareFacts(a, b);
}

/**
 * One walk over positioning facts and entries, both by `compareDays` (DICTIONARY E.4). A key names its attempt. Without
 * key a candidate-positioned opens an attempt if none is open, else joins it; a fact that names an RDV slot joins the
 * attempt that holds it; any other joins the last attempt opened on or before its date, else the first. Facts before
 * any attempt that an entry follows make an attempt of their own: the entry ends what they began.
 */
export function walkAttempts(positioning: readonly Fact[], entries: readonly Fact[]): AttemptGroup[] {
  const attempts: AttemptGroup[] = [];
  let early: Fact[] = [];
  let nextEntry = 0;
  const enter = (before: Fact | null): void => {
    for (let entry = entries[nextEntry]; entry !== undefined; entry = entries[nextEntry]) {
      if (before !== null && compareDays(entry, before) > 0) return;
      nextEntry += 1;
      if (attempts.length === 0 && early.length > 0) {
        attempts.push(attemptOf(early));
        early = [];
      }
      closeAll(attempts, entry.effectiveDate ?? '');
    }
  };
  for (const fact of positioning) {
    enter(fact);
    const attempt = attemptFor(attempts, fact);
    if (attempt === undefined) early.push(fact);
    else join(attempt, fact);
  }
  enter(null);
  if (early.length > 0) joinEarly(attempts, early);
  return attempts;
}

function attemptFor(attempts: AttemptGroup[], fact: Fact): AttemptGroup | undefined {
  const key = fact.data.attempt as string | undefined;
  if (key !== undefined) return attempts.find((attempt) => attempt.key === key) ?? open(attempts, fact, key);
  if (fact.type === 'candidate-positioned') {
    return attempts.findLast((attempt) => attempt.open) ?? open(attempts, fact, factKey(fact));
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
    open: true,
    withdrawn: false,
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
  if (closes(fact)) {
    attempt.open = false;
    attempt.withdrawn = fact.type === 'positioning-withdrawn';
  } else if (attempt.withdrawn && reopens(fact)) {
    attempt.open = true;
    attempt.withdrawn = false;
  }
}

function closes(fact: Fact): boolean {
  switch (fact.type) {
    case 'appointment-cancelled':
    case 'positioning-withdrawn':
      return true;
    case 'selection-decided':
      return fact.data.result === 'not-retained';
    case 'enrolment-decided':
      return fact.data.decision === 'not-registered';
    default:
      return false;
  }
}

/** Lines 2 to 7 of DICTIONARY C.1; a positioning with an RDV slot is an appointment. */
function reopens(fact: Fact): boolean {
  const line = attemptLine(fact.type);
  return line === 'positioned' ? slotNamed(fact) !== null : line !== null;
}

function closeAll(attempts: readonly AttemptGroup[], day: string): void {
  const last = attempts.at(-1);
  if (last === undefined) return;
  last.enteredOn = day;
  for (const attempt of attempts) attempt.open = false;
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
