import { compareRecordings, type Fact } from '@hub/core';
import type { Opener } from '../reading/open-sealed.ts';
import type { PathDossier, ReaderPath } from '../reading/reader-path.ts';

type NumberAct = Fact<'trainee-known' | 'alias-reassigned'>;

/**
 * The numbers at France Travail of whom a dossier is, for who may open a file of its own about the person: by one of them it
 * names the person when it reports. They are two for who has a regional one too. What operators gave to somebody else is left
 * out, and no other identifier is shown to anybody.
 */
export function franceTravailNumbers(
  { person }: ReaderPath,
  { sight }: PathDossier,
  opening: Opener,
): { readonly franceTravailNumbers?: readonly string[] } {
  if (!sight.categories.includes('france-travail-number')) return {};
  const numbers = person.trainees.flatMap(({ trainee, facts }) => numbersOf(trainee, facts, opening));
  return { franceTravailNumbers: [...new Set(numbers)].sort() };
}

/** Of acts on one number the last recorded says whose it is. */
function numbersOf(trainee: string, facts: readonly Fact[], opening: Opener): readonly string[] {
  const held = new Set<string>();
  for (const act of facts.filter(speaksOfNumber).sort(compareRecordings)) {
    const [opened] = opening.open('identifiers', [{ source: act.source, eventId: act.id }], () => true);
    const number = opened?.franceTravailNumber;
    if (typeof number !== 'string') continue;
    if (act.type === 'trainee-known' || act.data.toTrainee === trainee) held.add(number);
    else held.delete(number);
  }
  return [...held];
}

function speaksOfNumber(fact: Fact): fact is NumberAct {
  return (
    (fact.type === 'trainee-known' || fact.type === 'alias-reassigned') &&
    fact.data.kinds.includes('franceTravailNumber')
  );
}
