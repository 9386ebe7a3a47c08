import { createHash } from 'node:crypto';
import { HubError } from '@hub/core';
import { migrateProjection, withTransaction } from '@hub/platform';
import type { ClientBase, Pool } from 'pg';

/** One projection of the log: a PostgreSQL schema filled under one hash of code, rules and settings. */
export interface Version {
  readonly version: string;
  readonly rulesHash: string;
  readonly schemaName: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** RFC 3339; null while a rebuild fills it. */
  readonly builtAt: string | null;
  readonly retiredAt: string | null;
}

const columns = `version, rules_hash as "rulesHash", schema_name as "schemaName",
  to_json(created_at)#>>'{}' as "createdAt", to_json(built_at)#>>'{}' as "builtAt", to_json(retired_at)#>>'{}' as "retiredAt"`;

/** Every version, oldest first, retired ones included. */
export async function listVersions(database: Pool | ClientBase): Promise<Version[]> {
  const { rows } = await database.query<Version>(
    `select ${columns} from projection.version order by created_at, version`,
  );
  return rows;
}

export interface ActiveVersion {
  readonly version: string;
  readonly previous: string | null;
  readonly rulesHash: string;
}

/** The version that readers are given, and what a rollback would go back to; null before the first start. */
export async function activeVersion(database: Pool | ClientBase): Promise<ActiveVersion | null> {
  const { rows } = await database.query<ActiveVersion>(
    'select a.version, a.previous, v.rules_hash as "rulesHash" from projection.active a join projection.version v using (version)',
  );
  return rows[0] ?? null;
}

/** Versions that a projector with this hash keeps fed. */
export async function versionsToFeed(pool: Pool, rulesHash: string): Promise<Version[]> {
  const { rows } = await pool.query<Version>(
    `select ${columns} from projection.version
     where rules_hash = $1 and retired_at is null and built_at is not null order by created_at, version`,
    [rulesHash],
  );
  return rows;
}

export interface NewVersion {
  readonly rulesHash: string;
  readonly slices: number;
  readonly logEpoch: string;
  /** False: a rebuild fills it before live projectors do. */
  readonly built: boolean;
}

/** A version with this hash to feed: the one there is, else a new one from offset 0, active where none is. */
export async function ensureVersion(pool: Pool, wanted: NewVersion): Promise<{ version: Version; created: boolean }> {
  return withTransaction(pool, async (client) => {
    await lockVersions(client);
    const versions = await listVersions(client);
    const present = versions.filter((each) => each.rulesHash === wanted.rulesHash && each.retiredAt === null);
    // Made by an older release: rows written from here on have what it did not know.
    for (const { schemaName } of present) await migrateProjection(client, schemaName);
    const usable = present.findLast((each) => each.builtAt !== null);
    if (usable !== undefined) return { version: usable, created: false };
    return { version: await insertVersion(client, versions, wanted), created: true };
  });
}

/** The next version of this hash, to be filled by a rebuild; one that an earlier rebuild left unfinished is resumed. */
export async function shadowVersion(pool: Pool, wanted: NewVersion): Promise<{ version: Version; resumed: boolean }> {
  return withTransaction(pool, async (client) => {
    await lockVersions(client);
    const versions = await listVersions(client);
    const unfinished = versions.findLast((each) => each.retiredAt === null && each.builtAt === null);
    if (unfinished?.rulesHash === wanted.rulesHash && (await isOfLog(client, unfinished, wanted))) {
      await migrateProjection(client, unfinished.schemaName);
      return { version: unfinished, resumed: true };
    }
    return { version: await insertVersion(client, versions, wanted), resumed: false };
  });
}

/** Slices built from one log must not be completed from another. */
async function isOfLog(client: ClientBase, version: Version, { slices, logEpoch }: NewVersion): Promise<boolean> {
  const { rows } = await client.query<{ same: boolean }>(
    'select count(*) = 2 * $3::int and bool_and(log_epoch = $2) as same from projection.lease where version = $1',
    [version.version, logEpoch, slices],
  );
  return rows[0]?.same ?? false;
}

/** Two processes that start together must not make two versions of one hash. */
async function lockVersions(client: ClientBase): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext('hub projection versions'))`);
}

async function insertVersion(client: ClientBase, versions: readonly Version[], wanted: NewVersion): Promise<Version> {
  const numbers = versions
    .filter((each) => each.rulesHash === wanted.rulesHash)
    .map((each) => Number(each.version.slice(each.version.lastIndexOf('.') + 1)));
  const next = Math.max(0, ...numbers) + 1;
  // Sixteen hexadecimal digits of the hash name it for people, in commands and as a schema.
  const short = createHash('sha256').update(wanted.rulesHash).digest('hex').slice(0, 16);
  const version = `${short}.${next}`;
  const schemaName = `projection_${short}_${next}`;
  await migrateProjection(client, schemaName);
  const { rows } = await client.query<Version>(
    `insert into projection.version (version, rules_hash, schema_name, built_at)
     values ($1, $2, $3, case when $4 then now() end) returning ${columns}`,
    [version, wanted.rulesHash, schemaName, wanted.built],
  );
  await client.query(
    `insert into projection.lease (version, kind, slice, log_epoch, built)
     select $1, kind, slice, $3, $4
     from unnest(array['trainee', 'offer']) kind, generate_series(0, $2::int - 1) slice`,
    [version, wanted.slices, wanted.logEpoch, wanted.built],
  );
  if (wanted.built) {
    await client.query(`insert into projection.active (version) values ($1) on conflict do nothing`, [version]);
    await client.query(
      `update projection.version set promoted_at = now()
       where version = $1 and version = (select version from projection.active)`,
      [version],
    );
  }
  return rows[0] as Version;
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
