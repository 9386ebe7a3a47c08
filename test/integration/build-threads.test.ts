import { Worker } from 'node:worker_threads';
import { embeddedEventLog, loadRules } from '@hub/platform';
import { rebuild } from '@hub/projector';
import { afterEach, expect, it, vi } from 'vitest';
import { buildThreads } from '../../services/hub/src/commands/build-threads.ts';
import { readConfig } from '../../services/hub/src/config.ts';
import { appendEvents, eventsOnLog } from '../support/log-events.ts';
import { testLogger } from '../support/logger.ts';
import { testDatabase } from '../support/postgres.ts';

afterEach(() => vi.restoreAllMocks());

it('Threads that build a version close what they opened and end by themselves when they are told to stop', async () => {
  const cutOff = vi.spyOn(Worker.prototype, 'terminate');
  const database = await testDatabase();
  const log = await embeddedEventLog({ pool: database.pool, slices: 4 });
  await appendEvents(log, eventsOnLog({ trainees: 40 }));
  const stop = new AbortController();
  const bound = { builders: 2, memoryBound: 200_000 };
  const config = readConfig({ HUB_DATABASE_URL: database.url, HUB_SLICES: '4' });
  const building = rebuild({
    ...{ log, pool: database.pool, rules: loadRules(), logger: testLogger, memoryBound: bound.memoryBound },
    beside: buildThreads(config, { databaseUrl: database.url, kafkaBrokers: null }, bound),
    onProgress: () => stop.abort(new Error('interrupted')),
    signal: stop.signal,
  });
  await expect(building).rejects.toThrow('interrupted');
  expect(cutOff).not.toHaveBeenCalled();
  const others = `select application_name from pg_stat_activity where datname = current_database()
    and application_name like 'hub%'`;
  expect((await database.pool.query(others)).rows).toEqual([]);
  await log.close();
  await database.drop();
});
