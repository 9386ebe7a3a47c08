import { HubError, type Rules } from '@hub/core';
import type pg from 'pg';
import { isRegistryEmpty } from '../registry/registry-content.ts';
import { rowShape, rulesOf, type Version, versionColumns } from './versions.ts';

type Client = Pick<pg.ClientBase, 'query'>;

export interface ActiveVersion extends Version {
  /** What a rollback goes back to. */
  readonly previous: string | null;
}

/** The version that readers are given; null before the first start. */
export async function activeVersion(client: Client): Promise<ActiveVersion | null> {
  const { rows } = await client.query<ActiveVersion>({
    name: 'active version',
    text: `select ${versionColumns}, previous from projection.active join projection.version using (version)`,
  });
  return rows[0] ?? null;
}

/**
 * The active version for who reads its rows; null before the first event. Throws `projection-building` where its rows are of
 * another shape than this code reads, or people are known and none is active (a restored database): a version of our shape
 * is being built, or waits to be promoted.
 */
export async function readableVersion(client: Client): Promise<ActiveVersion | null> {
  const active = await activeVersion(client);
  if (active?.shape === rowShape) return active;
  if (active === null && (await isRegistryEmpty(client))) return null;
  throw new HubError('projection-building', describeProgress(await buildingProgress(client)), { retryable: true });
}

interface BuildingProgress {
  readonly version: string;
  readonly events: number;
  readonly eventsWanted: number;
}

/** How far the newest version of our shape has come; null where none is begun. */
async function buildingProgress(client: Client): Promise<BuildingProgress | null> {
  const { rows } = await client.query<BuildingProgress>(
    `select version, events_wanted::float8 as "eventsWanted", (
       select coalesce(sum(next::bigint), 0)::float8
       from projection.lease l cross join lateral jsonb_each_text(l.offsets) as read (topic, next)
       where l.version = v.version) as events
     from projection.version v where shape = $1 and retired_at is null and purpose = 'records' order by created_at desc limit 1`,
    [rowShape],
  );
  return rows[0] ?? null;
}

function describeProgress(progress: BuildingProgress | null): string {
  if (progress === null) return 'No projector of this release has begun to build them.';
  const { events, eventsWanted } = progress;
  const percent = eventsWanted === 0 ? 100 : Math.min(100, Math.floor((100 * events) / eventsWanted));
  return `${events} of ${eventsWanted} events are projected (${percent} %).`;
}

/** Where the rows of a version are read: in an open snapshot, or each statement in one of its own. */
export interface VersionRows {
  readonly client: Client;
  readonly version: Version;
}

/** The version that readers are given. */
export interface Snapshot extends VersionRows {
  /** Of the version: facts are described by them. */
  readonly rules: Rules;
}

/**
 * Runs `work` on one snapshot: offsets and rows are of the same moment. `work` gets null where no version is active yet.
 * Throws as `readableVersion` does.
 */
export async function withSnapshot<T>(pool: pg.Pool, work: (snapshot: Snapshot | null) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    // The version is read by the first statement of the transaction, which fixes the snapshot.
    await client.query('begin transaction isolation level repeatable read read only');
    const version = await readableVersion(client);
    return await work(version === null ? null : { client, version, rules: await rulesOf(client, version) });
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    const ended = await client.query('commit').catch((error: Error) => error);
    client.release(ended instanceof Error ? (failure ?? ended) : undefined);
  }
}
