import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { cloudEvent } from '../scenarios/cloud-events.ts';
import { newPerson } from '../scenarios/people.ts';
import { entry } from '../scenarios/reported-events.ts';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { openReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { clientOf } from './webhook-stage.ts';

let here: HubHere;
let hub: RunningHub;
let receiver: WebhookReceiver;
beforeAll(async () => {
  vi.stubEnv('HUB_WEBHOOK_PRIVATE', 'true');
  here = await hubHere({ HUB_DEMO: 'partners' });
  hub = await here.start();
  receiver = await openReceiver();
});
afterAll(async () => {
  await hub?.close();
  await receiver?.close();
  await here?.close();
  vi.unstubAllEnvs();
});

/** A command finds no hub in its own process by a run file: it is told where, and by whose secret. */
function command(args: readonly string[], clientId = 'cdc') {
  const secret = hub.clients.find((each) => each.clientId === clientId)?.clientSecret ?? '';
  return here.command(['webhooks', ...args], { HUB_URL: hub.url, HUB_CLIENT_SECRET: secret });
}

async function webhooks<Answer>(...args: readonly string[]): Promise<Answer> {
  const { code, stdout, stderr } = await command([...args, '--json'], args.includes('--all') ? 'operator' : 'cdc');
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Answer;
}

it('webhooks are added, tried, followed, stopped and removed by command, in the all-in-one process', async () => {
  const as = ['--client', 'cdc'];
  const added = await webhooks<{ webhook: { id: string }; secret: string }>(
    ...['add', receiver.url, '--purpose', 'control', '--causes', 'entry-attested', ...as],
  );
  const { id } = added.webhook;
  receiver.secrets = [added.secret];
  expect(await webhooks('ping', id, ...as)).toMatchObject({ status: 204, fault: null });
  const reported = await clientOf(hub, 'eos').fetch('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(cloudEvent(entry('eos', 'commands-1', '2026-04-01'), newPerson())),
  });
  const { dossier } = (await reported.json()) as { dossier: number };
  await eventually(
    () => expect(receiver.messages.flatMap(({ items }) => items.map((item) => item.dossier))).toContain(dossier),
    { timeoutMs: 20_000 },
  );
  const deliveries = await webhooks<{ items: { type: string }[] }>('deliveries', id, '--all');
  expect(deliveries.items.map(({ type }) => type)).toEqual(expect.arrayContaining(['changes', 'ping']));
  expect(await webhooks('pause', id, '--all')).toMatchObject({ state: 'paused' });
  const listed = await command(['list', ...as]);
  expect(listed.stdout).toMatch(new RegExp(`${id} +cdc +changes +paused`));
  expect(listed.stdout).not.toContain('whsec_');
  expect(await webhooks('resume', id, ...as)).toMatchObject({ state: 'active' });
  expect(await webhooks('rotate', id, '--overlap', '1', ...as)).toMatchObject({
    secret: expect.stringMatching(/^whsec_/),
  });
  const from = new Date(Date.now() - 60_000).toISOString();
  expect(await webhooks<{ messages: number }>('replay', id, '--from', from, ...as)).toMatchObject({ messages: 1 });
  await eventually(() => expect(receiver.messages.some(({ replayOf }) => replayOf !== null)).toBe(true));
  expect(await webhooks('remove', id, ...as)).toMatchObject({ id });
  expect(await webhooks('list', '--all')).toEqual({ webhooks: [] });
});

it('a command says what is wrong, and what to do', async () => {
  const refused = await command(['add', receiver.url, '--purpose', 'advice', '--client', 'cdc']);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('403') });
  const unnamed = await command(['list']);
  expect(unnamed).toMatchObject({ code: 2, stderr: expect.stringContaining('HUB_CLIENT_ID') });
  const wrong = await command(['add', 'ftp://nobody', '--purpose', 'control', '--client', 'cdc']);
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('/url') });
  const away = await command(['pause', 'aaaaaaaaaaaaaaaa', '--client', 'cdc']);
  expect(away).toMatchObject({ code: 1, stderr: expect.stringContaining('404') });
});
