import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createLogger } from '../observability/logger.ts';
import { createMetrics } from '../observability/metrics.ts';
import { buildProbeServer, buildServer, type HubServer, type ServerOptions } from './build-server.ts';
import { problem } from './problem.ts';

let server: HubServer;
const sockets: Socket[] = [];
const logger = createLogger('silent', 'test');

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server.close();
});

async function listening(options: Partial<ServerOptions>): Promise<number> {
  server = buildServer({ logger, metrics: createMetrics(), ...options });
  server.post('/echo', async ({ body }) => body);
  const held = Promise.withResolvers<string>();
  const onRequest = async (request: { partner: unknown }) => {
    request.partner = { clientId: 'kairos' };
  };
  server.get('/held', { onRequest }, () => held.promise);
  server.get('/let-go', async () => held.resolve('done'));
  server.get('/quick', { onRequest }, async () => 'done');
  await server.listen({ port: 0, host: '127.0.0.1' });
  return (server.server.address() as { port: number }).port;
}

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Everything that comes until the other side closes. */
async function told(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  if (!socket.closed) await once(socket, 'close');
  return text;
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: h\r\n\r\n`;

it('an address has so many connections and no more, and others have theirs', async () => {
  const port = await listening({ limits: { connectionsPerAddressMax: 2 } });
  const [first] = [await opened(port), await opened(port)];
  const third = await opened(port);
  expect(await told(third)).toBe('');
  first.destroy();
  await once(first, 'close');
  const again = await opened(port);
  again.write(get('/healthz'));
  const [chunk] = (await once(again, 'data')) as [Buffer];
  expect(String(chunk)).toMatch(/^HTTP\/1.1 200 /);
});

it('a proxy that is trusted has as many as it likes', async () => {
  const port = await listening({ limits: { connectionsPerAddressMax: 1 }, trustedProxies: ['127.0.0.0/8'] });
  for (const socket of [await opened(port), await opened(port), await opened(port)]) {
    socket.write(get('/healthz'));
    expect(String(((await once(socket, 'data')) as [Buffer])[0])).toMatch(/^HTTP\/1.1 200 /);
  }
});

it('headers that come drop by drop are cut, with a problem', async () => {
  const port = await listening({ limits: { headersTimeoutMs: 200, requestTimeoutMs: 400 } });
  const slow = await opened(port);
  slow.write('GET /healthz HTTP/1.1\r\nHost: h\r\n');
  const dripping = setInterval(() => slow.write('X: y\r\n'), 20);
  const answer = await told(slow).finally(() => clearInterval(dripping));
  expect(answer).toMatch(/^HTTP\/1.1 408 [\s\S]*application\/problem\+json/);
});

it('a connection over which nothing goes is closed, in the middle of an answer too', async () => {
  const port = await listening({ limits: { silenceMsMax: 200 } });
  const silent = await opened(port);
  silent.write(get('/held'));
  expect(await told(silent)).toBe('');
});

it('too many headers are refused, and so is a body without end', async () => {
  const port = await listening({ limits: { headersMax: 10, bodyBytesMax: 1_000 } });
  const many = await opened(port);
  many.write(`GET /healthz HTTP/1.1\r\nHost: h\r\n${'X: y\r\n'.repeat(10)}Connection: close\r\n\r\n`);
  expect(await told(many)).toMatch(/^HTTP\/1.1 431 [\s\S]*headers-too-large/);
  const endless = await opened(port);
  endless.write(
    'POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
  );
  const pouring = setInterval(() => endless.write(`400\r\n${' '.repeat(1_024)}\r\n`), 5);
  const answer = await told(endless).finally(() => clearInterval(pouring));
  expect(answer).toMatch(/^HTTP\/1.1 413 [\s\S]*body-too-large/);
});

it('a client has so many requests under way; one that is answered, or gives up, makes room', async () => {
  const port = await listening({ limits: { inFlightPerClientMax: 2 } });
  const held = [await opened(port), await opened(port)];
  for (const socket of held) socket.write(get('/held'));
  const quick = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/quick`);
    return [answer.status, answer.headers.get('retry-after')];
  };
  await expect.poll(quick).toEqual([429, '1']);
  held[0]?.destroy();
  await expect.poll(quick).toEqual([200, null]);
  await fetch(`http://127.0.0.1:${port}/let-go`);
  expect(await quick()).toEqual([200, null]);
});

it('figures are for who is let pass, or on a port of their own that has nothing else', async () => {
  await listening({});
  expect((await server.inject('/metrics')).statusCode).toBe(404);
  await server.close();
  const metricsGuard = async () => {
    throw problem(401, 'unauthorized', 'A Bearer token is needed.');
  };
  await listening({ metricsGuard });
  const refused = await server.inject('/metrics');
  expect([refused.statusCode, refused.body.includes('process_cpu')]).toEqual([401, false]);
  await server.close();
  server = buildProbeServer({ logger, metrics: createMetrics() });
  expect((await server.inject('/metrics')).body).toContain('process_cpu_seconds_total');
  expect((await server.inject('/healthz')).json()).toEqual({ status: 'ok' });
  for (const url of ['/', '/docs', '/v1/events', '/openapi.json', '/%zz']) {
    const answer = await server.inject(url);
    expect([url, answer.statusCode < 500 && answer.statusCode >= 400]).toEqual([url, true]);
  }
});

it('a connection over which nothing came does not hold up the close', async () => {
  const port = await listening({});
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  await once(socket, 'connect');
  await (await fetch(`http://127.0.0.1:${port}/quick`)).text();
  const began = performance.now();
  await server.close();
  expect(performance.now() - began).toBeLessThan(2_000);
});
