import type { Fact } from '../facts.ts';
import { type AuthorityContext, standingOf } from './authority.ts';
import { factKey } from './union.ts';

/** A stay as met in the walk, with every fact that belongs to it, before its slots are resolved. */
export interface StayGroup {
  readonly key: string;
  readonly opener: Fact;
  readonly openedOn: string;
  /** Day of the exit that closed the stay before, as met in the walk. */
  readonly closing: string | null;
  /** Day of the exit that closed this one, as met in the walk. */
  closedOn: string | null;
  readonly entries: Fact[];
  /** exit-declared. */
  readonly exits: Fact[];
  readonly abandonments: Fact[];
  /**
   * Entries dated after the stay was closed, by a system that may not open another: they contest its entry and never
   * decide it, or the later told would put the entry of a closed stay behind its exit.
   */
  readonly disputing: Fact[];
  /** Every other fact of the stay, those with a module included. */
  readonly others: Fact[];
}

export interface StayFacts {
  /** Live entry-attested, exit-declared and abandonment-declared without module, by `compareDays`. */
  readonly walking: readonly Fact[];
  /** Other live facts of stays: absences at entry, resumptions, interruptions, suspensions, attendance, hours, modules… */
  readonly others: readonly Fact[];
}

/**
 * One walk over live entries and exits by effectiveDate; on one day, if a stay is open in the morning: exits, then
 * entries; else entries, then exits (DICTIONARY E.4). Any other dated fact then belongs to the last stay opened on or
 * before its date, else the first.
 */
export function walkStays(context: AuthorityContext, facts: StayFacts): StayGroup[] {
  const stays: StayGroup[] = [];
  const { walking } = facts;
  for (let i = 0; i < walking.length; ) {
    const day = walking[i]?.effectiveDate;
    let end = i + 1;
    while (end < walking.length && walking[end]?.effectiveDate === day) end += 1;
    if (end === i + 1) step(context, stays, walking[i] as Fact);
    else for (const fact of orderOfDay(walking.slice(i, end), isOpen(stays.at(-1)))) step(context, stays, fact);
    i = end;
  }
  // First what may make a stay, so that the others find every one.
  for (const fact of facts.others) if (inStays.has(fact.type)) belong(stays, fact, facts.others);
  for (const fact of facts.others) if (!inStays.has(fact.type)) belong(stays, fact, facts.others);
  return stays;
}

function isOpen(stay: StayGroup | undefined): boolean {
  return stay !== undefined && stay.closedOn === null;
}

function orderOfDay(facts: readonly Fact[], openInTheMorning: boolean): Fact[] {
  const entries = facts.filter((fact) => fact.type === 'entry-attested');
  const exits = facts.filter((fact) => fact.type !== 'entry-attested');
  return openInTheMorning ? [...exits, ...entries] : [...entries, ...exits];
}

function step(context: AuthorityContext, stays: StayGroup[], fact: Fact): void {
  if (fact.type === 'entry-attested') enter(context, stays, fact);
  else leave(stays, fact);
}

/**
 * With no stay it opens one; with an open stay it joins its entry slot; a last stay without entry it fills; after
 * a closed stay it opens the next if it may, else it joins the last stay's entry slot, contested.
 */
function enter(context: AuthorityContext, stays: StayGroup[], entry: Fact): void {
  const last = stays.at(-1);
  if (last === undefined) {
    stays.push(opened(entry, null, [entry]));
    return;
  }
  if (last.closedOn === null || last.entries.length === 0) {
    last.entries.push(entry);
    return;
  }
  if (mayOpenNext(context, entry, last.closedOn)) {
    stays.push(opened(entry, last.closedOn, [entry]));
    return;
  }
  last.disputing.push(entry);
}

function mayOpenNext(context: AuthorityContext, entry: Fact, closedOn: string): boolean {
  if (standingOf(context, entry, closedOn) !== 'unconfirmed') return true;
  const day = entry.effectiveDate ?? '';
  return context.candidatures.some((positioned) => positioned > closedOn && positioned <= day);
}

/** An exit closes the open stay, else joins the last exit slot, else makes a stay without entry. */
function leave(stays: StayGroup[], exit: Fact): void {
  let stay = stays.at(-1);
  if (stay === undefined) {
    stay = opened(exit, null, []);
    stays.push(stay);
  }
  stay.closedOn ??= exit.effectiveDate ?? '';
  (exit.type === 'exit-declared' ? stay.exits : stay.abandonments).push(exit);
}

function opened(opener: Fact, closing: string | null, entries: Fact[]): StayGroup {
  return {
    key: factKey(opener),
    opener,
    openedOn: opener.effectiveDate ?? '',
    closing,
    closedOn: null,
    entries,
    exits: [],
    abandonments: [],
    disputing: [],
    others: [],
  };
}

/** Types that need a stay to be shown in; the others have lists of the dossier's own. */
const inStays: ReadonlySet<string> = new Set([
  'entry-attested',
  'exit-declared',
  'abandonment-declared',
  'absent-at-entry',
  'resumption-attested',
  'interruption-observed',
  'path-suspended',
]);

/** `others` by `compareDays`: the first that needs a stay where there is none makes it. */
function belong(stays: StayGroup[], fact: Fact, others: readonly Fact[]): void {
  if (fact.type === 'absent-at-entry' && fact.data.module === undefined) {
    candidateStay(stays, fact).others.push(fact);
    return;
  }
  if (stays.length === 0 && inStays.has(fact.type)) openWithout(stays, others);
  const stay = stayOn(stays, fact.effectiveDate);
  if (stay === undefined) return;
  stay.others.push(fact);
  const begins = fact.type === 'resumption-attested' && fact.data.module === undefined;
  if (begins && stay.entries.length === 0 && stay.closedOn === null) stay.entries.push(fact);
}

/**
 * A resumption without any stay opens one (DICTIONARY E.4), and so does the first entry told of a module alone; an
 * interruption without either waits in a stay that is still expected.
 */
function openWithout(stays: StayGroup[], others: readonly Fact[]): void {
  const opener = others.find((fact) => fact.type === 'resumption-attested' || fact.type === 'entry-attested');
  const first = opener ?? (others.find((fact) => inStays.has(fact.type)) as Fact);
  stays.push(opened(first, null, opener === undefined ? [] : [opener]));
}

/**
 * An absence at entry is a stay that did not begin: it belongs to the last stay opened on or before its date, if that
 * was not closed before; else to the next one opened, which lifts it; else to a candidate stay of its own.
 */
function candidateStay(stays: StayGroup[], absence: Fact): StayGroup {
  const day = absence.effectiveDate ?? '';
  const before = stays.findLast((stay) => stay.openedOn <= day);
  if (before !== undefined && (before.closedOn === null || before.closedOn >= day)) return before;
  const next = stays.find((stay) => stay.openedOn > day);
  if (next !== undefined) return next;
  const candidate = opened(absence, before?.closedOn ?? null, []);
  stays.push(candidate);
  return candidate;
}

/** The last stay opened on or before the day, else the first. */
export function stayOn(stays: readonly StayGroup[], day: string | null): StayGroup | undefined {
  return stays.findLast((stay) => stay.openedOn <= (day ?? '')) ?? stays[0];
}

/** Day of the last exit, as met in the walk, that closed a stay on or before the day: an attempt's candidature follows it. */
export function closingBefore(stays: readonly StayGroup[], day: string | null): string | null {
  let closing: string | null = null;
  for (const { closedOn } of stays) {
    if (closedOn !== null && closedOn <= (day ?? '') && (closing === null || closedOn > closing)) closing = closedOn;
  }
  return closing;
}
