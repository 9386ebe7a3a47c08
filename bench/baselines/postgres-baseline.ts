import { once } from 'node:events';
import type { Pool } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { arrayParameter } from '../../services/shared/platform/src/projection/binary-values.ts';

export interface BareRow {
  readonly number: number;
  readonly content: Buffer;
}

const createBare = 'create table bare (number integer primary key, content bytea not null)';

/** Rows a second of a bare UNNEST upsert by the thousand: all into an empty table, then all of them once more. */
export async function upsertBare(pool: Pool, rows: readonly BareRow[]): Promise<number> {
  await pool.query(createBare);
  const startedAt = performance.now();
  for (let pass = 0; pass < 2; pass++)
    for (let from = 0; from < rows.length; from += 1_000) await upsert(pool, rows.slice(from, from + 1_000));
  const seconds = (performance.now() - startedAt) / 1_000;
  await dropWhole(pool, rows.length);
  return (2 * rows.length) / seconds;
}

function upsert(pool: Pool, rows: readonly BareRow[]) {
  const contents = arrayParameter(
    'bytea',
    rows.map(({ content }) => content),
  );
  return pool.query(
    `insert into bare (number, content) select * from unnest($1::int[], $2::bytea[])
     on conflict (number) do update set content = excluded.content`,
    [rows.map(({ number }) => number), contents],
  );
}

/** Rows a second of a bare COPY in one transaction, its key made before. */
export async function copyBare(pool: Pool, rows: readonly BareRow[]): Promise<number> {
  await pool.query(createBare);
  const startedAt = performance.now();
  const lines = rows.map(({ number, content }) => `${number}\t\\\\x${content.toString('hex')}\n`);
  await copyRows(pool, 'bare', lines);
  const seconds = (performance.now() - startedAt) / 1_000;
  await dropWhole(pool, rows.length);
  return rows.length / seconds;
}

/** One COPY of lines in the text format, in the order of the table's columns. */
export async function copyRows(pool: Pool, table: string, lines: readonly string[]): Promise<void> {
  const client = await pool.connect();
  try {
    const stream = client.query(copyFrom(`copy ${table} from stdin`));
    const finished = once(stream, 'finish');
    for (let from = 0; from < lines.length; from += 1_000)
      if (!stream.write(lines.slice(from, from + 1_000).join(''))) await once(stream, 'drain');
    stream.end();
    await finished;
  } finally {
    client.release();
  }
}

async function dropWhole(pool: Pool, wanted: number): Promise<void> {
  const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from bare');
  if (rows[0]?.count !== wanted) throw new Error(`${rows[0]?.count} of ${wanted} rows stand in the bare table.`);
  await pool.query('drop table bare');
}
