import type { Pool } from 'pg';

/** By client, when an event of it was last taken (RFC 3339). */
export async function lastTaken(pool: Pool): Promise<ReadonlyMap<string, string>> {
  const { rows } = await pool.query<{ clientId: string; at: string }>(
    `select client_id as "clientId", to_json(max(last_at) at time zone 'utc')#>>'{}' || 'Z' as at
     from conformance.shown where step like 'event:%' group by client_id`,
  );
  return new Map(rows.map(({ clientId, at }) => [clientId, at]));
}
