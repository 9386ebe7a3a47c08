import { join } from 'node:path';
import { type HubClient, hubClient, type Receipt } from '@hub/client';
import { dispatcherPlugin, openFollowing, startDispatcher } from '@hub/dispatcher';
import {
  buildServer,
  createMetrics,
  demoPartners,
  issueToken,
  loadSecrets,
  openPool,
  type Secrets,
} from '@hub/platform';
import type { Pool } from 'pg';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { cloudEvent, partnerOf } from '../scenarios/cloud-events.ts';
import type { Person } from '../scenarios/people.ts';
import type { ReportedEvent } from '../scenarios/scenario.ts';
import { eventually } from '../support/eventually.ts';
import { hubHere } from '../support/hub-here.ts';
import { liftLimits } from '../support/lift-limits.ts';
import { testLogger as logger } from '../support/logger.ts';
import { openReceiver, type ReceivedMessage, type WebhookReceiver } from '../support/webhook-receiver.ts';

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

export interface Webhook {
  readonly id: string;
  readonly state: string;
  readonly why: string | null;
  readonly failures: number;
  readonly waiting: number;
}

/** A subscription with the receiver that it leads to. */
export interface Subscribed {
  readonly id: string;
  readonly secret: string;
  readonly receiver: WebhookReceiver;
}

/** A hub whose dispatcher is the test's own: it tries again soon, and gives up soon. */
export interface WebhookStage {
  readonly hub: RunningHub;
  readonly pool: Pool;
  readonly secrets: Secrets;
  readonly databaseUrl: string;
  readonly secretsFile: string;
  /** Where `/v1/webhooks` answers. */
  readonly url: string;
  ask<Body = Webhook>(as: string, path: string, request?: { body?: object; method?: string }): Promise<Answer<Body>>;
  /** Reports an event as its partner; gives the dossier. */
  report(event: ReportedEvent, person: Person): Promise<number>;
  /** Subscribes to what comes from now on, by a receiver of its own. */
  subscribe(
    as?: string,
    more?: { readonly cursor?: undefined; readonly [field: string]: unknown },
  ): Promise<Subscribed>;
  webhook(id: string): Promise<Webhook>;
  startAlso(more?: Partial<typeof soon>): ReturnType<typeof startDispatcher>;
  stopOwn(): Promise<void>;
  close(): Promise<void>;
}

export const soon = { timeoutMs: 1_000, retryFirstMs: 50, retryMsMax: 300, giveUpMs: 60_000, leaseMs: 6_000 };

export async function openWebhookStage(): Promise<WebhookStage> {
  const here = await hubHere({ HUB_DEMO: 'partners' });
  const hub = await here.start({}, ['gateway', 'projector', 'query']);
  await liftLimits(here.database.pool);
  const secretsFile = join(here.dataDir, 'secrets.json');
  const secrets = await loadSecrets(secretsFile);
  const pool = openPool(here.database.url, { applicationName: 'dispatcher', role: 'hub_dispatcher', max: 20, logger });
  const follow = (settings: typeof soon) => {
    const own = { pool, secrets, logger, metrics: createMetrics(), queryUrl: () => hub.url, allowPrivate: true };
    return openFollowing({ ...own, settings });
  };
  const following = follow(soon);
  const server = buildServer({ logger, metrics: createMetrics() });
  await server.register(dispatcherPlugin(following));
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const own = startDispatcher(following);
  const others: { close(): Promise<void> }[] = [];
  const receivers: WebhookReceiver[] = [];
  const ask: WebhookStage['ask'] = async (as, path, { body, method } = {}) => {
    const answer = await fetch(`${url}/v1/${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        authorization: `Bearer ${await issueToken(secrets, as)}`,
        'hub-agent': 'agent-1',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as never };
  };
  const subscribe: WebhookStage['subscribe'] = async (as = 'cdc', more = {}) => {
    const receiver = await openReceiver();
    receivers.push(receiver);
    const cursor = 'cursor' in more ? more.cursor : await endOfFeed(clientOf(hub, as), purposeOf(as));
    const wanted = { url: receiver.url, purpose: purposeOf(as), ...more, cursor };
    const { status, body } = await ask<{ webhook: { id: string }; secret: string }>(as, 'webhooks', { body: wanted });
    if (status !== 201) throw new Error(`not subscribed: ${status} ${JSON.stringify(body)}`);
    receiver.secrets = [body.secret];
    return { id: body.webhook.id, secret: body.secret, receiver };
  };
  return {
    hub,
    pool: here.database.pool,
    secrets,
    databaseUrl: here.database.url,
    secretsFile,
    url,
    ask,
    report: (event, person) => report(clientOf(hub, partnerOf(event.source)), event, person),
    subscribe,
    webhook: async (id) => (await ask('operator', `admin/webhooks/${id}`)).body,
    startAlso: (more = {}) => {
      const started = startDispatcher(follow({ ...soon, ...more }));
      others.push(started);
      return started;
    },
    stopOwn: () => own.close(),
    close: async () => {
      await Promise.all([own, ...others].map((each) => each.close()));
      await server.close();
      await Promise.all(receivers.map((each) => each.close()));
      await pool.end();
      await hub.close();
      await here.close();
    },
  };
}

const purposeOf = (as: string) => (as === 'cdc' ? 'control' : 'training-follow-up');

export function clientOf(hub: RunningHub, clientId: string): HubClient {
  const clientSecret = hub.clients.find((each) => each.clientId === clientId)?.clientSecret ?? '';
  return hubClient({ url: hub.url, clientId, clientSecret });
}

async function report(client: HubClient, event: ReportedEvent, person: Person): Promise<number> {
  const answer = await client.fetch('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(cloudEvent(event, person)),
  });
  if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as Receipt).dossier ?? 0;
}

async function endOfFeed(client: HubClient, purpose: string): Promise<string> {
  const headers = { 'hub-agent': 'reader', 'hub-purpose': purpose };
  let query = '';
  for (;;) {
    const page = await eventually(async () => {
      const answer = await client.fetch(`/v1/changes${query}`, { headers });
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
      return (await answer.json()) as { cursor: string; more: boolean };
    });
    if (!page.more) return page.cursor;
    query = `?cursor=${page.cursor}`;
  }
}

/**
 * Of the messages that were taken, the causes of one dossier, message by message. That it got its number comes from another
 * topic than what was reported of it, with that or before.
 */
export function toldOf(messages: readonly ReceivedMessage[], dossier: number): readonly (readonly string[])[] {
  const items = messages.filter(({ answered }) => answered < 300).flatMap((message) => message.items);
  return items
    .filter((item) => item.dossier === dossier)
    .map(({ causes }) => (typeof causes === 'string' ? [causes] : causes.map(({ type }) => type)))
    .map((causes) => causes.filter((cause) => cause !== 'dossier-attributed'))
    .filter((causes) => causes.length > 0);
}

export const siretOf = (clientId: string) => demoPartners.find((each) => each.clientId === clientId)?.siret ?? '';
