import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newPerson } from '../scenarios/people.ts';
import { entry } from '../scenarios/reported-events.ts';
import { eventually } from '../support/eventually.ts';
import { openWebhookStage, soon, toldOf, type WebhookStage } from './webhook-stage.ts';

const child = fileURLToPath(new URL('../support/dispatcher-child.ts', import.meta.url));
const patience = { timeoutMs: 40_000 };

let stage: WebhookStage;
beforeAll(async () => {
  stage = await openWebhookStage();
});
afterAll(() => stage?.close());

/** A dispatcher in a process of its own, by kill -9 ended when the receiver has got its message and not answered yet. */
async function startChild() {
  const settings = { ...soon, leaseMs: 3_000 };
  const options = { databaseUrl: stage.databaseUrl, secretsFile: stage.secretsFile, queryUrl: stage.hub.url, settings };
  const started = spawn(process.execPath, [child, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(started.stdout, 'data');
  return started;
}

it('a dispatcher that is killed in the middle of a delivery loses nothing: the next one delivers again under the same id', async () => {
  const hook = await stage.subscribe();
  await stage.stopOwn();
  const told = () => toldOf(hook.receiver.messages, dossier);
  const dying = await startChild();
  hook.receiver.answer = () => {
    dying.kill('SIGKILL');
    return { status: 200, afterMs: 500 };
  };
  const dossier = await stage.report(entry('eos', 'killed-1', '2026-04-01'), newPerson());
  await once(dying, 'exit');
  expect(told()).toHaveLength(1);
  const [first] = hook.receiver.messages;
  hook.receiver.answer = () => ({ status: 200 });
  const later = await stage.report(entry('eos', 'killed-2', '2026-04-01'), newPerson());
  const next = await startChild();
  try {
    await eventually(() => expect(toldOf(hook.receiver.messages, later)).toHaveLength(1), patience);
    expect(hook.receiver.messages.map(({ id }) => id).filter((id) => id === first?.id)).toHaveLength(2);
    expect(told()).toHaveLength(2);
    await eventually(async () => expect(await stage.webhook(hook.id)).toMatchObject({ state: 'active', waiting: 0 }));
  } finally {
    next.kill('SIGTERM');
    await once(next, 'exit');
  }
});

it('two dispatchers share the webhooks, and each message is delivered by one of them', async () => {
  const others = [stage.startAlso(), stage.startAlso()];
  const hooks = await Promise.all([stage.subscribe(), stage.subscribe(), stage.subscribe()]);
  const dossiers: number[] = [];
  for (let index = 0; index < 20; index += 1) {
    dossiers.push(await stage.report(entry('eos', `shared-${index}`, '2026-04-01'), newPerson()));
  }
  await eventually(() => {
    for (const { receiver } of hooks)
      for (const each of dossiers) expect(toldOf(receiver.messages, each)).toHaveLength(1);
  }, patience);
  await Promise.all(others.map((each) => each.close()));
});
