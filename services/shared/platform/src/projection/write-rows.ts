import type pg from 'pg';
import { type Advance, movedLeases, progressNotice } from './leases.ts';
import { type StatementPart, upsertOf } from './row-tables.ts';
import {
  type DossierRow,
  dossierTable,
  ofOthers,
  type SessionRow,
  sessionTable,
  staysPart,
  type TraineeRow,
  traineeTable,
} from './subject-tables.ts';

/** What a transaction writes of each subject; no two rows of one key. */
export interface SubjectRows {
  readonly dossier: readonly DossierRow[];
  readonly trainee: readonly TraineeRow[];
  readonly session: readonly SessionRow[];
}

/**
 * Rows, stays and offsets in one statement, for each is a round trip and none needs what another writes. It is named, so
 * that the server plans it once. Answers the dossiers that were not written, for another projector has begun the dossier
 * of this number for somebody else.
 */
export async function writeRows(
  client: pg.ClientBase,
  schemaName: string,
  { dossier = [], trainee = [], session = [] }: Partial<SubjectRows>,
  advance: Advance | null = null,
): Promise<readonly DossierRow[]> {
  const parts: string[] = [];
  const values: unknown[] = [];
  const add = (of: (from: number) => StatementPart, text: (part: string) => string) => {
    const part = of(values.length + 1);
    parts.push(text(part.text));
    values.push(...part.values);
  };
  const answers: string[] = [];
  if (dossier.length > 0) {
    const written = 'dossier_written';
    add(
      (from) => upsertOf(schemaName, dossierTable, dossier, from),
      (text) => `${written} as (${text} returning number)`,
    );
    add(
      (from) => staysPart(schemaName, dossier, from, written),
      (text) => text,
    );
    answers.push(`(select count(*)::int from ${written}) as written`);
  }
  if (trainee.length > 0) {
    add(
      (from) => upsertOf(schemaName, traineeTable, trainee, from),
      (text) => `trainee_written as (${text})`,
    );
  }
  if (session.length > 0) {
    add(
      (from) => upsertOf(schemaName, sessionTable, session, from),
      (text) => `session_written as (${text})`,
    );
  }
  if (advance !== null) {
    add(
      (from) => movedLeases(advance, from),
      (text) => `moved as (${text})`,
    );
    answers.push(`(select ${progressNotice} from moved) as notified`);
  }
  if (parts.length === 0) return [];
  const kinds = [dossier, trainee, session].map((rows) => (rows.length > 0 ? 1 : 0)).join('');
  const { rows } = await client.query<{ written?: number }>({
    // PostgreSQL takes 63 characters.
    name: `write ${kinds}${advance === null ? 0 : 1} ${schemaName}`,
    text: `with ${parts.join(',\n')} select ${answers.join(', ') || 'null'}`,
    values,
  });
  return (rows[0]?.written ?? 0) === dossier.length ? [] : ofOthers(client, schemaName, dossier);
}
