import { HubError } from '@hub/core';
import pg, { type ClientBase, type Pool } from 'pg';
import { withTransaction } from '../postgres/pool.ts';
import { activeVersion } from './active-version.ts';
import { countProjectors } from './share-leases.ts';
import { lockVersions, requireVersion, rowShape, type Version } from './versions.ts';

export interface Switched {
  readonly active: string;
  /** What was active before, and what a rollback goes back to. */
  readonly previous: string | null;
}

/**
 * Gives readers this version from their next request on. Throws `wrong-use` where it was retired meanwhile, or the active
 * version is no more the one that it was compared with (`from`; null: none).
 */
export async function switchTo(pool: Pool, name: string, from: string | null): Promise<Switched> {
  return withTransaction(
    pool,
    async (client) => {
      await lockVersions(client);
      const active = (await activeVersion(client))?.version ?? null;
      if (active !== from) {
        throw new HubError(
          'wrong-use',
          `Readers were given ${active ?? 'nothing'} meanwhile, and no more ${from ?? 'nothing'}: look again.`,
        );
      }
      return makeActive(client, name);
    },
    { job: true },
  );
}

/**
 * Gives readers this version where none is active, or where the active one has rows of another shape and no living
 * projector feeds it: nobody could read it. Null where somebody feeds it, or it can be read.
 */
export async function replaceUnreadable(pool: Pool, name: string, leaseMs: number): Promise<Switched | null> {
  return withTransaction(
    pool,
    async (client) => {
      await lockVersions(client);
      const active = await activeVersion(client);
      if (active === null) return makeActive(client, name);
      if (active.shape === rowShape) return null;
      return (await countProjectors(client, active.version, leaseMs)) === 0 ? makeActive(client, name) : null;
    },
    { job: true },
  );
}

/** Under the lock of the versions: one that was retired has no rows any more. */
async function makeActive(client: ClientBase, name: string): Promise<Switched> {
  await requireVersion(client, name);
  const { rows } = await client.query<Switched>(
    `insert into projection.active as a (version) values ($1)
     on conflict (single) do update set previous = a.version, version = excluded.version
     returning version as active, previous`,
    [name],
  );
  await client.query('update projection.version set promoted_at = clock_timestamp() where version = $1', [name]);
  return rows[0] as Switched;
}

/**
 * Drops a version that is not active, with its rows. Throws `wrong-use` for the active one, `consent-needed` for the one
 * that a rollback would go back to, unless `withoutWayBack`.
 */
export async function dropVersion(
  pool: Pool,
  name: string,
  options: { readonly withoutWayBack?: boolean } = {},
): Promise<void> {
  await withTransaction(
    pool,
    async (client) => {
      // Nobody gives it to readers meanwhile.
      await lockVersions(client);
      const { schemaName } = await requireVersion(client, name);
      const { rows } = await client.query<Switched>('select version as active, previous from projection.active');
      if (rows[0]?.active === name) {
        throw new HubError('wrong-use', `Version ${name} is active; promote another one before it is retired.`);
      }
      if (rows[0]?.previous === name && options.withoutWayBack !== true) {
        throw new HubError(
          'consent-needed',
          `Version ${name} is what "hub rollback" goes back to from ${rows[0].active}: without it there is no way back. Keep ` +
            'it while readers may need it, or give --without-way-back.',
        );
      }
      // Waits for the transactions under way; later ones find no lease and write nothing.
      await client.query('select from projection.lease where version = $1 order by kind, slice for update', [name]);
      await client.query('delete from projection.lease where version = $1', [name]);
      await client.query('delete from projection.parked where version = $1', [name]);
      await client.query('delete from projection.projector where version = $1', [name]);
      await client.query('delete from projection.comparison where $1 in (version, other)', [name]);
      await client.query('update projection.version set retired_at = clock_timestamp() where version = $1', [name]);
      await client.query(`drop schema ${pg.escapeIdentifier(schemaName)} cascade`);
    },
    { job: true },
  );
}

/** Throws `wrong-use`, with what to do, where this code can neither read nor write the rows of the version. */
export function requireOwnShape({ version, shape }: Version): void {
  if (shape === rowShape) return;
  throw new HubError(
    'wrong-use',
    `Version ${version} has rows of shape ${shape}; this hub reads shape ${rowShape}. To project other rules again run ` +
      `"hub rebuild --promote" with them; drop this version by "hub retire ${version}".`,
  );
}
