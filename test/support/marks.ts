import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Pool } from 'pg';

/** Something of a person that must stand nowhere in clear. */
export interface Mark {
  readonly what: string;
  readonly text: string;
}

/** A place where bytes of the hub are. */
export interface Place {
  readonly where: string;
  readonly bytes: Buffer;
  /** Too much to be looked through for every writing: as the marks are, and no more. */
  readonly isVast?: true;
}

interface Needle {
  readonly what: string;
  readonly bytes: Buffer;
}

/** A mark as its bytes may stand there: as it is, as PostgreSQL and JSON escape it, in hexadecimal, in base64 at any offset. */
function needlesOf({ what, text }: Mark): readonly Needle[] {
  const plain = Buffer.from(text);
  const writings = new Set([text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text), plain.toString('hex')]);
  for (const offset of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(offset), plain]).toString('base64url');
    // Its first and last characters hold bits of what stands beside it.
    writings.add(padded.slice(offset === 0 ? 0 : offset + 1, Math.floor(((offset + plain.length) * 4) / 3) - 1));
  }
  return [...writings].map((writing) => ({ what, bytes: Buffer.from(writing) }));
}

/** Looks for marks as bytes, and in what is packed in the bytes too; answers where which was found, each once. */
export function markFinder(marks: readonly Mark[]): (place: Place) => readonly string[] {
  const needles = marks.flatMap(needlesOf);
  const plain = marks.map(({ what, text }) => ({ what, bytes: Buffer.from(text) }));
  return ({ where, bytes, isVast }) => {
    if (isVast) return plain.filter((needle) => bytes.includes(needle.bytes)).map(({ what }) => `${what} in ${where}`);
    const url = Buffer.from(bytes.toString('latin1').replaceAll('+', '-').replaceAll('/', '_'), 'latin1');
    const found = needles.filter((needle) => bytes.includes(needle.bytes) || url.includes(needle.bytes));
    return [...new Set(found.map(({ what }) => `${what} in ${where}`))];
  };
}

/** Each table of a database, as its rows are written out; a column of bytes also as what is compressed in it. */
export async function tablesAsBytes(pool: Pool): Promise<readonly Place[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const places: Place[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<Record<string, unknown>>(`select * from ${name}`);
    const parts = rows.flatMap((row) => Object.values(row).flatMap(bytesOf));
    places.push({ where: `table ${name.replace(/^projection_\w+/, 'projection_…')}`, bytes: Buffer.concat(parts) });
  }
  return places;
}

const between = Buffer.from('\n');

function bytesOf(value: unknown): readonly Buffer[] {
  if (value === null) return [];
  if (!Buffer.isBuffer(value)) return [Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), between];
  try {
    return [value, between, brotliDecompressSync(value), between];
  } catch {
    return [value, between];
  }
}

/** The files of a directory and below, those of gzip unpacked. */
export async function filesAsBytes(directory: string): Promise<readonly Place[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ name, parentPath }) => {
      const bytes = await readFile(join(parentPath, name));
      return { where: `file ${name}`, bytes: name.endsWith('.gz') ? gunzipSync(bytes) : bytes };
    }),
  );
}

/** What was written ahead since `from` (a position of `pg_current_wal_lsn`), by the files of a server on this machine. */
export async function walSince(pool: Pool, from: string): Promise<readonly Place[]> {
  const { rows } = await pool.query<{ directory: string; first: string; last: string }>(
    `select current_setting('data_directory') || '/pg_wal' as directory, pg_walfile_name($1::pg_lsn) as first,
       pg_walfile_name(pg_current_wal_lsn()) as last`,
    [from],
  );
  const { directory = '', first = '', last = '' } = rows[0] ?? {};
  const names = (await readdir(directory)).filter(
    (name) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last,
  );
  if (names.length === 0) throw new Error('There is no write-ahead log here.');
  return Promise.all(
    names.map(async (name) => ({
      where: 'write-ahead log',
      bytes: await readFile(join(directory, name)),
      isVast: true,
    })),
  );
}
