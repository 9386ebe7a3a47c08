import { canonicalReference, isSessionReference, organisationsOfSession } from '@hub/core';
import type { Scope } from '@hub/platform';
import { shownRecord } from '../person/shown-record.ts';
import type { PathDossier } from '../reading/reader-path.ts';

/** Filters of every list: dossiers of one training organisation, by its SIRET, or of one session, in any writing. */
export interface ScopeFilters {
  readonly siret?: string;
  readonly session?: string;
}

export function scopeOf({ siret, session }: ScopeFilters): Scope {
  return { organisation: siret ?? null, session: session === undefined ? null : canonicalReference(session) };
}

export function isEverywhere({ organisation, session }: Scope): boolean {
  return organisation === null && session === null;
}

type Shown = ReturnType<typeof shownRecord>;

/** By what the reader is shown of it: who is shown other facts may be shown another organisation. */
export function isInScope(dossier: PathDossier, scope: Scope): boolean {
  if (isEverywhere(scope)) return true;
  const shown = shownRecord(dossier);
  const { organisation, session } = scope;
  return (
    (organisation === null || organisationsShown(shown).includes(organisation)) &&
    (session === null || sessionsShown(shown).includes(session))
  );
}

/** Training organisations that facts of the dossier name; where none does, those of its session. */
export function organisationsShown({ organisations, session }: Shown): readonly string[] {
  const named = (organisations ?? []).map(({ siret }) => siret);
  return named.length > 0 ? named : organisationsOfSession(session?.published?.value ?? null);
}

/** Session references that facts of the dossier name, and those under which its session is known besides. */
export function sessionsShown({ trainingRefs, session }: Shown): readonly string[] {
  const named = (trainingRefs ?? []).filter(isSessionReference);
  return [...new Set([...named, ...(session?.references ?? [])])].sort();
}
