import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../observability/logger.ts';
import { createMetrics } from '../observability/metrics.ts';
import { buildServer, type HubServer } from './build-server.ts';
import { isJsonText, isUtf8Text, readMediaType } from './media-type.ts';

const lines: string[] = [];
let server: HubServer;
beforeAll(() => {
  const logger = createLogger('trace', 'test', { write: (line) => void lines.push(line) });
  server = buildServer({ logger, metrics: createMetrics() });
  server.post('/search', async ({ body }) => body);
  server.get('/list', async () => ({ ok: true }));
});
afterAll(() => server?.close());

function search(payload: string | Buffer, contentType = 'application/json') {
  return server.inject({ method: 'POST', url: '/search', headers: { 'content-type': contentType }, payload });
}

/** What `inject` and `fetch` would join. */
async function withHeaders(...headers: string[]) {
  if (!server.server.listening) await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as { port: number };
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path: '/list', headers: ['Host', 'h', ...headers] }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    sent.on('error', reject).end();
  });
}

describe('a JSON body', () => {
  it.each([
    ['{"nir":"1","nir":"2"}', '/nir'],
    ['{"a":{"b":[{"c":1,"\\u0063":2}]}}', '/a/b/0/c'],
    ['{"__proto__":1,"__proto__":2}', '/__proto__'],
    ['{"Jeanne Exemple":1,"Jeanne Exemple":2}', '/…'],
  ])('with a member twice is refused: %s', async (payload, pointer) => {
    const answer = await search(payload);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ pointer, rule: 'json-key-repeated' }] });
    expect(answer.body).not.toContain('Jeanne');
  });

  it('that no reader could store or hold is refused', async () => {
    expect((await search('{"a":"\\u0000"}')).json().errors).toMatchObject([{ pointer: '/a', rule: 'json-unreadable' }]);
    expect((await search(`${'['.repeat(40)}${']'.repeat(40)}`)).json().errors[0].rule).toBe('json-too-deep');
    expect((await search('['.repeat(500_000))).statusCode).toBe(400);
    expect((await search(Buffer.from('{"a":"é"}', 'latin1'))).json().type).toBe('urn:hub:problem:body-unreadable');
    expect((await search('{"a":{"a":1},"b":[{"a":1},{"a":1}]}')).json()).toEqual({
      a: { a: 1 },
      b: [{ a: 1 }, { a: 1 }],
    });
  });

  it.each(['application/json;charset=utf8', 'application/json; charset="UTF-8"', 'application/json; charset=Utf8'])(
    'in UTF-8 is read by whatever name: %s',
    async (contentType) => {
      expect((await search('{"a":"é"}', contentType)).json()).toEqual({ a: 'é' });
    },
  );

  it.each(['iso-8859-1', '"windows-1252"', 'utf-16', 'utf-8; charset=latin1', 'us-ascii'])(
    'in another charset is refused, and told what to do: %s',
    async (charset) => {
      const answer = await search('{}', `application/json; charset=${charset}`);
      expect(answer.statusCode).toBe(415);
      expect(answer.json().detail).toContain('charset=utf-8');
    },
  );
});

describe('what a request names twice', () => {
  it('is looked for in the time that the request is long', async () => {
    const names = Array.from({ length: 40_000 }, (_, index) => index.toString(36)).join('&');
    expect((await server.inject(`/list?${names}`)).statusCode).toBe(200);
    expect((await server.inject(`/list?${names}&2r`)).json().errors).toMatchObject([{ pointer: '/query/2r' }]);
  });

  it.each([
    ['/list?limit=1&limit=2', ['/query/limit']],
    ['/list?a=1&b=1&a=2&b=2&a=3', ['/query/a', '/query/b']],
    ['/list?asOf=1&%61sOf=2', ['/query/asOf']],
    ['/list?Jeanne%20E=1&Jeanne+E=1', ['/query/…']],
  ])('in its address is refused: %s', async (url, pointers) => {
    const answer = await server.inject(url);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toEqual(
      pointers.map((pointer) => expect.objectContaining({ pointer, rule: 'parameter-repeated' })),
    );
    expect(answer.body).not.toContain('Jeanne');
  });

  it('once each, is read', async () => {
    expect((await server.inject('/list?a=1&b=1&A=1&=')).statusCode).toBe(200);
    expect((await withHeaders('Hub-Agent', 'a', 'Accept', 'x', 'Accept', 'y')).status).toBe(200);
  });

  it.each(['Hub-Agent', 'HUB-PURPOSE', 'Hub-At-Least', 'ce-id', 'CE-subject', 'Content-Type'])(
    'in its headers is refused: %s',
    async (name) => {
      const { status, text } = await withHeaders(name, 'application/json', name.toLowerCase(), 'application/json');
      expect(status).toBe(400);
      const pointer = `/headers/${name.toLowerCase()}`;
      expect(JSON.parse(text).errors).toEqual([expect.objectContaining({ pointer, rule: 'parameter-repeated' })]);
    },
  );

  it('is in no log line', () => {
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.join('')).not.toContain('Jeanne');
  });
});

describe('a media type', () => {
  it('is read with its charset, quoted or not, whatever its capitals', () => {
    expect(readMediaType('Application/JSON ; a="x;charset=no" ; Charset="UTF\\-8"')).toEqual({
      type: 'application/json',
      charsets: ['utf-8'],
    });
    expect(readMediaType('')).toEqual({ type: '', charsets: [] });
    expect(isUtf8Text(readMediaType('text/plain; charset='))).toBe(true);
  });

  it('is JSON by its names alone', () => {
    const types = [
      'application/json',
      'text/json',
      'application/vnd.x+json',
      'application/jsonx',
      'text/plain',
      '+json',
    ];
    expect(types.map((type) => isJsonText(readMediaType(type)))).toEqual([true, true, true, false, false, false]);
  });
});
