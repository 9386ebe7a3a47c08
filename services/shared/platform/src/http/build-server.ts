import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import { looksLikeNir } from '@hub/core';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import { Counter, Histogram } from 'prom-client';
import type { Partner } from '../access/partner.ts';
import type { Checks } from '../health/checks.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { beginTrace } from '../observability/trace-context.ts';
import { sendProblem, sendUnroutedProblem, writeSocketProblem } from './answer-problem.ts';
import { addApiDescription } from './api-description.ts';
import { notFound, nothingAtAddress, problem } from './problem.ts';
import { refuseAmbiguousRequests } from './request-parts.ts';
import { methodsAt, pathOf, type RoutePattern, routePattern } from './route-pattern.ts';
import { compileSchema } from './schema-validation.ts';
import { addLimits, boundsOf, type ServerLimits, serverLimits } from './server-limits.ts';
import { type TlsContent, tlsOptions } from './tls.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `partnerAuth`; reading it on a route without that hook is a fault of ours. */
    partner: Partner;
    /** Set beside it: the hub itself asks in the partner's name. */
    askedByHub: boolean;
  }
  interface FastifySchema {
    /** Left out of OpenAPI. */
    hide?: boolean;
  }
  interface FastifyContextConfig {
    /** The route reads `Content-Encoding` itself; elsewhere a compressed body is refused. */
    takesEncodedBody?: boolean;
  }
}

/** The hub's HTTP server: Fastify with its default types. */
export type HubServer = FastifyInstance;

export interface ServerOptions {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Shown by `/readyz`. Default: none, and always ready. */
  readonly checks?: Checks;
  /** What `/openapi.json` and `/docs` show; default: the routes of this server. */
  readonly apiDescription?: () => Readonly<Record<string, unknown>>;
  /** What differs from `serverLimits`. */
  readonly limits?: Partial<ServerLimits>;
  /** The server speaks TLS alone; default: HTTP. */
  readonly tls?: TlsContent;
  /** Lets pass who may read `/metrics`, or throws a problem; default: there is no `/metrics` here. */
  readonly metricsGuard?: (request: FastifyRequest) => Promise<void>;
  /** Addresses (CIDR) of the proxies whose `X-Forwarded-For` is believed; default: none. */
  readonly trustedProxies?: readonly string[];
}

/**
 * A server where every error is a problem (RFC 9457), every answer carries `traceparent` and security headers, schemas
 * are JSON Schema 2020-12 without coercion, and `/healthz` and `/readyz` (of one service: `?service=gateway`) answer.
 * `close()` lets the requests in flight finish. Requests are logged by route pattern, never by URL.
 */
export function buildServer(options: ServerOptions): HubServer {
  const limits = { ...serverLimits, ...options.limits };
  const trustedProxies = options.trustedProxies ?? [];
  const { node, ...bounds } = boundsOf(limits);
  // Of TLS, only the connection knows: the types of the two servers differ in nothing that is used here.
  const protocol = options.tls === undefined ? { http: node } : { https: { ...node, ...tlsOptions(options.tls) } };
  const server = Fastify({
    ...bounds,
    ...(protocol as { http: typeof node }),
    ...spoken(options.logger),
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    forceCloseConnections: 'idle',
  });
  server.setValidatorCompiler(compileSchema);
  // Response schemas describe; they never filter what is sent.
  server.setSerializerCompiler(() => JSON.stringify);
  server.setErrorHandler(sendProblem);
  server.decorateRequest('partner', null as unknown as Partner);
  server.decorateRequest('askedByHub', false);
  // Bodies are JSON; a route that takes others says so.
  server.removeContentTypeParser('text/plain');
  endConnectionsOnClose(server);
  addSecurityHeaders(server);
  addApiDescription(server, options.apiDescription);
  addTracing(server, options.metrics);
  addLimits(server, limits, { trustedProxies, metrics: options.metrics });
  addNotFound(server);
  refuseAmbiguousRequests(server);
  refuseEncodedBodies(server);
  addProbes(server, options);
  const { metrics, metricsGuard } = options;
  if (metricsGuard !== undefined) addMetrics(server, metrics, metricsGuard);
  return server;
}

/** How requests are named, logged and refused where there is no route yet. */
function spoken(logger: Logger) {
  return {
    loggerInstance: logger as FastifyBaseLogger,
    genReqId: beginTrace,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'traceparent' }),
    frameworkErrors: sendUnroutedProblem,
    clientErrorHandler: writeSocketProblem,
  };
}

/** `/metrics`, `/healthz` and `/readyz` and nothing else, for a port that only those who watch the hub reach. */
export function buildProbeServer({
  logger,
  metrics,
  checks,
}: Pick<ServerOptions, 'logger' | 'metrics' | 'checks'>): HubServer {
  const { node, ...bounds } = boundsOf(serverLimits);
  const server = Fastify({ ...bounds, http: node, ...spoken(logger), forceCloseConnections: true });
  server.setValidatorCompiler(compileSchema);
  server.setErrorHandler(sendProblem);
  server.setNotFoundHandler(() => {
    throw nothingAtAddress();
  });
  addProbes(server, checks === undefined ? {} : { checks });
  addMetrics(server, metrics, async () => {});
  return server;
}

/**
 * Where a path exists under other methods the answer is 405 with `Allow`; Fastify alone would say 404, or take a fixed
 * path for the parameter of another route. Known before any body is read.
 */
function addNotFound(server: HubServer): void {
  const routes: RoutePattern[] = [];
  const fixedPaths = new Set<string>();
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push(routePattern(each, url));
    if (!/[:*]/.test(url)) fixedPaths.add(url);
  });
  const refuse = (request: FastifyRequest): never => {
    const methods = methodsAt(routes, request.url);
    // A route that takes any rest may itself find nothing there.
    if (methods.length === 0 || methods.includes(request.method)) {
      throw nothingAtAddress();
    }
    const headers = { allow: methods.join(', ') };
    throw problem(405, 'method-not-allowed', 'This address does not take this method.', { headers });
  };
  server.addHook('onRequest', async (request) => {
    const takenForParameter = request.routeOptions.url?.includes(':') && fixedPaths.has(pathOf(request.url));
    if (request.is404 || takenForParameter) refuse(request);
  });
  server.setNotFoundHandler(refuse);
}

/**
 * Only idle connections are closed at once: one that is answered later would be kept open for its next request. Node takes
 * one over which nothing came yet for a busy one, and clients open some in store: the close would wait for their time to pass.
 */
function endConnectionsOnClose(server: HubServer): void {
  let isClosing = false;
  const open = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.addHook('preClose', async () => {
    isClosing = true;
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  });
  server.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
}

function refuseEncodedBodies(server: HubServer): void {
  server.addHook('onRequest', async (request) => {
    const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
    if (encoding === 'identity' || request.routeOptions.config.takesEncodedBody === true) return;
    const headers = { 'accept-encoding': 'identity' };
    throw problem(415, 'content-encoding', 'This address takes no compressed body.', { headers });
  });
}

function addSecurityHeaders(server: HubServer): void {
  server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
  });
}

function addTracing(server: HubServer, metrics: Metrics): void {
  const durations = new Histogram({
    name: 'hub_http_request_seconds',
    help: 'Time from the first byte of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [metrics],
  });
  const failures = new Counter({
    name: 'hub_http_failures_total',
    help: 'Answers with status 500 and above',
    labelNames: ['route'],
    registers: [metrics],
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.header('traceparent', request.id);
    if (urlHoldsNir(request)) {
      throw problem(400, 'identifier-in-url', 'A URL never holds a NIR: send it in the body of a POST.');
    }
  });
  server.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    durations.observe(labels, reply.elapsedTime / 1000);
    if (reply.statusCode >= 500) failures.inc({ route });
    request.log.info({ ...labels, ms: Math.round(reply.elapsedTime), partner: request.partner?.clientId }, 'answered');
  });
}

function urlHoldsNir(request: FastifyRequest): boolean {
  try {
    return looksLikeNir(decodeURIComponent(request.url.replaceAll('+', ' ')));
  } catch {
    return looksLikeNir(request.url);
  }
}

const hidden = { schema: { hide: true }, logLevel: 'warn' as const };

function addMetrics(server: HubServer, metrics: Metrics, onRequest: (request: FastifyRequest) => Promise<void>): void {
  server.get('/metrics', { ...hidden, onRequest }, async (_request, reply) => {
    reply.type(metrics.contentType);
    return metrics.metrics();
  });
}

function addProbes(server: HubServer, options: Pick<ServerOptions, 'checks'>): void {
  server.get('/healthz', hidden, async () => ({ status: 'ok' }));
  const readySchema = { hide: true, querystring: { type: 'object', properties: { service: { type: 'string' } } } };
  server.get('/readyz', { ...hidden, schema: readySchema }, async (request, reply) => {
    const { service } = request.query as { service?: string };
    const results = (await options.checks?.()) ?? [];
    const asked = results.filter(({ services }) => service === undefined || services.includes(service));
    if (service !== undefined && asked.length === 0) {
      throw notFound('This process does not serve that.', 'Ask /readyz without `service` for all that it serves.');
    }
    const ready = asked.every(({ state }) => state === 'ok');
    const checks = Object.fromEntries(asked.map(({ name, state }) => [name, state]));
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable', checks });
  });
}
