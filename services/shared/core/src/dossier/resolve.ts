import { type AnomalyContext, anomaly } from './anomaly.ts';
import { type AuthorityContext, decidersOf, type FactStanding, regimeOfFact, standingOf } from './authority.ts';
import { fieldKey, kindOf, saidBy } from './event-kinds.ts';
import { compareFacts, compareRecordings, compareText, type Fact, factKey, groupBy } from './facts.ts';
import type { Anomaly, FactRef, FieldValue, Regime } from './record.ts';
import { after, gatherList, type Step, step } from './step.ts';

/** What the fold of one dossier looks things up in; nothing in it changes. */
export interface FoldContext extends AnomalyContext {
  readonly authority: AuthorityContext;
  /** Echoes by the live fact they come from. */
  readonly echoes: ReadonlyMap<Fact, readonly Fact[]>;
}

/**
 * Why a fact lost: precedence in its field, then, beyond the field, `later-day` among the fields of one line or between an
 * entry and an absence, `closed-stay` for an entry that may not open another stay (rules.md, Competing facts).
 */
export const losingReasons = ['authority', 'recorded-later', 'greater-id', 'later-day', 'closed-stay'] as const;
export type LosingReason = (typeof losingReasons)[number];

/** What was decided: which fact gives a field its value, or that this value beat facts of other fields. */
export type Decision =
  | {
      readonly of: 'field';
      readonly winner: Ranked;
      readonly losers: readonly Ranked[];
      readonly echoes: readonly Fact[];
      readonly previousExit: string | null;
    }
  | {
      readonly of: 'beyond';
      readonly chosen: FactRef;
      readonly over: readonly FactRef[];
      readonly because: LosingReason;
    };

interface Ranked {
  readonly fact: Fact;
  readonly standing: FactStanding;
}

const none: readonly never[] = [];

/**
 * The value of a field: its facts by precedence, authority → later `recordedtime` → greater (source, id). `facts` are live
 * and of one field; `previousExit`: as in `standingOf`. Other systems that agree confirm, those that do not are contested;
 * an echo confirms at most.
 */
export function resolve<T, F extends Fact>(
  context: FoldContext,
  facts: readonly F[],
  previousExit: string | null,
  read: (fact: F) => T,
): Step<FieldValue<T>> {
  const first = facts[0] as F;
  if (facts.length > 1 || context.echoes.has(first)) return resolveSeveral(context, facts, previousExit, read);
  const standing = standingOf(context.authority, first, previousExit);
  const winner = { fact: first, standing };
  const decision: Decision = { of: 'field', winner, losers: none, echoes: none, previousExit };
  return step(fieldValue(winner, read(first)), none, [decision]);
}

function resolveSeveral<T, F extends Fact>(
  context: FoldContext,
  facts: readonly F[],
  previousExit: string | null,
  read: (fact: F) => T,
): Step<FieldValue<T>> {
  const ranked = facts.map((fact) => ({ fact, standing: standingOf(context.authority, fact, previousExit) }));
  const [winner, ...losers] = ranked.sort(byPrecedence) as [Ranked & { fact: F }, ...Ranked[]];
  const echoes = facts.flatMap((fact) => context.echoes.get(fact) ?? []);
  const said = saidBy(winner.fact);
  const agrees = (fact: Fact) => saidBy(fact) === said;
  const isOther = ({ source }: Fact) => source !== winner.fact.source;
  const others = losers.map(({ fact }) => fact).filter(isOther);
  const against = others.filter((fact) => !agrees(fact));
  const value = fieldValue(
    winner,
    read(winner.fact),
    refs([...others, ...echoes.filter(isOther)].filter(agrees)),
    refs(against),
  );
  const { type } = winner.fact;
  const contested =
    against.length === 0 ? none : anomaly(context, 'contested', refs([winner.fact, ...against]), { type });
  const decision: Decision = { of: 'field', winner, losers, echoes, previousExit };
  return step(value, [...restated(context, facts), ...contested], [decision]);
}

/** One value for each field that these facts of one event compete for, on the time line. */
export function resolveEach<T, F extends Fact>(
  context: FoldContext,
  facts: readonly F[],
  previousExitOf: (fact: F) => string | null,
  read: (fact: F) => T,
): Step<readonly FieldValue<T>[]> {
  if (facts.length === 0) return step(none);
  const fields = resolveFields(context, facts, previousExitOf, read);
  return fields.value.length < 2 ? fields : after(fields.value.toSorted(compareOnTimeLine), fields);
}

/** The value of the one field that these facts compete for; null where there are none. */
export function resolveOnly<T, F extends Fact>(
  context: FoldContext,
  facts: readonly F[],
  previousExit: string | null,
  read: (fact: F) => T,
): Step<FieldValue<T> | null> {
  return facts.length === 0 ? step(null) : resolve(context, facts, previousExit, read);
}

/** The value of a line, from whatever fields it has; null where there are no facts. */
export function resolveLast<T, F extends Fact>(
  context: FoldContext,
  facts: readonly F[],
  previousExitOf: (fact: F) => string | null,
  read: (fact: F) => T,
): Step<FieldValue<T> | null> {
  if (facts.length === 0) return step(null);
  const fields = resolveFields(context, facts, previousExitOf, read);
  const last = lastOfFields(context, facts, fields.value);
  return after(last.value, fields, last);
}

function resolveFields<T, F extends Fact>(
  context: FoldContext,
  facts: readonly F[],
  previousExitOf: (fact: F) => string | null,
  read: (fact: F) => T,
): Step<readonly FieldValue<T>[]> {
  const fields = facts.length === 1 ? [facts] : [...groupBy(facts, fieldKey).values()];
  return gatherList(fields.map((own) => resolve(context, own, previousExitOf(own[0] as F), read)));
}

/**
 * Among fields of one thing: the authority's, then the later on the time line. What another system said in a field of its
 * own, and lost to the authority, is contested. `facts`: those of all the fields.
 */
function lastOfFields<T>(
  context: FoldContext,
  facts: readonly Fact[],
  fields: readonly FieldValue<T>[],
): Step<FieldValue<T>> {
  const best = fields.reduce((chosen, field) => (compareFields(field, chosen) > 0 ? field : chosen));
  if (fields.length === 1) return step(best);
  const decisions = fields
    .filter((field) => field !== best)
    .flatMap((field) =>
      beyond(best, [field], isAuthoritative(best) && !isAuthoritative(field) ? 'authority' : 'later-day'),
    );
  const said = JSON.stringify(best.value);
  const against = fields.filter(
    ({ standing, source, value }) =>
      standing === 'unconfirmed' && source !== best.source && JSON.stringify(value) !== said,
  );
  if (!isAuthoritative(best) || against.length === 0) return step(best, none, decisions);
  const named = facts.filter((fact) => [best, ...against].some((field) => isSame(field, refOf(fact))));
  const type = (facts[0] as Fact).type;
  const contesting = refs(named.filter(({ source }) => source !== best.source));
  return step(
    { ...best, contestedBy: merged(best.contestedBy, contesting) },
    anomaly(context, 'contested', refs(named), { type }),
    decisions,
  );
}

function compareFields(a: FieldValue<unknown>, b: FieldValue<unknown>): number {
  return Number(isAuthoritative(a)) - Number(isAuthoritative(b)) || compareOnTimeLine(a, b);
}

function isAuthoritative({ standing }: FieldValue<unknown>): boolean {
  return standing === 'authoritative';
}

function byPrecedence(a: Ranked, b: Ranked): number {
  return (
    Number(b.standing === 'authoritative') - Number(a.standing === 'authoritative') ||
    compareText(b.fact.recordedAt, a.fact.recordedAt) ||
    compareFacts(b.fact, a.fact)
  );
}

function fieldValue<T>(
  { fact, standing }: Ranked,
  value: T,
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

/** Two facts of one source for one field without `corrects` or `statement`. */
function restated(context: FoldContext, facts: readonly Fact[]): readonly Anomaly[] {
  const { type } = facts[0] as Fact;
  if (facts.length < 2 || kindOf(type).isMadeToChange) return none;
  const bare = facts.filter((fact) => {
    const { corrects, statement } = fact.data;
    return corrects === undefined && statement === undefined;
  });
  return [...groupBy(bare, ({ source }) => source).values()].flatMap((reported) =>
    reported.length > 1 ? anomaly(context, 'restated-without-correction', refs(reported), { type }) : none,
  );
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

/** Fields on the time line: by effectiveDate, then source and id. */
export function compareOnTimeLine(a: FieldValue<unknown>, b: FieldValue<unknown>): number {
  return compareText(a.effectiveDate ?? '', b.effectiveDate ?? '') || compareRefs(a, b);
}

/** Both lists as one, sorted, each fact once. */
export function merged(a: readonly FactRef[], b: readonly FactRef[] = none): readonly FactRef[] {
  const byKey = new Map([...a, ...b].map(({ source, eventId }) => [`${source}/${eventId}`, { eventId, source }]));
  return [...byKey.values()].sort(compareRefs);
}

function compareRefs(a: FactRef, b: FactRef): number {
  return compareText(a.source, b.source) || compareText(a.eventId, b.eventId);
}

export function isSame(a: FactRef, b: FactRef): boolean {
  return a.source === b.source && a.eventId === b.eventId;
}

/** Of each source the newest recorded, the oldest of them first. */
export function newestOfSources<F extends Fact>(facts: readonly F[]): F[] {
  const bySource = groupBy(facts.toSorted(compareRecordings), ({ source }) => source);
  return [...bySource.values()].flatMap((reported) => reported.slice(-1)).sort(compareRecordings);
}

/** A value that beat facts outside its field. */
export function beyond(chosen: FactRef, over: readonly FactRef[], because: LosingReason): readonly Decision[] {
  const lost = over.filter((fact) => !isSame(fact, chosen));
  return lost.length === 0 ? none : [{ of: 'beyond', chosen, over: lost, because }];
}

/** Which rule chose which fact of a field over which others. */
export interface FieldChoice {
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

/** The decisions as somebody reads them: what a value beat outside its field stands with the last choice of that value. */
export function choicesOf(authority: AuthorityContext, decisions: readonly Decision[]): readonly FieldChoice[] {
  const choices: FieldChoice[] = [];
  for (const decision of decisions) {
    if (decision.of === 'field') {
      choices.push(choiceOf(authority, decision));
      continue;
    }
    const index = choices.findLastIndex(({ chosen }) => isSame(chosen, decision.chosen));
    const known = choices[index];
    if (known === undefined) continue;
    const over = decision.over.map(({ source, eventId }) => ({ source, eventId, because: decision.because }));
    choices[index] = { ...known, over: [...known.over, ...over] };
  }
  return choices;
}

function choiceOf(
  authority: AuthorityContext,
  { winner, losers, echoes, previousExit }: Extract<Decision, { of: 'field' }>,
): FieldChoice {
  return {
    type: winner.fact.type,
    chosen: refOf(winner.fact),
    standing: winner.standing,
    regime: regimeOfFact(authority, winner.fact, previousExit),
    deciders: decidersOf(authority, winner.fact, previousExit),
    over: losers.map((loser) => ({ ...refOf(loser.fact), because: reasonOver(winner, loser) })),
    echoes: refs(echoes),
  };
}

function reasonOver(winner: Ranked, loser: Ranked): LosingReason {
  if (winner.standing === 'authoritative' && loser.standing !== 'authoritative') return 'authority';
  return winner.fact.recordedAt === loser.fact.recordedAt ? 'greater-id' : 'recorded-later';
}
