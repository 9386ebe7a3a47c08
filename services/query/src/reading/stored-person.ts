import type { FactSet, SessionRecord } from '@hub/core';
import type { SliceProgress } from './log-state.ts';

/** Rows of the projection that an answer about a person is made of. */
export interface StoredPerson {
  /** The trainee asked for first, then whoever a judgement names with it, whatever the verdict; empty: nobody. */
  readonly ids: readonly string[];
  readonly trainees: readonly StoredTrainee[];
  readonly dossiers: readonly StoredDossier[];
  readonly sessions: readonly StoredSession[];
}

export interface StoredTrainee {
  readonly trainee: string;
  readonly slice: number;
  readonly facts: FactSet;
}

export interface StoredDossier {
  readonly number: number;
  readonly trainee: string;
  readonly slice: number;
  readonly facts: FactSet;
}

export interface StoredSession {
  readonly reference: string;
  readonly facts: FactSet;
  readonly record: SessionRecord;
  /** Of its slice, when it was read. */
  readonly progress: SliceProgress;
}
