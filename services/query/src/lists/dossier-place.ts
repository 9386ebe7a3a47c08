import { asWritten, type Sight } from '@hub/core';
import { shownRecord } from '../person/shown-record.ts';
import type { PathDossier } from '../reading/reader-path.ts';
import { organisationsShown, sessionsShown } from './scope.ts';

/** Which dossier a line is of, as far as its reader is shown it, and from which facts it is told. Nothing of who the person is. */
export interface DossierPlace {
  readonly dossier: number;
  readonly alsoKnownAs: readonly number[];
  readonly funding: string | null;
  readonly territory: string | null;
  readonly sessions: readonly string[];
  /** SIRETs of the training organisations. */
  readonly organisations: readonly string[];
  readonly described: Sight['described'];
  readonly sightUntil: string | null;
}

export function placeOf(dossier: PathDossier): DossierPlace {
  const { assessed, sight, numbers } = dossier;
  const shown = shownRecord(dossier);
  const [number = 0, ...alsoKnownAs] = numbers;
  const names = { ...assessed.session?.writtenRefs, ...assessed.writtenRefs };
  return {
    dossier: number,
    alsoKnownAs,
    funding: shown.funding ?? null,
    territory: shown.territory ?? null,
    sessions: sessionsShown(shown).map((reference) => asWritten(reference, names)),
    organisations: organisationsShown(shown),
    described: sight.described,
    sightUntil: sight.until,
  };
}

/** The id by which the person of a dossier is read; a surrogate. */
export function traineeOf({ rows }: PathDossier): string | null {
  return rows[0]?.trainee ?? null;
}
