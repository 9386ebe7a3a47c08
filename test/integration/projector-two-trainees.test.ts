import { randomUUID } from 'node:crypto';
import { type EventLog, encodeLogEvent, type LogEvent } from '@hub/core';
import {
  countParkedByReason,
  createMetrics,
  type DossierRow,
  embeddedEventLog,
  findParked,
  listParked,
  loadRules,
  type Metrics,
  partitionOf,
  settleParked,
  withTransaction,
  writeRows,
} from '@hub/platform';
import {
  type Projector,
  status as projectionStatus,
  readerFigures,
  readLogFigures,
  rebuild,
  retryParked,
  startProjector,
} from '@hub/projector';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { dossierNumber, eventsOnLog } from '../support/log-events.ts';
import { testLogger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { activeSchema, caughtUp } from '../support/projection.ts';

const rules = loadRules();
const slices = 4;
const settings = { leaseMs: 1_500 };

let database: TestDatabase;
let log: EventLog;
let metrics: Metrics;
const projectors: Projector[] = [];

beforeEach(async () => {
  database = await testDatabase();
  log = await embeddedEventLog({ pool: database.pool, slices });
  metrics = createMetrics();
});
afterEach(async () => {
  await Promise.all(projectors.splice(0).map((projector) => projector.close()));
  await log.close();
  await database.drop();
});

async function start(): Promise<void> {
  projectors.push(await startProjector({ log, pool: database.pool, rules, logger: testLogger, settings, metrics }));
}

const number = dossierNumber('one', 0);

/** A life in the dossier of this number, of somebody whose slice this is, received from this second on. */
function lifeIn(slice: number, second: number, dossier = number): LogEvent[] {
  let trainee = randomUUID();
  while (partitionOf(trainee, slices) !== slice) trainee = randomUUID();
  const receivedAt = `2026-08-01T08:00:${String(second).padStart(2, '0')}.000Z`;
  return eventsOnLog({ trainees: 1, seed: 'one' })
    .filter((event) => event.dossier !== null)
    .map((event) => ({
      ...event,
      trainee,
      dossier,
      fact: { ...event.fact, id: `${event.fact.id}-${trainee}`, receivedAt },
    }));
}

const append = (events: readonly LogEvent[]) => log.append(events.map(encodeLogEvent));

interface StoredDossier {
  readonly number: number;
  readonly trainee: string;
  readonly slice: number;
  readonly facts: number;
  readonly stays: number;
}

async function dossiersOf(schema: string): Promise<StoredDossier[]> {
  const { rows } = await database.pool.query<StoredDossier>(
    `select number, trainee_id as trainee, slice, fact_count as facts,
       (select count(*)::int from ${schema}.stay where stay.number = dossier.number) as stays
     from ${schema}.dossier order by number`,
  );
  return rows;
}

async function schemaOf(version: string): Promise<string> {
  const { rows } = await database.pool.query<{ schema: string }>(
    'select schema_name as schema from projection.version where version = $1',
    [version],
  );
  return rows[0]?.schema ?? '';
}

const rebuildNow = (memoryBound: number) =>
  rebuild({ log, pool: database.pool, rules, logger: testLogger, settings, memoryBound });

it('a number that names two trainees is the dossier of one: the events of the other are parked, and a metric counts them', async () => {
  const [first, second] = [lifeIn(0, 1), lifeIn(2, 5)];
  await start();
  await append(first);
  await caughtUp(database, log);
  await append([...second, ...lifeIn(0, 7).slice(0, 1)]);
  await caughtUp(database, log);
  const owner = { number, trainee: first[0]?.trainee, slice: 0, facts: first.length, stays: 1 };
  expect(await dossiersOf(await activeSchema(database))).toEqual([owner]);
  const parked = await listParked(database.pool);
  expect(parked.map(({ dossier, reason }) => [dossier, reason])).toEqual(
    Array.from({ length: second.length + 1 }, () => [number, 'trainee-differs']),
  );
  expect(JSON.stringify(parked)).not.toContain(first[0]?.trainee);
  expect(await metrics.metrics()).toMatch(
    new RegExp(`hub_projector_parked_total\\{.*reason="trainee-differs".*\\} ${second.length + 1}`),
  );
  const report = await rebuildNow(512 << 20);
  expect(report.comparison?.dossiers).toMatchObject({ equal: 1, changed: 0, onlyHere: 0, onlyThere: 0 });
  expect(report.parked).toEqual({ 'trainee-differs': second.length + 1 });
});

it('what is settled calls nobody, stands there with who decided it and why, and is so in every version', async () => {
  const { pool } = database;
  const second = lifeIn(2, 5);
  await start();
  await append(lifeIn(0, 1));
  await caughtUp(database, log);
  await append(second);
  await caughtUp(database, log);
  const parked = await listParked(pool);
  const [first, ...others] = parked;
  if (first === undefined) throw new Error('Nothing is parked.');
  for (const reason of ['not theirs', 'reported again without the number'])
    await settleParked(pool, first, { agent: 'agent-7', reason });
  expect(await listParked(pool)).toEqual(others);
  const settled = { agent: 'agent-7', reason: 'reported again without the number', at: expect.any(String) };
  expect((await listParked(pool, { all: true })).map((each) => each.settled)).toEqual([
    settled,
    ...others.map(() => null),
  ]);
  const left = { 'trainee-differs': others.length };
  expect((await readerFigures(pool, log))?.parked).toEqual(left);
  expect((await projectionStatus(pool, await readLogFigures(log))).versions.map((each) => each.parked)).toEqual([
    others.length,
  ]);
  // Every other version parks it anew, and this one where it is tried again.
  expect(await retryParked({ pool, log, rules }, first)).toMatchObject({ reason: 'trainee-differs' });
  const { version, parked: parkedAnew } = await rebuildNow(512 << 20);
  expect(parkedAnew).toEqual(left);
  expect(await findParked(pool, { ...first, version })).toMatchObject({ settled });
  for (const each of await listParked(pool))
    await settleParked(pool, each, { agent: 'agent-8', reason: 'all of them' });
  expect(await countParkedByReason(pool, version)).toEqual({});
  expect((await readerFigures(pool, log))?.parked).toEqual({});
  // The same place on another log is another event.
  await pool.query(`update projection.lease set log_epoch = 'another log' where version = $1`, [version]);
  expect(await countParkedByReason(pool, version)).toEqual({ 'trainee-differs': second.length });
  expect(await settleParked(pool, { ...first, offset: 10_000 }, { agent: 'a', reason: 'nothing is there' })).toBeNull();
});

it('a rebuild gives each number to whom the hub received first, whichever slice it builds first', async () => {
  const numbers = [0, 1, 2].map((index) => dossierNumber('many', index));
  const owners = [lifeIn(0, 1, numbers[0]), lifeIn(3, 2, numbers[1]), lifeIn(1, 3, numbers[2])];
  const others = [lifeIn(3, 9, numbers[0]), lifeIn(0, 8, numbers[1]), lifeIn(1, 7, numbers[2])];
  const alone = eventsOnLog({ trainees: 20 });
  await append([...others.flat(), ...owners.flat(), ...alone]);
  const stored = [];
  for (const memoryBound of [512 << 20, 60_000, 1 << 16]) {
    const report = await rebuildNow(memoryBound);
    expect(report.parked).toEqual({ 'trainee-differs': others.flat().length });
    const dossiers = await dossiersOf(await schemaOf(report.version));
    expect(dossiers).toHaveLength(23);
    const kept = dossiers.filter(({ number: each }) => numbers.includes(each));
    expect(kept.map(({ trainee }) => trainee).sort()).toEqual(owners.map(([event]) => event?.trainee).sort());
    stored.push(dossiers);
  }
  expect(stored[1]).toEqual(stored[0]);
  expect(stored[2]).toEqual(stored[0]);
});

it('a dossier that another projector begins at the same moment is not written over', async () => {
  const [mine, theirs] = [lifeIn(0, 1), lifeIn(2, 5)];
  await start();
  await append(theirs);
  await caughtUp(database, log);
  const schema = await activeSchema(database);
  const { rows } = await database.pool.query(`delete from ${schema}.dossier returning *`);
  await database.pool.query(`delete from ${schema}.stay`);
  const row = asRow(rows[0]);
  await withTransaction(database.pool, async (client) => {
    expect(await writeRows(client, schema, { dossier: [row] })).toEqual([]);
    await append(mine);
    // The other transaction has found no row, folded its own, and waits for ours to end.
    await eventually(async () => {
      const waiting = await database.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(waiting.rowCount).toBe(1);
    });
  });
  await caughtUp(database, log);
  expect(await dossiersOf(schema)).toMatchObject([{ trainee: theirs[0]?.trainee, facts: theirs.length }]);
  const parked = await listParked(database.pool);
  expect(parked.map(({ reason, slice }) => [reason, slice])).toEqual(mine.map(() => ['trainee-differs', 0]));
});

function asRow(stored: Record<string, unknown>): DossierRow {
  const summary = {
    status: stored.status,
    statusSince: null,
    funding: null,
    territory: stored.territory,
    financers: [],
    sessions: [],
    files: [],
    organisations: [],
    lineFundings: [],
    soleReporter: null,
    candidatureOn: null,
    registeredOn: null,
    sources: [],
    awaitedSources: [],
    anomalies: [],
    expected: [],
    dueBy: null,
    undated: false,
    stays: [],
    evidence: { organisations: [], lines: [], paid: [], days: {} },
    named: [],
  };
  const { number: key, trainee_id: trainee, slice, facts, fact_count: factCount, hash } = stored;
  return { number: key, trainee, slice, facts, factCount, hash, summary } as unknown as DossierRow;
}
