import { type Anomaly, describe, describeTrainee, type FactSet, factStateNames, stateOfEvent } from '@hub/core';
import {
  factsOfDossiers,
  factsOfTrainee,
  leaseKindOf,
  parkedAmong,
  problem,
  problems,
  readProgress,
  readReceipt,
  readSessions,
  type Snapshot,
  withSnapshot,
} from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import { explained, type QueryContext } from '../http/context.ts';
import { anomalySchema, answer, dossierNumber, factRef, list, orNull, shape, text } from '../http/schema-parts.ts';
import { progressAgainst } from '../reading/log-state.ts';

const receiptState = shape(
  {
    state: {
      enum: ['logged', 'visible', 'parked'],
      description: '`parked`: the hub could not read it; `reason` says why',
    },
    'reason?': text,
    fact: orNull(
      shape({
        state: {
          enum: factStateNames,
          description:
            'Where it is visible: whether it counts. Nothing that was `removed` comes back but under a new id',
        },
        by: list(factRef, 'What took it away, or stands for it'),
      }),
    ),
    anomalies: list(anomalySchema, 'Those that name this event'),
    id: text,
    source: text,
    dossier: orNull(dossierNumber),
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
    { schema, config: { traced: 'receipt' }, onRequest: context.authenticateWriters },
    async (request) => {
      const claims = readReceipt(context.secrets, request.params.receipt);
      if (claims === null || claims.partner !== request.partner.clientId) {
        throw problem(404, 'not-found', 'There is no such receipt.');
      }
      const { id, source, dossier } = claims;
      const found = await withSnapshot(context.pool, (snapshot) => whereIs(snapshot, claims, context));
      return { ...found, id, source, dossier };
    },
  );
}

type Claims = NonNullable<ReturnType<typeof readReceipt>>;

async function whereIs(snapshot: Snapshot | null, claims: Claims, context: QueryContext) {
  if (snapshot === null) return notSeen('logged');
  const { topic, slice, offset, logEpoch, source, id } = claims;
  const progress = await readProgress(snapshot, [[leaseKindOf(topic), slice]]);
  const requirement = { topic, slice, nextOffset: offset + 1, logEpoch, receipt: null };
  if (progressAgainst(progress, [requirement]) !== 'met') return notSeen('logged');
  const [parked] = await parkedAmong(snapshot, [{ topic, slice, offset }]);
  if (parked !== undefined) return { ...notSeen('parked'), reason: parked.reason };
  const subject = await subjectOf(snapshot, claims);
  const states = [subject.dossier, subject.trainee, subject.session].map((facts) =>
    stateOfEvent({ trainee: claims.trainee ?? '', facts }, claims),
  );
  const anomalies = anomaliesOf(snapshot, subject, claims.trainee).filter((anomaly) =>
    anomaly.facts.some((fact) => fact.source === source && fact.eventId === id),
  );
  return {
    state: 'visible',
    fact: states.find((state) => state !== null) ?? null,
    anomalies: anomalies.map((anomaly) => explained(context, anomaly)),
  };
}

function notSeen(state: 'logged' | 'parked') {
  return { state, fact: null, anomalies: [] };
}

/** The facts of what the event is about; empty where it is about none of the kind. */
interface SubjectFacts {
  readonly dossier: FactSet;
  readonly trainee: FactSet;
  readonly session: FactSet;
}

async function subjectOf(snapshot: Snapshot, { dossier, trainee, session }: Claims): Promise<SubjectFacts> {
  const dossiers = dossier === null ? new Map<number, FactSet>() : await factsOfDossiers(snapshot, [dossier]);
  const sessions = session === undefined ? [] : await readSessions(snapshot, [session]);
  return {
    dossier: dossiers.get(dossier ?? 0) ?? [],
    trainee: trainee === null ? [] : await factsOfTrainee(snapshot, trainee),
    session: sessions.find(({ reference }) => reference === session)?.facts ?? [],
  };
}

function anomaliesOf({ rules }: Snapshot, facts: SubjectFacts, trainee: string | null): readonly Anomaly[] {
  return [
    ...(facts.dossier.length === 0 ? [] : describe(facts.dossier, rules).anomalies),
    ...(facts.trainee.length === 0 || trainee === null ? [] : describeTrainee(facts.trainee, rules, trainee).anomalies),
  ];
}
