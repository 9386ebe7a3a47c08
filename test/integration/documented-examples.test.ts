import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type PageStep, stepsOfPage } from '../support/page-steps.ts';
import { type ScenarioHub, scenarioHub } from '../support/scenario-hub.ts';

// What the documentation shows is done as it stands there, and its answers are compared.
let hub: ScenarioHub;
beforeAll(async () => {
  hub = await scenarioHub();
});
afterAll(() => hub?.close());

interface Answer {
  readonly status: number;
  readonly body: unknown;
}
let last: Answer;
const receipts: string[] = [];
/** What the page calls a number or an id, and what the hub called it. */
const called = new Map<string, string>();

describe.each(['docs/corrections.md', 'docs/partners/actors.md'])('%s', (page) => {
  for (const [heading, steps] of stepsOfPage(page)) {
    it(`says what the hub does: ${heading}`, async () => {
      for (const [index, step] of steps.entries()) await play(step, steps[index + 1]);
    });
  }
});

const execute = promisify(execFile);

it('The lines of README.md that send an event work when they are pasted, on any port', async () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const [, lines = ''] = /## Sending an event\n[\s\S]*?```sh\n([\s\S]*?)```/.exec(readme) ?? [];
  const HUB_DATA_DIR = join(dirname(hub.settings.secretsFile), 'first');
  const { stdout } = await execute('bash', ['-c', lines], { env: { ...process.env, HUB_DATA_DIR } });
  expect(JSON.parse(stdout)).toMatchObject({
    id: '1894-entry-1',
    receipt: expect.any(String),
    dossier: expect.any(Number),
  });
});

/** What the page says no answer of is taken. */
async function play(step: PageStep, next: PageStep | undefined): Promise<void> {
  switch (step.act) {
    case 'reports':
      last = await post(step.client, '/v1/events', step.body, 'application/cloudevents+json');
      if (next?.act !== 'answered') expectShown(last, { status: 202, body: {} });
      if (last.status === 202) receipts.push((last.body as { receipt: string }).receipt);
      return;
    case 'sends':
      last = await post(step.client, step.path, step.body, 'application/json');
      if (next?.act !== 'answered') expectShown(last, { status: 200, body: {} });
      return;
    case 'answered':
      learn(step.body, last.body as object);
      expectShown(last, step);
      return;
    case 'reads':
      await eventually(async () => expectShown(await get(step), step));
  }
}

function expectShown(answer: Answer, { status, body }: { status: number; body: object }): void {
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  expect(differences(JSON.parse(real(body)), answer.body)).toEqual([]);
}

const named = { 'hub-agent': 'agent-17', 'hub-purpose': 'funding-follow-up' };

async function post(client: string, path: string, body: object, type: string): Promise<Answer> {
  const headers = { 'content-type': type, ...(path === '/v1/events' ? {} : named) };
  return answerOf(await hub.client(client).fetch(real(path), { method: 'POST', headers, body: real(body) }));
}

async function get({ client, path, purpose }: { client: string; path: string; purpose: string }): Promise<Answer> {
  const headers = { ...named, 'hub-purpose': purpose, 'hub-at-least': receipts.slice(-4).join(', ') };
  return answerOf(await hub.client(client).fetch(real(path), { headers }));
}

async function answerOf(response: Response): Promise<Answer> {
  const body: unknown = await response.json();
  const { id, dossier } = body as { id?: string; dossier?: number };
  if (id !== undefined && dossier !== undefined && 'reason' in (body as object)) called.set('{id}', id);
  return { status: response.status, body };
}

/** A text of the page with what the hub gave in the place of what the page calls it. */
function real(text: string | object): string {
  const written = typeof text === 'string' ? text : JSON.stringify(text);
  return [...called].reduce((changed, [name, value]) => changed.replaceAll(name, value), written);
}

/** The number of a dossier that the page names for the first time. */
function learn(expected: object, { dossier }: { dossier?: number | null }): void {
  const name = (expected as { dossier?: number }).dossier;
  if (name !== undefined && typeof dossier === 'number' && !called.has(String(name)))
    called.set(String(name), String(dossier));
}

/** Where an answer is not as a block of the page shows it: `…` is any text, a list holds each item that is shown, an empty one nothing. */
function differences(shown: unknown, answered: unknown, at = ''): readonly string[] {
  if (shown === '…') return typeof answered === 'string' ? [] : [`${at}: ${answered}`];
  if (Array.isArray(shown)) {
    const items = Array.isArray(answered) ? answered : null;
    if (items === null || (shown.length === 0 && items.length > 0)) return [`${at}: ${JSON.stringify(answered)}`];
    return shown.flatMap((each, index) => {
      const best = items
        .map((item) => differences(each, item, `${at}/${index}`))
        .toSorted((a, b) => a.length - b.length);
      return best[0] ?? [`${at}/${index}: nothing`];
    });
  }
  if (typeof shown !== 'object' || shown === null)
    return shown === answered ? [] : [`${at}: ${JSON.stringify(answered)}`];
  const members = (answered ?? {}) as Record<string, unknown>;
  return Object.entries(shown).flatMap(([name, each]) => differences(each, members[name], `${at}/${name}`));
}
