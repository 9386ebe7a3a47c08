import { randomUUID } from 'node:crypto';
import { demoPartners, findPartner, purposesOf, revokePartner } from '@hub/platform';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  alias,
  ask,
  checked,
  fact,
  openStage,
  readUpTo,
  receipt,
  type Stage,
  sealed,
  storeDossier,
  storeSession,
  storeTrainee,
  traced,
} from './query-stage.ts';

const region = 'region-centre-val-de-loire';
const regionSiret = demoPartners.find(({ clientId }) => clientId === region)?.siret;
const opcoSiret = demoPartners.find(({ clientId }) => clientId === 'opco')?.siret;
const nir = '2690549588157';
const otherNir = '2550814168025';
/** Numbers whose check digit fits. */
const [prf, opco, twin, unknown] = [100000017, 100000025, 100000033, 100000041].map(checked) as [
  number,
  number,
  number,
  number,
];
const [anna, annaAgain, restricted] = [randomUUID(), randomUUID(), randomUUID()];
let stage: Stage;

function financed(siret: string | null | undefined, source = 'region-cvl', line = 'L1') {
  const data = { line, financerSiret: siret, funding: 'prf', device: 'prf', from: '2026-03-01', amount: 123_400 };
  return fact('financing-engaged', { source, day: '2026-03-01', data });
}

beforeAll(async () => {
  stage = await openStage();
  const identity = await sealed(stage, anna, 'eos:d1', 'identity', { birthName: 'Martin', firstNames: 'Anna' });
  const contact = await sealed(stage, anna, 'eos:d1', 'contact', { email: 'anna@example.fr' });
  const reasons = await sealed(stage, anna, 'eos:x1', 'reasons', { reason: 'health' });
  const situation = await sealed(stage, anna, 'eos:s1', 'situation', { rqth: true });
  await storeTrainee(stage, anna, [
    fact('trainee-described', {
      source: 'eos',
      id: 'd1',
      references: [],
      data: { flags: {} },
      sealed: { ...identity, ...contact },
    }),
  ]);
  await storeTrainee(
    stage,
    annaAgain,
    [
      fact('trainees-judged', {
        source: 'hub',
        id: 'j1',
        references: [],
        data: { trainees: [anna, annaAgain], verdict: 'same', by: 'manual' },
      }),
    ],
    [anna],
  );
  await storeDossier(stage, anna, prf, [
    fact('candidate-positioned', {
      source: 'kairos',
      id: 'p1',
      day: '2026-03-20',
      data: { by: 'adviser', mode: 'candidature', funding: 'prf' },
    }),
    fact('entry-attested', { id: 'e1', day: '2026-04-01' }),
    fact('exit-declared', { id: 'x1', day: '2026-05-20', data: { kind: 'abandonment' }, sealed: reasons }),
    fact('situation-declared', { id: 's1', day: '2026-03-20', sealed: situation }),
    financed(regionSiret),
  ]);
  await storeDossier(stage, anna, opco, [
    fact('entry-attested', { source: 'opco', id: 'o1', day: '2026-04-10', references: ['file:opco:ABC1'] }),
    { ...financed(opcoSiret, 'opco'), references: ['file:opco:ABC1'] },
  ]);
  await storeDossier(stage, annaAgain, twin, [
    fact('absence-declared', {
      source: 'kairos',
      id: 'a1',
      day: '2026-04-07',
      data: { from: '2026-04-07', to: '2026-04-07', justified: true },
    }),
  ]);
  await storeDossier(stage, restricted, checked(100000050), [financed(regionSiret)]);
  await storeTrainee(stage, restricted, [
    fact('processing-restricted', { source: 'operator', day: '2026-05-01', references: [] }),
  ]);
  await storeSession(stage, [
    fact('session-published', {
      source: 'ofeli',
      data: {
        title: 'Soudeur',
        start: '2026-04-01',
        end: '2026-07-31',
        entryMode: 'fixed-dates',
        mandataireSiret: '99000102600014',
      },
    }),
  ]);
  await alias(stage, nir, anna);
  await alias(stage, otherNir, restricted);
  await readUpTo(stage, 'trainee', 1, { positioning: 3, entry: 5 });
});

afterAll(() => stage?.close());
beforeEach(async () => {
  await traced(stage);
});

const search = (clientId: string, payload: object, headers = {}) =>
  ask(stage, clientId, '/v1/training-paths/search', { method: 'POST', payload, headers });

describe('a financer', () => {
  it('reads the dossier it finances by any of its numbers, with session, sealed blocks by right, and the person', async () => {
    for (const number of [prf, twin]) {
      const answer = await ask(stage, region, `/v1/dossiers/${number}`);
      expect(answer.statusCode).toBe(200);
      const body = answer.json();
      expect(body).toMatchObject({
        status: 'exited',
        trainingRefs: ['session:eos:67680'],
        identity: { birthName: 'Martin', source: 'eos', eventId: 'd1' },
        contact: { email: 'anna@example.fr' },
        reasons: [{ reason: 'health', source: 'eos', eventId: 'x1' }],
        situation: [{ rqth: true, source: 'eos', eventId: 's1' }],
        parked: [],
      });
      expect([body.number, ...body.alsoKnownAs].sort()).toEqual([prf, twin].sort());
      expect(body.session.published.value.title).toBe('Soudeur');
      expect(body.absences).toHaveLength(1);
      expect(body.sealed).toBeUndefined();
      expect(body.freshness).toMatchObject({
        token: answer.headers['hub-state'],
        projectionVersion: 'stage.1',
        rulesVersion: 'stage',
        today: '2026-06-15',
        asOf: null,
        knownAt: null,
      });
      expect(answer.headers['hub-state']).toBeDefined();
      expect(body.anomalies.every((each: { sentence: string }) => each.sentence !== '')).toBe(true);
    }
  });

  it('sees in a path the dossiers that it finances and nothing that speaks of the others', async () => {
    const answer = await search(region, { nir });
    expect(answer.statusCode).toBe(200);
    expect(answer.json().dossiers.map(({ trainingRefs }: { trainingRefs: string[] }) => trainingRefs)).toEqual([
      ['session:eos:67680'],
    ]);
    expect(answer.json().trainees.sort()).toEqual([anna, annaAgain].sort());
    expect(answer.json().joinedBy).toHaveLength(1);
    expect(answer.body).not.toMatch(new RegExp(`ABC1|${opco}|${opcoSiret}`));
  });

  it('finds the same path by 15 characters, with spaces, and by surrogate id of any linked trainee', async () => {
    for (const text of ['269054958815780', '2 69 05 49 588 157 80']) {
      expect((await search(region, { nir: text })).statusCode).toBe(200);
    }
    for (const id of [anna, annaAgain]) {
      expect((await ask(stage, region, `/v1/training-paths/${id}`)).json().dossiers).toHaveLength(1);
    }
  });

  it('sees nothing of a person whose processing is restricted; the authority does', async () => {
    expect((await search(region, { nir: otherNir })).statusCode).toBe(404);
    expect((await search('cdc', { nir: otherNir })).statusCode).toBe(200);
  });
});

describe('a person judged to be another', () => {
  it('is kept apart, facts and sealed blocks too, even where both were reported under one id', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    const verdict = (id: string) =>
      fact('trainees-judged', {
        source: 'operator',
        id,
        references: [],
        data: { trainees: [one, other], verdict: 'different', by: 'manual' },
      });
    const described = async (trainee: string, birthName: string, receivedAt: string) =>
      fact('trainee-described', {
        id: 'same-id',
        references: [],
        receivedAt,
        data: { flags: {} },
        sealed: await sealed(stage, trainee, 'eos:same-id', 'identity', { birthName }),
      });
    await storeTrainee(stage, one, [verdict('v1'), await described(one, 'Un', '2026-04-02T08:00:00.000Z')], [other]);
    await storeTrainee(
      stage,
      other,
      [verdict('v2'), await described(other, 'Autre', '2026-04-01T08:00:00.000Z')],
      [one],
    );
    await storeDossier(stage, one, checked(100000060), [fact('entry-attested', { id: 'own', day: '2026-04-01' })]);
    await storeDossier(stage, other, checked(100000070), [
      fact('entry-attested', { id: 'foreign', day: '2026-04-01' }),
    ]);
    const body = (await ask(stage, 'cdc', `/v1/training-paths/${one}?facts=true`)).json();
    expect(body.trainees).toEqual([one]);
    expect(body.identity.birthName).toBe('Un');
    expect(JSON.stringify(body)).not.toMatch(/Autre|foreign/);
  });
});

describe('the authority', () => {
  it('sees every dossier and every category but identifiers, and what shows across dossiers', async () => {
    const body = (await search('cdc', { nir }, { 'hub-purpose': 'control' })).json();
    expect(body.dossiers).toHaveLength(2);
    expect(body.dossiers.flatMap(({ situation }: { situation: object[] }) => situation)).toEqual([
      { rqth: true, source: 'eos', eventId: 's1' },
    ]);
    expect(body.anomalies.map(({ code }: { code: string }) => code)).toContain('overlapping-dossiers');
    const [row] = await traced(stage);
    expect(row).toMatchObject({ client_id: 'cdc', purpose: 'control', operation: 'search', decision: 'allowed' });
    expect([...(row?.categories ?? [])].sort()).toEqual(['contact', 'identity', 'reasons', 'situation']);
  });
});

it('a refusal says what to do: which purposes the convention has, where to look for what is shown', async () => {
  const purposes = { status: 403, type: 'urn:hub:problem:purpose-not-agreed' };
  const refused = await ask(stage, region, `/v1/dossiers/${prf}`, { headers: { 'hub-purpose': 'control' } });
  const may = purposesOf((await findPartner(stage.database.pool, region)) ?? { convention: null });
  expect(refused.json()).toMatchObject({ ...purposes, detail: expect.stringContaining(may.join(', ')) });
  expect(may.length).toBeGreaterThan(0);
  const none = await ask(stage, 'ofeli', `/v1/dossiers/${prf}`);
  expect(none.json()).toMatchObject({ ...purposes, detail: expect.stringMatching(/^It names none: ask /) });
  const missing = await ask(stage, region, `/v1/dossiers/${unknown}`);
  expect(missing.json()).toMatchObject({ status: 404, detail: expect.stringContaining('GET /v1/dossiers lists') });
});

describe('what is forbidden looks unknown', () => {
  it.each([
    ['a financer without a line', 'region-bretagne', {}],
    ['a source', 'ofeli', {}],
    ['a CEP operator', 'cep-operator', { 'hub-purpose': 'advice' }],
    ['the operators', 'operator', { 'hub-purpose': 'data-quality' }],
  ])('for %s: same status, headers and body', async (_who, clientId, headers) => {
    const partner = await findPartner(stage.database.pool, clientId);
    if (partner !== null && purposesOf(partner).length === 0) {
      const answer = await ask(stage, clientId, `/v1/dossiers/${prf}`, { headers });
      expect(answer.json()).toMatchObject({ status: 403, type: 'urn:hub:problem:purpose-not-agreed' });
      return;
    }
    const pairs = [
      [
        await ask(stage, clientId, `/v1/dossiers/${prf}`, { headers }),
        await ask(stage, clientId, `/v1/dossiers/${unknown}`, { headers }),
      ],
      [await search(clientId, { nir }, headers), await search(clientId, { nir: '1850775116007' }, headers)],
      [
        await ask(stage, clientId, `/v1/training-paths/${anna}`, { headers }),
        await ask(stage, clientId, `/v1/training-paths/${randomUUID()}`, { headers }),
      ],
    ] as const;
    for (const [forbidden, absent] of pairs) {
      expect(forbidden.statusCode).toBe(404);
      expect({ ...forbidden.json(), instance: '' }).toEqual({ ...absent.json(), instance: '' });
      expect(Object.keys(forbidden.headers)).toEqual(Object.keys(absent.headers));
    }
  });

  it('leaves a trace of each: forbidden for the persons met, unknown for nobody', async () => {
    await ask(stage, 'region-bretagne', `/v1/dossiers/${prf}`);
    const forbidden = await traced(stage);
    expect(forbidden.map(({ trainee_id }) => trainee_id)).toEqual([anna]);
    expect(forbidden[0]).toMatchObject({
      client_id: 'region-bretagne',
      agent: 'agent-17',
      purpose: 'funding-follow-up',
      operation: 'dossier',
      dossier: prf,
      decision: 'forbidden',
      categories: [],
    });
    await search('region-bretagne', { nir: '1850775116007' });
    expect(await traced(stage)).toEqual([
      expect.objectContaining({ trainee_id: null, operation: 'search', decision: 'unknown' }),
    ]);
  });

  it('also where the check digit of the number is wrong', async () => {
    expect((await ask(stage, region, `/v1/dossiers/${prf === 999999999 ? 1 : prf + 1}`)).statusCode).toBe(404);
  });
});

describe('a read is refused', () => {
  const dossier = `/v1/dossiers/${prf}`;
  it.each<[string, Parameters<typeof ask>[2], Parameters<typeof ask>[3], number, string, string?]>([
    ['without a token', dossier, { headers: { authorization: undefined } }, 401, 'unauthorized'],
    ['with another token', dossier, { headers: { authorization: 'Bearer a.b.c' } }, 401, 'unauthorized'],
    ['without agent', dossier, { headers: { 'hub-agent': undefined } }, 400, 'request-invalid', '/headers/hub-agent'],
    ['with a NIR for agent', dossier, { headers: { 'hub-agent': nir } }, 400, 'request-invalid', '/headers/hub-agent'],
    [
      'without purpose',
      dossier,
      { headers: { 'hub-purpose': undefined } },
      400,
      'request-invalid',
      '/headers/hub-purpose',
    ],
    [
      'for an unknown purpose',
      dossier,
      { headers: { 'hub-purpose': 'curiosity' } },
      400,
      'request-invalid',
      '/headers/hub-purpose',
    ],
    ['for a purpose not agreed', dossier, { headers: { 'hub-purpose': 'control' } }, 403, 'purpose-not-agreed'],
    ['by a number that is none', '/v1/dossiers/12', {}, 400, 'request-invalid', '/path/number'],
    ['by a NIR for a number', `/v1/dossiers/${nir}`, {}, 400, 'identifier-in-url'],
    ['by a NIR in the query', `${dossier}?nir=${nir}`, {}, 400, 'identifier-in-url'],
    ['by a trainee id that is none', '/v1/training-paths/12', {}, 400, 'request-invalid', '/path/traineeId'],
    [
      'by a trainee id as a URN',
      `/v1/training-paths/urn:uuid:${randomUUID()}`,
      {},
      400,
      'request-invalid',
      '/path/traineeId',
    ],
    ['for a day that does not exist', `${dossier}?asOf=2026-02-30`, {}, 400, 'request-invalid', '/query/asOf'],
    ['for an instant that is none', `${dossier}?knownAt=yesterday`, {}, 400, 'request-invalid', '/query/knownAt'],
    ['with an unknown question', `${dossier}?fields=all`, {}, 400, 'request-invalid', '/query/fields'],
    ['with a question asked twice', `${dossier}?facts=true&facts=false`, {}, 400, 'request-invalid', '/query/facts'],
    ['by another method', dossier, { method: 'DELETE' }, 405, 'method-not-allowed'],
    [
      'with a false state',
      dossier,
      { headers: { 'hub-at-least': 'abc' } },
      400,
      'request-invalid',
      '/headers/hub-at-least',
    ],
  ])('%s', async (_how, url, options, ...problem) => {
    const [status, name, pointer] = problem;
    const answer = await ask(stage, region, url, options);
    expect(answer.json()).toMatchObject({ status, type: `urn:hub:problem:${name}` });
    if (pointer !== undefined) expect(answer.json().errors[0].pointer).toBe(pointer);
    expect(answer.body).not.toContain(nir);
  });

  it.each<[string, object | string, number, string, string?]>([
    ['a NIR with a wrong key', { nir: '269054958815781' }, 422, 'identifier-invalid', 'nir-key'],
    ['a NIR of another length', { nir: '26905495' }, 422, 'identifier-invalid', 'nir-shape'],
    ['a NIR for a NIA', { nia: nir }, 422, 'identifier-invalid', 'nia-provisional'],
    [
      'a France Travail number that is none',
      { franceTravailNumber: 'FT-12' },
      422,
      'identifier-invalid',
      'france-travail-number-shape',
    ],
    ['two identifiers', { nir, nia: nir }, 400, 'request-invalid', 'value-invalid'],
    ['no identifier', {}, 400, 'request-invalid', 'value-invalid'],
    ['a name', { name: 'Martin' }, 400, 'request-invalid', 'property-unknown'],
    ['a number for a NIR', { nir: Number(nir) }, 400, 'request-invalid', 'type-wrong'],
    ['a list', [], 400, 'request-invalid', 'type-wrong'],
    ['broken JSON', '{"nir":"269054', 400, 'body-unreadable'],
    ['two numbers', `{"nir":"${nir}","nir":"${nir}"}`, 400, 'request-invalid', 'json-key-repeated'],
  ])('by %s, which is not echoed', async (_what, payload, status, name, rule) => {
    const headers = typeof payload === 'string' ? { 'content-type': 'application/json' } : {};
    const answer = await ask(stage, region, '/v1/training-paths/search', { method: 'POST', payload, headers });
    expect(answer.json()).toMatchObject({ status, type: `urn:hub:problem:${name}` });
    if (rule !== undefined) expect(answer.json().errors.map((error: { rule: string }) => error.rule)).toContain(rule);
    expect(answer.body).not.toMatch(/26905|Martin/);
  });

  it('at any address where a parameter stands twice', async () => {
    const { paths } = (await stage.server.inject('/openapi.json')).json() as { paths: Record<string, object> };
    const addresses = Object.keys(paths).filter((path) => 'get' in (paths[path] ?? {}));
    expect(addresses.length).toBeGreaterThan(8);
    for (const path of addresses) {
      const url = `${path.replaceAll(/\{\w+\}/g, '1')}?asOf=2026-01-01&asOf=2026-01-02`;
      const answer = await stage.server.inject(url);
      expect([url, answer.statusCode, answer.json().errors?.[0]?.rule]).toEqual([url, 400, 'parameter-repeated']);
    }
  });

  it('in XML or in another charset, with 415; too large, with 413', async () => {
    const headers = { 'content-type': 'application/xml' };
    const url = '/v1/training-paths/search';
    expect((await ask(stage, region, url, { method: 'POST', payload: '<nir/>', headers })).statusCode).toBe(415);
    const latin1 = { 'content-type': 'application/json; charset=latin1' };
    expect((await ask(stage, region, url, { method: 'POST', payload: '{}', headers: latin1 })).statusCode).toBe(415);
    const payload = { nir: 'x'.repeat(6 * 1024 * 1024) };
    expect((await ask(stage, region, url, { method: 'POST', payload })).statusCode).toBe(413);
  });

  it('when its trace cannot be written: the body does not leave', async () => {
    await stage.database.pool.query('alter table access.trace rename to trace_away');
    try {
      const answer = await ask(stage, region, dossier);
      expect(answer.statusCode).toBe(500);
      expect(answer.body).not.toMatch(/Martin|trace_away|session:eos/);
    } finally {
      await stage.database.pool.query('alter table access.trace_away rename to trace');
    }
  });

  it('once the partner is revoked', async () => {
    expect((await ask(stage, 'opco', `/v1/dossiers/${opco}`)).statusCode).toBe(200);
    await revokePartner(stage.database.pool, 'opco');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
    try {
      expect((await ask(stage, 'opco', `/v1/dossiers/${opco}`)).statusCode).toBe(401);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the state shown', () => {
  const dossier = `/v1/dossiers/${prf}`;
  const atLeast = (token: string) => ask(stage, region, dossier, { headers: { 'hub-at-least': token } });

  it('is at least what a receipt or a state asks for', async () => {
    const shown = await atLeast(
      `${receipt(stage, { offset: 4 })}, ${receipt(stage, { topic: 'positioning', offset: 2 })}`,
    );
    expect(shown.statusCode).toBe(200);
    const again = await atLeast(String(shown.headers['hub-state']));
    expect(again.statusCode).toBe(200);
    const withoutToken = ({ freshness, ...body }: { freshness: object }) => ({ ...body, ...freshness, token: null });
    expect(withoutToken(again.json())).toEqual(withoutToken(shown.json()));
    expect(again.headers.etag).toBe(shown.headers.etag);
  });

  it('is waited for within a bound, then 503 says when to come back', async () => {
    const late = await atLeast(receipt(stage, { offset: 5 }));
    expect(late.json()).toMatchObject({ status: 503, type: 'urn:hub:problem:not-yet' });
    expect(late.headers['retry-after']).toBe('1');
    const waiting = atLeast(receipt(stage, { offset: 5 }));
    await readUpTo(stage, 'trainee', 1, { entry: 6 });
    expect((await waiting).statusCode).toBe(200);
  });

  it('is not held by a parked event, which the answer names', async () => {
    await stage.database.pool.query(
      `insert into projection.parked (version, topic, slice, "offset", reason, detail) values ('stage.1', 'entry', 1, 3, 'event-unreadable', 'x')`,
    );
    const token = receipt(stage, { offset: 3 });
    expect((await atLeast(token)).json().parked).toEqual([{ receipt: token, reason: 'event-unreadable' }]);
  });

  it('is never that of a log that was replaced', async () => {
    expect((await atLeast(receipt(stage, { logEpoch: randomUUID() }))).statusCode).toBe(400);
  });

  it('is not sent again where the reader has it', async () => {
    const first = await ask(stage, region, dossier);
    const tag = String(first.headers.etag);
    const second = await ask(stage, region, dossier, { headers: { 'if-none-match': tag } });
    expect([second.statusCode, second.body]).toEqual([304, '']);
    expect((await ask(stage, region, dossier, { headers: { 'if-none-match': 'W/"other"' } })).statusCode).toBe(200);
    expect(await traced(stage)).toHaveLength(6);
  });

  it('is sent again to who searches, whose tag is that of the path by its id', async () => {
    const searched = await search('cdc', { nir }, { 'hub-purpose': 'control' });
    const headers = { 'hub-purpose': 'control', 'if-none-match': String(searched.headers.etag) };
    expect((await search('cdc', { nir }, headers)).statusCode).toBe(200);
    await traced(stage);
    expect((await ask(stage, 'cdc', `/v1/training-paths/${anna}`, { headers })).statusCode).toBe(304);
    expect(await traced(stage)).not.toHaveLength(0);
  });
});

describe('a look back', () => {
  it('shows a dossier as of a day, with that day as today', async () => {
    const body = (await ask(stage, region, `/v1/dossiers/${prf}?asOf=2026-05-01`)).json();
    expect(body).toMatchObject({
      status: 'entered',
      today: '2026-05-01',
      freshness: { asOf: '2026-05-01', knownAt: null },
    });
  });

  it('shows what was known at an instant', async () => {
    const body = (await ask(stage, region, `/v1/dossiers/${prf}?knownAt=2026-03-25T00:00:00Z`)).json();
    expect(body).toMatchObject({ status: 'positioned', freshness: { knownAt: '2026-03-25T00:00:00Z' } });
    expect((await ask(stage, region, `/v1/dossiers/${prf}?knownAt=2025-01-01T00:00:00Z`)).statusCode).toBe(404);
  });

  it('lists every fact and what became of it on request', async () => {
    const { facts } = (await ask(stage, region, `/v1/dossiers/${prf}?facts=true`)).json();
    expect(facts.find(({ id }: { id: string }) => id === 'e1')).toMatchObject({
      type: 'entry-attested',
      state: 'live',
    });
  });
});

describe('the log lines of reads', () => {
  it('hold routes, never URLs, identifiers or names', () => {
    const text = stage.lines.join('');
    expect(text).toContain('/v1/dossiers/:number');
    expect(text).not.toMatch(new RegExp(`${nir}|${prf}|${anna}|Martin|anna@`));
  });
});
