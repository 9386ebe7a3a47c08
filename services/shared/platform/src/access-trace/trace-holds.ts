import type { Pool } from 'pg';

/** Months that are kept though their year is over: a litigation. Days are `YYYY-MM-DD`, both included. */
export interface TraceHold {
  readonly id: number;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly setBy: string;
  readonly liftedBy: string | null;
}

const columns = `hold_id::float8 as id, from_day::text as from, to_day::text as to, reason, set_by as "setBy",
  lifted_by as "liftedBy"`;

export async function listHolds(pool: Pick<Pool, 'query'>): Promise<readonly TraceHold[]> {
  const { rows } = await pool.query<TraceHold>(
    `select ${columns} from access.trace_hold order by hold_id desc limit 500`,
  );
  return rows;
}

export async function addHold(
  client: Pick<Pool, 'query'>,
  { from, to, reason, setBy }: Pick<TraceHold, 'from' | 'to' | 'reason' | 'setBy'>,
): Promise<TraceHold> {
  const { rows } = await client.query<TraceHold>(
    `insert into access.trace_hold (from_day, to_day, reason, set_by) values ($1, $2, $3, $4) returning ${columns}`,
    [from, to, reason, setBy],
  );
  return rows[0] as TraceHold;
}

/** Null where there is no such hold, or it was lifted before. */
export async function liftHold(client: Pick<Pool, 'query'>, id: number, by: string): Promise<TraceHold | null> {
  const { rows } = await client.query<TraceHold>(
    `update access.trace_hold set lifted_by = $2, lifted_at = clock_timestamp()
     where hold_id = $1 and lifted_at is null returning ${columns}`,
    [id, by],
  );
  return rows[0] ?? null;
}
