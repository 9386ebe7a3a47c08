import type { EventLog } from '@hub/core';
import { type ActiveVersion, activeVersion, endsOfLog, offsetsByPlace, positionsOf, readLeases } from '@hub/platform';
import type { Pool } from 'pg';
import { beyondEnd } from '../live/verify-log.ts';

/** The version that readers are given, unless it was projected from another log, or from events that this one has lost. */
export async function comparableVersion(pool: Pool, log: EventLog): Promise<ActiveVersion | null> {
  const active = await activeVersion(pool);
  if (active === null) return null;
  const leases = await readLeases(pool, active.version);
  const epoch = await log.epoch();
  if (leases.length !== 2 * log.slices || leases.some(({ logEpoch }) => logEpoch !== epoch)) return null;
  return beyondEnd(leases, await endsOfLog(log)) === null ? active : null;
}

/**
 * How far a version is built, by `<topic> <slice>`: no farther than the version that it will be compared with has come, so
 * that the one being built, which nobody reads, comes to the offsets of the other, and never the other way round. To the
 * ends of the log where there is none to compare with.
 */
export async function endsToBuild({ pool, log }: { readonly pool: Pool; readonly log: EventLog }) {
  const other = await comparableVersion(pool, log);
  if (other === null) return endsOfLog(log);
  return offsetsByPlace(positionsOf(await readLeases(pool, other.version)));
}
