import type { Pool } from 'pg';
import type { TraceRow } from './trace-entry.ts';
import type { TracePlace } from './trace-links.ts';

/** A row of the trace as it is stored. */
export type StoredRow = TraceRow & TracePlace & { readonly link: Buffer };

/** Rows of before there were links. */
export const unlinkedWriter = '00000000-0000-0000-0000-000000000000';

const pageRows = 5_000;

export const rowColumns = `writer, sequence::float8 as sequence,
  to_char(read_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "readAt", organisation, client_id as "clientId",
  agent, purpose, operation, trainee_id as trainee, dossier, decision, reason, categories, traceparent,
  searched_by as "searchedBy", link`;

/** All rows that are linked, by writer and number; memory stays flat. */
export async function* storedRows(pool: Pool): AsyncGenerator<readonly StoredRow[]> {
  // A number that stands twice is told apart by its time.
  let after: Pick<StoredRow, 'writer' | 'sequence' | 'readAt'> = {
    writer: unlinkedWriter,
    sequence: 2 ** 53,
    readAt: '-infinity',
  };
  for (;;) {
    const { rows } = await pool.query<StoredRow>({
      name: 'read-trace',
      text: `select ${rowColumns} from access.trace
       where (writer, sequence, read_at) > ($1::uuid, $2::bigint, $3::timestamptz)
       order by writer, sequence, read_at limit $4`,
      values: [after.writer, after.sequence, after.readAt, pageRows],
    });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return;
    after = last;
  }
}

export async function countUnlinked(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'select count(*)::int as count from access.trace where writer = $1',
    [unlinkedWriter],
  );
  return rows[0]?.count ?? 0;
}
