import type { Line } from '@hub/platform';
import { CsvError, parse } from 'csv-parse/sync';

/** A row of a CSV file with the line on which it begins; `cells` is null where a quote was never closed. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[] | null;
}

/** A quoted cell may hold line breaks, but not more than this many. */
const rowLinesMax = 20;

export interface CsvForm {
  readonly delimiter: string;
  /** Cells of a row. A line that has as many is one row, whatever quotes stand in it. */
  readonly width: number;
}

/** Rows of a CSV text without its empty lines. A stray quote costs its own line only and never swallows the rest. */
export async function* readRows(lines: AsyncIterable<Line>, form: CsvForm): AsyncGenerator<CsvRow> {
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
  for (let used = 1; used <= Math.min(waiting.length, rowLinesMax); used += 1) {
    const row = closeRow(waiting.slice(0, used), form);
    if (row !== null) return { row, used };
  }
  return ended || waiting.length >= rowLinesMax ? { row: { line: first.line, cells: null }, used: 1 } : null;
}

/**
 * The row of these lines; null while a quote is open. A label cut behind its opening quote, in one row after another, would
 * join the head of one to the end of the next: a line that has all its cells is never read on.
 */
function closeRow(open: readonly Line[], { delimiter, width }: CsvForm): CsvRow | null {
  const [first] = open;
  const text = open.map((line) => line.text).join('\n');
  const cells = text.split(delimiter);
  if (open.length === 1 && cells.length === width) return { line: first?.line ?? 0, cells: cells.map(unquoted) };
  if (!text.includes('"')) return { line: first?.line ?? 0, cells };
  try {
    const [read = []] = parse(text, { delimiter, relax_column_count: true, relax_quotes: true }) as string[][];
    return { line: first?.line ?? 0, cells: read };
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return null;
    if (error instanceof CsvError) return { line: first?.line ?? 0, cells: null };
    throw error;
  }
}

export function unquoted(cell: string): string {
  return /^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}
