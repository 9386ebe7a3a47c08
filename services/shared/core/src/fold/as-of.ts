import type { FactSet } from '../facts.ts';

/** What the hub knew at an instant: facts and removals received until then (DICTIONARY E.6). RFC 3339, any offset. */
export function knownAt(facts: FactSet, instant: string): FactSet {
  const until = Date.parse(instant);
  return facts.filter((fact) => Date.parse(fact.receivedAt) <= until);
}

/**
 * What had happened by a day: facts of that day and before, those without a day, and every removal, whenever it was told
 * (DICTIONARY E.6). Assess the record with `today` := day.
 */
export function asOf(facts: FactSet, day: string): FactSet {
  return facts.filter((fact) => removes(fact.type) || fact.effectiveDate === null || fact.effectiveDate <= day);
}

function removes(type: string): boolean {
  return type === 'fact-retracted' || type === 'dossier-withdrawn' || type === 'facts-moved';
}
