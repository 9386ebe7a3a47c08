import type { Position } from '@hub/core';
import type { ClientBase, Pool } from 'pg';
import type { VersionRows } from './active-version.ts';

/** An event that could not be projected: its place on the log, and why. */
export interface Parked extends Position {
  readonly dossier: number | null;
  /**
   * `event-unreadable`: the message itself; `fold-failed`: the rules broke on it; `row-refused`: PostgreSQL did;
   * `trainee-differs`: the dossier that it names is somebody else's.
   */
  readonly reason: 'event-unreadable' | 'fold-failed' | 'row-refused' | 'trainee-differs';
  readonly detail: string;
}

export interface ParkedEvent extends Parked {
  readonly version: string;
  /** RFC 3339. */
  readonly parkedAt: string;
}

export interface ParkedPlace extends Position {
  readonly version: string;
}

const columns = `version, topic, slice, "offset"::float8 as "offset", dossier, reason, detail,
  to_json(parked_at)#>>'{}' as "parkedAt"`;

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
  const { rows } = await pool.query<ParkedEvent>(
    `select ${columns} from projection.parked
     where version in (select version from projection.version where retired_at is null)
       and ($1::text is null or version = $1)
     order by version, topic, slice, projection.parked."offset" limit $2`,
    [options.version ?? null, options.limit ?? 1_000],
  );
  return rows;
}

/** Parked events of a version, by reason. */
export async function countParkedByReason(
  pool: Pool,
  version: string,
): Promise<Readonly<Partial<Record<Parked['reason'], number>>>> {
  const { rows } = await pool.query<{ reason: Parked['reason']; parked: number }>(
    'select reason, count(*)::int as parked from projection.parked where version = $1 group by reason order by reason',
    [version],
  );
  return Object.fromEntries(rows.map(({ reason, parked }) => [reason, parked]));
}

export async function findParked(database: Pool | ClientBase, place: ParkedPlace): Promise<ParkedEvent | null> {
  const { rows } = await database.query<ParkedEvent>(
    `select ${columns} from projection.parked where version = $1 and topic = $2 and slice = $3 and "offset" = $4`,
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

/** Which of these places are parked in the version of the snapshot. */
export async function parkedAmong(
  { client, version }: VersionRows,
  places: readonly Position[],
): Promise<readonly ParkedEvent[]> {
  if (places.length === 0) return [];
  const { rows } = await client.query<ParkedEvent>(
    `select ${columns} from projection.parked
     where version = $1 and (topic, slice, "offset") in (select * from unnest($2::text[], $3::smallint[], $4::bigint[]))`,
    [
      version.version,
      places.map(({ topic }) => topic),
      places.map(({ slice }) => slice),
      places.map(({ offset }) => offset),
    ],
  );
  return rows;
}
