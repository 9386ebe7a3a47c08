import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';
import { withTransaction } from '@hub/platform';
import pg from 'pg';
import { activeVersion, requireVersion, type Version } from '../adapters/versions.ts';

export interface Switched {
  readonly active: string;
  /** What was active before, and what a rollback goes back to. */
  readonly previous: string | null;
}

const waitMsDefault = 30_000;

/**
 * Gives readers this version from their next request on. Waits until it shows all that the active one shows. Throws
 * `wrong-use` where it is unknown, retired, not wholly built, or does not catch up because nobody feeds it.
 */
export async function promote(pool: pg.Pool, name: string, options: { waitMs?: number } = {}): Promise<Switched> {
  const version = await requireVersion(pool, name);
  if (version.builtAt === null) {
    throw new HubError('wrong-use', `Version ${name} is not wholly built; run "hub rebuild" to finish it first.`);
  }
  const active = await activeVersion(pool);
  if (active?.version === name) return { active: name, previous: active.previous };
  if (active !== null) await waitUntilLevel(pool, version, active.version, options.waitMs ?? waitMsDefault);
  return switchTo(pool, name);
}

/** Gives readers the version that was active before. Waits and throws like `promote`. */
export async function rollback(pool: pg.Pool, options: { waitMs?: number } = {}): Promise<Switched> {
  const previous = (await activeVersion(pool))?.previous;
  if (previous === null || previous === undefined) {
    throw new HubError('wrong-use', 'There is no version to go back to: nothing was promoted since the first start.');
  }
  return promote(pool, previous, options);
}

async function switchTo(pool: pg.Pool, name: string): Promise<Switched> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<Switched>(
      `insert into projection.active as a (version) values ($1)
       on conflict (single) do update set previous = a.version, version = excluded.version
       returning version as active, previous`,
      [name],
    );
    await client.query('update projection.version set promoted_at = clock_timestamp() where version = $1', [name]);
    return rows[0] as Switched;
  });
}

/** Readers must not lose what they have seen: waits until `version` has projected what `active` has by now. */
async function waitUntilLevel(pool: pg.Pool, version: Version, active: string, waitMs: number): Promise<void> {
  const deadline = performance.now() + waitMs;
  const goal = await offsetsOf(pool, active);
  for (;;) {
    const reached = await offsetsOf(pool, version.version);
    // Offsets of another log do not compare: the version of the log that is there is the one to show.
    const behind = [...goal].filter(([place, offset]) => reached.has(place) && (reached.get(place) ?? 0) < offset);
    if (behind.length === 0) return;
    if (performance.now() > deadline) {
      throw new HubError(
        'wrong-use',
        `Version ${version.version} is behind ${active} on ${behind.length} partitions and does not catch up: start a ` +
          'hub whose code and rules are those of this version, and try again.',
      );
    }
    await delay(50);
  }
}

/** Committed offset by log, topic and slice; every place that was ever read. */
async function offsetsOf(pool: pg.Pool, version: string): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ place: string; offset: number }>(
    `select concat_ws(' ', log_epoch, topic, slice) as place, coalesce((offsets->>topic)::float8, 0) as "offset"
     from projection.lease cross join lateral (
       select topic from (select distinct jsonb_object_keys(offsets) as topic from projection.lease) known
       where (kind = 'offer') = (topic = 'offer')) topics
     where version = $1`,
    [version],
  );
  return new Map(rows.map((row) => [row.place, row.offset]));
}

/** Drops a version that is not active, with its rows. Throws `wrong-use` for the active one. */
export async function retire(pool: pg.Pool, name: string): Promise<void> {
  const version = await requireVersion(pool, name);
  await withTransaction(pool, async (client) => {
    const active = await client.query<{ version: string }>('select version from projection.active for update');
    if (active.rows[0]?.version === name) {
      throw new HubError('wrong-use', `Version ${name} is active; promote another one before it is retired.`);
    }
    // Waits for the transactions under way; later ones find no lease and write nothing.
    await client.query('select from projection.lease where version = $1 order by kind, slice for update', [name]);
    await client.query('update projection.active set previous = null where previous = $1', [name]);
    await client.query('delete from projection.lease where version = $1', [name]);
    await client.query('delete from projection.parked where version = $1', [name]);
    await client.query('delete from projection.projector where version = $1', [name]);
    await client.query('update projection.version set retired_at = clock_timestamp() where version = $1', [name]);
    await client.query(`drop schema ${pg.escapeIdentifier(version.schemaName)} cascade`);
  });
}
