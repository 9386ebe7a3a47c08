import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';
import {
  activeVersion,
  type LeaseState,
  positionsOf,
  readLeases,
  requireOwnShape,
  requireVersion,
  type Switched,
  switchTo,
  type Version,
} from '@hub/platform';
import type { Pool } from 'pg';

const waitMsDefault = 30_000;

/**
 * Gives readers this version from their next request on. Waits until it shows all that the active one shows. Throws
 * `wrong-use` where it is unknown, retired, of another shape, not wholly built, or does not catch up because nobody feeds it.
 */
export async function promote(pool: Pool, name: string, options: { waitMs?: number } = {}): Promise<Switched> {
  const version = await requireVersion(pool, name);
  requireOwnShape(version);
  if (version.builtAt === null) {
    throw new HubError('wrong-use', `Version ${name} is not wholly built; run "hub rebuild" to finish it first.`);
  }
  const active = await activeVersion(pool);
  if (active?.version === name) return { active: name, previous: active.previous };
  if (active !== null) await waitUntilLevel(pool, version, active.version, options.waitMs ?? waitMsDefault);
  return switchTo(pool, name);
}

/** Gives readers the version that was active before. Waits and throws like `promote`. */
export async function rollback(pool: Pool, options: { waitMs?: number } = {}): Promise<Switched> {
  const previous = (await activeVersion(pool))?.previous;
  if (previous === null || previous === undefined) {
    throw new HubError('wrong-use', 'There is no version to go back to: nothing was promoted since the first start.');
  }
  return promote(pool, previous, options);
}

/** Readers must not lose what they have seen: waits until `version` has projected what `active` has by now. */
async function waitUntilLevel(pool: Pool, version: Version, active: string, waitMs: number): Promise<void> {
  const deadline = performance.now() + waitMs;
  const goal = offsetsByPlace(await readLeases(pool, active));
  for (;;) {
    const reached = offsetsByPlace(await readLeases(pool, version.version));
    // Offsets of another log do not compare: the version of the log that is there is the one to show.
    const behind = [...goal].filter(([place, offset]) => reached.has(place) && (reached.get(place) ?? 0) < offset);
    if (behind.length === 0) return;
    if (performance.now() > deadline) {
      throw new HubError(
        'wrong-use',
        `Version ${version.version} is behind ${active} on ${behind.length} partitions and does not catch up: start a ` +
          'hub whose code and rules are those of this version, and try again.',
      );
    }
    await delay(50);
  }
}

/** Committed offset by log, topic and slice. */
function offsetsByPlace(leases: readonly LeaseState[]): ReadonlyMap<string, number> {
  const places = leases.flatMap((lease) =>
    positionsOf([lease]).map(({ topic, slice, offset }) => [`${lease.logEpoch} ${topic} ${slice}`, offset] as const),
  );
  return new Map(places);
}
