import { HubError } from '@hub/core';
import { within } from '@hub/platform';
import type { PoolClient } from 'pg';

const lockSpace = 7_303;

const closed = new WeakSet<PoolClient>();
const unlockMs = 2_000;

/**
 * Ends the connection and what it held: locks at once, so that whoever waits for one gets it when this resolves;
 * temporary tables and settings with the session. It may be called twice, for a connection may break before.
 */
export async function closeConnection(client: PoolClient): Promise<void> {
  if (closed.has(client)) return;
  closed.add(client);
  const unlocked = client.query('rollback; select pg_advisory_unlock_all()').catch(() => {});
  // A server that is away and does not say so must not hold up the end of a process.
  await within(unlocked, unlockMs, () => {});
  client.release(true);
}

/** Held by every gateway that serves, until its connection ends; false while the registry is being rebuilt. */
export async function shareRegistry(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ shared: boolean }>('select pg_try_advisory_lock_shared($1, 0) as shared', [
    lockSpace,
  ]);
  return rows[0]?.shared ?? false;
}

/** Whether somebody rebuilds the registry, or waits to. Nothing is held afterwards. */
export async function isRegistryClaimed(client: PoolClient): Promise<boolean> {
  if (!(await shareRegistry(client))) return true;
  await client.query('select pg_advisory_unlock_shared($1, 0)', [lockSpace]);
  return false;
}

/** A gateway that looks whether it may serve holds its share for a moment; while somebody waits here, no other gets one. */
const claimMs = 3_000;

/** Keeps every gateway out until the connection ends. Throws `registry-in-use`, naming who serves, where one is in. */
export async function claimRegistry(client: PoolClient): Promise<void> {
  await client.query(`set lock_timeout = ${claimMs}`);
  // Without an error where it is not to be had, which is no fault of the database.
  await client.query(
    `do $$ begin perform pg_advisory_lock(${lockSpace}, 0); exception when lock_not_available then null; end $$`,
  );
  const { rows: claims } = await client.query<{ claimed: boolean }>('select pg_try_advisory_lock($1, 0) as claimed', [
    lockSpace,
  ]);
  if (claims[0]?.claimed === true) return;
  const { rows: holders } = await client.query<{ name: string }>(
    `select concat_ws(' ', application_name, 'from', coalesce(host(client_addr), 'this machine'), 'since',
       to_char(backend_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as name
     from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and classid = $1 and objid = 0 and granted
       and database = (select oid from pg_database where datname = current_database())`,
    [lockSpace],
  );
  throw new HubError(
    'registry-in-use',
    `The registry is in use (${holders.map(({ name }) => name).join('; ')}). Stop every gateway, and any other rebuild of ` +
      'the registry, then run this again. Readers need not stop: "hub start --only query,projector".',
  );
}

const tables = [
  'trainee',
  'alias',
  'dossier',
  'verdict',
  'link',
  'description',
  'keyless',
  'identity_mark',
  'destroyed',
  'tombstone',
  'hold',
  'pepper',
];
const relations = [...tables, 'dossier_sequence'];

/** Tables that a migrated database has, and somebody dropped: no rebuild makes them again. */
export async function droppedTables(client: PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from unnest($1::text[]) as name where to_regclass('registry.' || name) is null`,
    [relations],
  );
  return rows.map(({ name }) => `registry.${name}`);
}
