import { encodeLogEvent } from '@hub/core';
import { type Job, type ParkedEvent, placeName } from '@hub/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { askAdminOf, operatorSettings } from '../support/admin-here.ts';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { appendEvents, eventsOnLog } from '../support/log-events.ts';
import { activeSchema } from '../support/projection.ts';

interface Page {
  readonly items: readonly (ParkedEvent & { place: string })[];
  readonly next: string | null;
}

let hub: HubHere;
let running: RunningHub;
let readable: string;
let broken: string;
const [dossier] = eventsOnLog({ trainees: 1 }).flatMap((event) => event.dossier ?? []);

const ask = <Body = Record<string, unknown>>(path: string, asking: { body?: object; as?: string } = {}) =>
  askAdminOf<Body>(running, path, asking);
const listed = async (query = '') => (await ask<Page>(`parked${query}`)).body;
const done = async (asked: { status: number; body: Job }) => {
  expect(asked.status, JSON.stringify(asked.body)).toBe(202);
  return eventually(
    async () => {
      const { body } = await ask<Job>(`jobs/${asked.body.id}`);
      expect(body.endedAt, body.error?.message).not.toBeNull();
      return body;
    },
    { timeoutMs: 20_000, everyMs: 100 },
  );
};

beforeAll(async () => {
  hub = await hubHere({ HUB_DEMO: 'partners', HUB_KAFKA_BROKERS: '' });
  await hub.command(['secrets', 'create']);
  running = await hub.start();
  const { log } = running.infrastructure;
  const events = eventsOnLog({ trainees: 1 });
  const entry = events.find(({ fact }) => fact.type === 'entry-attested');
  if (entry === undefined) throw new Error('no event');
  await appendEvents(log, [entry]);
  await log.append([{ ...encodeLogEvent(entry), value: Buffer.from('{') }]);
  const [first] = await eventually(async () => {
    const { items } = await listed();
    expect(items).toHaveLength(1);
    return items;
  });
  if (first === undefined) throw new Error('nothing is parked');
  broken = first.place;
  readable = placeName({ ...first, offset: 0 });
  // As if code that could not read the first event had parked it.
  const { pool } = hub.database;
  await pool.query(`delete from ${await activeSchema(hub.database)}.dossier`);
  await pool.query(
    `insert into projection.parked (version, topic, slice, "offset", reason, detail, dossier, source, event_id)
     values ($1, $2, $3, 0, 'fold-failed', 'because', $4, $5, $6)`,
    [first.version, first.topic, first.slice, entry.dossier, entry.fact.source, entry.fact.id],
  );
});

afterAll(async () => {
  await running?.close();
  await hub?.close();
});

test('parked events are for operators alone, page by page, and narrowed by what they have in common', async () => {
  for (const path of ['parked', 'parked/counts', `parked/${broken}`, 'log/entry']) {
    expect((await ask(path, { as: 'kairos' })).status, path).toBe(403);
  }
  for (const path of ['parked/retries', 'parked/settlements']) {
    expect((await ask(path, { as: 'kairos', body: {} })).status, path).toBe(403);
  }
  const first = await listed('?limit=1');
  expect(first.items.map(({ place }) => place)).toEqual([readable]);
  const second = await listed(`?limit=1&cursor=${encodeURIComponent(first.next ?? '')}`);
  expect([second.items.map(({ place }) => place), second.next]).toEqual([[broken], null]);
  const narrowed = async (query: string) => (await listed(query)).items.map(({ place }) => place);
  expect(await narrowed('?source=eos')).toEqual([readable]);
  expect(await narrowed('?reason=event-unreadable')).toEqual([broken]);
  expect(await narrowed(`?dossier=${dossier}`)).toEqual([readable]);
  expect(await narrowed('?topic=exit')).toEqual([]);
  expect(await narrowed('?settled=true')).toEqual([]);
  expect((await ask('parked/counts')).body).toMatchObject({
    items: [
      { source: 'eos', topic: 'entry', reason: 'fold-failed', parked: 1, settled: 0 },
      { source: null, topic: 'entry', reason: 'event-unreadable', parked: 1, settled: 0 },
    ],
  });
});

test.each([
  ['parked?reason=tired', '/query/reason', undefined],
  ['parked?cursor=here', '/query/cursor', undefined],
  ['parked/retries', '/places/0', { places: ['a.1/entry/0/0'] }],
  ['parked/retries', '/places/0', { places: ['nowhere'] }],
  ['parked/retries', '/reason', { reason: 'tired' }],
  ['parked/settlements', '/why', { places: ['a.1/entry/0/0'], why: 'ask jeanne.martin@exemple.fr' }],
  ['log/entry?slice=7', '/query/slice', undefined],
  ['log/unheard-of', '/path/topic', undefined],
])('%s is refused, with what is at fault: %s', async (path, pointer, body) => {
  const answer = await ask<{ errors: { pointer: string }[] }>(path, body && { body });
  expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  expect(JSON.stringify(answer.body)).not.toContain('jeanne');
});

test('a retry that is tried says what would come of each, by names of fields alone, and changes nothing', async () => {
  const before = await listed();
  const { result } = await done(await ask<Job>('parked/retries', { body: { dryRun: true } }));
  expect(result).toMatchObject({ dryRun: true, visible: 1, still: 1, more: 0 });
  const { results } = result as { results: { place: string; changes?: object[] }[] };
  expect(results.map(({ place }) => place)).toEqual([readable, broken]);
  expect(results[0]?.changes).toContainEqual({ subject: 'dossier', key: String(dossier), path: '/status' });
  expect(JSON.stringify(result)).not.toContain('entered');
  expect(await listed()).toEqual(before);
});

test('commands ask the hub: list, show, log cat, a dry run, a retry and a settlement', async () => {
  const settings = operatorSettings(running);
  const shownBy = async (args: string[], code = 0) => {
    const answer = await hub.command([...args, '--json'], settings);
    expect(answer.code, answer.stderr).toBe(code);
    return JSON.parse(answer.stdout);
  };
  expect((await shownBy(['parked', 'list'])).parked).toHaveLength(2);
  expect(await shownBy(['parked', 'show', broken])).toMatchObject({ reason: 'event-unreadable', event: '{' });
  const dry = await shownBy(['parked', 'retry', '--dry-run'], 1);
  expect(dry.results).toMatchObject([{ wouldBeVisible: true }, { wouldBeVisible: false }]);
  expect((await shownBy(['parked', 'retry'], 1)).results).toEqual([
    { place: readable, visible: true, reason: null },
    { place: broken, visible: false, reason: 'event-unreadable' },
  ]);
  const again = await hub.command(['parked', 'retry', readable], settings);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing is parked there') });
  const settle = ['parked', 'settle', broken, '--reason', 'A test wrote it.'];
  expect((await shownBy(settle)).results).toEqual([{ place: broken, settled: true }]);
  expect((await shownBy(['parked', 'list'])).parked).toEqual([]);
  expect((await shownBy(['parked', 'list', '--all'])).parked).toMatchObject([
    { settled: { reason: 'A test wrote it.' } },
  ]);
  const cat = await shownBy(['log', 'cat', 'entry', '--count', '600']);
  expect(cat.messages).toHaveLength(2);
  expect(cat.messages.map(({ event }: { event: object }) => event)).toEqual([
    expect.objectContaining({ specversion: '1.0' }),
    { damaged: Buffer.from('{').toString('base64') },
  ]);
  const audited = await ask<{ items: { what: string }[] }>('audit?subject=parked');
  expect(new Set(audited.body.items.map(({ what }) => what))).toEqual(
    new Set(['parked-retry-asked', 'parked-settlement-asked']),
  );
});
