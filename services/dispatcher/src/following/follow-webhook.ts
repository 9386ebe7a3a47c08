import { type Evidence, type Logger, logGivenUp, partnerCacheMs, problemPrefix, raiseAlarm } from '@hub/platform';
import type { DispatcherSettings } from '../config.ts';
import {
  type Followed,
  holdUp,
  holdWebhook,
  keepMessage,
  type Owner,
  passOver,
  releaseWebhook,
  type Settled,
  settle,
} from '../kept/following.ts';
import { bodyOf, type Message, nextMessage } from '../kept/messages.ts';
import { validSecrets } from '../kept/secrets.ts';
import { type Attempt, type Receivers, sendMessage } from '../receiver/send-message.ts';
import { signedHeaders } from '../receiver/signature.ts';
import { backOffMs } from './back-off.ts';
import type { DeliveryMetrics } from './delivery-metrics.ts';
import { type FeedItem, type FeedReader, readFeed } from './read-feed.ts';
import { whyWithheld } from './standing.ts';

export interface Following extends Owner {
  readonly feed: FeedReader;
  readonly receivers: Receivers;
  readonly settings: Pick<DispatcherSettings, 'retryFirstMs' | 'retryMsMax' | 'giveUpMs'>;
  readonly metrics: DeliveryMetrics;
  readonly logger: Logger;
  /** What clients show to work. */
  readonly evidence: Evidence;
  /** When the client of each was looked up last, by webhook. */
  readonly lookedUpAtMs: Map<string, number>;
  /** Aborted where it closes. */
  readonly stop: AbortController;
}

/** Of one message. */
const itemsMax = 100;
/** For how long the feed holds a question, in parts of the lease. */
const waitPart = 1 / 3;
/** How long it takes at most until a client that was refused is heard of again. */
const withheldMs = 30_000;

/**
 * Takes a webhook and does one thing after the other for it: reads a page of the feed, keeps it, delivers it, and moves on once
 * it is taken. So one message at a time is under way, and what came later of a dossier never overtakes what came before.
 * Ends where nothing is to be done for now, another dispatcher has it, or this one closes.
 */
export async function followWebhook(following: Following, id: string): Promise<void> {
  const { logger } = following;
  const closing = following.stop.signal;
  try {
    let held = await holdWebhook(following, id);
    while (held !== null && !closing.aborted) {
      held = (await step(following, held)) ?? (await holdWebhook(following, id));
    }
  } catch (error) {
    if (!closing.aborted)
      logGivenUp(logger, 'warn', error, { message: 'a webhook is not followed; it is tried again', id });
  } finally {
    following.lookedUpAtMs.delete(id);
    await releaseWebhook(following, id).catch(() => {});
  }
}

/** Gives the webhook where something was delivered and it goes on at once. */
async function step(following: Following, held: Followed): Promise<Followed | null> {
  const { pool } = following;
  if (held.waiting || mustLookUp(following, held)) {
    const why = await whyWithheld(pool, held);
    following.lookedUpAtMs.set(held.id, Date.now());
    if (why !== null) {
      await holdUp(following, held.id, why, withheldMs);
      return null;
    }
  }
  const waiting = held.waiting ? await nextMessage(pool, held.id) : null;
  if (waiting !== null) return deliver(following, held, held.url, waiting);
  const read = await readMessage(following, held);
  return read === null ? null : deliver(following, held, read.url, read);
}

/** What is read now was decided where it was read, but for a takeover: the feed itself goes on in one. */
function mustLookUp({ lookedUpAtMs }: Following, { id }: Followed): boolean {
  return Date.now() - (lookedUpAtMs.get(id) ?? 0) > partnerCacheMs;
}

/** The next page as a message that is kept; null where there is none for this receiver. */
async function readMessage(following: Following, held: Followed): Promise<(Message & { readonly url: string }) | null> {
  const { id, feed } = held;
  const waitSeconds = Math.min(30, Math.ceil((waitPart * following.leaseMs) / 1_000));
  const options = { limit: itemsMax, waitSeconds, signal: following.stop.signal };
  const answer = await readFeed(following.feed, { ...held, agent: agentOf(id) }, options);
  if (answer.status === 'later') await holdUp(following, id, null, answer.afterMs);
  if (answer.status === 'refused') {
    await holdUp(following, id, answer.problem.type.replace(problemPrefix, ''), withheldMs);
  }
  if (answer.status !== 'page') return null;
  const items = answer.items.filter((item) => isWanted(item, held.causes));
  if (items.length > 0) return keepMessage(following, { webhook: id, type: feed, items, cursorAfter: answer.cursor });
  await passOver(following, id, answer.cursor);
  return null;
}

function isWanted(item: FeedItem, causes: readonly string[] | null): boolean {
  return causes === null || causesOf(item).some((cause) => causes.includes(cause));
}

/** As a webhook names them. */
function causesOf({ state, causes, fate }: FeedItem): readonly string[] {
  if (causes === undefined) return fate === undefined ? [] : [fate];
  if (state === 'out-of-sight') return [state];
  return typeof causes === 'string' ? [causes] : causes.map(({ type }) => type);
}

/** `Hub-Agent` of what is read for a webhook. */
export function agentOf(id: string): string {
  return `webhook-${id}`;
}

async function deliver(following: Following, held: Followed, url: string, message: Message): Promise<Followed | null> {
  const attempt = await attemptMessage(following, held.id, url, message);
  if (attempt.outcome === 'delivered') following.evidence.note(held.clientId, 'webhook-delivered');
  const settled = settledBy(attempt, held, following.settings);
  const next = await settle(following, held.id, message.id, settled);
  if (settled.fault !== null && settled.state === 'suspended') await ring(following, held);
  return next;
}

/** Signs and sends it once. */
export async function attemptMessage(
  { pool, feed, receivers, metrics }: Pick<Following, 'pool' | 'feed' | 'receivers' | 'metrics'>,
  id: string,
  url: string,
  message: Message,
): Promise<Attempt> {
  const secrets = await validSecrets(pool, feed.secrets, id);
  const body = bodyOf(message);
  const attempt = await sendMessage(receivers, url, body, signedHeaders(message.id, body, new Date(), secrets));
  metrics.attempted(attempt);
  return attempt;
}

function settledBy(attempt: Attempt, held: Followed, settings: Following['settings']): Settled {
  const { ms, status } = attempt;
  if (attempt.outcome === 'delivered') return { ms, status, fault: null, state: 'failing', retryMs: 0 };
  const { fault } = attempt;
  if (attempt.outcome === 'gone') return { ms, status, fault, state: 'gone', retryMs: 0 };
  const asked = Math.min(attempt.retryAfterMs ?? 0, Math.max(0, settings.giveUpMs - held.failingMs));
  const retryMs = Math.max(asked, backOffMs(held.failures + 1, settings, Math.random()));
  return { ms, status, fault, state: held.failingMs >= settings.giveUpMs ? 'suspended' : 'failing', retryMs };
}

const hourMs = 3_600_000;

/** Operators hear of it, and by them the partner. Counted in hours. */
async function ring({ pool, logger, settings }: Following, held: Followed): Promise<void> {
  const { id, clientId, siret, failingMs } = held;
  logger.warn({ webhook: id, clientId }, 'a webhook is suspended: its receiver failed for too long');
  const [count, limit] = [failingMs, settings.giveUpMs].map((ms) => Math.round(ms / hourMs)) as [number, number];
  const rings = { kind: 'webhook-suspended', organisation: siret, clientId, agent: agentOf(id), count, limit };
  await raiseAlarm(pool, { ...rings, address: null, counterpart: null });
}
