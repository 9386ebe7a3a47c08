import { setTimeout as delay } from 'node:timers/promises';
import { readLeases, type Version } from '@hub/platform';
import type { Pool } from 'pg';
import { startFeeding } from '../live/start-feeding.ts';
import { endsOfLog, eventsBehind } from '../live/verify-log.ts';
import type { BuildOptions } from './build-version.ts';

/** Feeds these versions, beside any living projector, until they have all that the log holds at this moment. */
export async function catchUp(options: BuildOptions, versions: readonly Version[]): Promise<void> {
  const { log, pool, rules, logger, settings } = options;
  const ends = await endsOfLog(log);
  if (await haveReached(pool, versions, ends)) return;
  const feeding = await startFeeding({ log, pool, rules, logger, only: versions, ...(settings && { settings }) });
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const reached = untilReached({ pool, signal }, versions, ends);
  try {
    await Promise.race([reached, feeding.finished]);
  } finally {
    stop.abort();
    await reached.catch(() => {});
    await feeding.close();
  }
}

/** Waits until these versions, which somebody feeds, have the log up to these ends. Rejects when `signal` aborts. */
export async function untilReached(
  { pool, signal }: Pick<BuildOptions, 'pool' | 'signal'>,
  versions: readonly Version[],
  ends: ReadonlyMap<string, number>,
): Promise<void> {
  while (!(await haveReached(pool, versions, ends))) await delay(100, undefined, { signal });
}

async function haveReached(
  pool: Pool,
  versions: readonly Version[],
  ends: ReadonlyMap<string, number>,
): Promise<boolean> {
  return (await Promise.all(versions.map((each) => hasReached(pool, each, ends)))).every(Boolean);
}

async function hasReached(pool: Pool, { version }: Version, ends: ReadonlyMap<string, number>): Promise<boolean> {
  return (await readLeases(pool, version)).every((lease) => eventsBehind(lease, ends) === 0);
}
