import { parseCells, readCsvRows } from '../import/read-csv-rows.ts';
import { type Line, readLines } from '../import/read-lines.ts';
import { columnName } from './mapping.ts';

/** The first row of a file: the names of its columns, and what stands between them. */
export interface Header {
  readonly line: number;
  readonly delimiter: string;
  readonly width: number;
  /** Places of each name, from 0; more than one where it is repeated. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

export interface CsvRecord {
  readonly line: number;
  /** Null where a quote was never closed. */
  readonly cells: readonly string[] | null;
}

const delimiters = [';', ',', '\t', '|'] as const;
/** A name may hold a line break. */
const headerLinesMax = 20;

/** The header, and its rows in flat memory; null for an empty file. The separator is the one that finds most of `wanted`. */
export async function openCsv(
  bytes: AsyncIterable<Uint8Array>,
  wanted: readonly string[],
): Promise<{ readonly header: Header; readonly rows: AsyncIterable<CsvRecord> } | null> {
  const lines = readLines(bytes);
  const taken: Line[] = [];
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    // Excel's own first line says the separator, which the names say as well.
    if (taken.length === 0 && /^sep=.$/i.test(next.value.text)) continue;
    taken.push(next.value);
    const header = headerOf(taken, wanted);
    if (header !== null) return { header, rows: readCsvRows(lines, header) };
    if (taken.length >= headerLinesMax) break;
  }
  const [first] = taken;
  if (first === undefined) return null;
  // A quote that nothing closes: the line as it stands, whose columns are then said to be missing.
  const header = headerFrom(first.line, ';', first.text.replaceAll('"', '').split(';'));
  return { header, rows: readCsvRows(concat(taken.slice(1), lines), header) };
}

async function* concat(taken: readonly Line[], rest: AsyncIterable<Line>): AsyncGenerator<Line> {
  yield* taken;
  yield* rest;
}

/** Null while a quote is open, whatever the separator. */
function headerOf(taken: readonly Line[], wanted: readonly string[]): Header | null {
  const text = taken.map((line) => line.text).join('\n');
  const headers = delimiters.flatMap((delimiter) => {
    const { cells } = parseCells(text, delimiter);
    return cells === null ? [] : [headerFrom(taken[0]?.line ?? 1, delimiter, cells)];
  });
  const found = ({ places }: Header) => wanted.filter((name) => places.has(columnName(name))).length;
  const [best] = headers.toSorted((a, b) => found(b) - found(a) || b.width - a.width);
  return best ?? null;
}

function headerFrom(line: number, delimiter: string, cells: readonly string[]): Header {
  const places = new Map<string, readonly number[]>();
  for (const [place, cell] of cells.entries()) {
    const name = columnName(cell);
    places.set(name, [...(places.get(name) ?? []), place]);
  }
  return { line, delimiter, width: cells.length, places };
}
