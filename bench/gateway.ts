import { fork } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Topic } from '@hub/contracts';
import { nirKey, type StoredMessage } from '@hub/core';
import {
  addPartner,
  createLogger,
  demoPartners,
  issueToken,
  kafkaEventLog,
  openPool,
  type Secrets,
  withClient,
} from '@hub/platform';
import { Kafka, logLevel } from 'kafkajs';
import { testKafkaServer } from '../test/support/kafka-server.ts';
import { databaseUrl, makeTemplates, testPostgresServer } from '../test/support/postgres-server.ts';

// One gateway process on Kafka against bare kafkajs that sends the very messages the gateway made, in the same run.
// HUB_TEST_POSTGRES_URL and HUB_KAFKA_BROKERS name servers to use, else its own are started; PROFILE=<directory> writes a CPU profile of the gateway.
const people = Number(process.env.BENCH_PEOPLE ?? 4_000);
const batchEvents = 100;
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
const secrets = newSecrets();
const pool = openPool(url, { applicationName: 'bench', logger });
for (const partner of demoPartners.slice(0, 2)) await addPartner(pool, partner, { clientSecret: 'bench' });

const gateway = await startGateway();
const token = await issueToken(secrets, 'eos');
const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
try {
  const firsts = Array.from({ length: people / batchEvents }, (_, batch) => batchOf(batch * batchEvents, 'entry'));
  const newcomers = await tellAll(firsts, firsts.length);
  const bodies = Array.from({ length: 200 }, (_, batch) => batchOf(batch * 37 * batchEvents, `known-${batch}`));
  await tellAll(bodies, 100);
  const cpuBefore = await gatewayCpuMicros();
  const known = await tellFor(bodies, seconds);
  const cpuPerEvent = ((await gatewayCpuMicros()) - cpuBefore) / (known * seconds);
  const messages = await readBack(30_000);
  const cpuBareBefore = process.cpuUsage();
  const bare = await bareKafkajs(messages, Math.min(seconds, 10));
  const cpuBare = process.cpuUsage(cpuBareBefore);
  const cpuPerMessage = (cpuBare.user + cpuBare.system) / (bare * Math.min(seconds, 10));
  const bytes = messages.reduce((sum, message) => sum + sizeOf(message), 0) / messages.length;
  report([
    `machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, shared by client, gateway, PostgreSQL and Kafka`,
    `command: BENCH_SECONDS=${seconds} BENCH_IN_FLIGHT=${inFlight} npm run bench -- gateway`,
    `bare kafkajs, acks=all, idempotent, batches of 1,000, 4 in flight, ${Math.round(bytes)} bytes a message: ${round(bare)} messages/s`,
    `gateway, people known, batches of ${batchEvents}, ${inFlight} requests in flight: ${round(known)} events/s, ratio ${(known / bare).toFixed(2)}`,
    `CPU of the process: gateway ${cpuPerEvent.toFixed(1)} µs an event, bare kafkajs ${cpuPerMessage.toFixed(1)} µs a message, ratio ${(cpuPerMessage / cpuPerEvent).toFixed(2)}; one core's worth: ${round(1e6 / cpuPerEvent)} events/s`,
    `gateway, people new (trainee, key, number, 3 identity messages each): ${round(newcomers)} events/s`,
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

function newSecrets(): Secrets {
  const {
    x = '',
    y = '',
    d = '',
  } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  return {
    kek: { current: 1, epochs: new Map([[1, randomBytes(32)]]) },
    pepper: { version: 1, key: randomBytes(32) },
    numberKey: randomBytes(32),
    receiptKey: randomBytes(32),
    tokenKey: { kty: 'EC', crv: 'P-256', x, y, d, kid: 'bench', alg: 'ES256', use: 'sig' },
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

/** A hundred events about people `from`…: entries, attendances and exits with a sealed reason, identity told each time. */
function batchOf(from: number, name: string): Buffer {
  const events = Array.from({ length: batchEvents }, (_, index) =>
    eventOf((from + index) % people, `${name}-${index}`),
  );
  return Buffer.from(JSON.stringify(events));
}

function eventOf(person: number, name: string) {
  const nir13 = `26905${String(10_000 + Math.floor(person / 900)).slice(0, 2)}${String(100 + (person % 900)).padStart(3, '0')}${String(1 + Math.floor(person / 900)).padStart(3, '0')}`;
  const trainee = {
    nir: nir13 + nirKey(nir13),
    partnerNumber: `p${person}`,
    birthName: `Nom${person}`,
    firstNames: 'Claude',
    birthDate: '1969-05-12',
    sex: 'female',
  };
  const common = {
    trainee,
    training: [`session:eos:${60_000 + (person % 500)}`, `file:eos:${person}`],
    funding: 'prf',
    effectiveDate: '2026-04-01',
  };
  const kinds = [
    ['entry-attested', common],
    ['attendance-reported', { ...common, month: '2026-03', hours: 140 }],
    ['exit-declared', { ...common, kind: 'planned-end', reason: 'fin prévue', situation: 'emploi' }],
  ] as const;
  const [type, data] = kinds[person % 3] ?? kinds[0];
  return {
    specversion: '1.0',
    type: `hub.${type}`,
    source: 'urn:hub:source:eos',
    id: `${person}-${name}`,
    time: '2026-04-01T09:00:00+02:00',
    recordedtime: '2026-04-01T09:12:00+02:00',
    data,
  };
}

async function tellAll(bodies: readonly Buffer[], count: number): Promise<number> {
  let next = 0;
  const started = performance.now();
  const worker = async () => {
    while (next < count) await tell(bodies[next++ % bodies.length] ?? Buffer.alloc(0));
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (count * batchEvents * 1_000) / (performance.now() - started);
}

async function tellFor(bodies: readonly Buffer[], duration: number): Promise<number> {
  let told = 0;
  const started = performance.now();
  const worker = async () => {
    while (performance.now() - started < duration * 1_000)
      await tell(bodies[told++ % bodies.length] ?? Buffer.alloc(0));
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (told * batchEvents * 1_000) / (performance.now() - started);
}

function tell(body: Buffer): Promise<void> {
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

/** kafkajs and nothing else, at its best. */
async function bareKafkajs(messages: readonly StoredMessage[], duration: number): Promise<number> {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const topic = `${topicPrefix}bare`;
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: slices, replicationFactor: 1 }] });
  await admin.disconnect();
  const producers = Array.from({ length: 4 }, () => kafka.producer({ idempotent: true, maxInFlightRequests: 1 }));
  await Promise.all(producers.map((producer) => producer.connect()));
  let sent = 0;
  const started = performance.now();
  await Promise.all(
    producers.map(async (producer, lane) => {
      for (let from = lane * 1_000; performance.now() - started < duration * 1_000; from += 4_000) {
        const batch = Array.from({ length: 1_000 }, (_, index) => messages[(from + index) % messages.length]);
        await producer.send({
          topic,
          acks: -1,
          messages: batch.flatMap((message) =>
            message === undefined ? [] : [{ key: message.key, value: message.value, headers: { ...message.headers } }],
          ),
        });
        sent += 1_000;
      }
    }),
  );
  const rate = (sent * 1_000) / (performance.now() - started);
  await Promise.all(producers.map((producer) => producer.disconnect()));
  return rate;
}

async function dropTopics(): Promise<void> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(topicPrefix));
  await admin.deleteTopics({ topics });
  await admin.disconnect();
}

function sizeOf({ key, value, headers }: StoredMessage): number {
  return (
    key.length +
    value.length +
    Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + text.length, 0)
  );
}

function round(rate: number): string {
  return Math.round(rate).toLocaleString('en');
}

function report(lines: readonly string[]): void {
  console.log(lines.join('\n'));
}
