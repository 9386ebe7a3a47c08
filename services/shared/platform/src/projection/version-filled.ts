import type { ClientBase, Pool } from 'pg';

const filled = `hashtext('hub version is filled')`;

/** Says that this process fills the version, for as long as the connection stands; several may. */
export async function showFilling(client: ClientBase, version: string): Promise<void> {
  await client.query(`select pg_advisory_lock_shared(${filled}, hashtext($1))`, [version]);
}

/** Whether some living process fills this version now. */
export async function isFilled(database: Pool | ClientBase, version: string): Promise<boolean> {
  const { rows } = await database.query<{ filled: boolean }>(
    `select exists (select from pg_locks held where held.locktype = 'advisory' and held.granted
       and held.classid = ${filled}::oid and held.objid = hashtext($1)::oid
       and held.database = (select oid from pg_database where datname = current_database())) as filled`,
    [version],
  );
  return rows[0]?.filled ?? false;
}
