import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { topics } from '@hub/contracts';
import { type EventLog, type LogEvent, logKey } from '@hub/core';
import { createMetrics, listVersions, loadRules, openPool } from '@hub/platform';
import { readLogFigures, rebuild, retire, startProjector, status } from '@hub/projector';
import { Kafka, logLevel } from 'kafkajs';
import { buildThreads } from '../services/hub/src/commands/build-threads.ts';
import { readConfig } from '../services/hub/src/config.ts';
import { arrayParameter } from '../services/shared/platform/src/projection/binary-values.ts';
import { appendEvents, eventsOnLog } from '../test/support/log-events.ts';
import { machineAndNode, startServers } from './processes/servers.ts';

// Live projection on Kafka into a PostgreSQL that syncs its commits, beside bare kafkajs and a bare UNNEST upsert.
const { values } = parseArgs({
  options: {
    trainees: { type: 'string', default: '8000' },
    slices: { type: 'string', default: '32' },
    lanes: { type: 'string', default: '2' },
    batch: { type: 'string', default: '6000' },
    order: { type: 'string', default: 'days' },
    rebuild: { type: 'boolean', default: false },
    workers: { type: 'string', default: '1,2' },
    latency: { type: 'boolean', default: false },
  },
});
const slices = Number(values.slices);
const { postgres, brokers, topicPrefix, log, logger, stop } = await startServers(slices);
const pool = openPool(postgres.url, { applicationName: 'bench', logger, timeoutMs: 600_000 });

try {
  console.log(machineAndNode());
  console.log(`node bench/projector.ts ${process.argv.slice(2).join(' ')}`);
  const events = inOrder(eventsOnLog({ trainees: Number(values.trainees) }));
  const bytes = await seconds(() => appendEvents(log, events, 2_000));
  console.log(`on the log: ${events.length} events in ${bytes.toFixed(1)} s`);
  const bareConsume = await consumeBare(events.length);
  console.log(`bare kafkajs consume: ${rate(bareConsume)} events/s`);
  const live = events.length / (await projectLive(events.length));
  const rows = await rowsWritten(await schemaName());
  const bareUpsert = await upsertBare();
  console.log(`bare UNNEST upsert of the same facts (new, then updated): ${rate(bareUpsert)} rows/s`);
  console.log(`live projection: ${rate(live)} events/s; ${rows}`);
  console.log(
    `ratio to bare consume ${(live / bareConsume).toFixed(3)}, to bare upsert ${(live / bareUpsert).toFixed(3)}`,
  );
  if (values.rebuild) for (const workers of values.workers.split(',')) await rebuildAll(Number(workers));
  if (values.latency) await measureLatency();
} finally {
  await pool.end();
  await stop();
}

/**
 * `shuffled`: no two events of a dossier come near each other, the worst there is. `days`: in the order of their days, as
 * the systems report them; what has none comes with the first event of its trainee or session.
 */
function inOrder(events: LogEvent[]): LogEvent[] {
  if (values.order === 'shuffled') return events;
  const firstDays = new Map<string, string>();
  for (const event of events) {
    const day = event.fact.effectiveDate ?? '9999';
    if (day < (firstDays.get(logKey(event)) ?? '9999')) firstDays.set(logKey(event), day);
  }
  const dayOf = (event: LogEvent) => event.fact.effectiveDate ?? firstDays.get(logKey(event)) ?? '';
  return events.sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0));
}

/** Seconds of CPU of PostgreSQL's processes, those that have ended too; the clock of /proc ticks every 10 ms. */
async function postgresCpu(): Promise<number> {
  const postmaster = Number((await readFile(join(postgres.dataPath, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  let ticks = 0;
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    // proc(5), counted from the state: 1 parent, 11 and 12 own time, 13 and 14 that of children waited for.
    if (Number(name) === postmaster) ticks += (fields[13] ?? 0) + (fields[14] ?? 0);
    if (fields[1] === postmaster) ticks += (fields[11] ?? 0) + (fields[12] ?? 0);
  }
  return ticks / 100;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

function rate(perSecond: number): string {
  return Math.round(perSecond).toLocaleString('en');
}

/** Events a second after the first batch: joining the group is not reading. */
async function consumeBare(count: number): Promise<number> {
  const client = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const consumer = client.consumer({ groupId: `${topicPrefix}bare`, minBytes: 1, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: topics.map((topic) => topicPrefix + topic), fromBeginning: true });
  let seen = 0;
  let first = 0;
  let firstAt = 0;
  const all = new Promise<void>((done) => {
    void consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        seen += batch.messages.length;
        first ||= batch.messages.length;
        firstAt ||= performance.now();
        if (seen >= count) done();
      },
    });
  });
  await all;
  const took = (performance.now() - firstAt) / 1000;
  await consumer.disconnect();
  return (count - first) / took;
}

async function projectLive(count: number): Promise<number> {
  const settings = { lanes: Number(values.lanes), batchEventsMax: Number(values.batch) };
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const postgresBefore = await postgresCpu();
  const projector = await startProjector({ log: log as EventLog, pool, rules: loadRules(), logger, settings });
  while ((await status(pool, await readLogFigures(log))).versions.some((each) => each.lagEvents !== 0)) await delay(50);
  const took = (performance.now() - startedAt) / 1000;
  const used = process.cpuUsage(cpu);
  const ofPostgres = (await postgresCpu()) - postgresBefore;
  const { inserted, updated, hot } = await rowWrites();
  const ownUs = used.user + used.system;
  const writes = inserted + updated;
  console.log(
    `live: ${took.toFixed(2)} s; CPU an event: ${(ownUs / count).toFixed(0)} µs here, ` +
      `${((ofPostgres * 1e6) / count).toFixed(0)} µs PostgreSQL; ${(writes / count).toFixed(2)} rows written an event, ` +
      `CPU a row: ${(ownUs / writes).toFixed(0)} + ${((ofPostgres * 1e6) / writes).toFixed(0)} µs; ` +
      `${updated} updates, ${hot} of them HOT`,
  );
  await projector.close();
  return took;
}

async function rowWrites(): Promise<{ inserted: number; updated: number; hot: number }> {
  // A backend reports what it wrote once it has been idle for a second.
  await delay(1_500);
  const { rows } = await pool.query<{ inserted: number; updated: number; hot: number }>(
    `select sum(n_tup_ins)::int as inserted, sum(n_tup_upd)::int as updated, sum(n_tup_hot_upd)::int as hot
     from pg_stat_user_tables where schemaname = $1`,
    [await schemaName()],
  );
  return rows[0] ?? { inserted: 0, updated: 0, hot: 0 };
}

async function schemaName(which: 'first' | 'newest' = 'first'): Promise<string> {
  return (await listVersions(pool)).at(which === 'first' ? 0 : -1)?.schemaName ?? '';
}

/** Bytes of the tables with their indexes and what is stored apart. */
async function rowsWritten(schema: string): Promise<string> {
  const { rows } = await pool.query<{ rows: number; facts: number; dossier: number; stay: number }>(
    `select count(*)::int as rows, avg(length(facts))::int as facts,
       pg_total_relation_size('${schema}.dossier')::float8 as dossier,
       pg_total_relation_size('${schema}.stay')::float8 as stay from ${schema}.dossier`,
  );
  const [{ rows: count, facts, dossier, stay } = { rows: 0, facts: 0, dossier: 0, stay: 0 }] = rows;
  return (
    `${count} dossiers, ${facts} bytes of facts each, ${Math.round(dossier / count)} bytes a row of dossier ` +
    `and ${Math.round(stay / count)} of its stays, indexes included`
  );
}

/** The facts as they stand in the end, written in batches of 1,000 into an empty table, then all of them once more. */
async function upsertBare(): Promise<number> {
  await pool.query('create table bare (number integer primary key, facts bytea not null)');
  const { rows } = await pool.query<{ number: number; facts: Buffer }>(
    `select number, facts from ${await schemaName()}.dossier order by trainee_id`,
  );
  const took = await seconds(async () => {
    for (let pass = 0; pass < 2; pass++)
      for (let from = 0; from < rows.length; from += 1_000) await upsert(rows.slice(from, from + 1_000));
  });
  await pool.query('drop table bare');
  return (2 * rows.length) / took;
}

function upsert(rows: readonly { readonly number: number; readonly facts: Buffer }[]) {
  return pool.query(
    `insert into bare (number, facts) select * from unnest($1::int[], $2::bytea[])
     on conflict (number) do update set facts = excluded.facts`,
    [
      rows.map((row) => row.number),
      arrayParameter(
        'bytea',
        rows.map((row) => row.facts),
      ),
    ],
  );
}

async function rebuildAll(builders: number): Promise<void> {
  const memoryBound = 512 << 20;
  const config = readConfig({
    HUB_DATABASE_URL: postgres.url,
    HUB_KAFKA_BROKERS: brokers.join(','),
    HUB_KAFKA_TOPIC_PREFIX: topicPrefix,
    HUB_SLICES: String(slices),
  });
  const beside = buildThreads(config, { databaseUrl: postgres.url, kafkaBrokers: brokers }, { builders, memoryBound });
  const before = { here: process.cpuUsage(), postgres: await postgresCpu() };
  const report = await rebuild({ log, pool, rules: loadRules(), logger, memoryBound, beside });
  const { user, system } = process.cpuUsage(before.here);
  const cpu = {
    here: (user + system) / report.events,
    postgres: ((await postgresCpu()) - before.postgres) * (1e6 / report.events),
  };
  await retire(pool, report.version, { by: { siret: null, clientId: 'bench', agent: 'bench', traceparent: null } });
  const differences = report.comparison?.dossiers;
  console.log(
    `rebuild by ${builders}, compared: ${report.seconds.toFixed(1)} s, ${rate(report.events / report.seconds)} events/s; CPU an event: ${cpu.here.toFixed(0)} µs here, ${cpu.postgres.toFixed(0)} µs PostgreSQL; ` +
      `${differences?.equal} equal, ${differences?.changed} changed`,
  );
}

/** 200 events a second for ten seconds; from the moment before `append` to the commit of their rows. */
async function measureLatency(): Promise<void> {
  const metrics = createMetrics();
  const projector = await startProjector({ log, pool, rules: loadRules(), logger, metrics });
  const events = eventsOnLog({ trainees: 200, seed: 'late' }).slice(0, 2_000);
  const appends: Promise<void>[] = [];
  for (let from = 0; from < events.length; from += 10) {
    const receivedAt = new Date().toISOString();
    const batch = events.slice(from, from + 10).map((event) => ({ ...event, fact: { ...event.fact, receivedAt } }));
    appends.push(appendEvents(log, batch));
    await delay(50);
  }
  await Promise.all(appends);
  while ((await status(pool, await readLogFigures(log))).versions.some((each) => each.active && each.lagEvents !== 0))
    await delay(50);
  const { values: buckets = [] } =
    (await metrics.getSingleMetric('hub_projector_received_to_visible_seconds')?.get()) ?? {};
  const counts = new Map<number, number>();
  for (const { labels, value, ...more } of buckets) {
    if (!('metricName' in more) || !String(more.metricName).endsWith('_bucket') || labels.le === '+Inf') continue;
    counts.set(Number(labels.le), (counts.get(Number(labels.le)) ?? 0) + value);
  }
  const shares = [...counts].map(([le, count]) => `≤ ${le * 1000} ms ${((100 * count) / events.length).toFixed(1)} %`);
  console.log(`received → visible at 200 events/s: ${shares.slice(0, 12).join(', ')}`);
  await projector.close();
}
