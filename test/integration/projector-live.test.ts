import { type EventLog, encodeLogEvent } from '@hub/core';
import { createMetrics, embeddedEventLog, listParked, loadRules } from '@hub/platform';
import {
  type Projector,
  type ProjectorSettings,
  previewRetry,
  readLogFigures,
  retryParked,
  showParked,
  startProjector,
  status,
} from '@hub/projector';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { testTopicPrefix } from '../support/kafka.ts';
import { testKafkaLog } from '../support/log.ts';
import { appendEvents, dossierNumber, eventsOnLog, withAttributes } from '../support/log-events.ts';
import { testLogger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { activeSchema, caughtUp, expectPureFold } from '../support/projection.ts';

const rules = loadRules();
const slices = 4;

describe.each(['the embedded log', 'Kafka'])('projecting from %s', (name) => {
  let database: TestDatabase;
  let log: EventLog;
  const projectors: Projector[] = [];

  const start = async (settings: Partial<ProjectorSettings> = {}) => {
    const metrics = createMetrics();
    const projector = await startProjector({
      log,
      pool: database.pool,
      rules,
      logger: testLogger,
      metrics,
      settings: { leaseMs: 1_500, ...settings },
    });
    projectors.push(projector);
    return { ...projector, metrics };
  };

  beforeEach(async () => {
    database = await testDatabase();
    log =
      name === 'Kafka'
        ? await testKafkaLog({ slices, topicPrefix: testTopicPrefix() })
        : await embeddedEventLog({ pool: database.pool, slices });
  });

  afterEach(async () => {
    await Promise.all(projectors.splice(0).map((projector) => projector.close()));
    await log.close();
    await database.drop();
  });

  it('keeps the facts of each dossier once, and the record of the pure fold', async () => {
    const events = eventsOnLog({ trainees: 60 });
    await appendEvents(log, events.slice(0, 300));
    const { metrics } = await start({ batchEventsMax: 50 });
    await appendEvents(log, events.slice(300));
    await appendEvents(log, events.slice(100, 200));
    await caughtUp(database, log);
    await expectPureFold(database, events);
    const schema = await activeSchema(database);
    const trainees = await database.pool.query(`select from ${schema}.trainee where fact_count = 2`);
    expect(trainees.rowCount).toBe(60);
    const sessions = await database.pool.query(`select refs from ${schema}.session order by reference`);
    expect(sessions.rows).toEqual([{ refs: ['session:EOS:60000'] }, { refs: ['session:EOS:60001'] }]);
    expect(await metrics.metrics()).toMatch(/hub_projector_events_total\{[^}]*topic="entry"[^}]*\} \d+/);
    // What was received long before it could be projected says nothing of how long an event takes.
    const visible = /hub_projector_received_to_visible_seconds_count\{topic="entry",source="(\w+)"\} (\d+)/;
    expect(await metrics.metrics()).not.toMatch(visible);
    const entries = events.filter(({ fact }) => fact.type === 'entry-attested').slice(0, 7);
    const receivedAt = new Date().toISOString();
    await appendEvents(
      log,
      entries.map((event) => ({ ...event, fact: { ...event.fact, receivedAt } }) as typeof event),
    );
    await eventually(async () => expect(visible.exec(await metrics.metrics())?.slice(1)).toEqual(['eos', '7']));
  });

  it('counts, over all projectors, how soon what is received is visible, and what is later than promised', async () => {
    const projectors = [await start({ freshnessSeconds: 0.0001 }), await start({ freshnessSeconds: 0.0001 })];
    await eventually(() => projectors.every(({ owned }) => owned().length === slices));
    await caughtUp(database, log);
    const freshness = async () => (await status(database.pool, null)).freshness;
    expect(await freshness()).toEqual({
      promisedSeconds: null,
      behindSince: null,
      minutes: 5,
      sources: [],
      reporting: [],
    });
    const ofEntries = eventsOnLog({ trainees: 12 }).filter(({ fact }) => fact.type === 'entry-attested');
    const receivedAt = new Date().toISOString();
    await appendEvents(
      log,
      ofEntries.map((event) => ({ ...event, fact: { ...event.fact, receivedAt } }) as typeof event),
    );
    const events = ofEntries.length;
    await eventually(async () => {
      const counted = { source: 'eos', topic: 'entry', events, late: events, isLate: true };
      expect(await freshness()).toMatchObject({ promisedSeconds: 0.0001, sources: [counted] });
    });
    const { p50Seconds = 0, p99Seconds = 0 } = (await freshness())?.sources[0] ?? {};
    expect(p50Seconds).toBeGreaterThan(0);
    expect(p99Seconds).toBeGreaterThanOrEqual(p50Seconds);
    const rows = await database.pool.query('select distinct owner from projection.freshness');
    expect(rows.rowCount).toBe(2);
    expect(await projectors[0]?.metrics.metrics()).toMatch(
      /hub_projector_late_events_total\{topic="entry",source="eos"\}/,
    );
  });

  it('goes on where the last projector stopped, whoever it was', async () => {
    const events = eventsOnLog({ trainees: 20 });
    const first = await start();
    await appendEvents(log, events.slice(0, 100));
    await caughtUp(database, log);
    await first.close();
    await appendEvents(log, events.slice(100));
    await start();
    await caughtUp(database, log);
    await expectPureFold(database, events);
  });

  it('shares the slices fairly among the living, and takes over those of one that leaves', async () => {
    const first = await start();
    await eventually(() => first.owned().length === 2 * slices);
    const second = await start();
    await eventually(() => first.owned().length === slices && second.owned().length === slices);
    const events = eventsOnLog({ trainees: 20 });
    await appendEvents(log, events);
    await caughtUp(database, log);
    expect(new Set([...first.owned(), ...second.owned()]).size).toBe(2 * slices);
    await first.close();
    await eventually(() => second.owned().length === 2 * slices);
    await expectPureFold(database, events);
  });

  it('shares each kind of slice by itself, however they were held before', async () => {
    const projectors = [await start(), await start(), await start()];
    const [first, second] = projectors;
    // One has every trainee slice, another every partition of the offers: fair by count, not by work.
    await database.pool.query(
      `update projection.lease set owner = case kind when 'trainee' then $1::uuid else $2::uuid end, epoch = epoch + 1`,
      [first?.owner, second?.owner],
    );
    const held = (kind: string) =>
      projectors.map(({ owned }) => owned().filter((lease) => lease.includes(` ${kind} `)).length).sort();
    await eventually(() => {
      expect([held('trainee'), held('offer')]).toEqual([
        [0, 2, 2],
        [0, 2, 2],
      ]);
    });
    expect(new Set(projectors.flatMap(({ owned }) => owned())).size).toBe(2 * slices);
  });

  it.runIf(name !== 'Kafka')(
    'waits for the lease of one that holds no lock, as those of earlier releases',
    async () => {
      const first = await start();
      await eventually(() => first.owned().length === 2 * slices);
      await first.close();
      const other = '00000000-0000-4000-8000-000000000001';
      await database.pool.query(
        `insert into projection.projector (version, owner) select version, $1 from projection.active`,
        [other],
      );
      await database.pool.query(
        `update projection.lease set owner = $1, expires_at = clock_timestamp() + interval '4 s'`,
        [other],
      );
      const heir = await start();
      const owners = 'select count(*)::int as owned from projection.lease where owner = $1';
      const ownedByOther = async () => (await database.pool.query<{ owned: number }>(owners, [other])).rows[0]?.owned;
      expect(await ownedByOther()).toBe(2 * slices);
      // Its lock would be free at once: as one of this release it would be gone.
      await database.pool.query('update projection.projector set guard = 1 where owner = $1', [other]);
      await eventually(() => heir.owned().length === 2 * slices, { timeoutMs: 2_000 });
    },
  );

  it('parks what cannot be read or folded, goes on with the others, and retries by command', async () => {
    const events = eventsOnLog({ trainees: 10 });
    const sample = events.find((event) => event.fact.type === 'entry-attested');
    if (sample === undefined) throw new Error('no event');
    const good = encodeLogEvent(sample);
    const unknown = withAttributes(good, { type: 'hub.not-an-event', dataschema: 'x' });
    const damaged = { ...good, value: Buffer.from('{') };
    const noDossier = withAttributes(good, { dossier: 12 });
    const noTrainee = withAttributes(good, { trainee: 'somebody' });
    await appendEvents(log, events.slice(0, 50));
    await log.append([unknown, damaged, noDossier, noTrainee]);
    await appendEvents(log, events.slice(50));
    await start();
    await caughtUp(database, log);
    await expectPureFold(database, events);
    const parked = await listParked(database.pool);
    expect(parked.map((each) => each.reason)).toEqual(Array(4).fill('event-unreadable'));
    const [first] = parked;
    if (first === undefined) throw new Error('nothing parked');
    const shown = await showParked(database.pool, log, first);
    expect(shown.message.offset).toBe(first.offset);
    const context = { pool: database.pool, log, rules };
    expect(await previewRetry(context, first)).toMatchObject({ still: { reason: 'event-unreadable' }, changes: [] });
    expect(await listParked(database.pool)).toEqual(parked);
    expect(await retryParked(context, first)).toMatchObject({ reason: 'event-unreadable', offset: first.offset });
    expect(await listParked(database.pool)).toHaveLength(4);
  });

  it('projects a parked event that can be read by now, beside its living owner', async () => {
    const events = eventsOnLog({ trainees: 2 });
    await appendEvents(log, events);
    const { owned } = await start();
    await caughtUp(database, log);
    const schema = await activeSchema(database);
    const number = dossierNumber('log', 0);
    const { rows } = await database.pool.query<{ version: string; slice: number }>(
      `select version, slice from ${schema}.dossier, projection.active where number = $1`,
      [number],
    );
    const { version, slice } = rows[0] ?? { version: '', slice: 0 };
    // As if the event at the start of this partition had been parked by an older code.
    const place = { version, topic: 'entry', slice, offset: 0 } as const;
    await database.pool.query(`delete from ${schema}.dossier where slice = $1`, [slice]);
    await database.pool.query(
      `insert into projection.parked (version, topic, slice, "offset", reason, detail) values ($1, $2, $3, 0, 'x', 'x')`,
      [version, place.topic, slice],
    );
    const context = { pool: database.pool, log, rules };
    const { still, changes } = await previewRetry(context, place);
    expect(still).toBeNull();
    expect(changes).toContainEqual({
      subject: 'dossier',
      key: String(number),
      path: '/status',
      before: null,
      after: 'entered',
    });
    const empty = await database.pool.query(`select from ${schema}.dossier where slice = $1`, [slice]);
    expect([empty.rowCount, (await listParked(database.pool)).length]).toEqual([0, 1]);
    expect(await retryParked(context, place)).toBeNull();
    expect(await listParked(database.pool)).toEqual([]);
    const again = await database.pool.query(`select fact_count from ${schema}.dossier where slice = $1`, [slice]);
    expect(again.rows).toEqual([{ fact_count: 1 }]);
    await expect(retryParked(context, place)).rejects.toThrow('Nothing is parked');
    expect(owned().length).toBe(2 * slices);
  });

  it('marks the sources that put as many facts as one may into a dossier, and no other', async () => {
    const events = eventsOnLog({ trainees: 2 });
    const numbers = [dossierNumber('log', 0), dossierNumber('log', 1)];
    await appendEvents(
      log,
      events.filter((event) => event.dossier !== numbers[1] || event.fact.type === 'entry-attested'),
    );
    await start({ factsMax: 3 });
    await caughtUp(database, log);
    const { rows } = await database.pool.query(
      'select subject, key, source, acts from projection.full_source order by source',
    );
    const full = { subject: 'dossier', key: String(numbers[0]), acts: false };
    expect(rows).toEqual([
      { ...full, source: 'eos' },
      { ...full, source: 'kairos-ng' },
    ]);
  });

  it('refuses to go on with another log, or with one that has lost events', async () => {
    await appendEvents(log, eventsOnLog({ trainees: 2 }));
    await (await start()).close();
    await database.pool.query('update projection.lease set log_epoch = $1', ['another']);
    await expect(start()).rejects.toMatchObject({ code: 'log-epoch-changed' });
    await database.pool.query('update projection.lease set log_epoch = $1', [await log.epoch()]);
    await database.pool.query(
      `update projection.lease set offsets = '{"entry": 1000}' where kind = 'trainee' and slice = 1`,
    );
    await expect(start()).rejects.toMatchObject({ code: 'log-offset-out-of-range' });
  });

  it('says what lags, in events and seconds', async () => {
    const events = eventsOnLog({ trainees: 5 });
    await appendEvents(log, events);
    await (await start()).close();
    await appendEvents(log, eventsOnLog({ trainees: 5, seed: 'more' }));
    const { versions, logEvents } = await status(database.pool, await readLogFigures(log));
    expect(versions).toHaveLength(1);
    expect(versions[0]).toMatchObject({ active: true, built: true, parked: 0 });
    expect(versions[0]?.slices).toEqual({ trainee: { slices, owned: 0 }, offer: { slices, owned: 0 } });
    expect(versions[0]?.lagEvents).toBeGreaterThan(0);
    expect(versions[0]?.lagSeconds).toBeGreaterThan(0);
    expect(logEvents?.offer).toBe(2);
  });

  it('stores the same for any order of arrival and any size of batch', async () => {
    const events = eventsOnLog({ trainees: 8 });
    await appendEvents(log, [...events].reverse(), 7);
    await start({ batchEventsMax: 3, lanes: 3 });
    await caughtUp(database, log);
    await expectPureFold(database, events);
  });
});
