import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createLogger, kafkaEventLog, openPool, readVersionStatuses, withClient } from '@hub/platform';
import { readLogFigures } from '@hub/projector';
import { liftLimits } from '../test/support/lift-limits.ts';
import { appendEvents, eventsOnLog } from '../test/support/log-events.ts';
import { batchOf } from './gateway/events.ts';
import { openBench } from './kit/bench.ts';
import { type Figure, timeFigures } from './kit/figures.ts';
import { requestText } from './processes/http-connection.ts';
import { mixed, openLoop, readRequests } from './processes/read-loop.ts';
import { reportPeople } from './processes/reported-people.ts';
import { type BenchedHub, withHub } from './processes/with-hub.ts';

/**
 * Paths by NIR, read at a steady rate while events come in, with and without a `hub rebuild` on the same machine; and
 * how long that takes with and without readers and events. The whole hub in one process on Kafka.
 */
const { values, measure } = openBench({
  name: 'reads-rebuild',
  says: 'Reads by NIR or number under live load, during a rebuild beside without one, the whole hub in one process on Kafka',
  options: {
    by: { type: 'string', default: 'nir' },
    reads: { type: 'string', default: '200' },
    events: { type: 'string', default: '500' },
    trainees: { type: 'string', default: '40000' },
    seconds: { type: 'string', default: '15' },
  },
});
const people = 2_000;
const eventsAtOnce = 10;
const run = promisify(execFile);
const topicPrefix = `bench-${process.pid}.`;

await withHub({ arguments: ['--kafka'], env: { HUB_KAFKA_TOPIC_PREFIX: topicPrefix } }, async (hub) => {
  await withClient(hub.databaseUrl, liftLimits);
  const requests = await readRequests(hub, await reportPeople(hub, people), values.by);
  await fill(hub);
  await measure((name) => sideBySide(hub, requests, name));
});

/** Lives as the gateway would put them on the log, and waits until readers have them. */
async function fill({ kafkaBrokers, databaseUrl }: BenchedHub): Promise<void> {
  const logger = createLogger('warn', 'bench');
  const pool = openPool(databaseUrl, { applicationName: 'bench', logger });
  const log = await kafkaEventLog({ brokers: kafkaBrokers ?? [], topicPrefix, slices: 32, logger });
  for (let done = 0; done < Number(values.trainees); done += 4_000)
    await appendEvents(log, eventsOnLog({ trainees: 4_000, seed: `log${done}` }), 2_000);
  const behind = async () =>
    (await readVersionStatuses(pool, (await readLogFigures(log)).ends)).some(({ lagEvents }) => lagEvents !== 0);
  while (await behind()) await delay(100);
  await log.close();
  await pool.end();
}

async function sideBySide(hub: BenchedHub, requests: readonly string[], name: string): Promise<readonly Figure[]> {
  const alone = await rebuild(hub);
  const quiet = await loaded(hub, requests, `${name}-quiet`, () => delay(Number(values.seconds) * 1_000));
  const busy = await loaded(hub, requests, `${name}-busy`, () => rebuild(hub));
  const beside = 'rebuild alone';
  return [
    ...timeFigures('reads without a rebuild', quiet.times),
    ...timeFigures('reads during a rebuild', busy.times, 'reads without a rebuild'),
    { name: beside, value: alone, unit: 's' },
    { name: 'rebuild under reads and events', value: busy.done, unit: 's', beside },
  ];
}

/** Reads and events at their rates, as long as `work` takes. */
async function loaded<T>(hub: BenchedHub, requests: readonly string[], name: string, work: () => Promise<T>) {
  const token = await hub.token('eos');
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents-batch+json' };
  const batch = (n: number) =>
    requestText('POST', '/v1/events', headers, String(batchOf(n * eventsAtOnce, people, `${name}-${n}`, eventsAtOnce)));
  let going = true;
  const urls = [hub.url];
  const goesOn = () => going;
  const events = openLoop({ urls, request: batch, perSecond: Number(values.events) / eventsAtOnce }, goesOn);
  const reads = openLoop({ urls, request: mixed(requests), perSecond: Number(values.reads) }, goesOn);
  try {
    const done = await work();
    going = false;
    return { done, times: await reads, reported: await events };
  } finally {
    going = false;
  }
}

/** Seconds that the command says it took; what it built is dropped. */
async function rebuild({ env }: BenchedHub): Promise<number> {
  const hub = async (...args: readonly string[]) => (await run('hub', args, { env, timeout: 600_000 })).stdout;
  const report = JSON.parse(await hub('rebuild', '--json')) as { version: string; seconds: number };
  await hub('retire', report.version, '--without-way-back');
  return report.seconds;
}
