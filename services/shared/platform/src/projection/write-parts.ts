import type { DossierRow, SessionRow, TraineeRow } from './subject-tables.ts';

/** What a transaction writes of each subject; no two rows of one key. */
export interface SubjectRows {
  readonly dossier: readonly DossierRow[];
  readonly trainee: readonly TraineeRow[];
  readonly session: readonly SessionRow[];
}

/** A part of the WITH; letters name the statement. */
export interface Part {
  readonly letter: string;
  readonly values: readonly unknown[];
  /** With parameters from this place on. */
  readonly text: (schemaName: string, from: number) => string;
  /** A column of the answer. */
  readonly answer?: string;
}
