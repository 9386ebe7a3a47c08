import { setTimeout as delay } from 'node:timers/promises';
import { type EventLog, HubError, type StoredMessage } from '@hub/core';
import { aborted, eventsBehind, type Lease, leaseKey, logGivenUp, ownedLeases, positionsOf } from '@hub/platform';
import type { ProjectorSettings } from '../config.ts';
import { asHubError, type Feed, type FeedState } from './feed.ts';
import { type Level, levelOf } from './level.ts';
import { decodePending, leasesOf, type Pending, projectBatch } from './project-batch.ts';
import { verifyLog } from './verify-log.ts';

const cautionMax = 64;
const retryMsMax = 5_000;

/**
 * Reads the slices that this owner holds and projects them, until `signal` aborts. Reads anew when ownership changes
 * (`state.restart`) and after a fault that may pass. Throws what cannot pass.
 */
export async function runFeed(feed: Feed, state: FeedState, signal: AbortSignal): Promise<void> {
  let faults = 0;
  while (!signal.aborted) {
    state.restart = new AbortController();
    const startedAt = performance.now();
    try {
      const leases = await ownedLeases(feed.pool, feed.version.version, feed.owner);
      state.leases = leases;
      showLeases(feed, leases);
      if (leases.length === 0) await aborted(AbortSignal.any([signal, state.restart.signal]));
      else await readAndProject(feed, state, leases, AbortSignal.any([signal, state.restart.signal]));
      faults = 0;
    } catch (error) {
      if (!mayPass(error)) throw error;
      faults = performance.now() - startedAt > 60_000 ? 1 : faults + 1;
      state.caution = Math.min(2 * state.caution, cautionMax);
      const waitMs = Math.min(retryMsMax, 50 * 2 ** Math.min(faults, 10));
      if ((error as HubError).code !== 'lease-lost') state.fault = asHubError(error);
      const { version } = feed.version;
      logGivenUp(feed.logger, 'warn', error, { message: 'projecting starts again', version, waitMs });
      await delay(waitMs, undefined, { signal }).catch(() => {});
    }
  }
}

function showLeases({ meters, version }: Feed, leases: readonly Lease[]): void {
  for (const kind of ['trainee', 'offer'] as const) {
    const held = leases.filter((lease) => lease.kind === kind);
    meters.leases.set({ version: version.version, kind }, held.length);
  }
}

/** One reading of the log: a pump fills the lanes, each lane writes its slices batch by batch. */
async function readAndProject(
  feed: Feed,
  state: FeedState,
  leases: readonly Lease[],
  signal: AbortSignal,
): Promise<void> {
  const level = levelOf(leases, await verifyLog(feed.log, feed.version, leases));
  state.readingSince = performance.now();
  const reading: Reading = { feed, state, leases, level };
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  const lanes = Array.from({ length: feed.settings.lanes }, makeLane);
  const parts = [pump(feed, lanes, positionsOf(leases), ended), ...lanes.map((lane) => drain(reading, lane, ended))];
  const results = await Promise.allSettled(parts.map((part) => part.finally(() => stop.abort())));
  state.readingSince = null;
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Messages of some slices on their way to the database. */
interface Lane {
  queue: Pending[];
  bytes: number;
  /** Called when something was put in or taken out. */
  changed: () => void;
}

function makeLane(): Lane {
  return { queue: [], bytes: 0, changed: () => {} };
}

async function pump(
  feed: Feed,
  lanes: readonly Lane[],
  positions: Parameters<EventLog['read']>[0],
  signal: AbortSignal,
): Promise<void> {
  const { batchBytesMax, batchEventsMax } = feed.settings;
  const isFull = (lane: Lane) => lane.bytes > 2 * batchBytesMax || lane.queue.length > 2 * batchEventsMax;
  for await (const messages of feed.log.read(positions, signal)) {
    const touched = new Set<Lane>();
    for (const message of messages) {
      const lane = lanes[message.slice % lanes.length] as Lane;
      lane.queue.push(decodePending(message));
      lane.bytes += sizeOf(message);
      touched.add(lane);
    }
    for (const lane of touched) lane.changed();
    for (const lane of lanes) while (isFull(lane) && !signal.aborted) await change(lane, signal);
    if (signal.aborted) return;
  }
  if (!signal.aborted) throw new HubError('log-unavailable', 'The log ended its reading.', { retryable: true });
}

interface Reading {
  readonly feed: Feed;
  readonly state: FeedState;
  readonly leases: readonly Lease[];
  readonly level: Level;
}

async function drain({ feed, state, leases, level }: Reading, lane: Lane, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (lane.queue.length === 0) {
      await change(lane, signal);
      continue;
    }
    const batch = takeBatch(lane, feed.settings, state.caution);
    lane.changed();
    await projectBatch(feed, leasesOf(leases, batch), batch, level);
    state.caution = Math.max(1, state.caution / 2);
    state.fault = null;
  }
}

function takeBatch(lane: Lane, { batchEventsMax, batchBytesMax }: ProjectorSettings, caution: number): Pending[] {
  let bytes = 0;
  let count = 0;
  while (count < lane.queue.length && count < Math.max(1, batchEventsMax / caution)) {
    const size = sizeOf((lane.queue[count] as Pending).message);
    if (count > 0 && bytes + size > batchBytesMax / caution) break;
    bytes += size;
    count += 1;
  }
  const batch = lane.queue.slice(0, count);
  lane.queue = lane.queue.slice(count);
  lane.bytes -= bytes;
  return batch;
}

/** Headers carry the sealed blocks; their number is bounded by the door, so a constant stands for the others. */
function sizeOf(message: StoredMessage): number {
  return message.value.length + 600;
}

/** Resolves at the next change of the lane, or when `signal` aborts. One waits to fill, or one to drain: never both. */
function change(lane: Lane, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', done);
      lane.changed = () => {};
      resolve();
    };
    lane.changed = done;
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}

/** Whether trying again can help: outages, a lease lost to another, a deadlock or a lock that was not to be had. */
export function mayPass(error: unknown): boolean {
  if (error instanceof HubError) return error.retryable;
  const code = (error as { code?: unknown } | null)?.code;
  // 40 serialization or deadlock, 55 lock, 57 cancelled (PostgreSQL, appendix A).
  return typeof code === 'string' && /^(40...|55...|57...|XX...)$/.test(code);
}

/** True when the leases in the database are not those being read. */
export function ownsOthers(state: FeedState, owned: readonly Lease[]): boolean {
  const name = (lease: Lease) => `${leaseKey(lease)} ${lease.epoch}`;
  const reading = new Set(state.leases.map(name));
  return owned.length !== reading.size || owned.some((lease) => !reading.has(name(lease)));
}

/** Leases of this feed that have read all that there is. */
export function idleLeases(leases: readonly Lease[], ends: ReadonlyMap<string, number>): Lease[] {
  return leases.filter((lease) => eventsBehind(lease, ends) === 0);
}
