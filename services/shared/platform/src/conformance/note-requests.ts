import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Evidence } from './evidence.ts';
import { type Recent, recent } from './recent.ts';
import { stepsOfRequest } from './steps.ts';

/** Refusals of which a client was told when to come back. */
const waitsMax = 1_000;

/** Notes what answered requests show. After the answer has left: it costs no request anything. */
export function noteRequests(server: FastifyInstance, evidence: Evidence): void {
  const waits = recent<number>(waitsMax);
  server.addHook('onResponse', async (request, reply) => {
    const { partner, routeOptions, askedByHub } = request;
    // What the hub itself asks in a client's name shows nothing of the client.
    if (partner === null || askedByHub || routeOptions.url === undefined) return;
    const route = `${request.method} ${routeOptions.url}`;
    const answered = { status: reply.statusCode, query: queryOf(request), headers: request.headers };
    for (const step of stepsOfRequest(route, answered)) evidence.note(partner.clientId, step);
    if (waitedFor(waits, `${partner.clientId} ${route}`, reply)) evidence.note(partner.clientId, 'waited-and-retried');
  });
}

function queryOf({ query }: FastifyRequest): Readonly<Record<string, unknown>> {
  return (query ?? {}) as Readonly<Record<string, unknown>>;
}

/** Whether a request that was answered had been told to wait, and waited. Asked too early, it shows nothing. */
function waitedFor(waits: Recent<number>, key: string, reply: FastifyReply): boolean {
  const { statusCode: status } = reply;
  const seconds = Number(reply.getHeader('retry-after'));
  const cameAtMs = Date.now() - reply.elapsedTime;
  const untilMs = waits.get(key);
  if ((status === 429 || status === 503) && seconds > 0) waits.set(key, Date.now() + 1_000 * seconds);
  else if (untilMs !== undefined) waits.delete(key);
  return untilMs !== undefined && status < 400 && cameAtMs >= untilMs;
}
