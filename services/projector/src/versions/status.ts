import { type EventLog, parisDay } from '@hub/core';
import {
  type AttentionCounts,
  activeVersion,
  countAttention,
  readVersionStatuses,
  rowShape,
  type VersionStatus,
  withTransaction,
} from '@hub/platform';
import type { Pool } from 'pg';
import { endsOfLog } from '../live/verify-log.ts';
import { type EchoFigures, echoesOf } from './echo-figures.ts';
import { type FreshnessFigures, freshnessOf } from './freshness-figures.ts';

/** What the log says of itself. */
export interface LogFigures {
  readonly epoch: string;
  readonly slices: number;
  /** Offsets by `<topic> <slice>`. */
  readonly ends: ReadonlyMap<string, number>;
}

export async function readLogFigures(log: EventLog): Promise<LogFigures> {
  return { epoch: await log.epoch(), slices: log.slices, ends: await endsOfLog(log) };
}

export interface ProjectionStatus {
  /** Null, as the two after it, where the log was not reached. */
  readonly logEpoch: string | null;
  readonly logSlices: number | null;
  /** Events on the log, by topic. */
  readonly logEvents: Readonly<Record<string, number>> | null;
  readonly versions: readonly VersionStatus[];
  /** Null where no version is active, or one whose rows this hub does not read. */
  readonly attention: AttentionCounts | null;
  /** Of the version given to readers; null where there is none. */
  readonly freshness: FreshnessFigures | null;
  /** Of the same; null alike. */
  readonly echoes: EchoFigures | null;
}

/**
 * What `hub status` shows of the projection: lag in events and seconds, owners and parked events per version. `log` null:
 * the database alone is read, and what the log would add is left out.
 */
export async function status(pool: Pool, log: LogFigures | null): Promise<ProjectionStatus> {
  const active = await activeVersion(pool);
  const versions = await readVersionStatuses(pool, log?.ends ?? null);
  const attention =
    active?.shape === rowShape
      ? await withTransaction(
          pool,
          // All dossiers are counted: of a nation, that takes longer than a statement may.
          (client) => countAttention(client, active.schemaName, parisDay(Date.now())),
          { job: true },
        )
      : null;
  const { epoch: logEpoch = null, slices: logSlices = null } = log ?? {};
  const logEvents = log === null ? null : byTopic(log.ends);
  const freshness = active === null ? null : await freshnessOf(pool, active.version);
  const echoes = active === null ? null : await echoesOf(pool, active.version);
  return { logEpoch, logSlices, logEvents, versions, attention, freshness, echoes };
}

function byTopic(ends: ReadonlyMap<string, number>): Record<string, number> {
  const events: Record<string, number> = {};
  for (const [place, end] of ends) {
    const topic = place.slice(0, place.indexOf(' '));
    events[topic] = (events[topic] ?? 0) + end;
  }
  return events;
}
