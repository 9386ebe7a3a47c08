import { type AnomalyContext, anomaly } from './anomaly.ts';
import { type AuthorityContext, standingOf } from './authority.ts';
import { beyond, type Decision, type LosingReason, type Ranked } from './decisions.ts';
import { fieldKey, isSameContent, kindOf, saidBy } from './event-kinds.ts';
import { compareOnTimeLine, merged, namedBy, refs } from './fact-refs.ts';
import { compareFacts, compareText, type Fact, groupBy } from './facts.ts';
import { after, gatherList, type Noted, noted } from './noted.ts';
import type { Anomaly, FactRef, FieldValue } from './record.ts';

/** What the fold of one dossier looks things up in; nothing in it changes. */
export interface FoldContext extends AnomalyContext {
  readonly authority: AuthorityContext;
  /** Echoes by the live fact they come from. */
  readonly echoes: ReadonlyMap<Fact, readonly Fact[]>;
}

const none: readonly never[] = [];
/** Most fields of most dossiers have no facts. */
const noValues = noted(none);
const noValue = noted(null);

/**
 * The value of a field: its facts by precedence, authority → later `recordedtime` → greater (source, id). `facts` are live
 * and of one field; `previousExit`: as in `standingOf`. Other systems that agree confirm it, those that do not contest it;
 * an echo confirms at most.
 */
export function resolve<T, F extends Fact>(
  context: FoldContext,
  facts: readonly F[],
  previousExit: string | null,
  read: (fact: F) => T,
): Noted<FieldValue<T>> {
  const first = facts[0] as F;
  if (facts.length > 1 || context.echoes.has(first)) return resolveSeveral(context, facts, previousExit, read);
  const standing = standingOf(context.authority, first, previousExit);
  const winner = { fact: first, standing };
  const decision: Decision = { of: 'field', winner, losers: none, echoes: none, previousExit };
  return noted(fieldValue(winner, read(first)), none, [decision]);
}

function resolveSeveral<T, F extends Fact>(
  context: FoldContext,
  facts: readonly F[],
  previousExit: string | null,
  read: (fact: F) => T,
): Noted<FieldValue<T>> {
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
  return noted(value, [...restated(context, facts), ...contested, ...tied(context, winner, losers)], [decision]);
}

/** Nothing but their ids parts facts of one rank that were recorded at the same time: where they differ, nobody knows which is right. */
function tied(context: FoldContext, winner: Ranked, losers: readonly Ranked[]): readonly Anomaly[] {
  const equal = losers.filter(({ fact, standing }) => {
    const isOfRank = (standing === 'authoritative') === (winner.standing === 'authoritative');
    return isOfRank && fact.recordedAt === winner.fact.recordedAt && !isSameContent(fact, winner.fact);
  });
  return equal.length === 0 ? none : tieOf(context, [winner.fact, ...equal.map(({ fact }) => fact)]);
}

/** Facts that say different things, of which one was chosen by its id. */
export function tieOf(context: AnomalyContext, facts: readonly Fact[]): readonly Anomaly[] {
  return anomaly(context, 'tie-by-id', refs(facts), { type: facts[0]?.type ?? '' });
}

/** One value for each field that these facts of one event compete for, on the time line. */
export function resolveEach<T, F extends Fact>(
  context: FoldContext,
  facts: readonly F[],
  previousExitOf: (fact: F) => string | null,
  read: (fact: F) => T,
): Noted<readonly FieldValue<T>[]> {
  if (facts.length === 0) return noValues;
  const fields = resolveFields(context, facts, previousExitOf, read);
  return fields.value.length < 2 ? fields : after(fields.value.toSorted(compareOnTimeLine), fields);
}

/** The value of the one field that these facts compete for; null where there are none. */
export function resolveOnly<T, F extends Fact>(
  context: FoldContext,
  facts: readonly F[],
  previousExitOf: (fact: F) => string | null,
  read: (fact: F) => T,
): Noted<FieldValue<T> | null> {
  const [first] = facts;
  return first === undefined ? noValue : resolve(context, facts, previousExitOf(first), read);
}

/** One value for several fields that stand for one thing: a line of an attempt, or the extensions of a path. Null without facts. */
export function resolveLast<T, F extends Fact>(
  context: FoldContext,
  facts: readonly F[],
  previousExitOf: (fact: F) => string | null,
  read: (fact: F) => T,
): Noted<FieldValue<T> | null> {
  if (facts.length === 0) return noValue;
  const fields = resolveFields(context, facts, previousExitOf, read);
  const last = lastOfFields(context, facts, fields.value);
  return after(last.value, fields, last);
}

/** Of a field whose facts say no more than that it is so. */
export function yes(): true {
  return true;
}

function resolveFields<T, F extends Fact>(
  context: FoldContext,
  facts: readonly F[],
  previousExitOf: (fact: F) => string | null,
  read: (fact: F) => T,
): Noted<readonly FieldValue<T>[]> {
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
): Noted<FieldValue<T>> {
  const best = fields.reduce((chosen, field) => (compareFields(field, chosen) > 0 ? field : chosen));
  if (fields.length === 1) return noted(best);
  const decisions = fields
    .filter((field) => field !== best)
    .flatMap((field) => beyond(best, [field], reasonBeyond(best, field)));
  const said = JSON.stringify(best.value);
  const against = fields.filter(
    ({ standing, source, value }) =>
      standing === 'unconfirmed' && source !== best.source && JSON.stringify(value) !== said,
  );
  const equal = fields.filter((field) => isEqualBeside(best, field) && JSON.stringify(field.value) !== said);
  const ties = equal.length === 0 ? none : tieOf(context, namedBy([best, ...equal], facts));
  if (!isAuthoritative(best) || against.length === 0) return noted(best, ties, decisions);
  const named = namedBy([best, ...against], facts);
  const type = (facts[0] as Fact).type;
  const contesting = refs(named.filter(({ source }) => source !== best.source));
  return noted(
    { ...best, contestedBy: merged(best.contestedBy, contesting) },
    [...anomaly(context, 'contested', refs(named), { type }), ...ties],
    decisions,
  );
}

/** Another field of the same day and rank. */
function isEqualBeside(best: FieldValue<unknown>, field: FieldValue<unknown>): boolean {
  return (
    field !== best && field.effectiveDate === best.effectiveDate && isAuthoritative(field) === isAuthoritative(best)
  );
}

function reasonBeyond(best: FieldValue<unknown>, lost: FieldValue<unknown>): LosingReason {
  if (isAuthoritative(best) && !isAuthoritative(lost)) return 'authority';
  return best.effectiveDate === lost.effectiveDate ? 'same-day' : 'later-day';
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
  const bare = facts.filter(({ data: { corrects, statement } }) => corrects === undefined && statement === undefined);
  return [...groupBy(bare, ({ source }) => source).values()].flatMap((reported) =>
    reported.length > 1 ? anomaly(context, 'restated-without-correction', refs(reported), { type }) : none,
  );
}
