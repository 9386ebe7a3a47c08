import { kindOf, parkedAmong, problem, readProgress, readReceipt, type Snapshot, withSnapshot } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import { meets } from '../domain/log-state.ts';
import { readAnomalies } from './projection.ts';
import { explain, type QueryParts } from './query-parts.ts';
import { receiptSchema } from './receipt-schema.ts';

/** `GET /v1/receipts/{receipt}`: where an event is, for the partner that told it and nobody else. */
export function receiptRoutes(server: FastifyInstance, parts: QueryParts): void {
  server.get<{ Params: { receipt: string } }>(
    '/v1/receipts/:receipt',
    { schema: receiptSchema, onRequest: parts.authenticate },
    async (request) => {
      const claims = readReceipt(parts.secrets, request.params.receipt);
      if (claims === null || claims.partner !== request.partner.clientId) {
        throw problem(404, 'not-found', 'There is no such receipt.');
      }
      const { id, source, dossier, topic, slice, offset } = claims;
      const found = await withSnapshot(parts.pool, (snapshot) => whereIs(snapshot, claims, parts));
      return { ...found, id, source, dossier, topic, slice, offset };
    },
  );
}

type Claims = NonNullable<ReturnType<typeof readReceipt>>;

async function whereIs(snapshot: Snapshot | null, claims: Claims, parts: QueryParts) {
  if (snapshot === null) return { state: 'logged', anomalies: [] };
  const { topic, slice, offset, logEpoch, source, id } = claims;
  const progress = await readProgress(snapshot, [[kindOf(topic), slice]]);
  const requirement = { topic, slice, nextOffset: offset + 1, logEpoch, receipt: null };
  if (meets(progress, [requirement]) !== 'met') return { state: 'logged', anomalies: [] };
  const [parked] = await parkedAmong(snapshot, [{ topic, slice, offset }]);
  if (parked !== undefined) return { state: 'parked', reason: parked.reason, anomalies: [] };
  const anomalies = (await readAnomalies(snapshot, claims, parts.rules)).filter((anomaly) =>
    anomaly.facts.some((fact) => fact.source === source && fact.eventId === id),
  );
  return { state: 'visible', anomalies: anomalies.map((anomaly) => explain(parts.dictionary, anomaly)) };
}
