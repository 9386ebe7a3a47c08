import { randomUUID } from 'node:crypto';
import type { EventLog } from '@hub/core';
import type { Pool } from 'pg';
import { Counter, Histogram } from 'prom-client';
import { problem } from '../http/problem.ts';
import { type FaultLine, faultLine } from '../observability/fault-line.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Secrets } from '../sealing/secrets.ts';
import { traceKeyOf } from '../sealing/trace-key.ts';
import { type Together, together } from '../waiting/together.ts';
import { keepTrace } from './keep-trace.ts';
import { anchorOf, tellAnchors } from './trace-anchors.ts';
import type { TraceEntry } from './trace-entry.ts';
import { openingLink } from './trace-links.ts';
import { type WriterEnd, type Written, writeGroup } from './write-group.ts';

export interface AccessTraceOptions {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly secrets: Pick<Secrets, 'receiptKey'>;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** `exception-used-up`: nobody may be shown now; these persons may not be shown by an exception in its month. */
export type TraceOutcome =
  | { readonly status: 'written' }
  | { readonly status: 'exception-used-up'; readonly beyond: readonly string[] };

/** Who looked at whom, when and why. */
export interface AccessTrace {
  /**
   * Resolves once the entry is durable: the body of an answer leaves after that and not before (Code du travail R6323-40).
   * Entries that come together are written together. Throws a 429 problem, and has written that it does, where a limit of
   * the reader is reached, but for an exception: without that, the look may be made again. `database-unavailable` or `log-unavailable` where nothing can be written.
   */
  write(entry: TraceEntry): Promise<TraceOutcome>;
  /** Writes what waits, and tells the log where this process ends; where it cannot, another process does later. */
  close(): Promise<void>;
}

/** Rows of one insert; a list longer than that goes by itself. */
const groupRowsMax = 1_000;
/** Whoever comes when so many wait is refused. */
const waitingMax = 5_000;
const headEveryMs = 1_000;
const keepEveryMs = 15_000;

interface State extends AccessTraceOptions {
  readonly key: Buffer;
  /** One group after the other, for each row is linked with the one before. */
  readonly groups: Together<TraceEntry, Written>;
  /** Of this process; null: nothing was written yet, or it is uncertain what was, and another one begins. */
  end: WriterEnd | null;
  /** Of the writer's rows, the last that the log knows of. */
  anchored: number;
  telling: Promise<void> | null;
  readonly anchorFault: FaultLine;
  readonly metricsOf: ReturnType<typeof traceMetrics>;
}

/** The trace of this process. It begins with the first entry: a process that shows nobody leaves no anchor. */
export function openAccessTrace(options: AccessTraceOptions): AccessTrace {
  const state: State = {
    ...options,
    key: traceKeyOf(options.secrets),
    groups: together((entries) => writeNext(state, entries), {
      most: groupRowsMax,
      weigh: ({ persons }) => Math.max(1, persons.length),
      groups: 1,
    }),
    end: null,
    anchored: 0,
    telling: null,
    anchorFault: faultLine(options.logger, {
      began: 'the log is not told where the access trace stands',
      ended: 'the log knows again where the access trace stands',
    }),
    metricsOf: traceMetrics(options.metrics),
  };
  const heads = setInterval(() => void tellHead(state), headEveryMs).unref();
  const keeping = keepTrace(state, () => state.end, keepEveryMs);
  return {
    write: (entry) => write(state, entry),
    close: async () => {
      clearInterval(heads);
      await keeping.close();
      await closeWriter(state);
    },
  };
}

async function write(state: State, entry: TraceEntry): Promise<TraceOutcome> {
  if (state.groups.waiting() >= waitingMax) {
    throw problem(503, 'unavailable', 'More asks than the hub can trace at once.', { headers: { 'retry-after': '1' } });
  }
  const from = performance.now();
  const written = await state.groups.ask(entry);
  state.metricsOf.seconds.observe((performance.now() - from) / 1_000);
  if (written.stoppedBy === null) return { status: 'written' };
  const { quota, beyond } = written.stoppedBy;
  if (quota === 'exception-persons') return { status: 'exception-used-up', beyond };
  throw problem(429, 'quota-reached', 'A limit of the convention is reached.', {
    detail: `Limit: ${quota}. Persons already read in its window may be read again; operators of the hub were told.`,
    headers: { 'retry-after': String(written.retryAfterSeconds) },
  });
}

async function writeNext(state: State, entries: readonly TraceEntry[]): Promise<readonly Written[]> {
  const from = state.end ?? (await openWriter(state));
  // Until it is known to be written, this writer ends at no certain row: after a failure another one begins.
  state.end = null;
  const { end, written, hits } = await writeGroup(state.pool, state.key, from, entries);
  state.end = end;
  state.metricsOf.rows.inc(end.sequence - from.sequence);
  for (const { kind } of hits) state.metricsOf.hits.inc({ quota: kind });
  return written;
}

/** Before its first row is written, the log knows of it: a writer that was taken away whole is missed. */
async function openWriter(state: State): Promise<WriterEnd> {
  const writer = randomUUID();
  await state.pool.query(
    `with opened as (insert into access.trace_writer (writer) values ($1))
     select access.make_trace_month(now())`,
    [writer],
  );
  const end = { writer, sequence: 0, link: openingLink(state.key, writer) };
  await tellAnchors(state.log, state.key, [anchorOf('opened', end)]);
  state.anchored = 0;
  return end;
}

async function tellHead(state: State): Promise<void> {
  const { end } = state;
  if (end === null || end.sequence === state.anchored || state.telling !== null) return;
  state.telling = tellAnchors(state.log, state.key, [anchorOf('head', end)]).then(
    () => {
      if (state.end === null || state.end.writer === end.writer) state.anchored = end.sequence;
      state.anchorFault.worked();
    },
    (error: unknown) => state.anchorFault.failed(error),
  );
  await state.telling;
  state.telling = null;
}

async function closeWriter(state: State): Promise<void> {
  await state.groups.settled();
  await state.telling;
  const { end } = state;
  if (end === null) return;
  state.end = null;
  try {
    await tellAnchors(state.log, state.key, [anchorOf('closed', end)]);
    const closed = 'update access.trace_writer set closed_at = clock_timestamp() where writer = $1';
    await state.pool.query(closed, [end.writer]);
  } catch (error) {
    // Another process closes it, as it does for one that died.
    state.anchorFault.failed(error);
  }
}

function traceMetrics(metrics: Metrics) {
  const registers = [metrics];
  return {
    rows: new Counter({ name: 'hub_trace_rows_total', help: 'Rows written to the access trace', registers }),
    seconds: new Histogram({
      name: 'hub_trace_write_seconds',
      help: 'Time until a look was durable in the access trace',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
      registers,
    }),
    hits: new Counter({
      name: 'hub_quota_hits_total',
      help: 'Looks beyond a limit, by limit: those of an agent or a client were stopped',
      labelNames: ['quota'],
      registers,
    }),
  };
}
