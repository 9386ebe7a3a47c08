import type { OwnedFacts } from '../dossier/facts.ts';

/**
 * What is stored about persons, less all of whom the log says that their data were destroyed (Code du travail R6323-39):
 * they answer like somebody whom nobody ever knew, to whoever asks and however. Their records stay, and are counted.
 */
export function withoutDestroyed<
  Person extends {
    readonly ids: readonly string[];
    readonly trainees: readonly OwnedFacts[];
    readonly dossiers: readonly OwnedFacts[];
  },
>(person: Person): Person {
  const destroyed = new Set(person.trainees.filter(isDestroyed).map(({ trainee }) => trainee));
  if (destroyed.size === 0) return person;
  // Whoever was asked for answers first: where that trainee is gone, nobody else answers in its place.
  const [asked] = person.ids;
  const isGone = asked !== undefined && destroyed.has(asked);
  const kept = (trainee: string) => !isGone && !destroyed.has(trainee);
  return {
    ...person,
    ids: person.ids.filter(kept),
    trainees: person.trainees.filter(({ trainee }) => kept(trainee)),
    dossiers: person.dossiers.filter(({ trainee }) => kept(trainee)),
  };
}

function isDestroyed({ facts }: OwnedFacts): boolean {
  return facts.some(({ type }) => type === 'trainee-data-destroyed');
}
