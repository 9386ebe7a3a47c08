import {
  type ImportOptions,
  type ImportResult,
  importSource,
  type Line,
  parseObject,
  readCsvRows,
  readLines,
  type SourceFormat,
  type SourceItem,
  type Sources,
  type Translation,
  unquoted,
} from '@hub/platform';
import { exportRules } from '../translate/export-fields.ts';
import {
  extractColumns,
  extractRules,
  headerDifference,
  rowIdentity,
  translateRow,
} from '../translate/trainee-extract.ts';
import { translateRecord } from '../translate/translate-record.ts';

/** Imports files of Kairos: exports in JSON lines, or the France Travail trainee extract. The first line says which. */
export function importKairos(options: ImportOptions & Sources): Promise<ImportResult> {
  return importSource(kairosFormat, options);
}

/** A line of an export, or a row of the extract. */
type KairosRecord = { readonly text: string } | ExtractRow;

interface ExtractRow {
  /** Null where a quote was never closed. */
  readonly cells: readonly string[] | null;
  /** The first row of the file about the same person and session, if it is not this one. */
  readonly before: { readonly line: number; readonly isSame: boolean } | null;
}

const kairosFormat: SourceFormat<KairosRecord> = {
  rules: { ...exportRules, ...extractRules },
  /** The lines of an export carry their own dates, the rows of the extract none. */
  headDate: (head) => ({ kind: isExtract(head) ? 'none' : 'records' }),
  async *read({ bytes }) {
    const lines = readLines(bytes);
    const first = await lines.next();
    if (first.done === true) return;
    if (!first.value.text.trimStart().startsWith('{')) return yield* readExtract(first.value, lines);
    yield exportLine(first.value);
    for await (const line of lines) yield exportLine(line);
  },
  translate(record, { dated }) {
    if ('cells' in record) return translateCells(record, dated?.at ?? Number.NaN);
    const object = parseObject(record.text);
    if (object === null) return { events: [], findings: [{ rule: 'not-json', field: null }] };
    const { events, findings } = translateRecord(object);
    return { events: events.map((event) => ({ event })), findings };
  },
};

function exportLine({ line, text }: Line): SourceItem<KairosRecord> {
  return { kind: 'record', line, record: { text } };
}

async function* readExtract(header: Line, lines: AsyncIterable<Line>): AsyncGenerator<SourceItem<KairosRecord>> {
  const columns = columnsOf(header.text);
  const difference = headerDifference(columns);
  if (difference !== null || !header.text.includes('|')) {
    const detail = difference ?? 'Séparateur « | » attendu.';
    yield { kind: 'failed', line: header.line, finding: { rule: 'header-unknown', field: null, detail } };
    return;
  }
  const known = new Map<string, readonly KnownRow[]>();
  for await (const { line, cells } of readCsvRows(lines, { delimiter: '|', width: extractColumns.length })) {
    const isLast = known.size === rowsRememberedMax - 1;
    yield { kind: 'record', line, record: { cells, before: remember(known, cells, line) } };
    if (!isLast || known.size < rowsRememberedMax) continue;
    yield { kind: 'finding', line, finding: { rule: 'rows-not-compared', field: null, severity: 'ignored' } };
  }
}

interface KnownRow {
  readonly line: number;
  readonly row: string;
}

/** Persons in sessions whose rows are compared: about 60 MB at the most. */
const rowsRememberedMax = 300_000;

/** What the file had before about the same person and session; the row is remembered, unless it is the same again. */
function remember(
  known: Map<string, readonly KnownRow[]>,
  cells: readonly string[] | null,
  line: number,
): ExtractRow['before'] {
  const identity = cells === null ? null : rowIdentity(cells);
  if (identity === null) return null;
  const { about, row } = identity;
  const rows = known.get(about) ?? [];
  const same = rows.find((each) => each.row === row);
  if (same !== undefined) return { line: same.line, isSame: true };
  if (rows.length > 0 || known.size < rowsRememberedMax) known.set(about, [...rows, { line, row }]);
  const [first] = rows;
  return first === undefined ? null : { line: first.line, isSame: false };
}

function isExtract(head: Buffer): boolean {
  const [header = ''] = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split(/\r?\n/, 1);
  return header.includes('|') && headerDifference(columnsOf(header)) === null;
}

function columnsOf(header: string): string[] {
  return header.split(header.includes('|') ? '|' : /[;,\t]/).map((name) => unquoted(name.trim()));
}

/** Rows carry no date of their own: they are recorded when the extract was made (epoch ms). */
function translateCells({ cells, before }: ExtractRow, extractedAt: number): Translation {
  if (cells === null) return { events: [], findings: [{ rule: 'quote-unclosed', field: null }] };
  if (cells.length !== extractColumns.length) {
    const finding = { rule: 'column-count', field: null, detail: `Elle en a ${cells.length}.` };
    return { events: [], findings: [finding] };
  }
  const detail = `Voir la ligne ${before?.line}.`;
  if (before?.isSame === true) {
    return { events: [], findings: [{ rule: 'repeated', field: null, severity: 'ignored', detail }] };
  }
  const { events, findings } = translateRow(cells, Math.floor(extractedAt / 1000) * 1000);
  const several = before === null ? [] : [{ rule: 'several-plans', field: null, severity: 'ignored', detail } as const];
  return { events: events.map((event) => ({ event })), findings: [...findings, ...several] };
}
