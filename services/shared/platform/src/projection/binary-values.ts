/**
 * Values in PostgreSQL's binary form (src/backend/utils/adt: array_recv, int4recv, date_recv, uuid_recv): pg sends a
 * Buffer parameter as it is, so nothing is escaped here and unescaped there.
 */
export type ColumnType = 'integer' | 'smallint' | 'boolean' | 'date' | 'text' | 'uuid' | 'bytea' | 'text[]' | 'uuid[]';

/** A number, a boolean, `YYYY-MM-DD`, a text, bytes or texts, as the type says; null where the column may be. */
export type ColumnValue = number | boolean | string | Buffer | readonly string[] | null;

/** Bytes that grow as values are put behind one another. */
export interface Sink {
  bytes: Buffer;
  end: number;
}

export function newSink(capacity: number): Sink {
  return { bytes: Buffer.allocUnsafe(capacity), end: 0 };
}

export function writtenBytes(sink: Sink): Buffer {
  return sink.bytes.subarray(0, sink.end);
}

/** Makes room for this many bytes more. */
function reserve(sink: Sink, more: number): void {
  if (sink.end + more <= sink.bytes.length) return;
  const grown = Buffer.allocUnsafe(Math.max(2 * sink.bytes.length, sink.end + more));
  sink.bytes.copy(grown, 0, 0, sink.end);
  sink.bytes = grown;
}

export function putInt16(sink: Sink, value: number): void {
  reserve(sink, 2);
  sink.end = sink.bytes.writeInt16BE(value, sink.end);
}

export function putInt32(sink: Sink, value: number): void {
  reserve(sink, 4);
  sink.end = sink.bytes.writeInt32BE(value, sink.end);
}

export function putBytes(sink: Sink, value: Buffer): void {
  reserve(sink, value.length);
  sink.end += value.copy(sink.bytes, sink.end);
}

/** A value behind its length, as in a row of COPY and in an array; a length of -1 is null. */
export function putValue(sink: Sink, type: ColumnType, value: ColumnValue): void {
  if (value === null) {
    putInt32(sink, -1);
    return;
  }
  reserve(sink, 4);
  const start = sink.end;
  sink.end += 4;
  put[type](sink, value as never);
  sink.bytes.writeInt32BE(sink.end - start - 4, start);
}

const put: { readonly [T in ColumnType]: (sink: Sink, value: never) => void } = {
  integer: putInt32,
  smallint: putInt16,
  boolean: putBoolean,
  date: (sink, day: string) => putInt32(sink, daysSince2000(day)),
  uuid: (sink, id: string) => putBytes(sink, Buffer.from(id.replaceAll('-', ''), 'hex')),
  bytea: putBytes,
  text: putText,
  'text[]': (sink, values: readonly string[]) => putArray(sink, 'text', values),
  'uuid[]': (sink, values: readonly string[]) => putArray(sink, 'uuid', values),
};

function putBoolean(sink: Sink, value: boolean): void {
  reserve(sink, 1);
  sink.end = sink.bytes.writeInt8(value ? 1 : 0, sink.end);
}

function putText(sink: Sink, value: string): void {
  reserve(sink, 3 * value.length);
  sink.end += sink.bytes.write(value, sink.end);
}

function daysSince2000(day: string): number {
  return (Date.parse(`${day}T00:00:00Z`) - Date.UTC(2000, 0, 1)) / 86_400_000;
}

const elementOids = { integer: 23, smallint: 21, boolean: 16, date: 1082, text: 25, uuid: 2950, bytea: 17 } as const;

export type ElementType = keyof typeof elementOids;

/** Dimensions, whether there are nulls, element type; then length and lower bound of the one dimension, then the values. */
export function putArray(sink: Sink, type: ElementType, values: readonly ColumnValue[]): void {
  putInt32(sink, values.length === 0 ? 0 : 1);
  putInt32(sink, values.includes(null) ? 1 : 0);
  putInt32(sink, elementOids[type]);
  if (values.length === 0) return;
  putInt32(sink, values.length);
  putInt32(sink, 1);
  for (const value of values) putValue(sink, type, value);
}

/** An array as a parameter of a statement. */
export function arrayParameter(type: ElementType, values: readonly ColumnValue[]): Buffer {
  const sink = newSink(64 + 16 * values.length);
  putArray(sink, type, values);
  return writtenBytes(sink);
}
