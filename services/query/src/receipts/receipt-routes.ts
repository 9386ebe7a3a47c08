import { type Anomaly, describe, describeTrainee } from '@hub/core';
import {
  factsOfDossiers,
  factsOfTrainee,
  leaseKindOf,
  parkedAmong,
  problem,
  problems,
  readProgress,
  readReceipt,
  type Snapshot,
  withSnapshot,
} from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import { explained, type QueryContext } from '../http/context.ts';
import { anomalySchema, answer, dossierNumber, integer, list, orNull, shape, text } from '../http/schema-parts.ts';
import { progressAgainst } from '../reading/log-state.ts';

const receiptState = shape(
  {
    state: {
      enum: ['logged', 'visible', 'parked'],
      description: '`parked`: the hub could not read it; `reason` says why',
    },
    'reason?': text,
    anomalies: list(anomalySchema, 'Those that name this event'),
    id: text,
    source: text,
    dossier: orNull(dossierNumber),
    topic: text,
    slice: integer,
    offset: integer,
  },
  'ReceiptState',
);

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

/** `GET /v1/receipts/{receipt}`: where an event is, for the partner that reported it and nobody else. */
export function receiptRoutes(server: FastifyInstance, context: QueryContext): void {
  server.get<{ Params: { receipt: string } }>(
    '/v1/receipts/:receipt',
    { schema, onRequest: context.authenticate },
    async (request) => {
      const claims = readReceipt(context.secrets, request.params.receipt);
      if (claims === null || claims.partner !== request.partner.clientId) {
        throw problem(404, 'not-found', 'There is no such receipt.');
      }
      const { id, source, dossier, topic, slice, offset } = claims;
      const found = await withSnapshot(context.pool, (snapshot) => whereIs(snapshot, claims, context));
      return { ...found, id, source, dossier, topic, slice, offset };
    },
  );
}

type Claims = NonNullable<ReturnType<typeof readReceipt>>;

async function whereIs(snapshot: Snapshot | null, claims: Claims, context: QueryContext) {
  if (snapshot === null) return { state: 'logged', anomalies: [] };
  const { topic, slice, offset, logEpoch, source, id } = claims;
  const progress = await readProgress(snapshot, [[leaseKindOf(topic), slice]]);
  const requirement = { topic, slice, nextOffset: offset + 1, logEpoch, receipt: null };
  if (progressAgainst(progress, [requirement]) !== 'met') return { state: 'logged', anomalies: [] };
  const [parked] = await parkedAmong(snapshot, [{ topic, slice, offset }]);
  if (parked !== undefined) return { state: 'parked', reason: parked.reason, anomalies: [] };
  const anomalies = (await anomaliesOf(snapshot, claims)).filter((anomaly) =>
    anomaly.facts.some((fact) => fact.source === source && fact.eventId === id),
  );
  return { state: 'visible', anomalies: anomalies.map((anomaly) => explained(context, anomaly)) };
}

/** Of the subject that the event is about. */
async function anomaliesOf(snapshot: Snapshot, { dossier, trainee }: Claims): Promise<readonly Anomaly[]> {
  const { rules } = snapshot;
  const dossiers = dossier === null ? [] : [...(await factsOfDossiers(snapshot, [dossier])).values()];
  const own = trainee === null ? [] : await factsOfTrainee(snapshot, trainee);
  return [
    ...dossiers.flatMap((facts) => describe(facts, rules).anomalies),
    ...(own.length === 0 || trainee === null ? [] : describeTrainee(own, rules, trainee).anomalies),
  ];
}
