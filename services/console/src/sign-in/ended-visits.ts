import type { Pool } from 'pg';

/** From now on the visit is over, whoever kept its cookie; `forgetAtMs`: when it would have ended by itself. */
export async function endVisit(pool: Pool, visitId: string, forgetAtMs: number): Promise<void> {
  await pool.query(
    `with past as (delete from console.ended_visit where forget_at < now())
     insert into console.ended_visit (visit_id, forget_at) values ($1, to_timestamp($2::float8 / 1000))
     on conflict do nothing`,
    [visitId, forgetAtMs],
  );
}

export async function isVisitEnded(pool: Pool, visitId: string): Promise<boolean> {
  const { rowCount } = await pool.query('select from console.ended_visit where visit_id = $1', [visitId]);
  return rowCount !== 0;
}
