import type { FactSet } from '@hub/core';
import type pg from 'pg';
import { activeVersion, readableVersion, type VersionRows } from './active-version.ts';
import { decodeFacts } from './encode-facts.ts';
import { type RowTable, tableOf } from './row-tables.ts';
import { rowShape } from './versions.ts';

type Client = Pick<pg.ClientBase, 'query'>;

/** What is stored of a subject. */
export interface StoredRow {
  /** Encoded. */
  readonly facts: Buffer;
  /** Whose it is; null for a session. */
  readonly trainee: string | null;
}

/** Stored rows by key as a text. The statement of each batch is named, so that the server plans it once. */
export async function selectFacts(
  client: Client,
  schemaName: string,
  table: RowTable<never>,
  keys: readonly string[],
): Promise<Map<string, StoredRow>> {
  if (keys.length === 0) return new Map();
  const [key] = table.columns;
  const owner = table.columns.some(({ name }) => name === 'trainee_id') ? 'trainee_id' : 'null';
  const { rows } = await client.query<StoredRow & { key: string }>({
    name: `facts of ${table.name} ${schemaName}`,
    text: `select ${key?.name}::text as key, facts, ${owner} as trainee from ${tableOf(schemaName, table.name)}
     where ${key?.name} = any($1::${key?.type}[])`,
    values: [keys],
  });
  return new Map(rows.map(({ key: name, ...row }) => [name, row]));
}

/** The facts of these dossiers, by number. */
export async function factsOfDossiers(
  { client, version }: VersionRows,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, FactSet>> {
  const { rows } = await client.query<{ number: number; facts: Buffer }>({
    name: `dossiers ${version.schemaName}`,
    text: `select number, facts from ${tableOf(version.schemaName, 'dossier')} where number = any($1::int[])`,
    values: [numbers],
  });
  return new Map(rows.map(({ number, facts }) => [number, decodeFacts(facts)]));
}

/** The facts of a trainee that stand in no dossier; empty where there are none. */
export async function factsOfTrainee({ client, version }: VersionRows, trainee: string): Promise<FactSet> {
  const { rows } = await client.query<{ facts: Buffer }>(
    `select facts from ${tableOf(version.schemaName, 'trainee')} where trainee_id = $1`,
    [trainee],
  );
  return rows[0] === undefined ? [] : decodeFacts(rows[0].facts);
}

/** All that readers are shown of a trainee, dossier by dossier, and what stands in none. */
export interface ShownFacts {
  readonly dossiers: readonly { readonly number: number; readonly facts: FactSet }[];
  readonly own: FactSet;
}

/** From the active version; null where none is active. */
export async function shownFacts(pool: pg.Pool, trainee: string): Promise<ShownFacts | null> {
  const version = await readableVersion(pool);
  if (version === null) return null;
  const { rows } = await pool.query<{ number: number | null; facts: Buffer }>(
    `select number, facts from ${tableOf(version.schemaName, 'dossier')} where trainee_id = $1
     union all select null, facts from ${tableOf(version.schemaName, 'trainee')} where trainee_id = $1`,
    [trainee],
  );
  const stored = rows.map(({ number, facts }) => ({ number, facts: decodeFacts(facts) }));
  return {
    dossiers: stored.flatMap(({ number, facts }) => (number === null ? [] : [{ number, facts }])),
    own: stored.find(({ number }) => number === null)?.facts ?? [],
  };
}

/** An event of a dossier, by its source and id. */
export interface NamedEvent {
  readonly number: number;
  readonly source: string;
  readonly id: string;
}

/** Those of these events that stand in their dossier; each dossier is decoded once. None while records cannot be read. */
export async function shownEvents(pool: pg.Pool, events: readonly NamedEvent[]): Promise<readonly NamedEvent[]> {
  const version = await activeVersion(pool);
  if (version?.shape !== rowShape) return [];
  const facts = await factsOfDossiers({ client: pool, version }, [...new Set(events.map(({ number }) => number))]);
  return events.filter(({ number, source, id }) =>
    facts.get(number)?.some((fact) => fact.source === source && fact.id === id),
  );
}
