import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg, { type ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { BackupFile, SequenceState } from './manifest.ts';
import { columnList, quoted, type StoreTable } from './store-tables.ts';

/**
 * Writes each table to a file of its own in `directory`, in PostgreSQL's text format, compressed; memory stays flat. All
 * tables are of the moment of the transaction that `client` has open.
 */
export async function writeTables(
  client: ClientBase,
  store: 'hub' | 'keys',
  tables: readonly StoreTable[],
  directory: string,
  onRows: (rows: number) => void,
): Promise<readonly BackupFile[]> {
  const files: BackupFile[] = [];
  for (const table of tables) {
    const file = await writeTable(client, store, table, directory);
    files.push(file);
    onRows(file.rows);
  }
  return files;
}

async function writeTable(
  client: ClientBase,
  store: 'hub' | 'keys',
  table: StoreTable,
  directory: string,
): Promise<BackupFile> {
  const { schema, table: name, columns } = table;
  const file = `${store}.${schema}.${name}.copy.gz`;
  const rows = client.query(copyTo(`copy ${quoted(table)} (${columnList(columns)}) to stdout`));
  const measured = measure();
  const written = createWriteStream(join(directory, file), { mode: 0o600, flags: 'wx', flush: true });
  await pipeline(rows, createGzip({ level: 3 }), measured.stream, written);
  const { bytes, sha256 } = measured.result();
  return { file, store, schema, table: name, columns: [...columns], rows: rows.rowCount, bytes, sha256 };
}

/** A stream that passes everything on, and knows its length and SHA-256 at the end. */
export function measure(): { stream: Transform; result: () => { bytes: number; sha256: string } } {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ bytes, sha256: hash.digest('hex') }) };
}

/** Where sequences stand. They are of no transaction: read after the rows, they are at or beyond all that rows hold. */
export async function readSequences(client: ClientBase, schemas: readonly string[]): Promise<readonly SequenceState[]> {
  const { rows } = await client.query<{ schema: string; sequence: string }>(
    `select schemaname as schema, sequencename as sequence from pg_sequences where schemaname = any($1) order by 1, 2`,
    [schemas],
  );
  const states: SequenceState[] = [];
  for (const { schema, sequence } of rows) {
    const state = await client.query<{ last: string; called: boolean }>(
      `select last_value as last, is_called as called from ${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(sequence)}`,
    );
    const [row] = state.rows;
    if (row !== undefined) states.push({ schema, sequence, lastValue: String(row.last), isCalled: row.called });
  }
  return states;
}
