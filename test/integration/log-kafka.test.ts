import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logTopics } from '@hub/contracts';
import { kafkaClient, kafkaEventLog, toldOnLog } from '@hub/platform';
import pino from 'pino';
import { expect, test } from 'vitest';
import { choosePort } from '../../services/shared/platform/src/local-servers/local-server.ts';
import {
  eventLogSuite,
  type FragileLogWorld,
  type LogWorld,
} from '../../services/shared/platform/src/log/event-log.suite.ts';
import { testBrokers, testTopicPrefix } from '../support/kafka.ts';
import { kafkaCluster } from '../support/kafka-cluster.ts';
import { jarKafka } from '../support/kafka-server.ts';
import { testLogger as logger } from '../support/logger.ts';
import { openWire } from '../support/wire.ts';

async function makeWorld(): Promise<LogWorld> {
  const topicPrefix = testTopicPrefix();
  const open = (slices = 4) => kafkaEventLog({ brokers: testBrokers(), topicPrefix, slices, logger });
  return { open, dispose: () => deleteTopics(topicPrefix) };
}

/** With a broker of its own, which is killed as a lost machine would be. */
async function makeFragileWorld(): Promise<FragileLogWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'hub-kafka-'));
  let broker = await jarKafka(directory, logger);
  const open = (slices = 4) =>
    kafkaEventLog({ brokers: broker.brokers, topicPrefix: 'fragile.', slices, logger, appendTimeoutMs: 5_000 });
  const goAway = async () => {
    const { pid } = JSON.parse(await readFile(join(directory, 'kafka', 'kafka.json'), 'utf8'));
    process.kill(pid, 'SIGKILL');
  };
  const comeBack = async () => {
    broker = await jarKafka(directory, logger);
  };
  const dispose = async () => {
    await broker.stop();
    await rm(directory, { recursive: true, force: true });
  };
  return { open, goAway, comeBack, dispose };
}

async function deleteTopics(topicPrefix: string): Promise<void> {
  await withAdmin(async (admin) => {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(topicPrefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  });
}

type Admin = ReturnType<ReturnType<typeof kafkaClient>['admin']>;

async function withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafkaClient({ brokers: testBrokers(), clientId: 'test', logger }).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

eventLogSuite('Kafka', { makeWorld, makeFragileWorld });

const unsafeSettings: [string, string][] = [
  ['retention.ms', '604800000'],
  ['retention.bytes', '1000000'],
  ['cleanup.policy', 'compact'],
  ['unclean.leader.election.enable', 'true'],
  ['max.message.bytes', '1000000'],
];

test.each(unsafeSettings)(
  'a topic with %s=%s is refused, with topic, setting, value and remedy',
  async (name, value) => {
    const topicPrefix = testTopicPrefix();
    const topic = `${topicPrefix}entry`;
    await withAdmin(async (admin) => {
      const configEntries = [
        { name: 'retention.ms', value: '-1' },
        { name: 'max.message.bytes', value: '16777216' },
      ].filter((entry) => entry.name !== name);
      configEntries.push({ name, value });
      await admin.createTopics({ topics: [{ topic, numPartitions: 4, configEntries }], waitForLeaders: false });
    });
    const opening = kafkaEventLog({ brokers: testBrokers(), topicPrefix, slices: 4, logger });
    await expect(opening).rejects.toMatchObject({
      code: 'log-settings-unsafe',
      message: expect.stringMatching(new RegExp(`${topic} has ${name}=${value}.*--add-config ${name}=`)),
    });
    await deleteTopics(topicPrefix);
  },
);

test('a setting that becomes unsafe while the log runs stops the appends until it is safe again, and is told once', async () => {
  const topicPrefix = testTopicPrefix();
  const lines: { level: number; msg: string }[] = [];
  const watched = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const often = { lookEveryMs: 100, lookAgainMs: 100, oneBrokerWillDo: true };
  const log = await kafkaEventLog({ brokers: testBrokers(), topicPrefix, slices: 4, logger: watched, ...often });
  const append = () => log.append([{ topic: 'entry', key: 'k', value: Buffer.from('v') }]);
  const state = (call: () => Promise<unknown>) =>
    call().then(
      () => 'taken',
      ({ code, retryable }) => `${code} ${retryable}`,
    );
  const set = (value: string) =>
    withAdmin((admin) => {
      const configEntries = [
        { name: 'retention.ms', value },
        { name: 'max.message.bytes', value: '16777216' },
      ];
      return admin.alterConfigs({
        validateOnly: false,
        resources: [{ type: 2, name: `${topicPrefix}exit`, configEntries }],
      });
    });
  expect(await state(append)).toBe('taken');
  await set('604800000');
  await expect.poll(() => state(append), { timeout: 10_000 }).toBe('log-settings-unsafe true');
  expect(await state(log.reach)).toBe('log-settings-unsafe true');
  const ends = await log.endOffsets(['entry']);
  await set('-1');
  await expect.poll(() => state(append), { timeout: 10_000 }).toBe('taken');
  expect(await state(log.reach)).toBe('taken');
  expect(lines).toMatchObject([
    { level: 50, msg: 'no event is appended: a setting could lose it' },
    { level: 40, msg: "the topics' settings are safe again; events are appended" },
  ]);
  expect((await log.endOffsets(['entry'])).reduce((sum, each) => sum + each.offset, 0)).toBe(
    ends.reduce((sum, each) => sum + each.offset, 0) + 1,
  );
  await log.close();
  await deleteTopics(topicPrefix);
});

test('a log of before a topic is asked without it until a start makes it', async () => {
  const topicPrefix = testTopicPrefix();
  const options = { brokers: testBrokers(), topicPrefix, slices: 2, logger, oneBrokerWillDo: true };
  const first = await kafkaEventLog(options);
  await first.append([{ topic: 'entry', key: 'k', value: Buffer.from('v') }]);
  await first.close();
  await withAdmin((admin) => admin.deleteTopics({ topics: [`${topicPrefix}control`] }));
  const log = await kafkaEventLog({ ...options, create: false });
  const startedAt = performance.now();
  const ends = await log.endOffsets(logTopics);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(ends).toHaveLength(2 * (logTopics.length - 1));
  expect(ends.reduce((sum, { offset }) => sum + offset, 0)).toBe(1);
  expect(await toldOnLog(log)).toEqual([]);
  await log.close();
  const next = await kafkaEventLog(options);
  expect(await next.endOffsets(['control'])).toHaveLength(2);
  await next.close();
  await deleteTopics(topicPrefix);
});

test('a start on one broker is warned of, outside a demo', async () => {
  const lines: string[] = [];
  const heard = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line).msg) });
  const topicPrefix = testTopicPrefix();
  for (const oneBrokerWillDo of [true, false]) {
    const log = await kafkaEventLog({ brokers: testBrokers(), topicPrefix, slices: 1, logger: heard, oneBrokerWillDo });
    await log.close();
  }
  expect(lines).toEqual([expect.stringMatching(/one broker: the loss of its disk loses the log/)]);
  await deleteTopics(topicPrefix);
});

test('a wire that goes silent is found out, told once, and left for a new one when it is back', async () => {
  const port = await choosePort(undefined);
  const cluster = await kafkaCluster({
    nodes: 1,
    listeners: { WIRED: { protocol: 'PLAINTEXT', advertisedPort: port } },
  });
  const wire = await openWire(cluster.portOf('WIRED'), port);
  const lines: { msg: string }[] = [];
  const heard = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const shape = { topicPrefix: 'wire.', slices: 4, oneBrokerWillDo: true };
  const log = await kafkaEventLog({ brokers: [`127.0.0.1:${port}`], ...shape, logger: heard, appendTimeoutMs: 7_000 });
  const abort = new AbortController();
  const read = new Set<string>();
  const reading = (async () => {
    const from = [0, 1, 2, 3].map((slice) => ({ topic: 'entry' as const, slice, offset: 0 }));
    for await (const batch of log.read(from, abort.signal)) for (const each of batch) read.add(each.key);
  })();
  const append = (key: string) => log.append([{ topic: 'entry', key, value: Buffer.from('v') }]);
  await append('before');
  await expect.poll(() => read.has('before')).toBe(true);
  await wire.break({ how: 'hang' });
  const silent = performance.now();
  await expect(log.reach()).rejects.toMatchObject({ code: 'log-unavailable' });
  expect(performance.now() - silent).toBeLessThan(3_000);
  await expect(append('during')).rejects.toMatchObject({ code: 'log-unavailable', retryable: true });
  expect(performance.now() - silent).toBeLessThan(11_000);
  await wire.heal();
  const back = performance.now();
  await expect
    .poll(
      () =>
        append('after').then(
          () => true,
          () => false,
        ),
      { timeout: 20_000, interval: 50 },
    )
    .toBe(true);
  await expect.poll(() => read.has('after'), { timeout: 20_000, interval: 20 }).toBe(true);
  expect(performance.now() - back).toBeLessThan(10_000);
  // Where it has lasted it is told once more.
  expect(lines.map(({ msg }) => msg)).toEqual([
    'the log cannot be reached',
    ...lines.slice(1, 2).map(() => 'the log cannot be reached, and has for a while'),
  ]);
  abort.abort();
  await reading;
  await log.close();
  await wire.close();
  await cluster.dispose();
});

test('an idle connection costs no processor time', async () => {
  const world = await makeWorld();
  const log = await world.open();
  await log.append([{ topic: 'entry', key: 'k', value: Buffer.from('v') }]);
  const seconds: number[] = [];
  for (let second = 0; second < 3; second += 1) {
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const { user, system } = process.cpuUsage(before);
    seconds.push((user + system) / 1_000);
  }
  // With the timer loop of kafkajs it is 30 ms and more for each connection, of which there are three here; the process does
  // other things too, but not in each second.
  expect(Math.min(...seconds)).toBeLessThan(80);
  await log.close();
  await world.dispose();
});
