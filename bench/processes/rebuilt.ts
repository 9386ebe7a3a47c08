import { loadRules } from '@hub/platform';
import { promote, type RebuildReport, rebuild, retire, rollback } from '@hub/projector';
import type { Pool } from 'pg';
import { buildThreads } from '../../services/hub/src/commands/build-threads.ts';
import { readConfig } from '../../services/hub/src/config.ts';
import { operatorHere as by } from '../../test/support/operator.ts';
import { postgresCpuMicros, timed } from '../kit/clock.ts';
import type { Figure } from '../kit/figures.ts';
import type { BenchServers } from './servers.ts';

export interface ProjectedWorld extends BenchServers {
  readonly slices: number;
  readonly pool: Pool;
}

/** Rebuilds all dossiers by so many threads, compares them with the active version, gives readers these and those again, and retires what was built. */
export async function rebuiltBy(
  world: ProjectedWorld,
  builders: number,
  { dossiers, beside }: { readonly dossiers: number; readonly beside: string },
): Promise<readonly Figure[]> {
  const { pool, log, logger, postgres } = world;
  const memoryBound = 1 << 30;
  const threads = threadsOf(world, builders, memoryBound);
  const before = postgresCpuMicros(postgres.dataPath);
  const work = { log, pool, rules: loadRules(), logger, memoryBound, beside: threads };
  const { done: report, cpuMicros } = await timed(() => rebuild(work));
  const ofPostgres = postgresCpuMicros(postgres.dataPath) - before;
  const promoted = await timed(() => promote({ pool, log }, report.version, { by }));
  const rolledBack = await timed(() => rollback({ pool, log }, { by }));
  await retire(pool, report.version, { by, withoutWayBack: true });
  requireEqual(report, dossiers);
  const name = `rebuild by ${builders}, compared`;
  return [
    { name, value: report.events / report.seconds, unit: 'events/s', beside },
    { name: `${name}, built alone`, value: report.events / report.buildSeconds, unit: 'events/s', beside },
    { name: `${name}, CPU here`, value: cpuMicros / report.events, unit: 'µs/event' },
    { name: `${name}, CPU of PostgreSQL`, value: ofPostgres / report.events, unit: 'µs/event' },
    { name: `${name}, promoted`, value: promoted.seconds * 1_000, unit: 'ms' },
    { name: `${name}, rolled back`, value: rolledBack.seconds * 1_000, unit: 'ms' },
  ];
}

function threadsOf({ postgres, brokers, topicPrefix, slices }: ProjectedWorld, builders: number, memoryBound: number) {
  const config = readConfig({
    HUB_DATABASE_URL: postgres.url,
    HUB_KAFKA_BROKERS: brokers.join(','),
    HUB_KAFKA_TOPIC_PREFIX: topicPrefix,
    HUB_SLICES: String(slices),
  });
  return buildThreads(config, { databaseUrl: postgres.url, kafkaBrokers: brokers }, { builders, memoryBound });
}

function requireEqual({ comparison }: RebuildReport, dossiers: number): void {
  const { equal = 0, changed = 0 } = comparison?.dossiers ?? {};
  if (changed > 0 || equal !== dossiers) throw new Error(`${equal} dossiers of ${dossiers} are equal, ${changed} not.`);
}
