import type { EventLog } from '@hub/core';
import {
  activeVersion,
  aliveMs,
  countParkedByReason,
  countProjectors,
  type LeaseKind,
  type LeaseState,
  readLeases,
} from '@hub/platform';
import type { Pool } from 'pg';
import { endsOfLog, eventsBehind } from '../live/verify-log.ts';

/** The version that readers are given, as anybody sees it who reads the database. */
export interface ReaderFigures {
  readonly version: string;
  /** Null where the log does not say where it ends. */
  readonly lag: Lag | null;
  /** Living ones. */
  readonly projectors: number;
  readonly slices: Readonly<Record<LeaseKind, SliceCounts>>;
  readonly parked: Readonly<Record<string, number>>;
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

/** Null where no version is active yet. */
export async function readerFigures(pool: Pool, log: EventLog): Promise<ReaderFigures | null> {
  const active = await activeVersion(pool);
  if (active === null) return null;
  const { version } = active;
  const ends = await endsOfLog(log).catch(() => null);
  const [leases, projectors, parked] = [
    await readLeases(pool, version),
    await countProjectors(pool, version, aliveMs),
    await countParkedByReason(pool, version),
  ];
  return { version, lag: ends === null ? null : lagOf(leases, ends), projectors, slices: countSlices(leases), parked };
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
