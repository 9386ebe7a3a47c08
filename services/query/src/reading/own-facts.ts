import { type Fact, type FactSet, factKey, isOperator, removalsOf } from '@hub/core';

/**
 * What of a dossier one organisation sees that has nothing but its own facts in it: these, the number, and what operators
 * took of them. Nothing in it says that there is more, nor that there was before: the number is given, for this reader, when
 * its own first fact was received. Empty where the organisation has none.
 */
export function ownFacts(facts: FactSet, siret: string): FactSet {
  const mine = facts.filter((fact) => isOwn(fact, siret));
  const [first] = mine.map(({ receivedAt }) => receivedAt).sort();
  if (first === undefined) return [];
  const own = new Set(mine.map(factKey));
  return facts
    .filter((fact) => isOwn(fact, siret) || fact.type === 'dossier-attributed' || takesAny(fact, own))
    .map((fact) => (fact.type === 'dossier-attributed' ? { ...fact, recordedAt: first, receivedAt: first } : fact));
}

/** The same of what stands beside the dossiers; verdicts are kept, for they say which dossiers answer together. */
export function ownFactsBeside(facts: FactSet, siret: string): FactSet {
  const own = new Set(facts.filter((fact) => isOwn(fact, siret)).map(factKey));
  return facts.filter((fact) => isOwn(fact, siret) || isVerdict(fact) || takesAny(fact, own));
}

export function isOwn({ organisation }: Fact, siret: string): boolean {
  return organisation === siret;
}

function isVerdict({ type }: Fact): boolean {
  return type === 'trainees-judged' || type === 'dossiers-judged';
}

function takesAny(fact: Fact, keys: ReadonlySet<string>): boolean {
  return isOperator(fact) && removalsOf([fact]).some((removal) => keys.has(factKey(removal)));
}
