import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Subject } from '@hub/contracts';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type AttentionRow, attentionColumns } from '../adapters/attention.ts';
import { recordTables } from '../adapters/records.ts';
import type { RecordRow } from '../domain/row.ts';

const chunkBytes = 1 << 16;

/** COPY of rows that the table does not hold yet. The rows are made as PostgreSQL takes them. */
export async function copyRows(
  client: pg.ClientBase,
  schemaName: string,
  subject: Subject,
  rows: Iterable<RecordRow>,
): Promise<void> {
  const table = recordTables[subject];
  const stream = client.query(
    copyFrom(
      `copy ${pg.escapeIdentifier(schemaName)}.${table.name}
         (${table.key}, ${table.extra}, slice, facts, fact_count, record, hash) from stdin`,
    ),
  );
  const lines = chunks(rows, (row) => copyLine(subject, row));
  await pipeline(Readable.from(lines, { objectMode: false, highWaterMark: 4 * chunkBytes }), stream);
}

/** COPY of the narrow rows beside dossiers that were copied. */
export async function copyAttention(
  client: pg.ClientBase,
  schemaName: string,
  rows: readonly AttentionRow[],
): Promise<void> {
  const stream = client.query(
    copyFrom(`copy ${pg.escapeIdentifier(schemaName)}.attention (${attentionColumns}) from stdin`),
  );
  await pipeline(
    Readable.from(chunks(rows, attentionLine), { objectMode: false, highWaterMark: 4 * chunkBytes }),
    stream,
  );
}

function attentionLine(row: AttentionRow): string {
  const list = (values: string) => escaped(arrayLiteral(values));
  const day = (value: string | null) => value ?? '\\N';
  const columns = [
    ...[row.number, row.trainee, row.slice, list(row.watchers), list(row.anomalies), list(row.expected)],
    ...[day(row.dueBy), row.undated, list(row.sessions), day(row.firstDay), day(row.lastDay)],
  ];
  return `${columns.join('\t')}\n`;
}

function* chunks<Row>(rows: Iterable<Row>, lineOf: (row: Row) => string): Generator<Buffer> {
  let text = '';
  for (const row of rows) {
    text += lineOf(row);
    if (text.length < chunkBytes) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/** One line of COPY's text format (PostgreSQL, COPY, "Text Format"). */
export function copyLine(subject: Subject, row: RecordRow): string {
  const extra = subject === 'dossier' ? row.extra : arrayLiteral(row.extra);
  return `${escaped(row.key)}\t${escaped(extra)}\t${row.slice}\t${escaped(row.facts)}\t${row.factCount}\t${escaped(row.record)}\t\\\\x${row.hash.toString('hex')}\n`;
}

function arrayLiteral(extra: string): string {
  if (extra === '') return '{}';
  const quoted = extra.split(' ').map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
  return `{${quoted.join(',')}}`;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(text: string): string {
  return text.replaceAll(/[\\\n\r\t]/g, (character) => escapes[character] as string);
}
