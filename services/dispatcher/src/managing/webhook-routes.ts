import {
  fieldProblem,
  keptAgent,
  namedAgent,
  notFound,
  type Operator,
  type PartnerAuth,
  type ProblemError,
  problem,
  withTransaction,
  writeAudit,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PoolClient } from 'pg';
import { attemptMessage, type Following } from '../following/follow-webhook.ts';
import { addPing, listDeliveries, logAttempt, replayPeriod } from '../kept/messages.ts';
import { addSecret, endSecrets } from '../kept/secrets.ts';
import {
  changeWebhook,
  listWebhooks,
  lockWebhook,
  pauseWebhook,
  removeWebhook,
  resumeWebhook,
  type Webhook,
  type WebhookChange,
  type WebhookState,
} from '../kept/webhooks.ts';
import { faultOfReceiver } from '../receiver/receiver-url.ts';
import { newWebhookSecret } from '../receiver/signature.ts';
import { addOwnWebhook, type NewSubscription, requireOfFeed } from './add-webhook.ts';
import { type Face, ownSchemas, webhookSchemas } from './webhook-schemas.ts';

/** What the routes work with. */
export interface ManagingContext {
  readonly following: Following;
  readonly authenticate: Readonly<Record<Face, PartnerAuth>>;
}

interface OneRequest {
  Params: { readonly id: string };
}
interface Paging {
  readonly cursor?: string;
  readonly limit?: string;
}

const prefixes: Readonly<Record<Face, string>> = { own: '/v1/webhooks', administration: '/v1/admin/webhooks' };

/** `/v1/webhooks`, for an organisation its own; `/v1/admin/webhooks`, for the operators of the hub all of them. */
export function webhookRoutes(server: FastifyInstance, context: ManagingContext): void {
  for (const face of ['own', 'administration'] as const) {
    server.register(async (inner) => {
      inner.addHook('onRequest', context.authenticate[face]);
      reading(inner, context, face);
      switching(inner, context, face);
      if (face === 'own') forPartners(inner, context);
    });
  }
}

function reading(server: FastifyInstance, { following: { pool } }: ManagingContext, face: Face): void {
  const schemas = webhookSchemas(face);
  const path = prefixes[face];
  interface ListQuery extends Paging {
    readonly state?: WebhookState;
    readonly siret?: string;
  }
  server.get<{ Querystring: ListQuery }>(path, { schema: schemas.list }, async (request) => {
    const { cursor: after, state, siret = null } = request.query;
    const limit = limitOf(request.query);
    const whose = face === 'own' ? whoseOf(request, face) : { siret, clientId: null };
    const filter = { ...whose, after, state, limit: limit + 1 };
    return page(await listWebhooks(pool, filter), limit, ({ id }) => id);
  });
  server.get<OneRequest>(`${path}/:id`, { schema: schemas.find }, (request) => find(pool, request, face));
  server.get<OneRequest & { Querystring: Paging & { readonly failed?: string } }>(
    `${path}/:id/deliveries`,
    { schema: schemas.deliveries },
    async (request) => {
      const { id } = await find(pool, request, face);
      const limit = limitOf(request.query);
      const below = request.query.cursor === undefined ? undefined : Number(request.query.cursor);
      const options = { below, failed: request.query.failed === 'true', limit: limit + 1 };
      return page(await listDeliveries(pool, id, options), limit, ({ attempt }) => String(attempt));
    },
  );
}

/** What stops and starts one, and whoever may. */
function switching(server: FastifyInstance, { following: { pool } }: ManagingContext, face: Face): void {
  const schemas = webhookSchemas(face);
  const path = `${prefixes[face]}/:id`;
  const act =
    (what: string, work: (client: PoolClient, id: string) => Promise<void>) => (request: FastifyRequest<OneRequest>) =>
      change(pool, request, face, { what, work });
  server.post<OneRequest>(`${path}/pause`, { schema: schemas.pause }, act('webhook-paused', pauseWebhook));
  server.post<OneRequest>(`${path}/resume`, { schema: schemas.resume }, act('webhook-resumed', resumeWebhook));
  server.delete<OneRequest>(path, { schema: schemas.remove }, act('webhook-removed', removeWebhook));
}

/** What only the organisation itself does: it alone gets secrets, and says where its messages go. */
function forPartners(server: FastifyInstance, { following }: ManagingContext): void {
  const { pool, feed, receivers } = following;
  const path = `${prefixes.own}/:id`;
  server.post<{ Body: NewSubscription }>(prefixes.own, { schema: ownSchemas.add }, async (request, reply) =>
    reply.status(201).send(await addOwnWebhook(following, request, operatorOf(request, 'own'))),
  );
  server.patch<OneRequest & { Body: WebhookChange }>(path, { schema: ownSchemas.change }, async (request) => {
    const { body } = request;
    const { feed: of } = await find(pool, request, 'own');
    requireOfFeed(of, body);
    const fault = body.url === undefined ? null : await faultOfReceiver(body.url, receivers);
    if (fault !== null) throw fieldProblem('/url', 'value-invalid', fault);
    const work = (client: PoolClient, id: string) => changeWebhook(client, id, body);
    return change(pool, request, 'own', { what: 'webhook-changed', work });
  });
  server.post<OneRequest>(`${path}/test`, { schema: ownSchemas.test }, async (request) => {
    const { id, url, clientId } = await find(pool, request, 'own');
    const message = await addPing(pool, id);
    const attempt = await attemptMessage(following, id, url, message);
    if (attempt.outcome === 'delivered') following.evidence.note(clientId, 'webhook-pinged');
    const told = {
      ms: attempt.ms,
      status: attempt.status,
      fault: attempt.outcome === 'delivered' ? null : attempt.fault,
    };
    await logAttempt(pool, id, message.id, told);
    return { message: message.id, ...told };
  });
  server.post<OneRequest & { Body: { readonly overlapHours?: number } | null }>(
    `${path}/rotate`,
    { schema: ownSchemas.rotate },
    async (request) => {
      const secret = newWebhookSecret();
      let oldUntil = '';
      const work = async (client: PoolClient, id: string) => {
        oldUntil = await endSecrets(client, id, request.body?.overlapHours ?? overlapHoursDefault);
        await addSecret(client, feed.secrets, id, secret);
      };
      await change(pool, request, 'own', { what: 'webhook-rotated', work });
      return { secret, oldUntil };
    },
  );
  server.post<OneRequest & { Body: { readonly from: string; readonly to?: string } }>(
    `${path}/replay`,
    { schema: ownSchemas.replay },
    async (request) => {
      const { from, to = new Date().toISOString() } = request.body;
      if (Date.parse(from) >= Date.parse(to)) throw fieldProblem('/to', 'period-reversed');
      let messages = 0;
      const work = async (client: PoolClient, id: string) => {
        messages = await replayPeriod(client, id, { from, to, most: replayMax });
        if (messages > replayMax) {
          throw problem(409, 'period-too-long', 'There are more messages in this period than are replayed at once.', {
            detail: `At most ${replayMax}, those included that wait for delivery: name a shorter period, or wait.`,
          });
        }
      };
      await change(pool, request, 'own', { what: 'webhook-replayed', work });
      return { messages };
    },
  );
}

const overlapHoursDefault = 24;
const replayMax = 10_000;
const limitDefault = '100';

async function find(pool: Following['pool'], request: FastifyRequest<OneRequest>, face: Face): Promise<Webhook> {
  const [webhook] = await listWebhooks(pool, { ...whoseOf(request, face), id: request.params.id, limit: 1 });
  if (webhook === undefined) throw unknown();
  return webhook;
}

/** Whose webhooks a request may be about: of an operator of the hub everybody's. */
function whoseOf({ partner: { siret, clientId } }: FastifyRequest, face: Face) {
  return face === 'own' ? { siret, clientId } : { siret: null, clientId: null };
}

/** Changes one, and writes the row of the audit in the same transaction; gives it as it is then, or as it was before it went. */
async function change(
  pool: Following['pool'],
  request: FastifyRequest<OneRequest>,
  face: Face,
  { what, work }: { readonly what: string; readonly work: (client: PoolClient, id: string) => Promise<void> },
): Promise<Webhook> {
  const { id } = request.params;
  const whose = whoseOf(request, face);
  const by = operatorOf(request, face);
  return withTransaction(pool, async (client) => {
    const before = await lockWebhook(client, whose, id);
    if (before === null) throw unknown();
    await work(client, id);
    const after = await lockWebhook(client, whose, id);
    await writeAudit(client, by, { what, subject: `webhook:${id}`, before, after });
    return after ?? before;
  });
}

/** Of a partner's own machine, which may name nobody, the client itself. */
function operatorOf(request: FastifyRequest, face: Face): Operator {
  const { clientId, siret } = request.partner;
  const agent = face === 'own' ? (keptAgent(request) ?? clientId) : namedAgent(request);
  return { siret, clientId, agent, traceparent: request.id };
}

function unknown(): ProblemError {
  return notFound(
    'There is no such webhook of this organisation.',
    'The list at the address before its id has those that there are.',
  );
}

function limitOf({ limit = limitDefault }: Paging): number {
  return Number(limit);
}

/** A page of what was asked for with one more than the limit. */
function page<Item>(items: readonly Item[], limit: number, cursorOf: (item: Item) => string) {
  const shown = items.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, next: items.length > limit && last !== undefined ? cursorOf(last) : null };
}
