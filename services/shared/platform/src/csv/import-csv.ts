import { readRuleTexts } from '../dictionary/load-rules.ts';
import type { Finding } from '../import/import-reject.ts';
import {
  type ImportOptions,
  type ImportResult,
  importSource,
  type SourceFormat,
  type SourceItem,
  type Translation,
} from '../import/import-source.ts';
import { headBytesMax, type Sources } from '../import/open-sources.ts';
import { type CsvPlan, mappingWrong, type ReadMapping } from './check-mapping.ts';
import { csvRules } from './csv-rules.ts';
import { columnName } from './mapping.ts';
import { fold, nearest } from './nearest.ts';
import { cellText } from './read-cell.ts';
import { type Header, openCsv } from './read-csv.ts';
import type { MappingFault } from './read-mapping-text.ts';
import { digest, rowKey, translateRow } from './translate-row.ts';

/**
 * Imports an organisation's own CSV as its mapping says. Throws `wrong-use` with every fault of the mapping, and every column
 * that it names and a file lacks, before anything is reported.
 */
export function importCsv(options: ImportOptions & Sources & { readonly mapping: ReadMapping }): Promise<ImportResult> {
  return importSource(csvFormat(options.mapping, (options.now ?? new Date()).getTime()), options);
}

interface CsvRow {
  readonly header: Header;
  /** Null where a quote was never closed. */
  readonly cells: readonly string[] | null;
  /** The first row of the file with the same key, if it is not this one. */
  readonly before: { readonly line: number; readonly isSame: boolean } | null;
}

function csvFormat(mapping: ReadMapping, now: number): SourceFormat<CsvRow> {
  const wanted = mapping.columns.map(({ name }) => name);
  return {
    rules: { ...Object.fromEntries(readRuleTexts()), ...csvRules },
    async headDate(head, name) {
      // A file that is no text says so when it is read, and so does a header of which this is a part.
      const isWhole = head.length < headBytesMax || head.includes(10);
      const opened = isWhole ? await openCsv(once(head), wanted).catch(() => null) : null;
      requireSound(mapping, opened?.header, name);
      return { kind: mapping.plan?.mapping.recorded === undefined ? 'none' : 'records' };
    },
    async *read({ bytes, name }) {
      const plan = soundPlan(mapping);
      const opened = await openCsv(bytes, wanted);
      requireSound(mapping, opened?.header, name);
      if (opened !== null) return yield* comparedRows(opened, plan);
      yield { kind: 'failed', line: 0, finding: { rule: 'header-missing', field: null } };
    },
    translate: (row, { dated }, line) =>
      translated(row, { plan: soundPlan(mapping), line, now, extractedAt: dated?.at ?? null }),
  };
}

function requireSound(mapping: ReadMapping, header: Header | undefined, file: string): void {
  const faults = [...mapping.faults, ...(header === undefined ? [] : columnFaults(mapping, header, file))];
  if (faults.length > 0) throw mappingWrong(faults, mapping.lineOf);
}

function soundPlan({ plan, faults, lineOf }: ReadMapping): CsvPlan {
  if (plan === null || faults.length > 0) throw mappingWrong(faults, lineOf);
  return plan;
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/**
 * Columns that the mapping names and the file lacks, or has twice. What has none of them may be a person's row: nothing of
 * it is repeated.
 */
function columnFaults({ columns }: ReadMapping, { places, width }: Header, file: string): readonly MappingFault[] {
  const shown = file === '' || file === '-' ? 'the standard input' : file;
  const folded = new Set([...places.keys()].map(fold));
  const isHeader = columns.some(({ name }) => folded.has(fold(columnName(name))));
  return columns.flatMap(({ name, pointer }) => {
    const found = places.get(columnName(name))?.length ?? 0;
    if (found === 1) return [];
    if (found > 1)
      return [{ pointer, said: `${shown} has ${found} columns of the name "${name}": give each its own.` }];
    const like = isHeader ? nearest(name, places.keys()) : null;
    const advice =
      like === null
        ? `its ${width} columns have other names, or it has no header; a text that is the same in every row is {constant: …}`
        : `the nearest is "${like}"`;
    return [{ pointer, said: `${shown} has no column "${name}"; ${advice}.` }];
  });
}

/** Keys that are compared: about 60 MB at the most. */
const rowsRememberedMax = 300_000;

async function* comparedRows(
  { header, rows }: NonNullable<Awaited<ReturnType<typeof openCsv>>>,
  plan: CsvPlan,
): AsyncGenerator<SourceItem<CsvRow>> {
  const known = new Map<string, { readonly line: number; readonly row: string }>();
  for await (const { line, cells: read } of rows) {
    const cells = read === null ? null : withoutOverhang(read, header.width);
    if (cells?.every((cell) => cellText(cell) === '')) {
      yield { kind: 'finding', line, finding: { rule: 'row-empty', field: null, severity: 'ignored' } };
      continue;
    }
    const isLast = known.size === rowsRememberedMax - 1;
    yield { kind: 'record', line, record: { header, cells, before: remember(known, { header, cells, line }, plan) } };
    if (!isLast || known.size < rowsRememberedMax) continue;
    yield { kind: 'finding', line, finding: { rule: 'rows-not-compared', field: null, severity: 'ignored' } };
  }
}

/** Without the empty cells that some write behind the last column. */
function withoutOverhang(cells: readonly string[], width: number): readonly string[] {
  return cells.slice(width).every((cell) => cellText(cell) === '') ? cells.slice(0, width) : cells;
}

function remember(
  known: Map<string, { readonly line: number; readonly row: string }>,
  { header, cells, line }: { header: Header; cells: readonly string[] | null; line: number },
  plan: CsvPlan,
): CsvRow['before'] {
  if (cells === null || cells.length !== header.width) return null;
  const key = rowKey({ header, cells }, plan);
  const row = digest(cells);
  const before = known.get(key);
  if (before !== undefined) return { line: before.line, isSame: before.row === row };
  if (known.size < rowsRememberedMax) known.set(key, { line, row });
  return null;
}

function translated(
  { header, cells, before }: CsvRow,
  { plan, line, now, extractedAt }: { plan: CsvPlan; line: number; now: number; extractedAt: number | null },
): Translation {
  const refused = (finding: Finding): Translation => ({ events: [], findings: [finding] });
  if (cells === null) return refused({ rule: 'quote-unclosed', field: null });
  if (cells.length !== header.width) {
    const detail = `Elle en a ${cells.length}, l'en-tête ${header.width}.`;
    return refused({ rule: 'column-count', field: null, detail });
  }
  const { events, findings } = translateRow({ header, cells, line, extractedAt, now }, plan);
  if (before !== null && events.length > 0) {
    const detail = `Voir la ligne ${before.line}.`;
    return refused(
      before.isSame
        ? { rule: 'repeated', field: null, severity: 'ignored', detail }
        : { rule: 'key-repeated', field: null, detail },
    );
  }
  return { events, findings };
}
