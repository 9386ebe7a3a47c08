import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { kafkaClient } from '@hub/platform';
import { choosePort } from '../../services/shared/platform/src/local-servers/local-server.ts';
import { kafkaLibs } from '../../services/shared/platform/src/log/local-kafka-libs.ts';
import { kafkaLibsDir } from './kafka-server.ts';
import { testLogger as logger } from './logger.ts';

const run = promisify(execFile);

export interface KafkaClusterOptions {
  /** Brokers; the first is the controller too. */
  readonly nodes: number;
  /** Listeners beside PLAINTEXT, by name: their security protocol, and the port that clients are sent to. */
  readonly listeners?: Readonly<Record<string, { readonly protocol: string; readonly advertisedPort?: number }>>;
  /** Lines for server.properties, made once the directory is there. */
  readonly settings?: (directory: string) => Promise<Readonly<Record<string, string>>>;
  /** Arguments of the storage tool's `format`. */
  readonly formatArguments?: readonly string[];
}

export interface KafkaCluster {
  readonly directory: string;
  /** Addresses of the plaintext listeners, node by node. */
  readonly brokers: readonly string[];
  /** Port of a named listener of the first node. */
  readonly portOf: (listener: string) => number;
  /** As a lost machine: SIGKILL. */
  readonly kill: (node: number) => Promise<void>;
  /** Starts a node that was killed; resolves when it answers. */
  readonly start: (node: number) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

interface Node {
  readonly id: number;
  readonly ports: ReadonlyMap<string, number>;
  readonly controllerPort: number;
  readonly properties: string;
  process: ChildProcess | undefined;
}

/** A cluster of Kafka's own jars on 127.0.0.1 (KRaft) whose brokers a test kills and starts. */
export async function kafkaCluster(options: KafkaClusterOptions): Promise<KafkaCluster> {
  const libs = await kafkaLibs(kafkaLibsDir, logger);
  const directory = await mkdtemp(join(tmpdir(), 'hub-cluster-'));
  const nodes = await makeNodes(options, directory);
  await Promise.all(nodes.map((node) => format(libs, node, options.formatArguments ?? [])));
  const nodeAt = (index: number) => nodes[index] as Node;
  const start = async (node: Node) => {
    node.process = await spawnNode(libs, directory, node);
    await ready(node, directory);
  };
  const kill = async (node: Node) => {
    if (node.process === undefined) return;
    const ended = once(node.process, 'exit');
    node.process.kill('SIGKILL');
    await ended;
    node.process = undefined;
  };
  const dispose = async () => {
    await Promise.all(nodes.map(kill));
    await rm(directory, { recursive: true, force: true });
  };
  await Promise.all(nodes.map(start)).catch(async (error) => {
    await dispose();
    throw error;
  });
  return {
    directory,
    brokers: nodes.map((node) => `127.0.0.1:${node.ports.get('PLAINTEXT')}`),
    portOf: (listener) => nodeAt(0).ports.get(listener) as number,
    kill: (index) => kill(nodeAt(index)),
    start: (index) => start(nodeAt(index)),
    dispose,
  };
}

const clusterId = 'AAAAAAAAQACAAAAAAAAAAQ';

async function makeNodes(options: KafkaClusterOptions, directory: string): Promise<Node[]> {
  const nodes: Node[] = [];
  const chosen: number[] = [];
  const choose = async () => {
    const port = await choosePort(undefined, chosen);
    chosen.push(port);
    return port;
  };
  for (let id = 1; id <= options.nodes; id += 1) {
    const ports = new Map<string, number>();
    for (const listener of ['PLAINTEXT', ...Object.keys(options.listeners ?? {})]) ports.set(listener, await choose());
    const properties = join(directory, `node-${id}.properties`);
    nodes.push({ id, ports, controllerPort: await choose(), properties, process: undefined });
  }
  const voters = `1@127.0.0.1:${nodes[0]?.controllerPort}`;
  const settings = (await options.settings?.(directory)) ?? {};
  for (const node of nodes) {
    const lines = { ...nodeSettings(node, options, voters, directory), ...settings };
    const text = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(node.properties, text.join(''));
  }
  return nodes;
}

function nodeSettings(node: Node, options: KafkaClusterOptions, voters: string, directory: string) {
  const own = [...node.ports].map(([name, port]) => `${name}://127.0.0.1:${port}`);
  const advertised = [...node.ports].map(
    ([name, port]) => `${name}://127.0.0.1:${options.listeners?.[name]?.advertisedPort ?? port}`,
  );
  const protocols = Object.entries(options.listeners ?? {}).map(([name, { protocol }]) => `${name}:${protocol}`);
  const isController = node.id === 1;
  const controller = isController ? [`CONTROLLER://127.0.0.1:${node.controllerPort}`] : [];
  return {
    'process.roles': isController ? 'broker,controller' : 'broker',
    'node.id': node.id,
    listeners: [...own, ...controller].join(','),
    'advertised.listeners': advertised.join(','),
    'listener.security.protocol.map': ['CONTROLLER:PLAINTEXT', 'PLAINTEXT:PLAINTEXT', ...protocols].join(','),
    'inter.broker.listener.name': 'PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': voters,
    'log.dirs': join(directory, `data-${node.id}`),
    'auto.create.topics.enable': false,
    'log.retention.ms': -1,
    'log.index.size.max.bytes': 1_048_576,
    'offsets.topic.num.partitions': 1,
    'offsets.topic.replication.factor': 1,
    'broker.session.timeout.ms': 2_000,
    'broker.heartbeat.interval.ms': 500,
    'replica.lag.time.max.ms': 3_000,
  };
}

async function format(libs: string, { properties }: Node, more: readonly string[]): Promise<void> {
  const tool = ['-XX:TieredStopAtLevel=1', '-cp', join(libs, '*'), 'kafka.tools.StorageTool', 'format'];
  await run('java', [...tool, '-t', clusterId, '-c', properties, ...more]);
}

async function spawnNode(libs: string, directory: string, node: Node): Promise<ChildProcess> {
  const output = await open(join(directory, `node-${node.id}.log`), 'a');
  const log4j = join(directory, 'log4j2.properties');
  await writeFile(log4j, log4jSettings);
  const java = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', `-Dlog4j2.configurationFile=${log4j}`];
  const child = spawn('java', [...java, '-cp', join(libs, '*'), 'kafka.Kafka', node.properties], {
    cwd: directory,
    stdio: ['ignore', output.fd, output.fd],
  });
  await output.close();
  return child;
}

async function ready(node: Node, directory: string): Promise<void> {
  const deadline = Date.now() + 100_000;
  while (!(await answers(node))) {
    if (Date.now() > deadline || node.process?.exitCode != null) {
      const log = await readFile(join(directory, `node-${node.id}.log`), 'utf8').catch(() => '');
      throw new Error(`node ${node.id} does not start: ${log.trim().slice(-2_000)}`);
    }
    await delay(100);
  }
}

async function answers(node: Node): Promise<boolean> {
  const brokers = [`127.0.0.1:${node.ports.get('PLAINTEXT')}`];
  const admin = kafkaClient({ brokers, clientId: 'ready', logger, retries: 0 }).admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    return cluster.brokers.some(({ nodeId }) => nodeId === node.id);
  } catch {
    return false;
  } finally {
    await admin.disconnect();
  }
}

const log4jSettings = `rootLogger.level=WARN
rootLogger.appenderRef.out.ref=out
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d %p %c: %m%n
`;
