import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';
import {
  activeVersion,
  findComparison,
  type LeaseState,
  listVersions,
  positionsOf,
  type RecordedComparison,
  readLeases,
  requireOwnShape,
  requireVersion,
  type Switched,
  switchTo,
  type Version,
} from '@hub/platform';
import type { Pool } from 'pg';

const waitMsDefault = 30_000;

interface PromoteOptions {
  readonly waitMs?: number;
  /** The operator takes it as it is. */
  readonly withoutComparison?: boolean;
}

/**
 * Gives readers this version from their next request on. Waits until it shows all that the active one shows. Throws
 * `wrong-use` where it is unknown, retired, of another shape, not wholly built, or does not catch up because nobody feeds
 * it; `consent-needed` where it was not wholly compared with the active one. The first version needs no comparison.
 */
export async function promote(pool: Pool, name: string, options: PromoteOptions = {}): Promise<Switched> {
  const version = await requireVersion(pool, name);
  requireOwnShape(version);
  if (version.builtAt === null) {
    throw new HubError('wrong-use', `Version ${name} is not wholly built; run "hub rebuild" to finish it first.`);
  }
  const active = await activeVersion(pool);
  if (active?.version === name) {
    const isGone = active.previous !== null && (await retiredAt(pool, active.previous)) !== null;
    return { active: name, previous: isGone ? null : active.previous };
  }
  if (active !== null) {
    if (options.withoutComparison !== true) await requireComparison(pool, version, active);
    await waitUntilLevel(pool, version, active.version, options.waitMs ?? waitMsDefault);
  }
  return switchTo(pool, name);
}

/** Gives readers the version that was active before, which they know. Waits and throws like `promote`. */
export async function rollback(pool: Pool, options: { waitMs?: number } = {}): Promise<Switched> {
  const previous = (await activeVersion(pool))?.previous ?? null;
  if (previous === null) {
    throw new HubError('wrong-use', 'There is nothing to go back to: nothing was promoted since the first start.');
  }
  const retired = await retiredAt(pool, previous);
  if (retired !== null) {
    throw new HubError(
      'wrong-use',
      `There is nothing to go back to: ${previous} was retired at ${retired}. "hub rebuild" with the rules wanted builds ` +
        'another version from the log.',
    );
  }
  return promote(pool, previous, { ...options, withoutComparison: true });
}

async function retiredAt(pool: Pool, name: string): Promise<string | null> {
  return (await listVersions(pool)).find(({ version }) => version === name)?.retiredAt ?? null;
}

/** A version that was not compared may be of other events, or of none: readers would lose what they have. */
async function requireComparison(pool: Pool, version: Version, active: Version): Promise<void> {
  const found = await findComparison(pool, version.version, active.version);
  if (found !== null && found.slicesCompared === found.slices) return;
  const [here, there] = [await readLeases(pool, version.version), await readLeases(pool, active.version)];
  const isOtherLog = new Set([...here, ...there].map(({ logEpoch }) => logEpoch)).size > 1;
  throw new HubError(
    'consent-needed',
    `${whyNotCompared(version.version, active.version, isOtherLog, found)} ${version.version} shows ${eventsShown(here)} ` +
      `events, ${active.version} ${eventsShown(there)}. To promote it as it is give --without-comparison.`,
  );
}

function whyNotCompared(here: string, there: string, isOtherLog: boolean, found: RecordedComparison | null): string {
  const names = `Version ${here} was not compared with ${there}, which readers are given`;
  if (isOtherLog) return `${names}, and cannot be: they were projected from two logs. Is this the log of this hub?`;
  if (found === null) return `${names}: run "hub diff ${here}" first.`;
  const { slices, slicesCompared, comparedAt } = found;
  return `${names}, in full: ${slicesCompared} of ${slices} slices at ${comparedAt}. Run "hub diff ${here}" again.`;
}

function eventsShown(leases: readonly LeaseState[]): number {
  return positionsOf(leases).reduce((sum, { offset }) => sum + offset, 0);
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
