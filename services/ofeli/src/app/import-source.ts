import type { CloudEvent } from '@hub/contracts';
import type { Outcome, OutcomeRule } from '../domain/outcome.ts';
import type { PlacedEvent } from '../domain/translate-formation.ts';

/** What a reader of a source gives, in the source's order. */
export type SourceItem =
  | {
      readonly kind: 'translated';
      readonly events: readonly PlacedEvent[];
      readonly outcomes: readonly Outcome[];
      readonly sessions: number;
    }
  /** Bytes of the whole import read so far. */
  | { readonly kind: 'progress'; readonly bytes: number }
  /** A file cannot be read any further; other files may follow. */
  | { readonly kind: 'failed'; readonly outcome: Outcome };

/** What the hub answers for one event of a call, by its index in that call (`hubClient.tell` of the platform gives this). */
export interface TellAnswer {
  readonly index: number;
  readonly status: 'accepted' | 'refused' | 'unknown';
  readonly problem?: {
    readonly title?: string;
    readonly detail?: string;
    readonly errors?: readonly { readonly pointer?: string; readonly rule?: string; readonly detail?: string }[];
  };
}

/**
 * Tells events to the hub and resolves when it answered for each. Throws where the hub as a whole cannot be told
 * (unreachable, partner refused): the import then ends with that error.
 */
export type Tell = (
  events: readonly CloudEvent[],
  options?: { signal?: AbortSignal },
) => Promise<readonly TellAnswer[]>;

export interface ImportOptions {
  /** `hubClient(…).tell` under OFeli's credentials; not called when `dryRun` is set. */
  readonly tell: Tell;
  readonly dryRun?: boolean;
  /** Each refused, repaired or ignored element, as it is met; awaited, so that a slow writer slows the reading. */
  readonly onReject?: (outcome: Outcome) => void | Promise<void>;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
  /** Events in one call of `tell`; default 500. */
  readonly batchEventsMax?: number;
  /** Calls of `tell` on their way at once; default 4. The reading waits while all are busy. */
  readonly inFlightMax?: number;
}

export interface ImportProgress {
  readonly bytesRead: number;
  /** Of all files together; for a stream, what was read. */
  readonly bytesTotal: number;
  /** Sessions (lines, of interruptions) met. */
  readonly records: number;
  readonly events: number;
}

export interface ImportResult {
  /** False if a file could not be read to its end, or the import was cancelled. */
  readonly complete: boolean;
  readonly cancelled: boolean;
  readonly bytes: number;
  readonly formations: number;
  /** Sessions (lines, of interruptions) met. */
  readonly records: number;
  /** Events made of the source. */
  readonly events: number;
  /** By the hub; all 0 in a dry run. */
  readonly accepted: number;
  readonly refused: number;
  readonly unknown: number;
  /** Outcomes of every severity, refusals of the hub included. */
  readonly rejected: number;
  /** The first 1,000 of them. */
  readonly rejects: readonly Outcome[];
  readonly severities: Readonly<Record<Outcome['severity'], number>>;
  readonly rules: Readonly<Partial<Record<OutcomeRule, number>>>;
  /** Why files could not be read to their end. */
  readonly failures: readonly Outcome[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Import {
  readonly options: ImportOptions;
  readonly counts: Mutable<Omit<ImportResult, 'severities' | 'rules' | 'rejects' | 'failures'>>;
  readonly severities: Record<Outcome['severity'], number>;
  readonly rejects: Outcome[];
  readonly rules: Partial<Record<OutcomeRule, number>>;
  readonly failures: Outcome[];
  readonly onTheirWay: Set<Promise<void>>;
  waiting: PlacedEvent[];
  /** The first error of a call to `tell`; it ends the import. */
  fault: { error: unknown } | null;
}

/** Progress is told about once per so many bytes. */
const progressBytes = 512 * 1024;
const rejectsKept = 1_000;

/** Tells what a source gives to the hub, never holding more than the batches on their way. */
export async function importSource(
  items: AsyncIterable<SourceItem>,
  options: ImportOptions,
  bytesTotal?: number,
): Promise<ImportResult> {
  const run = startImport(options);
  let shown = 0;
  for await (const item of items) {
    if (options.signal?.aborted === true) {
      run.counts.cancelled = true;
      await recordFailure(run, cancelled(item));
      break;
    }
    if (item.kind === 'progress') {
      run.counts.bytes = item.bytes;
      if (item.bytes - shown >= progressBytes) {
        shown = item.bytes;
        showProgress(run, bytesTotal);
      }
    } else if (item.kind === 'failed') await recordFailure(run, item.outcome);
    else await take(run, item);
    if (run.fault !== null) break;
  }
  if (run.fault === null && options.signal?.aborted !== true) await send(run);
  await Promise.all(run.onTheirWay);
  if (run.fault !== null && options.signal?.aborted !== true) throw run.fault.error;
  showProgress(run, bytesTotal);
  const { severities, rules, rejects, failures } = run;
  return { ...run.counts, severities, rules, rejects, failures };
}

function startImport(options: ImportOptions): Import {
  const none = { bytes: 0, formations: 0, records: 0, events: 0, accepted: 0, refused: 0, unknown: 0, rejected: 0 };
  return {
    options,
    counts: { complete: true, cancelled: false, ...none },
    severities: { refused: 0, repaired: 0, ignored: 0 },
    rejects: [],
    rules: {},
    failures: [],
    onTheirWay: new Set(),
    waiting: [],
    fault: null,
  };
}

async function take(run: Import, item: Extract<SourceItem, { kind: 'translated' }>): Promise<void> {
  if (item.sessions > 0) run.counts.formations += 1;
  run.counts.records += item.sessions;
  run.counts.events += item.events.length;
  for (const outcome of item.outcomes) await record(run, outcome);
  if (run.options.dryRun === true) return;
  for (const event of item.events) {
    run.waiting.push(event);
    if (run.waiting.length < (run.options.batchEventsMax ?? 500)) continue;
    await send(run);
  }
}

/** Sends what is waiting as soon as one of the calls on their way is done. */
async function send(run: Import): Promise<void> {
  while (run.onTheirWay.size >= (run.options.inFlightMax ?? 4)) await Promise.race(run.onTheirWay);
  const batch = run.waiting;
  if (batch.length === 0) return;
  run.waiting = [];
  const sent = tellBatch(run, batch)
    .catch((error: unknown) => {
      run.fault ??= { error };
    })
    .finally(() => run.onTheirWay.delete(sent));
  run.onTheirWay.add(sent);
}

async function tellBatch(run: Import, batch: readonly PlacedEvent[]): Promise<void> {
  const { signal } = run.options;
  const answers = await run.options.tell(
    batch.map(({ event }) => event),
    signal === undefined ? {} : { signal },
  );
  for (const answer of answers) {
    run.counts[answer.status] += 1;
    const placed = batch[answer.index];
    if (answer.status !== 'accepted' && placed !== undefined) await record(run, hubRefusal(placed, answer));
  }
}

function hubRefusal(placed: PlacedEvent, answer: TellAnswer): Outcome {
  const { place, element, numero, event } = placed;
  const [first] = answer.problem?.errors ?? [];
  const told = [answer.problem?.title, first?.rule, first?.pointer, first?.detail ?? answer.problem?.detail];
  const said =
    answer.status === 'unknown' ? 'The hub could not say; import again, it is safe.' : told.filter(Boolean).join(' · ');
  const detail = `${event.type}: ${said}`;
  const field = first?.pointer ?? null;
  return { severity: 'refused', rule: 'refused-by-hub', place, element, numero, field, detail };
}

async function record(run: Import, outcome: Outcome): Promise<void> {
  run.counts.rejected += 1;
  run.severities[outcome.severity] += 1;
  if (run.rejects.length < rejectsKept) run.rejects.push(outcome);
  run.rules[outcome.rule] = (run.rules[outcome.rule] ?? 0) + 1;
  await run.options.onReject?.(outcome);
}

async function recordFailure(run: Import, outcome: Outcome): Promise<void> {
  run.counts.complete = false;
  run.failures.push(outcome);
  await record(run, outcome);
}

function cancelled(item: SourceItem): Outcome {
  const place = item.kind === 'translated' ? item.events[0]?.place : undefined;
  return {
    severity: 'refused',
    rule: 'cancelled',
    place: place ?? { file: '', line: 0, column: 0, path: '/' },
    element: '',
    field: null,
    detail: 'Cancelled; what was accepted stays told, and the import can be run again.',
  };
}

function showProgress(run: Import, bytesTotal: number | undefined): void {
  const { bytes, records, events } = run.counts;
  run.options.onProgress?.({ bytesRead: bytes, bytesTotal: bytesTotal ?? bytes, records, events });
}
