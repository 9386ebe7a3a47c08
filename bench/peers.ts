import { setTimeout as delay } from 'node:timers/promises';
import { createLogger, ensureDatabase, loadRules, openPool, readVersionStatuses } from '@hub/platform';
import { readLogFigures, startProjector } from '@hub/projector';
import { appendEvents, eventsOnLog } from '../test/support/log-events.ts';
import { consumeBare, produceBare } from './baselines/kafka-baseline.ts';
import { openBench } from './kit/bench.ts';
import { timed } from './kit/clock.ts';
import type { Figure } from './kit/figures.ts';
import { barePipeline } from './peers/bare-pipeline.ts';
import { debeziumLibraries, finishedRecords, upsertByDebezium } from './peers/debezium.ts';
import { appendToEmmett, type Emmett, loadEmmett, rebuildByEmmett } from './peers/emmett.ts';
import { foldByStreams, streamsLibraries } from './peers/kafka-streams.ts';
import { type Folded, type PeerEvent, peerEvents } from './peers/work.ts';
import { type ProjectedWorld, rebuiltBy } from './processes/rebuilt.ts';
import { startServers } from './processes/servers.ts';

const { values, measure } = openBench({
  name: 'peers',
  says: 'A rebuild of the hub beside a bare pipeline, Kafka Streams, Emmett and the JDBC sink of Debezium on the same lives and servers',
  options: {
    trainees: { type: 'string', default: '8000' },
    /** Emmett handles one event at a time: enough of them. */
    'emmett-trainees': { type: 'string', default: '500' },
    /** A sink starts with a cold Java: long enough. */
    'debezium-trainees': { type: 'string', default: '40000' },
  },
});
const slices = 12;
const baseline = 'bare pipeline: consume, fold, COPY';
const streams = await orAbsent('Kafka Streams', streamsLibraries);
const emmett = await orAbsent('Emmett', loadEmmett);
const debezium = await orAbsent('the JDBC sink of Debezium', debeziumLibraries);
const live = 'hub: live projection';

await measure(async () => {
  const servers = await startServers(slices);
  const pool = openPool(servers.postgres.url, { applicationName: 'bench', logger: servers.logger, timeoutMs: 600_000 });
  try {
    return await sideBySide({ ...servers, slices, pool });
  } finally {
    await pool.end();
    await servers.stop();
  }
});

/** What cannot be had here is said, and left out. */
async function orAbsent<T>(name: string, load: () => Promise<T>): Promise<T | null> {
  try {
    return await load();
  } catch (error) {
    console.log(`${name} is left out: ${(error as Error).message.split('\n')[0]}`);
    return null;
  }
}

async function sideBySide(world: ProjectedWorld): Promise<readonly Figure[]> {
  const dossiers = Number(values.trainees);
  const events = eventsOnLog({ trainees: dossiers });
  const given = peerEvents(events);
  const wanted = { records: dossiers, events: given.length };
  const topic = `${world.topicPrefix}peers`;
  const messages = given.map((event) => ({ key: event.trainee, value: JSON.stringify(event) }));
  const bytes = messages.reduce((sum, { value }) => sum + value.length, 0) / messages.length;
  const produced = await produceBare(world.brokers, topic, messages);
  const consumed = await consumeBare({ brokers: world.brokers, topics: [topic] }, messages.length);
  const piped = await barePipeline(world, topic, wanted);
  return [
    { name: 'an event as the peers are given it', value: bytes, unit: 'bytes' },
    { name: 'bare kafkajs produce', value: produced, unit: 'events/s' },
    { name: 'bare kafkajs consume', value: consumed, unit: 'events/s' },
    { name: baseline, value: piped, unit: 'events/s' },
    ...(await ofHub(world, events, dossiers)),
    ...(await ofStreams(world, topic, wanted)),
    ...(await ofEmmett(world)),
    ...(await ofDebezium(world)),
  ];
}

/** Its records say far more than those of the others, and are compared with the active version. */
async function ofHub(world: ProjectedWorld, events: ReturnType<typeof eventsOnLog>, dossiers: number) {
  const { log, pool, logger } = world;
  await appendEvents(log, events, 2_000);
  const { seconds } = await timed(async () => {
    const projector = await startProjector({ log, pool, rules: loadRules(), logger });
    while ((await readVersionStatuses(pool, (await readLogFigures(log)).ends)).some(({ lagEvents }) => lagEvents !== 0))
      await delay(50);
    await projector.close();
  });
  const projected: Figure = {
    name: live,
    value: events.length / seconds,
    unit: 'events/s',
    beside: baseline,
  };
  const rebuilt = await rebuiltBy(world, 2, { dossiers, beside: baseline });
  return [projected, ...rebuilt.map((figure) => ({ ...figure, name: `hub: ${figure.name}` }))];
}

async function ofStreams({ brokers }: ProjectedWorld, topic: string, wanted: Folded): Promise<readonly Figure[]> {
  if (streams === null) return [];
  const work = { libraries: streams, brokers, topic, wanted };
  const figures: Figure[] = [];
  for (const how of ['as it comes', 'at its best'] as const) {
    const value = await foldByStreams(work, how);
    figures.push({ name: `Kafka Streams, exactly_once_v2, ${how}`, value, unit: 'events/s', beside: baseline });
  }
  return figures;
}

async function ofEmmett({ postgres }: ProjectedWorld): Promise<readonly Figure[]> {
  if (emmett === null) return [];
  const trainees = Number(values['emmett-trainees']);
  const events = peerEvents(eventsOnLog({ trainees }));
  const wanted = { records: trainees, events: events.length };
  const rate = async (name: string, database: string, run: (work: EmmettWorld) => Promise<number>) => ({
    name: `Emmett: ${name}`,
    value: await withEmmett(emmett, new URL(`/${database}`, postgres.url).href, { events, wanted }, run),
    unit: 'events/s',
    beside: baseline,
  });
  return [
    await rate('append, a dossier a transaction', 'emmett', (work) => appendToEmmett(work, 'bare')),
    await rate('rebuild', 'emmett', rebuildByEmmett),
    await rate('append with the record inline', 'emmett_inline', (work) => appendToEmmett(work, 'inline')),
  ];
}

/** It folds nothing: it is given records that are finished, each twice, and upserts them by their number. */
async function ofDebezium({ brokers, topicPrefix, postgres }: ProjectedWorld): Promise<readonly Figure[]> {
  if (debezium === null) return [];
  const topic = `${topicPrefix}records`;
  const records = finishedRecords(peerEvents(eventsOnLog({ trainees: Number(values['debezium-trainees']) })));
  await produceBare(brokers, topic, records.messages);
  const figures: Figure[] = [];
  for (const how of ['as it comes', 'at its best'] as const) {
    const url = new URL(`/debezium_${figures.length}`, postgres.url).href;
    await ensureDatabase(url);
    const value = await upsertByDebezium({ libraries: debezium, brokers, topic, url, wanted: records.wanted }, how);
    figures.push({ name: `JDBC sink of Debezium, upsert, ${how}`, value, unit: 'rows/s', beside: live });
  }
  return figures;
}

type EmmettWorld = Parameters<typeof rebuildByEmmett>[0];

async function withEmmett(
  library: Emmett,
  url: string,
  given: { readonly events: readonly PeerEvent[]; readonly wanted: Folded },
  run: (work: EmmettWorld) => Promise<number>,
): Promise<number> {
  await ensureDatabase(url);
  const pool = openPool(url, { applicationName: 'bench', logger: createLogger('warn', 'bench') });
  try {
    return await run({ emmett: library, url, pool, ...given });
  } finally {
    await pool.end();
  }
}
