import { fieldProblem, readReceipt, type Snapshot, tracedReader, traceRequest, withSnapshot } from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type AdminContext, operatorOf, unknown } from './admin-frame.ts';
import { type Journey, journeyOfReceipt, journeysOf, stepsMax } from './journey.ts';
import { journeySchema } from './journey-schema.ts';

interface Asked {
  readonly receipt?: string;
  readonly source?: string;
  readonly id?: string;
  readonly dossier?: number;
}

/** `POST /v1/admin/events/journey` */
export function journeyRoutes(server: FastifyInstance, context: AdminContext): void {
  server.post<{ Body: Asked }>('/v1/admin/events/journey', { schema: journeySchema }, (request) =>
    answerJourney(context, request),
  );
}

async function answerJourney(context: AdminContext, request: FastifyRequest<{ Body: Asked }>): Promise<object> {
  operatorOf(request);
  requireOneWay(request.body);
  return withSnapshot(context.pool, async (snapshot) => {
    const journey = await journeyAsked(context, snapshot, request.body);
    await trace(context, request, journey);
    if (journey === null) throw unknown('event: of one that is not parked, give its receipt, or its dossier too');
    const { steps, sameLog } = journey;
    const events = steps.slice(0, stepsMax);
    return { version: snapshot?.version.version ?? null, sameLog, events, more: steps.length - events.length };
  });
}

/** A receipt alone; or source and id, with a dossier or without; or a dossier. */
function requireOneWay({ receipt, source, id, dossier }: Asked): void {
  if (receipt !== undefined) {
    if (source === undefined && id === undefined && dossier === undefined) return;
    throw fieldProblem('/receipt', 'value-invalid', 'a receipt is given alone');
  }
  if (source !== undefined && id === undefined) throw fieldProblem('/id', 'property-missing');
  if (source === undefined && id !== undefined) throw fieldProblem('/source', 'property-missing');
}

async function journeyAsked(
  context: AdminContext,
  snapshot: Snapshot | null,
  { receipt, source, id, dossier = null }: { readonly dossier?: number | null } & Omit<Asked, 'dossier'>,
): Promise<Journey | null> {
  if (receipt !== undefined) {
    const claims = readReceipt(context.secrets, receipt);
    return claims === null ? null : journeyOfReceipt(context, snapshot, claims);
  }
  if (snapshot === null) return null;
  const named = source === undefined || id === undefined ? null : { source: systemOf(source), id };
  const journey = await journeysOf(context, snapshot, { named, dossier });
  return journey.steps.length === 0 ? null : journey;
}

/** Of `urn:hub:source:eos`, or of its last part. */
function systemOf(source: string): string {
  return source.slice(source.lastIndexOf(':') + 1);
}

/** What was reported of a person is looked at: before the answer leaves, it is in the trace. */
async function trace(context: AdminContext, request: FastifyRequest<{ Body: Asked }>, journey: Journey | null) {
  const reader = tracedReader(request.partner, operatorOf(request).agent, 'data-quality');
  const dossier = journey?.steps[0]?.dossier ?? request.body.dossier ?? null;
  const persons = [{ trainee: journey?.trainee ?? null, dossier }];
  const decision = journey === null ? 'unknown' : 'allowed';
  await traceRequest(context.trace, request, { reader, operation: 'journey', persons, decision });
}
