import { randomUUID } from 'node:crypto';
import { looksLikeNir } from '@hub/core';
import { type PartnerAuth, problem } from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { correctPerson } from '../app/correct-person.ts';
import type { CorrectedBy, Correction, NamedAlias } from '../app/correction.ts';
import { aliasFor } from '../app/identify.ts';
import { judge, pairOf, placeOf } from '../app/judge.ts';
import type { GatewayParts } from '../app/parts.ts';
import type { JsonObject } from '../domain/parse-item.ts';
import { doorFault, type Fault, refusal } from '../domain/refusal.ts';
import { readTrainee } from '../domain/trainee-block.ts';
import { agentNamed } from './agent-named.ts';
import { problemOf } from './answer.ts';
import { correctionSchema, verdictSchema } from './operator-schemas.ts';
import { admitRequest, type RegistryGate } from './registry-gate.ts';
import { storedFacts } from './stored-facts.ts';
import { traceAct } from './trace-act.ts';

/** What the hub's own operators say about persons: who is one, who is not, and what was told of the wrong one. */
export function operatorRoutes(
  server: FastifyInstance,
  parts: GatewayParts,
  pool: Pool,
  gate: RegistryGate,
  auth: PartnerAuth,
): void {
  server.addHook('preHandler', () => admitRequest(gate));
  server.post<{ Body: VerdictBody }>(
    '/v1/links/verdicts',
    { schema: verdictSchema, onRequest: auth },
    (request, reply) => receiveVerdict(parts, pool, request, reply),
  );
  server.post<{ Body: CorrectionBody }>(
    '/v1/persons/corrections',
    { schema: correctionSchema, onRequest: auth },
    (request, reply) => receiveCorrection(parts, pool, request, reply),
  );
}

interface VerdictBody {
  readonly trainees: readonly string[];
  readonly verdict: 'same' | 'different';
  readonly reason: string;
}

async function receiveVerdict(
  parts: GatewayParts,
  pool: Pool,
  request: FastifyRequest<{ Body: VerdictBody }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { trainees, verdict, reason } = request.body;
  checkReason(reason);
  const { by, purpose } = actor(request);
  const pair = pairOf(trainees.map((id) => id.toLowerCase()));
  // The same id twice in other letters is not a pair.
  if (pair[0] === pair[1]) throw problemOf(refusal([doorFault('trainee-unknown', '/trainees/1')]));
  const told = { source: by.source, eventId: `verdict:${randomUUID()}`, pair, verdict, reason } as const;
  await traceAct(pool, { ...acting(request, by, purpose), operation: 'verdict', trainees: pair });
  const judged = await judge(parts, { ...told, by: 'manual', agent: by.agent, recordedAt: by.receivedAt }, by);
  if ('refused' in judged) {
    throw problemOf(refusal([doorFault(judged.refused, placeOf(judged, trainees, pair))]));
  }
  return reply.status(202).send({ trainees: pair, verdict, state: judged.state, receipts: judged.receipts });
}

interface IdentifiersBody extends JsonObject {
  readonly partner?: string;
}

interface CorrectionBody {
  readonly from: string;
  readonly to?: IdentifiersBody & { readonly trainee?: string };
  readonly identifiers?: IdentifiersBody;
  readonly facts?: Correction['facts'];
  readonly dossiers?: readonly number[];
  readonly sources?: readonly string[];
  readonly reason: string;
}

async function receiveCorrection(
  parts: GatewayParts,
  pool: Pool,
  request: FastifyRequest<{ Body: CorrectionBody }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { body } = request;
  checkReason(body.reason);
  const { by, purpose } = actor(request);
  const from = body.from.toLowerCase();
  const correction: Correction = {
    from,
    to: rightOne(parts, body.to),
    identifiers: body.identifiers === undefined ? [] : namedAliases(parts, body.identifiers, '/identifiers'),
    facts: body.facts ?? [],
    dossiers: body.dossiers ?? [],
    sources: body.sources ?? [],
    reason: body.reason,
  };
  const stored = await storedFacts(pool, from);
  if (stored === null)
    throw problem(503, 'unavailable', 'Nothing is projected yet.', { headers: { 'retry-after': '5' } });
  await traceAct(pool, { ...acting(request, by, purpose), operation: 'correction', trainees: [from] });
  const corrected = await correctPerson(parts, correction, stored, by);
  if ('refused' in corrected) throw problemOf(refusal([doorFault(corrected.refused, corrected.pointer)]));
  return reply.status(202).send(corrected);
}

/** By hand, now, in the name of the source that an operator writes for. */
function actor(request: FastifyRequest): { readonly by: CorrectedBy; readonly purpose: string } {
  const { agent, purpose } = agentNamed(request);
  const { clientId, sources } = request.partner;
  const [source] = sources;
  if (source === undefined) throw problem(403, 'forbidden', 'This operator has no source to write for.');
  const receivedAt = new Date().toISOString();
  return { by: { partner: clientId, source, agent, receivedAt, traceparent: request.id }, purpose };
}

function acting(request: FastifyRequest, { partner, agent }: CorrectedBy, purpose: string) {
  return { clientId: partner, agent, purpose, traceparent: request.id };
}

function checkReason(reason: string): void {
  if (looksLikeNir(reason)) throw problemOf(refusal([doorFault('nir-in-clear', '/reason')]));
}

function rightOne(parts: GatewayParts, told: CorrectionBody['to']): Correction['to'] {
  if (told === undefined) return null;
  const { trainee, ...identifiers } = told;
  if (trainee !== undefined) return { trainee: trainee.toLowerCase() };
  return { identifiers: namedAliases(parts, identifiers, '/to') };
}

/** Throws a 422 problem for an identifier that cannot exist; it is not echoed. */
function namedAliases(parts: GatewayParts, told: IdentifiersBody, place: string): readonly NamedAlias[] {
  const { partner = '', ...block } = told;
  const faults: Fault[] = [];
  const { identifiers } = readTrainee(block, faults);
  if (faults.length > 0) {
    throw problemOf(
      refusal(faults.map((each) => ({ ...each, pointer: each.pointer.replace('/data/trainee', place) }))),
    );
  }
  return identifiers.map((each) => ({ ...each, partner, alias: aliasFor(parts.secrets, each, partner) }));
}
