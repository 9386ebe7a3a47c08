import { addPartner, revokePartner } from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPerson } from '../scenarios/people.ts';
import { entry, exit } from '../scenarios/reported-events.ts';
import { eventually } from '../support/eventually.ts';
import { clientOf, openWebhookStage, type Subscribed, siretOf, toldOf, type WebhookStage } from './webhook-stage.ts';

let stage: WebhookStage;
beforeAll(async () => {
  stage = await openWebhookStage();
});
afterAll(() => stage?.close());

const patience = { timeoutMs: 20_000 };
let events = 0;
const nextId = (kind: string) => {
  events += 1;
  return `${kind}-${events}`;
};
const newEntry = () => entry('eos', nextId('entry'), '2026-04-01');

/** Reports an entry of somebody new; gives the dossier. */
const reportEntry = () => stage.report(newEntry(), newPerson());

const toldAbout = ({ receiver }: Subscribed, dossier: number) => toldOf(receiver.messages, dossier);

describe('A webhook', () => {
  it('tells what changed, signed so that the reference library verifies it, and not what came before', async () => {
    const before = await reportEntry();
    await eventually(async () => {
      const answer = await clientOf(stage.hub, 'cdc').fetch(`/v1/dossiers/${before}`, {
        headers: { 'hub-agent': 'reader', 'hub-purpose': 'control' },
      });
      expect(answer.status).toBe(200);
    });
    const hook = await stage.subscribe();
    const person = newPerson();
    const dossier = await stage.report(newEntry(), person);
    await eventually(() => expect(toldAbout(hook, dossier).flat()).toContain('entry-attested'), patience);
    await stage.report(exit('eos', nextId('exit'), '2026-06-01'), person);
    await eventually(() => expect(toldAbout(hook, dossier).at(-1)).toEqual(['exit-declared']), patience);
    expect(toldAbout(hook, before)).toEqual([]);
    expect(hook.receiver.unverified).toBe(0);
    expect(hook.receiver.messages.every(({ type }) => type === 'changes')).toBe(true);
    expect(await stage.webhook(hook.id)).toMatchObject({ state: 'active', why: null, failures: 0, waiting: 0 });
  });

  it('tells only the causes that it was asked for', async () => {
    const hook = await stage.subscribe('cdc', { causes: ['exit-declared'] });
    const person = newPerson();
    const dossier = await stage.report(newEntry(), person);
    await stage.report(exit('eos', nextId('exit'), '2026-06-01'), person);
    await eventually(() => expect(toldAbout(hook, dossier).flat()).toContain('exit-declared'), patience);
    for (const { items } of hook.receiver.messages) {
      for (const { causes } of items) expect(causes).toContainEqual(expect.objectContaining({ type: 'exit-declared' }));
    }
  });

  it('holds one message at a time: while a receiver is slow, what changes meanwhile comes in the next, and in order', async () => {
    const hook = await stage.subscribe();
    hook.receiver.answer = () => ({ status: 200, afterMs: 400 });
    const person = newPerson();
    const dossier = await stage.report(newEntry(), person);
    await eventually(() => expect(toldAbout(hook, dossier)).not.toEqual([]), patience);
    await stage.report(exit('eos', nextId('exit'), '2026-06-01'), person);
    const others = await Promise.all(Array.from({ length: 5 }, reportEntry));
    await eventually(() => {
      for (const each of others) expect(toldAbout(hook, each)).not.toEqual([]);
      expect(toldAbout(hook, dossier).flat().at(-1)).toBe('exit-declared');
    }, patience);
    const times = hook.receiver.messages.map(({ atMs }) => atMs);
    for (const [index, atMs] of times.slice(1).entries()) expect(atMs - (times[index] ?? 0)).toBeGreaterThan(390);
  });

  it('is tried again under the same id until it is taken, and loses nothing', async () => {
    const hook = await stage.subscribe();
    hook.receiver.answer = () => ({ status: 500 });
    const [first, second] = [await reportEntry(), await reportEntry()];
    await eventually(async () => {
      expect(await stage.webhook(hook.id)).toMatchObject({ state: 'failing', why: 'refused' });
      expect(hook.receiver.messages.length).toBeGreaterThan(2);
    }, patience);
    expect(new Set(hook.receiver.messages.map(({ id }) => id)).size).toBe(1);
    hook.receiver.answer = () => ({ status: 204 });
    await eventually(() => {
      expect(toldAbout(hook, first)).toHaveLength(1);
      expect(toldAbout(hook, second)).toHaveLength(1);
    }, patience);
    await eventually(async () => expect(await stage.webhook(hook.id)).toMatchObject({ state: 'active', failures: 0 }));
    const log = await deliveriesOf(hook);
    expect(log.some(({ fault, status }) => fault === 'refused' && status === 500)).toBe(true);
    expect(log[0]).toMatchObject({ fault: null, status: 204 });
  });

  it.each([
    ['redirects', { status: 302, location: 'http://127.0.0.1:1/elsewhere' }, 'redirected', 302],
    ['answers too late', { status: 200, afterMs: 1_500 }, 'timeout', null],
  ] as const)('is not delivered where its receiver %s', async (_how, answer, fault, status) => {
    const hook = await stage.subscribe();
    hook.receiver.answer = () => answer;
    await reportEntry();
    await eventually(async () => {
      expect(await stage.webhook(hook.id)).toMatchObject({ state: 'failing', why: fault });
    }, patience);
    expect((await deliveriesOf(hook))[0]).toMatchObject({ fault, status });
    await stage.ask('cdc', `webhooks/${hook.id}`, { method: 'DELETE' });
  });

  it.each([
    ['seconds', 429, (): string => '2'],
    ['a date', 503, (): string => new Date(Date.now() + 3_000).toUTCString()],
  ] as const)('is left alone for as long as a busy receiver asks for, by %s', async (_how, status, after) => {
    const hook = await stage.subscribe();
    hook.receiver.answer = () => ({ status, retryAfter: after() });
    await reportEntry();
    await eventually(() => expect(hook.receiver.messages).not.toEqual([]), patience);
    hook.receiver.answer = () => ({ status: 204 });
    await eventually(() => expect(hook.receiver.messages).toHaveLength(2), patience);
    const [first, second] = hook.receiver.messages.map(({ atMs }) => atMs);
    // A date has no fractions of a second; without it the second try comes after at most 60 ms.
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(1_500);
    await stage.ask('cdc', `webhooks/${hook.id}`, { method: 'DELETE' });
  });

  it('is left alone no longer than until it would be suspended, whatever its receiver asks for', async () => {
    const hook = await stage.subscribe();
    hook.receiver.answer = () => ({ status: 503, retryAfter: '9999999' });
    await reportEntry();
    const next = await eventually(async () => {
      const { body } = await stage.ask<{ state: string; nextAt: string }>('operator', `admin/webhooks/${hook.id}`);
      expect(body.state).toBe('failing');
      return Date.parse(body.nextAt) - Date.now();
    }, patience);
    expect(next).toBeGreaterThan(40_000);
    expect(next).toBeLessThanOrEqual(61_000);
    await stage.ask('cdc', `webhooks/${hook.id}`, { method: 'DELETE' });
  });

  it('is not delivered where nobody answers, and says so', async () => {
    const hook = await stage.subscribe();
    await hook.receiver.close();
    await reportEntry();
    await eventually(async () => {
      expect(await stage.webhook(hook.id)).toMatchObject({ state: 'failing', why: 'unreachable' });
    }, patience);
    await stage.ask('cdc', `webhooks/${hook.id}`, { method: 'DELETE' });
  });

  it('ends by 410, and goes on where it was when it is resumed at another address', async () => {
    const [hook, other] = [await stage.subscribe(), await stage.subscribe()];
    hook.receiver.answer = () => ({ status: 410 });
    const dossier = await reportEntry();
    await eventually(
      async () => expect(await stage.webhook(hook.id)).toMatchObject({ state: 'gone', why: 'gone' }),
      patience,
    );
    const tried = hook.receiver.messages.length;
    const later = await reportEntry();
    await eventually(() => expect(toldAbout(other, later)).toHaveLength(1), patience);
    expect(hook.receiver.messages).toHaveLength(tried);
    const moved = await stage.ask('cdc', `webhooks/${hook.id}`, { method: 'PATCH', body: { url: other.receiver.url } });
    expect(moved).toMatchObject({ status: 200, body: { url: other.receiver.url, state: 'gone' } });
    other.receiver.secrets.push(hook.secret);
    expect((await stage.ask('cdc', `webhooks/${hook.id}/resume`, { method: 'POST' })).body).toMatchObject({
      state: 'active',
    });
    await eventually(() => {
      expect(toldAbout(other, dossier)).toHaveLength(2);
      expect(toldAbout(other, later)).toHaveLength(2);
    }, patience);
  });

  it('is suspended after it failed for too long, rings, and loses nothing when it is resumed', async () => {
    const hook = await stage.subscribe();
    hook.receiver.answer = () => ({ status: 503 });
    const dossier = await reportEntry();
    await eventually(async () => expect((await stage.webhook(hook.id)).state).toBe('failing'), patience);
    await stage.pool.query(
      `update delivery.webhook set failing_since = clock_timestamp() - interval '3 days' where webhook_id = $1`,
      [hook.id],
    );
    await eventually(async () => expect((await stage.webhook(hook.id)).state).toBe('suspended'), patience);
    // It rings once that is written.
    await eventually(async () => {
      const { rows } = await stage.pool.query(
        `select organisation, client_id as "clientId" from access.alarm where kind = 'webhook-suspended' and agent = $1`,
        [`webhook-${hook.id}`],
      );
      expect(rows).toEqual([{ organisation: siretOf('cdc'), clientId: 'cdc' }]);
    });
    hook.receiver.answer = () => ({ status: 200 });
    const later = await reportEntry();
    await stage.ask('operator', `admin/webhooks/${hook.id}/resume`, { method: 'POST' });
    await eventually(() => {
      expect(toldAbout(hook, dossier)).toHaveLength(1);
      expect(toldAbout(hook, later)).toHaveLength(1);
    }, patience);
  });

  it('sends nothing while it is paused, and goes on where it was', async () => {
    const [hook, other] = [await stage.subscribe(), await stage.subscribe()];
    expect((await stage.ask('cdc', `webhooks/${hook.id}/pause`, { method: 'POST' })).body.state).toBe('paused');
    const dossier = await reportEntry();
    await eventually(() => expect(toldAbout(other, dossier)).toHaveLength(1), patience);
    expect(hook.receiver.messages).toEqual([]);
    await stage.ask('cdc', `webhooks/${hook.id}/resume`, { method: 'POST' });
    await eventually(() => expect(toldAbout(hook, dossier)).toHaveLength(1), patience);
  });

  it('rotates its secret: both sign for a while, then the new one alone', async () => {
    const hook = await stage.subscribe();
    const { body } = await stage.ask<{ secret: string; oldUntil: string }>('cdc', `webhooks/${hook.id}/rotate`, {
      body: {},
    });
    expect(Date.parse(body.oldUntil) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    const first = await reportEntry();
    // The receiver has the old one yet.
    await eventually(() => expect(toldAbout(hook, first)).toHaveLength(1), patience);
    hook.receiver.secrets = [body.secret];
    const second = await reportEntry();
    await eventually(() => expect(toldAbout(hook, second)).toHaveLength(1), patience);
    const again = await stage.ask<{ secret: string }>('cdc', `webhooks/${hook.id}/rotate`, {
      body: { overlapHours: 0 },
    });
    const third = await reportEntry();
    await eventually(() => expect(hook.receiver.unverified).toBeGreaterThan(0), patience);
    expect(toldAbout(hook, third)).toEqual([]);
    expect(again.body.secret).not.toBe(body.secret);
    const { rows } = await stage.pool.query('select sealed from delivery.secret');
    for (const { sealed } of rows) expect(sealed).not.toContain('whsec_');
  });

  it('is tried by a ping, whatever its state', async () => {
    const hook = await stage.subscribe();
    await stage.ask('cdc', `webhooks/${hook.id}/pause`, { method: 'POST' });
    const ping = () => stage.ask<{ fault: string | null }>('cdc', `webhooks/${hook.id}/test`, { method: 'POST' });
    expect(await ping()).toMatchObject({ status: 200, body: { status: 204, fault: null } });
    expect(hook.receiver.messages).toMatchObject([{ type: 'ping', items: [] }]);
    hook.receiver.answer = () => ({ status: 404 });
    expect(await ping()).toMatchObject({ status: 200, body: { status: 404, fault: 'refused' } });
    expect(await stage.webhook(hook.id)).toMatchObject({ state: 'paused', failures: 0, waiting: 0 });
    expect((await deliveriesOf(hook)).map(({ type, fault }) => [type, fault])).toEqual([
      ['ping', 'refused'],
      ['ping', null],
    ]);
  });

  it('delivers a period again, under new ids that name the former ones', async () => {
    const hook = await stage.subscribe();
    const from = new Date().toISOString();
    const dossiers = [await reportEntry(), await reportEntry()];
    await eventually(() => {
      for (const each of dossiers) expect(toldAbout(hook, each)).toHaveLength(1);
    }, patience);
    await eventually(async () => expect(await stage.webhook(hook.id)).toMatchObject({ waiting: 0 }));
    const former = hook.receiver.messages.map(({ id }) => id);
    const reversed = { body: { from, to: '2020-01-01T00:00:00Z' } };
    expect(await stage.ask('cdc', `webhooks/${hook.id}/replay`, reversed)).toMatchObject({
      ...{ status: 400, body: { errors: [{ pointer: '/to', rule: 'period-reversed' }] } },
    });
    const replay = await stage.ask<{ messages: number }>('cdc', `webhooks/${hook.id}/replay`, { body: { from } });
    expect(replay).toMatchObject({ status: 200, body: { messages: former.length } });
    await eventually(() => expect(hook.receiver.messages).toHaveLength(2 * former.length), patience);
    const again = hook.receiver.messages.slice(former.length);
    expect(again.map(({ replayOf }) => replayOf)).toEqual(former);
    expect(again.map(({ items }) => items)).toEqual(
      hook.receiver.messages.slice(0, former.length).map(({ items }) => items),
    );
    expect(again.some(({ id }) => former.includes(id))).toBe(false);
  });

  it('of sessions needs no purpose, and tells those of a territory', async () => {
    const hook = await stage.subscribe('kairos', { feed: 'session-changes', purpose: undefined, cursor: undefined });
    expect(hook.id).toMatch(/^[a-z]{16}$/);
    expect(await stage.webhook(hook.id)).toMatchObject({ feed: 'session-changes', state: 'active' });
  });
});

describe('A webhook of event-changes', () => {
  const ofEvents = { feed: 'event-changes', purpose: undefined, cursor: undefined };

  it('tells whoever asked for a rectification, and the source, how it stands, and nobody else', async () => {
    const [asker, source, other, declinedOnly] = [
      await stage.subscribe('cdc', ofEvents),
      await stage.subscribe('eos', ofEvents),
      await stage.subscribe('kairos', ofEvents),
      await stage.subscribe('cdc', { ...ofEvents, causes: ['declined'] }),
    ];
    const reported = newEntry();
    const dossier = await stage.report(reported, newPerson());
    const ask = (as: string, path: string, body: object) =>
      clientOf(stage.hub, as).fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'hub-agent': 'reader', 'hub-purpose': 'control' },
        body: JSON.stringify(body),
      });
    const asked = await eventually(async () => {
      const fact = { source: 'eos', eventId: reported.id };
      const answer = await ask('cdc', `/v1/dossiers/${dossier}/rectifications`, { fact, reason: 'wrong-value' });
      expect(answer.status, await answer.clone().text()).toBe(201);
      return (await answer.json()) as { id: string };
    }, patience);
    const fatesTold = ({ receiver }: Subscribed) =>
      receiver.messages
        .flatMap(({ items }) => items)
        .filter(({ rectification }) => rectification === asked.id)
        .map(({ fate }) => fate);
    await eventually(() => {
      for (const hook of [asker, source]) expect(fatesTold(hook)).toEqual(['contested']);
    }, patience);
    const declined = { answer: 'declined', reason: 'value-confirmed' };
    expect((await ask('eos', `/v1/rectifications/${asked.id}/answer`, declined)).status).toBe(200);
    await eventually(() => {
      for (const hook of [asker, source]) expect(fatesTold(hook)).toEqual(['contested', 'declined']);
      expect(fatesTold(declinedOnly)).toEqual(['declined']);
    }, patience);
    expect(fatesTold(other)).toEqual([]);
    expect(asker.receiver.messages.every(({ type }) => type === 'event-changes')).toBe(true);
    expect([asker, source].map(({ receiver }) => receiver.unverified)).toEqual([0, 0]);
  });

  it('is its client’s alone, whoever else acts for the same organisation', async () => {
    const [events, dossiers] = [await stage.subscribe('kairos', ofEvents), await stage.subscribe('kairos')];
    const listed = await stage.ask<{ items: { id: string }[] }>('france-travail', 'webhooks');
    const ids = listed.body.items.map(({ id }) => id);
    expect([ids.includes(events.id), ids.includes(dossiers.id)]).toEqual([false, true]);
    for (const path of ['/pause', '/rotate', '/test']) {
      const asked = await stage.ask('france-travail', `webhooks/${events.id}${path}`, { body: {} });
      expect(asked.status, path).toBe(404);
    }
    expect((await stage.ask('france-travail', `webhooks/${dossiers.id}`)).status).toBe(200);
    expect((await stage.ask('kairos', `webhooks/${events.id}`)).status).toBe(200);
    expect((await stage.ask('operator', `admin/webhooks/${events.id}`)).status).toBe(200);
  });
});

describe('A subscription', () => {
  const add = (as: string, body: object) => stage.ask<Record<string, unknown>>(as, 'webhooks', { body });
  const url = 'http://127.0.0.1:9/';

  it('is refused beyond the convention, and where it is not as described', async () => {
    expect(await add('cdc', { url, purpose: 'advice' })).toMatchObject({
      status: 403,
      body: { type: 'urn:hub:problem:purpose-not-agreed' },
    });
    expect(await add('cdc', { url })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/purpose' }] } });
    const wrong = [
      { url: 'ftp://127.0.0.1/', purpose: 'control' },
      { url: 'http://me:secret@127.0.0.1/', purpose: 'control' },
      { url, purpose: 'control', causes: ['never-heard-of'] },
      { url, purpose: 'control', causes: [] },
      { url, purpose: 'control', territory: 'bretagne' },
      { url, purpose: 'control', cursor: 'made-up' },
      { url, purpose: 'control', feed: 'everything' },
      { url, purpose: 'control', feed: 'event-changes' },
      { url, feed: 'event-changes', territory: 'bretagne' },
      { url, purpose: 'control', more: true },
    ];
    for (const body of wrong) expect(await add('cdc', body), JSON.stringify(body)).toMatchObject({ status: 400 });
    for (const [feed, cause] of [
      ['event-changes', 'entry-attested'],
      ['session-changes', 'parked'],
    ]) {
      expect(await add('cdc', { url, feed, causes: [cause] })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/causes/0', rule: 'code-unknown' }] },
      });
    }
    const told = await add('cdc', { url: 'http://me:secret@127.0.0.1/', purpose: 'control' });
    expect(JSON.stringify(told.body)).not.toContain('secret@');
  });

  it('of another organisation is as one that is not there', async () => {
    const hook = await stage.subscribe();
    const requests = [
      ['', 'GET'],
      ['', 'DELETE'],
      ['/pause', 'POST'],
      ['/resume', 'POST'],
      ['/test', 'POST'],
      ['/deliveries', 'GET'],
    ] as const;
    for (const [path, method] of requests) {
      expect((await stage.ask('region-bretagne', `webhooks/${hook.id}${path}`, { method })).status, path).toBe(404);
    }
    for (const [path, body] of [
      ['/rotate', {}],
      ['/replay', { from: '2026-01-01T00:00:00Z' }],
    ] as const) {
      expect((await stage.ask('region-bretagne', `webhooks/${hook.id}${path}`, { body })).status, path).toBe(404);
    }
    expect((await stage.ask('region-bretagne', `webhooks/${hook.id}`, { method: 'PATCH', body: { url } })).status).toBe(
      404,
    );
    expect((await stage.ask<{ items: unknown[] }>('region-bretagne', 'webhooks')).body.items).toEqual([]);
    expect((await stage.ask('cdc', 'admin/webhooks')).status).toBe(403);
    expect((await stage.webhook(hook.id)).state).toBe('active');
  });

  it('is administered with an audit of who did what, and never of a secret', async () => {
    const hook = await stage.subscribe();
    const paused = await stage.ask('operator', `admin/webhooks/${hook.id}/pause`, { method: 'POST' });
    expect(paused).toMatchObject({ status: 200, body: { state: 'paused' } });
    const listed = await stage.ask<{ items: { id: string }[] }>(
      'operator',
      `admin/webhooks?siret=${siretOf('cdc')}&state=paused`,
    );
    expect(listed.body.items.map(({ id }) => id)).toContain(hook.id);
    await stage.ask('cdc', `webhooks/${hook.id}`, { method: 'DELETE' });
    const { rows } = await stage.pool.query(
      `select what, client_id as "clientId", agent from admin.audit where subject = $1 order by audit_id`,
      [`webhook:${hook.id}`],
    );
    expect(rows).toEqual([
      { what: 'webhook-added', clientId: 'cdc', agent: 'agent-1' },
      { what: 'webhook-paused', clientId: 'operator', agent: 'agent-1' },
      { what: 'webhook-removed', clientId: 'cdc', agent: 'agent-1' },
    ]);
    expect((await stage.ask('operator', `admin/webhooks/${hook.id}`)).status).toBe(404);
  });

  it('of a client that is revoked gets nothing more, and says why', async () => {
    const leaving = { clientId: 'leaving', siret: siretOf('cdc'), sources: [], certifies: [] };
    await addPartner(stage.pool, leaving);
    // Without a cursor it begins where a new reader does.
    const hook = await stage.subscribe('leaving', { purpose: 'control', cursor: undefined });
    const before = await reportEntry();
    await eventually(() => expect(toldAbout(hook, before)).toHaveLength(1), patience);
    hook.receiver.answer = () => ({ status: 500 });
    await reportEntry();
    await eventually(async () => expect((await stage.webhook(hook.id)).state).toBe('failing'), patience);
    await revokePartner(stage.pool, 'leaving');
    await eventually(async () => {
      expect(await stage.webhook(hook.id)).toMatchObject({ state: 'held', why: 'client-revoked', waiting: 1 });
    }, patience);
    const told = hook.receiver.messages.length;
    hook.receiver.answer = () => ({ status: 200 });
    await stage.ask('cdc', `webhooks/${hook.id}/resume`, { method: 'POST' });
    await eventually(
      async () => expect(await stage.webhook(hook.id)).toMatchObject({ why: 'client-revoked' }),
      patience,
    );
    expect(hook.receiver.messages).toHaveLength(told);
  });
});

interface Delivery {
  readonly type: string;
  readonly fault: string | null;
  readonly status: number | null;
}

async function deliveriesOf({ id }: Subscribed): Promise<readonly Delivery[]> {
  return (await stage.ask<{ items: Delivery[] }>('cdc', `webhooks/${id}/deliveries`)).body.items;
}
