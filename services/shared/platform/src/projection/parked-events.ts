import { type Topic, topics } from '@hub/contracts';
import type { Position } from '@hub/core';
import type { ClientBase, Pool } from 'pg';
import type { VersionRows } from './active-version.ts';
import { tellFates } from './feed-fates.ts';

/**
 * `event-unreadable`: the message itself; `fold-failed`: the rules broke on it; `row-refused`: PostgreSQL did;
 * `trainee-differs`: the dossier that it names is somebody else's; `trainee-destroyed`: the data of its trainee were
 * destroyed before it came, and nothing of it is kept.
 */
export const parkedReasons = [
  'event-unreadable',
  'fold-failed',
  'row-refused',
  'trainee-differs',
  'trainee-destroyed',
] as const;

/** An event that could not be projected: its place on the log, and why. */
export interface Parked extends Position {
  readonly dossier: number | null;
  /** Whose it is and what its source calls it, as far as it could be read. */
  readonly event: { readonly source: string; readonly id: string } | null;
  readonly reason: (typeof parkedReasons)[number];
  readonly detail: string;
}

export interface ParkedEvent extends Parked {
  readonly version: string;
  /** RFC 3339. */
  readonly parkedAt: string;
  /** Null: it calls for an operator. */
  readonly settled: Settlement | null;
}

/** An operator decided that an event stays parked: of its place on this log, so that it holds in every version. */
export interface Settlement {
  /** Opaque id of whoever decided. */
  readonly agent: string;
  readonly reason: string;
  /** RFC 3339. */
  readonly at: string;
}

export interface ParkedPlace extends Position {
  readonly version: string;
}

const settlement = `json_build_object('agent', s.agent, 'reason', s.reason, 'at', s.settled_at)`;

/** Every version is of one log. */
const epochOfVersion = '(select log_epoch from projection.lease l where l.version = p.version limit 1)';

const parkedOrSettled = `projection.parked p left join custody.settled_event s
  on (s.topic, s.slice, s."offset") = (p.topic, p.slice, p."offset") and s.log_epoch = ${epochOfVersion}`;

const selectParked = `select p.version, p.topic, p.slice, p."offset"::float8 as "offset", p.dossier, p.reason, p.detail,
  case when p.event_id is not null then json_build_object('source', p.source, 'id', p.event_id) end as event,
  to_json(p.parked_at)#>>'{}' as "parkedAt", case when s.agent is not null then ${settlement} end as settled
  from ${parkedOrSettled}`;

const ofLivingVersions =
  "p.version in (select version from projection.version where retired_at is null and purpose = 'records')";

const atPlace = 'p.version = $1 and p.topic = $2 and p.slice = $3 and p."offset" = $4';

/** `isFed`: of a version that readers may be given: their sources are told. */
export async function insertParked(
  client: ClientBase,
  version: string,
  parked: readonly Parked[],
  { isFed }: { readonly isFed: boolean },
): Promise<void> {
  if (parked.length === 0) return;
  await client.query(
    `insert into projection.parked (version, topic, slice, "offset", dossier, reason, detail, source, event_id)
     select $1, * from unnest($2::text[], $3::smallint[], $4::bigint[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[])
     on conflict (version, topic, slice, "offset") do update set reason = excluded.reason, detail = excluded.detail`,
    [
      version,
      parked.map((each) => each.topic),
      parked.map((each) => each.slice),
      parked.map((each) => each.offset),
      parked.map((each) => each.dossier),
      parked.map((each) => each.reason),
      parked.map((each) => each.detail),
      parked.map((each) => each.event?.source ?? null),
      parked.map((each) => each.event?.id ?? null),
    ],
  );
  if (isFed) await tellFates(client, version, parked, 'parked');
}

/**
 * Parked events of one version, or of all that are not retired nor of a verification; in the order of the log, at most `limit`; without those
 * that are settled, unless `all`.
 */
export async function listParked(
  pool: Pool,
  options: { version?: string; limit?: number; all?: boolean } = {},
): Promise<ParkedEvent[]> {
  const { rows } = await pool.query<ParkedEvent>(
    `${selectParked}
     where ${ofLivingVersions}
       and ($1::text is null or p.version = $1) and ($3 or s.agent is null)
     order by p.version, p.topic, p.slice, p."offset" limit $2`,
    [options.version ?? null, options.limit ?? 1_000, options.all ?? false],
  );
  return rows;
}

/** Which parked events are wanted; what is absent or undefined narrows nothing. */
export interface ParkedFilter {
  readonly version?: string | undefined;
  readonly source?: string | undefined;
  readonly topic?: string | undefined;
  readonly reason?: string | undefined;
  readonly dossier?: number | undefined;
  /** What its source calls the event. */
  readonly id?: string | undefined;
  /** Default: those that are not, which call for an operator. */
  readonly settled?: boolean | 'all' | undefined;
}

/** In the order of the log, version by version, behind the place named. */
export async function pageParked(
  pool: Pick<ClientBase, 'query'>,
  { version, source, topic, reason, dossier, id, settled = false }: ParkedFilter,
  { after, limit }: { readonly after?: ParkedPlace | undefined; readonly limit: number },
): Promise<readonly ParkedEvent[]> {
  const { rows } = await pool.query<ParkedEvent>(
    `${selectParked}
     where ${ofLivingVersions}
       and ($1::text is null or p.version = $1) and ($2::text is null or p.source = $2)
       and ($3::text is null or p.topic = $3) and ($4::text is null or p.reason = $4)
       and ($5::int is null or p.dossier = $5) and ($6::text is null or p.event_id = $6)
       and ($7::boolean is null or (s.agent is not null) = $7)
       and ($8::text is null or (p.version, p.topic, p.slice, p."offset") > ($8, $9::text, $10::smallint, $11::bigint))
     order by p.version, p.topic, p.slice, p."offset" limit $12`,
    [
      ...[version ?? null, source ?? null, topic ?? null, reason ?? null, dossier ?? null, id ?? null],
      settled === 'all' ? null : settled,
      ...(after === undefined ? [null, null, null, null] : valuesOf(after)),
      limit,
    ],
  );
  return rows;
}

/** Of one version, source, topic and reason. */
export interface ParkedCount {
  readonly version: string;
  /** Null where it could not be read. */
  readonly source: string | null;
  readonly topic: Topic;
  readonly reason: Parked['reason'];
  /** Those that call for an operator. */
  readonly parked: number;
  readonly settled: number;
}

/** The most first. */
export async function countParked(pool: Pool): Promise<readonly ParkedCount[]> {
  const { rows } = await pool.query<ParkedCount>(
    `select p.version, p.source, p.topic, p.reason, (count(*) filter (where s.agent is null))::int as parked,
       (count(*) filter (where s.agent is not null))::int as settled
     from ${parkedOrSettled} where ${ofLivingVersions}
     group by p.version, p.source, p.topic, p.reason
     order by parked desc, p.version, p.source, p.topic, p.reason`,
  );
  return rows;
}

/** `version/topic/slice/offset` */
export function placeName({ version, topic, slice, offset }: ParkedPlace): string {
  return `${version}/${topic}/${slice}/${offset}`;
}

/** Null for what is not the name of a place. */
export function placeNamed(name: string): ParkedPlace | null {
  const [, version = '', topicName, slice, offset] = placePattern.exec(name) ?? [];
  const topic = topics.find((known) => known === topicName);
  return topic === undefined ? null : { version, topic, slice: Number(slice), offset: Number(offset) };
}

const placePattern = /^([0-9a-z]{1,32}\.[1-9][0-9]{0,8})\/([a-z-]{1,32})\/(\d{1,4})\/(\d{1,15})$/;

/** Parked events of a version that call for an operator, by reason. */
export async function countParkedByReason(
  pool: Pool,
  version: string,
): Promise<Readonly<Partial<Record<Parked['reason'], number>>>> {
  const { rows } = await pool.query<{ reason: Parked['reason']; parked: number }>(
    `select p.reason, count(*)::int as parked from ${parkedOrSettled}
     where p.version = $1 and s.agent is null group by p.reason order by p.reason`,
    [version],
  );
  return Object.fromEntries(rows.map(({ reason, parked }) => [reason, parked]));
}

export async function findParked(database: Pool | ClientBase, place: ParkedPlace): Promise<ParkedEvent | null> {
  const { rows } = await database.query<ParkedEvent>(`${selectParked} where ${atPlace}`, [...valuesOf(place)]);
  return rows[0] ?? null;
}

function valuesOf({ version, topic, slice, offset }: ParkedPlace): readonly (string | number)[] {
  return [version, topic, slice, offset];
}

/** It is in the records now: what was decided of it is over. */
export async function deleteParked(client: ClientBase, place: ParkedPlace): Promise<void> {
  await client.query(
    `delete from custody.settled_event s using projection.parked p
     where ${atPlace} and (s.topic, s.slice, s."offset") = (p.topic, p.slice, p."offset") and s.log_epoch = ${epochOfVersion}`,
    [...valuesOf(place)],
  );
  await tellFates(client, place.version, [place], 'counted');
  await client.query(`delete from projection.parked p where ${atPlace}`, [...valuesOf(place)]);
}

/** Said again, the last one stands. Null where nothing is parked there. */
export async function settleParked(
  pool: Pool,
  place: ParkedPlace,
  { agent, reason }: Omit<Settlement, 'at'>,
): Promise<Settlement | null> {
  const { rows } = await pool.query<{ settled: Settlement }>(
    `insert into custody.settled_event as s (log_epoch, topic, slice, "offset", agent, reason)
     select ${epochOfVersion}, p.topic, p.slice, p."offset", $5, $6 from projection.parked p where ${atPlace}
     on conflict (log_epoch, topic, slice, "offset")
       do update set agent = excluded.agent, reason = excluded.reason, settled_at = clock_timestamp()
     returning ${settlement} as settled`,
    [...valuesOf(place), agent, reason],
  );
  await tellFates(pool, place.version, [place], 'settled');
  return rows[0]?.settled ?? null;
}

/** Which of these places are parked in the version of the snapshot. */
export async function parkedAmong(
  { client, version }: VersionRows,
  places: readonly Position[],
): Promise<readonly ParkedEvent[]> {
  if (places.length === 0) return [];
  const { rows } = await client.query<ParkedEvent>(
    `${selectParked} where p.version = $1
     and (p.topic, p.slice, p."offset") in (select * from unnest($2::text[], $3::smallint[], $4::bigint[]))`,
    [
      version.version,
      places.map(({ topic }) => topic),
      places.map(({ slice }) => slice),
      places.map(({ offset }) => offset),
    ],
  );
  return rows;
}
