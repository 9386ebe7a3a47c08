import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { HubError, maskNir } from '@hub/core';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { logGivenUp } from '../observability/fault-line.ts';
import { traceIdOf } from '../observability/trace-context.ts';
import { type Problem, ProblemError, problem, problemMediaType, requestInvalid } from './problem.ts';
import { fieldErrors } from './schema-validation.ts';

/** Problems of Fastify's own refusals: its messages quote what was sent, ours do not. */
const refusals: Readonly<Record<string, readonly [status: number, name: string, title: string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'media-type', 'This address does not take this media type.'],
  FST_ERR_CTP_EMPTY_TYPE: [415, 'media-type', 'The media type of the body is missing.'],
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'body-too-large', 'The body is larger than this address takes.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'body-unreadable', 'The body is empty.'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'body-unreadable', 'The body is not JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'body-unreadable', 'The body is not as long as its header says.'],
  FST_ERR_BAD_URL: [400, 'url-unreadable', 'The URL is not well formed.'],
  FST_ERR_ASYNC_CONSTRAINT: [400, 'request-refused', 'The request could not be read.'],
};

/** The HTTP edge's one mapper of errors: known refusals say what to do, all else says nothing internal. */
export function sendProblem(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const { problem: body, headers } = toProblem(error);
  if (body.status >= 500 && !isAnswer(error)) logGivenUp(request.log, 'error', error, { message: 'request failed' });
  reply
    .status(body.status)
    .headers(headers)
    .header('traceparent', request.id)
    .type(problemMediaType)
    .send(JSON.stringify({ ...body, instance: `urn:hub:trace:${traceIdOf(request.id)}` } satisfies Problem));
}

/** A problem that a route throws is an answer, not a fault; so is what every reader says while records are built. */
function isAnswer(error: Error): boolean {
  return error instanceof ProblemError || (error instanceof HubError && error.code === 'projection-building');
}

/** What an error looks like from outside. */
export function toProblem(error: FastifyError | Error): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof HubError) return ofHubError(error);
  if (isCutOff(error)) return problem(400, 'body-unreadable', 'The body ended before it was whole.');
  if ('validation' in error && error.validation !== undefined) {
    const context = error.validationContext;
    const errors = fieldErrors(error.validation as Parameters<typeof fieldErrors>[0], context);
    return requestInvalid(errors);
  }
  const known = 'code' in error ? refusals[error.code] : undefined;
  if (known !== undefined) return problem(...known);
  const status = 'statusCode' in error && error.statusCode !== undefined ? error.statusCode : 500;
  if (status === 400) return problem(400, 'body-unreadable', 'The body could not be read.');
  if (status > 400 && status < 500) return problem(status, 'request-refused', STATUS_CODES[status] ?? 'Refused');
  return problem(500, 'internal', 'The hub failed to answer. Nothing of it is your fault.');
}

/** The caller has gone while it sent its body (Node's `aborted`): nobody reads the answer, and nothing of the hub failed. */
function isCutOff(error: FastifyError | Error): boolean {
  return 'code' in error && error.code === 'ECONNRESET' && error.message === 'aborted';
}

function unavailable(): ProblemError {
  return problem(503, 'unavailable', 'A part of the hub cannot be reached for the moment. Try again.', {
    headers: { 'retry-after': '1' },
  });
}

function ofHubError(error: HubError): ProblemError {
  if (error.code === 'projection-building') {
    return problem(503, error.code, 'The records of this release are being built. Ask again later.', {
      detail: error.message,
      headers: { 'retry-after': '5' },
    });
  }
  if (error.retryable) return unavailable();
  if (error.code === 'partner-refused') {
    return problem(403, 'partner-refused', 'This partner may not do this.', { detail: maskNir(error.message) });
  }
  return problem(500, 'internal', 'The hub failed to answer. Nothing of it is your fault.');
}

const socketProblems: Readonly<Record<string, readonly [status: number, name: string, title: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'headers-too-large', 'The headers are larger than the hub takes.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request-timeout', 'The request did not arrive in time.'],
};

/** Of answers that no hook of the server sees. */
const bareHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/** For what Fastify refuses before there is a route. */
export function sendUnroutedProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(error, request, reply.headers(bareHeaders));
}

/** For what Node's parser refuses before there is a request: answers on the socket itself, then closes it. */
export function writeSocketProblem(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const known = socketProblems[error.code ?? ''] ?? ([400, 'request-unreadable', 'This is not HTTP.'] as const);
  const body = JSON.stringify(problem(...known).problem);
  const lines = Object.entries({ 'content-type': problemMediaType, ...bareHeaders }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const head = `HTTP/1.1 ${known[0]} ${STATUS_CODES[known[0]]}\r\n${lines.join('')}`;
  socket.end(`${head}Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
}
