import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HubError } from '@hub/core';
import pg from 'pg';
import { allowJob, takeRole } from './connection.ts';
import { databaseExists, withClient } from './database.ts';
import { withTransaction } from './pool.ts';
import { endWhereIdle } from './take-turn.ts';

interface Migration {
  readonly file: string;
  /** It says how things are, not how they change: run again after the others whenever it or one of them is new. */
  readonly isRepeated: boolean;
  readonly sql: string;
  readonly sha256: string;
}

const migrationsRoot = fileURLToPath(new URL('../../../../../migrations', import.meta.url));

/** Brings the hub's database up to date with `migrations/hub`; answers the files that were run. */
export function migrateHub(url: string, timeoutMs?: number): Promise<readonly string[]> {
  return migrate(url, join(migrationsRoot, 'hub'), { timeoutMs });
}

/** Brings the key store up to date with `migrations/keys`; answers the files that were run. */
export function migrateKeys(url: string, timeoutMs?: number): Promise<readonly string[]> {
  return migrate(url, join(migrationsRoot, 'keys'), { timeoutMs });
}

const repeatedFile = /^grants-/;

/** What a database has run of its migrations, less those that are run again and again. */
export interface MigrationState {
  /** False where the server has no database of this name. */
  readonly exists: boolean;
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

/** Reads what a database has run, and changes nothing. Throws `configuration-invalid` and `database-too-new` as `migrate` does. */
export async function migrationState(url: string, folder: 'hub' | 'keys', timeoutMs?: number): Promise<MigrationState> {
  const directory = join(migrationsRoot, folder);
  if (!(await databaseExists(url, timeoutMs))) {
    const pending = (await readMigrations(directory)).map(({ file }) => file);
    return { exists: false, applied: [], pending };
  }
  const read = async (client: pg.ClientBase) => {
    const known = await client.query<{ known: boolean }>(
      "select to_regclass('public.schema_migration') is not null as known",
    );
    const applied = known.rows[0]?.known
      ? await appliedMigrations(client, directory, 'public')
      : new Map<string, string>();
    const pending = pendingMigrations(await readMigrations(directory), applied).map(({ file }) => file);
    const once = [...applied.keys()].filter((file) => !repeatedFile.test(file));
    return { exists: true, applied: once.sort(), pending };
  };
  return withClient(url, read, timeoutMs);
}

/**
 * Creates the schema of one projection version, if missing, and runs `migrations/projection` in it.
 * With a pool, in a transaction of its own; with a client, in the caller's, whose search_path is left as it was.
 * `tables`: without the files that make indexes, which a rebuild leaves to the end.
 */
export async function migrateProjection(
  database: pg.Pool | pg.ClientBase,
  schemaName: string,
  what: 'all' | 'tables' = 'all',
): Promise<void> {
  const directory = join(migrationsRoot, 'projection');
  const isWanted = (file: string) => what === 'all' || !/^\d+_index_/.test(file);
  if (database instanceof pg.Pool) {
    await withTransaction(
      database,
      (client) => asProjector(client, () => applyAll(client, directory, schemaName, isWanted)),
      { job: true },
    );
    return;
  }
  await asProjector(database, () => applyAll(database, directory, schemaName, isWanted));
}

/** Whoever makes a version, the projector owns it: it writes its rows, and drops it in the end. */
async function asProjector(client: pg.ClientBase, work: () => Promise<unknown>): Promise<void> {
  const { rows } = await client.query<{ role: string }>("select current_setting('role') as role");
  await client.query(`${takeRole('hub_projector', 'transaction')}
    and has_database_privilege(oid, current_database(), 'create')`);
  await work();
  // After a failure the rollback puts the old one back.
  await client.query("select set_config('role', $1, true)", [rows[0]?.role ?? 'none']);
}

/**
 * Runs the files of `directory` that were not run yet, in the order of their names, all in one transaction.
 * Several processes may start at once: they take turns. Files run in `searchPath` (default `public`).
 * Throws `configuration-invalid` where a file that was run has changed, `database-too-new` where one has gone.
 */
export async function migrate(
  url: string,
  directory: string,
  { searchPath = 'public', timeoutMs }: { readonly searchPath?: string; readonly timeoutMs?: number | undefined } = {},
): Promise<readonly string[]> {
  const run = async (client: pg.ClientBase) => {
    await allowJob(client, 'session');
    await client.query('begin');
    const files = await applyAll(client, directory, searchPath);
    await client.query('commit');
    return files;
  };
  return withClient(url, run, timeoutMs);
}

async function applyAll(
  client: pg.ClientBase,
  directory: string,
  schemaName: string,
  isWanted: (file: string) => boolean = () => true,
): Promise<readonly string[]> {
  const schema = pg.escapeIdentifier(schemaName);
  await endWhereIdle(client);
  // One lock for every migration of this database: `create schema if not exists` itself is not safe side by side.
  await client.query("select pg_advisory_xact_lock(hashtext('hub migrations'))");
  const before = await client.query<{ search_path: string }>('show search_path');
  await client.query(`create schema if not exists ${schema}; set search_path to ${schema}`);
  await client.query(`create table if not exists schema_migration (
    file text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
  const applied = await appliedMigrations(client, directory, schemaName);
  const pending = pendingMigrations(await readMigrations(directory), applied).filter(({ file }) => isWanted(file));
  const repeated = (await readMigrations(directory)).filter(({ file, isRepeated }) => isRepeated && isWanted(file));
  const once = pending.filter(({ isRepeated }) => !isRepeated);
  for (const migration of [...once, ...repeated]) {
    await client.query(migration.sql).catch((cause: Error) => {
      if (cause instanceof HubError) throw cause;
      throw new HubError('internal', `Migration ${migration.file} failed: ${cause.message}`, { cause });
    });
    await client.query(`set search_path to ${schema}`);
    await client.query(
      `insert into schema_migration (file, sha256) values ($1, $2)
       on conflict (file) do update set sha256 = excluded.sha256, applied_at = now()`,
      [migration.file, migration.sha256],
    );
  }
  // A connection of a pool is used again by others; after a failure the rollback puts the old value back.
  await client.query("select set_config('search_path', $1, false)", [before.rows[0]?.search_path]);
  return pending.map(({ file }) => file);
}

/** Files and their SHA-256, less those of the other folders: hub and key store may share one database. */
async function appliedMigrations(
  client: pg.ClientBase,
  directory: string,
  schemaName: string,
): Promise<ReadonlyMap<string, string>> {
  const table = `${pg.escapeIdentifier(schemaName)}.schema_migration`;
  const { rows } = await client.query<{ file: string; sha256: string }>(`select file, sha256 from ${table}`);
  const others = await filesOfOthers(directory);
  return new Map(rows.filter(({ file }) => !others.has(file)).map(({ file, sha256 }) => [file, sha256]));
}

async function filesOfOthers(directory: string): Promise<ReadonlySet<string>> {
  const others = ['hub', 'keys'].map((folder) => join(migrationsRoot, folder)).filter((other) => other !== directory);
  if (others.length === 2) return new Set();
  const migrations = await Promise.all(others.map(readMigrations));
  return new Set(migrations.flat().map(({ file }) => file));
}

function pendingMigrations(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.file, migration]));
  for (const [file, sha256] of applied) {
    const migration = known.get(file);
    if (migration === undefined)
      throw new HubError('database-too-new', `The database has run ${file}, which this version does not know.`);
    if (migration.sha256 !== sha256 && !migration.isRepeated)
      throw new HubError(
        'configuration-invalid',
        `Migration ${file} has changed since it was run; restore it and put the change in a new file.`,
      );
  }
  return migrations.filter(({ file, sha256 }) => applied.get(file) !== sha256);
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  if (files.length === 0) throw new HubError('configuration-invalid', `No migration in ${basename(directory)}.`);
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(join(directory, file), 'utf8');
      const sha256 = createHash('sha256').update(sql).digest('hex');
      return { file, isRepeated: repeatedFile.test(file), sql, sha256 };
    }),
  );
}
