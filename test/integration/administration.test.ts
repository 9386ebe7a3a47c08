import { HubError } from '@hub/core';
import {
  askJob,
  findJob,
  issueToken,
  type Job,
  type JobWork,
  type Operator,
  runJobs,
  withTransaction,
  writeAudit,
} from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { testLogger } from '../support/logger.ts';
import { openDoor, type TestDoor } from './gateway-harness.ts';

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
  options: { readonly body?: object; readonly as?: string; readonly agent?: string | null } = {},
): Promise<Answer<Body>> {
  const { body, as = 'operator', agent = 'agent-1' } = options;
  const response = await fetch(`${hub.gateway.url}/v1/admin/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${await issueToken(hub.secrets, as)}`,
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

  it('goes on where it was left when its process ends, with a word or without one', async () => {
    const { id } = await request('walk');
    const began: unknown[] = [];
    const walk: JobWork = async ({ position, advance, signal }) => {
      const done = (position as { done: number } | null)?.done ?? 0;
      began.push(done);
      await advance({ done: done + 1, position: { done: done + 1 } });
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
