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
    `select distinct to_char(month, 'YYYY-MM') as month from statistics.closed_month where measure = $1`,
    [measure],
  );
  return new Set(rows.map(({ month }) => month));
}

/** What is told of a month of a measure; nothing where it was not made. */
export async function toldOf(client: ClientBase, measure: MeasureName, month: string): Promise<readonly ToldCell[]> {
  return (await tellingsOf(client, measure, month)).at(-1)?.cells ?? [];
}

/** What was told of it in one week. */
export interface Telling {
  readonly week: string;
  readonly cells: readonly ToldCell[];
}

/** Every telling of a month of a measure, the newest last. */
export async function tellingsOf(client: ClientBase, measure: MeasureName, month: string): Promise<readonly Telling[]> {
  const { rows } = await client.query<ToldCell & { week: string }>(
    'select week, crossing, keys, value, untold from statistics.cell where measure = $1 and month = $2 order by week',
    [measure, `${month}-01`],
  );
  return [...Map.groupBy(rows, ({ week }) => week)].map(([week, cells]) => ({ week, cells }));
}

/** `reason`: why it is told anew; null: it is told for the first time. */
export async function keepMonth(
  client: ClientBase,
  week: string,
  { measure, month, cells }: ClosedMonth,
  reason: string | null = null,
): Promise<void> {
  const day = `${month}-01`;
  await client.query('insert into statistics.closed_month (measure, month, week, reason) values ($1, $2, $3, $4)', [
    ...[measure, day, week],
    reason,
  ]);
  await client.query(
    `insert into statistics.cell (measure, month, week, crossing, keys, value, untold)
     select $1, $2, $3, crossing, keys, value, untold
     from json_to_recordset($4) as given (crossing text, keys text[], value integer, untold text[])`,
    [measure, day, week, JSON.stringify(cells)],
  );
}

export interface StatisticsWeek {
  readonly week: string;
  /** RFC 3339. */
  readonly madeAt: string;
  /** Months that were made in it. */
  readonly closed: readonly {
    readonly measure: MeasureName;
    readonly month: string;
    /** It had been told before. */
    readonly anew: boolean;
  }[];
}

/** The newest first. */
export async function listWeeks(pool: Pool | ClientBase): Promise<readonly StatisticsWeek[]> {
  const { rows } = await pool.query<StatisticsWeek>(
    `select week, to_json(made_at)#>>'{}' as "madeAt",
       coalesce((select json_agg(json_build_object('measure', measure, 'month', to_char(month, 'YYYY-MM'),
                       'anew', reason is not null)
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
     from statistics.cell c join (
       select month, max(week) as week from statistics.closed_month
       where measure = $1 and month >= $3::date and month <= $4::date and week <= $5 group by month) m using (month, week)
     where measure = $1 and crossing = $2
       and ($6::text[] is null or keys[1] = any($6)) and ($7::text[] is null or keys[2] = any($7))
       and not $8 = any(untold)
     order by month, keys`,
    values: [measure, crossing, `${from}-01`, `${to}-01`, week, keys[0] ?? null, keys[1] ?? null, siren],
  });
  return rows;
}

/** A month that was told anew, and the week of the newest telling. */
export interface ToldAnew {
  readonly month: string;
  readonly week: string;
}

/** Months of a figure, as told in a week, that had been told otherwise before. */
export async function monthsToldAnew(
  pool: Pool,
  { measure, week, from, to }: Pick<FiguresWanted, 'measure' | 'week' | 'from' | 'to'>,
): Promise<readonly ToldAnew[]> {
  const { rows } = await pool.query<ToldAnew>(
    `select to_char(month, 'YYYY-MM') as month, max(week) as week from statistics.closed_month
     where measure = $1 and month >= $2 and month <= $3 and week <= $4 and reason is not null group by month order by month`,
    [measure, `${from}-01`, `${to}-01`, week],
  );
  return rows;
}
