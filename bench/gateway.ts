import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, tmpdir, totalmem } from 'node:os';
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
import type { BareKafkajsResult, BareKafkajsSettings } from './processes/bare-kafkajs.ts';

// One gateway process on Kafka against bare kafkajs that sends the very messages the gateway made, in the same run.
// HUB_TEST_POSTGRES_URL and HUB_KAFKA_BROKERS name servers to use, else its own are started; PROFILE=<directory> writes a CPU profile of the gateway.
const people = Number(process.env.BENCH_PEOPLE ?? 4_000);
const inFlight = Number(process.env.BENCH_IN_FLIGHT ?? 16);
const seconds = Number(process.env.BENCH_SECONDS ?? 12);
const slices = 32;
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

const gateway = await startGateway();
const token = await issueToken(secrets, 'eos');
const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
try {
  const newcomersFrom = (first: number, count: number) =>
    Array.from({ length: count / batchEvents }, (_, batch) => batchOf(first + batch * batchEvents, 80_000, 'entry'));
  const cold = await measured(() => reportAll(newcomersFrom(0, people)));
  const newcomers = await measured(() => reportAll(newcomersFrom(people, 2 * people)));
  const bodies = Array.from({ length: 200 }, (_, batch) => batchOf(batch * 37 * batchEvents, people, `known-${batch}`));
  await reportAll(bodies.slice(0, 100));
  const known = await measured(() => reportFor(bodies, seconds));
  const messages = await readBack(30_000);
  const bare = await bareKafkajs(messages);
  const bytes = messages.reduce((sum, message) => sum + sizeOf(message), 0) / messages.length;
  const ofBare = (phase: Phase) =>
    `wall ${(phase.rate / bare.messagesPerSecond).toFixed(2)}, CPU ${(bare.cpuMicrosPerMessage / phase.gateway).toFixed(2)}`;
  report([
    `machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, shared by client, gateway, PostgreSQL and Kafka`,
    `command: BENCH_SECONDS=${seconds} BENCH_IN_FLIGHT=${inFlight} npm run bench -- gateway`,
    `bare kafkajs, acks=all, idempotent, batches of 1,000, 4 in flight, ${Math.round(bytes)} bytes a message: ${round(bare.messagesPerSecond)} messages/s, CPU ${bare.cpuMicrosPerMessage.toFixed(1)} µs a message`,
    `people known, batches of ${batchEvents}, ${inFlight} requests in flight: ${figures(known)}; share of bare kafkajs: ${ofBare(known)}`,
    `people new (trainee, key, number, 3 identity messages each): ${figures(newcomers)}`,
    `people new, the first ${round(people)} of a fresh process: ${figures(cold)}`,
  ]);
} finally {
  gateway.process.disconnect();
  agent.destroy();
  await pool.end();
  await new Promise((resolve) => gateway.process.once('exit', resolve));
  await withClient(postgres, async (client) => {
    await client.query(`drop database bench_hub_${id} with (force)`);
    await client.query(`drop database bench_keys_${id} with (force)`);
  });
  await dropTopics();
  await servers.stop();
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

function figures({ rate, gateway: micros, postgres: backends }: Phase): string {
  const ofBackends = backends === null ? '' : `, PostgreSQL's backends ${backends.toFixed(1)} µs`;
  return `${round(rate)} events/s, CPU of the gateway ${micros.toFixed(1)} µs an event${ofBackends} (one core's worth: ${round(1e6 / micros)} events/s)`;
}

async function reportAll(bodies: readonly Buffer[]): Promise<number> {
  let next = 0;
  const worker = async () => {
    while (next < bodies.length) await post(bodies[next++] ?? Buffer.alloc(0));
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return bodies.length * batchEvents;
}

async function reportFor(bodies: readonly Buffer[], duration: number): Promise<number> {
  let sent = 0;
  const started = performance.now();
  const worker = async () => {
    while (performance.now() - started < duration * 1_000)
      await post(bodies[sent++ % bodies.length] ?? Buffer.alloc(0));
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return sent * batchEvents;
}

function post(body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/cloudevents-batch+json',
      'content-length': body.length,
    };
    const posted = request(new URL('/v1/events', gateway.url), { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200 && !text.includes('"status":"refused"') && !text.includes('"unknown"'))
          resolve();
        else reject(new Error(`the gateway answered ${response.statusCode}: ${text.slice(0, 600)}`));
      });
    });
    posted.on('error', reject);
    posted.end(body);
  });
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

async function bareKafkajs(messages: readonly StoredMessage[]): Promise<BareKafkajsResult> {
  const child = fork(fileURLToPath(new URL('./processes/bare-kafkajs.ts', import.meta.url)), {
    serialization: 'advanced',
  });
  const settings: BareKafkajsSettings = {
    brokers,
    topic: `${topicPrefix}bare`,
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

function round(rate: number): string {
  return Math.round(rate).toLocaleString('en');
}

function report(lines: readonly string[]): void {
  console.log(lines.join('\n'));
}
