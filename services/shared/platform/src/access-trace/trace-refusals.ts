import { isUuid } from '@hub/core';
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { type Partner, purposesOf } from '../access/partner.ts';
import { sendProblem, toProblem } from '../http/answer-problem.ts';
import { keptAgent } from '../http/named-agent.ts';
import { problemPrefix } from '../http/problem.ts';
import type { AccessTrace } from './access-trace.ts';
import {
  type TracedOperation,
  type TracedPerson,
  type TracedReader,
  type TraceEntry,
  tracedReader,
} from './trace-entry.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whatever is refused here to a known partner is in the access trace before the refusal leaves. */
    traced?: TracedOperation;
  }
}

const traced = new WeakSet<FastifyRequest>();

/** `AccessTrace.write` for this request: what it is refused afterwards is no second look. */
export async function traceRequest(
  trace: AccessTrace,
  request: FastifyRequest,
  entry: Omit<TraceEntry, 'traceparent'>,
): ReturnType<AccessTrace['write']> {
  traced.add(request);
  return trace.write({ ...entry, traceparent: request.id });
}

/** Refusals of the traced routes of `server` leave a trace: purposes, headers and bodies that are not as described. */
export function traceRefusals(server: FastifyInstance, trace: AccessTrace): void {
  server.setErrorHandler<FastifyError | Error>(async (error, request, reply) => {
    const fault = await traceRefusal(trace, request, error).then(
      () => null,
      (failure: Error) => failure,
    );
    sendProblem(fault ?? error, request, reply);
    return reply;
  });
}

async function traceRefusal(trace: AccessTrace, request: FastifyRequest, error: Error): Promise<void> {
  const operation = request.routeOptions.config.traced;
  const { problem } = toProblem(error);
  // Without a token nobody is known; what the hub failed at told nothing.
  if (operation === undefined || request.partner === null || traced.has(request) || problem.status >= 500) return;
  const reason = problem.type.replace(problemPrefix, '');
  const refused = { operation, persons: askedFor(request), decision: 'refused', reason } as const;
  await traceRequest(trace, request, { ...refused, reader: askerOf(request) });
}

/** Who asks, as far as it may be kept. */
function askerOf(request: FastifyRequest): TracedReader {
  const { headers, partner } = request;
  const purpose = headers['hub-purpose'];
  return tracedReader(partner, keptAgent(request), isPurpose(purpose, partner) ? purpose : null);
}

/** Of words that a partner chooses none is kept: they may be a name. */
function isPurpose(purpose: unknown, partner: Partner): purpose is string {
  return typeof purpose === 'string' && purposesOf(partner).includes(purpose);
}

/** The number or the id that the address names, where it is one. */
function askedFor({ params }: FastifyRequest): readonly TracedPerson[] {
  const { number = '', traineeId, trainee = traineeId ?? '' } = (params ?? {}) as Readonly<Record<string, string>>;
  const dossier = /^[1-9]\d{8}$/.test(number) ? Number(number) : null;
  const id = trainee.toLowerCase();
  return dossier === null && !isUuid(id) ? [] : [{ trainee: isUuid(id) ? id : null, dossier }];
}
