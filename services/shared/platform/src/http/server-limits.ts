import type { Socket } from 'node:net';
import { BlockList, isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Counter } from 'prom-client';
import type { Metrics } from '../observability/metrics.ts';
import { plainAddress } from './client-address.ts';
import { problem } from './problem.ts';

/** What one caller, and all of them, may take of a server. */
export interface ServerLimits {
  /** Of one request, where its route says nothing else. */
  readonly bodyBytesMax: number;
  /** `Hub-At-Least` may hold fifty tokens, of 640 characters each. */
  readonly headerBytesMax: number;
  readonly headersMax: number;
  /** A path parameter. */
  readonly parameterCharactersMax: number;
  readonly connectionsMax: number;
  /** Of one address that is no trusted proxy's. */
  readonly connectionsPerAddressMax: number;
  /** Requests of one client that are not answered yet. */
  readonly inFlightPerClientMax: number;
  /** From the first byte of a request to its last. */
  readonly requestTimeoutMs: number;
  /** The headers alone. */
  readonly headersTimeoutMs: number;
  /** A connection over which nothing goes in either direction; a client that does not read its answer is one. */
  readonly silenceMsMax: number;
  /** Between two requests. */
  readonly keepAliveMs: number;
}

export const serverLimits: ServerLimits = {
  bodyBytesMax: 5 * 1024 * 1024,
  headerBytesMax: 40 * 1024,
  headersMax: 100,
  parameterCharactersMax: 4_096,
  connectionsMax: 10_000,
  connectionsPerAddressMax: 1_000,
  inFlightPerClientMax: 256,
  requestTimeoutMs: 30_000,
  headersTimeoutMs: 10_000,
  silenceMsMax: 120_000,
  keepAliveMs: 65_000,
};

/** Of all that Node and Fastify can bound themselves, as they name it. */
export function boundsOf(limits: ServerLimits) {
  const { requestTimeoutMs, headersTimeoutMs, headerBytesMax } = limits;
  return {
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: limits.silenceMsMax,
    keepAliveTimeout: limits.keepAliveMs,
    routerOptions: { maxParamLength: limits.parameterCharactersMax },
    node: {
      maxHeaderSize: headerBytesMax,
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
      // By default Node looks every 30 s only.
      connectionsCheckingInterval: Math.min(requestTimeoutMs, 5_000),
    },
  };
}

/** The bounds that neither of them knows: connections of one address, requests of one client, how many headers. */
export function addLimits(
  server: FastifyInstance,
  limits: ServerLimits,
  { trustedProxies, metrics }: { readonly trustedProxies: readonly string[]; readonly metrics: Metrics },
): void {
  server.server.maxConnections = limits.connectionsMax;
  const refused = new Counter({
    name: 'hub_http_connections_refused_total',
    help: 'Connections closed at once: their address had as many as one address may have',
    registers: [metrics],
  });
  const isProxy = addressesIn(trustedProxies);
  const open = new Map<string, number>();
  server.server.on('connection', (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress);
    if (isProxy(address)) return;
    const connections = (open.get(address) ?? 0) + 1;
    if (connections > limits.connectionsPerAddressMax) {
      refused.inc();
      socket.destroy();
      return;
    }
    open.set(address, connections);
    socket.once('close', () => countDown(open, address));
  });
  server.addHook('onRequest', async ({ raw }) => {
    if (raw.rawHeaders.length <= 2 * limits.headersMax) return;
    throw problem(431, 'headers-too-large', 'There are more headers than the hub takes.');
  });
  addInFlight(server, limits.inFlightPerClientMax);
}

function addInFlight(server: FastifyInstance, most: number): void {
  const inFlight = new Map<string, number>();
  // Whoever asks is known by now, and the body is not read yet.
  server.addHook('preParsing', async (request, reply) => {
    const clientId = request.partner?.clientId;
    if (clientId === undefined) return;
    const requests = inFlight.get(clientId) ?? 0;
    if (requests >= most) {
      throw problem(429, 'too-many-requests', 'This client has as many requests under way as it may have.', {
        detail: `At most ${most} at once: wait for the answers of those before.`,
        headers: { 'retry-after': '1' },
      });
    }
    inFlight.set(clientId, requests + 1);
    // Of every answer, whether it was sent or its caller has gone.
    reply.raw.once('close', () => countDown(inFlight, clientId));
  });
}

function countDown(counts: Map<string, number>, key: string): void {
  const left = (counts.get(key) ?? 1) - 1;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}

/** Whether an address is one of these, or lies in one of these ranges (CIDR). */
function addressesIn(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
