import { type EventLog, HubError, type Position } from '@hub/core';
import { endsOfLog, positionsOf, type SliceProgress, type Version } from '@hub/platform';

/** Whether these were projected from one log: offsets of two do not compare. */
export function areOfOneLog(slices: readonly SliceProgress[]): boolean {
  return new Set(slices.map(({ logEpoch }) => logEpoch)).size <= 1;
}

/** The first place where more was projected than the log holds; null where it holds all of it. */
export function beyondEnd(
  slices: readonly SliceProgress[],
  ends: ReadonlyMap<string, number>,
): (Position & { readonly end: number }) | null {
  const places = positionsOf(slices).map((place) => ({
    ...place,
    end: ends.get(`${place.topic} ${place.slice}`) ?? 0,
  }));
  return places.find(({ offset, end }) => offset > end) ?? null;
}

/** The commands by which a hub goes on with the log that there is, where `version` was projected from what is gone. */
export function goOnWithout(version: string): string {
  return (
    'to go on with the log that there is, run "hub rebuild --stopped --promote --without-comparison", then ' +
    `"hub retire ${version} --stopped --without-way-back", and start the projectors again.`
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
        `Give the hub its former log back; ${goOnWithout(version.version)}`,
    );
  }
  const ends = await endsOfLog(log);
  const beyond = beyondEnd(slices, ends);
  if (beyond === null) return ends;
  const { topic, slice, offset, end } = beyond;
  throw new HubError(
    'log-offset-out-of-range',
    `Version ${version.version} has projected ${topic} ${slice} up to ${offset}, but the log ends at ${end}: it has lost ` +
      `events. Restore the log; ${goOnWithout(version.version)}`,
  );
}
