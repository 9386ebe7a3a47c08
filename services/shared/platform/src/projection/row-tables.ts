import { finished } from 'node:stream/promises';
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
 * For all rows of a batch (`parametersOf`), whose keys must differ. Writes all, but for those of whose key the table holds
 * another `fixed` column by now. `from`: the place of its first parameter.
 */
export function upsertText(schemaName: string, table: RowTable<never>, from: number): string {
  const { columns, key, fixed } = table;
  const names = columns.map(({ name }) => name);
  const updates = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
  const kept = fixed === undefined ? '' : `where ${table.name}.${fixed} = excluded.${fixed}`;
  return `insert into ${tableOf(schemaName, table.name)} (${names.join(', ')})
     select ${columns.map(fromParameter).join(', ')} from ${unnested(columns, from)}
     on conflict (${key.join(', ')}) do update set ${updates.join(', ')} ${kept}`;
}

/** `unnest(…) as given (…)`: a row for each place of the parameters. */
export function unnested(columns: readonly Column<never>[], from: number): string {
  const parameters = columns.map(({ type }, index) => `$${from + index}::${elementOf(type)}[]`);
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

const copySignature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');

/** What one COPY may take. pg reads it from what is submitted, as from a query. */
const copyTimeoutMs = 600_000;

/** Rows on their way into a table: as COPY takes them in its binary format, so that none is kept as an object. */
export interface RowBuffer<Row> {
  readonly table: RowTable<Row>;
  readonly sink: Sink;
}

export function rowBuffer<Row>(table: RowTable<Row>): RowBuffer<Row> {
  const sink = newSink(1 << 16);
  putHeader(sink);
  return { table, sink };
}

function putHeader(sink: Sink): void {
  sink.end = 0;
  putBytes(sink, copySignature);
  // No flags, no extension of the header.
  putInt32(sink, 0);
  putInt32(sink, 0);
}

export function addRow<Row>({ table, sink }: RowBuffer<Row>, row: Row): void {
  putInt16(sink, table.columns.length);
  for (const { type, of } of table.columns) putValue(sink, type, of(row));
}

const headerBytes = copySignature.length + 8;

export function bufferedBytes({ sink }: RowBuffer<never>): number {
  return sink.end - headerBytes;
}

/** Writes the rows, which the table does not hold yet, and empties the buffer. */
export async function copyRows(client: pg.ClientBase, schemaName: string, buffer: RowBuffer<never>): Promise<void> {
  if (bufferedBytes(buffer) === 0) return;
  const { table, sink } = buffer;
  const names = table.columns.map(({ name }) => name).join(', ');
  const copy = copyFrom(`copy ${tableOf(schemaName, table.name)} (${names}) from stdin (format binary)`);
  const stream = client.query(Object.assign(copy, { query_timeout: copyTimeoutMs }));
  putInt16(sink, -1);
  stream.end(writtenBytes(sink));
  await finished(stream);
  putHeader(sink);
}
