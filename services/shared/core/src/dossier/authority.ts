import { catalogueEntry } from '@hub/contracts';
import { parisDay } from '../calendar.ts';
import { sessionRegistry } from '../identifiers/training-reference.ts';
import type { AuthorityClock, AuthorityRegime, AuthorityRow, AuthorityTable } from '../rules.ts';
import { compareFacts, compareText, type Fact, type Relations } from './facts.ts';
import type { RegimeShown, Standing } from './record.ts';

/** What the rows of this dossier's facts are looked up from; never the session or the clock (rules.md, Authority). */
export interface AuthorityContext {
  readonly table: AuthorityTable;
  /** For a fact without a session reference of its own. */
  readonly territory: string;
  /** For a fact that names no funding. */
  readonly funding: string | null;
  /** Days of the live candidate-positioned, whoever reported them, ascending. */
  readonly positionedDays: readonly string[];
  /** The dossier has one territory: no fact's own reference need be looked at. */
  readonly oneTerritory: boolean;
  /** Who is to validate, by the decision on enrolment that it is about; a decision that is not in it names its own, or nobody. */
  readonly validators: ReadonlyMap<LookedUp, string>;
}

/** The parts of a fact that decide which row applies. */
export interface LookedUp extends Pick<Fact, 'type' | 'references' | 'effectiveDate' | 'recordedAt'> {
  readonly data: Pick<Relations, 'funding'> & { readonly validator?: string };
}

/** What a row is looked up by, beside the step. `validator`: null where nobody is named. */
export interface RowPlace {
  readonly territory: string;
  readonly funding: string | null;
  readonly validator: string | null;
}

export type FactStanding = Exclude<Standing, 'contested'>;

/** Territory of anything outside the table of registries. */
const defaultTerritory = 'default';

/** What of a dossier, beside its references, decides which rows are read. */
interface Candidatures {
  /** Live candidate-positioned, by day. */
  readonly positioned: readonly Fact[];
  readonly engaged: readonly Fact<'financing-engaged'>[];
  /** The earliest live entry. */
  readonly entry: Fact | undefined;
  readonly validators: AuthorityContext['validators'];
}

/** Of a person or a session, or where nobody is asked to validate. */
export const noCandidatures: Candidatures = { positioned: [], engaged: [], entry: undefined, validators: new Map() };

/** What rows of these facts are looked up from. `live`: every live fact, in set order. */
export function authorityContext(
  table: AuthorityTable,
  live: readonly Fact[],
  { positioned, engaged, entry, validators }: Candidatures = noCandidatures,
): AuthorityContext {
  let territory: string | null = null;
  let oneTerritory = true;
  for (const fact of live) {
    const own = territoryOf(table, fact);
    if (own === null || own === territory) continue;
    if (territory !== null) oneTerritory = false;
    if (territory === null || compareText(own, territory) < 0) territory = own;
  }
  return {
    table,
    territory: territory ?? defaultTerritory,
    oneTerritory,
    funding: fundingOf(positioned, engaged, entry),
    positionedDays: positioned.map((fact) => fact.effectiveDate ?? ''),
    validators,
  };
}

/** The territory that a fact itself names by its session; null where it names none, or one outside the table. */
export function territoryNamedBy(table: AuthorityTable, fact: LookedUp): string | null {
  const territory = territoryOf(table, fact);
  return territory === defaultTerritory ? null : territory;
}

/** That of the registry of the fact's first session reference; null without one. */
function territoryOf(table: AuthorityTable, fact: LookedUp): string | null {
  for (const reference of fact.references) {
    const registry = sessionRegistry(reference);
    if (registry === null) continue;
    return table.territories[registry.toLowerCase()] ?? table.territories[registry] ?? defaultTerritory;
  }
  return null;
}

/**
 * The live financing-engaged of the least line, before all of those that pay what the earliest positioned says (else the
 * earliest entry): a line that somebody adds of another funding moves nothing. Without a line, what these say (rules.md,
 * Authority).
 */
function fundingOf(
  positioned: readonly Fact[],
  engaged: readonly Fact<'financing-engaged'>[],
  entry: Fact | undefined,
): string | null {
  const first = positioned.find((fact) => fact.data.funding !== undefined) ?? entry;
  const told = first?.data.funding ?? null;
  if (engaged.length === 0) return told;
  const [least] = engaged.map((line) => paidBy(line, told)).sort(byAgreement(told));
  return least?.funding ?? told;
}

/** Who pays PRF pays it for anybody; that the person is not registered at France Travail, the training itself says. */
function paidBy(line: Fact<'financing-engaged'>, told: string | null) {
  const { funding } = line.data;
  return { line, funding: funding === 'prf' && told === 'prf-direct' ? told : funding };
}

function byAgreement(told: string | null) {
  type Paid = ReturnType<typeof paidBy>;
  return (a: Paid, b: Paid) =>
    Number(b.funding === told) - Number(a.funding === told) || compareEngaged(a.line, b.line);
}

/** By line; in one line the later recorded stands. */
function compareEngaged(a: Fact<'financing-engaged'>, b: Fact<'financing-engaged'>): number {
  return compareText(a.data.line, b.data.line) || compareText(b.recordedAt, a.recordedAt) || compareFacts(b, a);
}

/**
 * What the authority table says of one fact. `candidatureFrom`: day of the exit before (`StayGroup.previousExit`), from which
 * on a positioning counts as the candidature; null where there was none.
 */
export function standingOf(context: AuthorityContext, fact: Fact, candidatureFrom: string | null): FactStanding {
  const { step } = catalogueEntry(fact.type);
  if (step === null) return 'no-authority';
  const { regime } = lookUp(context, step, fact, candidatureFrom);
  if (regime === null || regime.sources.length === 0) return 'no-authority';
  return regime.sources.includes(fact.source) ? 'authoritative' : 'unconfirmed';
}

/** The systems that decide a fact, whoever reported it; empty where its row names none or its step has none. */
export function decidersOf(
  context: AuthorityContext,
  fact: LookedUp,
  candidatureFrom: string | null,
): readonly string[] {
  const { step } = catalogueEntry(fact.type);
  return step === null ? [] : (lookUp(context, step, fact, candidatureFrom).regime?.sources ?? []);
}

/** The regime of an attempt or stay: that of the entry certificate, by the fact that opened it. */
export function regimeOf(context: AuthorityContext, fact: LookedUp, candidatureFrom: string | null): RegimeShown {
  return regimeOfStep(context, 'attest-entry', fact, candidatureFrom);
}

/** The row that the standing of a fact was read from; null where its step has none. */
export function regimeOfFact(
  context: AuthorityContext,
  fact: LookedUp,
  candidatureFrom: string | null,
): RegimeShown | null {
  const { step } = catalogueEntry(fact.type);
  return step === null ? null : regimeOfStep(context, step, fact, candidatureFrom);
}

function regimeOfStep(
  context: AuthorityContext,
  step: string,
  fact: LookedUp,
  candidatureFrom: string | null,
): RegimeShown {
  const { row, regime } = lookUp(context, step, fact, candidatureFrom);
  if (row === null || regime === null) return { row: row?.id ?? null, name: null, clock: null, date: null };
  const clock = regime.when?.[0]?.clock ?? null;
  return {
    row: row.id,
    name: regime.name,
    clock,
    date: clock === null ? null : dayOn(clock, context, fact, candidatureFrom),
  };
}

function lookUp(
  context: AuthorityContext,
  step: string,
  fact: LookedUp,
  candidatureFrom: string | null,
): { row: AuthorityRow | null; regime: AuthorityRegime | null } {
  const own = context.oneTerritory ? null : territoryOf(context.table, fact);
  const row = rowOf(context.table, step, {
    territory: own ?? context.territory,
    funding: fact.data.funding ?? context.funding,
    validator: validatorNamed(context, fact),
  });
  if (row === null) return { row: null, regime: null };
  return { row, regime: row.regimes.find((regime) => holds(regime, context, fact, candidatureFrom)) ?? null };
}

/** Nothing but an enrolment is decided by whom somebody names. */
function validatorNamed({ validators }: AuthorityContext, fact: LookedUp): string | null {
  return fact.type === 'enrolment-decided' ? (validators.get(fact) ?? fact.data.validator ?? null) : null;
}

/** Every system that a row names, in any of its regimes; empty: it says that nobody decides. */
export function systemsOf(row: AuthorityRow): readonly string[] {
  return row.regimes.flatMap(({ sources }) => sources);
}

/** Rows by step, territory and funding, as far as they were looked up, the most specific first: the table is searched once. */
const rowsFound = new WeakMap<AuthorityTable, Map<string, Map<string, Map<string | null, readonly AuthorityRow[]>>>>();

/** The most specific row: a named validator before any, then a named territory, then a named funding; null: none. */
export function rowOf(
  table: AuthorityTable,
  step: string,
  { territory, funding, validator }: RowPlace,
): AuthorityRow | null {
  const byFunding = memberOf(memberOf(memberOf(rowsFound, table), step), territory);
  const known = byFunding.get(funding);
  const rows = known ?? rowsAt(table, step, territory, funding);
  if (known === undefined) byFunding.set(funding, rows);
  for (const row of rows) if (row.validator === undefined || row.validator === validator) return row;
  return null;
}

function rowsAt(
  table: AuthorityTable,
  step: string,
  territory: string,
  funding: string | null,
): readonly AuthorityRow[] {
  return table.rows
    .filter(
      (row) =>
        row.step === step &&
        (row.territory ?? territory) === territory &&
        (row.funding === undefined || (funding !== null && row.funding.includes(funding))) &&
        !(funding !== null && row.exceptFunding?.includes(funding)),
    )
    .sort((a, b) => specificity(b) - specificity(a));
}

function memberOf<K, V extends Map<unknown, unknown>>(
  map: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Map() as V;
  map.set(key, made);
  return made;
}

function specificity(row: AuthorityRow): number {
  return (
    (row.validator === undefined ? 0 : 4) + (row.territory === undefined ? 0 : 2) + (row.funding === undefined ? 0 : 1)
  );
}

function holds(
  regime: AuthorityRegime,
  context: AuthorityContext,
  fact: LookedUp,
  candidatureFrom: string | null,
): boolean {
  if (regime.when === undefined) return true;
  for (const { clock, from, to } of regime.when) {
    const day = dayOn(clock, context, fact, candidatureFrom);
    if ((from !== undefined && day < from) || (to !== undefined && day >= to)) return false;
  }
  return true;
}

function dayOn(
  clock: AuthorityClock,
  context: AuthorityContext,
  fact: LookedUp,
  candidatureFrom: string | null,
): string {
  if (clock === 'recorded') return parisDay(fact.recordedAt);
  const day = fact.effectiveDate ?? parisDay(fact.recordedAt);
  return clock === 'effective' ? day : (candidatureDate(context, candidatureFrom, day) ?? day);
}

/**
 * Earliest live candidate-positioned on or after the exit that closed the stay before, and not after the day: a candidature
 * for a later stay changes nothing of this one. Null: none.
 */
function candidatureDate(
  { positionedDays }: AuthorityContext,
  candidatureFrom: string | null,
  day: string,
): string | null {
  const first =
    candidatureFrom === null ? positionedDays[0] : positionedDays.find((candidature) => candidature >= candidatureFrom);
  return first !== undefined && first <= day ? first : null;
}
