import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import {
  fieldError,
  fieldProblem,
  isJsonText,
  keptAgent,
  type PartnerAuth,
  problem,
  readMediaType,
  wholeSpan,
} from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { withEnvelope } from '../check/binary-mode.ts';
import { type ParsedItem, parseItem, splitBatch } from '../check/read-items.ts';
import { ensureReadyForRequest, type RegistryReadiness } from '../registry/gate/registry-readiness.ts';
import { type AdmissionQueue, acceptEvents, isCrowded, type Submission } from './accept-events.ts';
import { answerBatch, answerOne, unavailable } from './answers.ts';
import { eventsSchema } from './events-schema.ts';
import type { GatewayContext } from './gateway-context.ts';

/** `POST /v1/events`: the one door in. */
export function eventsRoute(
  server: FastifyInstance,
  queue: AdmissionQueue,
  readiness: RegistryReadiness,
  auth: PartnerAuth,
): void {
  // Bytes as they came: items are separated before they are parsed, and unknown types get our own 415.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.route({
    method: 'POST',
    url: '/v1/events',
    schema: eventsSchema,
    bodyLimit: queue.context.limits.bodyBytesMax,
    config: { takesEncodedBody: true },
    onRequest: auth,
    // The body is checked by the door itself, item by item.
    attachValidation: true,
    validatorCompiler: () => () => true,
    handler: (request, reply) => receive(queue, readiness, request, reply),
  });
}

async function receive(
  queue: AdmissionQueue,
  readiness: RegistryReadiness,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { context } = queue;
  const mode = contentModeOf(request);
  const submission = submissionOf(request, mode === 'batch');
  await ensureReadyForRequest(readiness);
  if (isCrowded(queue)) throw unavailable();
  const body = await bodyOf(request, context.limits.bodyBytesMax);
  if (mode === 'batch') return answerBatch(reply, await acceptEvents(queue, batchItems(context, body), submission));
  const parsed = parseItem(body, wholeSpan(body), context.limits);
  const item = mode === 'binary' ? withEnvelope(request.headers, parsed) : parsed;
  const [outcome] = await acceptEvents(queue, [item], submission);
  return answerOne(reply, outcome ?? { status: 'unknown' });
}

/** How the events of a request are written (CloudEvents HTTP binding). */
type ContentMode = 'single' | 'batch' | 'binary';

/** Throws 415 for anything but the three modes of CloudEvents; that they are in UTF-8 was seen before. */
function contentModeOf(request: FastifyRequest): ContentMode {
  const media = readMediaType(request.headers['content-type'] ?? '');
  if (media.type === 'application/cloudevents+json') return 'single';
  if (media.type === 'application/cloudevents-batch+json') return 'batch';
  if (isJsonText(media) && request.headers['ce-specversion'] !== undefined) return 'binary';
  throw problem(415, 'media-type', 'Events come as CloudEvents.', {
    detail:
      'Send application/cloudevents+json (one event), application/cloudevents-batch+json (several), or application/json with ce-* headers.',
  });
}

function submissionOf(request: FastifyRequest, isBatch: boolean): Submission {
  const { dryRun, ...others } = request.query as { dryRun?: unknown };
  // A misspelt dryRun would publish for good.
  if (Object.keys(others).length > 0) throw fieldProblem('/query', 'property-unknown', 'dryRun is the only parameter');
  if (dryRun !== undefined && dryRun !== 'true' && dryRun !== 'false') {
    throw fieldProblem('/query/dryRun', 'code-unknown', 'true or false');
  }
  const by = { writer: request.partner, traceparent: request.id, agent: keptAgent(request) };
  return { ...by, dryRun: dryRun === 'true', isBatch };
}

const inflate = promisify(gunzip);

/**
 * The bytes of the body, inflated where it is gzip. Throws 413 as soon as more than `bytesMax` come out (a bomb is
 * never inflated whole), 415 for another encoding, 400 for damaged gzip.
 */
async function bodyOf(request: FastifyRequest, bytesMax: number): Promise<Buffer> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw problem(415, 'content-encoding', 'Only gzip is taken.', { headers: { 'accept-encoding': 'gzip' } });
  }
  try {
    return await inflate(body, { maxOutputLength: bytesMax });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw problem(413, 'body-too-large', 'The body is larger than this address takes, once inflated.', {
        detail: `At most ${bytesMax} bytes. Send smaller batches.`,
      });
    }
    throw problem(400, 'body-unreadable', 'The body is not gzip, or is damaged.');
  }
}

function batchItems({ limits }: GatewayContext, body: Buffer): readonly ParsedItem[] {
  const split = splitBatch(body, limits.batchEventsMax);
  if (split.ok) return split.items.map((span) => parseItem(body, span, limits));
  if (split.reason === 'not-array') {
    throw problem(400, 'body-unreadable', 'The body is not a JSON array of events.', {
      detail: 'Brackets, commas or strings of the batch do not close. Nothing of it was taken.',
      errors: [fieldError('', 'json-unreadable')],
    });
  }
  throw problem(413, 'batch-too-long', 'The batch has more events than the hub takes at once.', {
    detail: `At most ${limits.batchEventsMax} events. Send several batches. Nothing of this one was taken.`,
    errors: [fieldError('', 'batch-too-many')],
  });
}
