import { factStateNames } from '@hub/core';
import {
  keptAgent,
  notFound,
  type Partner,
  problemSchema,
  problems,
  type ReceiptClaims,
  readReceipt,
  tracedReader,
  traceRequest,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { onBeat } from '../http/beat.ts';
import type { QueryContext } from '../http/context.ts';
import {
  anomalySchema,
  answer,
  dossierNumber,
  factRef,
  integer,
  list,
  orNull,
  shape,
  text,
} from '../http/schema-parts.ts';
import { type EventPlace, whereEventsAre } from './where-events-are.ts';

const stateProperties = {
  state: {
    enum: ['logged', 'visible', 'parked'],
    description: '`parked`: the hub could not read it; `reason` says why',
  },
  'reason?': text,
  fact: orNull(
    shape({
      state: {
        enum: factStateNames,
        description: 'Where it is visible: whether it counts. Nothing that was `removed` comes back but under a new id',
      },
      by: list(factRef, 'What took it away, or stands for it'),
    }),
  ),
  anomalies: list(anomalySchema, 'Those that name this event'),
  id: text,
  source: text,
  dossier: orNull(dossierNumber),
};

const receiptState = shape(stateProperties, 'ReceiptState');

const schema = {
  operationId: 'getReceipt',
  tags: ['events'],
  summary: 'Where an event is',
  description: 'For the partner that reported the event; for everybody else there is no such receipt.',
  params: {
    type: 'object',
    required: ['receipt'],
    properties: { receipt: { type: 'string', description: 'As given with the 202', maxLength: 4096 } },
  },
  response: { 200: answer('On the log, visible, or parked.', receiptState), ...problems(400, 401, 404, 503) },
};

/** As many as a batch of events has. */
const receiptsMax = 1_000;

const receiptList = {
  type: 'array',
  minItems: 1,
  maxItems: receiptsMax,
  items: { type: 'string' },
  description: 'As given with the 202, or in the results of a batch',
} as const;

const receiptAdvice =
  'Give it whole, as the hub answered it, under the client that reported the event: that of another client looks like none.';

const exampleReceipts = ['3q2-7wRk…', 'AAAA…'] as const;

const searchSchema = {
  operationId: 'searchReceipts',
  tags: ['events'],
  summary: 'Where the events of up to 1,000 receipts are',
  description:
    'Of each receipt what `GET /v1/receipts/{receipt}` says of one, under its place in the request: its state, or the problem with which that answers. A receipt of another partner looks like one that never was.',
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['receipts'],
    properties: { receipts: receiptList },
    examples: [{ receipts: exampleReceipts }],
  },
  response: {
    200: answer('One result for each receipt, in their order.', {
      ...shape(
        {
          results: list({
            anyOf: [
              shape({ index: integer, receipt: text, ...stateProperties }),
              shape({ index: integer, problem: problemSchema }),
            ],
          }),
        },
        'ReceiptStates',
      ),
      examples: [
        {
          results: [
            {
              ...{ index: 0, receipt: exampleReceipts[0], state: 'visible', fact: { state: 'live', by: [] } },
              ...{ anomalies: [], id: '1894-entry-1', source: 'eos', dossier: 100000016 },
            },
            {
              index: 1,
              problem: noSuchReceipt().problem,
            },
          ],
        },
      ],
    }),
    ...problems(400, 401, 413, 415, 503),
  },
};

/** Where events are, for the partner that reported them and nobody else: of one receipt, or of many. */
export function receiptRoutes(server: FastifyInstance, context: QueryContext): void {
  const options = { config: { traced: 'receipt' as const }, onRequest: context.authenticateWriters };
  // On a beat: what others reported of the person takes time as well, and is nothing to this partner.
  server.get<{ Params: { receipt: string } }>('/v1/receipts/:receipt', { schema, ...options }, (request) =>
    onBeat(
      () => answerReceipt(context, request),
      () => false,
    ),
  );
  server.post<{ Body: { receipts: readonly string[] } }>(
    '/v1/receipts/search',
    { schema: searchSchema, ...options },
    (request) =>
      onBeat(
        () => answerReceipts(context, request),
        () => false,
      ),
  );
}

async function answerReceipt(
  context: QueryContext,
  { params, partner }: FastifyRequest<{ Params: { receipt: string } }>,
): Promise<object> {
  const claims = ownClaims(context, partner, params.receipt);
  if (claims === null) throw noSuchReceipt();
  const [place] = await whereEventsAre(context, partner, [claims]);
  return stateOf(claims, place);
}

async function answerReceipts(
  context: QueryContext,
  request: FastifyRequest<{ Body: { receipts: readonly string[] } }>,
): Promise<object> {
  const { body, partner } = request;
  const asked = body.receipts.map((receipt) => ownClaims(context, partner, receipt));
  const own = asked.filter((claims) => claims !== null);
  if (own.length < asked.length) await traceRefused(context, request);
  const places = await whereEventsAre(context, partner, own);
  const placeOf = new Map(own.map((claims, rank) => [claims, places[rank]]));
  const { problem: refused } = noSuchReceipt();
  const results = asked.map((claims, index) =>
    claims === null
      ? { index, problem: refused }
      : { index, receipt: body.receipts[index], ...stateOf(claims, placeOf.get(claims)) },
  );
  return { results };
}

/** Null for what this hub did not make, and for what is another partner's: the two look the same. */
function ownClaims({ secrets }: QueryContext, { clientId }: Partner, receipt: string): ReceiptClaims | null {
  const claims = readReceipt(secrets, receipt);
  return claims?.partner === clientId ? claims : null;
}

function noSuchReceipt() {
  return notFound('There is no such receipt.', receiptAdvice);
}

function stateOf({ id, source, dossier }: ReceiptClaims, place: EventPlace | undefined): object {
  return { ...place, id, source, dossier };
}

/** One row for the request, as a refused one alone leaves. */
async function traceRefused({ trace }: QueryContext, request: FastifyRequest): Promise<void> {
  const reader = tracedReader(request.partner, keptAgent(request), null);
  await traceRequest(trace, request, {
    ...{ reader, operation: 'receipt', persons: [], decision: 'refused', reason: 'not-found' },
  });
}
