import type { SessionRecord } from '@hub/core';
import type * as projection from '@hub/platform';
import type { StoredDossier, StoredTrainee } from '@hub/platform';

export type { StoredDossier };

/** Rows of the projection that an answer about a person is made of. */
export interface StoredPerson {
  /** The trainee asked for first, then whoever a judgement names with it, whatever the verdict; empty: nobody. */
  readonly ids: readonly string[];
  readonly trainees: readonly StoredTrainee[];
  readonly dossiers: readonly StoredDossier[];
  readonly sessions: readonly StoredSession[];
}

export type StoredSession = projection.StoredSession & { readonly record: SessionRecord };
