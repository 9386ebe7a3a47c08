import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { holdConnection, openPool, withClient, withTransaction } from '@hub/platform';
import type { Pool } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { testLogger as logger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { openWire, type Wire } from '../support/wire.ts';

const timeoutMs = 1_000;
const away = { code: 'database-unavailable', retryable: true };

let database: TestDatabase;
let wire: Wire;
let pool: Pool;
beforeAll(async () => {
  database = await testDatabase();
  wire = await openWire(Number(new URL(database.url).port));
  pool = openPool(wire.through(database.url), { applicationName: 'wire', logger, timeoutMs, max: 4 });
  await pool.query('create table copied (n int)');
});
beforeEach(async () => {
  await wire.heal();
  await eventually(() => pool.query('select 1'));
});
afterAll(async () => {
  await pool?.end();
  await wire?.close();
  await database?.drop();
});

it('while our own event loop stands still, no connection that opens is given up', async () => {
  const asked = withClient(database.url, (client) => client.query('select 1 as one'), timeoutMs);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * timeoutMs);
  expect((await asked).rows).toEqual([{ one: 1 }]);
});

it('a statement that the server gives up costs no connection', async () => {
  await withTransaction(pool, async (client) => {
    await client.query('savepoint before');
    await expect(client.query('select pg_sleep(30)')).rejects.toMatchObject(away);
    await client.query('rollback to before');
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

it('a fault of another server in the middle of a transaction costs no connection', async () => {
  const here = openPool(database.url, { applicationName: 'here', logger, max: 1 });
  const elsewhere = openPool(wire.through(database.url), { applicationName: 'elsewhere', logger, timeoutMs, max: 1 });
  const session = async () => (await here.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
  const before = await session();
  for (const how of ['refuse', 'hang', 'reset'] as const) {
    await wire.break({ how });
    const asksElsewhere = withTransaction(here, async (client) => {
      await client.query('create table half_way (n int)');
      await elsewhere.query('select 1');
    });
    await expect(asksElsewhere).rejects.toMatchObject(away);
    expect(await session(), how).toBe(before);
    await wire.heal();
  }
  expect((await here.query(`select to_regclass('half_way') as made`)).rows).toEqual([{ made: null }]);
  const ended = withTransaction(here, (client) => client.query('select pg_terminate_backend(pg_backend_pid())'));
  await expect(ended).rejects.toMatchObject(away);
  expect(await session()).not.toBe(before);
  await Promise.all([here.end(), elsewhere.end()]);
});

it('what bounds a session is no parameter of its start, of which a pooler knows a handful', async () => {
  const { rows } = await pool.query<{ name: string }>(`select name from pg_settings where source = 'client'`);
  expect(['application_name', 'client_encoding']).toEqual(expect.arrayContaining(rows.map(({ name }) => name)));
  const bounds = `select name, setting || coalesce(unit, '') as value from pg_settings
    where source = 'session' and name ~ 'timeout|keepalive' order by name`;
  const { rows: set } = await pool.query<{ name: string; value: string }>(bounds);
  // However short the statements: our own event loop may pause in the middle of a transaction.
  expect(set.map(({ name, value }) => `${name} ${value}`)).toEqual([
    'idle_in_transaction_session_timeout 5000ms',
    'lock_timeout 500ms',
    'statement_timeout 750ms',
    'tcp_keepalives_idle 10s',
    'tcp_keepalives_interval 5s',
  ]);
});

it('a lock that is not to be had is worth a repeat, and costs no connection', async () => {
  await withTransaction(database.pool, async (holder) => {
    await holder.query('lock table copied');
    await withTransaction(pool, async (client) => {
      await client.query('savepoint before');
      await expect(client.query('select from copied')).rejects.toMatchObject(away);
      await client.query('rollback to before');
    });
  });
});

it('a transaction that stood still for too long is told by what ended it', async () => {
  const stoodStill = withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await client.query('set local idle_in_transaction_session_timeout = 50');
    await eventually(async () => {
      const sessions = await database.pool.query('select from pg_stat_activity where pid = $1', [rows[0]?.pid]);
      expect(sessions.rowCount).toBe(0);
    });
    await client.query('select 1');
  });
  await expect(stoodStill).rejects.toMatchObject({ ...away, message: expect.stringContaining('stood still') });
});

it.each([
  ['says nothing', { how: 'hang' }],
  ['resets every connection', { how: 'reset' }],
  ['refuses every connection', { how: 'refuse' }],
] as const)('whatever is asked on a wire that %s ends in its time', async (_, fault) => {
  const onBroken = vi.fn();
  const held = await holdConnection(pool, onBroken);
  const other = await pool.connect();
  await wire.break(fault);
  await expect(pool.query('select 1')).rejects.toMatchObject(away);
  await expect(other.query('select 1')).rejects.toMatchObject(away);
  await expect(withTransaction(pool, (client) => client.query('select 1'))).rejects.toMatchObject(away);
  await eventually(() => expect(onBroken).toHaveBeenCalledTimes(1), { timeoutMs: 5 * timeoutMs });
  held.release(true);
  // Nobody says that it is broken: the pool finds out by itself.
  other.release();
  await wire.heal();
  await eventually(() => pool.query('select 1'));
});

it('a connection that is dead without a word is found long before its bound, and a slow one is not taken for it', async () => {
  const options = { applicationName: 'patient', logger, timeoutMs: 60_000, max: 4 };
  const patient = openPool(wire.through(database.url), options);
  try {
    expect((await patient.query('select 1 as done, pg_sleep(4)')).rows).toMatchObject([{ done: 1 }]);
    const held = [await patient.connect(), await patient.connect()];
    wire.hangOld();
    const startedAt = performance.now();
    await Promise.all(held.map((each) => expect(each.query('select 1')).rejects.toMatchObject(away)));
    expect(performance.now() - startedAt).toBeLessThan(7_000);
    for (const each of held) each.release(true);
    await patient.query('select 1');
  } finally {
    await patient.end();
  }
});

it.each([false, true])('a COPY on a wire that says nothing ends in its time (begun before: %s)', async (isBegun) => {
  const client = await pool.connect();
  if (!isBegun) await wire.break({ how: 'hang' });
  const copy = client.query(copyFrom('copy copied from stdin'));
  const rows = async function* () {
    if (isBegun) yield '1\n';
    if (isBegun) await eventually(() => copy.writableLength === 0);
    await wire.break({ how: 'hang' });
    yield '2\n';
  };
  await expect(pipeline(Readable.from(rows()), copy)).rejects.toMatchObject(away);
  client.release(true);
});

it('a job may take longer than any other statement', async () => {
  const slept = withTransaction(pool, (client) => client.query('select pg_sleep(1.5)'), { job: true });
  await expect(slept).resolves.toMatchObject({ rowCount: 1 });
  // The connection is bound as before.
  await expect(pool.query('select pg_sleep(1.5)')).rejects.toMatchObject(away);
});
