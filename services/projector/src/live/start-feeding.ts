import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type EventLog, type Rules, rulesHash } from '@hub/core';
import {
  createMetrics,
  deleteExpiredProjectors,
  type Lease,
  type Logger,
  leaveVersion,
  logGivenUp,
  type Metrics,
  markFresh,
  ownedLeases,
  readLeases,
  shareLeases,
  type Version,
  versionsToFeed,
  withTransaction,
} from '@hub/platform';
import type { Pool } from 'pg';
import { type ProjectorSettings, projectorSettings } from '../config.ts';
import type { Feed } from './feed.ts';
import { type Meters, projectorMeters } from './meters.ts';
import { type FeedState, idleLeases, ownsOthers, runFeed } from './run-feed.ts';
import { endsOfLog, eventsBehind } from './verify-log.ts';

export interface FeedingOptions {
  readonly log: EventLog;
  readonly pool: Pool;
  readonly rules: Rules;
  readonly logger: Logger;
  readonly metrics?: Metrics;
  readonly settings?: Partial<ProjectorSettings>;
  /** Feed these versions only: a rebuild catches up with it what it compares. */
  readonly only?: readonly Version[];
}

export interface Projector {
  /** Names this projector in the leases. */
  readonly owner: string;
  /** The leases it reads now, as `<version> <trainee|offer> <slice>`. */
  owned(): string[];
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
  readonly running: Map<string, Running>;
  readonly stop: AbortController;
  /** The last round of sharing; the next begins behind it. */
  sharing: Promise<void>;
  fault?: unknown;
}

/** Keeps every version of this hash up to date with the log, sharing the slices with all living projectors. */
export async function startFeeding(options: FeedingOptions): Promise<Feeding> {
  const context: Context = {
    options,
    hash: rulesHash(options.rules),
    owner: randomUUID(),
    settings: { ...projectorSettings(options.rules), ...options.settings },
    meters: projectorMeters(options.metrics ?? createMetrics()),
    running: new Map(),
    stop: new AbortController(),
    sharing: Promise.resolve(),
  };
  await share(context);
  const finished = keepSharing(context);
  // The caller may look at `finished` late or never; the fault is logged in any case.
  finished.catch(() => {});
  return {
    owner: context.owner,
    owned: () =>
      [...context.running].flatMap(([version, { state }]) => state.leases.map((lease) => named(version, lease))),
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
  const { logger, pool } = context.options;
  const { signal } = context.stop;
  const everyMs = context.settings.leaseMs / 3;
  while (!signal.aborted) {
    await delay(everyMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) break;
    await share(context).catch((error: unknown) => {
      logGivenUp(logger, 'warn', error, { message: 'the slices could not be shared; trying again' });
    });
    await measure(context).catch((error: unknown) => logger.debug({ err: error }, 'the lag could not be measured'));
  }
  for (const { feed, done } of context.running.values()) {
    await done;
    await leaveVersion(pool, feed.version.version, context.owner).catch((error: unknown) => {
      logGivenUp(logger, 'warn', error, { message: 'the slices could not be given back; they expire by themselves' });
    });
  }
  if (context.fault !== undefined) throw context.fault;
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
  const versions = only ?? (await versionsToFeed(pool, context.hash));
  for (const version of versions) {
    await withTransaction(pool, (client) =>
      shareLeases(client, version.version, context.owner, context.settings.leaseMs),
    );
    const owned = await ownedLeases(pool, version.version, context.owner);
    const running = context.running.get(version.version) ?? startFeed(context, version, owned);
    if (ownsOthers(running.state, owned)) running.state.restart.abort();
  }
  for (const [name, { state }] of context.running) {
    // A retired version has no leases any more: its feed finds none and waits for the end.
    if (!versions.some((each) => each.version === name) && state.leases.length > 0) state.restart.abort();
  }
  await deleteExpiredProjectors(pool);
}

function startFeed(context: Context, version: Version, owned: readonly Lease[]): Running {
  const { pool, log, rules, logger } = context.options;
  const { meters, settings, owner } = context;
  const feed: Feed = { pool, log, rules, logger, meters, settings, owner, version };
  const state: FeedState = { leases: owned, restart: new AbortController() };
  const done = runFeed(feed, state, context.stop.signal).catch((error: unknown) => {
    context.fault ??= error;
    logger.fatal({ err: error, version: version.version }, 'the projector stops');
    context.stop.abort();
  });
  const running = { feed, state, done };
  context.running.set(version.version, running);
  return running;
}

/** Lag for the metrics, and the mark that slices with nothing left to read are fresh. */
async function measure(context: Context): Promise<void> {
  const { pool, log } = context.options;
  const ends = await endsOfLog(log);
  for (const [version, { feed }] of context.running) {
    const owned = (await readLeases(pool, version)).filter(({ owner }) => owner === context.owner);
    const idle = idleLeases(owned, ends);
    if (idle.length > 0) await markFresh(pool, version, context.owner, idle);
    const lagging = owned.filter((lease) => !idle.includes(lease));
    const lag = lagging.reduce((sum, lease) => sum + eventsBehind(lease, ends), 0);
    feed.meters.lagEvents.set({ version }, lag);
    feed.meters.lagSeconds.set({ version }, Math.max(0, ...lagging.map(({ ageSeconds }) => ageSeconds)));
  }
}
