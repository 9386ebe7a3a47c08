import { setTimeout as delay } from 'node:timers/promises';
import type { Receipt } from '@hub/client';
import type { CloudEvent } from '@hub/contracts';
import { parisDay } from '@hub/core';
import { simulateAll } from '@hub/simulation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type HubProcess, type TestHub, testHub } from '../support/hub-process.ts';
import { liftLimits } from '../support/lift-limits.ts';
import { proofSeed, rounds } from '../support/proofs.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await testHub();
});
afterAll(() => hub.close());

/** What Kairos reports of so many trainees. */
function kairosEvents(count: number): CloudEvent[] {
  const simulation = simulateAll({ seed: `kill ${proofSeed}`, trainees: count, today: parisDay(Date.now()), mess: 0 });
  const events: CloudEvent[] = [];
  for (const item of simulation.items) {
    if (item.clientId === 'kairos') events.push(...item.events.filter(({ data }) => data.trainee !== undefined));
  }
  return events;
}

/** Reports until the process dies under it; what was acknowledged is in `receipts`, the rest is sent again later. */
async function reportUntilKilled(running: HubProcess, events: readonly CloudEvent[], receipts: Map<string, Receipt>) {
  const client = running.client('kairos');
  for (let from = 0; from < events.length; from += 20) {
    const batch = events.slice(from, from + 20);
    const answer = await client
      .fetch('/v1/events', {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents-batch+json' },
        body: JSON.stringify(batch),
      })
      .then(async (response) => (await response.json()) as { results?: { index: number; receipt?: Receipt }[] })
      .catch(() => ({ results: [] }));
    for (const { index, receipt } of answer.results ?? []) {
      if (receipt !== undefined) receipts.set(batch[index]?.id ?? '', receipt);
    }
  }
}

test('after kill -9 of the whole hub under load, each 202 is visible exactly once and numbers stay', {
  timeout: rounds(180_000, 900_000),
}, async () => {
  const events = kairosEvents(rounds(60, 240));
  const receipts = new Map<string, Receipt>();
  let running = await hub.start();
  await liftLimits(hub.database.pool);
  for (let round = 0; round < rounds(2, 12); round += 1) {
    const reporting = reportUntilKilled(running, events, receipts);
    // On a busy machine the first answer alone takes longer than the delay.
    if (round === 0) await eventually(() => expect(receipts.size).toBeGreaterThan(0));
    await delay(400 + 300 * (round % 4));
    await running.stop('SIGKILL');
    await reporting;
    running = await hub.start();
  }
  const before = new Map(receipts);
  expect(before.size).toBeGreaterThan(0);
  const client = running.client('kairos');
  const outcomes = await client.report(events);
  for (const [place, outcome] of outcomes.entries()) {
    if (outcome.status !== 'accepted') throw new Error(`sent again, an event was ${outcome.status}`);
    const id = events[place]?.id ?? '';
    expect(outcome.receipt.dossier).toBe(before.get(id)?.dossier ?? outcome.receipt.dossier);
    receipts.set(id, outcome.receipt);
  }
  await Promise.all([...before].map(([id, receipt]) => expectVisibleOnce(running, id, receipt)));
  const verified = await hub.commandHere(['verify', '--json']);
  expect(verified.code, verified.stderr).toBe(0);
});

async function expectVisibleOnce(running: HubProcess, id: string, receipt: Receipt): Promise<void> {
  const answer = await eventually(
    async () => {
      const response = await running.client('cdc').fetch(`/v1/dossiers/${receipt.dossier}?facts=true`, {
        headers: { 'hub-agent': 'test', 'hub-purpose': 'control', 'hub-at-least': receipt.receipt },
      });
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as { facts: { id: string }[] };
    },
    { timeoutMs: 60_000, everyMs: 500 },
  );
  expect(answer.facts.filter((fact) => fact.id === id)).toHaveLength(1);
}
