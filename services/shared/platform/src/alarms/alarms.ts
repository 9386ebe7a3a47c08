import type { Pool } from 'pg';

/** What went beyond a limit, of whom; what does not apply is null. */
export interface Alarm {
  readonly kind: string;
  readonly organisation: string | null;
  readonly clientId: string | null;
  readonly agent: string | null;
  readonly address: string | null;
  readonly count: number;
  readonly limit: number;
}

/** Makes it ring, or ring on: what nobody has acknowledged yet is one alarm, with the most that was counted. */
export async function raiseAlarm(pool: Pick<Pool, 'query'>, alarm: Alarm): Promise<void> {
  await pool.query(
    `insert into access.alarm as known (kind, organisation, client_id, agent, address, count, "limit")
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (kind, organisation, client_id, agent, address) where acknowledged_at is null
     do update set count = greatest(known.count, excluded.count), "limit" = excluded."limit", last_at = clock_timestamp()`,
    [alarm.kind, alarm.organisation, alarm.clientId, alarm.agent, alarm.address, alarm.count, alarm.limit],
  );
}
