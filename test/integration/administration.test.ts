import { HubError } from '@hub/core';
import {
  askJob,
  demoPartners,
  findJob,
  findPartner,
  issueToken,
  type Job,
  type JobWork,
  type Operator,
  runJobs,
  type TokenScope,
  withTransaction,
  writeAudit,
} from '@hub/platform';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { testLogger } from '../support/logger.ts';
import { entry, openDoor, post, type TestDoor } from './gateway-harness.ts';

let hub: TestDoor;

beforeAll(async () => {
  hub = await openDoor();
});

afterAll(() => hub?.close());

interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

async function ask<Body = Record<string, unknown>>(
  path: string,
  options: {
    readonly body?: object;
    readonly as?: string;
    readonly agent?: string | null;
    readonly scopes?: readonly TokenScope[];
  } = {},
): Promise<Answer<Body>> {
  const { body, as = 'operator', agent = 'agent-1', scopes } = options;
  const response = await fetch(`${hub.gateway.url}/v1/admin/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${await issueToken(hub.secrets, as, scopes && { scopes })}`,
      'content-type': 'application/json',
      ...(agent === null ? {} : { 'hub-agent': agent }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

const by: Operator = { siret: null, clientId: 'operator', agent: 'agent-1', traceparent: null };

describe('the administration', () => {
  it('is for clients of the operators of the hub, and names who acts', async () => {
    expect((await ask('audit', { as: 'cdc' })).status).toBe(403);
    expect((await ask('audit', { as: 'kairos' })).status).toBe(403);
    expect((await ask('audit', { agent: null })).status).toBe(400);
    const mail = await ask('audit', { agent: 'jeanne.martin@exemple.fr' });
    expect(mail).toMatchObject({ status: 400, body: { errors: [{ pointer: '/headers/hub-agent' }] } });
    expect(JSON.stringify(mail.body)).not.toContain('jeanne');
    expect((await ask('audit')).status).toBe(200);
  });

  it('keeps who changed what, before and after, and nobody changes that', async () => {
    const changes = ['one', 'two', 'three'].map((name) => {
      return { what: 'thing-changed', subject: `thing:${name}`, before: null, after: { name } };
    });
    for (const each of changes) await withTransaction(hub.database.pool, (client) => writeAudit(client, by, each));
    interface Page {
      readonly items: readonly { subject: string; agent: string; after: object }[];
      readonly next: string | null;
    }
    const first = await ask<Page>('audit?what=thing-changed&limit=2');
    expect(first.body.items.map(({ subject }) => subject)).toEqual(['thing:three', 'thing:two']);
    const second = await ask<Page>(`audit?what=thing-changed&limit=2&cursor=${first.body.next}`);
    expect(second.body).toMatchObject({
      items: [{ subject: 'thing:one', agent: 'agent-1', before: null }],
      next: null,
    });
    expect((await ask<Page>('audit?subject=thing:two')).body.items).toHaveLength(1);
    for (const spoil of [
      `update admin.audit set agent = 'another'`,
      'delete from admin.audit',
      'truncate admin.audit',
    ]) {
      await expect(hub.database.pool.query(spoil)).rejects.toThrow('append-only');
    }
  });

  it('keeps no secret in the audit, and then no change either', async () => {
    const spilled = { what: 'spilled', subject: 'thing:four', before: null, after: { inner: { clientSecret: 'x' } } };
    const written = withTransaction(hub.database.pool, (client) => writeAudit(client, by, spilled));
    await expect(written).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('organisations, their conventions and their clients', () => {
  const siret = '99000121600011';
  const newSiret = '99000199200017';
  const add = (change: object = {}) =>
    ask('organisations', {
      body: { siret: newSiret, name: 'Région des essais', kinds: ['region', 'cep-operator'], ...change },
    });
  const agree = (change: object = {}) =>
    ask<{ id: string }>('conventions', {
      body: { siret: newSiret, from: '2026-01-01', purposes: ['funding-follow-up'], ...change },
    });
  const addClient = (change: object = {}) =>
    ask<{ clientSecret: string | null }>('clients', { body: { clientId: 'essais', siret: newSiret, ...change } });

  it.each([
    ['a SIRET with a wrong key', { siret: '99000199200018' }, '/siret'],
    ['a SIRET that is none', { siret: '123' }, '/siret'],
    ['no kind', { kinds: [] }, '/kinds'],
    ['a kind that is none', { kinds: ['bank'] }, '/kinds/0'],
  ])('refuse %s', async (_what, change, pointer) => {
    expect(await add(change)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
    expect(JSON.stringify((await add(change)).body)).not.toContain('99000199200018');
  });

  it('are added, agreed and let in, each step with its row of the audit', async () => {
    expect((await add()).status).toBe(201);
    expect((await addClient({ siret: '99000106700026' })).status).toBe(409);
    const { status, body } = await addClient({ sources: ['region-essais'], certifies: ['nir'] });
    expect([status, body]).toEqual([201, expect.objectContaining({ alsoWrittenBy: [] })]);
    expect((await addClient()).body).toMatchObject({ type: 'urn:hub:problem:name-taken' });
    const agreed = await agree({
      to: '2026-12-31',
      limits: { personsADay: 10 },
      exceptions: { 'prf-direct': 50 },
      takeover: true,
    });
    expect(agreed.body).toMatchObject({ takeover: true, limits: { personsADay: 10, agentPersonsAnHour: 60 } });
    const shown = await ask(`organisations/${newSiret}`);
    expect(shown.body).toMatchObject({
      kinds: ['region', 'cep-operator'],
      convention: { id: agreed.body.id, to: '2026-12-31' },
      clientsActing: [{ clientId: 'essais', sources: ['region-essais'], signsInBy: ['secret'], hasConvention: true }],
    });
    const audited = await ask<{ items: { what: string }[] }>(`audit?subject=organisation:${newSiret}`);
    expect(audited.body.items.map(({ what }) => what)).toEqual(['convention-added', 'organisation-told']);
    const whole = await hub.database.pool.query('select before, after from admin.audit');
    expect(JSON.stringify([whole.rows, shown.body])).not.toContain(body.clientSecret);
  });

  it.each<[string, object, number, object]>([
    ['that overlaps another', { from: '2026-12-31' }, 409, { type: 'urn:hub:problem:convention-overlaps' }],
    [
      'that is open and begins before another',
      { from: '2020-01-01' },
      409,
      { type: 'urn:hub:problem:convention-overlaps' },
    ],
    ['that ends before it begins', { from: '2027-02-01', to: '2027-01-01' }, 400, { errors: [{ pointer: '/to' }] }],
    ['of a day that no calendar has', { from: '2027-02-30' }, 400, { errors: [{ pointer: '/from' }] }],
    [
      'of an address that is none',
      { from: '2027-01-01', addresses: ['10.0.0.0/33'] },
      400,
      { errors: [{ pointer: '/addresses/0' }] },
    ],
    [
      'of a purpose that is none',
      { from: '2027-01-01', purposes: ['curiosity'] },
      400,
      { errors: [{ pointer: '/purposes/0' }] },
    ],
    [
      'of a territory that is none',
      { from: '2027-01-01', territories: ['atlantide'] },
      400,
      { errors: [{ pointer: '/territories/0' }] },
    ],
    [
      'of a limit that is none',
      { from: '2027-01-01', limits: { persons: 3 } },
      400,
      { errors: [{ pointer: '/limits/persons' }] },
    ],
    [
      'of an organisation that nobody added',
      { siret: '99000106700026' },
      409,
      { type: 'urn:hub:problem:organisation-unknown' },
    ],
  ])('refuse a convention %s', async (_what, change, status, body) => {
    expect(await agree(change)).toMatchObject({ status, body });
  });

  it('of two conventions that are added at once for the same days, one is there', async () => {
    const both = await Promise.all([agree({ from: '2028-01-01' }), agree({ from: '2028-02-01' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const open = both.find(({ status }) => status === 201)?.body.id;
    expect(await ask(`conventions/${open}/end`, { body: { to: '2027-01-01' } })).toMatchObject({ status: 400 });
    expect((await ask(`conventions/${open}/end`, { body: { to: '2028-12-31' } })).body).toMatchObject({
      to: '2028-12-31',
    });
    expect((await ask(`conventions/${open}/end`, { body: { to: '2029-01-01' } })).status).toBe(400);
    expect((await agree({ from: '2029-01-01' })).status).toBe(201);
    const listed = await ask<{ items: { from: string }[]; next: string }>(`conventions?siret=${newSiret}&limit=1`);
    expect(listed.body.items).toMatchObject([{ from: '2029-01-01' }]);
    const rest = await ask(`conventions?siret=${newSiret}&cursor=${listed.body.next}`);
    expect(rest.body).toMatchObject({
      items: [{ from: expect.stringMatching('2028-0') }, { from: '2026-01-01' }],
      next: null,
    });
    expect((await ask(`conventions?siret=${newSiret}&on=2026-05-05`)).body).toMatchObject({
      items: [{ from: '2026-01-01' }],
    });
  });

  it.each([
    ['unheard-of', 'source-unknown'],
    ['hub', 'source-reserved'],
    ['operator', 'source-foreign'],
    ['kairos', 'source-foreign'],
  ])('give no organisation the source %s, which is not for its kind', async (source, name) => {
    const refusal = await addClient({ clientId: 'thief', sources: [source] });
    expect(refusal).toMatchObject({ status: 409, body: { type: `urn:hub:problem:${name}` } });
  });

  it('give no organisation the sources of another', async () => {
    expect(await addClient({ clientId: 'thief', sources: ['region-cvl'] })).toMatchObject({
      status: 409,
      body: { type: 'urn:hub:problem:source-foreign' },
    });
    const others = ['hub', 'nobody', 'kairos'].map(async (source) => {
      const { status, body } = await addClient({ clientId: 'thief', sources: [source] });
      return [status, (body as { type?: string }).type];
    });
    expect(await Promise.all(others)).toEqual([
      [409, 'urn:hub:problem:source-reserved'],
      [409, 'urn:hub:problem:source-unknown'],
      [409, 'urn:hub:problem:source-foreign'],
    ]);
    const second = await addClient({ clientId: 'essais-2', sources: ['region-essais'] });
    expect(second.body).toMatchObject({ alsoWrittenBy: [{ clientId: 'essais', source: 'region-essais' }] });
  });

  it('give no client a name like those of persons, who come by the pages', async () => {
    expect(await addClient({ clientId: `console-${newSiret}` })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/clientId' }] },
    });
  });

  it('take public keys and nothing else for keys', async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const [own, open] = [await exportJWK(pair.privateKey), await exportJWK(pair.publicKey)];
    const keyed = (keys: object[]) => addClient({ clientId: 'keyed', jwks: { keys } });
    for (const keys of [
      [],
      [own],
      [{ kty: 'oct', k: 'c2VjcmV0' }],
      [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }],
      [open, own],
    ]) {
      const refusal = await keyed(keys);
      expect(refusal.status).toBe(400);
      expect(JSON.stringify(refusal.body)).not.toContain(own.d);
    }
    expect((await keyed([open])).body).toMatchObject({ clientSecret: null });
    const rotation = await ask('clients/keyed/rotation', { body: {} });
    expect(rotation).toMatchObject({ status: 409, body: { type: 'urn:hub:problem:keys-needed' } });
    const next = await exportJWK((await generateKeyPair('ES256')).publicKey);
    const rotated = await ask('clients/keyed/rotation', { body: { jwks: { keys: [next] } } });
    expect(rotated.body).toMatchObject({ client: { signsInBy: ['keys'], oldSecretUntil: expect.any(String) } });
    expect((await findPartner(hub.database.pool, 'keyed'))?.jwks?.keys).toHaveLength(2);
  });

  it('are listed page by page and by what they are', async () => {
    interface Page {
      readonly items: readonly { clientId: string; siret: string }[];
      readonly next: string | null;
    }
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: { body: Page } = await ask<Page>(`clients?limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`);
      names.push(...body.items.map(({ clientId }) => clientId));
      cursor = body.next;
    }
    expect(names).toEqual([...new Set(names)].sort());
    expect(names).toEqual(expect.arrayContaining(demoPartners.map(({ clientId }) => clientId)));
    const ofOne = await ask<Page>(`clients?siret=${newSiret}`);
    expect(ofOne.body.items.map(({ clientId }) => clientId)).toEqual(['essais', 'essais-2', 'keyed']);
    expect((await ask('organisations?kind=region&name=essais')).body).toMatchObject({
      items: [{ siret: newSiret }],
      next: null,
    });
  });

  it('revoke a client once, and never the last who administers', async () => {
    expect((await ask('clients/essais-2/revocation', { body: {} })).body).toMatchObject({
      revokedAt: expect.any(String),
    });
    expect(await ask('clients/essais-2/revocation', { body: {} })).toMatchObject({ status: 409 });
    expect((await ask('clients/nobody/revocation', { body: {} })).status).toBe(404);
    const turned = await ask('organisations', { body: { siret, name: 'Opérateur', kinds: ['system-only'] } });
    expect(turned).toMatchObject({ status: 409, body: { type: 'urn:hub:problem:last-operator' } });
  });
});

describe('a job', () => {
  const start = (works: Readonly<Record<string, JobWork>>, leaseMs = 2_000) =>
    runJobs({ pool: hub.database.pool, logger: testLogger, works, leaseMs, everyMs: 20 });
  const request = (kind: string, more: object = {}) =>
    withTransaction(hub.database.pool, (client) => askJob(client, by, { kind, parameters: { up: 3 }, ...more }));
  const ended = (id: string) =>
    eventually(async () => {
      const { body } = await ask<Job>(`jobs/${id}`);
      expect(body.endedAt).not.toBeNull();
      return body;
    });

  it('is done by a process that can, step by step, and says how far it is', async () => {
    const { id } = await request('count', { total: 3 });
    expect((await ask<Job>(`jobs/${id}`)).body).toMatchObject({
      state: 'waiting',
      done: 0,
      total: 3,
      secondsLeft: null,
    });
    const runner = start({
      count: async ({ parameters, advance }) => {
        const { up } = parameters as { up: number };
        for (let done = 1; done <= up; done += 1) await advance({ done, position: { done } });
        return { counted: up };
      },
    });
    expect(await ended(id)).toMatchObject({
      state: 'done',
      done: 3,
      result: { counted: 3 },
      askedBy: { clientId: 'operator', agent: 'agent-1' },
    });
    await runner.close();
  });

  it('waits for records without that being a failed try, and is done once they are there', async () => {
    const { id } = await request('await');
    let asked = 0;
    const runner = start(
      {
        await: async () => {
          asked += 1;
          if (asked > 7) return { asked };
          throw new HubError('projection-behind', 'Not yet.', { retryable: true });
        },
      },
      60,
    );
    await eventually(async () => {
      const { body } = await ask<Job>(`jobs/${id}`);
      expect(body.error ?? body.result).toBeTruthy();
    });
    expect(await ended(id)).toMatchObject({ state: 'done', result: { asked: 8 } });
    await runner.close();
  });

  it('that ends its process each time fails at last, and says so', async () => {
    const { id } = await request('fatal');
    await hub.database.pool.query(
      `update admin.job set state = 'running', tries = 10, owner = gen_random_uuid(), leased_until = now() where job_id = $1`,
      [id],
    );
    const runner = start({ fatal: async () => null });
    expect(await ended(id)).toMatchObject({
      state: 'failed',
      error: { message: expect.stringContaining('10 processes') },
    });
    await runner.close();
  });

  it('goes on where it was left when its process ends, with a word or without one', async () => {
    const { id } = await request('walk');
    const began: unknown[] = [];
    const walk: JobWork = async ({ position, advance, signal }) => {
      const done = (position as { done: number } | null)?.done ?? 0;
      await advance({ done: done + 1, position: { done: done + 1 } });
      began.push(done);
      signal.throwIfAborted();
      if (done < 2)
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      return null;
    };
    const taken = (times: number) => eventually(() => expect(began).toHaveLength(times));
    const first = start({ walk });
    await taken(1);
    await first.close();
    const second = start({ walk });
    await taken(2);
    // As if it were killed: its lease ends, and nobody gave the job back.
    await hub.database.pool.query(
      `update admin.job set owner = gen_random_uuid(), leased_until = now() where job_id = $1`,
      [id],
    );
    const third = start({ walk });
    expect(await ended(id)).toMatchObject({ state: 'done', done: 3 });
    expect(began).toEqual([0, 1, 2]);
    await Promise.all([second.close(), third.close()]);
  });

  it('writes nothing any more once it is cancelled, and its work ends', async () => {
    const { id } = await request('endless');
    const waiting = await request('endless');
    const runner = start({
      endless: async ({ advance }) => {
        for (let done = 1; ; done += 1) await advance({ done });
      },
    });
    await eventually(async () => expect((await ask<Job>(`jobs/${id}`)).body.done).toBeGreaterThan(1));
    expect((await ask<Job>(`jobs/${waiting.id}/cancel`, { body: {} })).body.state).toBe('cancelled');
    expect((await ask<Job>(`jobs/${id}/cancel`, { body: {} })).status).toBe(200);
    const { done } = await ended(id);
    expect(await findJob(hub.database.pool, id)).toMatchObject({ state: 'cancelled', done });
    await runner.close();
    const audited = await ask<{ items: object[] }>(`audit?subject=job:${id}`);
    expect(audited.body.items).toMatchObject([{ what: 'job-cancelled', after: { kind: 'endless' } }]);
    expect((await ask('jobs/00000000-0000-4000-8000-000000000000/cancel', { body: {} })).status).toBe(404);
  });

  it('is tried again where the fault may pass, and fails with a sentence where it may not', async () => {
    let tries = 0;
    const runner = start(
      {
        flaky: async () => {
          tries += 1;
          if (tries < 3) throw new HubError('log-unavailable', 'The log is away.', { retryable: true });
          return null;
        },
        broken: async () => {
          throw new Error('select 2690549588157 from nowhere');
        },
      },
      60,
    );
    const [flaky, broken] = [await request('flaky'), await request('broken')];
    expect(await ended(flaky.id)).toMatchObject({ state: 'done', error: null });
    expect(tries).toBe(3);
    const failed = await ended(broken.id);
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'internal' } });
    expect(JSON.stringify(failed)).not.toContain('nowhere');
    await runner.close();
  });

  it('makes the data set of an organisation whose convention names it, with a row of the audit', async () => {
    const siretOf = (client: string) => demoPartners.find(({ clientId }) => clientId === client)?.siret ?? '';
    const siret = siretOf('region-bretagne');
    const body = { siret, kind: 'outcomes', purpose: 'funding-follow-up', week: '2026-W02' };
    const asked = await ask<Job>('data-sets', { body });
    expect(asked).toMatchObject({ status: 202, body: { kind: 'data-set', state: 'waiting' } });
    expect((await ask('data-sets', { body })).body).toMatchObject({ type: 'urn:hub:problem:job-unfinished' });
    const audit = await ask<{ items: object[] }>(`audit?what=data-set-asked&subject=organisation:${siret}`);
    const after = { ...body, format: 'csv', bom: false, job: asked.body.id };
    expect(audit.body.items).toMatchObject([{ agent: 'agent-1', before: null, after }]);
    const { rows } = await hub.database.pool.query('select id, siret, client_id from data_set.data_set');
    expect(rows).toEqual([{ id: asked.body.id, siret, client_id: 'operator' }]);
    const other = await ask('data-sets', { body: { ...body, siret: siretOf('transitions-pro') } });
    expect(other).toMatchObject({ status: 409, body: { type: 'urn:hub:problem:data-set-not-agreed' } });
    const toCome = await ask('data-sets', { body: { ...body, week: '2999-W01' } });
    expect(toCome).toMatchObject({ status: 400, body: { errors: [{ pointer: '/week' }] } });
  });

  it('of an exclusive name is asked for once at a time', async () => {
    const { id } = await request('rewrap', { exclusive: 'keys' });
    await expect(request('rewrap', { exclusive: 'keys' })).rejects.toMatchObject({ code: 'job-unfinished' });
    await ask(`jobs/${id}/cancel`, { body: {} });
    await request('rewrap', { exclusive: 'keys' });
    const listed = await ask<{ items: Job[] }>('jobs?kind=rewrap&limit=1');
    expect(listed.body).toMatchObject({ items: [{ state: 'waiting' }] });
    expect((await ask<{ items: Job[] }>('jobs?kind=rewrap&state=cancelled')).body.items[0]?.id).toBe(id);
  });
});

describe('alarms, traces, holds, keys and conventions', () => {
  const nobody = '00000000-0000-4000-8000-000000000000';
  const mail = 'jeanne.martin@exemple.fr';
  const days = { from: '2026-01-01', to: '2026-01-31', reason: 'case-1' };
  /** Names in paths and bodies that stand for what was made before the tests. */
  const made = { alarm: '', trainee: '', convention: '' };
  beforeAll(async () => {
    const told = await post(hub.secrets, hub.gateway, 'eos', entry());
    expect(told.status, told.text).toBe(202);
    const { pool } = hub.database;
    const trainees = await pool.query<{ id: string }>('select trainee_id as id from registry.trainee');
    const alarms = await pool.query<{ id: string }>(
      `insert into access.alarm (kind, client_id, count, "limit") values ('wrong-secrets', 'opco', 11, 10)
       returning alarm_id as id`,
    );
    const conventions = await pool.query<{ id: string }>(
      `select convention_id as id from access.convention order by valid_to nulls first limit 1`,
    );
    made.alarm = String(alarms.rows[0]?.id);
    made.trainee = trainees.rows[0]?.id ?? '';
    made.convention = conventions.rows[0]?.id ?? '';
  });

  interface Route {
    readonly path: string;
    /** Absent: a GET. */
    readonly body?: object;
    readonly status: number;
    readonly answer: object;
    /** Path, body, and the field that is at fault, or the problem where none is. */
    readonly wrong: readonly (readonly [path: string, body: object | undefined, fault: string])[];
  }
  const items = (item: object) => ({ items: [item], next: null });
  const job = (kind: string) => ({ kind, state: expect.any(String), askedBy: { clientId: 'operator' } });
  /** In an order in which each finds what it needs. */
  const routes: readonly Route[] = [
    {
      path: 'alarms?open=true',
      status: 200,
      answer: items({ kind: 'wrong-secrets', clientId: 'opco', counterpart: null, acknowledged: null }),
      wrong: [
        ['alarms?open=perhaps', undefined, '/query/open'],
        ['alarms?limit=501', undefined, '/query/limit'],
        ['alarms?cursor=x', undefined, '/query/cursor'],
      ],
    },
    {
      path: 'alarms/:alarm/acknowledgement',
      body: { why: 'ticket-1' },
      status: 200,
      answer: { acknowledged: { by: 'agent-1', why: 'ticket-1' } },
      wrong: [
        ['alarms/:alarm/acknowledgement', {}, '/why'],
        ['alarms/:alarm/acknowledgement', { why: mail }, '/why'],
        ['alarms/x/acknowledgement', { why: 'ticket-1' }, '/path/id'],
        ['alarms/999/acknowledgement', { why: 'ticket-1' }, 'not-found'],
      ],
    },
    {
      path: 'traces/search',
      body: { nir: '269054958815780' },
      status: 200,
      answer: { items: expect.any(Array), next: null },
      wrong: [
        ['traces/search', {}, ''],
        ['traces/search', { nir: '269054958815781' }, '/nir'],
        ['traces/search', { dossier: 12 }, '/dossier'],
        ['traces/search', { dossier: 115947601, before: 'yesterday' }, '/before'],
      ],
    },
    {
      path: 'traces/verifications',
      body: {},
      status: 202,
      answer: job('trace-verification'),
      wrong: [],
    },
    {
      path: 'traces/holds',
      body: days,
      status: 200,
      answer: { id: 1, ...days, setBy: 'agent-1', liftedBy: null },
      wrong: [
        ['traces/holds', { from: '2026-01-01', to: '2026-01-31' }, '/reason'],
        ['traces/holds', { ...days, to: '2025-12-31' }, '/to'],
        ['traces/holds', { ...days, from: '2026-02-30' }, '/from'],
        ['traces/holds', { ...days, reason: mail }, '/reason'],
      ],
    },
    { path: 'traces/holds', status: 200, answer: items({ id: 1, reason: 'case-1' }), wrong: [] },
    {
      path: 'traces/holds/1/lift',
      body: {},
      status: 200,
      answer: { id: 1, liftedBy: 'agent-1' },
      wrong: [
        ['traces/holds/x/lift', {}, '/path/id'],
        ['traces/holds/99/lift', {}, 'not-found'],
      ],
    },
    {
      path: 'keys',
      status: 200,
      answer: { epochs: [{ epoch: 1, state: 'current', keys: 1 }], peppers: [{ version: 1, newest: true }] },
      wrong: [],
    },
    {
      path: 'keys/rewrap',
      body: { to: 1 },
      status: 202,
      answer: job('rewrap-keys'),
      wrong: [
        ['keys/rewrap', {}, '/to'],
        ['keys/rewrap', { to: 0 }, '/to'],
        ['keys/rewrap', { to: 9 }, 'kek-epoch-missing'],
        ['keys/epochs/0/end', {}, '/path/epoch'],
        ['keys/peppers/x/end', {}, '/path/version'],
        ['keys/peppers/rotate', {}, 'pepper-alone'],
      ],
    },
    {
      path: 'holds',
      body: { trainee: ':trainee', reason: 'case-2' },
      status: 200,
      answer: { agent: 'agent-1', reason: 'case-2' },
      wrong: [
        ['holds', { reason: 'case-2' }, '/trainee'],
        ['holds', { trainee: 'x', reason: 'case-2' }, '/trainee'],
        ['holds', { trainee: ':trainee', reason: mail }, '/reason'],
        ['holds', { trainee: nobody, reason: 'case-2' }, 'not-found'],
      ],
    },
    {
      path: 'holds',
      status: 200,
      answer: items({ reason: 'case-2' }),
      wrong: [['holds?cursor=x', undefined, '/query/cursor']],
    },
    {
      path: 'holds/:trainee/lift',
      body: {},
      status: 200,
      answer: { reason: 'case-2' },
      wrong: [
        ['holds/x/lift', {}, '/path/trainee'],
        [`holds/${nobody}/lift`, {}, 'not-found'],
      ],
    },
    {
      path: 'retention',
      body: { apply: false },
      status: 202,
      answer: job('end-retention'),
      wrong: [['retention', {}, '/apply']],
    },
    {
      path: 'destructions',
      body: { trainees: [':trainee'], legalGround: 'R6323-39' },
      status: 202,
      answer: job('destroy-trainees'),
      wrong: [
        ['destructions', { trainees: [':trainee'] }, '/legalGround'],
        ['destructions', { trainees: [':trainee'], legalGround: 'Marie Dupont' }, '/legalGround'],
        ['destructions', { trainees: ['x'], legalGround: 'R6323-39' }, '/trainees/0'],
        ['destructions', { trainees: [nobody], legalGround: 'R6323-39' }, 'not-found'],
        ['destructions?limit=0', undefined, '/query/limit'],
        ['destructions/x', undefined, '/path/trainee'],
        [`destructions/${nobody}`, undefined, 'not-found'],
      ],
    },
    {
      path: 'conventions/:convention/end',
      body: { to: '2030-12-31' },
      status: 200,
      answer: { to: '2030-12-31' },
      wrong: [
        ['conventions/:convention/end', { to: '2019-12-31' }, '/to'],
        ['conventions/:convention/end', { to: '2030-02-30' }, '/to'],
        ['conventions/x/end', {}, '/path/id'],
        [`conventions/${nobody}/end`, {}, 'not-found'],
        ['conventions?on=today', undefined, '/query/on'],
      ],
    },
  ];
  const named = <Value>(value: Value): Value =>
    value &&
    JSON.parse(JSON.stringify(value).replaceAll(/:(alarm|trainee|convention)/g, (_, name: 'alarm') => made[name]));
  const call = ({ path, body }: Pick<Route, 'path' | 'body'>, more: object = {}) =>
    ask(named(path), { ...(body && { body: named(body) }), ...more });

  it.each(routes.map((route) => [`${route.body === undefined ? 'GET' : 'POST'} ${route.path}`, route] as const))(
    '%s answers an operator, says which field is wrong, and is refused to all others',
    async (_name, route) => {
      const partner = await call(route, { as: 'cdc' });
      expect(partner).toMatchObject({ status: 403, body: { type: 'urn:hub:problem:forbidden' } });
      const narrow = await call(route, { scopes: ['read', 'write'] });
      expect(narrow).toMatchObject({ status: 403, body: { type: 'urn:hub:problem:scope-missing' } });
      for (const [path, body, fault] of route.wrong) {
        const refusal = await call({ path, ...(body && { body }) });
        const field = (refusal.body.errors as { pointer: string }[] | undefined)?.[0]?.pointer;
        expect([path, body, field ?? String(refusal.body.type).replace('urn:hub:problem:', '')]).toEqual([
          path,
          body,
          fault,
        ]);
        expect(JSON.stringify(refusal.body)).not.toContain(mail);
      }
      expect(await call(route)).toMatchObject({ status: route.status, body: route.answer });
    },
  );
});
