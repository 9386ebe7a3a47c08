import { type IdentityMark, identityMarks } from '@hub/platform';
import type { PoolClient } from 'pg';
import { lostWithKey, type ShadowRegistry, settleShadow } from './shadow-registry.ts';

export const registryTables = ['trainee', 'alias', 'dossier', 'verdict', 'link', 'description'] as const;
export type RegistryTable = (typeof registryTables)[number];

/** Rows of one table of the registry, against what the log says. */
export interface TableDifference {
  readonly equal: number;
  /** On the log and not in the registry. */
  readonly missing: number;
  /** Of another trainee or training than the log says. */
  readonly changed: number;
  /** In the registry as announced, and not on the log. */
  readonly extra: number;
  /** Reserved and never announced, or announced while this ran: no difference. */
  readonly pending: number;
  /** Up to 20 of what is missing, changed or extra: trainee ids, dossier numbers, ids of verdicts; never an identifier. */
  readonly samples: readonly string[];
}

export interface RegistryDifference {
  readonly tables: Readonly<Record<RegistryTable, TableDifference>>;
  /** The place in the sequence of numbers, and the greatest one that the log names: never behind it. */
  readonly sequence: { readonly at: number; readonly onLog: number };
  /** Version of the pepper of the aliases there (null: none) and of the secrets. */
  readonly pepper: { readonly registry: number | null; readonly secrets: number };
}

/** Whether the registry says anything else than the log: what it remembers only to announce nothing twice does not count. */
export function registryDiffers({ tables, sequence, pepper }: RegistryDifference): boolean {
  const { description: _, ...deciding } = tables;
  return (
    sequence.at < sequence.onLog ||
    (pepper.registry !== null && pepper.registry !== pepper.secrets) ||
    Object.values(deciding).some(({ missing, changed, extra }) => missing + changed + extra > 0)
  );
}

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
  trainee: { keys: ['trainee_id'], says: [], also: ['created_at', 'organisations'], sample: 'trainee_id::text' },
  alias: {
    keys: ['alias'],
    says: ['trainee_id', 'kind'],
    also: ['pepper_version', 'announced'],
    sample: 'coalesce(n.trainee_id, r.trainee_id)::text',
  },
  dossier: {
    keys: ['number'],
    says: ['trainee_id', 'reference'],
    also: ['announced', 'organisations'],
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
    says: ['digest', 'recorded_at'],
    also: [],
    sample: `trainee_id || ' ' || source`,
  },
};

/** `greatestPlace`: in the sequence of dossier numbers, of those that the log names. */
export async function compareRegistry(shadow: ShadowRegistry, greatestPlace: number): Promise<RegistryDifference> {
  await settleShadow(shadow);
  const { client, peppers } = shadow;
  const tables: Partial<Record<RegistryTable, TableDifference>> = {};
  for (const table of registryTables) tables[table] = await compareTable(client, table);
  const { rows } = await client.query<{ at: number; pepper: number | null }>(
    `select case when is_called then last_value else 0 end::float8 as at,
       coalesce((select pepper_version from registry.alias where pepper_version <> all($1::smallint[]) limit 1),
         (select $2::smallint where exists (select from registry.alias))) as pepper from registry.dossier_sequence`,
    [peppers, peppers[0]],
  );
  return {
    tables: tables as Record<RegistryTable, TableDifference>,
    sequence: { at: rows[0]?.at ?? 0, onLog: greatestPlace },
    pepper: { registry: rows[0]?.pepper ?? null, secrets: peppers[0] ?? 0 },
  };
}

type Kind = Exclude<keyof TableDifference, 'samples'>;

async function compareTable(client: PoolClient, table: RegistryTable): Promise<TableDifference> {
  const shape = shapes[table];
  const [key] = shape.keys;
  const isAnnounced = shape.also.includes('announced') ? 'r.announced' : 'true';
  // A trainee is known once an identifier is; alone it was reserved and never announced.
  const alone = table === 'trainee' ? `'pending'` : `case when ${isAnnounced} then 'extra' else 'pending' end`;
  const each = `select ${shape.sample} as sample, case
      when r.${key} is null then case when n.late then 'pending' else 'missing' end
      when n.${key} is null then ${alone}
      when ${same(shape.says)} then 'equal'
      when n.late or not ${isAnnounced} then 'pending'
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

/** What registry and key store lack of what the log says; what they have beside it is no fault here. */
export interface Lacking {
  readonly trainees: number;
  /** Identifiers that nobody has. */
  readonly aliases: number;
  /** Identifiers of somebody else than the log says. */
  readonly otherAliases: number;
  readonly numbers: number;
  /** Numbers given to somebody, or for a training, else than the log says. */
  readonly otherNumbers: number;
  /** People without a key whom nobody has given up. */
  readonly keys: number;
}

/** A look-up for each row of the shadow, however large the registry is. */
export async function lackingRows(shadow: ShadowRegistry): Promise<Lacking> {
  await settleShadow(shadow);
  const { rows } = await shadow.client.query<Lacking>(
    `select
       (select count(*)::int from pg_temp.next_trainee n left join registry.trainee r using (trainee_id)
        where not late and r.trainee_id is null) as trainees,
       aliases, "otherAliases", numbers, "otherNumbers",
       (select count(*)::int from (${lostWithKey}) lost
        where not exists (select from registry.keyless k where k.trainee_id = lost.trainee_id)) as keys
     from (
       select (count(*) filter (where r.alias is null))::int as aliases,
         (count(*) filter (where r.announced and r.trainee_id <> n.trainee_id))::int as "otherAliases"
       from pg_temp.next_alias n left join registry.alias r using (alias) where not late) alias,
     (select (count(*) filter (where r.number is null))::int as numbers,
        (count(*) filter (where (r.trainee_id, r.reference) <> (n.trainee_id, n.reference)))::int as "otherNumbers"
      from pg_temp.next_dossier n left join registry.dossier r using (number) where not late) dossier`,
  );
  return rows[0] as Lacking;
}

/** Places looked at behind the last of the sequence: more than were ever drawn one after the other and not announced. */
const placesAhead = 1_000;

/** Whether numbers that are given come next: what the sequence draws was not given before it is inserted. */
export async function isSequenceBehind(client: PoolClient, numberOf: (place: number) => number): Promise<boolean> {
  const at = await placeOf(client);
  const ahead = new Map(Array.from({ length: placesAhead }, (_, index) => [numberOf(at + 1 + index), at + 1 + index]));
  const { rows } = await client.query<{ number: number }>(
    'select number from registry.dossier where number = any($1::int[])',
    [[...ahead.keys()]],
  );
  if (rows.length === 0) return false;
  // Another gateway may have drawn some meanwhile: then the sequence has gone on.
  const now = await placeOf(client);
  return rows.some(({ number }) => (ahead.get(number) ?? 0) > now);
}

async function placeOf(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ at: number }>(
    'select case when is_called then last_value else 0 end::float8 as at from registry.dossier_sequence',
  );
  return rows[0]?.at ?? 0;
}

/**
 * Makes the registry say what the log says, in one transaction; readers see it before or after. Rows that say so already
 * are left alone: a registry that lacks three rows gets three. `whole`: all of the log was read, and what it does not say
 * goes too. Whoever has lost the key is given up. `marks`: where the log was read up to.
 */
export async function adoptShadow(
  { client, peppers }: ShadowRegistry,
  greatestPlace: number,
  whole: boolean,
  marks: readonly IdentityMark[],
): Promise<void> {
  await client.query('begin');
  for (const table of registryTables) await adoptTable(client, table, whole);
  // Never back: a place that was reserved and not announced is left out rather than given to somebody else.
  await client.query(
    `select setval('registry.dossier_sequence', greatest($1::bigint, case when is_called then last_value else 0 end))
     from registry.dossier_sequence where $1::bigint > 0 or is_called`,
    [greatestPlace],
  );
  await client.query(`delete from registry.keyless where trainee_id not in (${lostWithKey})`);
  await client.query(`insert into registry.keyless (trainee_id) ${lostWithKey} on conflict do nothing`);
  await identityMarks(client, 'registry.identity_mark').set(marks);
  await client.query(
    `with others as (delete from registry.pepper where version <> all($1::smallint[]))
     insert into registry.pepper (version) select unnest($1::smallint[]) on conflict do nothing`,
    [peppers],
  );
  await client.query('commit');
  await client.query(`analyze ${registryTables.map((table) => `registry.${table}`).join(', ')}`);
}

async function adoptTable(client: PoolClient, table: RegistryTable, whole: boolean): Promise<void> {
  const { keys, says, also } = shapes[table];
  const found = keys.map((key) => `r.${key} = n.${key}`).join(' and ');
  const isOnLog = `exists (select from pg_temp.next_${table} n where ${found})`;
  const isDestroyed = 'r.trainee_id in (select trainee_id from pg_temp.log_destroyed)';
  const isLost = `r.trainee_id in (${lostWithKey})`;
  const isOfOtherPepper = 'r.pepper_version not in (select pepper_version from pg_temp.next_alias)';
  const mayGo = table === 'alias' ? `(${isOnLog} or ${isDestroyed} or ${isLost} or ${isOfOtherPepper})` : isOnLog;
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
