import type { Topic } from '@hub/contracts';
import { type Anomaly, type FactSet, sessionsOf, withoutMoved } from '@hub/core';
import pg from 'pg';
import type { SliceProgress } from '../domain/log-state.ts';
import type { StoredDossier, StoredPerson, StoredSession, StoredTrainee } from '../domain/stored-person.ts';

/** The projection version that readers are given, and the open snapshot in which they read it. */
export interface Snapshot {
  readonly client: pg.ClientBase;
  readonly version: string;
  readonly rulesHash: string;
  /** Quoted name of the PostgreSQL schema with its rows. */
  readonly schema: string;
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
    const { rows } = await client.query<{ version: string; rulesHash: string; schemaName: string }>(
      `select v.version, v.rules_hash as "rulesHash", v.schema_name as "schemaName"
       from projection.active a join projection.version v using (version)`,
    );
    const [active] = rows;
    const snapshot =
      active === undefined
        ? null
        : {
            client,
            version: active.version,
            rulesHash: active.rulesHash,
            schema: pg.escapeIdentifier(active.schemaName),
          };
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

/** Parked events of these dossiers: whoever reads one is told that something could not be read. */
export async function readParkedOfDossiers(
  { client, version }: Snapshot,
  numbers: readonly number[],
): Promise<readonly (ParkedPlace & { readonly dossier: number })[]> {
  const { rows } = await client.query<Omit<ParkedPlace, 'offset'> & { offset: string; dossier: number }>(
    `select topic, slice, "offset", reason, dossier from projection.parked
     where version = $1 and dossier = any($2::int[]) order by topic, "offset" limit 100`,
    [version, numbers],
  );
  return rows.map((row) => ({ ...row, offset: Number(row.offset) }));
}

/** The trainee of a dossier, by any number that was ever given to it. */
export async function traineeOfDossier({ client, schema }: Snapshot, number: number): Promise<string | null> {
  const { rows } = await client.query<{ trainee: string }>({
    name: `trainee of dossier ${schema}`,
    text: `select trainee_id as trainee from ${schema}.dossier where number = $1`,
    values: [number],
  });
  return rows[0]?.trainee ?? null;
}

export const linkedRoundsMax = 8;
export const traineesMax = 64;

/**
 * Everything stored about a person: the trainee, those whom judgements name with it (whatever the verdict, the core
 * decides), their dossiers and the sessions of these, less what operators moved to somebody else. The same statements run where there is nobody.
 */
export async function readPerson(snapshot: Snapshot, trainee: string | null): Promise<StoredPerson> {
  const { trainees, ids } = await readTrainees(snapshot, trainee === null ? [] : [trainee]);
  const dossiers = await readDossiers(snapshot, ids);
  const sessions = await readSessions(snapshot, sessionsOf(dossiers));
  return withoutMoved({ ids, trainees, dossiers, sessions });
}

async function readTrainees(
  { client, schema }: Snapshot,
  start: readonly string[],
): Promise<{ readonly trainees: readonly StoredTrainee[]; readonly ids: readonly string[] }> {
  const found = new Map<string, StoredTrainee>();
  const ids = new Set(start);
  let wanted = start;
  for (let round = 0; round < linkedRoundsMax; round += 1) {
    const { rows } = await client.query<Row & { trainee: string; linked: string[] }>({
      name: `trainees ${schema}`,
      text: `select trainee_id as trainee, linked, slice, facts from ${schema}.trainee
       where trainee_id = any($1::uuid[]) or (linked <> '{}' and linked && $1::uuid[])`,
      values: [wanted],
    });
    for (const { trainee, slice, facts } of rows) found.set(trainee, { trainee, slice, facts: JSON.parse(facts) });
    wanted = [...new Set(rows.flatMap((row) => [row.trainee, ...row.linked]))].filter((id) => !ids.has(id));
    for (const id of wanted) ids.add(id);
    if (wanted.length === 0 || ids.size > traineesMax) break;
  }
  return { trainees: [...found.values()], ids: [...ids] };
}

async function readDossiers({ client, schema }: Snapshot, ids: readonly string[]): Promise<readonly StoredDossier[]> {
  const { rows } = await client.query<Row & { number: number; trainee: string }>({
    name: `dossiers ${schema}`,
    text: `select number, trainee_id as trainee, slice, facts from ${schema}.dossier
     where trainee_id = any($1::uuid[]) order by number`,
    values: [ids],
  });
  return rows.map((row) => ({ ...row, facts: JSON.parse(row.facts) as FactSet }));
}

/** Sessions told under these references, and those judged to be one with them. */
export async function readSessions(
  { client, schema }: Snapshot,
  references: readonly string[],
): Promise<readonly StoredSession[]> {
  const { rows } = await client.query<Row & { reference: string; record: string }>({
    name: `sessions ${schema}`,
    text: `with named as (
       select reference, refs from ${schema}.session
       where reference = any($1) or (cardinality(refs) > 1 and refs && $1))
     select reference, slice, facts, record from ${schema}.session
     where reference in (select reference from named union select unnest(refs) from named) order by reference`,
    values: [references],
  });
  return rows.map((row) => ({ ...row, facts: JSON.parse(row.facts), record: JSON.parse(row.record) }));
}

interface Row {
  readonly slice: number;
  /** JSON of a fact set. */
  readonly facts: string;
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
