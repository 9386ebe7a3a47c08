import { randomUUID } from 'node:crypto';
import { type IdentifierBlock, personalIn, readIdentifiers } from '@hub/core';
import {
  agreedPurpose,
  namedAgent,
  type PartnerAuth,
  pagesClientOf,
  problem,
  shownFacts,
  sourceEvent,
  sourcesOfOrganisation,
  tracedReader,
  traceRefusals,
  traceRequest,
} from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { doorFault, type Refusal, refusal } from '../check/refusals.ts';
import { type AdmissionQueue, acceptEvents, isCrowded } from '../events/accept-events.ts';
import { problemOf, unavailable } from '../events/answers.ts';
import type { GatewayContext } from '../events/gateway-context.ts';
import { pointerToFault, recordVerdict } from '../events/record-verdict.ts';
import { aliasFor } from '../registry/aliases.ts';
import { pairOf } from '../registry/announced.ts';
import { ensureReadyForRequest, type RegistryReadiness } from '../registry/gate/registry-readiness.ts';
import { correctPerson } from './correct-person.ts';
import type { Correction, Corrector, NamedAlias } from './correction.ts';
import { correctionSchema, sessionVerdictSchema, verdictSchema } from './operator-schemas.ts';

/** What the hub's own operators say: who is one person and which sessions are one, or are not, and what was reported of the wrong one. */
export function operatorRoutes(
  server: FastifyInstance,
  queue: AdmissionQueue,
  readiness: RegistryReadiness,
  auth: PartnerAuth,
): void {
  const { context } = queue;
  traceRefusals(server, context.trace);
  server.addHook('preHandler', () => ensureReadyForRequest(readiness));
  server.post<{ Body: VerdictBody }>(
    '/v1/links/verdicts',
    { schema: verdictSchema, config: { traced: 'verdict' }, onRequest: auth },
    (request, reply) => receiveVerdict(context, request, reply),
  );
  server.post<{ Body: SessionVerdictBody }>(
    '/v1/links/sessions/verdicts',
    { schema: sessionVerdictSchema, onRequest: auth },
    (request, reply) => receiveSessionVerdict(queue, request, reply),
  );
  server.post<{ Body: CorrectionBody }>(
    '/v1/persons/corrections',
    { schema: correctionSchema, config: { traced: 'correction' }, onRequest: auth },
    (request, reply) => receiveCorrection(context, request, reply),
  );
}

interface VerdictBody {
  readonly trainees: readonly string[];
  readonly verdict: 'same' | 'different';
  readonly reason: string;
}

async function receiveVerdict(
  context: GatewayContext,
  request: FastifyRequest<{ Body: VerdictBody }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { trainees, verdict, reason } = request.body;
  checkReason(reason);
  const actor = await actorOf(context, request);
  const { by } = actor;
  const pair = pairOf(trainees.map((id) => id.toLowerCase()));
  // The same id twice in other letters is not a pair.
  if (pair[0] === pair[1]) throw problemOf(refusal([doorFault('trainee-unknown', '/trainees/1')]));
  await traceAct(context, request, actor, pair);
  const act = { source: by.source, eventId: `verdict:${randomUUID()}`, agent: by.agent, recordedAt: by.receivedAt };
  const recorded = await recordVerdict(context, { ...act, pair, verdict, reason, by: 'manual' }, by);
  if ('refused' in recorded) {
    throw problemOf(refusal([doorFault(recorded.refused, pointerToFault(recorded, trainees, pair))]));
  }
  return reply.status(202).send({ trainees: pair, verdict, state: recorded.state, receipts: recorded.receipts });
}

interface SessionVerdictBody {
  readonly sessions: readonly string[];
  readonly verdict: 'same' | 'different';
  readonly reason: string;
}

/** By the door for events, under the checks that hold for whoever reports it. */
async function receiveSessionVerdict(
  queue: AdmissionQueue,
  request: FastifyRequest<{ Body: SessionVerdictBody }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { sessions, verdict, reason } = request.body;
  checkReason(reason);
  const { by } = await actorOf(queue.context, request);
  if (isCrowded(queue)) throw unavailable();
  const event = sourceEvent(by.source, 'session-identified', {
    id: `session-verdict:${randomUUID()}`,
    recordedtime: by.receivedAt,
    data: { training: [...sessions], verdict },
  });
  const { partner, id: traceparent } = request;
  const writer = { ...partner, sources: [by.source] };
  const submission = { writer, traceparent, agent: by.agent, reason, dryRun: false, isBatch: false };
  const [outcome] = await acceptEvents(queue, [{ ok: true, value: { ...event } }], submission);
  if (outcome?.status === 'refused') throw problemOf(ofBody(outcome.refusal));
  if (outcome?.status !== 'accepted') throw unavailable();
  return reply.status(202).send({ sessions, verdict, receipt: outcome.receipt });
}

/** The event names its own fields. */
function ofBody({ status, faults }: Refusal): Refusal {
  const renamed = faults.map((fault) => ({ ...fault, pointer: fault.pointer.replace('/data/training', '/sessions') }));
  return { status, faults: renamed };
}

interface IdentifiersBody extends IdentifierBlock {
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
  context: GatewayContext,
  request: FastifyRequest<{ Body: CorrectionBody }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { body } = request;
  checkReason(body.reason);
  const actor = await actorOf(context, request);
  const from = body.from.toLowerCase();
  const correction: Correction = {
    from,
    to: rightPerson(context, body.to),
    identifiers: body.identifiers === undefined ? [] : namedAliases(context, body.identifiers, '/identifiers'),
    facts: body.facts ?? [],
    dossiers: body.dossiers ?? [],
    sources: body.sources ?? [],
    reason: body.reason,
  };
  const { pool } = context.registry;
  const shown = await shownFacts(pool, from);
  if (shown === null) {
    throw problem(503, 'unavailable', 'Nothing is projected yet.', { headers: { 'retry-after': '5' } });
  }
  await traceAct(context, request, actor, [from]);
  const corrected = await correctPerson(context, correction, shown, actor.by);
  if ('refused' in corrected) throw problemOf(refusal([doorFault(corrected.refused, corrected.pointer)]));
  return reply.status(202).send(corrected);
}

function checkReason(reason: string): void {
  const personal = personalIn(reason);
  if (personal !== null) throw problemOf(refusal([doorFault(personal, '/reason')]));
}

/** Who acts, and why. */
interface Actor {
  readonly by: Corrector;
  readonly purpose: string;
}

/**
 * By hand, now, in the name of the source that an operator writes for; who came in by the pages judges in the name of the
 * first that the clients of his organisation write for. Throws 403 for a purpose outside the convention and where there is
 * no source, 400 for an agent that reads as a NIR or a mail address.
 */
async function actorOf({ registry: { pool } }: GatewayContext, request: FastifyRequest): Promise<Actor> {
  const { clientId, siret, sources } = request.partner;
  const purpose = agreedPurpose(request);
  const agent = namedAgent(request);
  const [source] = clientId === pagesClientOf(siret) ? await sourcesOfOrganisation(pool, siret) : sources;
  if (source === undefined) throw problem(403, 'forbidden', 'This operator has no source to write for.');
  const receivedAt = new Date().toISOString();
  return {
    by: { partner: clientId, organisation: siret, source, agent, receivedAt, traceparent: request.id },
    purpose,
  };
}

/** One row per person in the access trace, durable before the act: whoever looks into it finds acts beside reads. */
async function traceAct(
  { trace }: GatewayContext,
  request: FastifyRequest,
  { by, purpose }: Actor,
  trainees: readonly string[],
): Promise<void> {
  const { traced: operation = 'verdict' } = request.routeOptions.config;
  const reader = tracedReader(request.partner, by.agent, purpose);
  const persons = trainees.map((trainee) => ({ trainee, dossier: null }));
  await traceRequest(trace, request, { reader, operation, persons, decision: 'allowed' });
}

function rightPerson(context: GatewayContext, to: CorrectionBody['to']): Correction['to'] {
  if (to === undefined) return null;
  const { trainee, ...identifiers } = to;
  if (trainee !== undefined) return { trainee: trainee.toLowerCase() };
  return { identifiers: namedAliases(context, identifiers, '/to') };
}

/** Throws a 422 problem for an identifier that cannot exist; it is not echoed. `place` points to the block. */
function namedAliases({ secrets }: GatewayContext, named: IdentifiersBody, place: string): readonly NamedAlias[] {
  const { partner = '' } = named;
  const { identifiers, faults } = readIdentifiers(named);
  if (faults.length > 0) {
    throw problemOf(refusal(faults.map(({ rule, pointer }) => doorFault(rule, place + pointer))));
  }
  return identifiers.map((each) => ({ ...each, partner, alias: aliasFor(secrets, each, partner) }));
}
