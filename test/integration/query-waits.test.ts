import { connect, createServer, type Socket } from 'node:net';
import {
  ensureVersion,
  loadRules,
  openPool,
  type ProgressWatch,
  watchProgress,
  withTransaction,
  writeRows,
} from '@hub/platform';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { testLogger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

let database: TestDatabase;
const closers: (() => unknown)[] = [];
const warned: string[] = [];
const logger = { warn: (_: object, message: string) => void warned.push(message) };

beforeAll(async () => {
  database = await testDatabase();
});

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  warned.length = 0;
});

afterAll(() => database?.drop());

function watch(pool: Pool): ProgressWatch {
  const progress = watchProgress(pool, logger);
  closers.push(() => progress.close());
  return progress;
}

async function heard(): Promise<ProgressWatch> {
  const progress = watch(database.pool);
  await eventually(() => progress.isHeard());
  return progress;
}

function commits(slices: string): Promise<unknown> {
  return database.pool.query("select pg_notify('hub_progress', $1)", [slices]);
}

const slice = (slice: number) => ({ kind: 'trainee', slice }) as const;
const never = 60_000;

it('who waits for slices is woken when one of them has moved on, and by no other', async () => {
  const progress = await heard();
  const woken: string[] = [];
  const waits = [progress.wait([slice(1), slice(2)]), progress.wait([slice(11)]), progress.wait([])];
  const all = waits.map((wait, at) => wait?.moved(never).then(() => woken.push(`${at}`)));
  await commits('t2 t3');
  await all[0];
  await commits('o11 t1');
  await commits('t11');
  await all[1];
  expect(woken).toEqual(['0', '1']);
  // What came between two looks wakes at once.
  await waits[0]?.moved(never);
  for (const wait of waits) wait?.end();
});

it('a commit of a projector wakes, and what is rolled back does not', async () => {
  const { version } = await ensureVersion(database.pool, {
    rules: loadRules(),
    slices: 4,
    logEpoch: 'any',
    logEvents: 0,
  });
  const progress = await heard();
  const waits = [progress.wait([slice(1)]), progress.wait([slice(2)]), progress.wait([{ kind: 'offer', slice: 2 }])];
  const advance = (slices: readonly number[], undo: boolean) =>
    withTransaction(
      database.pool,
      (client) =>
        writeRows(
          client,
          version.schemaName,
          {},
          {
            isFed: false,
            advance: {
              version: version.version,
              leaseMs: 1_000,
              progress: slices.map((each) => ({ ...slice(each), offsets: { entry: 1 }, freshAt: null })),
            },
          },
        ),
      { undo },
    );
  const woken: number[] = [];
  const all = waits.map((wait, at) => wait?.moved(never).then(() => woken.push(at)));
  await advance([1, 2], true);
  await advance([2, 3], false);
  await all[1];
  expect(woken).toEqual([1]);
});

it('a connection that breaks wakes everybody, and another one listens', async () => {
  const progress = await heard();
  const wait = progress.wait([slice(1)]);
  const woken = wait?.moved(never);
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where query like 'listen hub_progress%' and datname = current_database()`,
  );
  await woken;
  await eventually(() => progress.isHeard());
  const again = wait?.moved(never);
  await commits('t1');
  await again;
  expect(warned).toEqual([]);
});

it('no more wait than may', async () => {
  const progress = await heard();
  const waits = Array.from({ length: 1_001 }, () => progress.wait([slice(1)]));
  expect(waits.map((wait) => wait === null)).toEqual([...Array(1_000).fill(false), true]);
  waits[0]?.end();
  expect(progress.wait([slice(1)])).not.toBeNull();
});

it('behind a pooler that lets no notification through, it says so once and is not heard', async () => {
  const url = await throughPooler(database.url);
  const pool = openPool(url, { applicationName: 'deaf', logger: testLogger });
  closers.push(() => pool.end());
  const progress = watch(pool);
  await eventually(() => expect(warned).toHaveLength(1));
  expect(progress.isHeard()).toBe(false);
  expect(warned[0]).toContain('do not arrive');
  const wait = progress.wait([slice(1)]);
  // The connection breaks and is opened again: the same is not said twice.
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name like 'deaf%' and query like 'listen%'`,
  );
  await wait?.moved(never);
  await commits('t1');
  await wait?.moved(1);
  expect([progress.isHeard(), warned.length]).toEqual([false, 1]);
});

/** A proxy that passes everything but notifications, as poolers of transactions do. */
async function throughPooler(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => {}));
    client.pipe(upstream);
    upstream.on(
      'data',
      withoutNotifications((bytes) => client.write(bytes)),
    );
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address() as { port: number };
  return Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(address.port) }).href;
}

function withoutNotifications(pass: (bytes: Buffer) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
      const length = 1 + rest.readInt32BE(1);
      if (rest[0] !== 'A'.charCodeAt(0)) pass(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
}
