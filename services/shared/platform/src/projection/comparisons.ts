import type { ClientBase, Pool } from 'pg';

/** What was last found between two versions. */
export interface RecordedComparison {
  readonly slices: number;
  /** Slices that were met at equal offsets. */
  readonly slicesCompared: number;
  /** Dossiers, trainees and sessions that were changed or in one of the two only. */
  readonly differing: number;
  /** RFC 3339. */
  readonly comparedAt: string;
}

/** Remembered with both versions: whichever of the two is given to readers later was compared with the other. */
export async function recordComparison(
  pool: Pool,
  [version, other]: readonly [string, string],
  found: Omit<RecordedComparison, 'comparedAt'>,
): Promise<void> {
  await pool.query(
    `insert into projection.comparison as c (version, other, slices, slices_compared, differing)
     select $1, $2, $3::int, $4::int, $5::int union all select $2, $1, $3, $4, $5
     on conflict (version, other) do update set slices = excluded.slices, slices_compared = excluded.slices_compared,
       differing = excluded.differing, compared_at = excluded.compared_at`,
    [version, other, found.slices, found.slicesCompared, found.differing],
  );
}

/** Null where the two were never compared. */
export async function findComparison(
  database: Pool | ClientBase,
  version: string,
  other: string,
): Promise<RecordedComparison | null> {
  const { rows } = await database.query<RecordedComparison>(
    `select slices, slices_compared as "slicesCompared", differing, to_json(compared_at)#>>'{}' as "comparedAt"
     from projection.comparison where version = $1 and other = $2`,
    [version, other],
  );
  return rows[0] ?? null;
}
