import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@hub/contracts';
import { type EventLog, type LogEvent, logKey } from '@hub/core';
import { createMetrics, listVersions, loadRules, openPool, readVersionStatuses } from '@hub/platform';
import { readLogFigures, startProjector } from '@hub/projector';
import { appendEvents, eventsOnLog } from '../test/support/log-events.ts';
import { consumeBare } from './baselines/kafka-baseline.ts';
import { type BareRow, copyBare, upsertBare } from './baselines/postgres-baseline.ts';
import { openBench } from './kit/bench.ts';
import { postgresCpuMicros, rateOf, timed } from './kit/clock.ts';
import type { Figure } from './kit/figures.ts';
import { type ProjectedWorld, rebuiltBy } from './processes/rebuilt.ts';
import { startServers } from './processes/servers.ts';

const { values, measure } = openBench({
  name: 'projector',
  says: 'Live projection on Kafka into a PostgreSQL that syncs its commits, catching up with a log of lives; then a rebuild',
  options: {
    trainees: { type: 'string', default: '8000' },
    slices: { type: 'string', default: '32' },
    lanes: { type: 'string', default: '2' },
    batch: { type: 'string', default: '6000' },
    order: { type: 'string', default: 'days' },
    rebuild: { type: 'boolean', default: false },
    workers: { type: 'string', default: '1,2' },
    latency: { type: 'boolean', default: false },
    /** Without the feed of changes: what that costs. */
    unfed: { type: 'boolean', default: false },
  },
});
const slices = Number(values.slices);
const consume = 'bare kafkajs consume';
const upsert = 'bare upsert of the same facts';
const copy = 'bare COPY of the same facts';

await measure(async () => {
  const servers = await startServers(slices);
  const { postgres, logger } = servers;
  const pool = openPool(postgres.url, { applicationName: 'bench', logger, timeoutMs: 600_000 });
  try {
    return await projected({ ...servers, slices, pool });
  } finally {
    await pool.end();
    await servers.stop();
  }
});

async function projected(world: ProjectedWorld): Promise<readonly Figure[]> {
  const events = inOrder(eventsOnLog({ trainees: Number(values.trainees) }));
  const appended = await rateOf('appended to the log', 'events', events.length, () =>
    appendEvents(world.log, events, 2_000),
  );
  const onLog = { brokers: world.brokers, topics: topics.map((topic) => world.topicPrefix + topic) };
  const figures = [appended, { name: consume, value: await consumeBare(onLog, events.length), unit: 'events/s' }];
  const live = await projectLive(world, events.length);
  const rows = await rowsWritten(world);
  figures.push(
    { name: upsert, value: await upsertBare(world.pool, rows), unit: 'rows/s' },
    { name: copy, value: await copyBare(world.pool, rows), unit: 'rows/s' },
    ...live,
  );
  const workers = values.rebuild ? values.workers.split(',').map(Number) : [];
  const dossiers = Number(values.trainees);
  for (const builders of workers) figures.push(...(await rebuiltBy(world, builders, { dossiers, beside: consume })));
  if (values.latency) figures.push(...(await measureLatency(world)));
  return figures;
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

async function projectLive({ log, pool, logger, postgres }: ProjectedWorld, count: number): Promise<readonly Figure[]> {
  const settings = { lanes: Number(values.lanes), batchEventsMax: Number(values.batch) };
  if (values.unfed) {
    await pool.query(
      `insert into feed.slice (kind, slice, schema_name)
       select kind, slice, 'none' from unnest(array['trainee', 'offer']) kind, generate_series(0, $1::int - 1) slice`,
      [slices],
    );
  }
  const postgresBefore = postgresCpuMicros(postgres.dataPath);
  const {
    done: projector,
    seconds,
    cpuMicros,
  } = await timed(async () => {
    const started = await startProjector({ log: log as EventLog, pool, rules: loadRules(), logger, settings });
    while ((await readVersionStatuses(pool, (await readLogFigures(log)).ends)).some((each) => each.lagEvents !== 0))
      await delay(50);
    return started;
  });
  const ofPostgres = postgresCpuMicros(postgres.dataPath) - postgresBefore;
  await projector.close();
  const name = 'live projection';
  return [
    { name, value: count / seconds, unit: 'events/s', beside: consume },
    { name: `${name}, CPU here`, value: cpuMicros / count, unit: 'µs/event' },
    { name: `${name}, CPU of PostgreSQL`, value: ofPostgres / count, unit: 'µs/event' },
    ...(await sizes(pool, await schemaName(pool))),
  ];
}

async function schemaName(pool: ProjectedWorld['pool']): Promise<string> {
  return (await listVersions(pool)).at(0)?.schemaName ?? '';
}

/** Bytes of the tables with their indexes and what is stored apart. */
async function sizes(pool: ProjectedWorld['pool'], schema: string): Promise<readonly Figure[]> {
  const { rows } = await pool.query<{ count: number; dossier: number }>(
    `select count(*)::int as count, pg_total_relation_size('${schema}.dossier')::float8 as dossier from ${schema}.dossier`,
  );
  const [{ count, dossier } = { count: 0, dossier: 0 }] = rows;
  if (count !== Number(values.trainees)) throw new Error(`${count} of ${values.trainees} dossiers are projected.`);
  return [{ name: 'a row of dossier with its indexes', value: dossier / count, unit: 'bytes' }];
}

/** The facts as they stand in the end. */
async function rowsWritten({ pool }: ProjectedWorld): Promise<readonly BareRow[]> {
  const { rows } = await pool.query<BareRow>(
    `select number, facts as content from ${await schemaName(pool)}.dossier order by trainee_id`,
  );
  return rows;
}

/** 200 events a second for ten seconds; from the moment before `append` to the commit of their rows. */
async function measureLatency({ log, pool, logger }: ProjectedWorld): Promise<readonly Figure[]> {
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
  while (
    (await readVersionStatuses(pool, (await readLogFigures(log)).ends)).some(
      (each) => each.active && each.lagEvents !== 0,
    )
  )
    await delay(50);
  const { values: buckets = [] } =
    (await metrics.getSingleMetric('hub_projector_received_to_visible_seconds')?.get()) ?? {};
  const counts = new Map<number, number>();
  for (const { labels, value, ...more } of buckets) {
    if (!('metricName' in more) || !String(more.metricName).endsWith('_bucket') || labels.le === '+Inf') continue;
    counts.set(Number(labels.le), (counts.get(Number(labels.le)) ?? 0) + value);
  }
  await projector.close();
  return [...counts].slice(0, 12).map(([le, count]) => ({
    name: `received to visible at 200 events/s, within ${le * 1_000} ms`,
    value: (100 * count) / events.length,
    unit: '%',
  }));
}
