import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checksOf } from '../health/checks.ts';
import { createLogger } from '../observability/logger.ts';
import { createMetrics } from '../observability/metrics.ts';
import { buildServer, type HubServer, type ServerOptions } from './build-server.ts';
import { clientAddress } from './client-address.ts';
import { problem } from './problem.ts';

const nir = '269054958815780';
const lines: string[] = [];
let server: HubServer;

afterEach(async () => {
  await server.close();
  lines.length = 0;
});

function made(options: Partial<ServerOptions> = {}): HubServer {
  const logger = createLogger('info', 'test', { write: (line) => void lines.push(line) });
  server = buildServer({ logger, metrics: createMetrics(), ...options });
  const body = {
    type: 'object',
    properties: { count: { type: 'integer' }, state: { enum: ['open', 'closed'] } },
    required: ['count'],
    additionalProperties: false,
  };
  server.post('/things/:number', { schema: { body } }, async () => ({ ok: true }));
  server.get('/things/:number', async () => {
    throw new Error(`secret of ${nir}`);
  });
  server.post('/things/search', async () => ({ ok: true }));
  server.get('/gone', async () => {
    throw problem(410, 'gone', 'It is gone.', { detail: 'For good.', headers: { 'retry-after': '7' } });
  });
  return server;
}

async function call(method: 'GET' | 'POST' | 'DELETE' | 'QUERY', url: string, payload?: string | object, headers = {}) {
  const answer = await made().inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  expect(answer.headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  return answer;
}

describe('the server', () => {
  it.each([
    ['GET', '/nowhere', undefined, {}, 404, 'not-found'],
    ['DELETE', '/things/1', undefined, {}, 405, 'method-not-allowed'],
    ['GET', '/things/search', undefined, {}, 405, 'method-not-allowed'],
    ['QUERY', '/gone', undefined, {}, 405, 'method-not-allowed'],
    ['QUERY', '/nowhere', undefined, {}, 404, 'not-found'],
    ['GET', '/docs/static/..%2f..%2fpackage.json', undefined, {}, 404, 'not-found'],
    ['POST', '/things/1', 'a', { 'content-type': 'text/plain' }, 415, 'media-type'],
    ['POST', '/things/1', 'x', { 'content-encoding': 'gzip' }, 415, 'content-encoding'],
    ['POST', '/things/1', '{', { 'content-type': 'application/json' }, 400, 'body-unreadable'],
    ['POST', '/things/1', '', { 'content-type': 'application/json' }, 400, 'body-unreadable'],
    ['POST', '/things/1', '<a/>', { 'content-type': 'application/xml' }, 415, 'media-type'],
    ['POST', '/things/1', 'x'.repeat(6 * 1024 * 1024), { 'content-type': 'application/json' }, 413, 'body-too-large'],
    ['POST', '/things/1', { count: '1' }, {}, 400, 'request-invalid'],
    ['GET', '/things/%zz', undefined, {}, 400, 'url-unreadable'],
    ['GET', `/things/${nir}`, undefined, {}, 400, 'identifier-in-url'],
    ['GET', '/things/1?q=2%2069%2005%2049%20588%20157%2080', undefined, {}, 400, 'identifier-in-url'],
    ['GET', '/things/1', undefined, {}, 500, 'internal'],
    ['GET', '/gone', undefined, {}, 410, 'gone'],
  ] as const)('answers %s %s with a problem', async (...row) => {
    const [method, url, payload, headers, status, name] = row;
    const answer = await call(method, url, payload, headers);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ type: `urn:hub:problem:${name}`, status, title: expect.any(String) });
    expect(answer.body).not.toMatch(/secret|26905|stack/);
    expect(lines.join('')).not.toContain(nir);
  });

  it('names the methods that an address takes', async () => {
    expect((await call('DELETE', '/things/1')).headers.allow).toBe('GET, HEAD, POST');
  });

  it('points at every field at fault, and masks a property named as a NIR', async () => {
    const answer = await call('POST', '/things/1', { state: 'ajar', [nir]: 1 });
    expect(answer.json().errors).toEqual([
      expect.objectContaining({ pointer: '/count', rule: 'property-missing' }),
      expect.objectContaining({ pointer: '/…', rule: 'property-unknown' }),
      expect.objectContaining({
        pointer: '/state',
        rule: 'code-unknown',
        detail: expect.stringContaining('open, closed'),
      }),
    ]);
  });

  it('begins a trace of its own, and neither answers nor logs what a caller put into its headers', async () => {
    const digits = '06120000006120000000269054958815';
    const marked = {
      traceparent: `00-${digits}-0269054958815780-01`,
      tracestate: 'hub=269054958815780',
      baggage: 'person=269054958815780,mail=jeanne.marque@example.org',
      'x-request-id': 'jeanne.marque@example.org',
      'user-agent': 'jeanne.marque@example.org 269054958815780',
      'x-forwarded-for': '269054958815780',
      referer: 'https://example.org/?nir=269054958815780',
    };
    for (const url of ['/gone', '/nowhere/marque', '/things/1?mail=jeanne.marque%40example.org', '/%zz/marque']) {
      const answer = await call('GET', url, undefined, marked);
      const trace = String(answer.headers.traceparent).slice(3, 35);
      expect(answer.json().instance).toBe(`urn:hub:trace:${trace}`);
      expect(`${JSON.stringify(answer.headers)}${answer.body}${lines.join('')}`).not.toMatch(/061200|26905|marque/);
      await server.close();
    }
  });

  it('believes what is forwarded for another by the proxies that it trusts, and by nobody else', async () => {
    const forwarded = { 'x-forwarded-for': '192.0.2.9, 198.51.100.7, ::ffff:10.0.0.3' };
    const seen = async (remoteAddress: string, headers: Record<string, string> = forwarded) => {
      const own = made({ trustedProxies: ['10.0.0.0/8', '::1'] });
      own.get('/who', async (request) => clientAddress(request));
      const { body } = await own.inject({ method: 'GET', url: '/who', headers, remoteAddress });
      await own.close();
      return body;
    };
    expect(await seen('203.0.113.5')).toBe('203.0.113.5');
    expect(await seen('10.0.0.2')).toBe('198.51.100.7');
    expect(await seen('::ffff:10.0.0.2')).toBe('198.51.100.7');
    expect(await seen('10.0.0.2', { 'x-forwarded-for': 'jeanne.marque@example.org' })).toBe('10.0.0.2');
    expect(await seen('10.0.0.2', {})).toBe('10.0.0.2');
  });

  it('carries security headers', async () => {
    const answer = await call('GET', '/gone');
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('logs one line a request, by route pattern', async () => {
    await call('POST', '/things/123456', { count: 1 });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ route: '/things/:number', status: '200', method: 'POST' });
    expect(lines[0]).not.toContain('123456');
  });

  it('says within two seconds whether its dependencies can be used', async () => {
    const checks = checksOf([
      { name: 'log', services: ['gateway', 'query'], run: async () => 1 },
      { name: 'database', services: ['query'], run: () => new Promise(() => undefined) },
    ]);
    const answer = await made({ checks }).inject('/readyz');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({ status: 'unavailable', checks: { log: 'ok', database: 'no-answer' } });
    const ofGateway = await server.inject('/readyz?service=gateway');
    expect([ofGateway.statusCode, ofGateway.json()]).toEqual([200, { status: 'ok', checks: { log: 'ok' } }]);
    expect((await server.inject('/readyz?service=projector')).statusCode).toBe(404);
    expect((await server.inject('/healthz')).json()).toEqual({ status: 'ok' });
  });

  it.each([
    ['GET / HTTP/1.1\r\nHost: h\r\nX: ', 'x'.repeat(50_000), 431],
    ['nonsense\r\n\r\n', '', 400],
    ['GET /%ff HTTP/1.1\r\nHost: h\r\n', '', 400],
    ['POST /gone HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', '', 400],
  ])('answers with a problem what is not even a request: %j', async (start, rest, status) => {
    await made().listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.server.address() as { port: number };
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(`${start}${rest}\r\n\r\n`));
      socket.once('data', (chunk) => resolve(chunk.toString())).once('error', reject);
    });
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*application/problem\\+json`));
    expect(answer).toMatch(/\r\ncache-control: no-store\r\n/i);
    expect(answer).toMatch(/\r\nx-content-type-options: nosniff\r\n/i);
  });

  it('does not take a body that its caller cuts off for a fault of its own', async () => {
    await made().listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.server.address() as { port: number };
    const cut = new Promise<void>((resolve) => {
      server.server.once('request', (request) => request.once('error', () => setImmediate(resolve)));
    });
    const head = 'POST /things/1 HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{';
    const socket = connect(port, '127.0.0.1', () => socket.write(head));
    server.server.once('request', () => setImmediate(() => socket.destroy()));
    await cut;
    expect(lines.filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  it('cuts a request that stops in the middle of its body', async () => {
    await made({ limits: { requestTimeoutMs: 300 } }).listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.server.address() as { port: number };
    const answer = await new Promise<string>((resolve, reject) => {
      const head = 'POST /things/1 HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{';
      const socket = connect(port, '127.0.0.1', () => socket.write(head));
      socket.once('data', (chunk) => resolve(chunk.toString())).once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toContain('application/problem+json');
  });
});
