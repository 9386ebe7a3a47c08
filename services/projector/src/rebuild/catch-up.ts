import { setTimeout as delay } from 'node:timers/promises';
import { readLeases, type Version } from '@hub/platform';
import type { Pool } from 'pg';
import { startFeeding } from '../live/start-feeding.ts';
import { endsOfLog, eventsBehind } from '../live/verify-log.ts';
import type { BuildOptions } from './build-version.ts';

/** Feeds these versions, beside any living projector, until they have all that the log holds at this moment. */
export async function catchUp(options: BuildOptions, versions: readonly Version[]): Promise<void> {
  const { log, pool, rules, logger, settings, signal } = options;
  const ends = await endsOfLog(log);
  const reached = async () => (await Promise.all(versions.map((each) => hasReached(pool, each, ends)))).every(Boolean);
  if (await reached()) return;
  const feeding = await startFeeding({ log, pool, rules, logger, only: versions, ...(settings && { settings }) });
  try {
    while (!(await reached())) {
      signal?.throwIfAborted();
      await Promise.race([delay(100), feeding.finished]);
    }
  } finally {
    await feeding.close();
  }
}

async function hasReached(pool: Pool, { version }: Version, ends: ReadonlyMap<string, number>): Promise<boolean> {
  return (await readLeases(pool, version)).every((lease) => eventsBehind(lease, ends) === 0);
}
