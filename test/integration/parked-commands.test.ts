import { type EventLog, encodeLogEvent } from '@hub/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { testTopicPrefix } from '../support/kafka.ts';
import { testKafkaLog } from '../support/log.ts';
import { appendEvents, eventsOnLog } from '../support/log-events.ts';
import { activeSchema } from '../support/projection.ts';

const slices = 2;
let hub: HubHere;
let log: EventLog;

beforeAll(async () => {
  const topicPrefix = testTopicPrefix();
  hub = await hubHere({ HUB_SLICES: String(slices), HUB_KAFKA_TOPIC_PREFIX: topicPrefix });
  log = await testKafkaLog({ slices, topicPrefix });
});

afterAll(async () => {
  await log?.close();
  await hub?.close();
});

test('a dry run of a retry says what would come of each event, and changes nothing', async () => {
  const running = await hub.start({}, ['projector']);
  const events = eventsOnLog({ trainees: 1 });
  const entry = events.find(({ fact }) => fact.type === 'entry-attested');
  if (entry === undefined) throw new Error('no event');
  await appendEvents(log, [entry]);
  await log.append([{ ...encodeLogEvent(entry), value: Buffer.from('{') }]);
  const { pool } = hub.database;
  const listed = async () => JSON.parse((await hub.command(['parked', 'list', '--json'])).stdout).parked;
  const [unreadable] = await eventually(async () => {
    const parked = await listed();
    expect(parked).toHaveLength(1);
    return parked as { version: string; topic: string; slice: number; offset: number }[];
  });
  if (unreadable === undefined) throw new Error('nothing is parked');
  await running.close();
  // As if code that could not read the first event had parked it.
  await pool.query(`delete from ${await activeSchema(hub.database)}.dossier`);
  await pool.query(
    `insert into projection.parked (version, topic, slice, "offset", reason, detail)
     values ($1, $2, $3, 0, 'event-unreadable', '')`,
    [unreadable.version, unreadable.topic, unreadable.slice],
  );
  const before = await listed();

  const dry = await hub.command(['parked', 'retry', '--dry-run', '--json']);
  const { dryRun, results } = JSON.parse(dry.stdout);
  expect([dry.code, dryRun]).toEqual([1, true]);
  const place = (offset: number) => `${unreadable.version}/${unreadable.topic}/${unreadable.slice}/${offset}`;
  const change = { subject: 'dossier', key: String(entry.dossier), path: '/status', before: null, after: 'entered' };
  expect(results).toEqual([
    { place: place(0), wouldBeVisible: true, reason: null, detail: null, changes: expect.arrayContaining([change]) },
    {
      place: place(1),
      wouldBeVisible: false,
      reason: 'event-unreadable',
      detail: expect.stringMatching(/\S/),
      changes: [],
    },
  ]);

  const shown = await hub.command(['parked', 'retry', place(0), '--dry-run']);
  expect(shown.code, shown.stderr).toBe(0);
  expect(shown.stdout).toContain(`${place(0)}: would be visible`);
  expect(shown.stdout).toMatch(new RegExp(`dossier ${entry.dossier} +/status +- +"entered"`));
  expect(await listed()).toEqual(before);

  // What changes records asks the hub, and none runs.
  const retried = await hub.command(['parked', 'retry', place(0)]);
  expect(retried).toMatchObject({ code: 1, stderr: expect.stringContaining('No hub runs on') });
  await pool.query('delete from projection.parked where "offset" = 0');
  const gone = await hub.command(['parked', 'retry', place(0), '--dry-run']);
  expect(gone).toMatchObject({ code: 2, stderr: expect.stringContaining('Nothing is parked') });
});
