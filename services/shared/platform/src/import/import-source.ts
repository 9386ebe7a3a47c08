import { type CloudEvent, sourcePrefix } from '@hub/contracts';
import { HubError } from '@hub/core';
import type { ExtractDate, HeadDate } from './extract-date.ts';
import {
  type Finding,
  type ImportReject,
  type ImportRules,
  type Refusal,
  rejectOf,
  rejectsOfRefusal,
  type Severity,
} from './import-reject.ts';
import { counted, type OpenSource, openSources, type Sources, totalBytes } from './open-sources.ts';
import type { ReportEvents } from './report-events.ts';
import { halvedStatements } from './whole-statements.ts';

/** What an import needs to know of a source's format: how its files are read, and what a record of them says. */
export interface SourceFormat<Read> {
  /** French sentences of every rule that its findings name. */
  readonly rules: ImportRules;
  /** What the first bytes of a file (up to 64 KiB) say of when it was made; absent: its records carry dates of their own. */
  headDate?(head: Buffer, name: string): HeadDate | Promise<HeadDate>;
  /** A file in its order, in flat memory. Throws `source-unreadable` where it cannot be read any further. */
  read(source: OpenSource): AsyncIterable<SourceItem<Read>>;
  /** Never throws on content: what is wrong is a finding. */
  translate(record: Read, source: OpenSource, line: number): Translation;
}

export type SourceItem<Read> =
  | { readonly kind: 'record'; readonly line: number; readonly record: Read }
  /** Wrong before any translation; the reading goes on. */
  | { readonly kind: 'finding'; readonly line: number; readonly finding: Finding }
  /** The file cannot be read any further; other files may follow. */
  | { readonly kind: 'failed'; readonly line: number; readonly finding: Finding };

/** What became of one record: events, or findings; both where only a field was left out. */
export interface Translation {
  readonly events: readonly PlacedEvent[];
  readonly findings: readonly Finding[];
  /** Records of the source that it was; default 1. */
  readonly records?: number;
}

/** An event with where it was read, so that an answer of the hub is brought back there; default: the line of its record. */
export interface PlacedEvent {
  readonly event: CloudEvent;
  readonly place?: NonNullable<Finding['place']>;
  readonly element?: string;
  readonly numero?: string;
  /** The cell of a table, column from 1, that filled what a pointer into the event leads to. */
  readonly cellOf?: (pointer: string) => { readonly name: string; readonly column: number } | null;
}

export interface ImportOptions {
  /** `hubClient(…).report` under the source's credentials; null: translate only. */
  readonly report: ReportEvents | null;
  /** Asks what the hub would refuse, and reports nothing: of statements of several events none is then told in part. */
  readonly check?: ReportEvents;
  /** Every reject as it is met; awaited, so that a slow writer slows the reading. The result keeps the first 1,000 only. */
  readonly onReject?: (reject: ImportReject) => void | Promise<void>;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
  /** When the sources were extracted, where that is said and not to be read from them. Not after `now`. */
  readonly dated?: Date;
  /** Default: now. Nothing was extracted or recorded later. */
  readonly now?: Date;
  /** Events in one call of `report`; default 500. */
  readonly batchEventsMax?: number;
  /** Calls of `report` on their way at once; default 4. The reading waits while all are busy. */
  readonly inFlightMax?: number;
}

export interface ImportProgress {
  readonly bytesRead: number;
  /** Of all files together; for a stream, what was read. */
  readonly bytesTotal: number;
  readonly records: number;
  readonly events: number;
}

export interface ImportResult {
  /** False if a file could not be read to its end, or the import was cancelled; what came before is reported. */
  readonly complete: boolean;
  readonly cancelled: boolean;
  readonly bytes: number;
  readonly records: number;
  /** Events made of the source. */
  readonly events: number;
  /** By the hub; all 0 where nothing was reported. */
  readonly accepted: number;
  readonly refused: number;
  /** Events of which the hub could not say; importing the source again is safe. */
  readonly unknown: number;
  /** Rejects of every severity, those of the door included. */
  readonly rejected: number;
  readonly rejects: readonly ImportReject[];
  readonly severities: Readonly<Record<Severity, number>>;
  readonly rules: Readonly<Record<string, number>>;
  /** What was read, and when each was extracted (RFC 3339): as said, or by its content or its name; null: record by record. */
  readonly extracts: readonly Extract[];
}

export interface Extract {
  readonly file: string;
  readonly at: string | null;
  readonly by: ExtractDate['from'] | 'records';
}

type Counted = Omit<ImportResult, 'severities' | 'rules' | 'rejects' | 'extracts'>;
type Counts = { -readonly [K in keyof Counted]: ImportResult[K] };

interface WaitingEvent {
  readonly file: string;
  readonly line: number;
  readonly placed: PlacedEvent;
}

interface Import {
  readonly options: ImportOptions;
  readonly rules: ImportRules;
  readonly counts: Counts;
  readonly severities: Record<Severity, number>;
  readonly rejects: ImportReject[];
  readonly byRule: Map<string, number>;
  readonly onTheirWay: Set<Promise<void>>;
  readonly bytesTotal: number | null;
  bytesShown: number;
  /** What is being read. */
  at: { readonly file: string; readonly line: number };
  waiting: WaitingEvent[];
  /** The first error of a call to `report`; it ends the import. */
  fault: { error: unknown } | null;
}

/** Progress is shown about once per so many bytes. */
const progressBytes = 512 * 1024;
const rejectsKept = 1_000;

/**
 * Reports to the hub what the sources hold, and never keeps more in memory than the batches on their way. Whatever cannot
 * be reported becomes a reject and the rest goes on; so does a file that cannot be read, which makes the result
 * incomplete. Throws what `report` throws, and `source-undated` before anything is reported.
 */
export async function importSource<Read>(
  format: SourceFormat<Read>,
  options: ImportOptions & Sources,
): Promise<ImportResult> {
  const sources = await openSources(options, {
    headDate: async (head, name) => format.headDate?.(head, name) ?? { kind: 'records' },
    said: options.dated?.getTime() ?? null,
    now: (options.now ?? new Date()).getTime(),
  });
  const run = startImport(format.rules, options, await totalBytes(options));
  for (const source of sources) {
    run.at = { file: source.name, line: 0 };
    const bytes = counted(source.bytes, (count) => countBytes(run, count));
    await readSource(run, format, { ...source, bytes });
    if (isOver(run)) break;
  }
  if (!isOver(run)) await send(run);
  await Promise.all(run.onTheirWay);
  if (options.signal?.aborted === true) {
    run.counts.cancelled = true;
    await fail(run, { rule: 'cancelled', field: null });
  } else if (run.fault !== null) throw run.fault.error;
  showProgress(run);
  const { counts, severities, rejects } = run;
  const rules = Object.fromEntries(run.byRule);
  return { ...counts, severities, rules, rejects, extracts: sources.map(extractOf) };
}

function extractOf({ name, dated }: OpenSource): Extract {
  if (dated === null) return { file: name, at: null, by: 'records' };
  return { file: name, at: new Date(dated.at).toISOString(), by: dated.from };
}

function startImport(rules: ImportRules, options: ImportOptions, bytesTotal: number | null): Import {
  const none = { bytes: 0, records: 0, events: 0, accepted: 0, refused: 0, unknown: 0, rejected: 0 };
  return {
    options,
    rules,
    counts: { complete: true, cancelled: false, ...none },
    severities: { refused: 0, repaired: 0, doubtful: 0, ignored: 0 },
    rejects: [],
    byRule: new Map(),
    onTheirWay: new Set(),
    bytesTotal,
    bytesShown: 0,
    at: { file: '', line: 0 },
    waiting: [],
    fault: null,
  };
}

function isOver(run: Import): boolean {
  return run.options.signal?.aborted === true || run.fault !== null;
}

async function readSource<Read>(run: Import, format: SourceFormat<Read>, source: OpenSource): Promise<void> {
  try {
    for await (const item of format.read(source)) {
      if (isOver(run)) return;
      run.at = { file: source.name, line: item.line };
      if (item.kind === 'record') await take(run, format.translate(item.record, source, item.line));
      else if (item.kind === 'finding') await keep(run, item.finding);
      else await fail(run, item.finding);
    }
  } catch (error) {
    if (!(error instanceof HubError && error.code === 'source-unreadable')) throw error;
    await fail(run, { rule: 'file-unreadable', field: null, detail: error.message });
  }
}

async function take(run: Import, translation: Translation): Promise<void> {
  run.counts.records += translation.records ?? 1;
  run.counts.events += translation.events.length;
  for (const finding of translation.findings) await keep(run, finding);
  if (run.options.report === null) return;
  for (const placed of translation.events) run.waiting.push({ ...run.at, placed });
  // Events of one record go together.
  if (run.waiting.length >= (run.options.batchEventsMax ?? 500)) await send(run);
}

/** Sends what is waiting as soon as one of the calls on their way is done. */
async function send(run: Import): Promise<void> {
  while (run.onTheirWay.size >= (run.options.inFlightMax ?? 4)) await Promise.race(run.onTheirWay);
  const batch = run.waiting;
  if (batch.length === 0) return;
  run.waiting = [];
  const sent = reportBatch(run, batch)
    .catch((error: unknown) => {
      run.fault ??= { error };
    })
    .finally(() => run.onTheirWay.delete(sent));
  run.onTheirWay.add(sent);
}

async function reportBatch(run: Import, waiting: readonly WaitingEvent[]): Promise<void> {
  const { signal, report } = run.options;
  const how = signal === undefined ? {} : { signal };
  const batch = await withoutHalved(run, waiting, how);
  if (batch.length === 0) return;
  const answers =
    (await report?.(
      batch.map(({ placed }) => placed.event),
      how,
    )) ?? [];
  for (const { index, status, problem } of answers) {
    run.counts[status] += 1;
    const refused = batch[index];
    if (status === 'refused' && refused !== undefined) await refuse(run, refused, problem);
  }
}

/** Without the events of statements of which the hub would refuse one. */
async function withoutHalved(
  run: Import,
  batch: readonly WaitingEvent[],
  how: { signal?: AbortSignal },
): Promise<readonly WaitingEvent[]> {
  const { check } = run.options;
  if (check === undefined) return batch;
  const events = batch.map(({ placed }) => placed.event);
  const halved = await halvedStatements(events, (asked) => check(asked, how));
  for (const [place, problem] of halved) {
    const { file, line, placed } = batch[place] as WaitingEvent;
    run.counts.refused += 1;
    if (problem !== null) await refuse(run, { file, line, placed }, problem);
    else await add(run, rejectOf({ rule: 'row-held', field: null, ...named(placed) }, run.rules, { file, line }));
  }
  return batch.filter((_, place) => !halved.has(place));
}

async function refuse(run: Import, { file, line, placed }: WaitingEvent, problem: Refusal | undefined): Promise<void> {
  const { event, place = { line }, cellOf } = placed;
  const record = { place: { file, ...place }, ...named(placed), event: event.type, source: sourceOf(event) };
  for (const reject of rejectsOfRefusal(record, problem)) await add(run, inItsCell(reject, cellOf));
}

function named({ element, numero }: PlacedEvent): Pick<PlacedEvent, 'element' | 'numero'> {
  return { ...(element !== undefined && { element }), ...(numero !== undefined && { numero }) };
}

/** What the door refused, by the column of the table that said it. */
function inItsCell(reject: ImportReject, cellOf: PlacedEvent['cellOf']): ImportReject {
  const cell = cellOf?.(reject.field ?? '') ?? null;
  return cell === null ? reject : { ...reject, field: cell.name, place: { ...reject.place, column: cell.column } };
}

function sourceOf({ source }: CloudEvent): string {
  return source.startsWith(sourcePrefix) ? source.slice(sourcePrefix.length) : source;
}

async function keep(run: Import, finding: Finding): Promise<void> {
  await add(run, rejectOf(finding, run.rules, run.at));
}

async function fail(run: Import, finding: Finding): Promise<void> {
  run.counts.complete = false;
  await keep(run, finding);
}

async function add(run: Import, reject: ImportReject): Promise<void> {
  run.counts.rejected += 1;
  run.severities[reject.severity] += 1;
  run.byRule.set(reject.rule, (run.byRule.get(reject.rule) ?? 0) + 1);
  if (run.rejects.length < rejectsKept) run.rejects.push(reject);
  await run.options.onReject?.(reject);
}

function countBytes(run: Import, bytes: number): void {
  run.counts.bytes += bytes;
  if (run.counts.bytes - run.bytesShown < progressBytes) return;
  run.bytesShown = run.counts.bytes;
  showProgress(run);
}

function showProgress(run: Import): void {
  const { bytes, records, events } = run.counts;
  run.options.onProgress?.({ bytesRead: bytes, bytesTotal: run.bytesTotal ?? bytes, records, events });
}
