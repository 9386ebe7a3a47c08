import { type EventLog, parisDay } from '@hub/core';
import {
  type AttentionCounts,
  activeVersion,
  aliveMs,
  countAttention,
  countParkedByReason,
  countProjectors,
  type LeaseKind,
  listVersions,
  readLeases,
  rowShape,
  withTransaction,
} from '@hub/platform';
import type { Pool } from 'pg';
import { endsOfLog } from '../live/verify-log.ts';
import { countSlices, type Lag, lagOf, type SliceCounts } from './figures.ts';

export interface VersionStatus extends Lag {
  readonly version: string;
  readonly rulesHash: string;
  /** Of its rows. */
  readonly shape: number;
  /** Its rows are of the shape that this hub reads. */
  readonly readable: boolean;
  readonly active: boolean;
  /** False while a rebuild fills it. */
  readonly built: boolean;
  /** RFC 3339. */
  readonly createdAt: string;
  /** Projectors heard of within the last ten seconds; 0: nobody feeds it, it is stale. */
  readonly projectors: number;
  readonly slices: Readonly<Record<LeaseKind, SliceCounts>>;
  readonly parked: number;
}

export interface ProjectionStatus {
  readonly logEpoch: string;
  readonly logSlices: number;
  /** Events on the log, by topic. */
  readonly logEvents: Readonly<Record<string, number>>;
  readonly versions: readonly VersionStatus[];
  /** Null where no version is active, or one whose rows this hub does not read. */
  readonly attention: AttentionCounts | null;
}

/** What `hub status` shows of the projection: lag in events and seconds, owners and parked events per version. */
export async function status(pool: Pool, log: EventLog): Promise<ProjectionStatus> {
  const ends = await endsOfLog(log);
  const active = await activeVersion(pool);
  const versions: VersionStatus[] = [];
  for (const { version, rulesHash, shape, builtAt, createdAt, retiredAt } of await listVersions(pool)) {
    if (retiredAt !== null) continue;
    versions.push({
      version,
      rulesHash,
      shape,
      readable: shape === rowShape,
      active: version === active?.version,
      built: builtAt !== null,
      createdAt,
      projectors: await countProjectors(pool, version, aliveMs),
      parked: Object.values(await countParkedByReason(pool, version)).reduce((sum, count) => sum + count, 0),
      ...(await lagAndSlices(pool, version, ends)),
    });
  }
  const attention =
    active?.shape === rowShape
      ? await withTransaction(
          pool,
          // All dossiers are counted: of a nation, that takes longer than a statement may.
          (client) => countAttention(client, active.schemaName, parisDay(new Date().toISOString())),
          { job: true },
        )
      : null;
  return { logEpoch: await log.epoch(), logSlices: log.slices, logEvents: byTopic(ends), versions, attention };
}

function byTopic(ends: ReadonlyMap<string, number>): Record<string, number> {
  const events: Record<string, number> = {};
  for (const [place, end] of ends) {
    const topic = place.slice(0, place.indexOf(' '));
    events[topic] = (events[topic] ?? 0) + end;
  }
  return events;
}

async function lagAndSlices(pool: Pool, version: string, ends: ReadonlyMap<string, number>) {
  const leases = await readLeases(pool, version);
  return { ...lagOf(leases, ends), slices: countSlices(leases) };
}
