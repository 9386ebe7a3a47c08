import type { Topic } from '@hub/contracts';
import type { ClientBase, Pool } from 'pg';
import type { Parked } from '../domain/arrival.ts';

export interface ParkedEvent extends Parked {
  readonly version: string;
  /** RFC 3339. */
  readonly parkedAt: string;
}

export interface ParkedPlace {
  readonly version: string;
  readonly topic: Topic;
  readonly slice: number;
  readonly offset: number;
}

export async function insertParked(client: ClientBase, version: string, parked: readonly Parked[]): Promise<void> {
  if (parked.length === 0) return;
  await client.query(
    `insert into projection.parked (version, topic, slice, "offset", dossier, reason, detail)
     select $1, * from unnest($2::text[], $3::smallint[], $4::bigint[], $5::int[], $6::text[], $7::text[])
     on conflict (version, topic, slice, "offset") do update set reason = excluded.reason, detail = excluded.detail`,
    [
      version,
      parked.map((each) => each.topic),
      parked.map((each) => each.slice),
      parked.map((each) => each.offset),
      parked.map((each) => each.dossier),
      parked.map((each) => each.reason),
      parked.map((each) => each.detail),
    ],
  );
}

/** Parked events of one version, or of all that are not retired; in the order of the log, at most `limit`. */
export async function listParked(
  pool: Pool,
  options: { version?: string; limit?: number } = {},
): Promise<ParkedEvent[]> {
  const { rows } = await pool.query<ParkedEvent & { offset: number }>(
    `select p.version, p.topic, p.slice, p."offset"::float8 as "offset", p.dossier, p.reason, p.detail,
       to_json(p.parked_at)#>>'{}' as "parkedAt"
     from projection.parked p join projection.version v using (version)
     where v.retired_at is null and ($1::text is null or p.version = $1)
     order by p.version, p.topic, p.slice, p."offset" limit $2`,
    [options.version ?? null, options.limit ?? 1_000],
  );
  return rows;
}

export async function findParked(database: Pool | ClientBase, place: ParkedPlace): Promise<ParkedEvent | null> {
  const { rows } = await database.query<ParkedEvent>(
    `select version, topic, slice, "offset"::float8 as "offset", dossier, reason, detail,
       to_json(parked_at)#>>'{}' as "parkedAt"
     from projection.parked where version = $1 and topic = $2 and slice = $3 and "offset" = $4`,
    [place.version, place.topic, place.slice, place.offset],
  );
  return rows[0] ?? null;
}

export async function deleteParked(client: ClientBase, place: ParkedPlace): Promise<void> {
  await client.query(
    'delete from projection.parked where version = $1 and topic = $2 and slice = $3 and "offset" = $4',
    [place.version, place.topic, place.slice, place.offset],
  );
}
