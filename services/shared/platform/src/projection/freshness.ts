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
