import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';
import {
  type Evidence,
  type Logger,
  localRealm,
  logGivenUp,
  type Metrics,
  noEvidence,
  type SigningSecrets,
  type TokenRealm,
} from '@hub/platform';
import type { Pool } from 'pg';
import type { DispatcherSettings } from '../config.ts';
import { findDue } from '../kept/following.ts';
import { dropOld } from '../kept/messages.ts';
import { closeReceivers, openReceivers } from '../receiver/send-message.ts';
import { deliveryMetrics } from './delivery-metrics.ts';
import { type Following, followWebhook } from './follow-webhook.ts';

export interface DispatcherOptions {
  readonly pool: Pool;
  readonly secrets: SigningSecrets;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Where the query service answers, asked once it does. */
  readonly queryUrl: () => string;
  readonly allowPrivate: boolean;
  readonly settings: Omit<DispatcherSettings, 'queryUrl' | 'allowPrivate'>;
  readonly realm?: TokenRealm;
  /** What clients show to work; default: nothing is noted. */
  readonly evidence?: Evidence;
}

export interface Dispatcher {
  /** Throws where webhooks have not been looked for of late. */
  requireFollowing(): void;
  /** What is on its way to a receiver is settled first. */
  close(): Promise<void>;
}

const lookEveryMs = 500;
const dropEveryMs = 3_600_000;
const silenceMsMax = 15_000;

/** What webhooks are followed with, by `startDispatcher` and by who tries one by hand. */
export function openFollowing(options: DispatcherOptions): Following {
  const { pool, secrets, logger, metrics, queryUrl, allowPrivate, settings, realm = localRealm } = options;
  return {
    pool,
    owner: randomUUID(),
    leaseMs: settings.leaseMs,
    feed: { queryUrl, secrets, realm, tokens: new Map() },
    receivers: openReceivers({ allowPrivate }, settings.timeoutMs),
    settings,
    metrics: deliveryMetrics(metrics, pool),
    logger,
    evidence: options.evidence ?? noEvidence,
    lookedUpAtMs: new Map(),
    stop: new AbortController(),
  };
}

/** Follows all webhooks that no other dispatcher follows, until it is closed. */
export function startDispatcher(following: Following): Dispatcher {
  const looked = { atMs: Date.now() };
  const running = keepFollowing(following, looked);
  return {
    requireFollowing: () => {
      if (Date.now() - looked.atMs < silenceMsMax) return;
      throw new HubError('database-unavailable', 'Webhooks cannot be looked for.', { retryable: true });
    },
    close: async () => {
      following.stop.abort();
      await running;
      closeReceivers(following.receivers);
    },
  };
}

async function keepFollowing(following: Following, looked: { atMs: number }): Promise<void> {
  const { stop, logger } = following;
  const { signal } = stop;
  const followed = new Map<string, Promise<void>>();
  let dropAtMs = 0;
  while (!signal.aborted) {
    try {
      const due = (await findDue(following)).filter((id) => !followed.has(id));
      looked.atMs = Date.now();
      for (const id of due) {
        const done = followWebhook(following, id).finally(() => followed.delete(id));
        followed.set(id, done);
      }
      if (Date.now() >= dropAtMs) {
        dropAtMs = Date.now() + dropEveryMs;
        await dropOld(following.pool);
      }
    } catch (error) {
      logGivenUp(logger, 'warn', error, { message: 'webhooks cannot be looked for; it is tried again' });
    }
    await delay(lookEveryMs, undefined, { signal }).catch(() => {});
  }
  await Promise.all(followed.values());
}
