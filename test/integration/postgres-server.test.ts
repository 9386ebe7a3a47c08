import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  embeddedPostgres,
  ensureDatabase,
  migrate,
  migrateHub,
  migrateKeys,
  migrateProjection,
  migrationState,
  openPool,
  withClient,
  withTransaction,
} from '@hub/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { testLogger as logger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

let database: TestDatabase;
let directory: string;

/** What is kept over the kill of a process needs no disk. */
const server = (options: { readonly dataDir: string; readonly create?: boolean }) =>
  embeddedPostgres({ ...options, logger, settings: { fsync: 'off' } });

beforeAll(async () => {
  database = await testDatabase();
  directory = await mkdtemp(join(tmpdir(), 'hub-postgres-'));
});
afterAll(async () => {
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

async function migrations(name: string, files: Record<string, string>): Promise<string> {
  const folder = join(directory, name);
  await mkdir(folder, { recursive: true });
  for (const [file, sql] of Object.entries(files)) await writeFile(join(folder, file), sql);
  return folder;
}

test('migrations run once, in order, also when several processes start at once', async () => {
  const folder = await migrations('many', {
    '0001_a.sql': 'create table a (n int)',
    '0002_b.sql': 'alter table a add m int',
  });
  const options = { searchPath: 'many' };
  await Promise.all(Array.from({ length: 5 }, () => migrate(database.url, folder, options)));
  const { rows } = await database.pool.query('select file from many.schema_migration order by file');
  expect(rows.map((row) => row.file)).toEqual(['0001_a.sql', '0002_b.sql']);
});

test('a migration that changed after it was run is refused by name, as is one that this version does not know', async () => {
  const folder = await migrations('changed', { '0001_a.sql': 'create table a (n int)', '0002_b.sql': 'select 1' });
  const options = { searchPath: 'changed' };
  await migrate(database.url, folder, options);
  await writeFile(join(folder, '0001_a.sql'), 'create table a (n bigint)');
  await expect(migrate(database.url, folder, options)).rejects.toThrow(/0001_a\.sql has changed/);
  await writeFile(join(folder, '0001_a.sql'), 'create table a (n int)');
  await rm(join(folder, '0002_b.sql'));
  await expect(migrate(database.url, folder, options)).rejects.toMatchObject({ code: 'database-too-new' });
});

test('a migration that fails names its file and leaves nothing', async () => {
  const folder = await migrations('broken', { '0001_a.sql': 'create table a (n int)', '0002_b.sql': 'creat table b' });
  await expect(migrate(database.url, folder, { searchPath: 'broken' })).rejects.toThrow(/0002_b\.sql failed/);
  const { rows } = await database.pool.query("select 1 from pg_tables where schemaname = 'broken'");
  expect(rows).toEqual([]);
});

test('hub and key store may share one database', async () => {
  const shared = new URL(database.url);
  shared.pathname += '_shared';
  await ensureDatabase(shared.href);
  await Promise.all([migrateHub(shared.href), migrateKeys(shared.href)]);
  for (const folder of ['hub', 'keys'] as const) {
    expect((await migrationState(shared.href, folder)).pending).toEqual([]);
  }
  expect(await Promise.all([migrateHub(shared.href), migrateKeys(shared.href)])).toEqual([[], []]);
  await database.pool.query(`drop database "${shared.pathname.slice(1)}" with (force)`);
});

test('a projection version gets a schema of its own, and the caller keeps its search path', async () => {
  await migrateProjection(database.pool, 'records_a');
  await withTransaction(database.pool, async (client) => {
    await migrateProjection(client, 'records_b');
    expect((await client.query('show search_path')).rows[0].search_path).toContain('public');
  });
  const { rows } = await database.pool.query("select schemaname from pg_tables where tablename = 'dossier' order by 1");
  expect(rows.map((row) => row.schemaname)).toEqual(expect.arrayContaining(['records_a', 'records_b']));
});

test('a transaction that throws is rolled back, and a server that is away is said to be worth a repeat', async () => {
  await database.pool.query('create table kept (n int)');
  const failing = withTransaction(database.pool, async (client) => {
    await client.query('insert into kept values (1)');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect((await database.pool.query('select * from kept')).rows).toEqual([]);
  const cut = withTransaction(database.pool, (client) => client.query('select pg_terminate_backend(pg_backend_pid())'));
  await expect(cut).rejects.toMatchObject({ code: 'database-unavailable', retryable: true });
  expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  const nowhere = openPool('postgres://hub@127.0.0.1:1/hub', { applicationName: 'test', logger });
  await expect(withTransaction(nowhere, async () => {})).rejects.toMatchObject({ code: 'database-unavailable' });
  await nowhere.end();
});

test('the embedded server keeps its data over stops and kills, and its password from others', async () => {
  const dataDir = join(directory, 'embedded');
  const first = await server({ dataDir });
  await withClient(first.url, (client) => client.query('create table t as select 42 as n'));
  const memory = join(dataDir, 'postgres.json');
  expect((await stat(memory)).mode & 0o777).toBe(0o600);
  await first.stop();
  const second = await server({ dataDir });
  expect(second.url).toBe(first.url);
  const pid = Number((await readFile(join(second.dataPath, 'postmaster.pid'), 'utf8')).split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  const third = await server({ dataDir });
  expect((await withClient(third.url, (client) => client.query('select n from t'))).rows).toEqual([{ n: 42 }]);
  await withClient(third.keysUrl, (client) => client.query('select 1'));
  const adopting = await server({ dataDir });
  expect(adopting.url).toBe(third.url);
  await adopting.stop();
  await expect(withClient(third.url, (client) => client.query('select 1'))).rejects.toMatchObject({
    code: 'database-unavailable',
  });
  if (!third.dataPath.startsWith(directory)) await rm(dirname(third.dataPath), { recursive: true, force: true });
});

/** The process that serves these files. */
async function postmaster(dataPath: string): Promise<number> {
  return Number((await readFile(join(dataPath, 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

test('an emptied data directory begins a new database, and the former one is kept under another name', async () => {
  const dataDir = join(directory, 'emptied');
  const first = await server({ dataDir });
  await withClient(first.url, (client) => client.query('create table t (n int)'));
  // The server still runs: with its password lost, it can only be stopped.
  await rm(join(dataDir, 'postgres.json'));
  const second = await server({ dataDir });
  const { rows } = await withClient(second.url, (client) => client.query("select to_regclass('t') as found"));
  expect(rows).toEqual([{ found: null }]);
  await expect(withClient(first.url, (client) => client.query('select 1'))).rejects.toMatchObject({
    code: 'database-unavailable',
  });
  const base = dirname(second.dataPath);
  const aside = (await readdir(base)).filter((name) => name.startsWith('postgres-'));
  expect(aside).toHaveLength(1);
  expect(await readdir(join(base, aside[0] ?? ''))).toContain('PG_VERSION');
  await second.stop();
  if (!base.startsWith(directory)) await rm(base, { recursive: true, force: true });
});

test('a data directory whose database lies elsewhere is refused, and says where the database is', async () => {
  const dataDir = join(directory, 'original');
  const none = server({ dataDir, create: false });
  await expect(none).rejects.toMatchObject({ code: 'database-missing', message: /No hub was ever started on/ });
  const first = await server({ dataDir });
  await first.stop();
  const copy = join(directory, 'copy');
  await mkdir(copy);
  // What a copy made by root holds: the database lies elsewhere, under a name made of the path.
  await writeFile(join(copy, 'postgres.json'), await readFile(join(dataDir, 'postgres.json'), 'utf8'));
  for (const create of [true, false]) {
    const refused = server({ dataDir: copy, create });
    await expect(refused).rejects.toMatchObject({
      code: 'database-missing',
      message: expect.stringContaining(`it was that of ${dataDir}, its files at ${first.dataPath}`),
    });
  }
  // Of a release that noted neither place; and of a first start that was cut off before there was anything to lose.
  const {
    directory: _directory,
    dataPath: _dataPath,
    initialised: _,
    ...old
  } = JSON.parse(await readFile(join(copy, 'postgres.json'), 'utf8'));
  await writeFile(join(copy, 'postgres.json'), JSON.stringify(old));
  await expect(server({ dataDir: copy })).rejects.toThrow('hub backup DIR');
  await writeFile(join(copy, 'postgres.json'), JSON.stringify({ ...old, initialised: false }));
  const begun = await server({ dataDir: copy });
  await begun.stop();
  for (const { dataPath } of [first, begun]) {
    if (!dataPath.startsWith(directory)) await rm(dirname(dataPath), { recursive: true, force: true });
  }
});

test('a leftover that answers to nobody is stopped, and no other program that got its number', async () => {
  const dataDir = join(directory, 'leftover');
  const first = await server({ dataDir });
  await withClient(first.url, (client) => client.query('create table t as select 42 as n'));
  const leftover = await postmaster(first.dataPath);
  const memory = join(dataDir, 'postgres.json');
  const remembered = JSON.parse(await readFile(memory, 'utf8'));
  await writeFile(memory, JSON.stringify({ ...remembered, port: remembered.port - 1 }));
  const second = await server({ dataDir });
  expect(await postmaster(second.dataPath)).not.toBe(leftover);
  expect((await withClient(second.url, (client) => client.query('select n from t'))).rows).toEqual([{ n: 42 }]);

  const file = join(second.dataPath, 'postmaster.pid');
  const [, ...lines] = (await readFile(file, 'utf8')).split('\n');
  await second.stop();
  await writeFile(file, [process.pid, ...lines].join('\n'));
  const third = await server({ dataDir });
  expect((await withClient(third.url, (client) => client.query('select n from t'))).rows).toEqual([{ n: 42 }]);
  await third.stop();
  if (!third.dataPath.startsWith(directory)) await rm(dirname(third.dataPath), { recursive: true, force: true });
});

test('a session that outlives its killed server holds up no start', async () => {
  const dataDir = join(directory, 'orphan');
  const first = await embeddedPostgres({ dataDir, logger });
  const busy = withClient(first.url, (client) => client.query('select count(*) from generate_series(1, 10000000000)'));
  const lost = busy.then(
    () => 'counted',
    ({ code }) => code,
  );
  const running = `select from pg_stat_activity where query like '%generate_series%' and pid <> pg_backend_pid()`;
  await eventually(async () =>
    expect((await withClient(first.url, (client) => client.query(running))).rowCount).toBe(1),
  );
  process.kill(await postmaster(first.dataPath), 'SIGKILL');
  const second = await embeddedPostgres({ dataDir, logger });
  expect(await lost).toBe('database-unavailable');
  await second.stop();
  if (!second.dataPath.startsWith(directory)) await rm(dirname(second.dataPath), { recursive: true, force: true });
});
