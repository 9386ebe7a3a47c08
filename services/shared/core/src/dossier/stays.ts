import { lastDayOfMonth } from '../calendar.ts';
import { daysOf } from './attempts.ts';
import { type AuthorityContext, standingOf } from './authority.ts';
import { stayRole } from './event-kinds.ts';
import { type Fact, factKey } from './facts.ts';

/**
 * A stay as the walk over days finds it, with every fact that belongs to it. Its days are those of the first facts met:
 * the fields are resolved afterwards, and the row of authority by which they are resolved depends on `previousExit`.
 */
export interface StayGroup {
  readonly key: string;
  readonly opener: Fact;
  readonly openedOn: string;
  /** Day of the first exit of the stay before: from then on a positioning belongs to this stay. */
  readonly previousExit: string | null;
  /** Day of its first exit; null while it is open. */
  readonly closedOn: string | null;
  readonly entries: readonly Fact[];
  readonly exits: readonly Fact<'exit-declared'>[];
  readonly abandonments: readonly Fact<'abandonment-declared'>[];
  /**
   * Entries dated after the stay was closed, by a system that may not open another: they confirm its entry or contest it,
   * and never decide it. Otherwise the later recorded would put the entry of a closed stay behind its exit.
   */
  readonly entriesAfterClose: readonly Fact[];
  /** Every other fact of the stay, those with a module included. */
  readonly others: readonly Fact[];
}

/** What opens and closes stays. */
export type WalkingFact = Fact<'entry-attested' | 'exit-declared' | 'abandonment-declared'>;

export interface StayFacts {
  /** Live, without module, by `compareDays`. */
  readonly walking: readonly WalkingFact[];
  /** Other live facts of stays: absences at entry, resumptions, interruptions, suspensions, attendance, hours, modules… */
  readonly others: readonly Fact[];
}

/**
 * One walk over live entries and exits by effectiveDate; on one day, if a stay is open in the morning: exits, then
 * entries; else entries, then exits. Any other dated fact then belongs to the last stay opened on or before its date, else
 * the first (rules.md, Stays).
 */
export function walkStays(context: AuthorityContext, { walking, others }: StayFacts): readonly StayGroup[] {
  let stays: readonly StayGroup[] = [];
  for (const day of daysOf(walking)) {
    for (const fact of orderOfDay(day, isOpen(stays.at(-1)))) {
      stays = fact.type === 'entry-attested' ? enter(context, stays, fact) : leave(stays, fact);
    }
  }
  // First what may make a stay, so that the others find every one.
  for (const fact of others.filter(needsStay)) stays = withMaker(stays, fact, others);
  return withOthers(
    stays,
    others.filter((fact) => !needsStay(fact)),
  );
}

function isOpen(stay: StayGroup | undefined): boolean {
  return stay !== undefined && stay.closedOn === null;
}

function orderOfDay(facts: readonly WalkingFact[], openInTheMorning: boolean): readonly WalkingFact[] {
  if (facts.length === 1) return facts;
  const entries = facts.filter(({ type }) => type === 'entry-attested');
  const exits = facts.filter(({ type }) => type !== 'entry-attested');
  return openInTheMorning ? [...exits, ...entries] : [...entries, ...exits];
}

/**
 * With no stay it opens one; with an open stay it joins its entry; a last stay without entry it fills; after a closed stay
 * it opens the next if it may, else it joins the last stay, and contests its entry.
 */
function enter(context: AuthorityContext, stays: readonly StayGroup[], entry: Fact): readonly StayGroup[] {
  const last = stays.at(-1);
  if (last === undefined) return [opened(entry, null, [entry])];
  if (last.closedOn === null || last.entries.length === 0)
    return stays.with(-1, { ...last, entries: [...last.entries, entry] });
  if (mayOpenNext(context, entry, last.closedOn)) return [...stays, opened(entry, last.closedOn, [entry])];
  return stays.with(-1, { ...last, entriesAfterClose: [...last.entriesAfterClose, entry] });
}

function mayOpenNext(context: AuthorityContext, entry: Fact, closedOn: string): boolean {
  if (standingOf(context, entry, closedOn) !== 'unconfirmed') return true;
  const day = entry.effectiveDate ?? '';
  return context.positionedDays.some((positioned) => positioned > closedOn && positioned <= day);
}

/** An exit closes the open stay, else joins the exit of the last one, else makes a stay without entry. */
function leave(
  stays: readonly StayGroup[],
  exit: Fact<'exit-declared' | 'abandonment-declared'>,
): readonly StayGroup[] {
  const all = stays.length === 0 ? [opened(exit, null, [])] : stays;
  const last = all.at(-1) as StayGroup;
  const closed = { ...last, closedOn: last.closedOn ?? exit.effectiveDate ?? '' };
  const left =
    exit.type === 'exit-declared'
      ? { ...closed, exits: [...last.exits, exit] }
      : { ...closed, abandonments: [...last.abandonments, exit] };
  return all.with(-1, left);
}

function opened(opener: Fact, previousExit: string | null, entries: readonly Fact[]): StayGroup {
  return {
    key: factKey(opener),
    opener,
    openedOn: opener.effectiveDate ?? '',
    previousExit,
    closedOn: null,
    entries,
    exits: [],
    abandonments: [],
    entriesAfterClose: [],
    others: [],
  };
}

/** The fact needs a stay to be shown in; the others have lists of the dossier's own. */
function needsStay({ type }: Fact): boolean {
  const part = stayRole(type)?.part;
  return part !== undefined && part !== 'within';
}

function isWhole(fact: Fact): boolean {
  return fact.data.module === undefined;
}

/**
 * The stays with a fact that needs one. Where there is none yet, the first resumption or entry of a module opens one; if
 * there is none of these, the first such fact does. `others` by `compareDays`.
 */
function withMaker(stays: readonly StayGroup[], fact: Fact, others: readonly Fact[]): readonly StayGroup[] {
  const all = stayFor(stays, fact, others);
  const index = fact.type === 'absent-at-entry' && isWhole(fact) ? candidateIndex(all, fact) : indexOn(all, fact);
  const stay = all[index] as StayGroup;
  const begins = fact.type === 'resumption-attested' && isWhole(fact) && stay.entries.length === 0 && isOpen(stay);
  return all.with(index, {
    ...stay,
    others: [...stay.others, fact],
    entries: begins ? [fact] : stay.entries,
  });
}

/** The stays, with the one that the fact makes where there is none for it. */
function stayFor(stays: readonly StayGroup[], fact: Fact, others: readonly Fact[]): readonly StayGroup[] {
  if (fact.type === 'absent-at-entry' && isWhole(fact)) {
    if (candidateIndex(stays, fact) >= 0) return stays;
    const before = stays.findLast(({ openedOn }) => openedOn <= (fact.effectiveDate ?? ''));
    return [...stays, opened(fact, before?.closedOn ?? null, [])];
  }
  return stays.length === 0 ? [openedWithout(others)] : stays;
}

/**
 * A resumption without any stay opens one, and so does the first entry reported of a module alone; an interruption without
 * either waits in a stay that is still expected.
 */
function openedWithout(others: readonly Fact[]): StayGroup {
  const opener = others.find(({ type }) => type === 'resumption-attested' || type === 'entry-attested');
  return opened(opener ?? (others.find(needsStay) as Fact), null, opener === undefined ? [] : [opener]);
}

/**
 * An absence at entry is a stay that did not begin: it belongs to the last stay opened on or before its date, if that
 * was not closed before; else to the next one opened, which lifts it; else (-1) to a candidate stay of its own.
 */
function candidateIndex(stays: readonly StayGroup[], absence: Fact): number {
  const day = absence.effectiveDate ?? '';
  const before = stays.findLastIndex((stay) => stay.openedOn <= day);
  const closedOn = stays[before]?.closedOn;
  if (before >= 0 && (closedOn == null || closedOn >= day)) return before;
  return stays.findIndex((stay) => stay.openedOn > day);
}

function withOthers(stays: readonly StayGroup[], facts: readonly Fact[]): readonly StayGroup[] {
  const [only] = stays;
  if (facts.length === 0 || only === undefined) return stays;
  if (stays.length === 1) return [{ ...only, others: [...only.others, ...facts] }];
  const byStay = Map.groupBy(facts, (fact) => indexOn(stays, { effectiveDate: dayInStay(fact) }));
  return stays.map((stay, index) => {
    const own = byStay.get(index);
    return own === undefined ? stay : { ...stay, others: [...stay.others, ...own] };
  });
}

function indexOn(stays: readonly StayGroup[], { effectiveDate }: Pick<Fact, 'effectiveDate'>): number {
  // Nearly always, and asked of every fact.
  if (stays.length < 2) return 0;
  return Math.max(
    0,
    stays.findLastIndex(({ openedOn }) => openedOn <= (effectiveDate ?? '')),
  );
}

/** A month reported after its end is that of the stay that it lies in, and not of one entered since. */
function dayInStay({ type, effectiveDate, data }: Fact): string | null {
  if (type !== 'attendance-reported' || effectiveDate === null) return effectiveDate;
  return effectiveDate.slice(0, 7) <= data.month ? effectiveDate : lastDayOfMonth(data.month);
}

/** The stay that a dated fact belongs to. */
export function stayOfFact(stays: readonly StayGroup[], fact: Fact): StayGroup | undefined {
  return stayOn(stays, dayInStay(fact));
}

/** The last stay opened on or before the day, else the first. */
export function stayOn(stays: readonly StayGroup[], day: string | null): StayGroup | undefined {
  return stays[indexOn(stays, { effectiveDate: day })];
}

/** Day of the last exit that closed a stay on or before the day. */
export function previousExitOn(stays: readonly StayGroup[], day: string | null): string | null {
  return stays.reduce<string | null>((last, { closedOn }) => {
    return closedOn !== null && closedOn <= (day ?? '') && (last === null || closedOn > last) ? closedOn : last;
  }, null);
}
