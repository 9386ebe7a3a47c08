import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entry, mediaTypes, messagesOn, openDoor, post as postTo, type TestDoor } from './gateway-harness.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door?.close());

const post = (body: unknown, options: Parameters<typeof postTo>[4] = {}) =>
  postTo(door.secrets, door.gateway, 'eos', body, options);
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

/** What real partners get wrong: [what, event, status, pointer, rule]. */
const refusals: readonly (readonly [string, unknown, number, string, string])[] = [
  ['an unknown property', entry({ data: { colour: 'red' } }), 422, '/data/colour', 'property-unknown'],
  ['an attribute that CloudEvents has not', entry({ Colour: 'red' }), 422, '/Colour', 'property-unknown'],
  ['a wrong code', entry({ data: { funding: 'gold' } }), 422, '/data/funding', 'code-unknown'],
  [
    'a NIR with a wrong key',
    entry({ data: { trainee: { nir: '269054958815781' } } }),
    422,
    '/data/trainee/nir',
    'nir-key',
  ],
  ['a NIR inside an id', entry({ id: 'entry-269054958815780-1' }), 422, '/id', 'nir-in-clear'],
  [
    'a NIR inside a reference',
    entry({ data: { training: ['file:eos:269054958815780'] } }),
    422,
    '/data/training/0',
    'nir-in-clear',
  ],
  [
    'a NIR as partner number',
    entry({ data: { trainee: { partnerNumber: '2690549588157' } } }),
    422,
    '/data/trainee/partnerNumber',
    'nir-in-clear',
  ],
  ['a property named as a NIR', entry({ data: { '269054958815780': 1 } }), 422, '/data/…', 'property-unknown'],
  ['an attribute named as a NIR', entry({ '269054958815780': 1 }), 422, '/…', 'property-unknown'],
  [
    'an impossible date',
    entry({ data: { effectiveDate: '2026-02-30' } }),
    422,
    '/data/effectiveDate',
    'date-impossible',
  ],
  ['the year 9999', entry({ data: { effectiveDate: '9999-01-01' } }), 422, '/data/effectiveDate', 'date-impossible'],
  [
    'an attested day in the future',
    entry({ data: { effectiveDate: '2026-04-02' } }),
    422,
    '/data/effectiveDate',
    'date-in-future',
  ],
  ['a recordedtime ahead', entry({ recordedtime: '2099-01-01T00:00:00Z' }), 422, '/recordedtime', 'recorded-in-future'],
  [
    'an impossible recordedtime',
    entry({ recordedtime: '2026-02-30T00:00:00Z' }),
    422,
    '/recordedtime',
    'instant-impossible',
  ],
  [
    'a recordedtime without offset',
    entry({ recordedtime: '2026-02-20T00:00:00' }),
    422,
    '/recordedtime',
    'instant-impossible',
  ],
  ["another partner's source", entry({ source: 'urn:hub:source:kairos' }), 403, '/source', 'source-not-owned'],
  ['an unknown type', entry({ type: 'hub.entry-attestd' }), 422, '/type', 'event-unknown'],
  ['a type of the hub', entry({ type: 'hub.trainee-known' }), 403, '/type', 'event-reserved'],
  ['a type of operators', entry({ type: 'hub.trainees-judged' }), 403, '/type', 'event-reserved'],
  [
    'an unknown version',
    entry({ dataschema: 'urn:hub:dictionary:entry-attested:7' }),
    422,
    '/dataschema',
    'version-unknown',
  ],
  [
    'the version of another type',
    entry({ dataschema: 'urn:hub:dictionary:exit-declared:1' }),
    422,
    '/dataschema',
    'version-unknown',
  ],
  ['no data', { ...entry(), data: undefined }, 422, '/data', 'property-missing'],
  ['no recordedtime', entry({ recordedtime: undefined }), 422, '/recordedtime', 'property-missing'],
  [
    'a birth date after the event',
    entry({ data: { trainee: { nir: '269054958815780', birthDate: '2026-04-02' } } }),
    422,
    '/data/trainee/birthDate',
    'birth-date-impossible',
  ],
  ['a wrong JSON type', entry({ data: { effectiveDate: 20260401 } }), 422, '/data/effectiveDate', 'type-wrong'],
  [
    'a name that no text can hold',
    entry({ data: { trainee: { nir: '269054958815780', birthName: 'Le\u0000fèvre' } } }),
    400,
    '/data/trainee/birthName',
    'json-unreadable',
  ],
  ['no identifier', entry({ data: { trainee: { sex: 'female' } } }), 422, '/data/trainee', 'identifier-missing'],
  ['no training', entry({ data: { training: undefined } }), 422, '/data', 'training-missing'],
  ['an unknown dossier', entry({ data: { training: undefined, dossier: 115947601 } }), 422, '/data/dossier', ''],
  [
    "a correction of another partner's event",
    entry({ data: { corrects: [{ source: 'kairos', id: 'k1' }] } }),
    403,
    '/data/corrects/0/source',
    'target-not-owned',
  ],
  [
    "a retraction of another partner's event",
    {
      ...entry({ type: 'hub.fact-retracted' }),
      data: {
        trainee: { nir: '269054958815780' },
        training: ['session:eos:67680'],
        target: { source: 'kairos', id: 'k1', type: 'entry-attested' },
        reason: 'entered-in-error',
      },
    },
    403,
    '/data/target/source',
    'target-not-owned',
  ],
];

describe('one bad event', () => {
  it.each(refusals)('with %s is refused with place, rule and remedy', async (_what, event, status, pointer, rule) => {
    const answer = await post(event);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.status, answer.text).toBe(status);
    const found = answer.body.errors?.find(
      (error) => error.pointer === pointer && (rule === '' || error.rule === rule),
    );
    expect(found, answer.text).toBeDefined();
    expect(found?.detail.length).toBeGreaterThan(0);
    expect(answer.text).not.toMatch(/2690549588157|gold|red"/);
  });

  it('that is not JSON, not UTF-8 or not an object is refused', async () => {
    expect((await post('{"specversion":')).status).toBe(400);
    expect((await post('')).status).toBe(400);
    expect((await post('[]')).status).toBe(400);
    const latin1 = JSON.stringify(entry({ data: { trainee: { nir: '269054958815780', birthName: 'Élan' } } }));
    const answer = await post(Buffer.from(latin1, 'latin1'));
    expect([answer.status, answer.body.errors?.[0]?.rule]).toEqual([400, 'json-unreadable']);
  });

  it('with a member that stands twice, 40 levels or 70 KiB is refused', async () => {
    const twice = JSON.stringify(entry()).replace('"effectiveDate"', '"effectiveDate":"2026-03-01","effectiveDate"');
    const repeated = await post(twice);
    expect([repeated.status, repeated.body.errors]).toMatchObject([
      422,
      [{ pointer: '/data/effectiveDate', rule: 'json-key-repeated' }],
    ]);
    const deep = JSON.stringify(entry()).replace('"data":{', `"data":{"deep":${nested(40)},`);
    expect((await post(deep)).body.errors?.[0]?.rule).toBe('json-too-deep');
    const large = await post(entry({ data: { colour: 'x'.repeat(70 * 1024) } }));
    expect([large.status, large.body.errors?.[0]?.rule]).toEqual([413, 'item-too-large']);
  });
});

describe('many faults', () => {
  const many = (count: number, value: (index: number) => unknown) => Array.from({ length: count }, (_, i) => value(i));
  const members = (count: number) => Object.fromEntries(many(count, (index) => [`K${index}`, 0]) as [string, number][]);
  const junk = many(60, () => members(6_000));

  it('of one event are named up to 20, the gravest first', async () => {
    const { body } = await post({ ...members(500), source: 'urn:hub:source:kairos', type: 'hub.nothing' });
    expect(body.errors).toHaveLength(20);
    expect(body.errors?.map(({ rule }) => rule)).toEqual(['source-not-owned', ...many(19, () => 'property-unknown')]);
  });

  it('in a full batch are refused in an answer that is smaller than what was sent', async () => {
    const answer = await post(junk);
    expect(answer.status).toBe(422);
    expect(answer.text.length).toBeLessThan(JSON.stringify(junk).length);
  });

  it('in long lists are not looked for one by one', async () => {
    const corrects = many(20_000, () => 1);
    const began = performance.now();
    const answer = await post(many(20, () => entry({ data: { corrects } })));
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(answer.body.results?.map(({ problem }) => problem?.errors)).toEqual(
      many(20, () => [expect.objectContaining({ pointer: '/data/corrects', rule: 'too-many' })]),
    );
  });
});

describe('a request as a whole', () => {
  it('without a token or with a wrong one is 401', async () => {
    expect((await post(entry(), { headers: { authorization: '' } })).status).toBe(401);
    expect((await post(entry(), { headers: { authorization: 'Bearer x.y.z' } })).status).toBe(401);
  });

  it('of an unknown content type, charset or encoding is 415', async () => {
    for (const type of ['application/json', 'text/plain', 'application/cloudevents+json; charset=iso-8859-1', 'x']) {
      expect((await post(entry(), { headers: { 'content-type': type } })).status, type).toBe(415);
    }
    expect((await post(entry(), { headers: { 'content-encoding': 'br' } })).status).toBe(415);
    expect((await post(entry(), { headers: { 'content-encoding': 'gzip' } })).status).toBe(400);
  });

  it('larger than 5 MiB is 413, before and after inflating, and a bomb is not inflated', async () => {
    const large = Buffer.alloc(5 * 1024 * 1024 + 1, ' ');
    expect((await post(large, { headers: { 'content-type': mediaTypes.batch } })).status).toBe(413);
    const headers = { 'content-type': mediaTypes.batch, 'content-encoding': 'gzip' };
    const bomb = gzipSync(Buffer.alloc(500 * 1024 * 1024, ' '));
    const before = process.memoryUsage().rss;
    expect((await post(bomb, { headers })).status).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('that is a batch but not an array, cut off, or too long is refused whole', async () => {
    const headers = { 'content-type': mediaTypes.batch };
    for (const body of [
      '{}',
      '[',
      `[${JSON.stringify(entry())}`,
      `[${JSON.stringify(entry())}] x`,
      '[{"a":"]',
      '[,]',
      '',
    ]) {
      expect((await post(body, { headers })).status, body).toBe(400);
    }
    expect((await post(Array.from({ length: 1_001 }, () => 1))).status).toBe(413);
    const empty = await post([]);
    expect([empty.status, empty.body.results]).toEqual([422, []]);
  });

  it('asks for a dry run with true or false only, and takes no other parameter', async () => {
    const before = (await messagesOn(door.log)).length;
    for (const query of ['?dryRun=maybe', '?dryRun=true&dryRun=false', '?dryrun=true', '?dryRun[]=true', '?a=1']) {
      expect((await post(entry(), { query })).status, query).toBe(400);
    }
    expect(await messagesOn(door.log)).toHaveLength(before);
  });
});

describe('a batch', () => {
  it('loses only its bad events, and says why for each', async () => {
    const before = (await messagesOn(door.log)).length;
    const bad = refusals.map(([, event]) => JSON.stringify(event));
    const parts = [
      JSON.stringify(entry()),
      ...bad,
      '{"specversion": nonsense}',
      '42',
      '"a string, with ] and }"',
      nested(40),
      JSON.stringify(entry({ data: { colour: 'x'.repeat(70 * 1024) } })),
      JSON.stringify(entry()),
    ];
    const answer = await post(`[${parts.join(' ,\n')}]`, { headers: { 'content-type': mediaTypes.batch } });
    expect(answer.status, answer.text).toBe(200);
    const results = answer.body.results ?? [];
    expect(results.map(({ index }) => index)).toEqual(parts.map((_, index) => index));
    expect(results.at(0)?.status).toBe('accepted');
    expect(results.at(-1)?.status).toBe('accepted');
    for (const [index, [what, , status, pointer]] of refusals.entries()) {
      const result = results[index + 1];
      expect(result?.status, what).toBe('refused');
      expect(result?.problem?.status, what).toBe(status);
      expect(
        result?.problem?.errors.map((error) => error.pointer),
        what,
      ).toContain(pointer);
    }
    for (const result of results.slice(refusals.length + 1, -1)) expect(result.status).toBe('refused');
    expect(answer.text).not.toContain('2690549588157');
    const kept = (await messagesOn(door.log)).slice(before);
    expect(kept.filter(({ topic }) => topic === 'entry')).toHaveLength(2);
  });

  it('of bad events only is 422 with its results, and leaves nothing', async () => {
    const before = (await messagesOn(door.log)).length;
    const answer = await post(refusals.map(([, event]) => event));
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.body.results).toHaveLength(refusals.length);
    expect(await messagesOn(door.log)).toHaveLength(before);
  });
});

describe('binary mode', () => {
  const binary = (headers: Record<string, string>) => {
    const { data, ...envelope } = entry();
    const named = Object.entries(envelope).map(([name, value]) => [`ce-${name}`, String(value)]);
    return post(JSON.stringify(data), {
      headers: { 'content-type': 'application/json', ...Object.fromEntries(named), ...headers },
    });
  };

  it.each([
    ['a header that CloudEvents has not', { 'ce-sub-ject': 'x' }, '/sub-ject'],
    ['a header with the name of a prototype', { 'ce-__proto__': 'x' }, '/__proto__'],
    ['a header with a NIR for a name', { 'ce-269054958815780': 'x' }, '/…'],
    ['a NIR in percents', { 'ce-id': '%32690549588157' }, '/id'],
    ['two ids', { 'ce-id': 'a, b' }, '/id'],
    ['a NUL in percents', { 'ce-id': 'a%00' }, '/id'],
  ])('refuses %s', async (_what, headers, pointer) => {
    expect((await binary({})).status).toBe(202);
    const answer = await binary(headers as unknown as Record<string, string>);
    expect([answer.status, answer.body.errors?.map((error) => error.pointer)]).toEqual([422, [pointer]]);
    expect(answer.text).not.toContain('690549588157');
  });
});
