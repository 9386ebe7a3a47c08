import { randomUUID } from 'node:crypto';
import { type HubStatus, withTransaction } from '@hub/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { askAdminOf, operatorSettings } from '../support/admin-here.ts';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { appendEvents, eventsOnLog } from '../support/log-events.ts';

let hub: HubHere;
let running: RunningHub;

beforeAll(async () => {
  hub = await hubHere({ HUB_DEMO: 'partners', HUB_KAFKA_BROKERS: '' });
  await hub.command(['secrets', 'create']);
  running = await hub.start();
});

afterAll(async () => {
  await running?.close();
  await hub?.close();
});

const status = () => askAdminOf<HubStatus>(running, 'status');

test('how the hub is, is for its operators alone', async () => {
  expect((await askAdminOf(running, 'status', { as: 'kairos' })).status).toBe(403);
  expect((await askAdminOf(running, 'status', { as: 'cdc' })).status).toBe(403);
  expect((await status()).status).toBe(200);
});

test('services, the log, each slice with its owner, throughput and what calls for somebody are told', async () => {
  const events = eventsOnLog({ trainees: 4 });
  await appendEvents(running.infrastructure.log, events);
  await running.infrastructure.log.append([{ topic: 'entry', key: 'k', value: Buffer.from('{') }]);
  const { body } = await eventually(
    async () => {
      const answer = await status();
      expect(answer.body.versions[0]).toMatchObject({ active: true, lagEvents: 0 });
      expect(answer.body.services.projector).toEqual({ ok: true, failing: [], living: 1 });
      expect(answer.body.throughput?.projected).toBeGreaterThan(0);
      return answer;
    },
    { timeoutMs: 40_000, everyMs: 300 },
  );
  expect(body).toMatchObject({ logNotReached: null, logSlices: 2, parked: { 'event-unreadable': 1 }, alarms: {} });
  expect(body.logEvents?.entry).toBe(5);
  expect(body.leases.map(({ kind, slice }) => `${kind} ${slice}`)).toEqual([
    'offer 0',
    'trainee 0',
    'offer 1',
    'trainee 1',
  ]);
  for (const { owner, epoch, until, lagEvents } of body.leases) {
    expect(
      [owner, until].every((each) => typeof each === 'string'),
      epoch,
    ).toBe(true);
    expect([Number(epoch) > 0, lagEvents]).toEqual([true, 0]);
  }
  expect(body.processes).toMatchObject([{ heard: true, services: expect.arrayContaining(['gateway', 'query']) }]);
  const asked = await hub.command(['status', '--json'], operatorSettings(running));
  expect(asked.code, asked.stderr).toBe(0);
  const names = [...Object.keys(body), 'hub', 'consumers'].filter((name) => name !== 'at');
  expect(Object.keys(JSON.parse(asked.stdout)).sort()).toEqual(names.sort());
  expect((await hub.command(['status'], operatorSettings(running))).stdout).toMatch(/gateway .*events are taken/);
});

test('since when a source is late is told, from the minute at which its promise was first broken and not kept since', async () => {
  const { body } = await status();
  const version = body.versions.find(({ active }) => active)?.version;
  const minuteMs = 60_000;
  const thisMinute = Math.floor(Date.now() / minuteMs) * minuteMs;
  const before = (minutes: number) => new Date(thisMinute - minutes * minuteMs).toISOString();
  const counted = [
    ['offer', 40, 7],
    ['offer', 6, 7],
    ['offer', 2, 7],
    ...Array.from({ length: 60 }, (_, minutes) => ['invoice', minutes, 1] as const),
  ] as const;
  for (const [topic, minutes, late] of counted) {
    await hub.database.pool.query(
      `insert into projection.freshness (version, owner, minute, topic, source, counts, late, promised_seconds)
       values ($1, $2, $3, $4, 'somebody', $5, $6, 5)`,
      [version, randomUUID(), before(minutes), topic, Array(16).fill(1), late],
    );
  }
  const sources = (await status()).body.freshness?.sources.filter(({ source }) => source === 'somebody');
  expect(sources).toMatchObject([
    { topic: 'invoice', isLate: true, lateBefore: true },
    { topic: 'offer', isLate: true, lateSince: before(6), lateBefore: false, late: 7 },
  ]);
});

test('while the log says nothing, what the database says is told, within bounded time', async () => {
  const { body } = await withTransaction(hub.database.pool, async (client) => {
    await client.query('lock table log.partition in access exclusive mode');
    const startedAt = performance.now();
    const answer = await status();
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(answer.status).toBe(200);
    return answer;
  });
  expect(body).toMatchObject({ logEpoch: null, logSlices: null, logEvents: null });
  expect(body.logNotReached).toMatch(/does not answer within 4 seconds/);
  expect(body.versions[0]).toMatchObject({ active: true, lagEvents: null, lagSeconds: null });
  expect(body.leases[0]).toMatchObject({ lagEvents: null });
});
