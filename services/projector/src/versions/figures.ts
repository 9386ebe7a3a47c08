import type { EventLog } from '@hub/core';
import {
  activeVersion,
  aliveMs,
  countParkedByReason,
  countProjectors,
  countSlices,
  endsOfLog,
  type Lag,
  type LeaseKind,
  lagOf,
  readLeases,
  type SliceCounts,
} from '@hub/platform';
import type { Pool } from 'pg';

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
