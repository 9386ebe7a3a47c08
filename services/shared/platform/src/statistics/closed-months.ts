import type { CrossingName, MeasureName, ToldCell } from '@hub/core';
import type { ClientBase, Pool } from 'pg';

/** A month (`YYYY-MM`) of a figure, as it was made. */
export interface ClosedMonth {
  readonly measure: MeasureName;
  readonly month: string;
  readonly cells: readonly ToldCell[];
}

/** Begins the figures of a week (`2026-W14`), made from this version of the records. False: they were made. */
export async function beginWeek(client: ClientBase, week: string, version: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'insert into statistics.week (week, version) values ($1, $2) on conflict do nothing',
    [week, version],
  );
  return rowCount === 1;
}

/** Months of a measure that were made, whenever. */
export async function madeMonths(client: ClientBase, measure: MeasureName): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ month: string }>(
    `select to_char(month, 'YYYY-MM') as month from statistics.closed_month where measure = $1`,
    [measure],
  );
  return new Set(rows.map(({ month }) => month));
}

/** What is told of a month of a measure; nothing where it was not made. */
export async function toldOf(client: ClientBase, measure: MeasureName, month: string): Promise<readonly ToldCell[]> {
  const { rows } = await client.query<ToldCell>(
    'select crossing, keys, value, untold from statistics.cell where measure = $1 and month = $2',
    [measure, `${month}-01`],
  );
  return rows;
}

export async function keepMonth(
  client: ClientBase,
  week: string,
  { measure, month, cells }: ClosedMonth,
): Promise<void> {
  const day = `${month}-01`;
  await client.query('insert into statistics.closed_month (measure, month, week) values ($1, $2, $3)', [
    measure,
    day,
    week,
  ]);
  await client.query(
    `insert into statistics.cell (measure, month, crossing, keys, value, untold)
     select $1, $2, crossing, keys, value, untold
     from json_to_recordset($3) as given (crossing text, keys text[], value integer, untold text[])`,
    [measure, day, JSON.stringify(cells)],
  );
}

export interface StatisticsWeek {
  readonly week: string;
  /** RFC 3339. */
  readonly madeAt: string;
  /** Months that were made in it. */
  readonly closed: readonly { readonly measure: MeasureName; readonly month: string }[];
}

/** The newest first. */
export async function listWeeks(pool: Pool | ClientBase): Promise<readonly StatisticsWeek[]> {
  const { rows } = await pool.query<StatisticsWeek>(
    `select week, to_json(made_at)#>>'{}' as "madeAt",
       coalesce((select json_agg(json_build_object('measure', measure, 'month', to_char(month, 'YYYY-MM'))
                   order by measure, month)
                 from statistics.closed_month c where c.week = w.week), '[]') as closed
     from statistics.week w order by week desc`,
  );
  return rows;
}

/** The newest in which figures were made, of those that are not after `until`; null: none. */
export async function newestWeek(pool: Pool | ClientBase, until: string | null): Promise<string | null> {
  const { rows } = await pool.query<{ week: string | null }>(
    'select max(week) as week from statistics.week where $1::text is null or week <= $1',
    [until],
  );
  return rows[0]?.week ?? null;
}

export interface FiguresWanted {
  readonly measure: MeasureName;
  readonly crossing: CrossingName;
  /** As they were told in this week. */
  readonly week: string;
  /** `YYYY-MM`, both included. */
  readonly from: string;
  readonly to: string;
  /** Values of the first and second key; null: any. */
  readonly keys: readonly (readonly string[] | null)[];
  /** SIREN of who asks. */
  readonly siren: string;
}

export interface Figure {
  readonly month: string;
  readonly keys: readonly string[];
  readonly value: number;
}

/** By month and keys. */
export async function readFigures(pool: Pool, wanted: FiguresWanted): Promise<readonly Figure[]> {
  const { measure, crossing, week, from, to, keys, siren } = wanted;
  const { rows } = await pool.query<Figure>({
    name: 'figures',
    text: `select to_char(month, 'YYYY-MM') as month, keys, value
     from statistics.cell c join statistics.closed_month m using (measure, month)
     where measure = $1 and crossing = $2 and month >= $3::date and month <= $4::date and m.week <= $5
       and ($6::text[] is null or keys[1] = any($6)) and ($7::text[] is null or keys[2] = any($7))
       and not $8 = any(untold)
     order by month, keys`,
    values: [measure, crossing, `${from}-01`, `${to}-01`, week, keys[0] ?? null, keys[1] ?? null, siren],
  });
  return rows;
}
