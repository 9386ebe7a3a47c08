import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { endDataSets, type Logger, logGivenUp, type Metrics, offeredFiles } from '@hub/platform';
import type { Pool } from 'pg';
import { Counter, Histogram } from 'prom-client';

/** Where the files of data sets are, and for how long. */
export interface DataSetStore {
  /** One for all processes that make or give data sets. */
  readonly directory: string;
  readonly keptDays: number;
}

export interface DataSetMetrics {
  observe(kind: string, rows: number, seconds: number): void;
}

export function dataSetMetrics(metrics: Metrics): DataSetMetrics {
  const of = { labelNames: ['kind'], registers: [metrics] };
  const rows = new Counter({ name: 'hub_data_set_rows_total', help: 'Lines of data sets that were made', ...of });
  const seconds = new Histogram({
    name: 'hub_data_set_seconds',
    help: 'How long a data set took to make',
    buckets: [1, 5, 30, 60, 300, 900, 3_600],
    ...of,
  });
  return {
    observe: (kind, made, took) => {
      rows.inc({ kind }, made);
      seconds.observe({ kind }, took);
    },
  };
}

const sweepEveryMs = 3_600_000;
/** A file that nothing offers and that is so old was left by a process that was killed. */
const leftMs = 86_400_000;

/** Makes the directory, and deletes files whose days are over now and each hour. */
export function keepStore({
  pool,
  logger,
  store,
}: {
  readonly pool: Pool;
  readonly logger: Logger;
  readonly store: DataSetStore;
}): { close(): Promise<void> } {
  const look = () =>
    sweep(pool, store).catch((error: unknown) =>
      logGivenUp(logger, 'warn', error, { message: 'old data sets were not deleted; it is tried again in an hour' }),
    );
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, sweepEveryMs).unref();
  return {
    close: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

async function sweep(pool: Pool, { directory, keptDays }: DataSetStore): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o750 });
  for (const file of await endDataSets(pool, keptDays)) await rm(join(directory, file), { force: true });
  const names = (await readdir(directory)).filter((name) => /^[0-9a-f-]{36}\./.test(name));
  const offered = await offeredFiles(pool, names);
  for (const name of names.filter((each) => !offered.has(each))) {
    const path = join(directory, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > leftMs) await rm(path, { force: true });
  }
}
