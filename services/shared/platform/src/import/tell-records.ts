import type { CloudEvent } from '@hub/contracts';
import type { EventOutcome } from '../http/hub-client.ts';

/** Where in a source a record stands; `line` counts from 1. */
export interface RecordPlace {
  readonly file: string;
  readonly line: number;
}

/** One thing that was not told, and why. `detail` says what to do and holds no value of the record. */
export interface ImportReject {
  readonly place: RecordPlace;
  /** Name of the field in the source, or pointer into the event where the hub refused it; null for a whole record. */
  readonly field: string | null;
  readonly rule: string;
  readonly detail: string;
}

/** What an adapter made of one record: events, or rejects; both where only a field was left out. */
export interface TranslatedRecord {
  readonly place: RecordPlace;
  readonly events: readonly CloudEvent[];
  readonly rejects: readonly Omit<ImportReject, 'place'>[];
}

export interface ImportProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly records: number;
  readonly events: number;
}

export interface ImportOptions {
  readonly files: readonly string[];
  /** `hubClient(…).tell` under the source's credentials. */
  readonly tell: (events: readonly CloudEvent[]) => Promise<readonly EventOutcome[]>;
  /** Translate and check only: `tell` is never called. */
  readonly dryRun?: boolean;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Every reject as it is met; the result keeps the first 1,000 only. */
  readonly onReject?: (reject: ImportReject) => void;
  readonly signal?: AbortSignal;
}

export interface ImportResult {
  readonly records: number;
  /** Events translated. */
  readonly events: number;
  readonly accepted: number;
  /** Events that the hub refused. */
  readonly refused: number;
  /** Events of which the hub could not say; importing the file again is safe. */
  readonly unknown: number;
  /** Rejects of the adapter and refusals of the hub. */
  readonly rejected: number;
  readonly rejects: readonly ImportReject[];
  readonly cancelled: boolean;
  /** False where a file could not be read to its end; what came before is told. */
  readonly complete?: boolean;
}

type Counts = { -readonly [K in keyof ImportResult]: ImportResult[K] } & { rejects: ImportReject[] };

const eventsAtOnce = 2_000;
const rejectsKept = 1_000;

/** Tells the events of translated records as they come, a bounded number at once, and counts what became of each. */
export async function tellRecords(
  options: ImportOptions,
  records: AsyncIterable<TranslatedRecord>,
  progress: () => { readonly bytesRead: number; readonly bytesTotal: number },
): Promise<ImportResult> {
  const counts: Counts = {
    ...{ records: 0, events: 0, accepted: 0, refused: 0, unknown: 0, rejected: 0 },
    rejects: [],
    cancelled: false,
  };
  let waiting: { event: CloudEvent; place: RecordPlace }[] = [];
  const flush = async (): Promise<void> => {
    const told = waiting;
    waiting = [];
    if (told.length > 0 && options.dryRun !== true) await tellBatch(options, counts, told);
    options.onProgress?.({ ...progress(), records: counts.records, events: counts.events });
  };
  for await (const { place, events, rejects } of records) {
    if (options.signal?.aborted === true) {
      counts.cancelled = true;
      break;
    }
    counts.records += 1;
    counts.events += events.length;
    for (const reject of rejects) keep(options, counts, { place, ...reject });
    for (const event of events) waiting.push({ event, place });
    if (waiting.length >= eventsAtOnce || counts.records % eventsAtOnce === 0) await flush();
  }
  await flush();
  return counts;
}

async function tellBatch(
  options: ImportOptions,
  counts: Counts,
  told: readonly { event: CloudEvent; place: RecordPlace }[],
): Promise<void> {
  for (const outcome of await options.tell(told.map(({ event }) => event))) {
    if (outcome.status === 'accepted') counts.accepted += 1;
    else if (outcome.status === 'unknown') counts.unknown += 1;
    else {
      counts.refused += 1;
      const place = told[outcome.index]?.place;
      if (place !== undefined)
        for (const reject of refusals(outcome.problem)) keep(options, counts, { place, ...reject });
    }
  }
}

function refusals(problem: Extract<EventOutcome, { status: 'refused' }>['problem']): Omit<ImportReject, 'place'>[] {
  const errors = problem.errors ?? [];
  if (errors.length === 0) {
    return [{ field: null, rule: 'refused-by-hub', detail: problem.detail ?? problem.title }];
  }
  return errors.map(({ pointer, rule, detail }) => ({ field: pointer, rule, detail }));
}

function keep(options: ImportOptions, counts: Counts, reject: ImportReject): void {
  counts.rejected += 1;
  options.onReject?.(reject);
  if (counts.rejects.length < rejectsKept) counts.rejects.push(reject);
}
