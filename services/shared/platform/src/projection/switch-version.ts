import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';
import pg, { type ClientBase, type Pool } from 'pg';
import { type Operator, writeAudit } from '../admin/audit.ts';
import { withTransaction } from '../postgres/pool.ts';
import { activeVersion } from './active-version.ts';
import { type LeaseState, readLeases } from './leases.ts';
import { countProjectors } from './share-leases.ts';
import { isFilled } from './version-filled.ts';
import { lockVersions, requireVersion, rowShape, type Version } from './versions.ts';

export interface Switched {
  readonly active: string;
  /** What was active before, and what a rollback goes back to. */
  readonly previous: string | null;
}

/** A switch as the audit tells it, and who asked for it. */
export interface SwitchAsked {
  readonly by: Operator;
  readonly what: 'version-promoted' | 'version-rolled-back';
  /** What it stood on: the comparison, and what was allowed to differ. */
  readonly basis: object;
}

/** Whether the version shows all that these leases, of the one that is active, show. */
export type IsLevel = (client: ClientBase, shown: readonly LeaseState[]) => Promise<boolean>;

/** While it lasts, nobody writes the version that is active. */
const levelMsMax = 2_000;

/**
 * Gives readers this version from their next request on, and says so in the audit. Nobody writes the active one meanwhile,
 * and the other shows all that it shows: no reader goes back, and whoever was told of a change reads it. Throws
 * `wrong-use` where it was retired meanwhile, `version-overtaken` where the active version is no more the one that it was
 * compared with (`from`; null: none), `lease-lost` (retryable) where it does not come level in a moment.
 */
export async function switchTo(
  pool: Pool,
  name: string,
  from: string | null,
  asked: SwitchAsked,
  isLevel: IsLevel,
): Promise<Switched> {
  return withTransaction(
    pool,
    async (client) => {
      await lockVersions(client);
      const active = (await activeVersion(client))?.version ?? null;
      if (active !== from) {
        throw new HubError(
          'version-overtaken',
          `Readers were given ${active ?? 'nothing'} meanwhile, and no more ${from ?? 'nothing'}: look again.`,
        );
      }
      if (from !== null) await holdLevel(client, from, isLevel);
      const switched = await makeActive(client, name);
      await auditSwitch(client, switched, asked);
      return switched;
    },
    { job: true },
  );
}

async function holdLevel(client: ClientBase, active: string, isLevel: IsLevel): Promise<void> {
  await client.query('select from projection.lease where version = $1 order by kind, slice for update', [active]);
  const shown = await readLeases(client, active);
  for (const deadline = performance.now() + levelMsMax; !(await isLevel(client, shown)); await delay(5)) {
    if (performance.now() < deadline) continue;
    throw new HubError('lease-lost', `The version does not come level with ${active}.`, { retryable: true });
  }
}

async function auditSwitch(client: ClientBase, { active, previous }: Switched, asked: SwitchAsked): Promise<void> {
  const before = previous === null ? null : { active: previous };
  const after = { active, ...asked.basis };
  await writeAudit(client, asked.by, { what: asked.what, subject: `version:${active}`, before, after });
}

/** Nobody asked: the process that built it for readers who had none. */
const byProjector: SwitchAsked = {
  by: { siret: null, clientId: 'projector', agent: 'start', traceparent: null },
  what: 'version-promoted',
  basis: { because: 'nobody could read the active version' },
};

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
      if (active?.shape === rowShape) return null;
      if (active !== null && (await countProjectors(client, active.version, leaseMs)) > 0) return null;
      const switched = await makeActive(client, name);
      await auditSwitch(client, switched, byProjector);
      return switched;
    },
    { job: true },
  );
}

/**
 * Under the lock of the versions: one that was retired has no rows any more. Partners are fed from its rows from now on,
 * and told in the background of what it has otherwise.
 */
async function makeActive(client: ClientBase, name: string): Promise<Switched> {
  const { schemaName } = await requireVersion(client, name);
  await client.query('select from feed.slice order by kind, slice for update');
  await client.query(
    `insert into feed.slice (kind, slice, schema_name) select kind, slice, $2 from projection.lease where version = $1
     on conflict (kind, slice) do update set schema_name = excluded.schema_name`,
    [name, schemaName],
  );
  await client.query(
    `insert into feed.sweep (schema_name, before_schema) values ($1, (
       select schema_name from projection.active join projection.version using (version) where shape = $2))`,
    [schemaName, rowShape],
  );
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
 * Drops a version that is not active, with its rows, and says so in the audit. Throws `wrong-use` for the active one
 * and for one that somebody fills, `consent-needed` for the one that a rollback would go back to, unless `withoutWayBack`.
 */
export async function dropVersion(
  pool: Pool,
  name: string,
  options: { readonly by: Operator; readonly withoutWayBack?: boolean },
): Promise<void> {
  await withTransaction(
    pool,
    async (client) => {
      // Nobody gives it to readers meanwhile.
      await lockVersions(client);
      const version = await requireVersion(client, name);
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
      if (version.builtAt === null && (await isFilled(client, name))) {
        throw new HubError('wrong-use', `Version ${name} is being filled by a living process: end that one first.`);
      }
      await dropRows(client, version);
      const { purpose, createdAt, builtAt } = version;
      const change = { what: 'version-retired', subject: `version:${name}`, before: { purpose, createdAt, builtAt } };
      await writeAudit(client, options.by, { ...change, after: null });
    },
    { job: true },
  );
}

/** Under the lock of the versions. What was found by comparing it stays: the audit names it. */
export async function dropRows(client: ClientBase, { version, schemaName }: Version): Promise<void> {
  // Waits for the transactions under way; later ones find no lease and write nothing.
  await client.query('select from projection.lease where version = $1 order by kind, slice for update', [version]);
  await client.query('delete from projection.lease where version = $1', [version]);
  await client.query('delete from projection.parked where version = $1', [version]);
  await client.query('delete from projection.projector where version = $1', [version]);
  await client.query('update projection.version set retired_at = clock_timestamp() where version = $1', [version]);
  await client.query(`drop schema ${pg.escapeIdentifier(schemaName)} cascade`);
}

/** Throws `wrong-use`, with what to do, where this code can neither read nor write the rows of the version. */
export function requireOwnShape(version: Version): void {
  const unreadable = otherShape(version);
  if (unreadable !== null) throw new HubError('wrong-use', unreadable);
}

/** Why this code can neither read nor write the rows of the version, and what to do; null: it can. */
export function otherShape({ version, shape }: Version): string | null {
  if (shape === rowShape) return null;
  return (
    `Version ${version} has rows of shape ${shape}; this hub reads shape ${rowShape}. To project other rules again run ` +
    `"hub rebuild --promote" with them; drop this version by "hub retire ${version}".`
  );
}
