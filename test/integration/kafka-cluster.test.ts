import type { EventLog } from '@hub/core';
import { kafkaClient, kafkaEventLog } from '@hub/platform';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type KafkaCluster, kafkaCluster } from '../support/kafka-cluster.ts';
import { testLogger } from '../support/logger.ts';

const slices = 4;
let cluster: KafkaCluster;
const lines: { level: number; msg: string }[] = [];
const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) });

beforeAll(async () => {
  cluster = await kafkaCluster({ nodes: 3 });
});

afterAll(() => cluster?.dispose());

function openLog(more: object = {}): Promise<EventLog> {
  return kafkaEventLog({ brokers: cluster.brokers, topicPrefix: 'hub.', slices, logger, ...more });
}

test('three brokers: topics get three replicas, two of which acknowledge, and nothing is warned of', async () => {
  const log = await openLog();
  const { replicas, minInsync } = await describeTopic('hub.entry');
  expect({ replicas, minInsync }).toEqual({ replicas: [3, 3, 3, 3], minInsync: '2' });
  await log.reach();
  await log.close();
  expect(lines).toEqual([]);
});

test('topics of a hub that had one broker are taken as they are, with advice; a factor that is set must be met', async () => {
  const old = await openLog({ topicPrefix: 'old.', replicationFactor: 1, logger: testLogger });
  await old.close();
  const log = await openLog({ topicPrefix: 'old.' });
  await log.append([message('old')]);
  await log.close();
  const [advice, ...more] = lines.splice(0);
  expect(advice?.msg).toMatch(
    /fewer replicas than the 3 .* kafka-reassign-partitions\.sh, then set min\.insync\.replicas=2/,
  );
  expect(more).toEqual([]);
  const strict = openLog({ topicPrefix: 'old.', replicationFactor: 3 });
  await expect(strict).rejects.toMatchObject({ code: 'log-settings-unsafe', message: /has 1 replicas, expected 3/ });
  const more4 = openLog({ topicPrefix: 'new.', replicationFactor: 4, openTimeoutMs: 1_500 });
  await expect(more4).rejects.toMatchObject({ code: 'log-unavailable', message: /4 replicas, and 3 broker/ });
});

test('with one broker of three killed events go on, with two none is taken, and none acknowledged is lost', async () => {
  const log = await openLog();
  const abort = new AbortController();
  const read = new Set<string>();
  const reading = (async () => {
    for await (const batch of log.read(allOf('entry'), abort.signal)) for (const each of batch) read.add(each.key);
  })();
  const acknowledged = new Set<string>();
  let running = true;
  const appending = Array.from({ length: 3 }, async (_, writer) => {
    for (let n = 0; running; n += 1) {
      const key = `${writer}-${n}`;
      await log.append([message(key)]).then(
        () => acknowledged.add(key),
        (error) => expect(error).toMatchObject({ code: 'log-unavailable', retryable: true }),
      );
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  });
  const goesOn = async () => {
    const known = new Set(acknowledged);
    await expect.poll(() => acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(known.size + 50);
    await expect.poll(() => [...acknowledged].every((key) => read.has(key)), { timeout: 20_000 }).toBe(true);
  };
  await goesOn();
  await cluster.kill(2);
  await goesOn();
  await eventually(() => log.reach());
  await cluster.kill(1);
  await expect(log.append([message('alone')])).rejects.toMatchObject({ code: 'log-unavailable', retryable: true });
  // Where the broker that is left led all partitions, nobody misses the other until its session ends.
  const red = expect.objectContaining({ code: 'log-unavailable', retryable: true });
  await expect.poll(() => log.reach().catch((error) => error), { timeout: 20_000 }).toEqual(red);
  await cluster.start(1);
  await eventually(() => log.reach());
  await goesOn();
  running = false;
  await Promise.all(appending);
  await expect.poll(() => [...acknowledged].every((key) => read.has(key)), { timeout: 20_000 }).toBe(true);
  abort.abort();
  await reading;
  await log.close();
  const told = lines.map(({ msg }) => msg).filter((msg) => msg.startsWith('the log'));
  expect(told).toContain('the log cannot be reached');
  expect(told.filter((msg, index) => msg === told[index - 1])).toEqual([]);
});

async function eventually(check: () => Promise<void>): Promise<void> {
  await expect.poll(() => check().then(() => true, String), { timeout: 30_000, interval: 200 }).toBe(true);
}

function message(key: string) {
  return { topic: 'entry' as const, key, headers: {}, value: Buffer.from(key) };
}

function allOf(topic: 'entry') {
  return Array.from({ length: slices }, (_, slice) => ({ topic, slice, offset: 0 }));
}

async function describeTopic(topic: string): Promise<{ replicas: number[]; minInsync: string | undefined }> {
  const admin = kafkaClient({ brokers: cluster.brokers, clientId: 'test', logger: testLogger }).admin();
  await admin.connect();
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const names = ['min.insync.replicas'];
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: topic, configNames: names }],
    });
    return {
      replicas: topics[0]?.partitions.map((partition) => partition.replicas.length) ?? [],
      minInsync: resources[0]?.configEntries[0]?.configValue,
    };
  } finally {
    await admin.disconnect();
  }
}
