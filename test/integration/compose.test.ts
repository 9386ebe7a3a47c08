import { readFileSync } from 'node:fs';
import type { Receipt } from '@hub/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudEvent } from '../scenarios/cloud-events.ts';
import { newPerson, type Person } from '../scenarios/people.ts';
import { entry, positioned } from '../scenarios/reported-events.ts';
import { type ComposedHub, composedHub } from '../support/compose-processes.ts';
import { eventually } from '../support/eventually.ts';
import { askedIn, expressions } from '../support/metrics-named.ts';

const json = { 'content-type': 'application/json' };
const asReader = { ...json, 'hub-agent': 'compose', 'hub-purpose': 'control' };
const asOperator = { ...json, 'hub-agent': 'compose', 'hub-purpose': 'data-quality' };
const [alice, berthe] = [newPerson(), newPerson()];

let hub: ComposedHub;
beforeAll(async () => {
  hub = await composedHub();
});
afterAll(() => hub?.close());

async function report(person: Person, id: string): Promise<Receipt> {
  const response = await hub.client('kairos').fetch('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(cloudEvent(positioned(id), person)),
  });
  expect(response.status, await response.clone().text()).toBe(202);
  return (await response.json()) as Receipt;
}

async function traineeOf({ nir }: Person): Promise<string> {
  const body = JSON.stringify({ nir });
  return eventually(async () => {
    const response = await hub
      .client('cdc')
      .fetch('/v1/training-paths/search', { method: 'POST', headers: asReader, body });
    const { trainees } = (await response.json()) as { trainees: string[] };
    expect(trainees).toHaveLength(1);
    return trainees[0] as string;
  });
}

async function operate(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const request = { method: 'POST', headers: asOperator, body: JSON.stringify({ reason: 'ticket-1', ...body }) };
  const response = await hub.client('operator').fetch(path, request);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('what is reported at the front door is receipted, read there, and judged and corrected there', async () => {
  const receipts = [await report(alice, 'compose-a'), await report(berthe, 'compose-b')];
  const visible = (client: string, receipt: string | undefined) =>
    eventually(async () => {
      const answer = await hub.client(client).fetch(`/v1/receipts/${receipt}`);
      expect(await answer.json()).toMatchObject({ state: 'visible' });
    });
  await visible('kairos', receipts[0]?.receipt);
  const read = await hub.client('cdc').fetch(`/v1/dossiers/${receipts[0]?.dossier}`, { headers: asReader });
  expect([read.status, await read.json()]).toEqual([200, expect.objectContaining({ status: 'positioned' })]);

  const trainees = [await traineeOf(alice), await traineeOf(berthe)];
  const verdict = await operate('/v1/links/verdicts', { trainees, verdict: 'different' });
  expect([verdict.status, verdict.body.state]).toEqual([202, 'separated']);
  const misreported = cloudEvent(entry('eos', 'compose-e', '2026-04-01'), berthe);
  const [outcome] = await hub.client('eos').report([misreported as never]);
  if (outcome?.status !== 'accepted') throw new Error(`${outcome?.status}`);
  await visible('eos', outcome.receipt.receipt);
  const correction = await operate('/v1/persons/corrections', {
    from: trainees[1],
    to: { nir: alice.nir },
    facts: [{ source: 'eos', id: 'compose-e' }],
  });
  expect([correction.status, correction.body]).toEqual([202, expect.objectContaining({ factsMoved: 1 })]);
});

test('one description of the API, with all operations, stands behind the one address', async () => {
  const whole = JSON.parse(readFileSync(new URL('../../contracts/openapi.json', import.meta.url), 'utf8'));
  expect(await (await fetch(`${hub.url}/openapi.json`)).json()).toEqual(whole);
  expect((await fetch(`${hub.url}/docs/`)).status).toBe(200);
});

test('pages for people stand behind the same address', async () => {
  const page = await fetch(`${hub.url}/`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Le hub de la formation')]);
});

test('every metric that an alert or the dashboard names is shown by a service', async () => {
  const pages = hub.metricsUrls.map(async (url) => (await fetch(`${url}/metrics`)).text());
  const shown = new Set(
    (await Promise.all(pages)).flatMap((page) => [...page.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name)),
  );
  const asked = [...expressions().values()].flatMap((expression) =>
    askedIn(expression).metrics.map(({ name }) => name),
  );
  const isShown = (name: string) => shown.has(name) || shown.has(name.replace(/_(bucket|sum|count)$/, ''));
  // `up` is Prometheus' own.
  expect(new Set(asked.filter((name) => name !== 'up' && !isShown(name)))).toEqual(new Set());
});

test('asked to stop, each service ends with 0 within its grace period', async () => {
  const ended = { code: 0, withinGrace: true };
  expect(await hub.stop()).toEqual({
    console: ended,
    dispatcher: ended,
    gateway: ended,
    projector: ended,
    query: ended,
  });
});
