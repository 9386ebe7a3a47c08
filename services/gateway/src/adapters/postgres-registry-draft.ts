import { HubError } from '@hub/core';
import type { Pool, PoolClient } from 'pg';
import type { LogEntries } from '../app/log-entries.ts';
import {
  type RegistryDifference,
  type RegistryDraft,
  type RegistryTable,
  registryTables,
  type TableDifference,
} from '../app/registry-draft.ts';
import { addToDraft, createDraft, settleDraft } from './draft-tables.ts';
import { claimRegistry, closeConnection, droppedTables, ownConnection } from './registry-lock.ts';

interface TableShape {
  readonly keys: readonly string[];
  /** What a row of the key says. */
  readonly says: readonly string[];
  /** Written with it, and no reason to call it different. */
  readonly also: readonly string[];
  /** How a row that differs is named. */
  readonly sample: string;
}

/** Parents of others first. */
const shapes: Readonly<Record<RegistryTable, TableShape>> = {
  trainee: { keys: ['trainee_id'], says: [], also: ['created_at'], sample: 'trainee_id::text' },
  alias: {
    keys: ['alias'],
    says: ['trainee_id', 'kind'],
    also: ['pepper_version', 'announced'],
    sample: 'coalesce(n.trainee_id, r.trainee_id)::text',
  },
  dossier: {
    keys: ['number'],
    says: ['trainee_id', 'reference'],
    also: ['announced'],
    sample: 'number::text',
  },
  verdict: {
    keys: ['source', 'event_id'],
    says: ['low', 'high', 'verdict', 'agent', 'reason', 'recorded_at'],
    also: ['announced'],
    sample: `source || ':' || event_id`,
  },
  link: { keys: ['low', 'high', 'reason'], says: [], also: [], sample: `low || ' ' || high` },
  description: {
    keys: ['trainee_id', 'source'],
    says: ['digest'],
    also: [],
    sample: `trainee_id || ' ' || source`,
  },
};

/** `exclusive`: gateways are kept out as long as the draft is open. Throws `registry-in-use`. */
export async function openRegistryDraft(
  pool: Pool,
  pepperVersion: number,
  { exclusive }: { exclusive: boolean },
): Promise<RegistryDraft> {
  const client = await ownConnection(pool);
  try {
    if (exclusive) await claimRegistry(client);
    await checkTables(client);
    // One connection of a job of minutes: what bounds a request does not bound it.
    await client.query(
      `set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0; set work_mem = '64MB';
       set temp_buffers = '64MB'`,
    );
    await createDraft(client);
  } catch (error) {
    await closeConnection(client);
    throw error;
  }
  return {
    add: (entries: LogEntries, late) => addToDraft(client, pepperVersion, entries, late),
    freeze: () => freeze(client),
    countKeyless: () => countKeyless(client),
    compare: (greatestPlace) => compareDraft(client, pepperVersion, greatestPlace),
    adopt: (greatestPlace, whole) => adopt(client, greatestPlace, whole),
    close: () => closeConnection(client),
  };
}

async function checkTables(client: PoolClient): Promise<void> {
  const dropped = await droppedTables(client);
  if (dropped.length === 0) return;
  throw new HubError(
    'configuration-invalid',
    `The database lacks ${dropped.join(', ')}: give the hub a new database, which is filled from the log and the keys.`,
  );
}

/** A snapshot is taken by the first statement that reads. */
async function freeze(client: PoolClient): Promise<void> {
  await client.query('begin isolation level repeatable read');
  await client.query('select from registry.trainee limit 1');
}

async function countKeyless(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(distinct trainee_id)::int as count from pg_temp.told_keyless
     where trainee_id not in (select trainee_id from pg_temp.told_destroyed)`,
  );
  return rows[0]?.count ?? 0;
}

async function compareDraft(client: PoolClient, pepper: number, told: number): Promise<RegistryDifference> {
  await settleDraft(client);
  const tables: Partial<Record<RegistryTable, TableDifference>> = {};
  for (const table of registryTables) tables[table] = await compareTable(client, table);
  const { rows } = await client.query<{ at: number; pepper: number | null }>(
    `select case when is_called then last_value else 0 end::float8 as at,
       (select pepper_version from registry.alias limit 1) as pepper from registry.dossier_sequence`,
  );
  return {
    tables: tables as Record<RegistryTable, TableDifference>,
    sequence: { at: rows[0]?.at ?? 0, told },
    pepper: { registry: rows[0]?.pepper ?? null, secrets: pepper },
  };
}

type Kind = Exclude<keyof TableDifference, 'samples'>;

async function compareTable(client: PoolClient, table: RegistryTable): Promise<TableDifference> {
  const shape = shapes[table];
  const [key] = shape.keys;
  const isTold = shape.also.includes('announced') ? 'r.announced' : 'true';
  // A trainee is known once an identifier is; alone it was reserved and never told.
  const alone = table === 'trainee' ? `'pending'` : `case when ${isTold} then 'extra' else 'pending' end`;
  const each = `select ${shape.sample} as sample, case
      when r.${key} is null then case when n.late then 'pending' else 'missing' end
      when n.${key} is null then ${alone}
      when ${same(shape.says)} then 'equal'
      when n.late or not ${isTold} then 'pending'
      else 'changed' end as kind
    from registry.${table} r full join pg_temp.next_${table} n using (${shape.keys.join(', ')})`;
  const { rows } = await client.query<{ kind: Kind; count: number }>(
    `select kind, count(*)::int as count from (${each}) each group by kind`,
  );
  const counts: Record<Kind, number> = { equal: 0, missing: 0, changed: 0, extra: 0, pending: 0 };
  for (const { kind, count } of rows) counts[kind] = count;
  if (counts.missing + counts.changed + counts.extra === 0) return { ...counts, samples: [] };
  const { rows: samples } = await client.query<{ sample: string }>(
    `select sample from (${each}) each where kind in ('missing', 'changed', 'extra') limit 20`,
  );
  return { ...counts, samples: samples.map(({ sample }) => sample).sort() };
}

function same(columns: readonly string[]): string {
  if (columns.length === 0) return 'true';
  const of = (side: string) => columns.map((column) => `${side}.${column}`).join(', ');
  return `(${of('r')}) is not distinct from (${of('n')})`;
}

/** Rows that say what the log says are left alone: a registry that lacks three rows gets three. */
async function adopt(client: PoolClient, greatestPlace: number, whole: boolean): Promise<void> {
  await client.query('begin');
  for (const table of registryTables) await adoptTable(client, table, whole);
  // Never back: a place that was reserved and not told is left out rather than given to somebody else.
  await client.query(
    `select setval('registry.dossier_sequence', greatest($1::bigint, case when is_called then last_value else 0 end))
     from registry.dossier_sequence where $1::bigint > 0 or is_called`,
    [greatestPlace],
  );
  await client.query('commit');
  await client.query(`analyze ${registryTables.map((table) => `registry.${table}`).join(', ')}`);
}

async function adoptTable(client: PoolClient, table: RegistryTable, whole: boolean): Promise<void> {
  const { keys, says, also } = shapes[table];
  const found = keys.map((key) => `r.${key} = n.${key}`).join(' and ');
  const isTold = `exists (select from pg_temp.next_${table} n where ${found})`;
  const isDestroyed = 'r.trainee_id in (select trainee_id from pg_temp.told_destroyed)';
  const isOfOtherPepper = 'r.pepper_version <> (select pepper_version from pg_temp.next_alias limit 1)';
  const mayGo = table === 'alias' ? `(${isTold} or ${isDestroyed} or ${isOfOtherPepper})` : isTold;
  const kept = also.filter((column) => column !== 'created_at');
  await client.query(
    `delete from registry.${table} r
     where not exists (select from pg_temp.next_${table} n where ${found} and ${same([...says, ...kept])})
       and ${whole ? 'true' : mayGo}`,
  );
  const columns = [...keys, ...says, ...also].join(', ');
  await client.query(
    `insert into registry.${table} (${columns}) select ${columns} from pg_temp.next_${table} n
     where not exists (select from registry.${table} r where ${found}) order by ${keys.join(', ')}
     ${whole ? '' : 'on conflict do nothing'}`,
  );
}
