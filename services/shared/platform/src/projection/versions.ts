import { createHash } from 'node:crypto';
import { describeVersion, HubError, type Rules, rulesHash } from '@hub/core';
import type { ClientBase, Pool } from 'pg';
import { migrateProjection } from '../postgres/migrate.ts';
import { withTransaction } from '../postgres/pool.ts';
import { takeTurn } from '../postgres/take-turn.ts';
import { tableOf } from './row-tables.ts';

/**
 * The shape of the rows that this code writes and reads (migrations/projection). A change of it raises this number: rows
 * of another shape are left to the code that knows them.
 */
export const rowShape = 6;

/** One projection of the log: a PostgreSQL schema filled under one hash of code, rules and settings. */
export interface Version {
  readonly version: string;
  readonly rulesHash: string;
  readonly schemaName: string;
  /** Of its rows. */
  readonly shape: number;
  /** `verification`: to be compared and dropped; readers never get it, projectors leave it alone. */
  readonly purpose: 'records' | 'verification';
  /** `describeVersion` of the code that described its rows; null: its release did not say. */
  readonly describeVersion: number | null;
  /** The job that tried its rules; null: they are those of a release. */
  readonly trial: string | null;
  /** Events that the log held when it was begun. */
  readonly eventsWanted: number;
  /** RFC 3339. */
  readonly createdAt: string;
  /** RFC 3339; null while a rebuild fills and compares it, and of a verification for good. */
  readonly builtAt: string | null;
  readonly retiredAt: string | null;
}

export const versionColumns = `version, rules_hash as "rulesHash", schema_name as "schemaName", shape,
  purpose, describe_version as "describeVersion", trial, events_wanted::float8 as "eventsWanted", to_json(created_at)#>>'{}' as "createdAt",
  to_json(built_at)#>>'{}' as "builtAt", to_json(retired_at)#>>'{}' as "retiredAt"`;

/** Every version, oldest first, retired ones included. */
export async function listVersions(database: Pool | ClientBase): Promise<Version[]> {
  const { rows } = await database.query<Version>(
    `select ${versionColumns} from projection.version order by created_at, version`,
  );
  return rows;
}

/**
 * Versions that a projector with this hash keeps fed: those of its rules, and those of rules that were tried by this code,
 * which they keep themselves (`rulesToFeed`). Their rows are of our shape, and nothing of them is missing.
 */
export async function versionsToFeed(database: Pool | ClientBase, rulesHash: string): Promise<Version[]> {
  return (await fedVersions(database, rulesHash)).filter(({ builtAt }) => builtAt !== null);
}

async function fedVersions(database: Pool | ClientBase, rulesHash: string): Promise<Version[]> {
  const { rows } = await database.query<Version>(
    `select ${versionColumns} from projection.version
     where (rules_hash = $1 or trial is not null and describe_version = $3) and shape = $2 and retired_at is null
       and purpose = 'records'
     order by created_at, version`,
    [rulesHash, rowShape, describeVersion],
  );
  return rows;
}

async function usableVersions(database: Pool | ClientBase, hash: string): Promise<Version[]> {
  return (await fedVersions(database, hash)).filter((version) => version.rulesHash === hash);
}

/** The rules by which a projector of these feeds the version; null: those of another release, whose code feeds it. */
export async function rulesToFeed(database: Pool | ClientBase, version: Version, own: Rules): Promise<Rules | null> {
  if (version.rulesHash === rulesHash(own)) return own;
  if (version.trial === null || version.describeVersion !== describeVersion) return null;
  return rulesOf(database, version);
}

/** The rules that some version, retired or not, was made by; null: no version ever was. */
export async function rulesNamed(database: Pool | ClientBase, hash: string): Promise<Rules | null> {
  const version = (await listVersions(database)).find((each) => each.rulesHash === hash);
  return version === undefined ? null : rulesOf(database, version);
}

export interface NewVersion {
  readonly rules: Rules;
  /** The job that tried these rules; absent: they are those of a release. */
  readonly trial?: string;
  readonly slices: number;
  readonly logEpoch: string;
  /** Events on the log. */
  readonly logEvents: number;
}

/** What is made: to feed at once, to fill by a rebuild, or to compare these slices only (null: all). */
type Making = 'fed' | 'shadow' | { readonly verifies: readonly number[] | null };

/** Who makes a version holds up whoever comes next for as long as its tables and indexes take. */
const job = { job: true };

/** A version with this hash to feed: the one there is, else a new one from offset 0, active where none is. */
export async function ensureVersion(pool: Pool, wanted: NewVersion): Promise<{ version: Version; created: boolean }> {
  return withTransaction(
    pool,
    async (client) => {
      await lockVersions(client);
      const hash = rulesHash(wanted.rules);
      const present = await fedVersions(client, hash);
      // Made by an older release: rows written from here on have what it did not know.
      for (const { schemaName } of present) await migrateProjection(client, schemaName);
      const usable = present.findLast((each) => each.builtAt !== null && each.rulesHash === hash);
      if (usable !== undefined) return { version: usable, created: false };
      const version = await insertVersion(client, wanted, 'fed');
      await client.query(`insert into projection.active (version) values ($1) on conflict do nothing`, [
        version.version,
      ]);
      await client.query(
        `update projection.version set promoted_at = now()
       where version = $1 and version = (select version from projection.active)`,
        [version.version],
      );
      return { version, created: true };
    },
    job,
  );
}

/**
 * The next version of this hash, to be filled by a rebuild, without its indexes; one that an earlier rebuild left
 * unfinished is resumed.
 */
export async function shadowVersion(pool: Pool, wanted: NewVersion): Promise<{ version: Version; resumed: boolean }> {
  return withTransaction(
    pool,
    async (client) => {
      await lockVersions(client);
      const unfinished = (await usableVersions(client, rulesHash(wanted.rules))).findLast(
        ({ builtAt }) => builtAt === null,
      );
      if (unfinished !== undefined && (await isOfLog(client, unfinished, wanted))) {
        return { version: unfinished, resumed: true };
      }
      return { version: await insertVersion(client, wanted, 'shadow'), resumed: false };
    },
    job,
  );
}

/**
 * Makes the keys and indexes of a version whose rows are all there. Two rebuilders may come here together: `beforeKeys`
 * runs for the first of them, in the same transaction.
 */
export async function finishVersion(
  pool: Pool,
  { version, schemaName }: Version,
  beforeKeys: (client: ClientBase) => Promise<void>,
): Promise<void> {
  await withTransaction(
    pool,
    async (client) => {
      const { rows } = await client.query<{ built: boolean }>(
        'select built_at is not null as built from projection.version where version = $1 for update',
        [version],
      );
      if (rows[0]?.built === true) return;
      await beforeKeys(client);
      await migrateProjection(client, schemaName);
      await client.query(
        `analyze ${['dossier', 'stay', 'trainee', 'session'].map((name) => tableOf(schemaName, name))}`,
      );
    },
    job,
  );
}

/** Lets projectors feed the version, and readers be given it. */
export async function openToProjectors(database: Pool | ClientBase, { version }: Version): Promise<void> {
  await database.query(
    `update projection.version set built_at = now() where version = $1 and built_at is null and purpose = 'records'`,
    [version],
  );
}

/** Slices built from one log must not be completed from another. */
async function isOfLog(client: ClientBase, version: Version, { slices, logEpoch }: NewVersion): Promise<boolean> {
  const { rows } = await client.query<{ same: boolean }>(
    'select count(*) = 2 * $3::int and bool_and(log_epoch = $2) as same from projection.lease where version = $1',
    [version.version, logEpoch, slices],
  );
  return rows[0]?.same ?? false;
}

/** Two processes that start together must not make two versions of one hash, or switch the active one both. */
export async function lockVersions(client: ClientBase): Promise<void> {
  await takeTurn(client, 'hub projection versions', 'makes, promotes or brings up to date a version of the records');
}

/** Under the lock of the versions. */
export async function insertVersion(client: ClientBase, wanted: NewVersion, making: Making): Promise<Version> {
  const hash = rulesHash(wanted.rules);
  const numbers = (await listVersions(client))
    .filter((each) => each.rulesHash === hash)
    .map((each) => Number(each.version.slice(each.version.lastIndexOf('.') + 1)));
  const next = Math.max(0, ...numbers) + 1;
  // Sixteen hexadecimal digits of the hash name it for people, in commands and as a schema.
  const short = createHash('sha256').update(hash).digest('hex').slice(0, 16);
  const version = `${short}.${next}`;
  const schemaName = `projection_${short}_${next}`;
  const built = making === 'fed';
  const verifies = typeof making === 'object';
  await migrateProjection(client, schemaName, built ? 'all' : 'tables');
  const { rows } = await client.query<Version>(
    `insert into projection.version (version, rules_hash, rules, schema_name, shape, events_wanted, built_at, purpose,
       describe_version, trial)
     values ($1, $2, $3, $4, $5, $6, case when $7 then now() end, $8, $9, $10) returning ${versionColumns}`,
    [
      ...[version, hash, JSON.stringify(wanted.rules), schemaName, rowShape, wanted.logEvents, built],
      ...[verifies ? 'verification' : 'records', describeVersion, wanted.trial ?? null],
    ],
  );
  await client.query(
    `insert into projection.lease (version, kind, slice, log_epoch, built)
     select $1, kind, slice, $3, $4
     from unnest(array['trainee', 'offer']) kind, generate_series(0, $2::int - 1) slice
     where $5::int[] is null or slice = any($5)`,
    [version, wanted.slices, wanted.logEpoch, built, verifies ? making.verifies : null],
  );
  if (!verifies) {
    await client.query(
      `insert into feed.slice (kind, slice, schema_name) select kind, slice, $2 from projection.lease where version = $1
       on conflict do nothing`,
      [version, schemaName],
    );
  }
  return rows[0] as Version;
}

/** By hash, the rules that versions were made by: a hash never stands for other rules. */
const rulesByHash = new Map<string, Rules>();

/** The rules that the rows of a version were made by, and by which its facts are described. */
export async function rulesOf(client: Pick<ClientBase, 'query'>, version: Version): Promise<Rules> {
  const known = rulesByHash.get(version.rulesHash);
  if (known !== undefined) return known;
  const { rows } = await client.query<{ rules: Rules }>('select rules from projection.version where version = $1', [
    version.version,
  ]);
  const [row] = rows;
  if (row === undefined) throw new HubError('internal', `Version ${version.version} has no rules.`);
  rulesByHash.set(version.rulesHash, row.rules);
  return row.rules;
}

/** Throws `wrong-use` where there is no such version, or it was retired. */
export async function requireVersion(database: Pool | ClientBase, name: string): Promise<Version> {
  const versions = await listVersions(database);
  const found = versions.find((each) => each.version === name);
  if (found !== undefined && found.retiredAt === null) return found;
  const known = versions.filter((each) => each.retiredAt === null).map((each) => each.version);
  const why = found === undefined ? 'does not exist' : 'was retired';
  throw new HubError('wrong-use', `Version ${name} ${why}; there are: ${known.join(', ') || 'none'}.`);
}
