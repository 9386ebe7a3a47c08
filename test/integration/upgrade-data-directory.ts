import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zstdDecompressSync } from 'node:zlib';
import { hubClient } from '@hub/client';
import { embeddedPostgres, migrate, migrateKeys, withClient } from '@hub/platform';
import type pg from 'pg';
import { eventually } from '../support/eventually.ts';
import { testLogger } from '../support/logger.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixture = join(root, 'test/fixtures/upgrade-3e3c58e');
const hubCommand = join(root, 'node_modules/.bin/hub');

type Rows = Readonly<Record<string, readonly object[]>>;

interface Data {
  readonly secrets: object;
  readonly asOf: string;
  readonly keys: Rows;
  readonly before: Rows;
  readonly afterPromote: Rows;
  readonly sequences: Readonly<Record<string, number>>;
  readonly answers: Readonly<Record<string, object>>;
}

export async function fixtureData(): Promise<Data> {
  return JSON.parse(zstdDecompressSync(await readFile(join(fixture, 'data.json.zst'))).toString()) as Data;
}

/** A data directory as a hub of 3e3c58e left it, with its PostgreSQL running under this process. */
export interface OldDataDirectory {
  readonly url: string;
  /** Starts the hub of today on it; resolves once it answers. */
  start(): Promise<StartedHub>;
  /** Runs one command of the hub of today to its end. */
  command(...args: readonly string[]): Promise<{ code: number; output: string }>;
  close(): Promise<void>;
}

export interface StartedHub {
  client(clientId: string): ReturnType<typeof hubClient>;
  stop(): Promise<void>;
}

export async function oldDataDirectory(data: Data, state: 'before' | 'afterPromote'): Promise<OldDataDirectory> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-upgrade-'));
  const settings = { fsync: 'off', full_page_writes: 'off' };
  const server = await embeddedPostgres({ dataDir: join(dataDir, 'postgres'), logger: testLogger, settings });
  const tables = state === 'before' ? data.before : { ...data.before, ...data.afterPromote };
  await restoreHub(dataDir, server.url, tables, data.sequences);
  await migrateKeys(server.keysUrl);
  await withClient(server.keysUrl, (client) => insertAll(client, data.keys));
  await writeFile(join(dataDir, 'secrets.json'), JSON.stringify(data.secrets), { mode: 0o600 });
  const environment = environmentFor(dataDir);
  const started: StartedHub[] = [];
  return {
    url: server.url,
    async start() {
      const hub = await startHub(environment, dataDir);
      started.push(hub);
      return hub;
    },
    command: (...args) => runCommand(environment, args),
    async close() {
      for (const hub of started) await hub.stop();
      await server.stop();
      // Started as root, the server's files are elsewhere than in the data directory.
      await rm(dirname(server.dataPath), { recursive: true, force: true });
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** With the migrations that 3e3c58e had, as it applied them, and no other. */
async function restoreHub(
  dataDir: string,
  url: string,
  tables: Rows,
  sequences: Readonly<Record<string, number>>,
): Promise<void> {
  const migrations = join(dataDir, 'migrations-3e3c58e');
  for (const file of await readdir(join(root, 'migrations/hub'))) {
    if (file < '0007') await cp(join(root, 'migrations/hub', file), join(migrations, file));
  }
  await migrate(url, migrations);
  const schemas = new Set(Object.keys(tables).map((table) => table.slice(0, table.indexOf('.'))));
  for (const schema of schemas) {
    if (schema.startsWith('projection_')) await migrate(url, join(fixture, 'projection'), { searchPath: schema });
  }
  await withClient(url, async (client) => {
    await insertAll(client, tables);
    for (const [sequence, last] of Object.entries(sequences))
      await client.query('select setval($1::regclass, $2)', [sequence, last]);
  });
}

async function insertAll(client: pg.Client, tables: Rows): Promise<void> {
  // Rows come table by table, whatever they refer to.
  await client.query('set session_replication_role = replica');
  for (const [table, rows] of Object.entries(tables)) {
    await client.query(
      `insert into ${table} overriding system value select * from json_populate_recordset(null::${table}, $1::json)`,
      [JSON.stringify(rows)],
    );
  }
}

function environmentFor(dataDir: string): NodeJS.ProcessEnv {
  const { HUB_DATABASE_URL, HUB_KEYS_URL, HUB_KAFKA_BROKERS, HUB_SECRETS_FILE, ...inherited } = process.env;
  const own = { HUB_DATA_DIR: dataDir, HUB_PORT: '0', HUB_SLICES: '4', HUB_DEMO: 'partners', LOG_LEVEL: 'error' };
  return { ...inherited, ...own };
}

interface RunFile {
  readonly url: string;
  readonly pid: number;
  readonly clients: readonly { readonly clientId: string; readonly clientSecret: string }[];
}

async function startHub(environment: NodeJS.ProcessEnv, dataDir: string): Promise<StartedHub> {
  const child = spawn(process.execPath, [hubCommand, 'start'], { cwd: root, env: environment, stdio: 'inherit' });
  const run = await eventually(
    async () => {
      if (child.exitCode !== null) throw new Error('hub start ended');
      const file = await readFile(join(dataDir, 'run.json'), 'utf8').catch(() => '{}');
      const found = JSON.parse(file) as RunFile;
      if (found.pid !== child.pid) throw new Error('hub start does not answer yet');
      return found;
    },
    { timeoutMs: 30_000, everyMs: 50 },
  );
  return {
    client(clientId) {
      const clientSecret = run.clients.find((each) => each.clientId === clientId)?.clientSecret ?? '';
      return hubClient({ url: run.url, clientId, clientSecret });
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function runCommand(
  environment: NodeJS.ProcessEnv,
  args: readonly string[],
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [hubCommand, ...args], { cwd: root, env: environment });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}
