import { CsvError, parse } from 'csv-parse/sync';

/** A row of a CSV file with the line on which it begins; `cells` is null where a quote was never closed. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[] | null;
}

/** A quoted cell may hold line breaks, but not more than this many. */
const rowLinesMax = 20;

/**
 * Rows of a CSV text, empty lines left out. A stray quote costs its own line only: it never swallows the rest of the file.
 */
export async function* readRows(
  lines: AsyncIterable<{ readonly line: number; readonly text: string }>,
  delimiter: string,
): AsyncGenerator<CsvRow> {
  let open: { readonly line: number; readonly text: string }[] = [];
  for await (const line of lines) {
    open.push(line);
    while (open.length > 0) {
      const row = closeRow(open, delimiter);
      if (row === null && open.length < rowLinesMax) break;
      const [first] = open;
      if (row !== null) yield row;
      else if (first !== undefined) yield { line: first.line, cells: null };
      open = row === null ? open.slice(1) : [];
    }
  }
  while (open.length > 0) {
    const row = closeRow(open.slice(0, 1), delimiter);
    yield row ?? { line: open[0]?.line ?? 0, cells: null };
    open = open.slice(1);
  }
}

/** The row of these lines; null while a quote is open. Lines without a quote, nearly all, need no parser. */
function closeRow(open: readonly { line: number; text: string }[], delimiter: string): CsvRow | null {
  const [first] = open;
  const text = open.map((line) => line.text).join('\n');
  if (!text.includes('"')) return { line: first?.line ?? 0, cells: text.split(delimiter) };
  try {
    const [cells = []] = parse(text, { delimiter, relax_column_count: true, relax_quotes: true }) as string[][];
    return { line: first?.line ?? 0, cells };
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return null;
    if (error instanceof CsvError) return { line: first?.line ?? 0, cells: null };
    throw error;
  }
}
