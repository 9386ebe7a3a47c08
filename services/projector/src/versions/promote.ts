import { setTimeout as delay } from 'node:timers/promises';
import { type EventLog, HubError } from '@hub/core';
import {
  type ActiveVersion,
  activeVersion,
  endsOfLog,
  findComparison,
  findJob,
  type IsLevel,
  type LeaseState,
  listVersions,
  type Operator,
  positionsOf,
  type RecordedComparison,
  readLeases,
  requireOwnShape,
  requireVersion,
  type SwitchAsked,
  type Switched,
  switchTo,
  type Version,
  wayBack,
} from '@hub/platform';
import type { ClientBase, Pool } from 'pg';
import { areOfOneLog } from '../live/verify-log.ts';
import { type MaxChanged, requireFewChanges, shownMaxChanged } from './max-changed.ts';

const waitMsDefault = 30_000;

export interface PromoteOptions {
  readonly by: Operator;
  readonly waitMs?: number;
  /** The operator takes it as it is. */
  readonly withoutComparison?: boolean;
  /** Refuses what differs in more dossiers, or in any that nothing explains. Default: whatever differs was looked at. */
  readonly maxChanged?: MaxChanged;
}

/** Where the versions are, and the log that they are of: asked only where one version is behind the other. */
interface Stores {
  readonly pool: Pool;
  readonly log: Pick<EventLog, 'endOffsets'>;
}

/**
 * Gives readers this version from their next request on; the audit names the comparison that it stood on. Waits until it
 * shows all that the active one shows, as far as the log still holds it. Throws `wrong-use` where it is unknown, retired, of
 * another shape or of a verification; `version-unfinished` where it is not wholly built; `version-behind` where it does
 * not catch up because nobody feeds it; `version-overtaken` where readers were given another meanwhile;
 * `version-not-compared` where it was not wholly compared with the active one; `version-differs` or `version-unexplained`
 * where it differs from it in more than it may. The first version needs no comparison.
 */
export async function promote(stores: Stores, name: string, options: PromoteOptions): Promise<Switched> {
  const active = await activeVersion(stores.pool);
  const version = await requirePromotable(stores.pool, name);
  if (active?.version === name) return shownNow(stores.pool, active);
  const { by, maxChanged = null, withoutComparison = false } = options;
  const compared = active === null || withoutComparison ? null : await requireComparison(stores.pool, version, active);
  if (compared !== null && maxChanged !== null) requireFewChanges(compared, maxChanged);
  const basis = {
    ...(await triedBy(stores.pool, version)),
    comparison: compared?.id ?? null,
    dossiersDiffering: compared?.dossiersDiffering ?? null,
    unexplained: compared?.unexplained ?? null,
    ...(maxChanged !== null && { maxChanged: shownMaxChanged(maxChanged) }),
    ...(withoutComparison && { withoutComparison }),
  };
  const asked = { by, what: 'version-promoted', basis } as const;
  return switchWhenLevel(stores, version, active?.version ?? null, { asked, waitMs: options.waitMs });
}

/** The trial of its rules, and what it changed, where they are not those of a release. */
async function triedBy(pool: Pool, { trial }: Version): Promise<object> {
  if (trial === null) return {};
  const { edits = null } = ((await findJob(pool, trial))?.parameters ?? {}) as { readonly edits?: readonly object[] };
  return { trial, edits };
}

async function requirePromotable(pool: Pool, name: string): Promise<Version> {
  const version = await requireVersion(pool, name);
  if (version.purpose === 'verification') {
    throw new HubError(
      'wrong-use',
      `Version ${name} is made by a verification, to be compared and dropped: readers are never given it. Build one for ` +
        'them by "hub rebuild".',
    );
  }
  requireOwnShape(version);
  if (version.builtAt !== null) return version;
  throw new HubError(
    'version-unfinished',
    `Version ${name} is not wholly built; run "hub rebuild" to finish it first.`,
  );
}

/** Nothing changes: what a rollback goes back to may be gone. */
async function shownNow(pool: Pool, { version, previous }: ActiveVersion): Promise<Switched> {
  const isGone = previous !== null && (await retiredAt(pool, previous)) !== null;
  return { active: version, previous: isGone ? null : previous };
}

/**
 * Gives readers the version that was active before, which they know. Waits and throws like `promote`, and
 * `way-back-missing` where there is none, or no more.
 */
export async function rollback(
  stores: Stores,
  { by, waitMs }: Pick<PromoteOptions, 'by' | 'waitMs'>,
): Promise<Switched> {
  const way = await wayBack(stores.pool);
  if ('missing' in way) throw new HubError('way-back-missing', way.missing);
  const version = await requirePromotable(stores.pool, way.previous.version);
  const asked = { by, what: 'version-rolled-back', basis: {} } as const;
  return switchWhenLevel(stores, version, way.active.version, { asked, waitMs });
}

async function retiredAt(pool: Pool, name: string): Promise<string | null> {
  return (await listVersions(pool)).find(({ version }) => version === name)?.retiredAt ?? null;
}

/** A version that was not compared may be of other events, or of none: readers would lose what they have. */
async function requireComparison(pool: Pool, version: Version, active: Version): Promise<RecordedComparison> {
  const found = await findComparison(pool, version.version, active.version);
  if (found !== null && found.slicesCompared === found.slices) return found;
  const [here, there] = [await readLeases(pool, version.version), await readLeases(pool, active.version)];
  const isOtherLog = !areOfOneLog([...here, ...there]);
  throw new HubError(
    'version-not-compared',
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

interface Switching {
  readonly asked: SwitchAsked;
  readonly waitMs: number | undefined;
}

/**
 * Readers must not lose what they have seen: waits until the version has projected what the active one has by now, and
 * switches at a moment at which that still holds. What the log has lost, no version reaches.
 */
async function switchWhenLevel(
  stores: Stores,
  version: Version,
  active: string | null,
  { asked, waitMs = waitMsDefault }: Switching,
): Promise<Switched> {
  const deadline = performance.now() + waitMs;
  const isLevel: IsLevel = async (client, shown) => (await behind(client, stores.log, version, shown)).length === 0;
  for (;;) {
    if (active !== null) await waitUntilLevel(stores, version, active, deadline);
    try {
      return await switchTo(stores.pool, version.version, active, asked, isLevel);
    } catch (error) {
      const mayPass = error instanceof HubError && error.code === 'lease-lost';
      if (!mayPass || performance.now() > deadline) throw error;
    }
  }
}

async function waitUntilLevel(
  { pool, log }: Stores,
  version: Version,
  active: string,
  deadline: number,
): Promise<void> {
  const shown = await readLeases(pool, active);
  for (;;) {
    const lagging = await behind(pool, log, version, shown);
    if (lagging.length === 0) return;
    if (performance.now() > deadline) {
      throw new HubError(
        'version-behind',
        `Version ${version.version} is behind ${active} on ${lagging.length} partitions and does not catch up: start a ` +
          'hub whose code and rules are those of this version, and try again.',
      );
    }
    await delay(50);
  }
}

/** Partitions in which the version does not show all that these leases show, as far as the log still holds it. */
async function behind(
  database: Pool | ClientBase,
  log: Stores['log'],
  version: Version,
  shown: readonly LeaseState[],
): Promise<readonly string[]> {
  const reached = offsetsInLogs(await readLeases(database, version.version));
  // Offsets of another log do not compare: the version of the log that is there is the one to show.
  const behindOf = (goal: ReadonlyMap<string, number>) =>
    [...goal].flatMap(([place, offset]) => ((reached.get(place) ?? offset) < offset ? [place] : []));
  if (behindOf(offsetsInLogs(shown)).length === 0) return [];
  return behindOf(offsetsInLogs(upTo(await endsOfLog(log), shown)));
}

/** The same slices, none of them beyond these ends. */
function upTo(ends: ReadonlyMap<string, number>, leases: readonly LeaseState[]): LeaseState[] {
  return leases.map((lease) => {
    const capped = positionsOf([lease]).map(({ topic, slice, offset }) => {
      return [topic, Math.min(offset, ends.get(`${topic} ${slice}`) ?? 0)] as const;
    });
    return { ...lease, offsets: Object.fromEntries(capped) };
  });
}

/** Committed offset by log, topic and slice. */
function offsetsInLogs(leases: readonly LeaseState[]): ReadonlyMap<string, number> {
  const places = leases.flatMap((lease) =>
    positionsOf([lease]).map(({ topic, slice, offset }) => [`${lease.logEpoch} ${topic} ${slice}`, offset] as const),
  );
  return new Map(places);
}
