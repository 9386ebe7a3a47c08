import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { HubError } from '@hub/core';
import pino, { type Logger } from 'pino';
import { choosePort, endProcess, isAlive, readMemory, writeMemory } from '../local-servers/local-server.ts';
import { kafkaClient } from './kafka-client.ts';
import { kafkaLibs, requireJava } from './local-kafka-libs.ts';

const run = promisify(execFile);

export interface LocalKafkaOptions {
  /** The broker's files are in its folder `kafka`; the ports are remembered there. */
  readonly dataDir: string;
  readonly logger: Logger;
  /** Default: the one remembered, else a free one. */
  readonly port?: number;
  /** Where clients are sent, if not to the broker's own port: a proxy in front of it. */
  readonly advertisedPort?: number;
  /** Where the jars are kept between starts. Default: `<dataDir>/kafka/libs`. */
  readonly libsDir?: string;
  /**
   * False for tests: nothing is written to the disk on purpose, and the broker starts in two thirds of the time. Default
   * true: at most a second is in memory only.
   */
  readonly durable?: boolean;
}

export interface LocalKafka {
  readonly brokers: readonly string[];
  /** Clean shutdown; does nothing where the broker belongs to another hub that is alive. */
  readonly stop: () => Promise<void>;
}

/** Whether a Kafka was ever started in this data directory. */
export async function hasLocalKafka(dataDir: string): Promise<boolean> {
  return (await readMemory<Remembered>(join(resolve(dataDir, 'kafka'), 'kafka.json'))) !== undefined;
}

interface Remembered {
  readonly clusterId: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly pid?: number;
  /** The process that stops the broker when it ends. */
  readonly supervisor: number;
}

/**
 * One Apache Kafka (KRaft, one node, 127.0.0.1 only) under this machine's Java. What a killed hub left running is
 * adopted. Throws `tool-missing` without Java or Maven, `log-unavailable` where it is not ready in 60 seconds.
 */
export async function localKafka(options: LocalKafkaOptions): Promise<LocalKafka> {
  const { durable = true, logger } = options;
  const directory = resolve(options.dataDir, 'kafka');
  await mkdir(directory, { recursive: true });
  const memoryFile = join(directory, 'kafka.json');
  const remembered = await readMemory<Remembered>(memoryFile);
  if (remembered?.pid !== undefined && isAlive(remembered.pid)) {
    const adopted = await adopt(memoryFile, remembered, remembered.pid, options.logger);
    if (adopted !== undefined) return adopted;
  }
  await requireJava();
  const libs = await kafkaLibs(options.libsDir ?? join(directory, 'libs'), options.logger);
  const port = await choosePort(options.port ?? remembered?.port);
  const controllerPort = await choosePort(remembered?.controllerPort, [port]);
  const ports = { port, controllerPort, advertisedPort: options.advertisedPort ?? port };
  const properties = await writeSettings(directory, ports, durable);
  const clusterId = remembered?.clusterId ?? (await format(libs, properties, directory));
  const memory = { clusterId, port, controllerPort, supervisor: process.pid };
  await writeMemory<Remembered>(memoryFile, memory);
  return start({ libs, properties, directory, memoryFile, memory, logger, durable });
}

async function adopt(
  memoryFile: string,
  remembered: Remembered,
  pid: number,
  logger: Logger,
): Promise<LocalKafka | undefined> {
  // In ten seconds a broker that is stopping ends, and one that was just started gets ready.
  for (const deadline = Date.now() + 10_000; isAlive(pid) && Date.now() < deadline; await delay(100)) {
    if (!(await answers(remembered))) continue;
    const brokers = [`127.0.0.1:${remembered.port}`];
    const guest = remembered.supervisor !== process.pid && isAlive(remembered.supervisor);
    logger.info({ pid, guest }, guest ? 'Kafka of a running hub is used' : 'a Kafka left running is adopted');
    if (guest) return { brokers, stop: async () => {} };
    await writeMemory<Remembered>(memoryFile, { ...remembered, supervisor: process.pid });
    return { brokers, stop: () => stopBroker(pid) };
  }
  return undefined;
}

interface Start {
  readonly libs: string;
  readonly properties: string;
  readonly directory: string;
  readonly memoryFile: string;
  readonly memory: Remembered;
  readonly logger: Logger;
  readonly durable: boolean;
}

async function start(options: Start): Promise<LocalKafka> {
  const { directory, libs, logger, memory, durable } = options;
  const log4j = join(directory, 'log4j2.properties');
  await writeFile(log4j, log4jSettings);
  const output = await open(join(directory, 'kafka.log'), 'w');
  // The optimising compiler pays where a broker lives longer than a minute.
  const compiler = durable ? [] : ['-XX:TieredStopAtLevel=1'];
  const heap = ['-Xmx512m', '-Xms256m', '-XX:+UseSerialGC'];
  const args = [...compiler, ...heap, `-Dlog4j2.configurationFile=${log4j}`, '-cp', join(libs, '*'), 'kafka.Kafka'];
  const child = spawn('java', [...args, options.properties], {
    cwd: directory,
    // A group of its own: Ctrl-C reaches the hub alone, which finishes its work before it stops the broker.
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
  });
  child.on('error', () => {});
  child.unref();
  await output.close();
  const state: { exit?: string; stopping: boolean } = { stopping: false };
  child.once('exit', (code, signal) => {
    state.exit = `${code ?? signal}`;
    if (!state.stopping) logger.error({ code, signal }, 'Kafka ended by itself');
  });
  const pid = child.pid as number;
  await writeMemory<Remembered>(options.memoryFile, { ...memory, pid });
  await ready(memory, state, directory);
  return {
    brokers: [`127.0.0.1:${memory.port}`],
    stop: async () => {
      state.stopping = true;
      await stopBroker(pid);
    },
  };
}

function stopBroker(pid: number): Promise<void> {
  return endProcess(pid, 'SIGTERM', 'SIGKILL', 20_000);
}

async function ready(memory: Remembered, state: { exit?: string }, directory: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await answers(memory))) {
    if (state.exit !== undefined || Date.now() > deadline) {
      const log = await readFile(join(directory, 'kafka.log'), 'utf8').catch(() => '');
      throw new HubError('log-unavailable', `Kafka does not start: ${log.trim().slice(-1000)}`);
    }
    await delay(100);
  }
}

/** True once the broker of exactly this cluster answers. */
async function answers(memory: Remembered): Promise<boolean> {
  const brokers = [`127.0.0.1:${memory.port}`];
  // While a broker starts, refused connections are what is expected.
  const kafka = kafkaClient({ brokers, clientId: 'hub-ready', logger: pino({ level: 'silent' }), retries: 0 });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    return cluster.clusterId === memory.clusterId && cluster.brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
}

async function format(libs: string, properties: string, directory: string): Promise<string> {
  await rm(join(directory, 'data'), { recursive: true, force: true });
  const clusterId = newClusterId();
  // It lives for half a second, which is no time for a compiler that optimises.
  const java = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', join(libs, '*'), 'kafka.tools.StorageTool'];
  await run('java', [...java, 'format', '--standalone', '-t', clusterId, '-c', properties]);
  return clusterId;
}

/** As `kafka-storage random-uuid` makes it: 128 random bits in base64url, with no dash in front that a tool takes for an option. */
function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

async function writeSettings(
  directory: string,
  { port, controllerPort, advertisedPort }: Readonly<Record<'port' | 'controllerPort' | 'advertisedPort', number>>,
  durable: boolean,
): Promise<string> {
  const lines = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertisedPort},CONTROLLER://127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    'log.dirs': join(directory, 'data'),
    'auto.create.topics.enable': false,
    'unclean.leader.election.enable': false,
    'log.retention.ms': -1,
    // Ten megabytes mapped for each index of each partition would be reserved otherwise.
    'log.index.size.max.bytes': 1_048_576,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    // A broker that was killed may come back when its old registration has expired: 9 seconds by default.
    'broker.session.timeout.ms': 2_000,
    'broker.heartbeat.interval.ms': 500,
    // With one node no replica holds what the machine's memory loses: write it down every second.
    ...(durable ? { 'log.flush.interval.ms': 1_000, 'log.flush.scheduler.interval.ms': 500 } : {}),
  };
  const text = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`);
  const file = join(directory, 'server.properties');
  await writeFile(file, text.join(''));
  return file;
}

const log4jSettings = `rootLogger.level=WARN
rootLogger.appenderRef.out.ref=out
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d %p %c: %m%n
`;
