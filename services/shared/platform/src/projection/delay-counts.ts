import type { ClientBase, Pool } from 'pg';

/**
 * How long things took, by pair of names: in a table of `projection`, a row for what one projector counted in one minute or hour,
 * by bounds and last what took longer. It is written again with its totals, so that a round that failed is made good by the next.
 */
export interface DelayTable {
  readonly table: 'projection.freshness' | 'projection.echo';
  /** Column of the beginning. */
  readonly unit: 'minute' | 'hour';
  /** As PostgreSQL has intervals. */
  readonly keptFor: string;
  /** Columns of the pair. */
  readonly by: readonly [string, string];
  /** Columns beside the counts, with their types. */
  readonly more: Readonly<Record<string, 'integer' | 'double precision'>>;
}

/** Of one version in one minute or hour, as one projector counted them. */
export interface DelayCounts {
  readonly version: string;
  /** When it began, in milliseconds since 1970. */
  readonly beginning: number;
  readonly pair: readonly [string, string];
  readonly counts: readonly number[];
  /** By column. */
  readonly more: Readonly<Record<string, number>>;
}

/** Writes these totals over those of before, and removes what is older than the table keeps. */
export async function writeDelays(
  client: ClientBase,
  { table, unit, keptFor, by, more }: DelayTable,
  owner: string,
  rows: readonly DelayCounts[],
): Promise<void> {
  if (rows.length === 0) return;
  const added = Object.keys(more);
  const columns = ['version', unit, ...by, 'counts', ...added].join(', ');
  const arrays = ['text', 'float8', 'text', 'text', 'text', ...Object.values(more)];
  await client.query({
    name: `write ${table}`,
    // Two projectors that remove the same rows would wait for each other.
    text: `with old as (
       select ctid from ${table} where ${unit} < clock_timestamp() - interval '${keptFor}'
       limit 1000 for update skip locked),
     past as (delete from ${table} where ctid in (select ctid from old))
     insert into ${table} (owner, ${columns})
     select $1, version, to_timestamp(${unit} / 1000), ${by.join(', ')}, ${['counts::integer[]', ...added].join(', ')}
     from unnest(${arrays.map((type, index) => `$${index + 2}::${type}[]`).join(', ')}) as counted (${columns})
     on conflict (version, ${unit}, owner, ${by.join(', ')}) do update
       set ${['counts', ...added].map((column) => `${column} = excluded.${column}`).join(', ')}`,
    values: [
      owner,
      rows.map(({ version }) => version),
      rows.map(({ beginning }) => beginning),
      rows.map(({ pair }) => pair[0]),
      rows.map(({ pair }) => pair[1]),
      rows.map(({ counts }) => `{${counts.join(',')}}`),
      ...added.map((column) => rows.map((row) => row.more[column])),
    ],
  });
}

export interface SummedDelays {
  readonly pair: readonly [string, string];
  readonly counts: readonly number[];
  /** Later than promised; 0 where nothing is. */
  readonly late: number;
}

/** What all projectors of a version counted within so many of the table's units, by pair. */
export async function readDelays(
  pool: Pool,
  { table, unit, by: [first, second], more }: DelayTable,
  version: string,
  units: number,
): Promise<readonly SummedDelays[]> {
  const { rows } = await pool.query<SummedDelays>(
    `with sums as (
       select ${first} as first, ${second} as second, place, sum(count)::float8 as count,
         sum(${'late' in more ? 'late' : '0'})::float8 as late
       from ${table} cross join unnest(counts) with ordinality as bound (count, place)
       where version = $1 and ${unit} > clock_timestamp() - $2 * interval '1 ${unit}'
       group by 1, 2, 3)
     select array[first, second] as pair, array_agg(count order by place) as counts, max(late) as late
     from sums group by first, second order by first, second`,
    [version, units],
  );
  return rows;
}
