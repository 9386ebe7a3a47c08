import { gunzipSync } from 'node:zlib';
import type { CloudEvent } from '@hub/contracts';
import {
  buildServer,
  createLogger,
  createMetrics,
  type EventOutcome,
  type HubServer,
  hubClient,
  problem,
} from '@hub/platform';
import { afterEach, describe, expect, it } from 'vitest';

const logger = createLogger('silent', 'test');
let server: HubServer | undefined;
/** Sizes of the batches that arrived. */
let batches: number[] = [];
let tokens = 0;

afterEach(async () => {
  await server?.close();
  server = undefined;
  batches = [];
  tokens = 0;
});

type Answer = { status: number; headers?: Record<string, string>; body: object };

/** A gateway that answers as given; tokens are numbers, of which those above `tokensFrom` are taken. */
async function gateway(answer: (events: CloudEvent[], call: number) => Answer, tokensFrom = 1) {
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
    const { status, headers = {}, body } = answer(events, batches.length);
    return reply.status(status).headers(headers).send(body);
  });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  return hubClient({ url, clientId: 'me', clientSecret: 's+cret', logger, retryMsMax: 2_000, inFlightMax: 2 });
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
        : { status: 413, body: refusal },
    );
    expect(await client.report(many(1))).toEqual([{ index: 0, status: 'refused', problem: refusal }]);
    expect(await client.report(many(1))).toEqual([{ index: 0, status: 'refused', problem: refusal }]);
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

  it('says who is refused, and where nobody answers', async () => {
    const { url } = { url: 'http://127.0.0.1:9' };
    const nobody = hubClient({ url, clientId: 'me', clientSecret: 'x', logger, retryMsMax: 50 });
    await expect(nobody.report(many(1))).rejects.toMatchObject({ code: 'hub-unreachable', retryable: true });
    await gateway(accept);
    const address = server?.listeningOrigin ?? '';
    const stranger = hubClient({ url: address, clientId: 'me', clientSecret: 'wrong', logger });
    await expect(stranger.report(many(1))).rejects.toMatchObject({ code: 'partner-refused' });
  });
});
