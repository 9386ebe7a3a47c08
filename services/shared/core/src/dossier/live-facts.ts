import { namedReferences } from '../identifiers/training-reference.ts';
import { isRemovable } from './event-kinds.ts';
import { type Fact, type FactSet, factKey, groupBy, indexOfFact, keptVariant, type Relations } from './facts.ts';

/** One stored fact names another that it takes away (rules.md, Live facts and removal). */
interface Removal {
  readonly remover: Fact;
  readonly source: string;
  readonly id: string;
  /** The target is said to lie in another dossier. */
  readonly elsewhere: boolean;
}

/** What became of the facts of a set; every list sorted as the set is. */
export interface Sifted {
  readonly facts: FactSet;
  /** Live, and not echoes: they compete for fields. */
  readonly live: FactSet;
  /** Live, and naming an origin: they never decide. */
  readonly echoes: FactSet;
  /** Kept facts that say nothing of the training itself: numbers, verdicts, removals. */
  readonly acts: readonly Fact[];
  readonly removed: ReadonlyMap<Fact, readonly Fact[]>;
  readonly superseded: readonly Fact[];
  /** Identities reported with more than one content. */
  readonly reused: readonly FactSet[];
  readonly removals: readonly Removal[];
  /** What the facts are about, live or not (`namedReferences`); sorted, each once. */
  readonly references: readonly string[];
}

const operatorSource = 'operator';

/**
 * Live: the variant that is kept, not removed, of the newest statement; retracting the newest revives no older one (rules.md,
 * Live facts and removal). `withdrawn`: identities that a dossier-withdrawn covers; found here where the set is one dossier.
 */
export function sift(facts: FactSet, withdrawn: WithdrawnFacts = withdrawnFacts([facts])): Sifted {
  const { kept, reused } = keptVariants(facts);
  const removals = removalsOf(facts);
  const removed = removedFacts(kept, removals, withdrawn);
  const newest = newestStatements(kept);
  const fates = groupBy(kept, (fact) => (removed.has(fact) ? 'removed' : fateOf(fact, newest)));
  const of = (fate: Fate) => fates.get(fate) ?? noFacts;
  const [live, echoes, acts, superseded] = [of('live'), of('echo'), of('act'), of('superseded')];
  return { facts, live, echoes, acts, removed, superseded, reused, removals, references: referencesOf(facts) };
}

export function referencesOf(facts: readonly Fact[]): readonly string[] {
  const references = new Set<string>();
  for (const fact of facts) for (const reference of namedReferences(fact.references)) references.add(reference);
  return [...references].sort();
}

const noFacts: readonly Fact[] = [];

type Fate = 'live' | 'echo' | 'act' | 'removed' | 'superseded' | 'later';

function fateOf(fact: Fact, newest: ReadonlyMap<string, number> | null): Fate {
  if (fact.later) return 'later';
  if (!isRemovable(fact.type)) return 'act';
  if (isSuperseded(fact, newest)) return 'superseded';
  return fact.data.origin === undefined ? 'live' : 'echo';
}

/** Of each identity the variant that is kept; and the identities that have several. */
function keptVariants(facts: FactSet): { kept: readonly Fact[]; reused: readonly FactSet[] } {
  const kept: Fact[] = [];
  const reused: FactSet[] = [];
  for (let i = 0; i < facts.length; ) {
    const fact = facts[i] as Fact;
    let end = i + 1;
    while (end < facts.length && facts[end]?.id === fact.id && facts[end]?.source === fact.source) end += 1;
    if (end === i + 1) kept.push(fact);
    else {
      const variants = facts.slice(i, end);
      reused.push(variants);
      kept.push(keptVariant(variants));
    }
    i = end;
  }
  return { kept, reused };
}

/** Every removal that the facts report, whether its target is known or not. */
export function removalsOf(facts: FactSet): Removal[] {
  const removals: Removal[] = [];
  for (const remover of facts) {
    if (remover.type === 'fact-retracted') {
      const { source, id } = remover.data.target;
      removals.push({ remover, source, id, elsewhere: false });
    } else if (remover.type === 'facts-moved') {
      for (const { source, id } of remover.data.facts) removals.push({ remover, source, id, elsewhere: true });
    }
    for (const named of remover.data.corrects ?? []) removals.push(correction(remover, named));
  }
  return removals;
}

type Correction = NonNullable<Relations['corrects']>[number];

function correction(remover: Fact, named: Correction): Removal {
  if (typeof named === 'string') return { remover, source: remover.source, id: named, elsewhere: false };
  const elsewhere = named.dossier !== undefined || named.training !== undefined;
  return { remover, source: named.source, id: named.id, elsewhere };
}

/** Not recursive: a removed remover still removes, so nothing here depends on what is live. */
function removedFacts(
  kept: readonly Fact[],
  removals: readonly Removal[],
  withdrawn: WithdrawnFacts,
): ReadonlyMap<Fact, readonly Fact[]> {
  const removed = new Map<Fact, Fact[]>();
  for (const { remover, source, id } of removals) {
    const target = kept[indexOfFact(kept, source, id)];
    if (target === undefined || !canBeRemoved(target) || !mayRemove(remover, target)) continue;
    const removers = removed.get(target);
    if (removers === undefined) removed.set(target, [remover]);
    else if (!removers.includes(remover)) removers.push(remover);
  }
  if (withdrawn.size === 0) return removed;
  for (const fact of kept.filter((each) => canBeRemoved(each) && !removed.has(each))) {
    const withdrawal = withdrawn.get(factKey(fact));
    if (withdrawal !== undefined) removed.set(fact, [withdrawal]);
  }
  return removed;
}

function canBeRemoved({ type, later }: Fact): boolean {
  return !later && isRemovable(type);
}

/** The partner stamped on the remover is the one stamped on the target; an operator sets aside anyone's facts. */
function mayRemove(remover: Fact, target: Fact): boolean {
  return remover.partner === target.partner || isOperator(remover);
}

export function isOperator(fact: Fact): boolean {
  return fact.source === operatorSource || fact.type === 'facts-moved';
}

/** By identity (`factKey`), the dossier-withdrawn that covers the fact. */
export type WithdrawnFacts = ReadonlyMap<string, Fact>;

/**
 * A dossier-withdrawn covers the facts of its source, recorded until then, in the same dossier only: a fact that another
 * of the joined dossiers also holds, uncovered, stays.
 */
export function withdrawnFacts(dossiers: readonly FactSet[]): WithdrawnFacts {
  const covered = new Map<string, Fact>();
  const kept = new Set<string>();
  for (const facts of dossiers) {
    const withdrawals = facts.filter(isWithdrawal);
    if (withdrawals.length === 0 && dossiers.length === 1) return covered;
    const coverings = coveringsOf(withdrawals);
    for (const fact of keptVariants(facts).kept) {
      const withdrawal = coveringOf(coverings, fact);
      if (withdrawal === undefined) kept.add(factKey(fact));
      else covered.set(factKey(fact), withdrawal);
    }
  }
  for (const key of kept) covered.delete(key);
  return covered;
}

function isWithdrawal(fact: Fact): fact is Fact<'dossier-withdrawn'> {
  return fact.type === 'dossier-withdrawn';
}

interface Covering {
  readonly withdrawal: Fact;
  /** Among the withdrawals of the set. */
  readonly place: number;
  readonly until: number;
}

/**
 * Withdrawals by whose facts they cover, in the order of the set, without those that cover no longer than one before: a
 * source may report two thousand, and each fact is looked up by the day.
 */
type Coverings = ReadonlyMap<string, readonly Covering[]>;

function coveringsOf(withdrawals: readonly Fact<'dossier-withdrawn'>[]): Coverings {
  const coverings = new Map<string, Covering[]>();
  for (const [place, withdrawal] of withdrawals.entries()) {
    const { source = withdrawal.source, until } = withdrawal.data;
    const key = coveringKey(source, isOperator(withdrawal) ? null : withdrawal.partner);
    const before = coverings.get(key) ?? [];
    const covering = { withdrawal, place, until: instantNumber(until) };
    if (covering.until > (before.at(-1)?.until ?? Number.NEGATIVE_INFINITY)) before.push(covering);
    coverings.set(key, before);
  }
  return coverings;
}

/** Null: an operator, who takes away anybody's. */
function coveringKey(source: string, partner: string | null): string {
  return JSON.stringify([source, partner]);
}

/** The first of the set that covers the fact. */
function coveringOf(coverings: Coverings, { source, partner, recordedAt }: Fact): Fact | undefined {
  const instant = instantNumber(recordedAt);
  const [own, other] = [coveringKey(source, partner), coveringKey(source, null)].map((key) =>
    firstUntil(coverings.get(key) ?? [], instant),
  );
  if (own === undefined || other === undefined) return (own ?? other)?.withdrawal;
  return own.place < other.place ? own.withdrawal : other.withdrawal;
}

/** Each of them covers longer than the one before. */
function firstUntil(coverings: readonly Covering[], instant: number): Covering | undefined {
  let [low, high] = [0, coverings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((coverings[middle] as Covering).until >= instant) high = middle;
    else low = middle + 1;
  }
  return coverings[low];
}

/** `until` comes as the partner wrote it, with any offset. */
function instantNumber(instant: string): number {
  return Date.parse(instant);
}

function newestStatements(kept: readonly Fact[]): Map<string, number> | null {
  let newest: Map<string, number> | null = null;
  for (const fact of kept) {
    const { statement } = fact.data;
    if (statement === undefined) continue;
    newest ??= new Map();
    const key = factKey({ source: fact.source, id: statement.ref });
    const known = newest.get(key);
    if (known === undefined || statement.sequence > known) newest.set(key, statement.sequence);
  }
  return newest;
}

function isSuperseded(fact: Fact, newest: ReadonlyMap<string, number> | null): boolean {
  if (newest === null) return false;
  const { statement } = fact.data;
  if (statement === undefined) return false;
  return statement.sequence < (newest.get(factKey({ source: fact.source, id: statement.ref })) ?? statement.sequence);
}

/**
 * Echoes by the live fact at the end of their chain of origins, and those whose origin never came. An echo of a fact
 * that was removed or superseded says nothing any more.
 */
export function echoesByOrigin(sifted: Sifted): {
  byOrigin: ReadonlyMap<Fact, readonly Fact[]>;
  awaiting: readonly Fact[];
} {
  const byOrigin = new Map<Fact, Fact[]>();
  const awaiting: Fact[] = [];
  const roots = new Map<Fact, Root>();
  for (const echo of sifted.echoes) {
    const root = rootOf(echo, sifted, roots);
    const known = root === 'awaited' || root === 'gone' ? undefined : byOrigin.get(root);
    if (root === 'awaited') awaiting.push(echo);
    else if (known !== undefined) known.push(echo);
    else if (root !== 'gone') byOrigin.set(root, [echo]);
  }
  return { byOrigin, awaiting };
}

/** The live fact at the end of a chain of echoes; else its origin has not come (or is an echo of its own echo), or was taken away. */
type Root = Fact | 'awaited' | 'gone';

/** `roots`: those found before, and those of this chain. */
function rootOf(echo: Fact, sifted: Sifted, roots: Map<Fact, Root>): Root {
  const chain = new Set<Root>();
  let at: Root = echo;
  while (typeof at !== 'string' && at.data.origin !== undefined && !chain.has(at)) {
    chain.add(at);
    at = roots.get(at) ?? originOf(at.data.origin, sifted);
  }
  const root = chain.has(at) ? 'awaited' : at;
  for (const each of chain) roots.set(each as Fact, root);
  return root;
}

function originOf({ source, id }: NonNullable<Relations['origin']>, { live, echoes, facts }: Sifted): Root {
  const known = live[indexOfFact(live, source, id)] ?? echoes[indexOfFact(echoes, source, id)];
  if (known !== undefined) return known;
  const stored = facts[indexOfFact(facts, source, id)];
  return stored === undefined || stored.later ? 'awaited' : 'gone';
}
