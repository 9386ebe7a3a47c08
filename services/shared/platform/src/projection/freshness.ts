import type { Pool } from 'pg';
import type { DelayTable } from './delay-counts.ts';

/** Upper bounds, in seconds, of what is counted together; what took longer than the last stands behind it. */
export const freshnessBounds = [0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300];

/** How long events of one source and topic took from their receipt to being visible; how many took longer than promised. */
export const freshnessTable: DelayTable = {
  ...{ table: 'projection.freshness', unit: 'minute', keptFor: '1 hour' },
  ...{ by: ['source', 'topic'], more: { late: 'integer', promised_seconds: 'double precision' } },
};

/** What the projectors of a version promised last, in seconds; null where none of them counted anything within an hour. */
export async function promisedFreshness(pool: Pool, version: string): Promise<number | null> {
  const { rows } = await pool.query<{ seconds: number }>(
    `select promised_seconds as seconds from projection.freshness where version = $1 order by minute desc limit 1`,
    [version],
  );
  return rows[0]?.seconds ?? null;
}

/** By source, the minute (RFC 3339) in which an event of it last became visible, in whatever version, within an hour. */
export async function lastVisible(pool: Pool): Promise<ReadonlyMap<string, string>> {
  const { rows } = await pool.query<{ source: string; at: string }>(
    `select source, to_json(max(minute) at time zone 'utc')#>>'{}' || 'Z' as at
     from projection.freshness group by source`,
  );
  return new Map(rows.map(({ source, at }) => [source, at]));
}

/** What became visible of one source and topic in one minute, whatever projector counted it. */
export interface FreshMinute {
  readonly pair: readonly [source: string, topic: string];
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  readonly events: number;
  readonly late: number;
}

/** Of the last so many minutes, each pair and minute in which something was counted; and the time of the database. */
export async function readFreshMinutes(
  pool: Pool,
  version: string,
  minutes: number,
): Promise<readonly (FreshMinute & { readonly now: number })[]> {
  const { rows } = await pool.query<FreshMinute & { readonly now: number }>(
    `select array[source, topic] as pair, extract(epoch from minute)::float8 * 1000 as at,
       extract(epoch from clock_timestamp())::float8 * 1000 as now,
       sum((select sum(count) from unnest(counts) as bound (count)))::float8 as events, sum(late)::float8 as late
     from projection.freshness where version = $1 and minute > clock_timestamp() - $2 * interval '1 minute'
     group by source, topic, minute`,
    [version, minutes],
  );
  return rows;
}
