import { topics } from '@hub/contracts';
import { type EventLog, HubError } from '@hub/core';
import { positionsOf, type SliceProgress, type Version } from '@hub/platform';

/** End offsets by `<topic> <slice>`. */
export async function endsOfLog(log: EventLog): Promise<Map<string, number>> {
  const ends = await log.endOffsets(topics);
  return new Map(ends.map(({ topic, slice, offset }) => [`${topic} ${slice}`, offset]));
}

/** Events of this slice that the log holds and that are not projected. */
export function eventsBehind(progress: SliceProgress, ends: ReadonlyMap<string, number>): number {
  return positionsOf([progress]).reduce(
    (sum, { topic, slice, offset }) => sum + Math.max(0, (ends.get(`${topic} ${slice}`) ?? 0) - offset),
    0,
  );
}

/**
 * Throws `log-epoch-changed` where these slices were filled from another log, `log-offset-out-of-range` where the log
 * ends before what was projected: going on would skip or mix events. Answers the ends of the log.
 */
export async function verifyLog(
  log: EventLog,
  version: Version,
  slices: readonly SliceProgress[],
): Promise<ReadonlyMap<string, number>> {
  const epoch = await log.epoch();
  const other = slices.find(({ logEpoch }) => logEpoch !== epoch);
  if (other !== undefined) {
    throw new HubError(
      'log-epoch-changed',
      `Version ${version.version} was projected from log ${other.logEpoch}, but this log is ${epoch}. ` +
        'Give the hub its former log back, or run "hub rebuild --promote" to project this one, then "hub retire".',
    );
  }
  const ends = await endsOfLog(log);
  for (const { topic, slice, offset } of positionsOf(slices)) {
    const end = ends.get(`${topic} ${slice}`) ?? 0;
    if (offset <= end) continue;
    throw new HubError(
      'log-offset-out-of-range',
      `Version ${version.version} has projected ${topic} ${slice} up to ${offset}, but the log ends at ${end}: ` +
        'it has lost events. Restore the log, or run "hub rebuild --promote" to project what is left of it.',
    );
  }
  return ends;
}
