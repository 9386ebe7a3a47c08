import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Topic } from '@hub/contracts';
import type { StoredMessage } from '@hub/core';
import {
  createLogger,
  drawSecrets,
  issueToken,
  kafkaEventLog,
  makeDemoPartners,
  openPool,
  withClient,
} from '@hub/platform';
import { Kafka, logLevel } from 'kafkajs';
import { testKafkaServer } from '../test/support/kafka-server.ts';
import { databaseUrl, makeTemplates, testPostgresServer } from '../test/support/postgres-server.ts';
import { postgresCpuMicros } from './gateway/cpu.ts';
import { batchEvents, batchOf } from './gateway/events.ts';
import { openBench } from './kit/bench.ts';
import type { Figure } from './kit/figures.ts';
import type { BareKafkajsResult, BareKafkajsSettings } from './processes/bare-kafkajs.ts';

// HUB_TEST_POSTGRES_URL and HUB_KAFKA_BROKERS name servers to use, else its own are started; PROFILE=<directory> writes a CPU profile of the gateway.
const people = Number(process.env.BENCH_PEOPLE ?? 4_000);
const inFlight = Number(process.env.BENCH_IN_FLIGHT ?? 16);
/** Single events come from many senders at once. */
const singlesInFlight = 4 * inFlight;
const seconds = Number(process.env.BENCH_SECONDS ?? 12);
const slices = 32;
const { measure } = openBench({
  name: 'gateway',
  says: 'One gateway process on Kafka, batches of 100 and single events, beside bare kafkajs that sends the very messages it made',
});
const logger = createLogger('warn', 'bench');
const servers = await startServers();
const { postgres, brokers } = servers;

const id = randomUUID().replaceAll('-', '').slice(0, 12);
const topicPrefix = `bench-${id}.`;
const templates = await makeTemplates(postgres);
await withClient(postgres, async (client) => {
  await client.query(`create database bench_hub_${id} template ${templates.hub}`);
  await client.query(`create database bench_keys_${id} template ${templates.keys}`);
});
const url = databaseUrl(postgres, `bench_hub_${id}`);
const keysUrl = databaseUrl(postgres, `bench_keys_${id}`);
const secrets = drawSecrets();
const pool = openPool(url, { applicationName: 'bench', logger });
await makeDemoPartners(pool, () => 'bench');

const token = await issueToken(secrets, 'eos');
const agent = new Agent({ keepAlive: true, maxSockets: singlesInFlight });
const bareProduce = 'bare kafkajs';
let gateway: StartedGateway;
let runsSoFar = 0;
try {
  await measure(async () => {
    gateway = await startGateway();
    try {
      return await throughTheDoor(2 * people * runsSoFar++);
    } finally {
      gateway.process.disconnect();
      await new Promise((resolve) => gateway.process.once('exit', resolve));
    }
  });
} finally {
  agent.destroy();
  await pool.end();
  await withClient(postgres, async (client) => {
    await client.query(`drop database bench_hub_${id} with (force)`);
    await client.query(`drop database bench_keys_${id} with (force)`);
  });
  await dropTopics();
  await servers.stop();
}

/** A process of its own for each run, so that the first people meet a fresh one; nobody is new twice. */
async function throughTheDoor(first: number): Promise<readonly Figure[]> {
  const newcomersFrom = (from: number) =>
    Array.from({ length: people / batchEvents }, (_, batch) =>
      batchOf(from + batch * batchEvents, 800_000, `entry-${first}`),
    );
  const cold = await measured(() => reportAll(newcomersFrom(first)));
  const newcomers = await measured(() => reportAll(newcomersFrom(first + people)));
  const bodies = Array.from({ length: 200 }, (_, batch) =>
    batchOf(batch * 37 * batchEvents, people, `known-${first}-${batch}`),
  );
  await reportAll(bodies.slice(0, 100));
  const known = await measured(() => reportFor(bodies, { each: batchEvents, atOnce: inFlight }));
  const singles = Array.from({ length: 100 }, (_, batch) => singlesOf(batch * 37, `single-${first}-${batch}`)).flat();
  const single = await measured(() => reportFor(singles, { each: 1, atOnce: singlesInFlight }));
  const messages = await readBack(30_000);
  const bare = await bareKafkajs(messages, `${topicPrefix}bare-${first}`);
  const bytes = messages.reduce((sum, message) => sum + sizeOf(message), 0) / messages.length;
  return [
    { name: bareProduce, value: bare.messagesPerSecond, unit: 'messages/s' },
    { name: `${bareProduce}, CPU`, value: bare.cpuMicrosPerMessage, unit: 'µs/message' },
    { name: 'a message', value: bytes, unit: 'bytes' },
    ...figuresOf('people known', known),
    ...figuresOf(`people known, one event a request, ${singlesInFlight} at once`, single),
    ...figuresOf('people new', newcomers),
    ...figuresOf('people new, of a fresh process', cold),
  ];
}

function figuresOf(name: string, { rate, gateway: micros, postgres: backends }: Phase): readonly Figure[] {
  return [
    { name, value: rate, unit: 'events/s', beside: bareProduce },
    { name: `${name}, CPU here`, value: micros, unit: 'µs/event', beside: `${bareProduce}, CPU` },
    ...(backends === null ? [] : [{ name: `${name}, CPU of PostgreSQL`, value: backends, unit: 'µs/event' }]),
  ];
}

async function startServers() {
  const givenPostgres = process.env.HUB_TEST_POSTGRES_URL;
  const givenBrokers = process.env.HUB_KAFKA_BROKERS;
  const directory = await mkdtemp(join(tmpdir(), 'hub-bench-'));
  const ownPostgres = givenPostgres === undefined ? await testPostgresServer(directory, logger) : null;
  const ownKafka = givenBrokers === undefined ? await testKafkaServer(directory, logger) : null;
  return {
    postgres: givenPostgres ?? ownPostgres?.serverUrl ?? '',
    brokers: givenBrokers?.split(',') ?? ownKafka?.brokers ?? [],
    stop: async () => {
      await Promise.all([ownPostgres?.stop(), ownKafka?.stop()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

type StartedGateway = Awaited<ReturnType<typeof startGateway>>;

async function startGateway() {
  const profile = process.env.PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.PROFILE}`] : [];
  const child = fork(fileURLToPath(new URL('./processes/gateway-process.ts', import.meta.url)), {
    execArgv: profile,
    serialization: 'advanced',
  });
  child.send({ url, keysUrl, brokers, topicPrefix, slices, secrets });
  const started = await new Promise<{ url: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { url: string }));
    child.once('exit', () => reject(new Error('the gateway did not start')));
  });
  return { process: child, url: new URL(started.url) };
}

async function gatewayCpuMicros(): Promise<number> {
  gateway.process.send('cpu');
  const used = await new Promise<NodeJS.CpuUsage>((resolve) => {
    gateway.process.once('message', (message) => resolve(message as NodeJS.CpuUsage));
  });
  return used.user + used.system;
}

interface Phase {
  /** Events a second. */
  readonly rate: number;
  /** CPU of the gateway's process, microseconds an event. */
  readonly gateway: number;
  /** The same of PostgreSQL's backends; null where they are on another machine. */
  readonly postgres: number | null;
}

/** Runs `work`, which reports events and says how many, and reads what it cost. */
async function measured(work: () => Promise<number>): Promise<Phase> {
  const databases = [`bench_hub_${id}`, `bench_keys_${id}`];
  const postgresBefore = await postgresCpuMicros(postgres, databases);
  const before = await gatewayCpuMicros();
  const started = performance.now();
  const events = await work();
  const rate = (events * 1_000) / (performance.now() - started);
  const after = await gatewayCpuMicros();
  const postgresAfter = await postgresCpuMicros(postgres, databases);
  return {
    rate,
    gateway: (after - before) / events,
    postgres: postgresBefore === null || postgresAfter === null ? null : (postgresAfter - postgresBefore) / events,
  };
}

async function reportAll(bodies: readonly Buffer[]): Promise<number> {
  let next = 0;
  const worker = async () => {
    while (next < bodies.length) await post(bodies[next++] ?? Buffer.alloc(0));
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return bodies.length * batchEvents;
}

/** For some seconds, so many requests at once, each of so many events. */
async function reportFor(bodies: readonly Buffer[], { each, atOnce }: { each: number; atOnce: number }) {
  let sent = 0;
  const started = performance.now();
  const worker = async () => {
    while (performance.now() - started < seconds * 1_000) await post(bodies[sent++ % bodies.length] ?? Buffer.alloc(0));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return sent * each;
}

/** The events of one such batch, each a body of its own. */
function singlesOf(batch: number, name: string): readonly Buffer[] {
  const events = JSON.parse(String(batchOf(batch * batchEvents, people, name))) as readonly object[];
  return events.map((event) => Buffer.from(JSON.stringify(event)));
}

/** A body that begins with `[` is a batch. */
function post(body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': `application/cloudevents${body.at(0) === 0x5b ? '-batch' : ''}+json`,
      'content-length': body.length,
    };
    const posted = request(new URL('/v1/events', gateway.url), { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if ((response.statusCode ?? 0) < 300 && !text.includes('"status":"refused"') && !text.includes('"unknown"'))
          resolve();
        else reject(new Error(`the gateway answered ${response.statusCode}: ${firstFault(text)}`));
      });
    });
    posted.on('error', reject);
    posted.end(body);
  });
}

/** The first item that was not accepted, else the beginning of the answer. */
function firstFault(text: string): string {
  return (/\{"index":\d+,"status":"(?:refused|unknown)".{0,600}/.exec(text)?.[0] ?? text).slice(0, 600);
}

/** The last messages that the gateway made about its events, as they are on the log. */
async function readBack(count: number): Promise<readonly StoredMessage[]> {
  const log = await kafkaEventLog({ brokers: brokers, topicPrefix, slices, replicationFactor: 1, logger });
  const wanted: readonly Topic[] = ['entry', 'interruption', 'exit'];
  const ends = await log.endOffsets(wanted);
  const share = Math.ceil(count / ends.length);
  const from = ends
    .filter(({ offset }) => offset > 0)
    .map((end) => ({ ...end, offset: Math.max(0, end.offset - share) }));
  const total = from.reduce((sum, start) => {
    const end = ends.find(({ topic, slice }) => topic === start.topic && slice === start.slice);
    return sum + (end?.offset ?? 0) - start.offset;
  }, 0);
  const stop = new AbortController();
  const messages: StoredMessage[] = [];
  for await (const batch of log.read(from, stop.signal)) {
    messages.push(...batch);
    if (messages.length >= total) stop.abort();
  }
  await log.close();
  return messages;
}

async function bareKafkajs(messages: readonly StoredMessage[], topic: string): Promise<BareKafkajsResult> {
  const child = fork(fileURLToPath(new URL('./processes/bare-kafkajs.ts', import.meta.url)), {
    serialization: 'advanced',
  });
  const settings: BareKafkajsSettings = {
    brokers,
    topic,
    slices,
    messages: messages.map(({ key, value }) => ({ key, value })),
    seconds: Math.min(seconds, 8),
  };
  child.send(settings);
  return new Promise((resolve, reject) => {
    child.once('message', (result) => resolve(result as BareKafkajsResult));
    child.once('exit', () => reject(new Error('the baseline did not run')));
  });
}

async function dropTopics(): Promise<void> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(topicPrefix));
  await admin.deleteTopics({ topics });
  await admin.disconnect();
}

function sizeOf({ key, value }: StoredMessage): number {
  return key.length + value.length;
}
