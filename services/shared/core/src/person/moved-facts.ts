import { byType, compareRecordings, type FactSet, factKey, factsOf, type OwnedFacts } from '../dossier/facts.ts';

/**
 * What is stored about persons, less what operators moved to somebody else (`facts-moved`): it was published again
 * there, under the same identity. Of several acts that name one fact the last recorded says whose it is, so that what was
 * moved can be moved back. The acts themselves are left out: what they say is done, and joined sets must not do it again.
 */
export function withoutMoved<
  Person extends { readonly trainees: readonly OwnedFacts[]; readonly dossiers: readonly OwnedFacts[] },
>(person: Person): Person {
  const gone = new Map<string, ReadonlySet<string>>();
  for (const { trainee, facts } of person.trainees) {
    const moved = movedAway(trainee, facts);
    if (moved !== null) gone.set(trainee, moved);
  }
  if (gone.size === 0) return person;
  const left = <Row extends OwnedFacts>(row: Row): Row => {
    const moved = gone.get(row.trainee);
    if (moved === undefined) return row;
    return { ...row, facts: row.facts.filter((fact) => fact.type !== 'facts-moved' && !moved.has(factKey(fact))) };
  };
  return { ...person, trainees: person.trainees.map(left), dossiers: person.dossiers.map(left) };
}

/** As `withoutMoved`, of one trainee's facts. */
export function ownFacts(trainee: string, facts: FactSet): FactSet {
  return withoutMoved({ trainees: [{ trainee, facts }], dossiers: [] }).trainees[0]?.facts ?? facts;
}

/** Keys of the facts that are not this trainee's any more; null where nothing was ever moved. */
function movedAway(trainee: string, facts: FactSet): ReadonlySet<string> | null {
  const owners = ownersOfMoved(facts);
  return owners.size === 0 ? null : new Set([...owners].filter(([, owner]) => owner !== trainee).map(([key]) => key));
}

/** By key, whose the facts are that these acts (`facts-moved`) name: the last recorded decides. */
export function ownersOfMoved(facts: FactSet): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const { data } of factsOf(byType(facts), 'facts-moved').toSorted(compareRecordings)) {
    for (const named of data.facts) owners.set(factKey(named), data.toTrainee);
  }
  return owners;
}
