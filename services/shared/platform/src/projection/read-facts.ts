import type { Subject } from '@hub/contracts';
import type { FactSet } from '@hub/core';
import type pg from 'pg';
import { withTransaction } from '../postgres/pool.ts';
import { activeVersion, readableVersion, type VersionRows } from './active-version.ts';
import { decodeFacts } from './encode-facts.ts';
import { tableOf } from './row-tables.ts';
import { rowShape, type Version } from './versions.ts';

type Client = Pick<pg.ClientBase, 'query'>;

/** What is stored of a subject. */
export interface StoredRow {
  /** Encoded. */
  readonly facts: Buffer;
  /** Whose it is; null for a session. */
  readonly trainee: string | null;
}

const stored = {
  dossier: { key: 'number', type: 'integer', owner: 'trainee_id' },
  trainee: { key: 'trainee_id', type: 'uuid', owner: 'trainee_id' },
  session: { key: 'reference', type: 'text', owner: 'null::uuid' },
} as const satisfies Record<Subject, { key: string; type: string; owner: string }>;

const subjects = Object.keys(stored) as readonly Subject[];

type BySubject<T> = Readonly<Record<Subject, T>>;

/**
 * Stored rows by key as a text, of all subjects in one statement. It is named by the subjects that are asked for, so that
 * the server plans it once.
 */
export async function selectFacts(
  client: Client,
  schemaName: string,
  keys: Partial<BySubject<readonly string[]>>,
): Promise<BySubject<ReadonlyMap<string, StoredRow>>> {
  const asked = subjects.flatMap((subject) => {
    const wanted = keys[subject] ?? [];
    return wanted.length === 0 ? [] : [{ subject, wanted }];
  });
  const found = { dossier: new Map(), trainee: new Map(), session: new Map() };
  if (asked.length === 0) return found;
  const selects = asked.map(({ subject }, place) => {
    const { key, type, owner } = stored[subject];
    return `select '${subject}' as subject, ${key}::text as key, facts, ${owner} as trainee
      from ${tableOf(schemaName, subject)} where ${key} = any($${place + 1}::${type}[])`;
  });
  const { rows } = await client.query<StoredRow & { subject: Subject; key: string }>({
    name: `facts ${asked.map(({ subject }) => subject.charAt(0)).join('')} ${schemaName}`,
    text: selects.join(' union all '),
    values: asked.map(({ wanted }) => wanted),
  });
  for (const { subject, key, ...row } of rows) found[subject].set(key, row);
  return found;
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

/** A dossier as its row has it. */
export interface DossierFacts {
  readonly number: number;
  /** Encoded. */
  readonly facts: Buffer;
}

export async function countDossiers(pool: pg.Pool, { schemaName }: Version): Promise<number> {
  const text = `select count(*)::float8 as count from ${tableOf(schemaName, 'dossier')}`;
  // Of a nation, that takes longer than a statement may.
  const { rows } = await withTransaction(pool, (client) => client.query<{ count: number }>(text), { job: true });
  return rows[0]?.count ?? 0;
}

const dossiersAtOnce = 1_000;

/** Every dossier of a version, by number, a thousand at a time; of those written meanwhile, what is there by then. */
export async function* storedDossiers(pool: pg.Pool, { schemaName }: Version): AsyncGenerator<readonly DossierFacts[]> {
  let after = 0;
  for (;;) {
    const { rows } = await pool.query<DossierFacts>(
      `select number, facts from ${tableOf(schemaName, 'dossier')} where number > $1 order by number limit $2`,
      [after, dossiersAtOnce],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.number;
  }
}

/** A fact by its source and id, and whose it is. */
export interface FactOfPerson {
  readonly trainee: string;
  readonly source: string;
  readonly id: string;
}

/** When the hub received each of these, in whatever dossier of its person it stands; null: it stands in none. */
export async function receiptsOf(
  pool: pg.Pool,
  schemaName: string,
  asked: readonly FactOfPerson[],
): Promise<readonly (string | null)[]> {
  const { rows } = await pool.query<{ trainee: string; facts: Buffer }>({
    name: `facts of trainees ${schemaName}`,
    text: `select trainee_id as trainee, facts from ${tableOf(schemaName, 'dossier')} where trainee_id = any($1::uuid[])`,
    values: [[...new Set(asked.map(({ trainee }) => trainee))]],
  });
  const stored = rows.map(({ trainee, facts }) => ({ trainee, facts: decodeFacts(facts) }));
  return asked.map(({ trainee, source, id }) => {
    const own = stored.filter((row) => row.trainee === trainee).flatMap(({ facts }) => facts);
    return own.find((fact) => fact.source === source && fact.id === id)?.receivedAt ?? null;
  });
}
