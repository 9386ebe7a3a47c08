import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaClient, kafkaEventLog } from '@hub/platform';
import { expect, test } from 'vitest';
import {
  eventLogSuite,
  type FragileLogWorld,
  type LogWorld,
} from '../../services/shared/platform/src/log/event-log.suite.ts';
import { testBrokers, testTopicPrefix } from '../support/kafka.ts';
import { jarKafka } from '../support/kafka-server.ts';
import { testLogger as logger } from '../support/logger.ts';

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

test('an idle connection costs no processor time', async () => {
  const world = await makeWorld();
  const log = await world.open();
  await log.append([{ topic: 'entry', key: 'k', headers: {}, value: Buffer.from('v') }]);
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const { user, system } = process.cpuUsage(before);
  // With the timer loop of kafkajs it is 30 ms and more for each connection, of which there are three here.
  expect((user + system) / 1_000).toBeLessThan(40);
  await log.close();
  await world.dispose();
});
