import type { EventName, LogDataMap, SealedCategory } from '@hub/contracts';

/**
 * One fact as stored: what one source reported once about one subject, typed by its event. Identity is (source, id); two
 * facts of one identity with different digests are variants of it (`id-reused`).
 */
export type Fact<E extends EventName = EventName> = { [Name in E]: FactOf<Name> }[E];

interface FactOf<E extends EventName> {
  /** System name, the last part of `urn:hub:source:<system>`. */
  readonly source: string;
  readonly id: string;
  readonly type: E;
  /** Major version of the dictionary entry that `data` is of: the newest, whatever was published. */
  readonly version: number;
  /** Partner that the gateway stamped as the writer. */
  readonly partner: string;
  /** SIRET of the organisation for which that partner wrote; absent where the hub wrote, and in facts of before this was kept. */
  readonly organisation?: string;
  /** RFC 3339, UTC, milliseconds: when the source recorded it. */
  readonly recordedAt: string;
  /** RFC 3339, UTC, milliseconds: when the gateway received it. */
  readonly receivedAt: string;
  /** When the source last recorded this content, where it reported it again with a later time: after a retraction that counts. */
  readonly recordedLast?: string;
  /** `YYYY-MM-DD`, Europe/Paris: the day it happened (`from` where there is no `effectiveDate`); null where it has none. */
  readonly effectiveDate: string | null;
  /** Keyed content digest, base64url: equal digests mean "sent again". */
  readonly digest: string;
  /** Training references (`session:…`, `file:…`) of the event, in the order reported. */
  readonly references: readonly string[];
  /**
   * The references as their source wrote them, in the same order, where it wrote any otherwise; empty where it wrote none
   * and named its dossier by the number. No part of the content: a fact in other letters is the same fact.
   */
  readonly written?: readonly string[];
  /** Clear data, relations (`corrects`, `origin`, `statement`, `attempt`, `module`) and `funding` included. */
  readonly data: LogDataMap[E] & Relations;
  /** JWE compact blocks by category; the core carries them and never looks inside. */
  readonly sealed?: Readonly<Partial<Record<SealedCategory, string>>>;
  /** Set by `asOf` on a fact of a later day: it still removes what it corrects or supersedes, and counts for nothing else. */
  readonly later?: true;
}

/** The set of facts of one subject: sorted by (source, id, digest), one entry per variant. */
export type FactSet = readonly Fact[];

/** Facts reported of one trainee: their digests were made under that trainee's key. */
export interface OwnedFacts {
  readonly trainee: string;
  readonly facts: FactSet;
}

/** What facts may say of themselves and of other facts; the schema of an event says which of these it may have. */
export interface Relations {
  readonly corrects?: LogDataMap['entry-attested']['corrects'];
  readonly origin?: LogDataMap['entry-attested']['origin'];
  readonly statement?: LogDataMap['entry-attested']['statement'];
  readonly attempt?: string;
  readonly module?: string;
  readonly funding?: LogDataMap['entry-attested']['funding'];
  readonly organisationSiret?: string;
}

/** Byte order of (source, id, digest): their alphabets are ASCII, so the order of code units is that of bytes. */
export function compareFacts(a: Fact, b: Fact): number {
  return compareText(a.source, b.source) || compareText(a.id, b.id) || compareText(a.digest, b.digest);
}

/** Oldest recorded first; ties in the order of the set. */
export function compareRecordings(a: Fact, b: Fact): number {
  return compareText(a.recordedAt, b.recordedAt) || compareFacts(a, b);
}

export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** One entry per variant, in the order that every function of the core expects. Any iterable of facts, in any order. */
export function factSet(facts: Iterable<Fact>): FactSet {
  const sorted = [...facts].sort(compareFacts);
  const set: Fact[] = [];
  for (const fact of sorted) {
    const last = set.at(-1);
    if (last !== undefined && compareFacts(last, fact) === 0) set[set.length - 1] = earlier(last, fact);
    else set.push(fact);
  }
  return set;
}

/**
 * The join of two sets: per identity, content digest → the least (received, recorded) pair (rules.md, Facts).
 * Commutative, associative, idempotent. Both sorted; linear.
 */
export function union(a: FactSet, b: FactSet): FactSet {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const set: Fact[] = [];
  let [i, j] = [0, 0];
  for (let [left, right] = [a[i], b[j]]; left !== undefined && right !== undefined; [left, right] = [a[i], b[j]]) {
    const order = compareFacts(left, right);
    set.push(order < 0 ? left : order > 0 ? right : earlier(left, right));
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
  }
  return [...set, ...a.slice(i), ...b.slice(j)];
}

/**
 * The join of the sets of linked trainees: digests of two trainees were made under different keys and cannot be compared,
 * so the same (source, id) reported of both is one fact, that of the one of whom it was received first (rules.md, Facts).
 * Several sets of one trainee are joined as any sets.
 */
export function unionOfTrainees(owned: readonly OwnedFacts[]): FactSet {
  const byTrainee = new Map<string, FactSet>();
  for (const { trainee, facts } of owned) byTrainee.set(trainee, union(byTrainee.get(trainee) ?? [], facts));
  const sets = [...byTrainee.keys()].sort(compareText).map((trainee) => byTrainee.get(trainee) as FactSet);
  if (sets.length < 2) return sets[0] ?? [];
  const chosen = new Map<string, FactSet>();
  for (const set of sets) {
    for (const [key, variants] of groupBy(set, factKey)) {
      const known = chosen.get(key);
      if (known === undefined || comesFirst(variants, known)) chosen.set(key, variants);
    }
  }
  return factSet([...chosen.values()].flat());
}

function comesFirst(a: FactSet, b: FactSet): boolean {
  const left = keptVariant(a);
  const right = keptVariant(b);
  return (compareText(left.receivedAt, right.receivedAt) || compareText(left.digest, right.digest)) < 0;
}

/** The variant that is kept: the digest received first; equal: the smaller digest. */
export function keptVariant(variants: FactSet): Fact {
  let first = variants[0] as Fact;
  for (const fact of variants) {
    if ((compareText(fact.receivedAt, first.receivedAt) || compareText(fact.digest, first.digest)) < 0) first = fact;
  }
  return first;
}

/**
 * Equal digests: everything but the times is equal, as far as a digest says; where it does not (the ciphertext of
 * a sealed block is fresh each time), the copy received first stays, and a total order breaks what ties are left.
 */
function earlier(a: Fact, b: Fact): Fact {
  const order =
    compareText(a.receivedAt, b.receivedAt) || compareText(a.recordedAt, b.recordedAt) || compareCopies(a, b);
  return order <= 0 ? withLast(a, b) : withLast(b, a);
}

/** The greatest of two times is the same in any order, so that the union stays one. */
function withLast(first: Fact, other: Fact): Fact {
  const [known, told] = [lastRecording(first), lastRecording(other)];
  return told > known ? { ...first, recordedLast: told } : first;
}

/** When its source last reported this content. */
export function lastRecording({ recordedAt, recordedLast = recordedAt }: Fact): string {
  return recordedLast;
}

function compareCopies(a: Fact, b: Fact): number {
  if (a === b) return 0;
  return compareText(
    JSON.stringify([a.partner, a.sealed, a.written]),
    JSON.stringify([b.partner, b.sealed, b.written]),
  );
}

/** Identity of a fact as one string; a source has no slash. */
export function factKey(fact: { readonly source: string; readonly id: string }): string {
  return `${fact.source}/${fact.id}`;
}

/** Index of the first variant of (source, id) in the set, else -1; logarithmic. */
export function indexOfFact(set: FactSet, source: string, id: string): number {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const fact = set[middle] as Fact;
    if ((compareText(fact.source, source) || compareText(fact.id, id)) < 0) low = middle + 1;
    else high = middle;
  }
  const found = set[low];
  return found !== undefined && found.source === source && found.id === id ? low : -1;
}

/** Each of these texts once, sorted. */
export function sortedOnce<T extends string>(texts: readonly T[]): readonly T[] {
  return [...new Set(texts)].sort();
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

/** Facts by event, each list in the order of the set. */
export type FactsByType = ReadonlyMap<EventName, readonly Fact[]>;

export function byType(facts: readonly Fact[]): FactsByType {
  return groupBy(facts, ({ type }) => type);
}

/** The facts of one event, typed by it. */
export function factsOf<E extends EventName>(facts: FactsByType, type: E): readonly Fact<E>[] {
  return (facts.get(type) ?? noFacts) as readonly Fact<E>[];
}

const noFacts: readonly never[] = [];
