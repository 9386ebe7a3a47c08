import type { Topic } from '@hub/contracts';
import type { Anomaly } from '@hub/core';
import pg from 'pg';
import type { SliceProgress } from './log-state.ts';
import type { StoredSession } from './stored-person.ts';

/** A version of the projection. */
export interface Version {
  readonly version: string;
  readonly rulesHash: string;
  /** Quoted name of the PostgreSQL schema with its rows. */
  readonly schema: string;
}

/** The version that readers are given, and where they read it: in an open snapshot, or each statement in one of its own. */
export interface Snapshot extends Version {
  readonly client: Client;
}

type Client = Pick<pg.ClientBase, 'query'>;

/** Null where none is active yet. */
export async function readActive(client: Client): Promise<Version | null> {
  const { rows } = await client.query<{ version: string; rulesHash: string; schemaName: string }>({
    name: 'active version',
    text: `select v.version, v.rules_hash as "rulesHash", v.schema_name as "schemaName"
     from projection.active a join projection.version v using (version)`,
  });
  const [active] = rows;
  if (active === undefined) return null;
  const { version, rulesHash, schemaName } = active;
  return { version, rulesHash, schema: pg.escapeIdentifier(schemaName) };
}

/**
 * Runs `work` on one snapshot: offsets and rows are of the same moment. `work` gets null where no version is active yet.
 */
export async function withSnapshot<T>(pool: pg.Pool, work: (snapshot: Snapshot | null) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    // One round trip: the version is read by the first statement of the transaction, which fixes the snapshot.
    await client.query('begin transaction isolation level repeatable read read only');
    const active = await readActive(client);
    const snapshot = active === null ? null : { client, ...active };
    return await work(snapshot);
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    const ended = await client.query('commit').catch((error: Error) => error);
    client.release(ended instanceof Error ? (failure ?? ended) : undefined);
  }
}

/** Progress of these slices in the version of the snapshot. */
export async function readProgress(
  { client, version }: Snapshot,
  slices: Iterable<readonly [kind: SliceProgress['kind'], slice: number]>,
): Promise<readonly SliceProgress[]> {
  const wanted = [...slices];
  const { rows } = await client.query<SliceProgress>({
    name: 'progress',
    text: `select kind, slice, log_epoch as "logEpoch", offsets from projection.lease
     where version = $1 and (kind, slice) in (select distinct * from unnest($2::text[], $3::smallint[]))
     order by kind, slice`,
    values: [version, wanted.map(([kind]) => kind), wanted.map(([, slice]) => slice)],
  });
  return rows;
}

/** An event that the projector could not read. */
export interface ParkedPlace {
  readonly topic: Topic;
  readonly slice: number;
  readonly offset: number;
  readonly reason: string;
}

/** Which of these places are parked in the version of the snapshot. */
export async function readParked(
  { client, version }: Snapshot,
  places: readonly { readonly topic: Topic; readonly slice: number; readonly offset: number }[],
): Promise<readonly ParkedPlace[]> {
  if (places.length === 0) return [];
  const { rows } = await client.query<Omit<ParkedPlace, 'offset'> & { offset: string }>(
    `select topic, slice, "offset", reason from projection.parked
     where version = $1 and (topic, slice, "offset") in (select * from unnest($2::text[], $3::smallint[], $4::bigint[]))`,
    [version, places.map(({ topic }) => topic), places.map(({ slice }) => slice), places.map(({ offset }) => offset)],
  );
  return rows.map((row) => ({ ...row, offset: Number(row.offset) }));
}

export const linkedRoundsMax = 8;
export const traineesMax = 64;

/** Sessions told under these references, and those judged to be one with them. */
export async function readSessions(
  { client, version, schema }: Snapshot,
  references: readonly string[],
): Promise<readonly StoredSession[]> {
  const { rows } = await client.query<SessionRow>({
    name: `sessions ${schema}`,
    text: `with named as (
       select reference, refs from ${schema}.session
       where reference = any($1) or (cardinality(refs) > 1 and refs && $1))
     select reference, slice, facts, record, log_epoch as "logEpoch", offsets
     from ${schema}.session join projection.lease using (slice)
     where reference in (select reference from named union select unnest(refs) from named)
       and version = $2 and kind = 'offer' order by reference`,
    values: [references, version],
  });
  return rows.map(({ reference, slice, facts, record, logEpoch, offsets }) => ({
    reference,
    facts: JSON.parse(facts),
    record: JSON.parse(record),
    progress: { kind: 'offer', slice, logEpoch, offsets },
  }));
}

interface SessionRow extends Omit<SliceProgress, 'kind'> {
  readonly reference: string;
  /** JSON of a fact set, and of what it says. */
  readonly facts: string;
  readonly record: string;
}

/** The row that holds what an event said, for the anomalies that name it. */
export async function readAnomalies(
  { client, schema }: Snapshot,
  place: { readonly dossier: number | null; readonly trainee: string | null },
): Promise<readonly Anomaly[]> {
  const { rows } = await client.query<{ record: string }>(
    `select record from ${schema}.dossier where number = $1
     union all select record from ${schema}.trainee where trainee_id = $2`,
    [place.dossier, place.trainee],
  );
  return rows.flatMap(({ record }) => (JSON.parse(record) as { anomalies: readonly Anomaly[] }).anomalies);
}
