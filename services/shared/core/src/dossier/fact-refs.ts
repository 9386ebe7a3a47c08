import { compareFacts, compareRecordings, compareText, type Fact, factKey, groupBy } from './facts.ts';
import type { FactRef, FieldValue } from './record.ts';

export function refOf(fact: Fact): FactRef {
  return { eventId: fact.id, source: fact.source };
}

/** The key of the fact that it names (`factKey`). */
export function refKey({ source, eventId }: FactRef): string {
  return factKey({ source, id: eventId });
}

/** Sorted by (source, id), each identity once. */
export function refs(facts: readonly Fact[]): readonly FactRef[] {
  if (facts.length === 0) return noRefs;
  const byKey = new Map(facts.map((fact) => [factKey(fact), fact]));
  return [...byKey.values()].sort(compareFacts).map(refOf);
}

/** Fields on the time line: by effectiveDate, then source and id. */
export function compareOnTimeLine(a: FieldValue<unknown>, b: FieldValue<unknown>): number {
  return compareText(a.effectiveDate ?? '', b.effectiveDate ?? '') || compareRefs(a, b);
}

/** Both lists as one, sorted, each fact once. */
export function merged(a: readonly FactRef[], b: readonly FactRef[] = noRefs): readonly FactRef[] {
  const byKey = new Map([...a, ...b].map((ref) => [refKey(ref), { eventId: ref.eventId, source: ref.source }]));
  return [...byKey.values()].sort(compareRefs);
}

function compareRefs(a: FactRef, b: FactRef): number {
  return compareText(a.source, b.source) || compareText(a.eventId, b.eventId);
}

/** Those of the facts that these values are of. */
export function namedBy<F extends Fact>(values: readonly FactRef[], facts: readonly F[]): readonly F[] {
  const keys = new Set(values.map(refKey));
  return facts.filter((fact) => keys.has(factKey(fact)));
}

export function isSame(a: FactRef, b: FactRef): boolean {
  return a.source === b.source && a.eventId === b.eventId;
}

/** Of each source the newest recorded, the oldest of them first. */
export function newestOfSources<F extends Fact>(facts: readonly F[]): F[] {
  const bySource = groupBy(facts.toSorted(compareRecordings), ({ source }) => source);
  return [...bySource.values()].flatMap((reported) => reported.slice(-1)).sort(compareRecordings);
}

const noRefs: readonly FactRef[] = [];
