import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Receipt } from '@hub/client';
import type { CloudEvent } from '@hub/contracts';
import { parisDay } from '@hub/core';
import { simulateAll } from '@hub/simulation';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type HubProcess, type TestHub, testHub } from '../support/hub-process.ts';
import { liftLimits } from '../support/lift-limits.ts';
import { drawn, proofSeed } from '../support/proofs.ts';
import { openWire, type Wire } from '../support/wire.ts';

/** As an operator sets it, but seven times as fast. */
const timeoutMs = 3_000;

let wire: Wire;
let hub: TestHub;
let door: HubProcess;
let projector: HubProcess;
beforeAll(async () => {
  wire = await openWire(Number(new URL(inject('postgresUrl')).port));
  const bounds = { HUB_DATABASE_TIMEOUT_MS: String(timeoutMs), HUB_LEASE_MS: '1500' };
  hub = await testHub(bounds, wire.through);
  [door, projector] = [await hub.start('--only', 'gateway,query'), await hub.start('--only', 'projector')];
  await liftLimits(hub.database.pool);
});
afterAll(async () => {
  await hub?.close();
  await wire?.close();
});

function* kairosEvents(): Generator<CloudEvent> {
  const simulation = simulateAll({
    seed: `wire ${proofSeed}`,
    trainees: 100_000,
    today: parisDay(Date.now()),
    mess: 0,
  });
  for (const item of simulation.items) {
    if (item.clientId === 'kairos') yield* item.events.filter(({ data }) => data.trainee !== undefined);
  }
}
const events = kairosEvents();
const receipts = new Map<string, Receipt>();

/** What the door answers for the next event: 202 (kept in `receipts`), or what it refuses with. */
async function reportOne(): Promise<number> {
  const event = events.next().value as CloudEvent;
  const response = await door.client('kairos').fetch('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  });
  if (response.status === 202) receipts.set(event.id, (await response.json()) as Receipt);
  return response.status;
}

async function show({ receipt, dossier }: Receipt): Promise<readonly string[]> {
  const response = await door.client('cdc').fetch(`/v1/dossiers/${dossier}?facts=true`, {
    headers: { 'hub-agent': 'test', 'hub-purpose': 'control', 'hub-at-least': receipt },
  });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return ((await response.json()) as { facts: { id: string }[] }).facts.map(({ id }) => id);
}

/** Four partners report and four read at once, from the fault on. */
async function underLoad(fault: () => Promise<void> | void, forMs: number): Promise<void> {
  const until = performance.now() + forMs;
  await fault();
  const [last] = [...receipts.values()];
  const each = async (work: () => Promise<unknown>) => {
    while (performance.now() < until) await work().catch(() => {});
  };
  const read = () => (last === undefined ? delay(10) : show(last));
  await Promise.all([
    ...Array.from({ length: 4 }, () => each(reportOne)),
    ...Array.from({ length: 4 }, () => each(read)),
  ]);
}

/** Milliseconds until an event is taken and shown again. */
async function untilServed(): Promise<number> {
  const startedAt = performance.now();
  await eventually(async () => (await reportOne()) === 202, { timeoutMs: 20_000, everyMs: 50 });
  const last = [...receipts.values()].at(-1) as Receipt;
  await eventually(() => show(last), { timeoutMs: 20_000, everyMs: 50 });
  return performance.now() - startedAt;
}

function linesOf(process: HubProcess): readonly string[] {
  return process.logged().map(({ msg }) => msg);
}

/** On a machine so busy that a statement took its whole time, a fault of before is told to its end first. */
async function untilNoFaultIsOpen(): Promise<void> {
  await untilServed();
  const said = (process: HubProcess) => linesOf(process).findLast((line) => line.startsWith('the database '));
  const open = () => [door, projector].some((process) => said(process) === 'the database fails');
  await eventually(() => !open(), { timeoutMs: 30_000 });
}

const broken = [
  ['takes what is sent and answers nothing', () => wire.break({ how: 'hang' }), 2],
  ['says nothing to what was open, while new connections pass', () => wire.hangOld(), 2],
  ['resets every connection', () => wire.break({ how: 'reset' }), 2],
  ['refuses every connection', () => wire.break({ how: 'refuse' }), 2],
  ['is slow', () => wire.break({ how: 'slow', delayMs: 20 }), 0],
] as const;

const played = drawn(broken, 2);

it.each(played)(
  'a wire to the database that %s ends no process, and is told in two lines',
  async (_, fault, faultLines) => {
    await untilNoFaultIsOpen();
    const before = [linesOf(door).length, linesOf(projector).length] as const;
    await underLoad(fault, 1.5 * timeoutMs);
    await wire.heal();
    const servedAgainMs = await untilServed();
    // Who waits for a statement waits its time, and then for the connection to be asked.
    expect(servedAgainMs).toBeLessThan(2.5 * timeoutMs);
    expect([door.child.exitCode, projector.child.exitCode]).toEqual([null, null]);
    if (faultLines === 0) return;
    for (const [place, process] of [door, projector].entries()) {
      const lines = await eventually(() => {
        const since = linesOf(process).slice(before[place]);
        expect(since).toContain('the database works again');
        return since;
      });
      expect(lines.filter((line) => line === 'the database fails')).toHaveLength(1);
      expect(lines.length, lines.join('\n')).toBeLessThanOrEqual(6);
    }
  },
);

it('whatever was acknowledged meanwhile is shown once', async () => {
  // Before and after each fault at least.
  expect(receipts.size).toBeGreaterThanOrEqual(2 * played.length);
  for (const [id, receipt] of receipts) {
    const shown = await eventually(() => show(receipt), { timeoutMs: 20_000, everyMs: 200 });
    expect(shown.filter((each) => each === id)).toHaveLength(1);
  }
});

it('a process that is told to end behind a wire that says nothing ends within its bounds', async () => {
  await underLoad(() => wire.break({ how: 'hang' }), timeoutMs / 2);
  const ended = [door, projector].map((process) => once(process.child, 'exit'));
  for (const { child } of [door, projector]) child.kill('SIGTERM');
  const startedAt = performance.now();
  await Promise.all(ended);
  expect(performance.now() - startedAt).toBeLessThan(5 * timeoutMs);
  expect([door.child.signalCode, projector.child.signalCode]).toEqual([null, null]);
});
