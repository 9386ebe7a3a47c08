import type { EventLog } from '@hub/core';
import { type Metrics, within } from '@hub/platform';
import { type ReaderFigures, readerFigures } from '@hub/projector';
import type pg from 'pg';
import { Gauge } from 'prom-client';

const cacheMs = 5_000;
const answerMsMax = 2_000;

interface Shown {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  /** Its samples; none where they are not known, or there are none. */
  readonly samples: (figures: ReaderFigures | null) => readonly Sample[];
}

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What was found in time: figures, or that no version is active; null: there was no answer. */
type Found = { readonly figures: ReaderFigures | null } | null;

const ofHub = 'Of the whole hub, the same from each process: aggregate with max.';

const shown: readonly Shown[] = [
  {
    name: 'hub_projection_lag_events',
    help: `Events on the log that the version given to readers does not show. ${ofHub}`,
    samples: (figures) => (figures?.lag == null ? [] : [{ value: figures.lag.lagEvents }]),
  },
  {
    name: 'hub_projection_lag_seconds',
    help: `Age in seconds of the oldest state shown by a slice that lags; 0: all is shown. ${ofHub}`,
    samples: (figures) => (figures?.lag == null ? [] : [{ value: figures.lag.lagSeconds }]),
  },
  {
    name: 'hub_projection_projectors',
    help: `Living projectors of the version given to readers; 0: nobody feeds it. ${ofHub}`,
    samples: (figures) => (figures === null ? [] : [{ value: figures.projectors }]),
  },
  {
    name: 'hub_projection_slices',
    help: `Slices of the version given to readers, by kind: trainee or offer. ${ofHub}`,
    labelNames: ['kind'],
    samples: (figures) => byKind(figures, ({ slices }) => slices),
  },
  {
    name: 'hub_projection_unowned_slices',
    help: `Slices of the version given to readers that no living projector owns. ${ofHub}`,
    labelNames: ['kind'],
    samples: (figures) => byKind(figures, ({ slices, owned }) => slices - owned),
  },
  {
    name: 'hub_projection_parked_events',
    help: `Parked events of the version given to readers that no operator settled, by reason; a reason without any is not shown. ${ofHub}`,
    labelNames: ['reason'],
    samples: (figures) =>
      Object.entries(figures?.parked ?? {}).map(([reason, value]) => ({ labels: { reason }, value })),
  },
  {
    name: 'hub_projection_version_info',
    help: `Always 1: the version given to readers. ${ofHub}`,
    labelNames: ['version'],
    samples: (figures) => (figures === null ? [] : [{ labels: { version: figures.version }, value: 1 }]),
  },
];

function byKind(
  figures: ReaderFigures | null,
  count: (counts: ReaderFigures['slices']['trainee']) => number,
): readonly Sample[] {
  if (figures === null) return [];
  return Object.entries(figures.slices).map(([kind, counts]) => ({ labels: { kind }, value: count(counts) }));
}

/**
 * The projection as readers see it, whoever is alive to feed it: read at the scrape, at most every five seconds, within
 * two. A scrape never fails by it.
 */
export function showProjection(metrics: Metrics, pool: pg.Pool, log: EventLog): void {
  const found = cached(async () => ({ figures: await readerFigures(pool, log) }));
  new Gauge({
    name: 'hub_projection_readable',
    help: `1: the figures of the projection could be read within 2 seconds, or there are none because no version is given to readers yet; 0: the database or the log does not answer, and what is not known is left out. ${ofHub}`,
    registers: [metrics],
    async collect() {
      this.set(isAnswered(await found()) ? 1 : 0);
    },
  });
  for (const { name, help, labelNames = [], samples } of shown) {
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [metrics],
      async collect() {
        const known = samples((await found())?.figures ?? null);
        this.reset();
        // A gauge without labels shows 0 once it is reset.
        if (labelNames.length === 0) this.remove();
        for (const { labels = {}, value } of known) this.set(labels, value);
      },
    });
  }
}

function isAnswered(found: Found): boolean {
  return found !== null && found.figures?.lag !== null;
}

/** Asked by all gauges of one scrape; null where there is no answer in time. A question that hangs is not asked again. */
function cached(read: () => Promise<Found>): () => Promise<Found> {
  let last: { readonly found: Found; readonly at: number } | null = null;
  let reading: Promise<Found> | null = null;
  const readOnce = async () => {
    const found = await read().catch(() => null);
    last = { found, at: performance.now() };
    return found;
  };
  return () => {
    if (last !== null && performance.now() - last.at < cacheMs) return Promise.resolve(last.found);
    reading ??= readOnce().finally(() => {
      reading = null;
    });
    return within(reading, answerMsMax, () => null);
  };
}
