import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { readConfig } from '../../services/hub/src/config.ts';
import { main } from '../../services/hub/src/main.ts';
import { type ServiceName, serviceNames } from '../../services/hub/src/start/run-file.ts';
import { type RunningHub, startHub } from '../../services/hub/src/start/start-hub.ts';
import type { CommandResult } from './hub-process.ts';
import { testBrokers, testTopicPrefix } from './kafka.ts';
import { testLogger as logger } from './logger.ts';
import { type TestDatabase, testDatabase } from './postgres.ts';

type Settings = Readonly<Record<string, string>>;

/** A hub that is started, and driven by its commands, in the process of the test: a dozen commands in a second. */
export interface HubHere {
  readonly dataDir: string;
  readonly database: TestDatabase;
  /** `more` is added to its settings; `kafka`: with a Kafka of its own where it names none. */
  start(more?: Settings, only?: readonly ServiceName[], kafka?: boolean): Promise<RunningHub>;
  /** Runs one command to its end, after those that were asked for before. */
  command(args: readonly string[], more?: Settings, stdin?: string): Promise<CommandResult>;
  close(): Promise<void>;
}

/** On this run's Kafka and a database of its own, with no demo. */
export async function hubHere(extra: Settings = {}): Promise<HubHere> {
  const database = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-here-'));
  const settings = {
    HUB_DATA_DIR: dataDir,
    HUB_PORT: '0',
    HUB_DATABASE_URL: database.url,
    HUB_KEYS_URL: database.keysUrl,
    HUB_KAFKA_BROKERS: testBrokers().join(','),
    HUB_KAFKA_TOPIC_PREFIX: testTopicPrefix(),
    HUB_SLICES: '2',
    HUB_DEMO: 'off',
    LOG_LEVEL: 'silent',
    ...extra,
  };
  return {
    dataDir,
    database,
    start: (more = {}, only = serviceNames, kafka = false) =>
      startHub(readConfig({ ...settings, ...more }), { kafka, purpose: 'start', only, logger }),
    command: (args, more = {}, stdin = '') => commandHere(args, { ...settings, ...more }, stdin),
    async close() {
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

let former: Promise<unknown> = Promise.resolve();

/** Runs one command to its end in this process, after those that were asked for before: the exit code is the process's. */
export function commandHere(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  stdin = '',
): Promise<CommandResult> {
  const result = former.then(() => runHere(args, environment, stdin));
  former = result.catch(() => {});
  return result;
}

async function runHere(args: readonly string[], environment: NodeJS.ProcessEnv, typed: string): Promise<CommandResult> {
  const stdin = new PassThrough().end(typed);
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const said = Promise.all([text(stdout), text(stderr)]);
  const before = process.exitCode;
  process.exitCode = undefined;
  const code = await main(['node', 'hub', ...args], environment, { stdin, stdout, stderr });
  process.exitCode = before;
  stdout.end();
  stderr.end();
  const [shown, told] = await said;
  return { code, stdout: shown, stderr: told };
}
