import { topics } from '@hub/contracts';
import { type EventLog, HubError } from '@hub/core';
import { type Lease, positionsOf } from '../adapters/leases.ts';
import type { Version } from '../adapters/versions.ts';

/** End offsets by `<topic> <slice>`. */
export async function endsOfLog(log: EventLog): Promise<Map<string, number>> {
  const ends = await log.endOffsets(topics);
  return new Map(ends.map(({ topic, slice, offset }) => [`${topic} ${slice}`, offset]));
}

/**
 * Throws `log-epoch-changed` where these leases were filled from another log, `log-offset-out-of-range` where the log
 * ends before what was projected: going on would skip or mix events.
 */
export async function checkAgainstLog(log: EventLog, version: Version, leases: readonly Lease[]): Promise<void> {
  const epoch = await log.epoch();
  const other = leases.find((lease) => lease.logEpoch !== epoch);
  if (other !== undefined) {
    throw new HubError(
      'log-epoch-changed',
      `Version ${version.version} was projected from log ${other.logEpoch}, but this log is ${epoch}. ` +
        'Give the hub its former log back, or run "hub rebuild --promote" to project this one, then "hub retire".',
    );
  }
  const ends = await endsOfLog(log);
  for (const { topic, slice, offset } of positionsOf(leases)) {
    const end = ends.get(`${topic} ${slice}`) ?? 0;
    if (offset <= end) continue;
    throw new HubError(
      'log-offset-out-of-range',
      `Version ${version.version} has projected ${topic} ${slice} up to ${offset}, but the log ends at ${end}: ` +
        'it has lost events. Restore the log, or run "hub rebuild --promote" to project what is left of it.',
    );
  }
}
