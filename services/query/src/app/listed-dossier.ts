import { type Rules, tellersOf } from '@hub/core';
import type { Partner } from '@hub/platform';
import { listSightOf } from '../domain/rights.ts';
import type { StoredPerson } from '../domain/stored-person.ts';
import type { Moment } from './at-time.ts';
import { composePath, type PathDossier } from './compose-path.ts';
import { factsByKey, type SeenDossier } from './shown.ts';

/** A dossier as it answers in lists to one reader. */
export type ListedDossier = PathDossier & SeenDossier;

/**
 * The dossiers of a person that a reader's lists show, as reads would show them on this day. `watchers` by row number:
 * whom it may concern.
 */
export function listedDossiers(
  person: StoredPerson,
  watchers: ReadonlyMap<number, readonly string[]>,
  moment: Moment,
  reader: Partner,
  rules: Rules,
): readonly ListedDossier[] {
  const told = ({ rows }: PathDossier) =>
    rows.flatMap(({ number, facts }) =>
      (watchers.get(number) ?? []).filter((watcher) => facts.some(({ source }) => source === watcher)),
    );
  const owing = ({ assessed }: PathDossier) =>
    assessed.expectations.flatMap((expected) => tellersOf(expected, assessed, moment.today, rules));
  const sightIn = (dossier: PathDossier, whole: { readonly restricted: boolean }) =>
    listSightOf(reader, dossier.assessed, whole, [...told(dossier), ...owing(dossier)]);
  const { seen } = composePath(person, moment, reader, rules, (_reader, dossier, whole) => {
    return sightIn(dossier, whole) !== 'nothing';
  });
  if (seen === null) return [];
  const owed = new Set(
    seen.dossiers
      .filter((dossier) => listSightOf(reader, dossier.assessed, seen.path, told(dossier)) === 'nothing')
      .flatMap(({ numbers }) => numbers),
  );
  return seen.dossiers.flatMap((dossier, index) => {
    const sight = sightIn(dossier, seen.path);
    if (sight === 'nothing') return [];
    const { number } = dossier.assessed;
    // What is said of two dossiers stands by the first, what is said of the person by the first dossier. Who only owes
    // something to one of two learns nothing of the other.
    const beside = seen.path.anomalies.filter(({ about }) =>
      about.dossier === undefined
        ? index === 0
        : about.dossier === number && !owed.has(about.dossier) && !owed.has(Number(about.other)),
    );
    return [{ ...dossier, sight, anomalies: [...dossier.assessed.anomalies, ...beside], facts: factsOf(dossier) }];
  });
}

function factsOf({ rows }: PathDossier): SeenDossier['facts'] {
  return factsByKey(rows.flatMap(({ facts }) => facts));
}

/** Whether a row answers for the dossier in a list that goes through rows by number: the first that the reader finds. */
export function isFirstFound(
  dossier: PathDossier,
  number: number,
  isFound: (row: { readonly number: number }) => boolean,
): boolean {
  return (
    dossier.rows.filter(isFound).every((row) => row.number >= number) &&
    dossier.rows.some((row) => row.number === number)
  );
}
