import type { Topic } from '@hub/contracts';
import type { ClientBase, Pool } from 'pg';

/** Upper bounds, in seconds, of what is counted together; what took longer than the last stands behind it. */
export const freshnessBounds = [0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300];

/** How long events of one source and topic took from their receipt to being visible. */
export interface FreshnessCounts {
  readonly topic: Topic;
  readonly source: string;
  /** Events by `freshnessBounds`, and last those that took longer. */
  readonly counts: readonly number[];
  /** Of these, later than promised. */
  readonly late: number;
}

/** Of one version in one minute, as one projector counted them. */
export interface MinuteCounts extends FreshnessCounts {
  readonly version: string;
  /** Its beginning, in milliseconds since 1970. */
  readonly minute: number;
}

/** Writes these totals over those of before, and removes what is older than an hour. */
export async function writeFreshness(
  client: ClientBase,
  { owner, promisedSeconds }: { readonly owner: string; readonly promisedSeconds: number },
  minutes: readonly MinuteCounts[],
): Promise<void> {
  if (minutes.length === 0) return;
  await client.query({
    name: 'write freshness',
    // Two projectors that remove the same rows would wait for each other.
    text: `with old as (
       select ctid from projection.freshness where minute < clock_timestamp() - interval '1 hour'
       limit 1000 for update skip locked),
     past as (delete from projection.freshness where ctid in (select ctid from old))
     insert into projection.freshness (version, owner, minute, topic, source, counts, late, promised_seconds)
     select version, $1, to_timestamp(minute / 1000), topic, source, counts::integer[], late, $2
     from unnest($3::text[], $4::float8[], $5::text[], $6::text[], $7::text[], $8::integer[])
       as counted (version, minute, topic, source, counts, late)
     on conflict (version, minute, owner, topic, source) do update
       set counts = excluded.counts, late = excluded.late, promised_seconds = excluded.promised_seconds`,
    values: [
      owner,
      promisedSeconds,
      minutes.map(({ version }) => version),
      minutes.map(({ minute }) => minute),
      minutes.map(({ topic }) => topic),
      minutes.map(({ source }) => source),
      minutes.map(({ counts }) => `{${counts.join(',')}}`),
      minutes.map(({ late }) => late),
    ],
  });
}

/** What all projectors of a version counted within these minutes, by source and topic. */
export async function readFreshness(pool: Pool, version: string, minutes: number): Promise<readonly FreshnessCounts[]> {
  const { rows } = await pool.query<FreshnessCounts>(
    `with recent as (
       select * from projection.freshness where version = $1 and minute > clock_timestamp() - $2 * interval '1 minute'),
     sums as (
       select source, topic, place, sum(count)::float8 as count
       from recent cross join unnest(counts) with ordinality as bound (count, place) group by source, topic, place)
     select source, topic, (array_agg(count order by place)) as counts,
       (select sum(late)::float8 from recent r where (r.source, r.topic) = (s.source, s.topic)) as late
     from sums s group by source, topic order by source, topic`,
    [version, minutes],
  );
  return rows;
}

/** What the projectors of a version promised last, in seconds; null where none of them counted anything within an hour. */
export async function promisedFreshness(pool: Pool, version: string): Promise<number | null> {
  const { rows } = await pool.query<{ seconds: number }>(
    `select promised_seconds as seconds from projection.freshness where version = $1 order by minute desc limit 1`,
    [version],
  );
  return rows[0]?.seconds ?? null;
}
