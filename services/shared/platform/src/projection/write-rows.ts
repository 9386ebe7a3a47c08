import type pg from 'pg';
import { type Advance, leaseValues, moveLeases, progressNotice } from './leases.ts';
import { parametersOf, type RowTable, upsertText } from './row-tables.ts';
import {
  type DossierRow,
  dossierTable,
  ofOthers,
  type SessionRow,
  sessionTable,
  stayText,
  stayValues,
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
  const parts = [
    ...(dossier.length > 0 ? [dossierPart(dossier), stayPart(dossier)] : []),
    ...(trainee.length > 0 ? [upsertPart(traineeTable, trainee)] : []),
    ...(session.length > 0 ? [upsertPart(sessionTable, session)] : []),
    ...(advance === null ? [] : [leasePart(advance)]),
  ];
  if (parts.length === 0) return [];
  // PostgreSQL takes 63 characters.
  const name = `write ${parts.map((part) => part.letter).join('')} ${schemaName}`;
  const values = parts.flatMap((part) => part.values);
  const { rows } = await client.query<{ written?: number }>({ name, text: textOf(name, schemaName, parts), values });
  return (rows[0]?.written ?? 0) === dossier.length ? [] : ofOthers(client, schemaName, dossier);
}

/** A part of the WITH. */
interface Part {
  readonly letter: string;
  readonly values: readonly unknown[];
  /** With parameters from this place on. */
  readonly text: (schemaName: string, from: number) => string;
  /** A column of the answer. */
  readonly answer?: string;
}

/** By name: each text is the same for all rows, and as long as a small row. */
const texts = new Map<string, string>();

function textOf(name: string, schemaName: string, parts: readonly Part[]): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  let from = 1;
  const all: string[] = [];
  for (const { text, values } of parts) {
    all.push(text(schemaName, from));
    from += values.length;
  }
  const answers = parts.flatMap(({ answer }) => answer ?? []);
  const text = `with ${all.join(',\n')} select ${answers.join(', ') || 'null'}`;
  texts.set(name, text);
  return text;
}

const written = 'dossier_written';

function dossierPart(rows: readonly DossierRow[]): Part {
  return {
    letter: 'd',
    values: parametersOf(dossierTable.columns, rows),
    text: (schemaName, from) => `${written} as (${upsertText(schemaName, dossierTable, from)} returning number)`,
    answer: `(select count(*)::int from ${written}) as written`,
  };
}

function stayPart(rows: readonly DossierRow[]): Part {
  return { letter: 's', values: stayValues(rows), text: (schemaName, from) => stayText(schemaName, from, written) };
}

function upsertPart<Row>(table: RowTable<Row>, rows: readonly Row[]): Part {
  return {
    letter: table.name === 'trainee' ? 't' : 'o',
    values: parametersOf(table.columns, rows),
    text: (schemaName, from) => `${table.name}_written as (${upsertText(schemaName, table, from)})`,
  };
}

function leasePart(advance: Advance): Part {
  return {
    letter: 'l',
    values: leaseValues(advance),
    text: (_, from) => `moved as (${moveLeases(from)})`,
    answer: `(select ${progressNotice} from moved) as notified`,
  };
}
