import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  ask,
  fact,
  logEpoch,
  openStage,
  readUpTo,
  receipt,
  type Stage,
  storeDossier,
  storeSession,
  traced,
} from './query-stage.ts';

const number = 100000016;
const trainee = randomUUID();
let stage: Stage;

const session = (references: string[], title: string, id: string) =>
  fact('session-published', {
    source: 'ofeli',
    id,
    references,
    data: { title, end: '2026-07-31', entryMode: 'fixed-dates', mandataireSiret: '99000102600014' },
  });

beforeAll(async () => {
  stage = await openStage();
  await storeSession(stage, [session(['session:07:114782'], 'Soudeur', 's1')]);
  await storeSession(stage, [session(['session:eos:67680', 'session:ft:9'], 'Boulanger', 's2')], 3);
  await storeDossier(stage, trainee, number, [
    fact('entry-attested', { id: 'e1', day: '2026-04-01', recordedAt: '2026-05-01T08:00:00.000Z' }),
  ]);
  await readUpTo(stage, 'trainee', 1, { entry: 5 });
  await readUpTo(stage, 'offer', 2, { offer: 9 });
});

afterAll(() => stage?.close());

const personal = { 'hub-agent': undefined, 'hub-purpose': undefined };
const read = (path: string, headers = {}) => ask(stage, 'kairos', path, { headers: { ...personal, ...headers } });

describe('a session', () => {
  it('is read by every partner, without agent or purpose, and leaves no trace', async () => {
    const answer = await read('/v1/sessions/07/114782');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      references: ['session:07:114782'],
      state: 'open',
      published: { value: { title: 'Soudeur' } },
    });
    expect(answer.headers['hub-state']).toBeDefined();
    const { rowCount } = await stage.database.pool.query('select from access.trace');
    expect(rowCount).toBe(0);
  });

  it.each([
    ['/v1/sessions/07/07_114782', 'Soudeur'],
    ['/v1/sessions/EOS/67680', 'Boulanger'],
  ])('is found as %s', async (path, title) => {
    expect((await read(path)).json().published.value.title).toBe(title);
  });

  // Of two references the first is the session's; the other is only proposed.
  it.each([
    '/v1/sessions/ft/9',
    '/v1/sessions/07/1',
    '/v1/sessions/07/a%20b',
    '/v1/sessions/%2F/1',
    '/v1/sessions/07/%00',
  ])('is unknown as %s', async (path) => {
    expect((await read(path)).json()).toMatchObject({ status: 404, type: 'urn:hub:problem:not-found' });
  });

  it('says that it recruits and has no way in, though nobody is in it', async () => {
    const { anomalies } = (await read('/v1/sessions/07/114782')).json();
    expect(anomalies).toMatchObject([
      { code: 'recruitment-without-way-in', found: 'assessed', facts: [{ source: 'ofeli', eventId: 's1' }] },
    ]);
  });

  it('is not sent again where the reader has it, and waits for what Hub-At-Least asks', async () => {
    const tag = String((await read('/v1/sessions/07/114782')).headers.etag);
    expect((await read('/v1/sessions/07/114782', { 'if-none-match': tag })).statusCode).toBe(304);
    const seen = receipt(stage, { topic: 'offer', slice: 2, offset: 8 });
    expect((await read('/v1/sessions/07/114782', { 'hub-at-least': seen })).statusCode).toBe(200);
    const later = receipt(stage, { topic: 'offer', slice: 2, offset: 9 });
    expect((await read('/v1/sessions/07/114782', { 'hub-at-least': later })).statusCode).toBe(503);
  });

  it('needs a token', async () => {
    expect((await read('/v1/sessions/07/114782', { authorization: undefined })).statusCode).toBe(401);
  });
});

describe('a receipt', () => {
  const at = (clientId: string, token: string) => ask(stage, clientId, `/v1/receipts/${token}`, { headers: personal });

  it('says logged, then visible with the anomalies that name its event', async () => {
    const token = receipt(stage, { offset: 5, dossier: number, trainee });
    expect((await at('eos', token)).json()).toMatchObject({
      state: 'logged',
      anomalies: [],
      id: 'e1',
      dossier: number,
    });
    await readUpTo(stage, 'trainee', 1, { entry: 6 });
    const { state, anomalies } = (await at('eos', token)).json();
    expect(state).toBe('visible');
    expect(anomalies).toContainEqual(
      expect.objectContaining({
        code: 'late-declaration',
        facts: [{ source: 'eos', eventId: 'e1' }],
        sentence: expect.stringMatching(/./),
      }),
    );
  });

  it('says parked, and why', async () => {
    await stage.database.pool.query(
      `insert into projection.parked (version, topic, slice, "offset", reason, detail) values ('stage.1', 'entry', 1, 2, 'event-unreadable', 'x')`,
    );
    expect((await at('eos', receipt(stage, { offset: 2 }))).json()).toMatchObject({
      state: 'parked',
      reason: 'event-unreadable',
    });
  });

  it('is unknown to every other partner, and where it is false', async () => {
    const token = receipt(stage, { offset: 2 });
    for (const [clientId, asked] of [
      ['kairos', token],
      ['cdc', token],
      ['eos', `${token}x`],
      ['eos', 'a.b'],
    ] as const) {
      expect((await at(clientId, asked)).json()).toMatchObject({ status: 404, type: 'urn:hub:problem:not-found' });
    }
  });

  it('stays logged where its log was replaced', async () => {
    const token = receipt(stage, { logEpoch: `${logEpoch.slice(0, -1)}9`, offset: 0 });
    expect((await at('eos', token)).json().state).toBe('logged');
  });
});

describe('many receipts at once', () => {
  const search = (clientId: string, receipts: readonly unknown[]) =>
    ask(stage, clientId, '/v1/receipts/search', { method: 'POST', payload: { receipts }, headers: personal });
  const single = async (token: string) => {
    const { instance: _, ...body } = (await ask(stage, 'eos', `/v1/receipts/${token}`, { headers: personal })).json();
    return body;
  };

  it('say of each what one alone does: visible, of a session, parked, logged', async () => {
    await readUpTo(stage, 'trainee', 1, { entry: 6 });
    const tokens = [
      receipt(stage, { offset: 5, dossier: number, trainee }),
      receipt(stage, { topic: 'offer', slice: 2, offset: 0, session: 'session:07:114782', source: 'ofeli', id: 's1' }),
      receipt(stage, { offset: 2 }),
      receipt(stage, { offset: 5_000 }),
      receipt(stage, { logEpoch: `${logEpoch.slice(0, -1)}9`, offset: 0 }),
      receipt(stage, { offset: 5, dossier: number, trainee }),
    ];
    const answer = await search('eos', tokens);
    expect(answer.statusCode).toBe(200);
    const { results } = answer.json();
    expect(results.map(({ state }: { state: string }) => state)).toEqual([
      ...['visible', 'visible', 'parked', 'logged', 'logged', 'visible'],
    ]);
    for (const [index, token] of tokens.entries()) {
      expect(results[index]).toEqual({ index, receipt: token, ...(await single(token)) });
    }
  });

  it('refuse false ones and those of another partner item by item, alike, and trace it once', async () => {
    const own = receipt(stage, { offset: 2 });
    await traced(stage);
    const answer = await search('eos', [receipt(stage, { partner: 'kairos' }), own, `${own}x`, '', 'x'.repeat(5_000)]);
    const { results } = answer.json();
    const problem = {
      ...{ type: 'urn:hub:problem:not-found', title: 'There is no such receipt.', status: 404 },
      detail: expect.stringContaining('that of another client looks like none'),
    };
    expect(results.map(({ index, ...rest }: { index: number }) => rest)).toEqual([
      { problem },
      expect.objectContaining({ state: 'parked' }),
      ...[{ problem }, { problem }, { problem }],
    ]);
    expect(await traced(stage)).toMatchObject([{ client_id: 'eos', operation: 'receipt', decision: 'refused' }]);
  });

  it('take as many statements as one does', async () => {
    await readUpTo(stage, 'trainee', 1, { entry: 6 });
    const statements = async (receipts: readonly string[]) => {
      const sent = vi.spyOn(pg.Client.prototype, 'query');
      expect((await search('eos', receipts)).statusCode).toBe(200);
      const { calls, contexts } = sent.mock;
      // Of the read alone: what the process keeps meanwhile goes by other connections.
      const reads = contexts[calls.findIndex(([sql]) => String(sql).startsWith('begin transaction'))];
      const count = contexts.filter((each) => each === reads).length;
      sent.mockRestore();
      return count;
    };
    // What is looked up again now and then may fall into one of them.
    const fewest = async (receipts: readonly string[]) =>
      Math.min(await statements(receipts), await statements(receipts), await statements(receipts));
    const one = receipt(stage, { offset: 5, dossier: number, trainee });
    const all = Array.from({ length: 1_000 }, (_, place) =>
      receipt(stage, { offset: place % 6, dossier: number + place, trainee: randomUUID() }),
    );
    const alone = await fewest([one]);
    expect(alone).toBeGreaterThan(4);
    expect(await fewest(all)).toBe(alone);
  });

  it('are 1,000 at most, and texts', async () => {
    const wrong = [[], Array.from({ length: 1_001 }, () => 'x'), [3]];
    for (const receipts of wrong) {
      const { status, errors } = (await search('eos', receipts)).json();
      expect([status, errors[0].pointer]).toEqual([400, expect.stringMatching(/^\/receipts/)]);
    }
  });
});

describe('the description of the API', () => {
  it('is OpenAPI 3.1, open to all, and can be browsed without anything from elsewhere', async () => {
    const document = (await stage.server.inject('/openapi.json')).json();
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/v1/dossiers/{number}', '/v1/receipts/{receipt}', '/v1/statistics']),
    );
    const page = await stage.server.inject('/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(src|href)="https?:/);
    expect(page.body).toContain('<title>Open training hub – API</title>');
    expect((await stage.server.inject('/docs/static/swagger-ui-bundle.js')).statusCode).toBe(200);
  });
});
