import { randomInt } from 'node:crypto';
import { HubError } from '@hub/core';
import {
  activeVersion,
  countParkedByReason,
  discardVerification,
  dropDeadVerifications,
  holdVerification,
} from '@hub/platform';
import { standingRules } from '../live/standing-rules.ts';
import type { Comparison } from '../versions/compare.ts';
import { type BuildOptions, buildVersion, wantedVersion } from './build-version.ts';
import { compareShadow } from './compare-shadow.ts';
import { comparableVersion } from './ends-to-build.ts';
import type { RebuildReport } from './rebuild.ts';

/** All slices; so many, drawn by chance; or these. */
export type VerifiedSlices = 'all' | { readonly drawn: number } | { readonly named: readonly number[] };

export interface VerifyReport extends Pick<RebuildReport, 'seconds' | 'events' | 'parked'> {
  /** The version that was verified. */
  readonly verified: string;
  /** Null: all. */
  readonly slices: readonly number[] | null;
  readonly comparison: Comparison;
}

/**
 * Builds the records of these slices again from the log, in a version that nobody feeds and nobody is given, compares them
 * with those that readers are given, and drops them. Throws `projection-building` or `log-epoch-changed` where
 * there is nothing to compare with, `wrong-use` where a slice does not exist.
 */
export async function verify(asked: BuildOptions & { readonly slices?: VerifiedSlices }): Promise<VerifyReport> {
  const { pool, log } = asked;
  const startedAt = performance.now();
  const slices = slicesOf(asked.slices ?? 'all', log.slices);
  const options = { ...asked, ...(await standingRules(pool, asked.rules)) };
  const other = await requireComparable(options);
  await dropDeadVerifications(pool);
  const shadow = await holdVerification(pool, await wantedVersion(options), slices);
  try {
    const { events } = await buildVersion({ ...options, shadow });
    const comparison = await compareShadow(options, shadow, other);
    const parked = await countParkedByReason(pool, shadow.version.version);
    const seconds = (performance.now() - startedAt) / 1000;
    return { verified: other, slices, events, seconds, comparison, parked };
  } finally {
    // What cannot be dropped now is dropped by whoever comes next: nobody holds it any more.
    await discardVerification(pool, shadow.version.version).catch(() => {});
    shadow.release();
  }
}

async function requireComparable({ pool, log }: BuildOptions): Promise<string> {
  const other = await comparableVersion(pool, log);
  if (other !== null) return other.version;
  const active = await activeVersion(pool);
  if (active === null) {
    const sentence = 'There is nothing to verify: no version is active yet. Start the hub, which projects the log.';
    throw new HubError('projection-building', sentence);
  }
  throw new HubError(
    'log-epoch-changed',
    `${active.version} cannot be verified: it was projected from another log, or from events that this one has lost. ` +
      'Give the hub its former log back, or build another version by "hub rebuild".',
  );
}

function slicesOf(wanted: VerifiedSlices, count: number): readonly number[] | null {
  if (wanted === 'all') return null;
  if ('named' in wanted) {
    const strange = wanted.named.find((slice) => slice >= count);
    if (strange === undefined) return [...new Set(wanted.named)].sort((a, b) => a - b);
    throw new HubError('wrong-use', `There is no slice ${strange}: the log has ${count}, 0 to ${count - 1}.`);
  }
  const left = Array.from({ length: count }, (_, slice) => slice);
  const drawn = Array.from(
    { length: Math.min(wanted.drawn, count) },
    () => left.splice(randomInt(left.length), 1)[0] ?? 0,
  );
  return drawn.sort((a, b) => a - b);
}
