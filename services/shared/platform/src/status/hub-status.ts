import type { EventLog } from '@hub/core';
import type { Pool } from 'pg';
import { countOpenAlarms } from '../alarms/alarms.ts';
import { type ReportedProcess, readProcesses } from '../health/process-report.ts';
import { eventsBehind, type LeaseKind, readLeases } from '../projection/leases.ts';
import { countParkedByReason } from '../projection/parked-events.ts';
import { countAttentionNow, type KeptAttention, keepAttention } from './count-attention.ts';
import { askLogFigures } from './log-figures.ts';
import { type ProjectionStatus, projectionStatus } from './projection-status.ts';
import { type ServiceStates, serviceStates } from './service-states.ts';
import { keepThroughput, type Reached, readReached, type Throughput } from './throughput.ts';

/** How a hub is, as its database and its log say. Times are RFC 3339. */
export interface HubStatus extends ProjectionStatus {
  readonly at: string;
  readonly services: ServiceStates;
  readonly processes: readonly ReportedProcess[];
  /** Why the log was not reached; null where it was. */
  readonly logNotReached: string | null;
  /** Of the version that readers are given. */
  readonly leases: readonly SliceLease[];
  /** Null where nothing was looked at shortly before. */
  readonly throughput: Throughput | null;
  /** Parked events of the same version that call for somebody, by reason. */
  readonly parked: Readonly<Record<string, number>>;
  /** Those that ring, by kind. */
  readonly alarms: Readonly<Record<string, number>>;
  /** When attention was counted; null: not in time. */
  readonly attentionAt: string | null;
}

/** Who reads a slice, and how far that is behind. */
export interface SliceLease {
  readonly kind: LeaseKind;
  readonly slice: number;
  readonly owner: string | null;
  readonly epoch: string;
  readonly until: string | null;
  readonly ageSeconds: number;
  /** Null where the log was not reached. */
  readonly lagEvents: number | null;
}

interface Kept {
  readonly attention: () => Promise<KeptAttention>;
  readonly throughput: (now: Reached) => Throughput | null;
}

/**
 * What the database says stands by itself: status is asked where something is away. The log is waited for four seconds.
 * `open` throws what is no fault of the log.
 */
export async function readHubStatus(
  pool: Pool,
  open: () => Promise<EventLog>,
  kept: Kept = { attention: () => counted(pool), throughput: () => null },
): Promise<HubStatus> {
  const processes = await readProcesses(pool);
  const log = await askLogFigures(open);
  const logNotReached = typeof log === 'string' ? log : null;
  const figures = typeof log === 'string' ? null : log;
  const { counts: attention, at: attentionAt } = await kept.attention();
  const projection = await projectionStatus(pool, figures, async () => attention);
  const active = projection.versions.find((each) => each.active)?.version;
  const ends = figures?.ends ?? null;
  return {
    at: new Date().toISOString(),
    services: serviceStates(processes),
    processes,
    ...projection,
    logNotReached,
    leases: active === undefined ? [] : await leasesOf(pool, active, ends),
    throughput: active === undefined ? null : kept.throughput(await readReached(pool, active, ends)),
    parked: active === undefined ? {} : await countParkedByReason(pool, active),
    alarms: await countOpenAlarms(pool),
    attentionAt,
  };
}

/** The same for who asks again and again: dossiers are counted seldom, and progress is told. */
export function keepHubStatus(pool: Pool, log: EventLog): () => Promise<HubStatus> {
  const kept = { attention: keepAttention(pool), throughput: keepThroughput() };
  return () => readHubStatus(pool, async () => log, kept);
}

async function counted(pool: Pool): Promise<KeptAttention> {
  return { counts: await countAttentionNow(pool), at: new Date().toISOString() };
}

async function leasesOf(
  pool: Pool,
  version: string,
  ends: ReadonlyMap<string, number> | null,
): Promise<readonly SliceLease[]> {
  const leases = await readLeases(pool, version);
  return leases.map((lease) => {
    const { kind, slice, owner, epoch, until, ageSeconds } = lease;
    return {
      kind,
      slice,
      owner,
      epoch,
      until,
      ageSeconds,
      lagEvents: ends === null ? null : eventsBehind(lease, ends),
    };
  });
}
