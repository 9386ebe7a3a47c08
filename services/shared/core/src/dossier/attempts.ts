import { type AttemptEnd, attemptRole } from './event-kinds.ts';
import { compareFacts, compareText, type Fact, factKey } from './facts.ts';

/** An attempt as the walk over days finds it, before its fields are resolved. */
export interface AttemptGroup {
  readonly key: string;
  readonly opener: Fact;
  readonly openedOn: string;
  readonly facts: readonly Fact[];
  /** Appointment slots that its facts name. */
  readonly slots: readonly string[];
  /** What closed it, and on what day; null while it is open. */
  readonly closed: Closed | null;
  /** Day of the last entry met while this was the last attempt. */
  readonly enteredOn: string | null;
}

interface Closed {
  readonly by: AttemptEnd | 'entry';
  readonly on: string;
  readonly fact: Fact;
}

/** An attempt of the walk, whose lists grow in place: a copy for each fact took 0.9 s of 12,000 candidatures. */
interface Growing extends AttemptGroup {
  readonly facts: Fact[];
  readonly slots: string[];
}

interface Walk {
  readonly attempts: readonly Growing[];
  /** Facts dated before any attempt. */
  readonly early: readonly Fact[];
  /** Where the attempt stands that the early facts join: after the one that those before them closed, if there is one. */
  readonly first: number;
  /** All that is placed. */
  readonly positioning: readonly Fact[];
}

/** By effectiveDate, then source and id: the order of both walks. */
export function compareDays(a: Fact, b: Fact): number {
  return compareText(a.effectiveDate ?? '', b.effectiveDate ?? '') || compareFacts(a, b);
}

/** Facts sorted by `compareDays`, day by day. */
export function daysOf<F extends Fact>(facts: readonly F[]): (readonly F[])[] {
  const days: (readonly F[])[] = [];
  for (let at = 0; at < facts.length; ) {
    let end = at + 1;
    while (end < facts.length && facts[end]?.effectiveDate === facts[at]?.effectiveDate) end += 1;
    days.push(facts.slice(at, end));
    at = end;
  }
  return days;
}

/**
 * One walk over positioning facts and what ends them, both by `compareDays`: entries and absences at entry. Absences end an
 * attempt too: otherwise whoever did not come could not be positioned again. A key names its attempt. Without key a candidate-positioned opens an
 * attempt if none is open, else joins it; a fact that names an appointment slot joins the attempt that holds it; any other
 * joins the last attempt opened on or before its date, else the first. Facts before any attempt that an entry or an
 * absence at entry follows make an attempt of their own: it ends what they began. So do those that close what they began,
 * up to the day of the last that does: what was refused or given up came to nothing before the candidature that follows
 * (rules.md, Attempts).
 */
export function walkAttempts(positioning: readonly Fact[], ends: readonly Fact[]): readonly AttemptGroup[] {
  let walk: Walk = { attempts: [], early: [], first: 0, positioning };
  let ended = 0;
  for (const facts of daysOf(positioning)) {
    const day = facts[0]?.effectiveDate ?? '';
    for (let end = ends[ended]; end !== undefined && (end.effectiveDate ?? '') < day; end = ends[ended]) {
      walk = endAttempts(walk, end);
      ended += 1;
    }
    for (const fact of orderOfDay(facts, walk.attempts.filter(isOpen))) walk = place(walk, fact);
  }
  for (const end of ends.slice(ended)) walk = endAttempts(walk, end);
  return joinEarly(walk);
}

function isOpen({ closed }: AttemptGroup): boolean {
  return closed === null;
}

/**
 * Ids say nothing of what came first in a day, so as for stays: if an attempt is open in the morning, first what closes it
 * (a fact that names another attempt does not), then the candidatures; else the candidatures, then the rest. A cancel of a slot given that day follows it; the day's
 * entry follows all.
 */
function orderOfDay(facts: readonly Fact[], open: readonly AttemptGroup[]): readonly Fact[] {
  if (facts.length === 1) return facts;
  const candidatures = facts.filter(({ type }) => type === 'candidate-positioned');
  if (candidatures.length === 0 && open.length === 0) return facts;
  const given = new Set(candidatures.map(slotNamed));
  const isFirst = (fact: Fact) => {
    const [slot, own] = [slotNamed(fact), fact.data.attempt];
    const mayClose = own === undefined ? open.length > 0 : open.some(({ key }) => key === own);
    return mayClose && closesAttempt(fact) !== null && (slot === null || !given.has(slot));
  };
  const others = facts.filter(({ type }) => type !== 'candidate-positioned');
  return [...others.filter(isFirst), ...candidatures, ...others.filter((fact) => !isFirst(fact))];
}

function place(walk: Walk, fact: Fact): Walk {
  const { attempts, early } = walk;
  const index = attemptFor(attempts, fact);
  const attempt = attempts[index];
  if (attempt !== undefined) return { ...walk, attempts: attempts.with(index, join(attempt, fact)) };
  const { attempt: key } = fact.data;
  if (key === undefined && fact.type !== 'candidate-positioned') return { ...walk, early: [...early, fact] };
  const begun = attempts.length === 0 ? closedBefore(walk) : walk;
  return { ...begun, attempts: [...begun.attempts, attemptOf([fact], key)] };
}

/**
 * Before the first attempt opens: the early facts that closed what they began, as the attempt that they were. Those that
 * name a slot on which the candidate is positioned later wait for the attempt that holds it.
 */
function closedBefore(walk: Walk): Walk {
  if (walk.early.length === 0) return walk;
  const given = slotsGiven(walk.positioning);
  const own = walk.early.filter((fact) => !given.has(slotNamed(fact) ?? ''));
  const closedOn = own.length === 0 ? undefined : attemptOf(own).closed?.on;
  if (closedOn === undefined) return walk;
  const ended = new Set(own.filter(({ effectiveDate }) => (effectiveDate ?? '') <= closedOn));
  return {
    ...walk,
    attempts: [attemptOf([...ended])],
    early: walk.early.filter((fact) => !ended.has(fact)),
    first: 1,
  };
}

function slotsGiven(positioning: readonly Fact[]): ReadonlySet<string> {
  return new Set(positioning.flatMap((fact) => (fact.type === 'candidate-positioned' ? (fact.data.slot ?? []) : [])));
}

/** Its place among the attempts; -1 where it opens one, or comes before any. */
function attemptFor(attempts: readonly AttemptGroup[], fact: Fact): number {
  const { attempt: key } = fact.data;
  if (key !== undefined) return attempts.findIndex((attempt) => attempt.key === key);
  if (fact.type === 'candidate-positioned') return attempts.findLastIndex(isOpen);
  const slot = slotNamed(fact);
  const holder = slot === null ? -1 : attempts.findLastIndex(({ slots }) => slots.includes(slot));
  return holder < 0 ? attempts.length - 1 : holder;
}

function attemptOf(facts: readonly Fact[], key?: string): Growing {
  const opener = facts[0] as Fact;
  const opened: Growing = {
    key: key ?? factKey(opener),
    opener,
    openedOn: opener.effectiveDate ?? '',
    facts: [],
    slots: [],
    closed: null,
    enteredOn: null,
  };
  return facts.reduce(join, opened);
}

/** Facts dated before the first attempt join the one that holds their slot, else that one; they do not close it. */
function joinEarly({ attempts, early, first }: Walk): readonly AttemptGroup[] {
  if (early.length === 0) return attempts;
  if (attempts.length === 0) return [attemptOf(early)];
  const byHolder = Map.groupBy(early, (fact) => {
    const slot = slotNamed(fact);
    const holder = attempts.findIndex(({ slots }) => slot !== null && slots.includes(slot));
    return holder < 0 ? first : holder;
  });
  return attempts.map((attempt, index) => ({
    ...attempt,
    facts: [...attempt.facts, ...(byHolder.get(index) ?? [])],
  }));
}

function join(attempt: Growing, fact: Fact): Growing {
  attempt.facts.push(fact);
  attempt.slots.push(...(attemptRole(fact.type)?.slots?.(fact) ?? []));
  return { ...attempt, closed: closedAfter(attempt.closed, fact) };
}

function closedAfter(closed: Closed | null, fact: Fact): Closed | null {
  if (closed?.by === 'entry') return closed;
  const by = closesAttempt(fact);
  if (by !== null) return { by, on: fact.effectiveDate ?? '', fact };
  return closed !== null && reopens(closed, fact) ? null : closed;
}

/** What it closes its attempt by; null: it closes none. */
function closesAttempt(fact: Fact): AttemptEnd | null {
  return attemptRole(fact.type)?.closes?.(fact) ?? null;
}

/** A positioning that gives an appointment. The slot of a candidature is the window in which it was received: nobody is to come. */
export function isAppointment(fact: Fact): boolean {
  return fact.type === 'candidate-positioned' && fact.data.slot !== undefined && fact.data.mode !== 'candidature';
}

/**
 * A withdrawal is overtaken by a line 2 to 7 of a later day (a positioning that gives an appointment is line 3), a result by
 * another of the same system on the same line: both are made to change (rules.md, Attempts).
 */
function reopens(closed: Closed, fact: Fact): boolean {
  const line = attemptRole(fact.type)?.line ?? null;
  if (closed.by === 'result') return fact.type === closed.fact.type && fact.source === closed.fact.source;
  if (closed.by !== 'withdrawal' || (fact.effectiveDate ?? '') <= closed.on) return false;
  return line === 'positioned' ? isAppointment(fact) : line !== null;
}

function endAttempts(walk: Walk, end: Fact): Walk {
  const { attempts, early } = walk;
  const on = end.effectiveDate ?? '';
  const begun = attempts.length === 0 && early.length > 0 ? [attemptOf(early)] : attempts;
  const ended = begun.map((attempt, index) => {
    const isEntered = index === begun.length - 1 && end.type === 'entry-attested';
    return {
      ...attempt,
      closed: { by: 'entry' as const, on, fact: end },
      enteredOn: isEntered ? on : attempt.enteredOn,
    };
  });
  return { ...walk, attempts: ended, early: begun === attempts ? early : [] };
}

function slotNamed(fact: Fact): string | null {
  return attemptRole(fact.type)?.slots?.(fact)[0] ?? null;
}
