import type { Fact } from '../facts.ts';
import type { AnomalyCode, Rules } from '../rules.ts';
import { type AuthorityContext, decidersOf, type FactStanding, regimeOfFact, standingOf } from './authority.ts';
import type { Anomaly, FactRef, FieldValue, Regime } from './record.ts';
import { says } from './says.ts';
import { compareFacts, compareRecordings, compareText, factKey } from './union.ts';

/** What resolving slots needs and gathers for one dossier. */
export interface Fold {
  readonly rules: Rules;
  readonly authority: AuthorityContext;
  /** Echoes by the live fact they come from. */
  readonly echoes: ReadonlyMap<Fact, readonly Fact[]>;
  readonly anomalies: Anomaly[];
  /** Filled only where someone asks why (`explain`). */
  readonly choices: SlotChoice[] | null;
}

/**
 * Why a fact lost: precedence in its slot (DICTIONARY E.4), then, beyond the slot, `later-day` among the slots of one line
 * or between an entry and an absence, `closed-stay` for an entry that may not open another stay.
 */
export const losingReasons = ['authority', 'recorded-later', 'greater-id', 'later-day', 'closed-stay'] as const;
export type LosingReason = (typeof losingReasons)[number];

/** Which rule chose which fact of a slot over which others (DICTIONARY E.4). */
export interface SlotChoice {
  readonly type: string;
  readonly chosen: FactRef;
  readonly standing: FactStanding;
  /** The row of authority.json that the chosen fact was looked up in; null where its step has none. */
  readonly regime: Regime | null;
  /** Systems that the row names; empty: none. */
  readonly deciders: readonly string[];
  readonly over: readonly (FactRef & { readonly because: LosingReason })[];
  readonly echoes: readonly FactRef[];
}

/** Made to change: two facts of one source in one slot are the ordinary way of these (DICTIONARY E.4), as of what has a state. */
const madeToChange: ReadonlySet<string> = new Set([
  'presence-recorded',
  'selection-decided',
  'attendance-reported',
  'quote-decided',
  'remuneration-set',
  'service-done',
]);

/**
 * The value of a slot: its facts by precedence, authority → later `recordedtime` → greater (source, id). `facts` are live
 * and of one slot; `closing` as in `standingOf`. Other systems that agree confirm, those that do not are contested; an
 * echo confirms at most.
 */
export function resolve<T>(
  fold: Fold,
  facts: readonly Fact[],
  closing: string | null,
  read: (fact: Fact) => T,
): FieldValue<T> {
  const only = facts[0] as Fact;
  const standing = standingOf(fold.authority, only, closing);
  if (facts.length === 1 && fold.echoes.size === 0 && fold.choices === null) {
    return fieldValue(only, read(only), standing, none, none);
  }
  const ranked = facts.map((fact) => ({
    fact,
    standing: fact === only ? standing : standingOf(fold.authority, fact, closing),
  }));
  ranked.sort(byPrecedence);
  const [winner, ...losers] = ranked as [Ranked, ...Ranked[]];
  const echoes = facts.flatMap((fact) => fold.echoes.get(fact) ?? []);
  const said = says(winner.fact);
  const others = losers.filter(({ fact }) => fact.source !== winner.fact.source).map(({ fact }) => fact);
  const agreeing = [...others, ...echoes.filter((echo) => echo.source !== winner.fact.source)].filter(
    (f) => says(f) === said,
  );
  const value = fieldValue(
    winner.fact,
    read(winner.fact),
    winner.standing,
    refs(agreeing),
    refs(others.filter((fact) => says(fact) !== said)),
  );
  if (facts.length > 1) noteRestated(fold, facts);
  if (value.contestedBy.length > 0) {
    const against = others.filter((fact) => says(fact) !== said);
    note(fold, 'contested', [winner.fact, ...against], { type: winner.fact.type });
  }
  fold.choices?.push(choice(fold.authority, closing, winner, losers, echoes));
  return value;
}

/**
 * Among slots of one thing told: the authority's, then the later on the time line (DICTIONARY E.4, C.1). What another
 * system said in a slot of its own, and lost to the authority, is contested. `facts`: those of all the slots.
 */
export function lastOfSlots<T>(fold: Fold, facts: readonly Fact[], slots: readonly FieldValue<T>[]): FieldValue<T> {
  let best = slots[0] as FieldValue<T>;
  if (slots.length === 1) return best;
  for (const slot of slots) {
    const order = Number(isAuthoritative(slot)) - Number(isAuthoritative(best)) || compareOnTimeLine(slot, best);
    if (order > 0) best = slot;
  }
  for (const slot of slots) {
    const because = isAuthoritative(best) && !isAuthoritative(slot) ? 'authority' : 'later-day';
    if (slot !== best) explainOver(fold, best, [slot], because);
  }
  if (!isAuthoritative(best)) return best;
  const said = JSON.stringify(best.value);
  const against = slots.filter(
    (slot) => slot.standing === 'unconfirmed' && slot.source !== best.source && JSON.stringify(slot.value) !== said,
  );
  if (against.length === 0) return best;
  const named = facts.filter((fact) => [best, ...against].some((slot) => isSame(slot, refOf(fact))));
  note(fold, 'contested', named, { type: (facts[0] as Fact).type });
  const contesting = refs(named.filter((fact) => fact.source !== best.source));
  return { ...best, contestedBy: merged(best.contestedBy, contesting) };
}

function isAuthoritative({ standing }: FieldValue<unknown>): boolean {
  return standing === 'authoritative';
}

const none: readonly FactRef[] = [];

interface Ranked {
  readonly fact: Fact;
  readonly standing: FactStanding;
}

function byPrecedence(a: Ranked, b: Ranked): number {
  return (
    Number(b.standing === 'authoritative') - Number(a.standing === 'authoritative') ||
    compareText(b.fact.recordedAt, a.fact.recordedAt) ||
    compareFacts(b.fact, a.fact)
  );
}

function fieldValue<T>(
  fact: Fact,
  value: T,
  standing: FieldValue<T>['standing'],
  confirmedBy: readonly FactRef[] = none,
  contestedBy: readonly FactRef[] = none,
): FieldValue<T> {
  // In the order of RFC 8785, so that the hash of a record has nothing to sort in its commonest member.
  return {
    confirmedBy,
    contestedBy,
    effectiveDate: fact.effectiveDate,
    eventId: fact.id,
    receivedAt: fact.receivedAt,
    recordedAt: fact.recordedAt,
    source: fact.source,
    standing,
    value,
  };
}

export function refOf(fact: Fact): FactRef {
  return { eventId: fact.id, source: fact.source };
}

/** Sorted by (source, id), each identity once. */
export function refs(facts: readonly Fact[]): readonly FactRef[] {
  if (facts.length === 0) return none;
  const byKey = new Map(facts.map((fact) => [factKey(fact), fact]));
  return [...byKey.values()].sort(compareFacts).map(refOf);
}

/** Slots on the time line: by effectiveDate, then source and id (DICTIONARY E.4). */
export function compareOnTimeLine(a: FieldValue<unknown>, b: FieldValue<unknown>): number {
  return (
    compareText(a.effectiveDate ?? '', b.effectiveDate ?? '') ||
    compareText(a.source, b.source) ||
    compareText(a.eventId, b.eventId)
  );
}

/** Both lists as one, sorted, each fact once. */
export function merged(a: readonly FactRef[], b: readonly FactRef[]): readonly FactRef[] {
  const byKey = new Map([...a, ...b].map((ref) => [`${ref.source}/${ref.eventId}`, ref]));
  return [...byKey.values()].sort(
    (one, other) => compareText(one.source, other.source) || compareText(one.eventId, other.eventId),
  );
}

function noteRestated(fold: Fold, facts: readonly Fact[]): void {
  const type = (facts[0] as Fact).type;
  if (madeToChange.has(type)) return;
  const bySource = groupBy(
    facts.filter((fact) => fact.data.corrects === undefined && fact.data.statement === undefined),
    (fact) => fact.source,
  );
  for (const told of bySource.values()) {
    if (told.length > 1) note(fold, 'restated-without-correction', told, { type });
  }
}

function choice(
  authority: AuthorityContext,
  closing: string | null,
  winner: Ranked,
  losers: readonly Ranked[],
  echoes: readonly Fact[],
): SlotChoice {
  return {
    type: winner.fact.type,
    chosen: refOf(winner.fact),
    standing: winner.standing,
    regime: regimeOfFact(authority, winner.fact, closing),
    deciders: decidersOf(authority, winner.fact, closing),
    over: losers.map((loser) => ({ ...refOf(loser.fact), because: reasonOver(winner, loser) })),
    echoes: refs(echoes),
  };
}

/** Adds to what was explained of a slot the facts outside it that its value beat; nothing where nobody asks why. */
export function explainOver(fold: Fold, chosen: FactRef, lost: readonly FactRef[], because: LosingReason): void {
  const known = fold.choices?.findLast((told) => isSame(told.chosen, chosen));
  if (known === undefined) return;
  const over = lost
    .filter((fact) => !isSame(fact, chosen))
    .map(({ source, eventId }) => ({ source, eventId, because }));
  fold.choices?.splice(fold.choices.indexOf(known), 1, { ...known, over: [...known.over, ...over] });
}

export function isSame(a: FactRef, b: FactRef): boolean {
  return a.source === b.source && a.eventId === b.eventId;
}

function reasonOver(winner: Ranked, loser: Ranked): LosingReason {
  if (winner.standing === 'authoritative' && loser.standing !== 'authoritative') return 'authority';
  return winner.fact.recordedAt === loser.fact.recordedAt ? 'greater-id' : 'recorded-later';
}

export function groupBy<T, K extends string>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Of each source the newest recorded, the oldest of them first. */
export function newestOfSources(facts: readonly Fact[]): Fact[] {
  const bySource = groupBy(facts.toSorted(compareRecordings), ({ source }) => source);
  return [...bySource.values()].flatMap((told) => told.slice(-1)).sort(compareRecordings);
}

/** Adds an anomaly about these facts. */
export function note(fold: Fold, code: AnomalyCode, facts: readonly Fact[], about: Anomaly['about'] = {}): void {
  noteOf(fold, code, refs(facts), about);
}

/** With the severity that the rules give it; nothing where they leave it out, or out for the dossier's funding. */
export function noteOf(fold: Fold, code: AnomalyCode, facts: readonly FactRef[], about: Anomaly['about']): void {
  const severity = fold.rules.anomalies[code]?.severity;
  if (severity === undefined || isExcepted(fold.rules, code, fold.authority.funding)) return;
  fold.anomalies.push({ code, severity, found: 'stored', facts, about });
}

/** The anomaly says nothing of a dossier with this funding. */
export function isExcepted(rules: Rules, code: AnomalyCode, funding: string | null): boolean {
  return funding !== null && (rules.anomalies[code]?.exceptFunding?.includes(funding) ?? false);
}
