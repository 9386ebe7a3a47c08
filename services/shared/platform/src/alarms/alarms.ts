import type { Pool } from 'pg';

/** What went beyond a limit, of whom; what does not apply is null. */
export interface Alarm {
  readonly kind: string;
  readonly organisation: string | null;
  readonly clientId: string | null;
  readonly agent: string | null;
  readonly address: string | null;
  /** SIRET of the other organisation of a pair. */
  readonly counterpart: string | null;
  readonly count: number;
  readonly limit: number;
}

/** Makes it ring, or ring on: what nobody has acknowledged yet is one alarm, with the most that was counted. */
export async function raiseAlarm(pool: Pick<Pool, 'query'>, alarm: Alarm): Promise<void> {
  await pool.query(
    `insert into access.alarm as known (kind, organisation, client_id, agent, address, counterpart, count, "limit")
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (kind, organisation, client_id, agent, address, counterpart) where acknowledged_at is null
     do update set count = greatest(known.count, excluded.count), "limit" = excluded."limit", last_at = clock_timestamp()`,
    [
      ...[alarm.kind, alarm.organisation, alarm.clientId, alarm.agent, alarm.address, alarm.counterpart],
      ...[alarm.count, alarm.limit],
    ],
  );
}

/** An alarm as operators see it. Times are RFC 3339. */
export interface RungAlarm extends Alarm {
  readonly id: number;
  readonly since: string;
  readonly lastAt: string;
  readonly acknowledged: { readonly at: string; readonly by: string; readonly why: string } | null;
}

const columns = `alarm_id::float8 as id, kind, organisation, client_id as "clientId", agent, address, counterpart, count,
  "limit", to_json(since)#>>'{}' as since, to_json(last_at)#>>'{}' as "lastAt",
  case when acknowledged_at is not null then json_build_object(
    'at', acknowledged_at, 'by', acknowledged_by, 'why', acknowledged_why) end as acknowledged`;

export interface AlarmFilter {
  /** Those that nobody acknowledged yet; undefined: all. */
  readonly open?: boolean | undefined;
  readonly below?: number | undefined;
  readonly limit: number;
}

/** The newest first. */
export async function listAlarms(
  pool: Pick<Pool, 'query'>,
  { open, below, limit }: AlarmFilter,
): Promise<readonly RungAlarm[]> {
  const { rows } = await pool.query<RungAlarm>(
    `select ${columns} from access.alarm
     where ($1::boolean is null or (acknowledged_at is null) = $1) and ($2::bigint is null or alarm_id < $2)
     order by alarm_id desc limit $3`,
    [open ?? null, below ?? null, limit],
  );
  return rows;
}

export async function findAlarm(client: Pick<Pool, 'query'>, id: number): Promise<RungAlarm | null> {
  const { rows } = await client.query<RungAlarm>(`select ${columns} from access.alarm where alarm_id = $1`, [id]);
  return rows[0] ?? null;
}

/** It rings no more; what goes beyond the limit again is a new alarm. Null where it is unknown or was acknowledged before. */
export async function acknowledgeAlarm(
  client: Pick<Pool, 'query'>,
  id: number,
  { by, why }: { readonly by: string; readonly why: string },
): Promise<RungAlarm | null> {
  const { rows } = await client.query<RungAlarm>(
    `update access.alarm set acknowledged_at = clock_timestamp(), acknowledged_by = $2, acknowledged_why = $3
     where alarm_id = $1 and acknowledged_at is null returning ${columns}`,
    [id, by, why],
  );
  return rows[0] ?? null;
}

/** How many ring, by kind. */
export async function countOpenAlarms(pool: Pick<Pool, 'query'>): Promise<Readonly<Record<string, number>>> {
  const { rows } = await pool.query<{ kind: string; count: number }>(
    'select kind, count(*)::int as count from access.alarm where acknowledged_at is null group by kind order by kind',
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}
