import type { Fact, FactSet } from '../facts.ts';
import { removalsOf } from './sift.ts';
import { factKey } from './union.ts';

/** What the hub knew at an instant: facts and removals received until then (DICTIONARY E.6). RFC 3339, any offset. */
export function knownAt(facts: FactSet, instant: string): FactSet {
  const until = Date.parse(instant);
  return facts.filter((fact) => Date.parse(fact.receivedAt) <= until);
}

/**
 * What had happened by a day, as known today: facts of that day and before and those without a day, and every removal,
 * whenever it was told (DICTIONARY E.6). A later fact that corrects, supersedes or re-uses an id still takes away what it
 * takes away, and says nothing else. Assess the record with `today` := day.
 */
export function asOf(facts: FactSet, day: string): FactSet {
  // No target is awaited that was told.
  const targets = new Set(removalsOf(facts).map(factKey));
  return facts.flatMap((fact, index) => {
    if (removes(fact.type) || fact.effectiveDate === null || fact.effectiveDate <= day) return [fact];
    const isKnown = isRelated(fact) || targets.has(factKey(fact));
    return isKnown || isVariant(fact, facts[index - 1]) || isVariant(fact, facts[index + 1]) ? [mute(fact)] : [];
  });
}

function removes(type: string): boolean {
  return type === 'fact-retracted' || type === 'dossier-withdrawn' || type === 'facts-moved';
}

function isRelated({ data }: Fact): boolean {
  return data.corrects !== undefined || data.statement !== undefined;
}

function isVariant(fact: Fact, other: Fact | undefined): boolean {
  return other !== undefined && other.source === fact.source && other.id === fact.id;
}

/** Keeps who tells and what is taken away. */
function mute(fact: Fact): Fact {
  const { corrects, statement } = fact.data;
  const taken = { ...(corrects === undefined ? {} : { corrects }), ...(statement === undefined ? {} : { statement }) };
  const data = { ...taken, later: true };
  const { sealed: _, ...told } = fact;
  return { ...told, type: 'fact-retracted', effectiveDate: null, references: [], data };
}
