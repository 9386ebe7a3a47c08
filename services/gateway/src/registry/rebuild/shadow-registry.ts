import { HubError } from '@hub/core';
import { allowJob, holdConnection, peppersInUse, peppersOf, type Secrets } from '@hub/platform';
import type { Pool, PoolClient } from 'pg';
import type { DestroyedEntry } from '../destroyed-trainees.ts';
import { claimRegistry, closeConnection, droppedTables } from '../registry-lock.ts';
import type { LogEntries } from './log-entries.ts';

/**
 * What the log says, laid beside the registry in use on one connection. Nobody else sees it, and it ends with the
 * connection. Every call is a bounded number of statements, however much it is for.
 */
export interface ShadowRegistry {
  readonly client: PoolClient;
  /** Versions of the secrets under which aliases of the registry may be, the newest first; where none is, the newest of them. */
  readonly peppers: readonly number[];
  /** Where the hash under each of them is among those of an alias. */
  readonly hashes: readonly number[];
}

/** `exclusive`: gateways are kept out as long as the shadow is open. Throws `registry-in-use`. */
export async function openShadow(
  pool: Pool,
  secrets: Secrets,
  { exclusive }: { readonly exclusive: boolean },
): Promise<ShadowRegistry> {
  const client = await holdConnection(pool);
  try {
    if (exclusive) await claimRegistry(client);
    await checkTables(client);
    // One connection of a job of minutes: what bounds a request does not bound it.
    await allowJob(client, 'session');
    await client.query(`set work_mem = '64MB'; set temp_buffers = '64MB'`);
    await createTables(client);
    return { client, ...(await peppersShown(client, secrets)) };
  } catch (error) {
    await closeConnection(client);
    throw error;
  }
}

async function peppersShown(client: PoolClient, secrets: Secrets): Promise<Omit<ShadowRegistry, 'client'>> {
  const inUse = await peppersInUse(client);
  const own = peppersOf(secrets).map(({ version }) => version);
  const shown = own.filter((version) => inUse.includes(version));
  const peppers = shown.length > 0 ? shown : own.slice(0, 1);
  return { peppers, hashes: peppers.map((version) => own.indexOf(version)) };
}

export function closeShadow({ client }: ShadowRegistry): Promise<void> {
  return closeConnection(client);
}

async function checkTables(client: PoolClient): Promise<void> {
  const dropped = await droppedTables(client);
  if (dropped.length === 0) return;
  throw new HubError(
    'configuration-invalid',
    `The database lacks ${dropped.join(', ')}: give the hub a new database, which is filled from the log and the keys.`,
  );
}

/** Temporary: they are this session's, need no WAL, and are gone with it however it ends. */
async function createTables(client: PoolClient): Promise<void> {
  await client.query(`
    create temp table log_trainee (trainee_id uuid not null, received_at timestamptz not null, late boolean not null);
    create temp table log_alias (alias bytea not null, former bytea, kind text not null, pepper_version smallint not null,
      trainee_id uuid not null, received_at timestamptz not null, reassigned boolean not null, late boolean not null);
    create temp table log_dossier (number integer not null, trainee_id uuid not null, reference text not null,
      received_at timestamptz not null, late boolean not null);
    create temp table log_description (trainee_id uuid not null, source text not null, digest text not null,
      recorded_at timestamptz not null, "offset" float8 not null, late boolean not null);
    create temp table log_link (low uuid not null, high uuid not null, reason text not null, published_to uuid not null,
      late boolean not null);
    create temp table log_verdict (source text not null, event_id text not null, low uuid not null, high uuid not null,
      verdict text not null, agent text not null, reason text, recorded_at timestamptz not null,
      received_at timestamptz not null, published_to uuid not null, late boolean not null);
    create temp table log_met (trainee_id uuid, organisation text, primary key (trainee_id, organisation));
    create temp table log_reporter (number integer, organisation text, primary key (number, organisation));
    create temp table log_destroyed (trainee_id uuid not null, effective_on date not null, legal_ground text not null,
      tombstones text not null, late boolean not null);
    create temp table log_keyless (trainee_id uuid not null)`);
}

/** `late`: received while the log was read, and so no reason to call the registry wrong. */
export async function addToShadow(shadow: ShadowRegistry, entries: LogEntries, late: boolean): Promise<void> {
  const { client } = shadow;
  for (const { into, types, rows } of rowsOf(entries, shadow)) {
    if (rows.length === 0) continue;
    const arrays = types.split(' ').map((type, index) => `$${index + 2}::${type}[]`);
    await client.query({
      name: `shadow ${into}`,
      text: `insert into pg_temp.${into} select row.*, $1::boolean from unnest(${arrays.join(', ')}) as row`,
      values: [late, ...transposed(rows)],
    });
  }
  await addReporters(
    client,
    'log_met',
    'uuid',
    entries.met.map(({ trainee, organisation }) => [trainee, organisation]),
  );
  await addReporters(
    client,
    'log_reporter',
    'int',
    entries.reporters.map(({ number, organisation }) => [number, organisation]),
  );
  await addTrainees(client, 'log_keyless', entries.keyless);
}

interface TableRows {
  readonly into: string;
  /** Of its columns but the last, `late`. */
  readonly types: string;
  readonly rows: readonly (readonly unknown[])[];
}

function rowsOf(entries: LogEntries, { peppers, hashes: places }: ShadowRegistry): readonly TableRows[] {
  const firsts = new Map(entries.trainees.toReversed().map((each) => [each.trainee, each]));
  return [
    {
      into: 'log_trainee',
      types: 'uuid timestamptz',
      rows: [...firsts.values()].map(({ trainee, receivedAt }) => [trainee, receivedAt]),
    },
    {
      into: 'log_alias',
      types: 'bytea bytea text smallint uuid timestamptz boolean',
      rows: entries.aliases.map(({ hashes, kind, trainee, receivedAt, reassigned }) => {
        const [hash, former = null] = places.map((place) => hashes[place]);
        return [hash, former, kind, peppers[0], trainee, receivedAt, reassigned];
      }),
    },
    {
      into: 'log_dossier',
      types: 'int uuid text timestamptz',
      rows: entries.dossiers.map(({ number, trainee, reference, receivedAt }) => [
        number,
        trainee,
        reference,
        receivedAt,
      ]),
    },
    {
      into: 'log_description',
      types: 'uuid text text timestamptz float8',
      rows: entries.descriptions.map(({ trainee, source, digest, recordedAt, offset }) => {
        return [trainee, source, digest, recordedAt, offset];
      }),
    },
    {
      into: 'log_destroyed',
      types: 'uuid date text text',
      rows: entries.destroyed.map(({ trainee, effectiveDate, legalGround, tombstones }) => {
        return [trainee, effectiveDate, legalGround, tombstones];
      }),
    },
    {
      into: 'log_link',
      types: 'uuid uuid text uuid',
      rows: entries.links.map(({ pair, reason, publishedTo }) => [...pair, reason, publishedTo]),
    },
    {
      into: 'log_verdict',
      types: 'text text uuid uuid text text text timestamptz timestamptz uuid',
      rows: entries.verdicts.map(({ pair, recordedAt, receivedAt, publishedTo, ...given }) => {
        const { source, eventId, verdict, agent, reason } = given;
        return [source, eventId, ...pair, verdict, agent, reason, recordedAt, receivedAt, publishedTo];
      }),
    },
  ];
}

function transposed(rows: readonly (readonly unknown[])[]): unknown[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]));
}

/** Who reported is known once for all: the same is said by each of their events. */
async function addReporters(
  client: PoolClient,
  into: string,
  type: 'uuid' | 'int',
  rows: readonly (readonly [of: string | number, organisation: string])[],
): Promise<void> {
  if (rows.length === 0) return;
  await client.query({
    name: `shadow ${into}`,
    text: `insert into pg_temp.${into} select * from unnest($1::${type}[], $2::text[]) on conflict do nothing`,
    values: transposed(rows),
  });
}

async function addTrainees(client: PoolClient, into: string, trainees: readonly string[]): Promise<void> {
  if (trainees.length === 0) return;
  await client.query(`insert into pg_temp.${into} select distinct unnest($1::uuid[])`, [trainees]);
}

/** Those of whom the log says that their data were destroyed, a bounded number at a time. */
export async function* destroyedOnLog({ client }: ShadowRegistry): AsyncGenerator<readonly DestroyedEntry[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await client.query<DestroyedEntry>(
      `select distinct on (trainee_id) trainee_id as trainee, effective_on::text as "effectiveDate",
         legal_ground as "legalGround", tombstones
       from pg_temp.log_destroyed where trainee_id > $1 order by trainee_id, tombstones desc limit 1000`,
      [after],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.trainee;
  }
}

/** From here on, the registry is seen as it is now, until the shadow is closed. */
export async function freezeRegistry({ client }: ShadowRegistry): Promise<void> {
  await client.query('begin isolation level repeatable read');
  // The first statement that reads takes the snapshot.
  await client.query('select from registry.trainee limit 1');
}

/** Trainees without a key, of whom the log does not say that their data were destroyed. */
export const lostWithKey = `select distinct trainee_id from pg_temp.log_keyless
  where trainee_id not in (select trainee_id from pg_temp.log_destroyed)
    and trainee_id not in (select trainee_id from registry.destroyed)`;

export interface LostKeys {
  readonly count: number;
  /** Of them, those that no operator has given up yet. */
  readonly unknown: number;
  /** Up to 20 of them. */
  readonly samples: readonly string[];
}

export async function lostKeys({ client }: ShadowRegistry): Promise<LostKeys> {
  const { rows } = await client.query<LostKeys>(
    `select count(*)::int as count,
       (count(*) filter (where not exists (select from registry.keyless k where k.trainee_id = lost.trainee_id)))::int as unknown,
       coalesce((array_agg(trainee_id::text order by trainee_id))[:20], '{}') as samples
     from (${lostWithKey}) lost`,
  );
  return rows[0] ?? { count: 0, unknown: 0, samples: [] };
}

/**
 * Makes the rows that the registry should have, columns as there; an alias under the pepper that the registry has it under,
 * of those in use. Whose an alias is, the last received says (a
 * reassignment before an announcement of the same moment). Of two numbers for one training the first received stands; the
 * other one stays given. A link or a verdict counts as announced once both trainees have it.
 */
export async function settleShadow({ client }: ShadowRegistry): Promise<void> {
  await client.query(`
    analyze log_met, log_reporter, log_trainee, log_alias, log_dossier, log_description, log_link, log_verdict, log_destroyed;
    create temp table next_trainee as
      select trainee_id, created_at, coalesce(organisations, '{}') as organisations, late from (
        select trainee_id, min(received_at) as created_at, bool_and(late) as late from pg_temp.log_trainee group by 1) named
      left join (select trainee_id, array_agg(organisation order by organisation) as organisations
        from pg_temp.log_met group by 1) met using (trainee_id);
    create temp table next_alias as
      select alias, former, kind, pepper_version, trainee_id, true as announced, late from (
        select distinct on (alias) alias, former, kind, pepper_version, trainee_id,
          bool_or(late) over (partition by alias) as late
        from pg_temp.log_alias order by alias, received_at desc, reassigned desc, trainee_id) last
      where trainee_id not in (select trainee_id from pg_temp.log_destroyed)
        and trainee_id not in (select trainee_id from registry.destroyed);
    update next_alias n set alias = former, pepper_version = r.pepper_version
      from registry.alias r where r.alias = n.former;
    create temp table next_dossier as
      select distinct on (trainee_id, reference) number, trainee_id, reference, true as announced,
        coalesce(organisations, '{}') as organisations, late from (
        select distinct on (number) * from pg_temp.log_dossier order by number, received_at, trainee_id) first
      left join (select number, array_agg(organisation order by organisation) as organisations
        from pg_temp.log_reporter group by 1) reported using (number)
      order by trainee_id, reference, received_at, number;
    create temp table next_link as
      select low, high, reason, bool_or(late) as late from pg_temp.log_link
      group by low, high, reason having count(distinct published_to) = 2;
    create temp table next_verdict as
      select first.*, both_have_it as announced from (
        select distinct on (source, event_id) source, event_id, low, high, verdict, agent, reason, recorded_at, late
        from pg_temp.log_verdict order by source, event_id, received_at, low, high) first
      join (select source, event_id, count(distinct published_to) = 2 as both_have_it from pg_temp.log_verdict
        group by source, event_id) published using (source, event_id);
    create temp table next_description as
      select distinct on (trainee_id, source) trainee_id, source, digest, recorded_at, late
      from pg_temp.log_description
      where trainee_id not in (select trainee_id from pg_temp.log_destroyed)
      order by trainee_id, source, recorded_at desc, "offset" desc;
    analyze next_trainee, next_alias, next_dossier, next_link, next_verdict, next_description`);
}
