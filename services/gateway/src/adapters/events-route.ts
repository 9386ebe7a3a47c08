import { fieldError, type PartnerAuth, problem } from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseItems, type Telling, tellItems } from '../app/check-items.ts';
import { type Entrance, isCrowded } from '../app/entrance.ts';
import type { ParsedItem } from '../domain/parse-item.ts';
import { doorFault, refusal } from '../domain/refusal.ts';
import { splitBatch, wholeSpan } from '../domain/split-batch.ts';
import { agentOf } from './agent-named.ts';
import { answerBatch, answerOne, unavailable } from './answer.ts';
import { eventsSchema } from './events-schema.ts';
import { bodyOf, contentModeOf, envelopeOfHeaders } from './read-body.ts';
import { admitRequest, type RegistryGate } from './registry-gate.ts';

/** `POST /v1/events`: the one door in (CONTRACT 3). */
export function eventsRoute(server: FastifyInstance, entrance: Entrance, gate: RegistryGate, auth: PartnerAuth): void {
  // Bytes as they came: items are told apart before they are parsed, and unknown types get our own 415.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.route({
    method: 'POST',
    url: '/v1/events',
    schema: eventsSchema,
    bodyLimit: entrance.parts.limits.bodyBytesMax,
    config: { takesEncodedBody: true },
    onRequest: auth,
    // The body is checked by the door itself, item by item.
    attachValidation: true,
    validatorCompiler: () => () => true,
    handler: (request, reply) => receive(entrance, gate, request, reply),
  });
}

async function receive(
  entrance: Entrance,
  gate: RegistryGate,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const mode = contentModeOf(request);
  const telling = tellingOf(request);
  await admitRequest(gate);
  if (isCrowded(entrance)) throw unavailable();
  const body = await bodyOf(request, entrance.parts.limits.bodyBytesMax);
  if (mode === 'batch') return answerBatch(reply, await tellItems(entrance, batchItems(entrance, body), telling));
  const [parsed] = parseItems(entrance.parts, body, [wholeSpan(body)]);
  const item = mode === 'binary' ? withEnvelope(request, parsed) : parsed;
  const [outcome] = await tellItems(entrance, item === undefined ? [] : [item], telling);
  return answerOne(reply, outcome ?? { status: 'unknown' });
}

function tellingOf(request: FastifyRequest): Telling {
  const { dryRun, ...others } = request.query as { dryRun?: unknown };
  // A misspelt dryRun would tell for good.
  if (Object.keys(others).length > 0) {
    const errors = [fieldError('/query', 'property-unknown', 'dryRun is the only parameter')];
    throw problem(400, 'request-invalid', 'The request is not as described.', { errors });
  }
  if (dryRun !== undefined && dryRun !== 'true' && dryRun !== 'false') {
    const errors = [fieldError('/query/dryRun', 'code-unknown', 'true or false')];
    throw problem(400, 'request-invalid', 'The request is not as described.', { errors });
  }
  return { writer: request.partner, traceparent: request.id, dryRun: dryRun === 'true', agent: agentOf(request) };
}

function batchItems({ parts }: Entrance, body: Buffer): readonly ParsedItem[] {
  const split = splitBatch(body, parts.limits.batchEventsMax);
  if (split.ok) return parseItems(parts, body, split.items);
  if (split.reason === 'not-array') {
    throw problem(400, 'body-unreadable', 'The body is not a JSON array of events.', {
      detail: 'Brackets, commas or strings of the batch do not close. Nothing of it was taken.',
      errors: [fieldError('', 'json-unreadable')],
    });
  }
  throw problem(413, 'batch-too-long', 'The batch has more events than the hub takes at once.', {
    detail: `At most ${parts.limits.batchEventsMax} events. Send several batches. Nothing of this one was taken.`,
    errors: [fieldError('', 'batch-too-many')],
  });
}

/** In binary mode the body is `data` alone, and the headers say the rest. */
function withEnvelope(request: FastifyRequest, parsed: ParsedItem | undefined): ParsedItem | undefined {
  if (parsed === undefined || !parsed.ok) return parsed;
  const envelope = envelopeOfHeaders(request);
  if ('data' in envelope) return { ok: false, refusal: refusal([doorFault('envelope-unknown-attribute', '/data')]) };
  return { ok: true, told: { ...envelope, data: parsed.told } };
}
