import { rulesHash } from '@hub/core';
import { activeVersion, countParkedByReason, type Parked, readLeases, versionsToFeed } from '@hub/platform';
import type { Pool } from 'pg';
import { areOfOneLog, beyondEnd, endsOfLog, verifyLog } from '../live/verify-log.ts';
import { type Comparison, compare } from '../versions/compare.ts';
import { type BuildOptions, type BuiltVersion, buildVersion } from './build-version.ts';
import { catchUp } from './catch-up.ts';

export interface RebuildReport extends Omit<BuiltVersion, 'version'> {
  readonly version: string;
  readonly seconds: number;
  /** Against the active version; null where there is none, or it was projected from what this log does not hold. */
  readonly comparison: Comparison | null;
  /** Events that could not be projected, by reason. */
  readonly parked: Readonly<Partial<Record<Parked['reason'], number>>>;
}

/**
 * Builds a shadow version of the projection, lets it catch up and compares it with the active one; nothing is promoted.
 * Live projectors, here or elsewhere, go on with it from then on.
 */
export async function rebuild(options: BuildOptions): Promise<RebuildReport> {
  const { pool, rules, signal } = options;
  const startedAt = performance.now();
  const { version, resumed, events } = await buildVersion(options);
  // One that an earlier rebuild left unfinished may hold what the log has lost since.
  await verifyLog(options.log, version, await readLeases(pool, version.version));
  const other = await comparableVersion(options, version.version);
  // So too the active version where its rules are ours: nobody else may feed it, and the two are compared next.
  const fed = await versionsToFeed(pool, rulesHash(rules));
  await catchUp(
    options,
    fed.filter((each) => each.version === version.version || each.version === other),
  );
  const comparison = other === null ? null : await compareWith(pool, version.version, other, signal);
  const seconds = (performance.now() - startedAt) / 1000;
  const parked = await countParkedByReason(pool, version.version);
  return { version: version.version, resumed, events, seconds, comparison, parked };
}

/** The active version, unless it was projected from another log, or from events that this one has lost. */
async function comparableVersion({ pool, log }: BuildOptions, version: string): Promise<string | null> {
  const active = await activeVersion(pool);
  if (active === null || active.version === version) return null;
  const there = await readLeases(pool, active.version);
  if (!areOfOneLog([...(await readLeases(pool, version)), ...there])) return null;
  return beyondEnd(there, await endsOfLog(log)) === null ? active.version : null;
}

async function compareWith(
  pool: Pool,
  version: string,
  other: string,
  signal: AbortSignal | undefined,
): Promise<Comparison> {
  const isFed = (await readLeases(pool, other)).some(({ owner }) => owner !== null);
  // A version that nobody feeds comes to no other offsets, however long we wait.
  return compare(pool, version, other, { ...(signal && { signal }), ...(isFed ? {} : { waitMs: 0 }) });
}
