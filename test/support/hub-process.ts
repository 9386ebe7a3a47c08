import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HubClient, hubClient } from '@hub/client';
import { eventually } from './eventually.ts';
import { commandHere } from './hub-here.ts';
import { testBrokers, testTopicPrefix } from './kafka.ts';
import { type TestDatabase, testDatabase } from './postgres.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const hubCommand = join(root, 'node_modules/.bin/hub');

/** A hub of the test's own, as an operator would start it: processes, on this run's Kafka and PostgreSQL. */
export interface TestHub {
  readonly dataDir: string;
  readonly database: TestDatabase;
  /** What its processes are started with. */
  readonly environment: NodeJS.ProcessEnv;
  /** Starts one process more; it answers when this resolves. */
  start(...args: readonly string[]): Promise<HubProcess>;
  /** Runs one command to its end; `more` is added to its environment. */
  command(args: readonly string[], stdin?: string, more?: Readonly<Record<string, string>>): Promise<CommandResult>;
  /** The same in the process of the test, one after the other, where no second is spent on a start of Node.js. */
  commandHere(args: readonly string[], stdin?: string, more?: Readonly<Record<string, string>>): Promise<CommandResult>;
  close(): Promise<void>;
}

export interface HubProcess {
  readonly url: string;
  /** Where its figures are, for whoever asks. */
  readonly metricsUrl: string;
  readonly child: ChildProcess;
  client(clientId: string): HubClient;
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** What it wrote to standard error so far. */
  said(): string;
  /** What it logged so far. */
  logged(): readonly LogLine[];
}

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Running {
  readonly url: string;
  readonly metricsUrl: string;
  readonly pid: number;
  readonly clients?: readonly { readonly clientId: string; readonly clientSecret: string }[];
}

/**
 * Processes share database, log and secrets. Those of one service share the data directory too, where their run-*.json
 * are; whole ones after the first have one each. `through`: the URL by which they reach the database.
 */
export async function testHub(
  extra: Readonly<Record<string, string>> = {},
  through: (url: string) => string = (url) => url,
): Promise<TestHub> {
  const database = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-test-'));
  const environment = {
    ...process.env,
    HUB_DATA_DIR: dataDir,
    HUB_PORT: '0',
    HUB_METRICS_PORT: '0',
    HUB_DATABASE_URL: through(database.url),
    HUB_KEYS_URL: through(database.keysUrl),
    HUB_KAFKA_BROKERS: testBrokers().join(','),
    HUB_KAFKA_TOPIC_PREFIX: testTopicPrefix(),
    HUB_SLICES: '4',
    HUB_DEMO: 'partners',
    HUB_SECRETS_FILE: join(dataDir, 'secrets.json'),
    LOG_LEVEL: 'warn',
    ...extra,
  };
  const processes: HubProcess[] = [];
  return {
    dataDir,
    database,
    environment,
    async start(...args) {
      const own = join(dataDir, `process-${processes.length}`);
      const isShared = args.includes('--only') || processes.length === 0;
      const started = await startProcess({ ...environment, HUB_DATA_DIR: isShared ? dataDir : own }, args);
      processes.push(started);
      return started;
    },
    command: (args, stdin, more = {}) => runCommand({ ...environment, ...more }, args, stdin),
    commandHere: (args, stdin, more = {}) => commandHere(args, { ...environment, ...more }, stdin),
    async close() {
      await Promise.all(processes.map((each) => each.stop('SIGKILL')));
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function startProcess(environment: NodeJS.ProcessEnv, args: readonly string[]): Promise<HubProcess> {
  const child = spawn(process.execPath, [hubCommand, 'start', ...args], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [service] = args[args.indexOf('--only') + 1]?.split(',') ?? [];
  const runFile = args.includes('--only') ? `run-${service}.json` : 'run.json';
  let said = '';
  let log = '';
  child.stdout.on('data', (chunk) => {
    log += String(chunk);
    process.stdout.write(chunk);
  });
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const run = await eventually(
    async () => {
      if (child.exitCode !== null) throw new Error(`hub start ended: ${said}`);
      const file = await readFile(join(environment.HUB_DATA_DIR ?? '', runFile), 'utf8').catch(() => '{}');
      const found = JSON.parse(file) as Running;
      if (found.pid !== child.pid) throw new Error(`hub start does not answer yet: ${said}`);
      return found;
    },
    { timeoutMs: 60_000, everyMs: 50 },
  );
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  const client = (clientId: string) => {
    const clientSecret = run.clients?.find((each) => each.clientId === clientId)?.clientSecret ?? '';
    return hubClient({ url: run.url, clientId, clientSecret });
  };
  const logged = () => log.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as LogLine] : []));
  return { url: run.url, metricsUrl: run.metricsUrl, child, client, stop, logged, said: () => said };
}

async function runCommand(environment: NodeJS.ProcessEnv, args: readonly string[], stdin = ''): Promise<CommandResult> {
  const child = spawn(process.execPath, [hubCommand, ...args], { cwd: root, env: environment });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  child.stdin.end(stdin);
  const [code] = (await once(child, 'close')) as [number];
  return { code, stdout, stderr };
}
