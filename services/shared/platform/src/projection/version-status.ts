import type { Pool } from 'pg';
import { activeVersion } from './active-version.ts';
import { eventsBehind, type LeaseKind, type LeaseState, readLeases } from './leases.ts';
import { countParkedByReason } from './parked-events.ts';
import { aliveMs, countProjectors } from './share-leases.ts';
import { isFilled } from './version-filled.ts';
import { listVersions, rowShape, type Version } from './versions.ts';

export const versionStates = ['active', 'ready', 'filling', 'unfinished', 'verifying', 'left'] as const;

export interface VersionStatus {
  readonly version: string;
  readonly rulesHash: string;
  /** Of its rows. */
  readonly shape: number;
  /** Its rows are of the shape that this hub reads. */
  readonly readable: boolean;
  readonly active: boolean;
  /** False while a rebuild fills it. */
  readonly built: boolean;
  /**
   * `filling`: a rebuild fills it; `unfinished`: one did and ended, and the next goes on with it; `verifying`: a verification
   * fills it and will drop it; `left`: one did and ended, and whoever comes next drops it.
   */
  readonly state: (typeof versionStates)[number];
  /** RFC 3339. */
  readonly createdAt: string;
  /** The job that tried its rules; null: they are those of a release. */
  readonly trial: string | null;
  /** Projectors heard of within the last ten seconds; 0: nobody feeds it, it is stale. */
  readonly projectors: number;
  readonly slices: Readonly<Record<LeaseKind, SliceCounts>>;
  readonly parked: number;
  /** As in `Lag`; null where the log was not reached. */
  readonly lagEvents: number | null;
  readonly lagSeconds: number | null;
}

export interface Lag {
  /** Events on the log that are not projected. */
  readonly lagEvents: number;
  /** Age in seconds of the oldest state shown by a slice that lags; 0 where there is none. */
  readonly lagSeconds: number;
}

export interface SliceCounts {
  readonly slices: number;
  /** Slices that a projector owns now. */
  readonly owned: number;
}

/** Every version that was not retired. `ends` of the log by `<topic> <slice>`; null: it was not reached. */
export async function readVersionStatuses(
  pool: Pool,
  ends: ReadonlyMap<string, number> | null,
): Promise<readonly VersionStatus[]> {
  const active = await activeVersion(pool);
  const versions: VersionStatus[] = [];
  for (const each of await listVersions(pool)) {
    if (each.retiredAt !== null) continue;
    const { version, rulesHash, shape, builtAt, createdAt, trial } = each;
    const leases = await readLeases(pool, version);
    versions.push({
      ...{ version, rulesHash, shape, createdAt, trial },
      readable: shape === rowShape,
      active: version === active?.version,
      built: builtAt !== null,
      state: version === active?.version ? 'active' : await stateOf(pool, each),
      projectors: await countProjectors(pool, version, aliveMs),
      parked: Object.values(await countParkedByReason(pool, version)).reduce((sum, count) => sum + count, 0),
      ...(ends === null ? { lagEvents: null, lagSeconds: null } : lagOf(leases, ends)),
      slices: countSlices(leases),
    });
  }
  return versions;
}

async function stateOf(pool: Pool, { version, purpose, builtAt }: Version): Promise<VersionStatus['state']> {
  if (builtAt !== null) return 'ready';
  const isHeld = await isFilled(pool, version);
  if (purpose === 'verification') return isHeld ? 'verifying' : 'left';
  return isHeld ? 'filling' : 'unfinished';
}

export function lagOf(leases: readonly LeaseState[], ends: ReadonlyMap<string, number>): Lag {
  let lagEvents = 0;
  let lagSeconds = 0;
  for (const lease of leases) {
    const lag = eventsBehind(lease, ends);
    lagEvents += lag;
    if (lag > 0) lagSeconds = Math.max(lagSeconds, lease.ageSeconds);
  }
  return { lagEvents, lagSeconds };
}

export function countSlices(leases: readonly LeaseState[]): Readonly<Record<LeaseKind, SliceCounts>> {
  const of = (kind: LeaseKind) => {
    const all = leases.filter((lease) => lease.kind === kind);
    return { slices: all.length, owned: all.filter(({ owner }) => owner !== null).length };
  };
  return { trainee: of('trainee'), offer: of('offer') };
}
