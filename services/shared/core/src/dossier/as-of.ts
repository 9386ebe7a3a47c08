import { eventKinds } from './event-kinds.ts';
import { type Fact, type FactSet, factKey } from './facts.ts';
import { removalsOf } from './live-facts.ts';

/** What the hub knew at an instant: facts and removals received until then (rules.md, Points in time). RFC 3339, any offset. */
export function knownAt(facts: FactSet, instant: string): FactSet {
  const until = Date.parse(instant);
  return facts.filter(({ receivedAt }) => Date.parse(receivedAt) <= until).map((fact) => toldUntil(fact, until));
}

/** What was recorded later had not been received either. */
function toldUntil(fact: Fact, until: number): Fact {
  if (fact.recordedLast === undefined || Date.parse(fact.recordedLast) <= until) return fact;
  const { recordedLast: _, ...first } = fact;
  return first;
}

/**
 * What had happened by a day, as known today: facts of that day and before and those without a day, and every removal,
 * whenever it was reported (rules.md, Points in time). A later fact that corrects, supersedes or re-uses an id still takes away what it
 * takes away, and says nothing else. Assess the record with `today` := day.
 */
export function asOf(facts: FactSet, day: string): FactSet {
  // A target that was reported is not awaited.
  const targets = new Set(removalsOf(facts).map(factKey));
  return facts.flatMap((fact, index) => {
    if (eventKinds[fact.type].takesAway || fact.effectiveDate === null || fact.effectiveDate <= day) return [fact];
    const isKnown = isRelated(fact) || targets.has(factKey(fact));
    return isKnown || isVariant(fact, facts[index - 1]) || isVariant(fact, facts[index + 1]) ? [mute(fact)] : [];
  });
}

function isRelated({ data }: Fact): boolean {
  return data.corrects !== undefined || data.statement !== undefined;
}

function isVariant(fact: Fact, other: Fact | undefined): boolean {
  return other !== undefined && other.source === fact.source && other.id === fact.id;
}

/** Only what it takes away is left of it. */
function mute(fact: Fact): Fact {
  const { sealed: _, ...clear } = fact;
  return { ...clear, effectiveDate: null, references: [], later: true };
}
