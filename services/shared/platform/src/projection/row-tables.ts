import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import {
  arrayParameter,
  type ColumnType,
  type ColumnValue,
  type ElementType,
  newSink,
  putBytes,
  putInt16,
  putInt32,
  putValue,
  type Sink,
  writtenBytes,
} from './binary-values.ts';

/** A column of a version's table, with its value in a row. */
export interface Column<Row> {
  readonly name: string;
  readonly type: ColumnType;
  readonly of: (row: Row) => ColumnValue;
}

/** A table that every version of the projection has: what one upsert and one COPY of its rows are made from. */
export interface RowTable<Row> {
  readonly name: string;
  readonly key: readonly string[];
  /** A column that a row keeps for good: a row that says another is not written over it. */
  readonly fixed?: string;
  readonly columns: readonly Column<Row>[];
}

export function tableOf(schemaName: string, table: string): string {
  return `${pg.escapeIdentifier(schemaName)}.${table}`;
}

/**
 * One statement for all rows of a batch, whose keys must differ; it is named, so that the server plans it once. Answers how
 * many were written: all, but for those of whose key the table holds another `fixed` column by now.
 */
export async function upsertRows<Row>(
  client: pg.ClientBase,
  schemaName: string,
  table: RowTable<Row>,
  rows: readonly Row[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const { columns, key, fixed } = table;
  const names = columns.map(({ name }) => name);
  const updates = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
  const kept = fixed === undefined ? '' : `where ${table.name}.${fixed} = excluded.${fixed}`;
  const { rowCount } = await client.query({
    name: `upsert ${table.name} ${schemaName}`,
    text: `insert into ${tableOf(schemaName, table.name)} (${names.join(', ')})
     select ${columns.map(fromParameter).join(', ')} from ${unnested(columns)}
     on conflict (${key.join(', ')}) do update set ${updates.join(', ')} ${kept}`,
    values: parametersOf(columns, rows),
  });
  return rowCount ?? 0;
}

/** `unnest(…) as given (…)`: a row for each place of the parameters. */
export function unnested(columns: readonly Column<never>[]): string {
  const parameters = columns.map(({ type }, index) => `$${index + 1}::${elementOf(type)}[]`);
  return `unnest(${parameters.join(', ')}) as given (${columns.map(({ name }) => name).join(', ')})`;
}

/** Lists travel as texts with spaces between their values, which hold none: UNNEST takes arrays of arrays apart. */
function fromParameter({ name, type }: Column<never>): string {
  return isList(type) ? `string_to_array(${name}, ' ')::${type}` : name;
}

export function parametersOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Buffer[] {
  return columns.map(({ type, of }) => {
    const values = rows.map(of);
    return arrayParameter(elementOf(type), isList(type) ? values.map(joined) : values);
  });
}

function isList(type: ColumnType): type is 'text[]' | 'uuid[]' {
  return type === 'text[]' || type === 'uuid[]';
}

function elementOf(type: ColumnType): ElementType {
  return isList(type) ? 'text' : type;
}

function joined(list: ColumnValue): string | null {
  return list === null ? null : (list as readonly string[]).join(' ');
}

const chunkBytes = 1 << 16;
const copySignature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');

/** What one chunk of a rebuild may take, half a gigabyte at most. pg reads it from what is submitted, as from a query. */
const copyTimeoutMs = 600_000;

/** COPY in the binary format, of rows that the table does not hold yet. The rows are made as PostgreSQL takes them. */
export async function copyRows<Row>(
  client: pg.ClientBase,
  schemaName: string,
  table: RowTable<Row>,
  rows: Iterable<Row>,
): Promise<void> {
  const names = table.columns.map(({ name }) => name).join(', ');
  const copy = copyFrom(`copy ${tableOf(schemaName, table.name)} (${names}) from stdin (format binary)`);
  const stream = client.query(Object.assign(copy, { query_timeout: copyTimeoutMs }));
  const chunks = Readable.from(copyChunks(table.columns, rows), { objectMode: false, highWaterMark: 4 * chunkBytes });
  await pipeline(chunks, stream);
}

function* copyChunks<Row>(columns: readonly Column<Row>[], rows: Iterable<Row>): Generator<Buffer> {
  let sink = newSink(2 * chunkBytes);
  putBytes(sink, copySignature);
  // No flags, no extension of the header.
  putInt32(sink, 0);
  putInt32(sink, 0);
  for (const row of rows) {
    putTuple(sink, columns, row);
    if (sink.end < chunkBytes) continue;
    yield writtenBytes(sink);
    sink = newSink(2 * chunkBytes);
  }
  putInt16(sink, -1);
  yield writtenBytes(sink);
}

function putTuple<Row>(sink: Sink, columns: readonly Column<Row>[], row: Row): void {
  putInt16(sink, columns.length);
  for (const { type, of } of columns) putValue(sink, type, of(row));
}
