import {
  countParkedByReason,
  dropDeadVerifications,
  type HeldVersion,
  holdShadow,
  openToProjectors,
  type Parked,
  readLeases,
} from '@hub/platform';
import { verifyLog } from '../live/verify-log.ts';
import type { Comparison } from '../versions/compare.ts';
import { type BuildOptions, type BuiltVersion, buildVersion, wantedVersion } from './build-version.ts';
import { compareShadow } from './compare-shadow.ts';
import { comparableVersion } from './ends-to-build.ts';

export interface RebuildReport extends Omit<BuiltVersion, 'version'> {
  readonly version: string;
  /** Another rebuild of the same rules was under way: the two shared its slices. */
  readonly joined: boolean;
  readonly seconds: number;
  /** Of these, until the rows and their indexes were there; the rest is the comparison. */
  readonly buildSeconds: number;
  /** Against the active version; null where there is none, or it was projected from what this log does not hold. */
  readonly comparison: Comparison | null;
  /** Events that could not be projected, by reason. */
  readonly parked: Readonly<Partial<Record<Parked['reason'], number>>>;
}

interface RebuildOptions extends BuildOptions {
  /** Called once, with the version that is filled. */
  readonly onVersion?: (held: Pick<HeldVersion, 'version' | 'resumed' | 'joined'>) => void;
}

/**
 * Builds a shadow version of the projection as far as the active one has come and compares the two; nothing is promoted.
 * Live projectors, here or elsewhere, go on with it from then on.
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildReport> {
  const { pool, log } = options;
  const startedAt = performance.now();
  await dropDeadVerifications(pool);
  const shadow = await holdShadow(pool, await wantedVersion(options));
  try {
    options.onVersion?.(shadow);
    const { version, resumed, events } = await buildVersion({ ...options, shadow });
    const buildSeconds = (performance.now() - startedAt) / 1000;
    // One that an earlier rebuild left unfinished may hold what the log has lost since.
    await verifyLog(log, version, await readLeases(pool, version.version));
    const other = await comparableVersion(pool, log);
    const comparison = other === null ? null : await compareShadow(options, shadow, other.version);
    if (other === null) await openToProjectors(pool, version);
    const seconds = (performance.now() - startedAt) / 1000;
    const parked = await countParkedByReason(pool, version.version);
    const { joined } = shadow;
    return { version: version.version, resumed, joined, events, seconds, buildSeconds, comparison, parked };
  } finally {
    shadow.release();
  }
}
