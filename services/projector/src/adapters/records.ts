import type { Subject } from '@hub/contracts';
import type { FactSet } from '@hub/core';
import pg from 'pg';
import type { RecordRow } from '../domain/row.ts';
import { byteaArray, textArray } from './binary-array.ts';

interface Table {
  readonly name: Subject;
  readonly key: string;
  readonly keyType: string;
  readonly extra: string;
  /** SQL of `extra` from its text. */
  readonly extraFrom: string;
}

export const recordTables: Readonly<Record<Subject, Table>> = {
  dossier: { name: 'dossier', key: 'number', keyType: 'int', extra: 'trainee_id', extraFrom: 'extra::uuid' },
  trainee: {
    name: 'trainee',
    key: 'trainee_id',
    keyType: 'uuid',
    extra: 'linked',
    extraFrom: `string_to_array(extra, ' ')::uuid[]`,
  },
  session: {
    name: 'session',
    key: 'reference',
    keyType: 'text',
    extra: 'refs',
    extraFrom: `string_to_array(extra, ' ')`,
  },
};

/** Stored facts as JSON text, by key. Statements of each batch are named, so that the server plans them once. */
export async function selectFacts(
  client: pg.ClientBase,
  schemaName: string,
  subject: Subject,
  keys: readonly string[],
): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const table = recordTables[subject];
  const { rows } = await client.query<{ key: string; facts: string }>({
    name: `select ${subject} ${schemaName}`,
    text: `select ${table.key}::text as key, facts from ${pg.escapeIdentifier(schemaName)}.${table.name}
     where ${table.key} = any($1::${table.keyType}[])`,
    values: [keys],
  });
  return new Map(rows.map((row) => [row.key, row.facts]));
}

export function parseFacts(json: string | undefined): FactSet {
  return json === undefined ? [] : (JSON.parse(json) as FactSet);
}

/** One statement for all rows of a batch; the keys must differ. */
export async function upsertRows(
  client: pg.ClientBase,
  schemaName: string,
  subject: Subject,
  rows: readonly RecordRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const table = recordTables[subject];
  await client.query({
    name: `upsert ${subject} ${schemaName}`,
    text: `insert into ${pg.escapeIdentifier(schemaName)}.${table.name}
       (${table.key}, ${table.extra}, slice, facts, fact_count, record, hash)
     select key::${table.keyType}, ${table.extraFrom}, slice, facts, fact_count, record, hash
     from unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::int[], $6::text[], $7::bytea[])
       as r (key, extra, slice, facts, fact_count, record, hash)
     on conflict (${table.key}) do update set ${table.extra} = excluded.${table.extra}, facts = excluded.facts,
       fact_count = excluded.fact_count, record = excluded.record, hash = excluded.hash`,
    values: [
      textArray(rows.map((row) => row.key)),
      textArray(rows.map((row) => row.extra)),
      rows.map((row) => row.slice),
      textArray(rows.map((row) => row.facts)),
      rows.map((row) => row.factCount),
      textArray(rows.map((row) => row.record)),
      byteaArray(rows.map((row) => row.hash)),
    ],
  });
}

/** The door reads this mark with the number, and refuses more for these dossiers. */
export async function markFull(client: pg.ClientBase, numbers: readonly string[]): Promise<void> {
  if (numbers.length === 0) return;
  await client.query('update registry.dossier set is_full = true where number = any($1::int[]) and not is_full', [
    numbers,
  ]);
}
