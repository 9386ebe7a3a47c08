import {
  fieldProblem,
  type Operator,
  type Problem,
  ProblemError,
  problem,
  withTransaction,
  writeAudit,
} from '@hub/platform';
import type { FastifyRequest } from 'fastify';
import { agentOf, type Following } from '../following/follow-webhook.ts';
import { readFeed } from '../following/read-feed.ts';
import { addSecret } from '../kept/secrets.ts';
import {
  addWebhook,
  type Feed,
  type NewWebhook,
  type Wanted,
  type Webhook,
  type WebhookChange,
} from '../kept/webhooks.ts';
import { faultOfReceiver } from '../receiver/receiver-url.ts';
import { newWebhookSecret } from '../receiver/signature.ts';
import { causesOfFeed } from './webhook-schemas.ts';

export interface NewSubscription extends Partial<Omit<Wanted, 'url'>> {
  readonly url: string;
  readonly cursor?: string;
}

const webhooksMax = 20;
const askMs = 10_000;

/**
 * Subscribes the client that asks. What it may follow is not decided here: the feed is asked once as this client, and its
 * refusal is the answer.
 */
export async function addOwnWebhook(
  following: Following,
  request: FastifyRequest<{ Body: NewSubscription }>,
  by: Operator,
): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
  const { pool, feed, receivers } = following;
  const wanted = wantedBy(request);
  const fault = await faultOfReceiver(wanted.url, receivers);
  if (fault !== null) throw fieldProblem('/url', 'value-invalid', fault);
  await requireReadable(following, wanted);
  const secret = newWebhookSecret();
  const webhook = await withTransaction(pool, async (client) => {
    const added = await addWebhook(client, wanted, webhooksMax);
    if (added === null) throw tooMany();
    await addSecret(client, feed.secrets, added.id, secret);
    const subject = `webhook:${added.id}`;
    await writeAudit(client, by, { what: 'webhook-added', subject, before: null, after: added });
    return added;
  });
  return { webhook, secret };
}

function wantedBy({ body, partner }: FastifyRequest<{ Body: NewSubscription }>): NewWebhook {
  const { feed = 'changes', purpose = null, territory = null, causes = null, url, cursor = null } = body;
  if (feed === 'changes' && purpose === null) throw fieldProblem('/purpose', 'property-missing');
  if (feed !== 'changes' && purpose !== null)
    throw fieldProblem('/purpose', 'value-invalid', 'for changes of dossiers');
  requireOfFeed(feed, { territory, causes });
  const { clientId, siret } = partner;
  return { clientId, siret, feed, purpose, territory, causes, url, cursor };
}

/** Throws 400 for what would let nothing through. */
export function requireOfFeed(feed: Feed, { territory, causes }: Pick<WebhookChange, 'territory' | 'causes'>): void {
  if (feed !== 'session-changes' && territory != null)
    throw fieldProblem('/territory', 'value-invalid', 'for sessions');
  const names: readonly string[] = causesOfFeed[feed];
  const foreign = causes?.findIndex((cause) => !names.includes(cause)) ?? -1;
  if (foreign < 0) return;
  const told = feed === 'event-changes' ? names.join(', ') : `what ${feed} tells; fates are of event-changes`;
  throw fieldProblem(`/causes/${foreign}`, 'code-unknown', told);
}

async function requireReadable({ feed }: Following, wanted: NewWebhook): Promise<void> {
  const place = { ...wanted, agent: agentOf('new') };
  const answer = await readFeed(feed, place, { limit: 1, waitSeconds: 0, signal: AbortSignal.timeout(askMs) });
  if (answer.status === 'refused') throw asOfBody(answer.problem);
  if (answer.status === 'page') return;
  throw problem(503, 'not-yet', 'The feed cannot be read for now.', { headers: { 'retry-after': '5' } });
}

/** The feed names its own parameters. */
function asOfBody(refusal: Problem): ProblemError {
  const errors = refusal.errors?.map((error) => ({
    ...error,
    pointer: error.pointer.replace('/query/', '/').replace('/headers/hub-', '/'),
  }));
  return new ProblemError({ ...refusal, ...(errors && { errors }) });
}

function tooMany(): ProblemError {
  return problem(409, 'too-many-webhooks', 'This organisation has as many webhooks as it may have.', {
    detail: `At most ${webhooksMax}: remove one first.`,
  });
}
