import type { FactRef } from '@hub/core';
import { shownRecord } from '../person/shown-record.ts';
import type { PathDossier } from '../reading/reader-path.ts';

/** Whether a reader is shown this fact of a dossier: by its list of facts, or by a value that it gave. */
export function namesFact(dossier: PathDossier, { source, eventId }: FactRef): boolean {
  const isListed =
    dossier.sight.described !== 'states' &&
    dossier.rows.some(({ facts }) => facts.some((fact) => fact.source === source && fact.id === eventId));
  return isListed || mentions(shownRecord(dossier), { source, eventId });
}

function mentions(shown: unknown, fact: FactRef): boolean {
  if (typeof shown !== 'object' || shown === null) return false;
  const { source, eventId } = shown as Partial<FactRef>;
  if (source === fact.source && eventId === fact.eventId) return true;
  return Object.values(shown).some((value) => mentions(value, fact));
}
