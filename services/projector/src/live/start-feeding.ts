import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type EventLog, HubError, type Rules, rulesHash } from '@hub/core';
import {
  createMetrics,
  deleteExpiredProjectors,
  echoTable,
  endsOfLog,
  freshnessTable,
  type Lease,
  type Logger,
  leaveVersion,
  logGivenUp,
  type Metrics,
  markFresh,
  openPresence,
  ownedLeases,
  type Presence,
  readLeases,
  rulesToFeed,
  shareLeases,
  type Version,
  versionsToFeed,
  writeDelays,
} from '@hub/platform';
import type { Pool } from 'pg';
import { type ProjectorSettings, projectorSettings } from '../config.ts';
import { type DelaySeries, unwritten } from './delay-series.ts';
import { newEchoDelays } from './echo-delays.ts';
import { asHubError, type Feed, type FeedState, newFeedState, requireFeeding } from './feed.ts';
import { type Freshness, newFreshness } from './freshness.ts';
import { type Meters, projectorMeters } from './meters.ts';
import { idleLeases, ownsOthers, runFeed } from './run-feed.ts';

export interface FeedingOptions {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly rules: Rules;
  readonly logger: Logger;
  readonly metrics?: Metrics;
  readonly settings?: Partial<ProjectorSettings>;
  /** Feed these versions only, and do no jobs. */
  readonly only?: readonly Version[];
}

export interface Projector {
  /** Names this projector in the leases. */
  readonly owner: string;
  /** The leases it reads now, as `<version> <trainee|offer> <slice>`. */
  owned(): string[];
  /** Throws the fault that keeps a version from being fed at present, by this process. */
  requireFeeding(): void;
  /** Throws why this process may hold no slices: it could not share them for the time of a lease. */
  requireSharing(): void;
  /** Finishes the transactions under way and gives its slices back. */
  close(): Promise<void>;
  /** Resolves when closed; rejects with the fault that stopped it (another log, offsets beyond its end). */
  readonly finished: Promise<void>;
}

export interface Feeding extends Projector {
  /** Takes up a version that has become ready, without waiting for the next round. */
  share(): Promise<void>;
}

interface Running {
  readonly feed: Feed;
  readonly state: FeedState;
  readonly done: Promise<void>;
}

interface Context {
  readonly options: FeedingOptions;
  readonly hash: string;
  readonly owner: string;
  readonly settings: ProjectorSettings;
  readonly meters: Meters;
  readonly freshness: Freshness;
  readonly echoes: DelaySeries;
  readonly running: Map<string, Running>;
  readonly stop: AbortController;
  /** The last round of sharing; the next begins behind it. */
  sharing: Promise<void>;
  /** Null before the first round, and after one that failed. */
  presence: Presence | null;
  /** By `performance.now()`. */
  sharedAt: number;
  sharingFault: HubError | null;
  fault?: unknown;
}

/** Rounds of sharing in the time of a lease: two may fail before anything is lost. */
const roundsOfLease = 3;

/** Keeps every version of this hash, and those of rules that were tried, up to date with the log, sharing the slices with all living projectors. */
export async function startFeeding(options: FeedingOptions): Promise<Feeding> {
  const settings = { ...projectorSettings(options.rules), ...options.settings };
  const context: Context = {
    options,
    hash: rulesHash(options.rules),
    owner: randomUUID(),
    settings,
    meters: projectorMeters(options.metrics ?? createMetrics()),
    freshness: newFreshness(settings.freshnessSeconds),
    echoes: newEchoDelays(),
    running: new Map(),
    stop: new AbortController(),
    sharing: Promise.resolve(),
    presence: null,
    sharedAt: performance.now(),
    sharingFault: null,
  };
  await share(context).catch(async (error: unknown) => {
    context.stop.abort();
    await leave(context);
    throw error;
  });
  const finished = keepSharing(context);
  // The caller may look at `finished` late or never; the fault is logged in any case.
  finished.catch(() => {});
  return {
    owner: context.owner,
    owned: () =>
      [...context.running].flatMap(([version, { state }]) => state.leases.map((lease) => named(version, lease))),
    requireFeeding: () => {
      for (const { state } of context.running.values()) requireFeeding(state);
    },
    requireSharing: () => requireSharing(context),
    close: async () => {
      context.stop.abort();
      await finished.catch(() => {});
    },
    finished,
    share: () => share(context),
  };
}

function named(version: string, lease: Lease): string {
  return `${version} ${lease.kind} ${lease.slice}`;
}

async function keepSharing(context: Context): Promise<void> {
  const { logger } = context.options;
  const { signal } = context.stop;
  const everyMs = context.settings.leaseMs / roundsOfLease;
  for (let round = 1; !signal.aborted; round += 1) {
    await delay(everyMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) break;
    await shareOrTell(context);
    if (round % roundsOfLease !== 0) continue;
    await markIdle(context).catch((error: unknown) => {
      logger.debug({ err: error }, 'what is idle could not be marked');
    });
  }
  await leave(context);
  if (context.fault !== undefined) throw context.fault;
}

/** Ends the transactions under way and gives everything back. */
async function leave(context: Context): Promise<void> {
  const { pool, logger } = context.options;
  for (const { feed, done } of context.running.values()) {
    await done;
    await leaveVersion(pool, feed.version.version, context.owner).catch((error: unknown) => {
      logGivenUp(logger, 'warn', error, { message: 'the slices could not be given back; they expire by themselves' });
    });
  }
  context.presence?.close();
}

/** One line when it begins to fail, and one when it works again. */
async function shareOrTell(context: Context): Promise<void> {
  const { logger } = context.options;
  try {
    await share(context);
    if (context.sharingFault !== null) logger.info('the slices are shared again');
    context.sharingFault = null;
    context.sharedAt = performance.now();
  } catch (error) {
    if (context.sharingFault === null) {
      logGivenUp(logger, 'warn', error, { message: 'the slices cannot be shared; tried again until it works' });
    }
    context.sharingFault = asHubError(error);
  }
}

function requireSharing({ sharingFault, sharedAt, settings }: Context): void {
  if (performance.now() - sharedAt < settings.leaseMs) return;
  throw sharingFault ?? new HubError('lease-lost', 'A round of sharing takes longer than a lease.');
}

/** One round at a time: two at once would start two feeds of one version. */
function share(context: Context): Promise<void> {
  const next = context.sharing
    .catch(() => {})
    .then(() => (context.stop.signal.aborted ? undefined : shareOnce(context)));
  context.sharing = next;
  return next;
}

/** Shows that we live, renews, gives back and takes slices of every version of our hash. */
async function shareOnce(context: Context): Promise<void> {
  const { pool, only } = context.options;
  const { owner, settings } = context;
  const versions = only ?? (await versionsToFeed(pool, context.hash));
  const visible = unwritten(context.freshness.delays);
  const echoes = unwritten(context.echoes);
  await showLife(context, async (client, sharer) => {
    for (const { version } of versions) await shareLeases(client, version, sharer, settings.leaseMs);
    await deleteExpiredProjectors(client);
    await writeDelays(client, freshnessTable, owner, visible.rows);
    await writeDelays(client, echoTable, owner, echoes.rows);
  });
  visible.written();
  echoes.written();
  // A feed begins only once the round has succeeded: a first one that fails leaves nothing behind.
  const found = await Promise.all(
    versions.map(async (version) => ({ version, owned: await ownedLeases(pool, version.version, owner) })),
  );
  for (const { version, owned } of found) {
    const running = context.running.get(version.version) ?? (await startFeed(context, version, owned));
    if (ownsOthers(running.state, owned)) running.state.restart.abort();
  }
  for (const [name, { state }] of context.running) {
    // A retired version has no leases any more: its feed finds none and waits for the end.
    if (!versions.some((each) => each.version === name) && state.leases.length > 0) state.restart.abort();
  }
}

/** One round on the connection that shows our life; another one after a fault, for a lock may be lost with the first. */
async function showLife(context: Context, round: Parameters<Presence['round']>[0]): Promise<void> {
  context.presence ??= await openPresence(context.options.pool, context.owner);
  try {
    await context.presence.round(round);
  } catch (error) {
    context.presence.close();
    context.presence = null;
    throw error;
  }
}

async function startFeed(context: Context, version: Version, owned: readonly Lease[]): Promise<Running> {
  const { pool, log, rules: own, logger } = context.options;
  const rules = (await rulesToFeed(pool, version, own)) ?? own;
  const { meters, freshness, echoes, settings, owner } = context;
  const feed: Feed = { pool, log, rules, logger, meters, freshness, echoes, settings, owner, version };
  const state = newFeedState(owned);
  const done = runFeed(feed, state, context.stop.signal).catch((error: unknown) => {
    context.fault ??= error;
    logger.fatal({ err: error, version: version.version }, 'the projector stops');
    context.stop.abort();
  });
  const running = { feed, state, done };
  context.running.set(version.version, running);
  return running;
}

/** The mark that slices with nothing left to read are fresh. */
async function markIdle(context: Context): Promise<void> {
  const { pool, log } = context.options;
  const ends = await endsOfLog(log);
  for (const version of context.running.keys()) {
    const owned = (await readLeases(pool, version)).filter(({ owner }) => owner === context.owner);
    const idle = idleLeases(owned, ends);
    if (idle.length > 0) await markFresh(pool, version, context.owner, idle);
  }
}
