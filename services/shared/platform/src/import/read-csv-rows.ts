import { CsvError, parse } from 'csv-parse/sync';
import type { Line } from './read-lines.ts';

/** A row of a CSV file with the line on which it begins; `cells` is null where a quote was never closed. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[] | null;
}

/** A quoted cell may hold line breaks, but not more than this many. */
const rowLinesMax = 20;

export interface CsvForm {
  readonly delimiter: string;
  /** Cells of a row. */
  readonly width: number;
}

/** Rows of a CSV text without its empty lines. A stray quote costs its own line only and never swallows the rest. */
export async function* readCsvRows(lines: AsyncIterable<Line>, form: CsvForm): AsyncGenerator<CsvRow> {
  let waiting: Line[] = [];
  for await (const line of lines) {
    waiting.push(line);
    for (let next = takeRow(waiting, form, false); next !== null; next = takeRow(waiting, form, false)) {
      yield next.row;
      waiting = waiting.slice(next.used);
    }
  }
  for (let next = takeRow(waiting, form, true); next !== null; next = takeRow(waiting, form, true)) {
    yield next.row;
    waiting = waiting.slice(next.used);
  }
}

/** The first row of these lines and how many it took; null where there is none yet. */
function takeRow(
  waiting: readonly Line[],
  form: CsvForm,
  ended: boolean,
): { readonly row: CsvRow; readonly used: number } | null {
  const [first] = waiting;
  if (first === undefined) return null;
  const alone = parseCells(first.text, form.delimiter);
  if (!alone.isOpen) return { row: { line: first.line, cells: alone.cells }, used: 1 };
  for (let used = 2; used <= Math.min(waiting.length, rowLinesMax); used += 1) {
    const { cells, isOpen } = joinedCells(waiting.slice(0, used), form);
    if (cells !== null) return { row: { line: first.line, cells }, used };
    if (!isOpen) return { row: cutRow(first, form), used: 1 };
  }
  return ended || waiting.length >= rowLinesMax ? { row: cutRow(first, form), used: 1 } : null;
}

/**
 * Lines are one row only where their quotes are all as they should be and the cells as many as there are columns: labels cut
 * behind their opening quote, in one row after another, would join the head of one to the end of the next.
 */
function joinedCells(lines: readonly Line[], { delimiter, width }: CsvForm): ReturnType<typeof parseCells> {
  const text = lines.map((line) => line.text).join('\n');
  const read = parseCells(text, delimiter, { strict: true });
  return read.cells !== null && read.cells.length !== width ? { cells: null, isOpen: false } : read;
}

/** A line with a quote that is never closed: as it stands, where it has all its cells. */
function cutRow({ line, text }: Line, { delimiter, width }: CsvForm): CsvRow {
  const cells = text.split(delimiter);
  return { line, cells: cells.length === width ? cells.map(unquoted) : null };
}

/** Cells of one row; null where it cannot be read, `isOpen` where more lines may close a quote of it. */
export function parseCells(
  text: string,
  delimiter: string,
  { strict = false }: { readonly strict?: boolean } = {},
): { readonly cells: readonly string[] | null; readonly isOpen: boolean } {
  if (!text.includes('"')) return { cells: text.split(delimiter), isOpen: false };
  try {
    const form = { delimiter, record_delimiter: '\n', relax_column_count: true, relax_quotes: !strict };
    const rows = parse(text, form) as string[][];
    return { cells: rows.length === 1 ? (rows[0] ?? null) : null, isOpen: false };
  } catch (error) {
    if (error instanceof CsvError) return { cells: null, isOpen: error.code === 'CSV_QUOTE_NOT_CLOSED' };
    throw error;
  }
}

export function unquoted(cell: string): string {
  return /^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}
