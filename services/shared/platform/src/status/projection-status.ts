import type { Pool } from 'pg';
import { activeVersion } from '../projection/active-version.ts';
import type { AttentionCounts } from '../projection/count-dossiers.ts';
import { readVersionStatuses, type VersionStatus } from '../projection/version-status.ts';
import { countAttentionNow } from './count-attention.ts';
import { type EchoFigures, echoesOf } from './echo-figures.ts';
import { type FreshnessFigures, freshnessOf } from './freshness-figures.ts';
import type { LogFigures } from './log-figures.ts';

export interface ProjectionStatus {
  /** Null, as the two after it, where the log was not reached. */
  readonly logEpoch: string | null;
  readonly logSlices: number | null;
  /** Events on the log, by topic. */
  readonly logEvents: Readonly<Record<string, number>> | null;
  readonly versions: readonly VersionStatus[];
  /** Null where no version is active, or one whose rows this hub does not read, and where it was not counted in time. */
  readonly attention: AttentionCounts | null;
  /** Of the version given to readers; null where there is none. */
  readonly freshness: FreshnessFigures | null;
  /** Of the same; null alike. */
  readonly echoes: EchoFigures | null;
}

/**
 * Lag in events and seconds, owners and parked events per version, and how soon events are visible. `log` null: the
 * database alone is read, and what the log would add is left out.
 */
export async function projectionStatus(
  pool: Pool,
  log: LogFigures | null,
  countedAttention: () => Promise<AttentionCounts | null> = () => countAttentionNow(pool),
): Promise<ProjectionStatus> {
  const active = await activeVersion(pool);
  const versions = await readVersionStatuses(pool, log?.ends ?? null);
  const attention = await countedAttention();
  const { epoch: logEpoch = null, slices: logSlices = null } = log ?? {};
  const logEvents = log === null ? null : byTopic(log.ends);
  const { lagSeconds = null } = versions.find((each) => each.active) ?? {};
  const freshness = active === null ? null : await freshnessOf(pool, active.version, lagSeconds);
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
