import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { type EventOutcome, hubClient, type Reader } from '@hub/client';
import type { CloudEvent } from '@hub/contracts';
import { buildServer, createLogger, createMetrics, type HubServer, problem } from '@hub/platform';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';

const logger = createLogger('silent', 'test');
let server: HubServer | undefined;
/** Sizes of the batches that arrived. */
let batches: number[] = [];
let tokens = 0;

afterEach(async () => {
  await server?.close();
  server = undefined;
  batches = [];
  asked = [];
  tokens = 0;
});

/** `cut`: the connection is lost in the middle of the body. */
type Answer = { status: number; headers?: Record<string, string>; body: object; cut?: true };

type Reply = Parameters<HubServer['errorHandler']>[2];

function give(reply: Reply, { status, headers = {}, body, cut }: Answer): Reply {
  if (!cut) return reply.status(status).headers(headers).send(body);
  const text = JSON.stringify(body);
  reply.hijack();
  reply.raw.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length });
  reply.raw.write(text.slice(0, text.length / 2), () => reply.raw.destroy());
  return reply;
}

/** Questions as they arrived. */
let asked: string[] = [];

/** A query service that gives these answers, one after the other, the last for good. */
async function readFrom(...answers: readonly [Answer, ...Answer[]]) {
  const client = await gateway(accept, 1, (scope) => {
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    scope.all('/v1/*', async ({ method, url, headers, body = '' }, reply) => {
      const said = ['hub-agent', 'hub-purpose', 'hub-at-least'].map((name) => headers[name] ?? '-');
      asked.push(`${method} ${url} ${said.join(' ')} ${body}`.trim());
      return give(reply, answers[asked.length - 1] ?? (answers.at(-1) as Answer));
    });
  });
  return client;
}

/** A gateway that answers as given; tokens are numbers, of which those above `tokensFrom` are taken. */
async function gateway(
  answer: (events: CloudEvent[], call: number) => Answer,
  tokensFrom = 1,
  more: (server: HubServer) => void = () => {},
) {
  server = buildServer({ logger, metrics: createMetrics() });
  server.addContentTypeParser(
    ['application/x-www-form-urlencoded', 'application/cloudevents-batch+json'],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
  server.post('/oauth2/token', async (request) => {
    if (request.headers.authorization !== `Basic ${btoa('me:s%2Bcret')}`) throw problem(401, 'x', 'no');
    tokens += 1;
    return { access_token: String(tokens), expires_in: 600 };
  });
  server.post('/v1/events', { config: { takesEncodedBody: true } }, async (request, reply) => {
    if (Number(request.headers.authorization?.slice(7)) < tokensFrom) throw problem(401, 'unauthorized', 'old');
    const events = JSON.parse(gunzipSync(request.body as Buffer).toString()) as CloudEvent[];
    batches.push(events.length);
    return give(reply, answer(events, batches.length));
  });
  more(server);
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  return hubClient({ url, clientId: 'me', clientSecret: 's+cret', retryMsMax: 2_000, inFlightMax: 2 });
}

const event = (id: number): CloudEvent => ({
  specversion: '1.0',
  type: 'hub.entry-attested',
  source: 'urn:hub:source:eos',
  id: String(id),
  recordedtime: '2026-04-01T09:12:00+02:00',
  data: {},
});
const many = (count: number) => Array.from({ length: count }, (_, id) => event(id));
const accept = (events: readonly CloudEvent[]): Answer => ({
  status: 200,
  body: { results: events.map(({ id }, index) => ({ index, status: 'accepted', receipt: { id } })) },
});
const idsOf = (outcomes: readonly EventOutcome[]) =>
  outcomes.map((outcome) => (outcome.status === 'accepted' ? outcome.receipt.id : outcome.status));

describe('the client of the hub', () => {
  it('sends events in batches of 500, compressed, with one token, and gives outcomes in their order', async () => {
    const client = await gateway(accept);
    const seen: number[] = [];
    const outcomes = await client.report(many(1_203), { onProgress: (reported) => seen.push(reported) });
    expect(batches.sort((a, b) => b - a)).toEqual([500, 500, 203]);
    expect(tokens).toBe(1);
    expect(idsOf(outcomes)).toEqual(many(1_203).map(({ id }) => id));
    expect(outcomes.map(({ index }) => index)).toEqual([...many(1_203).keys()]);
    expect(seen.at(-1)).toBe(1_203);
  });

  it('cuts batches at 4 MiB', async () => {
    const client = await gateway(accept);
    const large = many(10).map((each) => ({ ...each, data: { text: 'x'.repeat(1024 * 1024) } }));
    await client.report(large);
    expect(batches.sort()).toEqual([1, 3, 3, 3]);
  });

  it('sends again what was unknown, and only that', async () => {
    const client = await gateway((events, call) => {
      if (call > 1) return accept(events);
      return {
        status: 200,
        body: {
          results: events.map(({ id }, index) =>
            index === 1 ? { index, status: 'unknown' } : { index, status: 'accepted', receipt: { id } },
          ),
        },
      };
    });
    expect(idsOf(await client.report(many(3)))).toEqual(['0', '1', '2']);
    expect(batches).toEqual([3, 1]);
  });

  it.each([
    [503, {}],
    [429, { 'retry-after': '0' }],
    [502, {}],
  ])('sends a batch again after %s', async (status, headers) => {
    const client = await gateway((events, call) =>
      call < 3 ? { status, headers, body: { title: 'not now', status } } : accept(events),
    );
    expect(idsOf(await client.report(many(2)))).toEqual(['0', '1']);
    expect(batches).toEqual([2, 2, 2]);
  });

  it('sends a batch again whose answer was cut off on its way', async () => {
    const client = await gateway((events, call) => (call === 1 ? { ...accept(events), cut: true } : accept(events)));
    expect(idsOf(await client.report(many(2)))).toEqual(['0', '1']);
    expect(batches).toEqual([2, 2]);
  });

  it('says unknown when the time for retries is over', async () => {
    const client = await gateway(() => ({
      status: 503,
      headers: { 'retry-after': '5' },
      body: { title: 'not now', status: 503 },
    }));
    expect(idsOf(await client.report(many(2)))).toEqual(['unknown', 'unknown']);
  });

  it('gives the reason of each refusal, of an item or of a whole batch', async () => {
    const refusal = { type: 'urn:hub:problem:event-refused', title: 'no', status: 422 };
    const client = await gateway((events, call) =>
      call === 1
        ? { status: 422, body: { results: events.map((_, index) => ({ index, status: 'refused', problem: refusal })) } }
        : { status: 413, body: { ...refusal, status: 413 } },
    );
    expect(await client.report(many(1))).toEqual([{ index: 0, status: 'refused', problem: refusal }]);
    const ofAll = { ...refusal, status: 413 };
    expect(await client.report(many(1))).toEqual([{ index: 0, status: 'refused', problem: ofAll }]);
  });

  it('asks for a new token where the hub does not take the old one', async () => {
    const client = await gateway(accept, 2);
    expect(idsOf(await client.report(many(1)))).toEqual(['0']);
    expect(tokens).toBe(2);
  });

  it('sends a stream in flat memory', async () => {
    const client = await gateway(accept);
    let asked = 0;
    let known = 0;
    let widest = 0;
    async function* stream() {
      for (; asked < 5_000; asked += 1) {
        widest = Math.max(widest, asked - known);
        yield event(asked);
      }
    }
    const reported = await client.reportStream(stream(), { onOutcome: () => (known += 1) });
    expect([reported, known]).toEqual([5_000, 5_000]);
    // Two batches on their way and one being filled by each of the two.
    expect(widest).toBeLessThanOrEqual(2_002);
  });

  it('sends nothing more once the hub refuses who reports', async () => {
    const forbidden = { status: 403, body: { type: 'urn:hub:problem:scope-missing', title: 'No.', status: 403 } };
    const client = await gateway((events, call) => (call === 1 ? forbidden : accept(events)));
    let asked = 0;
    let isClosed = false;
    async function* stream() {
      try {
        for (; asked < 50_000; asked += 1) yield event(asked);
      } finally {
        isClosed = true;
      }
    }
    const reported = client.reportStream(stream(), { onOutcome: () => {} });
    await expect(reported).rejects.toMatchObject({ status: 403, title: 'No.' });
    await eventually(() => isClosed);
    expect(asked).toBeLessThan(10_000);
  });

  it('says who is refused, and where nobody answers', async () => {
    const { url } = { url: 'http://127.0.0.1:9' };
    const nobody = hubClient({ url, clientId: 'me', clientSecret: 'x', retryMsMax: 50 });
    await expect(nobody.report(many(1))).rejects.toMatchObject({
      type: 'urn:hub:client:no-answer',
      status: 0,
      retryable: true,
    });
    await gateway(accept);
    const address = server?.listeningOrigin ?? '';
    const stranger = hubClient({ url: address, clientId: 'me', clientSecret: 'wrong' });
    await expect(stranger.report(many(1))).rejects.toMatchObject({
      type: 'urn:hub:client:no-token',
      status: 401,
      retryable: false,
    });
  });
});

const reader: Reader = { agent: 'agent-17', purpose: 'funding-follow-up' };
const now = {
  status: 503,
  headers: { 'retry-after': '0' },
  body: { type: 'urn:hub:problem:x', title: 'x', status: 503 },
};
const gone = { status: 404, body: { type: 'urn:hub:problem:not-found', title: 'Nothing here.', status: 404 } };

describe('what the client of the hub reads', () => {
  it('asks again what the hub could not answer for now, under the reader that is named', async () => {
    const client = await readFrom(
      now,
      { status: 200, body: { number: 1 }, cut: true },
      { status: 200, body: { number: 1 } },
    );
    const dossier = await client.dossier(1, { ...reader, atLeast: ['a', 'b'], asOf: '2026-04-01' });
    expect(dossier).toEqual({ number: 1 });
    expect(asked).toEqual(Array(3).fill('GET /v1/dossiers/1?asOf=2026-04-01 agent-17 funding-follow-up a, b'));
  });

  it('never asks again before the hub says, and gives the problem where that is too late', async () => {
    const client = await readFrom({ ...now, headers: { 'retry-after': '5' } });
    await expect(client.dossier(1, reader)).rejects.toMatchObject({
      status: 503,
      retryAfterMs: 5_000,
      retryable: true,
    });
    expect(asked).toHaveLength(1);
  });

  it('gives null for what is not there or not for this reader, and throws every other refusal with its fields', async () => {
    const errors = [{ pointer: '/headers/hub-purpose', rule: 'value-unknown', detail: 'is not one of the convention' }];
    const refusal = { type: 'urn:hub:problem:request-invalid', title: 'No.', status: 400, errors };
    const searched = { status: 200, body: { results: [{ index: 0, problem: gone.body }] } };
    const client = await readFrom(gone, gone, gone, searched, { status: 400, body: refusal });
    expect(await client.dossier(1, reader)).toBeNull();
    expect(await client.path({ nir: '269054958815780' }, reader)).toBeNull();
    expect(await client.session('session:07:11 4/782')).toBeNull();
    expect(await client.receipts(['x'])).toEqual([null]);
    expect(asked.slice(1)).toEqual([
      'POST /v1/training-paths/search agent-17 funding-follow-up - {"nir":"269054958815780"}',
      'GET /v1/sessions/07/11%204%2F782 - - -',
      'POST /v1/receipts/search - - - {"receipts":["x"]}',
    ]);
    const refused = await client.dossier(1, reader).catch((problem) => problem);
    expect(refused).toMatchObject({ ...refusal, retryable: false });
    expect(JSON.parse(JSON.stringify(refused))).toEqual(refusal);
    expect(refused.message).toBe('No.\n  /headers/hub-purpose (value-unknown): is not one of the convention');
  });

  it('lists dossiers page after page, short ones too', async () => {
    const page = (next: string | null, ...items: readonly object[]) => ({ status: 200, body: { items, next } });
    const client = await readFrom(page('a', { number: 1 }), page('b'), page(null, { number: 2 }));
    const numbers = [];
    for await (const { number } of client.dossiers({ ...reader, status: 'entered' })) numbers.push(number);
    expect(numbers).toEqual([1, 2]);
    expect(asked.map((each) => each.split(' ')[1])).toEqual([
      '/v1/dossiers?status=entered&limit=500',
      '/v1/dossiers?status=entered&cursor=a&limit=500',
      '/v1/dossiers?status=entered&cursor=b&limit=500',
    ]);
  });

  it('follows a feed from the cursor that was kept', async () => {
    const page = (cursor: string, ...items: readonly object[]) => ({
      status: 200,
      body: { items, cursor, more: false },
    });
    const client = await readFrom(page('a', { dossier: 1 }), now, page('b'), page('c', { dossier: 2 }));
    const told = [];
    for await (const { items, cursor } of client.changes({ ...reader, from: 'now' })) {
      told.push([cursor, items.length]);
      if (cursor === 'c') break;
    }
    expect(told).toEqual([
      ['a', 1],
      ['b', 0],
      ['c', 1],
    ]);
    await client.sessionChanges({ cursor: 'k', wait: 0, territory: 'bretagne' }).next();
    await client.eventChanges({ cursor: 'k', limit: 10 }).next();
    expect(asked.map((each) => each.split(' ')[1])).toEqual([
      '/v1/changes?from=now&wait=30',
      ...['a', 'a', 'b'].map((cursor) => `/v1/changes?cursor=${cursor}&wait=30`),
      '/v1/session-changes?territory=bretagne&cursor=k&wait=0',
      '/v1/event-changes?cursor=k&wait=30&limit=10',
    ]);
  });

  it('stops at once where it is told to', async () => {
    const client = await readFrom({ ...now, headers: { 'retry-after': '1' } });
    const signal = AbortSignal.timeout(50);
    await expect(client.changes({ ...reader, signal }).next()).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
  });
});

/** What a server answers that is no hub, or one that lies; a token first. */
async function liar(answer: (request: IncomingMessage, response: ServerResponse) => void, path = '') {
  const heard: string[] = [];
  const there = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const isToken = request.url === `${path}/oauth2/token`;
    heard.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''} ${body}`);
    response.setHeader('content-type', 'application/json');
    if (isToken) response.end('{"access_token":"token","expires_in":600}');
    else answer(request, response);
  });
  await once(there.listen(0, '127.0.0.1'), 'listening');
  liars.push(there);
  const { port } = there.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}${path}`;
  return { heard, url, client: hubClient({ url, clientId: 'me', clientSecret: 's+cret', retryMsMax: 0 }) };
}

const liars: Server[] = [];

afterEach(() => {
  for (const there of liars.splice(0)) {
    there.closeAllConnections();
    there.close();
  }
});

describe('a hub that lies', () => {
  const reader: Reader = { agent: 'a', purpose: 'control' };

  it.each([301, 302, 307, 308])('leads nobody elsewhere by a %s', async (status) => {
    const elsewhere = await liar((_, response) => response.end('{}'));
    const { client } = await liar((request, response) => {
      response.writeHead(status, { location: `${elsewhere.url}${request.url}` }).end();
    });
    const redirected = { type: 'urn:hub:client:redirected', retryable: false, status };
    await expect(client.path({ nir: '269054958815780' }, reader)).rejects.toMatchObject(redirected);
    await expect(client.report([event(1)])).rejects.toMatchObject(redirected);
    await expect(client.dossier(1, reader)).rejects.toMatchObject(redirected);
    expect(elsewhere.heard).toEqual([]);
  });

  it('gets the token for its own paths alone, below the path of its address', async () => {
    const elsewhere = await liar((_, response) => response.end('{}'));
    const { client, heard } = await liar((_, response) => response.end('{}'), '/hub');
    for (const path of [`${elsewhere.url}/v1/x`, 'v1/x', '']) {
      await expect(client.fetch(path), path).rejects.toThrow(/begins with "\/"/);
    }
    for (const path of [`//${new URL(elsewhere.url).host}/v1/x`, '/v1/x']) await client.fetch(path);
    expect(elsewhere.heard).toEqual([]);
    expect(heard.map((each) => each.split(' ')[1])).toEqual([
      '/hub/oauth2/token',
      `/hub//${new URL(elsewhere.url).host}/v1/x`,
      '/hub/v1/x',
    ]);
  });

  it.each(['nonsense', 'ftp://hub.example', 'http://me:s3cret@hub.example', 'https://hub.example/?a=s3cret'])(
    'at %s is refused before it is asked',
    (url) => {
      const made = () => hubClient({ url, clientId: 'me', clientSecret: 's' });
      expect(made).toThrow(/The address of the hub is none/);
      expect(made).not.toThrow(/s3cret/);
    },
  );

  it.each<[string, unknown]>([
    ['results', { results: 3 }],
    ['results', { results: [null] }],
    ['results', { results: {} }],
    ['no results', {}],
    ['a list', []],
    ['a fault', { type: 'a', title: 'b', status: 200, errors: 'x' }],
  ])('is told by a problem where it answers %s', async (_, body) => {
    const { client } = await liar((_request, response) => response.end(JSON.stringify(body)));
    const asked = [
      () => client.report([event(1)]),
      () => client.receipts(['a']),
      () => client.dossiers(reader).next(),
      () => client.changes(reader).next(),
    ];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ name: 'HubProblem', status: 0 });
  });

  it.each<unknown>(['x', [null], { a: 1 }])('is told by a problem where its errors are %j', async (errors) => {
    const { client } = await liar((_, response) =>
      response.writeHead(400).end(JSON.stringify({ type: 'a', title: 'b', errors, detail: { a: 1 } })),
    );
    const refused = { name: 'HubProblem', message: 'b', status: 400, errors: [] };
    await expect(client.dossier(1, reader)).rejects.toMatchObject(refused);
  });

  it('leads through no list in a circle', async () => {
    const { client } = await liar((_, response) => response.end('{"items":[],"next":"same"}'));
    await expect(client.dossiers(reader).next()).rejects.toThrow(/same page again/);
  });

  it('fills no memory by an answer without end', async () => {
    const { client } = await liar((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1 << 20, 32)));
      };
      response.on('drain', more);
      more();
    });
    await expect(client.dossier(1, reader)).rejects.toThrow(/longer than/);
  });

  it('is not asked without pause where it says to wait for years', async () => {
    const { url, heard } = await liar((_, response) => {
      response.writeHead(503, { 'retry-after': '99999999999' }).end('{}');
    });
    const waits: number[] = [];
    const stop = new AbortController();
    const onRetry = (_: unknown, waitMs: number) => void waits.push(waitMs);
    const patient = { url, clientId: 'me', clientSecret: 's', retryMsMax: Number.POSITIVE_INFINITY, onRetry };
    const asked = hubClient(patient).dossier(1, { ...reader, signal: stop.signal });
    await eventually(async () => expect(waits).toHaveLength(1));
    stop.abort();
    await expect(asked).rejects.toThrow();
    expect(waits).toEqual([2 ** 31 - 1]);
    expect(heard).toHaveLength(2);
  });
});
