import type { ClientBase, Pool } from 'pg';

/** Upper bounds, in seconds, of what is counted together: an echo is awaited within three hours, and may come the next day. */
export const echoBounds = [1, 5, 15, 60, 300, 900, 1_800, 3_600, 5_400, 7_200, 10_800, 21_600, 86_400];

/** How long facts of one source took to be shown by another. */
export interface EchoCounts {
  /** Whose facts they are. */
  readonly origin: string;
  /** Who shows them. */
  readonly source: string;
  /** Echoes by `echoBounds`, and last those that took longer. */
  readonly counts: readonly number[];
}

/** Of one version in one hour, as one projector counted them. */
export interface HourOfEchoes extends EchoCounts {
  readonly version: string;
  /** Its beginning, in milliseconds since 1970. */
  readonly hour: number;
}

/** Writes these totals over those of before, and removes what is older than a week. */
export async function writeEchoes(client: ClientBase, owner: string, hours: readonly HourOfEchoes[]): Promise<void> {
  if (hours.length === 0) return;
  await client.query({
    name: 'write echoes',
    text: `with old as (
       select ctid from projection.echo where hour < clock_timestamp() - interval '7 days'
       limit 1000 for update skip locked),
     past as (delete from projection.echo where ctid in (select ctid from old))
     insert into projection.echo (version, owner, hour, origin, source, counts)
     select version, $1, to_timestamp(hour / 1000), origin, source, counts::integer[]
     from unnest($2::text[], $3::float8[], $4::text[], $5::text[], $6::text[])
       as counted (version, hour, origin, source, counts)
     on conflict (version, hour, owner, origin, source) do update set counts = excluded.counts`,
    values: [
      owner,
      hours.map(({ version }) => version),
      hours.map(({ hour }) => hour),
      hours.map(({ origin }) => origin),
      hours.map(({ source }) => source),
      hours.map(({ counts }) => `{${counts.join(',')}}`),
    ],
  });
}

/** What all projectors of a version counted within these hours, by pair of sources. */
export async function readEchoes(pool: Pool, version: string, hours: number): Promise<readonly EchoCounts[]> {
  const { rows } = await pool.query<EchoCounts>(
    `with sums as (
       select origin, source, place, sum(count)::float8 as count
       from projection.echo cross join unnest(counts) with ordinality as bound (count, place)
       where version = $1 and hour > clock_timestamp() - $2 * interval '1 hour'
       group by origin, source, place)
     select origin, source, array_agg(count order by place) as counts
     from sums group by origin, source order by origin, source`,
    [version, hours],
  );
  return rows;
}
