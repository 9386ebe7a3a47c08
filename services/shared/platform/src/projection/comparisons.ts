import type { ClientBase, Pool } from 'pg';

/** What was found between two versions. */
export interface RecordedComparison {
  readonly id: number;
  /** The version compared, and the one that it was compared with. */
  readonly here: string;
  readonly there: string;
  readonly slices: number;
  /** Slices that were met at equal offsets. */
  readonly slicesCompared: number;
  /** Of both. */
  readonly dossiers: number;
  /** Of them, changed or in one of the two only. */
  readonly dossiersDiffering: number;
  /** Dossiers, trainees and sessions whose difference nothing explains. */
  readonly unexplained: number;
  /** RFC 3339. */
  readonly comparedAt: string;
}

const columns = `comparison_id::float8 as id, version as here, other as there, slices,
  slices_compared as "slicesCompared", dossiers, dossiers_differing as "dossiersDiffering", unexplained,
  to_json(compared_at)#>>'{}' as "comparedAt"`;

/** Keeps the comparison with its whole report; answers its id and when that was. */
export async function recordComparison(
  database: Pool | ClientBase,
  found: Omit<RecordedComparison, 'id' | 'comparedAt'>,
  report: object,
): Promise<Pick<RecordedComparison, 'id' | 'comparedAt'>> {
  const { rows } = await database.query<RecordedComparison>(
    `insert into projection.comparison
       (version, other, slices, slices_compared, dossiers, dossiers_differing, unexplained, report)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
    [
      ...[found.here, found.there, found.slices, found.slicesCompared],
      ...[found.dossiers, found.dossiersDiffering, found.unexplained, JSON.stringify(report)],
    ],
  );
  const [{ id, comparedAt }] = rows as [RecordedComparison];
  return { id, comparedAt };
}

/** The last one between the two, whichever was compared with the other, with its report; null where there is none. */
export async function findComparison(
  database: Pool | ClientBase,
  version: string,
  other: string,
): Promise<(RecordedComparison & { readonly report: object }) | null> {
  const { rows } = await database.query<RecordedComparison & { report: object }>(
    `select ${columns}, report from projection.comparison
     where (version, other) in (($1, $2), ($2, $1)) order by comparison_id desc limit 1`,
    [version, other],
  );
  return rows[0] ?? null;
}

/** The newest first. */
export async function listComparisons(pool: Pool, limit: number): Promise<readonly RecordedComparison[]> {
  const { rows } = await pool.query<RecordedComparison>(
    `select ${columns} from projection.comparison order by comparison_id desc limit $1`,
    [limit],
  );
  return rows;
}
