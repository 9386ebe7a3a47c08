import type { Topic } from '@hub/contracts';
import { HubError, type StoredMessage } from '@hub/core';
import {
  type Advance,
  insertParked,
  type Lease,
  leaseKey,
  leaseKindOf,
  lockLeases,
  type Progress,
  receiptsOf,
  withTransaction,
  writeRows,
} from '@hub/platform';
import type { ClientBase } from 'pg';
import { type Applied, applyFacts, type EchoOfPerson } from '../apply-facts.ts';
import { type Arrival, type Decoded, decodeMessage, namedBy, park, partDecoded } from '../fold/arrival.ts';
import { echoSeconds } from '../fold/shown-echoes.ts';
import { isRefusedRow } from '../refused-row.ts';
import { countDelay } from './delay-series.ts';
import type { Feed } from './feed.ts';
import { countedSource, countVisible } from './freshness.ts';
import type { Level } from './level.ts';

/** A message that waits for its transaction. */
export interface Pending {
  readonly message: StoredMessage;
  readonly decoded: Decoded;
}

export function decodePending(message: StoredMessage): Pending {
  return { message, decoded: decodeMessage(message) };
}

/**
 * Projects these messages and moves the offsets in one transaction that holds their leases, or does nothing.
 * Throws `lease-lost` where another projector has taken one of the slices. What PostgreSQL itself refuses is looked for
 * by halves and parked alone.
 */
export async function projectBatch(
  feed: Feed,
  leases: readonly Lease[],
  batch: readonly Pending[],
  level: Level,
): Promise<void> {
  try {
    const written = await withTransaction(feed.pool, (client) => projectIn(client, feed, leases, batch, writeBatch));
    const { since } = level;
    observe(feed, written, level);
    await observeEchoes(feed, written, since);
  } catch (error) {
    if (!isRefusedRow(error)) throw error;
    if (batch.length > 1) {
      const middle = batch.length >> 1;
      await projectBatch(feed, leasesOf(leases, batch.slice(0, middle)), batch.slice(0, middle), level);
      await projectBatch(feed, leasesOf(leases, batch.slice(middle)), batch.slice(middle), level);
      return;
    }
    const parkIt: Write = (client, _, pending, advance) => parkRefused(client, feed, pending, advance, error);
    const written = await withTransaction(feed.pool, (client) => projectIn(client, feed, leases, batch, parkIt));
    observe(feed, written, level);
  }
}

interface Written extends Applied {
  readonly messages: readonly Pending[];
}

type Write = (client: ClientBase, feed: Feed, pending: readonly Pending[], advance: Advance) => Promise<Applied>;

async function projectIn(
  client: ClientBase,
  feed: Feed,
  leases: readonly Lease[],
  batch: readonly Pending[],
  write: Write,
): Promise<Written> {
  const held = await lockLeases(client, feed.version.version, feed.owner, leases);
  const messages = unprojected(batch, held);
  const { version, settings } = feed;
  const advance = { version: version.version, leaseMs: settings.leaseMs, progress: progressOf(messages) };
  return { messages, ...(await write(client, feed, messages, advance)) };
}

function writeBatch(client: ClientBase, feed: Feed, pending: readonly Pending[], advance: Advance): Promise<Applied> {
  const { arrivals, unreadable } = partDecoded(pending.map(({ decoded }) => decoded));
  const target = {
    version: feed.version.version,
    schemaName: feed.version.schemaName,
    rules: feed.rules,
    factsMax: feed.settings.factsMax,
    isFed: true,
  };
  return applyFacts(client, target, arrivals, unreadable, advance);
}

async function parkRefused(
  client: ClientBase,
  { version }: Feed,
  pending: readonly Pending[],
  advance: Advance,
  error: unknown,
): Promise<Applied> {
  const parked = pending.map(({ message, decoded }) =>
    'parked' in decoded ? decoded.parked : park(message, namedBy(decoded.arrival), 'row-refused', error),
  );
  await insertParked(client, version.version, parked, { isFed: true });
  await writeRows(client, version.schemaName, {}, { advance, isFed: true });
  return { parked, echoes: [] };
}

/** Drops what was projected already; a gap would be a loss, so it stops the reading and starts it again. */
function unprojected(batch: readonly Pending[], held: ReadonlyMap<string, Lease>): Pending[] {
  const next = new Map<string, number>();
  return batch.filter(({ message }) => {
    const partition = `${message.topic} ${message.slice}`;
    const lease = held.get(leaseKey({ kind: leaseKindOf(message.topic), slice: message.slice }));
    const expected = next.get(partition) ?? lease?.offsets[message.topic] ?? 0;
    if (message.offset < expected) return false;
    if (message.offset > expected) {
      throw new HubError('internal', `Offset ${expected} of ${partition} was not read before ${message.offset}.`, {
        retryable: true,
      });
    }
    next.set(partition, message.offset + 1);
    return true;
  });
}

/** How far these bring the leases of their slices. */
export function progressOf(messages: readonly Pending[]): Progress[] {
  const byLease = new Map<string, Progress & { offsets: Partial<Record<Topic, number>>; freshAt: string | null }>();
  for (const { message, decoded } of messages) {
    const lease = { kind: leaseKindOf(message.topic), slice: message.slice };
    const progress = byLease.get(leaseKey(lease)) ?? { ...lease, offsets: {}, freshAt: null };
    progress.offsets[message.topic] = message.offset + 1;
    const received = 'arrival' in decoded ? decoded.arrival.event.fact.receivedAt : null;
    if (received !== null && isInstant(received) && (progress.freshAt === null || received > progress.freshAt)) {
      progress.freshAt = received;
    }
    byLease.set(leaseKey(lease), progress);
  }
  return [...byLease.values()];
}

/** The shape that the gateway stamps; anything else is no clock to show. */
function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(text) && !Number.isNaN(Date.parse(text));
}

export function leasesOf(leases: readonly Lease[], batch: readonly Pending[]): Lease[] {
  const wanted = new Set(
    batch.map(({ message }) => leaseKey({ kind: leaseKindOf(message.topic), slice: message.slice })),
  );
  return leases.filter((lease) => wanted.has(leaseKey(lease)));
}

function observe(feed: Feed, written: Written, level: Level): void {
  const { version } = feed.version;
  const now = Date.now();
  feed.meters.batchEvents.observe({ version }, written.messages.length);
  const counts = new Map<Topic, number>();
  for (const { message, decoded } of written.messages) {
    counts.set(message.topic, (counts.get(message.topic) ?? 0) + 1);
    if (!('arrival' in decoded) || level.since === null) continue;
    observeVisible(feed, decoded.arrival, level.since, now);
  }
  level.reached(written.messages.map(({ message }) => message));
  for (const [topic, count] of counts) feed.meters.projected.inc({ version, topic }, count);
  for (const each of written.parked) {
    feed.meters.parked.inc({ version, reason: each.reason });
    feed.logger.warn({ version, ...each }, 'an event was parked');
  }
}

/** What was received before the reading was level says nothing of how fast events become visible. */
function observeVisible(
  { meters, freshness, version }: Feed,
  { topic, event }: Arrival,
  since: number,
  at: number,
): void {
  const receivedAt = Date.parse(event.fact.receivedAt);
  if (receivedAt < since || receivedAt > at) return;
  const seconds = (at - receivedAt) / 1000;
  const source = countedSource(freshness, event.fact.source);
  meters.visibleSeconds.observe({ topic, source }, seconds);
  if (countVisible(freshness, { version: version.version, topic, source, at }, seconds))
    meters.late.inc({ topic, source });
}

/**
 * How long facts took to be shown, by the clocks of the gateways alone. A fact that stands in another dossier of its person
 * (the session named by its other number) is looked for; where it is not found, nothing is counted.
 */
async function observeEchoes(feed: Feed, { echoes }: Applied, since: number | null): Promise<void> {
  const fresh = echoes.filter(({ receivedAt }) => since !== null && Date.parse(receivedAt) >= since);
  if (fresh.length === 0) return;
  const found = await withOriginsElsewhere(feed, fresh);
  const at = Date.now();
  for (const echo of found) {
    const seconds = echoSeconds(echo);
    if (seconds === null) continue;
    const [origin, source] = [echo.origin.source, echo.source];
    feed.meters.echoSeconds.observe({ from: origin, to: source }, seconds);
    countDelay(feed.echoes, { version: feed.version.version, pair: [origin, source], at }, seconds);
  }
}

async function withOriginsElsewhere(
  { pool, version, logger }: Feed,
  echoes: readonly EchoOfPerson[],
): Promise<readonly EchoOfPerson[]> {
  const awaited = echoes.filter(({ originReceivedAt }) => originReceivedAt === null);
  if (awaited.length === 0) return echoes;
  const asked = awaited.map(({ trainee, origin }) => ({ trainee, ...origin }));
  try {
    const receipts = await receiptsOf(pool, version.schemaName, asked);
    const known = new Map(awaited.map((echo, index) => [echo, receipts[index] ?? null]));
    return echoes.map((echo) => ({ ...echo, originReceivedAt: echo.originReceivedAt ?? known.get(echo) ?? null }));
  } catch (error) {
    // What was projected is projected: a figure is not worth to read it again.
    logger.warn({ err: error, version: version.version }, 'the delay of some echoes was not measured');
    return echoes;
  }
}
