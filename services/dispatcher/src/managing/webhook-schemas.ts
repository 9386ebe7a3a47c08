import { eventNames } from '@hub/contracts';
import { otherCauses } from '@hub/core';
import {
  agentHeader,
  codesOfList,
  count,
  cursorLengthMax,
  cursorPattern,
  fates,
  instant,
  orNull,
  problems,
  shape,
  text,
} from '@hub/platform';
import { type Feed, feeds, webhookStates } from '../kept/webhooks.ts';

const url = { type: 'string', maxLength: 2_000, examples: ['https://hooks.example.org/hub'] } as const;
/** Of items of each feed; `event-changes` tells fates in their place. */
export const causesOfFeed = {
  changes: [...eventNames, ...otherCauses, 'out-of-sight'],
  'session-changes': [...eventNames, 'rules'],
  'event-changes': fates,
} as const satisfies Record<Feed, readonly string[]>;

const causes = {
  anyOf: [
    {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      items: { enum: [...new Set(Object.values(causesOfFeed).flat())] },
    },
    { type: 'null' },
  ],
  description:
    'Only items with one of these causes, or fates of `event-changes`; null: all. `sight`, `rules`: of items without an event; `out-of-sight`: of those of that state',
  examples: [['entry-attested', 'out-of-sight']],
} as const;
const territory = { ...orNull({ type: 'string', maxLength: 64 }), description: 'Only sessions of it; null: all' };
const purpose = { enum: codesOfList('purpose') };

const webhook = shape(
  {
    id: text,
    clientId: { ...text, description: 'As whom the hub reads what it tells' },
    siret: text,
    feed: { enum: feeds },
    purpose: orNull(purpose),
    territory,
    causes,
    url,
    createdAt: instant,
    state: {
      enum: webhookStates,
      description:
        '`held`: its client may read nothing for the moment, `why` says the problem; `failing`: the receiver takes nothing and ' +
        'is tried again; `suspended`: for too long; `gone`: it answered 410. None of them loses anything: `resume`',
    },
    why: { ...orNull(text), description: 'What keeps it from going on' },
    failures: { ...count, description: 'In a row' },
    failingSince: orNull(instant),
    nextAt: { ...orNull(instant), description: 'When it is tried next, at the earliest' },
    waiting: { ...count, description: 'Messages that are not delivered yet' },
  },
  'Webhook',
);

const attempt = {
  ms: count,
  status: { ...orNull({ type: 'integer' }), description: 'Of the answer; null: there was none' },
  fault: {
    ...orNull(text),
    description: '`timeout`, `unreachable`, `redirected`, `refused`, `gone`, `address-refused`; null: it was taken',
  },
};

const delivery = shape(
  {
    attempt: { type: 'integer' },
    message: { ...text, description: '`webhook-id`' },
    type: { enum: [...feeds, 'ping'] },
    items: count,
    replayOf: orNull(text),
    at: instant,
    ...attempt,
  },
  'WebhookDelivery',
);

const secret = { ...text, description: 'Shown this once', examples: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'] };

const idParameter = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', pattern: '^[a-z]{16}$' } },
};

const answered = (description: string, schema: object) => ({
  description,
  content: { 'application/json': { schema } },
});
const body = (title: string, properties: object, required: readonly string[] = []) => ({
  title,
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});
const paging = (cursor: string) => ({
  cursor: { type: 'string', pattern: cursor, description: '`next` of the answer before' },
  limit: { type: 'string', pattern: '^([1-9][0-9]?|[1-4][0-9]{2}|500)$', description: 'At most 500; 100' },
});
const page = (item: object) => shape({ items: { type: 'array', items: item }, next: orNull(text) });

const header = (description: string) => ({ type: 'string', description });

/** What a receiver gets. */
const message = {
  summary: 'A message of a webhook',
  description:
    'Verify it by a library of Standard Webhooks with the secret, answer 2xx within ten seconds once it is kept, and do the work ' +
    'afterwards. Another answer, a redirect, or none: it is sent again, later and later, over three days; 410 ends the webhook. ' +
    'The same message may come twice, under the same `webhook-id`.',
  headers: {
    type: 'object',
    required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
    properties: {
      'webhook-id': header('The same however often it is sent'),
      'webhook-timestamp': header('Of this attempt, in seconds since 1970'),
      'webhook-signature': header('`v1,` and a signature, for each secret that is valid; separated by spaces'),
    },
  },
  requestBody: {
    content: {
      'application/json': {
        schema: shape(
          {
            type: { enum: [...feeds, 'ping'] },
            timestamp: { ...instant, description: 'When the message was made' },
            'replayOf?': { ...text, description: 'The `webhook-id` of before, of a replay' },
            data: shape({
              items: {
                type: 'array',
                maxItems: 100,
                description:
                  'As the feed tells them (`GET /v1/changes`, `/v1/session-changes`, `/v1/event-changes`); empty in a ping',
                items: shape({
                  'dossier?': { type: 'integer', examples: [123_456_789] },
                  'session?': { ...text, examples: ['session:07:114782'] },
                  'state?': { enum: ['changed', 'out-of-sight'] },
                  'causes?': {
                    anyOf: [
                      {
                        type: 'array',
                        items: shape({ type: { enum: eventNames }, source: text, id: text, receivedAt: instant }),
                      },
                      { enum: otherCauses },
                    ],
                  },
                  'sightUntil?': orNull({ type: 'string', format: 'date' }),
                  'sessionState?': text,
                  'source?': { ...text, examples: ['kairos'] },
                  'id?': { ...text, description: 'Of one’s own event, or of the one that is to be rectified' },
                  'fate?': { enum: fates },
                  'reason?': text,
                  'rectification?': orNull(text),
                }),
              },
            }),
          },
          'WebhookMessage',
        ),
      },
    },
  },
  responses: {
    '2XX': { description: 'It is kept; of the answer nothing is read.' },
    410: { description: 'There is no such receiver any more: nothing more is sent.' },
  },
};

/** Whose webhooks a route is for. */
export type Face = 'own' | 'administration';

interface RouteSchema {
  readonly description?: string;
  readonly callbacks?: object;
  readonly params?: object;
  readonly querystring?: object;
  readonly body?: object;
  readonly response: object;
}

/** What all routes of a face say. */
function schemaOf(face: Face, operationId: string, summary: string, rest: RouteSchema): object {
  const isOwn = face === 'own';
  const name = isOwn ? operationId : `administer${operationId[0]?.toUpperCase()}${operationId.slice(1)}`;
  const agent = agentHeader('Opaque id of the person who acts; kept in the audit.');
  return {
    operationId: name,
    summary: isOwn ? summary : `${summary}, of any organisation`,
    description: isOwn ? 'Of one’s own organisation alone.' : 'With audit.',
    tags: [isOwn ? 'webhooks' : 'administration'],
    security: [{ partner: isOwn ? [] : ['admin'] }],
    headers: { type: 'object', required: isOwn ? [] : ['hub-agent'], properties: { 'hub-agent': agent } },
    ...rest,
    response: { ...rest.response, ...problems(400, 401, 403, 404, 409, 503) },
  };
}

function oneSchema(face: Face, operationId: string, summary: string, more: Partial<RouteSchema> = {}): object {
  const response = { 200: answered('The webhook.', webhook) };
  return schemaOf(face, operationId, summary, { params: idParameter, ...more, response });
}

/** Schemas of the routes that both faces have. */
export function webhookSchemas(face: Face) {
  const one = (operationId: string, summary: string) => oneSchema(face, operationId, summary);
  return {
    list: schemaOf(face, 'listWebhooks', 'Webhooks', {
      querystring: body('WebhooksQuery', {
        ...paging('^[a-z]{16}$'),
        state: { enum: webhookStates },
        ...(face === 'administration' && { siret: { type: 'string', pattern: '^[0-9]{14}$' } }),
      }),
      response: { 200: answered('Webhooks.', page(webhook)) },
    }),
    find: one('findWebhook', 'One webhook'),
    pause: one('pauseWebhook', 'Send nothing more for now; nothing is lost'),
    resume: one('resumeWebhook', 'Go on where it was, at once'),
    remove: one('removeWebhook', 'Remove it, with its log'),
    deliveries: schemaOf(face, 'listWebhookDeliveries', 'Its attempts of the last thirty days, the newest first', {
      params: idParameter,
      querystring: body('DeliveriesQuery', {
        ...paging('^[1-9][0-9]{0,14}$'),
        failed: { enum: ['true', 'false'], description: '`true`: only those that were not taken' },
      }),
      response: { 200: answered('Attempts.', page(delivery)) },
    }),
  };
}

/** Schemas of those that an organisation alone has, for its own. */
export const ownSchemas = {
  add: schemaOf('own', 'addWebhook', 'Subscribe: what changed is posted to an address', {
    description:
      'What `GET /v1/changes`, `/v1/session-changes` or `/v1/event-changes` would tell this client is posted to the address, signed by ' +
      'Standard Webhooks, one message after the other, each until it is taken: at least once, and in order for each ' +
      'dossier. Without a cursor it begins where a new reader does: each dossier once; with that of ' +
      '`GET /v1/changes?from=now`, with what comes. A receiver verifies a message by a library of Standard Webhooks, ' +
      'answers 2xx within ten seconds once it is kept, and does the work afterwards; 410 ends the webhook. The address is https, of the ' +
      'public internet; redirects are not followed.',
    callbacks: { message: { '{$request.body#/url}': { post: message } } },
    body: body(
      'NewWebhook',
      {
        url,
        feed: { enum: feeds, default: 'changes' },
        purpose: { ...purpose, description: 'Of `changes`: why; one of those in the convention' },
        causes,
        territory,
        cursor: {
          type: 'string',
          maxLength: cursorLengthMax,
          pattern: cursorPattern,
          description: '`cursor` of the same feed, where it goes on',
        },
      },
      ['url'],
    ),
    response: { 201: answered('It is there.', shape({ webhook, secret })) },
  }),
  change: oneSchema('own', 'changeWebhook', 'Change where it leads, and to what', {
    body: body('WebhookChange', { url, causes, territory }),
  }),
  test: schemaOf('own', 'testWebhook', 'Send a ping now, once', {
    params: idParameter,
    response: { 200: answered('How it went.', shape({ message: text, ...attempt }, 'WebhookPing')) },
  }),
  rotate: schemaOf('own', 'rotateWebhookSecret', 'Another secret, beside which the one of now signs for a while', {
    params: idParameter,
    body: body('SecretRotation', {
      overlapHours: { type: 'integer', minimum: 0, maximum: 720, default: 24, description: '0: it signs no more' },
    }),
    response: { 200: answered('The new secret.', shape({ secret, oldUntil: instant })) },
  }),
  replay: schemaOf('own', 'replayWebhook', 'Deliver again what was delivered of a period', {
    description: 'Under new ids, with `replayOf`, behind what waits already. Messages are kept for thirty days.',
    params: idParameter,
    body: body(
      'ReplayPeriod',
      { from: { ...instant }, to: { ...instant, description: 'UTC; not included; absent: now' } },
      ['from'],
    ),
    response: { 200: answered('So many wait to be delivered again.', shape({ messages: count })) },
  }),
};
