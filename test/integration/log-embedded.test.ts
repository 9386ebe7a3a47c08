import { embeddedEventLog, openPool, readInTime, withClient } from '@hub/platform';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { eventLogSuite, type FragileLogWorld } from '../../services/shared/platform/src/log/event-log.suite.ts';
import { testLogger as logger } from '../support/logger.ts';
import { testDatabase } from '../support/postgres.ts';

/** The server goes away for this database alone: nobody may connect, and who is connected is cut off. */
async function makeWorld(): Promise<FragileLogWorld> {
  const database = await testDatabase();
  const name = pg.escapeIdentifier(new URL(database.url).pathname.slice(1));
  const pools: pg.Pool[] = [];
  const open = (slices = 4) => {
    const pool = openPool(database.url, { applicationName: 'log', logger });
    pools.push(pool);
    return embeddedEventLog({ pool, slices, appendTimeoutMs: 5_000 });
  };
  const onServer = (sql: string) => withClient(inject('postgresUrl'), (client) => client.query(sql));
  const goAway = async () => {
    await onServer(`alter database ${name} allow_connections false`);
    await onServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name.slice(1, -1)}'`);
  };
  const comeBack = async () => {
    await onServer(`alter database ${name} allow_connections true`);
  };
  const dispose = async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await database.drop();
  };
  return { open, goAway, comeBack, dispose };
}

eventLogSuite('Embedded', { makeWorld, makeFragileWorld: makeWorld });

test('nothing is readable before its commit, and an append that is rolled back leaves no gap', async () => {
  const database = await testDatabase();
  const log = await embeddedEventLog({ pool: database.pool, slices: 1 });
  const client = await database.pool.connect();
  await client.query('begin');
  await client.query(`select log.append('{entry}', '{0}', '{k}', '{5}', 'never')`);
  expect(await log.endOffsets(['entry'])).toEqual([{ topic: 'entry', slice: 0, offset: 0 }]);
  const abort = new AbortController();
  const iterator = log.read([{ topic: 'entry', slice: 0, offset: 0 }], abort.signal)[Symbol.asyncIterator]();
  const first = iterator.next();
  const second = log.append([{ topic: 'entry', key: 'k', value: Buffer.from('kept') }]);
  await client.query('rollback');
  client.release();
  expect(await second).toEqual([{ topic: 'entry', slice: 0, offset: 0 }]);
  const { value } = await first;
  expect(value).toHaveLength(1);
  expect(String(value[0].value)).toBe('kept');
  abort.abort();
  await log.close();
  await database.drop();
});

test('what the log does not give in time is told as a log that is away', async () => {
  const database = await testDatabase();
  const log = await embeddedEventLog({ pool: database.pool, slices: 1 });
  const from = { topic: 'entry', slice: 0, offset: 0 } as const;
  await log.append([0, 1].map((n) => ({ topic: 'entry', key: 'k', value: Buffer.from(`${n}`) })));
  const read = async (end: number) => {
    const found: string[] = [];
    for await (const batch of readInTime(log, [from], [{ ...from, offset: end }], 300)) {
      found.push(...batch.map(({ value }) => value.toString()));
    }
    return found;
  };
  expect(await read(2)).toEqual(['0', '1']);
  await expect(read(3)).rejects.toMatchObject({ code: 'log-unavailable', retryable: true });
  await log.close();
  await database.drop();
});
