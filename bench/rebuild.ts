import { topics } from '@hub/contracts';
import { loadRules, openPool } from '@hub/platform';
import { promote, rebuild } from '@hub/projector';
import { appendEvents, eventsOnLog } from '../test/support/log-events.ts';
import { operatorHere as by } from '../test/support/operator.ts';
import { consumeBare } from './baselines/kafka-baseline.ts';
import { openBench } from './kit/bench.ts';
import type { Figure } from './kit/figures.ts';
import { type ProjectedWorld, rebuiltBy } from './processes/rebuilt.ts';
import { startServers } from './processes/servers.ts';

const { values, measure } = openBench({
  name: 'rebuild',
  says: 'All dossiers built again from Kafka and compared with those that readers have, beside bare kafkajs',
  options: {
    trainees: { type: 'string', default: '40000' },
    slices: { type: 'string', default: '32' },
    workers: { type: 'string', default: '1,2' },
  },
});
const slices = Number(values.slices);
const trainees = Number(values.trainees);
const consume = 'bare kafkajs consume';

await measure(async () => {
  const servers = await startServers(slices);
  const pool = openPool(servers.postgres.url, { applicationName: 'bench', logger: servers.logger, timeoutMs: 600_000 });
  try {
    return await rebuilt({ ...servers, slices, pool });
  } finally {
    await pool.end();
    await servers.stop();
  }
});

/** Lives of some thousand trainees at once, so that a large log needs no large memory here. */
async function fill({ log }: ProjectedWorld): Promise<number> {
  let count = 0;
  for (let done = 0; done < trainees; done += 4_000) {
    const events = eventsOnLog({ trainees: Math.min(4_000, trainees - done), seed: `log${done}` });
    await appendEvents(log, events, 2_000);
    count += events.length;
  }
  return count;
}

async function rebuilt(world: ProjectedWorld): Promise<readonly Figure[]> {
  const { log, pool, logger } = world;
  const count = await fill(world);
  const onLog = { brokers: world.brokers, topics: topics.map((topic) => world.topicPrefix + topic) };
  const figures: Figure[] = [{ name: consume, value: await consumeBare(onLog, count), unit: 'events/s' }];
  const first = await rebuild({ log, pool, rules: loadRules(), logger });
  await promote({ pool, log }, first.version, { by, withoutComparison: true });
  for (const workers of values.workers.split(',')) {
    figures.push(...(await rebuiltBy(world, Number(workers), { dossiers: trainees, beside: consume })));
  }
  return figures;
}
