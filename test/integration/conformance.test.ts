import { type HubClient, hubClient, type Receipt } from '@hub/client';
import type { ConformanceReport } from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { newPerson } from '../scenarios/people.ts';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { openReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const siret = '99000199200017';
const name = 'normandie';
const person = newPerson();
const purpose = 'funding-follow-up';
const reading = { 'hub-agent': 'agent-1', 'hub-purpose': purpose };

let here: HubHere;
let hub: RunningHub;
let newcomer: HubClient;
let receiver: WebhookReceiver;

beforeAll(async () => {
  vi.stubEnv('HUB_WEBHOOK_PRIVATE', 'true');
  here = await hubHere({ HUB_DEMO: 'partners' });
  hub = await here.start();
  receiver = await openReceiver();
  await operate('organisation', 'add', siret, '--name', 'Région des essais', '--kind', 'region');
  await operate('convention', 'add', siret, '--purposes', purpose, '--territories', 'normandie');
  const added = await operate('partner', 'add', name, '--siret', siret, '--sources', 'region-normandie');
  const { clientSecret } = JSON.parse(added.stdout) as { clientSecret: string };
  newcomer = hubClient({ url: hub.url, clientId: name, clientSecret });
});

afterAll(async () => {
  await hub?.close();
  await receiver?.close();
  await here?.close();
  vi.unstubAllEnvs();
});

async function operate(...args: readonly string[]) {
  const result = await command([...args, '--json', '--agent', 'op-1']);
  expect(result.code, result.stderr).toBe(0);
  return result;
}

function command(args: readonly string[], clientId = 'operator') {
  const secret = hub.clients.find((each) => each.clientId === clientId)?.clientSecret ?? '';
  return here.command(args, { HUB_URL: hub.url, HUB_CLIENT_SECRET: secret });
}

interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

async function ask<Body = Record<string, unknown>>(path: string, init: RequestInit = {}): Promise<Answer<Body>> {
  const { status, headers, ...answer } = await newcomer
    .fetch(path, init)
    .then(async (it) => ({ status: it.status, headers: it.headers, text: await it.text() }));
  return { status, headers, body: (answer.text === '' ? {} : JSON.parse(answer.text)) as Body };
}

function send<Body = Receipt>(event: object | readonly object[], query = ''): Promise<Answer<Body>> {
  const type = Array.isArray(event) ? 'application/cloudevents-batch+json' : 'application/cloudevents+json';
  return ask(`/v1/events${query}`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(event) });
}

function event(id: string, type: string, data: object, who = person): object {
  return {
    specversion: '1.0',
    type: `hub.${type}`,
    source: 'urn:hub:source:region-normandie',
    id,
    recordedtime: '2026-04-02T09:00:00+02:00',
    data: { trainee: { nir: who.nir }, training: ['session:04:114782'], ...data },
  };
}

const line = (id: string, more: object = {}, who = person) =>
  event(
    id,
    'financing-engaged',
    {
      ...{ line: `line-${id}`, financerSiret: siret, funding: 'prf', device: 'prf', from: '2026-04-01', ...more },
    },
    who,
  );

async function report(): Promise<ConformanceReport> {
  return JSON.parse((await operate('partner', 'conformance', name)).stdout) as ConformanceReport;
}

async function shown(): Promise<readonly string[]> {
  return (await report()).steps.flatMap(({ step, seen }) => (seen === null ? [] : [step]));
}

describe('what a newcomer of a sandbox has shown', () => {
  it('is nothing before it came, and each step says what to do and where it is written', async () => {
    const { groups, steps, events, missing } = await report();
    expect(groups).toEqual(['everybody', 'writes', 'reads', 'follows']);
    expect(steps.every(({ seen }) => seen === null)).toBe(true);
    expect(steps.every(({ todo, read }) => todo !== '' && read.startsWith('docs/partners.md#'))).toBe(true);
    expect(events.map((each) => each.event)).toContain('financing-engaged');
    expect(missing.map(({ step }) => step)).toContain('sent-again');
    const required = await command(['partner', 'conformance', name, '--require']);
    expect(required.code).toBe(1);
    expect(required.stderr).toContain('has not shown all that is required: signed-in, dry-run');
    expect(required.stdout).toMatch(/sent-again +writes +MISSING/);
  });

  it('grows by what it does at the door', async () => {
    expect((await send(line('a'), '?dryRun=true')).status).toBe(200);
    expect(await shown()).toEqual(['signed-in', 'signed-in-by-secret', 'dry-run']);
    expect((await send(line('a'))).status).toBe(202);
    expect(await shown()).not.toContain('sent-again');
    const again = await send(line('a'));
    expect(again.status).toBe(202);
    expect(await shown()).toContain('sent-again');
    const refused = await send(line('b', { from: 'soon' }));
    expect(refused.status).toBe(422);
    expect(await shown()).not.toContain('refused-mended');
    expect((await send(line('b'))).status).toBe(202);
    expect(await shown()).toContain('refused-mended');
    expect(await shown()).not.toContain('batch-mended');
    expect((await send<object>([line('c'), line('d', { from: 'soon' })])).status).toBe(200);
    expect((await send(line('d'))).status).toBe(202);
    expect(await shown()).toContain('batch-mended');
    const corrects = { source: 'region-normandie', id: 'c' };
    const corrected = await send(line('e', { line: 'line-c', corrects: [corrects] }));
    expect(corrected.status, JSON.stringify(corrected.body)).toBe(202);
    const target = { source: 'region-normandie', id: 'b', type: 'financing-engaged' };
    const retracted = await send(event('f', 'fact-retracted', { target, reason: 'entered-in-error' }));
    expect(retracted.status, JSON.stringify(retracted.body)).toBe(202);
    for (const sequence of [1, 2]) {
      const statement = { ref: 'state-1', sequence };
      expect((await send(line(`s${sequence}`, { line: 'line-s', statement }))).status).toBe(202);
    }
    expect((await ask(`/v1/receipts/${again.body.receipt}`)).status).toBe(200);
    expect((await ask('/v1/event-changes')).status).toBe(200);
    expect(await shown()).toEqual(
      expect.arrayContaining(['corrected', 'retracted', 'superseded', 'receipt-looked-up']),
    );
    const { events, missing } = await report();
    const taken = events.flatMap((each) => (each.seen === null ? [] : [[each.event, each.seen.times]]));
    expect(taken).toEqual([
      ['fact-retracted', 1],
      ['financing-engaged', 8],
    ]);
    expect(missing.filter(({ group }) => group === 'writes')).toEqual([]);
    expect((await command(['partner', 'conformance', name, '--require', 'writes'])).code).toBe(0);
  });

  it('grows by what it reads and follows', async () => {
    const other = await send(line('other', {}, newPerson()));
    const read = await eventually(async () => {
      const headers = { ...reading, 'hub-at-least': other.body.receipt };
      const answer = await ask(`/v1/dossiers/${other.body.dossier}`, { headers });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      return answer;
    });
    const tagged = { ...reading, 'if-none-match': read.headers.get('etag') ?? '' };
    expect((await ask(`/v1/dossiers/${other.body.dossier}`, { headers: tagged })).status).toBe(304);
    const search = { method: 'POST', headers: { ...reading, 'content-type': 'application/json' } };
    expect(
      (await ask('/v1/training-paths/search', { ...search, body: JSON.stringify({ nir: person.nir }) })).status,
    ).toBe(200);
    const first = await eventually(async () => {
      const page = await ask<{ next: string | null }>('/v1/dossiers?limit=1', { headers: reading });
      expect(page.body.next, JSON.stringify(page.body)).toEqual(expect.any(String));
      return page.body;
    });
    expect((await ask(`/v1/dossiers?limit=1&cursor=${first.next}`, { headers: reading })).status).toBe(200);
    const changes = await ask<{ cursor: string }>('/v1/changes', { headers: reading });
    expect(await shown()).not.toContain('feed-followed');
    expect((await ask(`/v1/changes?cursor=${changes.body.cursor}`, { headers: reading })).status).toBe(200);
    expect(await shown()).toEqual(
      expect.arrayContaining([
        ...['dossier-read', 'at-least-used', 'entity-tag-used', 'path-searched', 'list-paged', 'feed-followed'],
      ]),
    );
    expect((await report()).missing).toEqual([]);
  });

  it('counts what the hub does in its name for nothing, and what its receiver takes for it', async () => {
    const before = (await report()).steps.find(({ step }) => step === 'feed-followed')?.seen?.times;
    const added = await ask<{ webhook: { id: string }; secret: string }>('/v1/webhooks', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'hub-agent': 'agent-1' },
      body: JSON.stringify({ url: receiver.url, purpose }),
    });
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    receiver.secrets = [added.body.secret];
    expect((await ask(`/v1/webhooks/${added.body.webhook.id}/test`, { method: 'POST' })).status).toBe(200);
    await eventually(async () => expect(await shown()).toContain('webhook-delivered'), { timeoutMs: 20_000 });
    const { steps } = await report();
    expect(steps.find(({ step }) => step === 'webhook-pinged')?.seen?.times).toBe(1);
    expect(steps.find(({ step }) => step === 'feed-followed')?.seen?.times).toBe(before);
  });

  it('is told to itself alone, and to operators', async () => {
    const own = await ask<ConformanceReport>('/v1/conformance');
    expect(own.body).toMatchObject({ clientId: name, missing: [] });
    expect((await ask('/v1/admin/clients/kairos/conformance', { headers: { 'hub-agent': 'me' } })).status).toBe(403);
    expect((await ask('/v1/conformance?clientId=kairos')).body).toMatchObject({ clientId: name });
    const unknown = await command(['partner', 'conformance', 'nobody', '--agent', 'op-1']);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no such client') });
    const asItself = await command(['partner', 'conformance', '--client', 'ministry', '--json'], 'ministry');
    expect(JSON.parse(asItself.stdout)).toMatchObject({
      clientId: 'ministry',
      groups: ['everybody', 'reads', 'follows'],
    });
    const nobody = await here.command(['partner', 'conformance'], { HUB_URL: hub.url });
    expect(nobody).toMatchObject({ code: 2, stderr: expect.stringContaining('Name a partner') });
    const foreign = await command(['partner', 'conformance', 'ministry', '--require', 'writes', '--agent', 'op-1']);
    expect(foreign).toMatchObject({ code: 2, stderr: expect.stringContaining('reads, follows alone') });
  });

  it('holds no value of a request, and is there after the process that saw it', async () => {
    await hub.close();
    const { rows } = await here.database.pool.query('select * from conformance.shown where client_id = $1', [name]);
    expect(rows.length).toBeGreaterThan(15);
    const text = JSON.stringify(rows);
    for (const value of [person.nir, 'line-', '114782', 'agent-1']) expect(text).not.toContain(value);
    hub = await here.start();
    expect((await report()).missing).toEqual([]);
  });
});
