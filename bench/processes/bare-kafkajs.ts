import type { StoredMessage } from '@hub/core';
import { Kafka, logLevel } from 'kafkajs';

/** What the benchmark gives the process of its baseline. */
export interface BareKafkajsSettings {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly slices: number;
  readonly messages: readonly Pick<StoredMessage, 'key' | 'value'>[];
  readonly seconds: number;
}

export interface BareKafkajsResult {
  readonly messagesPerSecond: number;
  readonly cpuMicrosPerMessage: number;
}

/** kafkajs as it is published and nothing else, at its best: in a process of its own, where nobody mends it. */
async function send({ brokers, topic, slices, messages, seconds }: BareKafkajsSettings): Promise<BareKafkajsResult> {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: slices, replicationFactor: 1 }] });
  await admin.disconnect();
  const producers = Array.from({ length: 4 }, () => kafka.producer({ idempotent: true, maxInFlightRequests: 1 }));
  await Promise.all(producers.map((producer) => producer.connect()));
  const run = async (duration: number) => {
    let sent = 0;
    const cpuBefore = process.cpuUsage();
    const started = performance.now();
    await Promise.all(
      producers.map(async (producer, lane) => {
        for (let from = lane * 1_000; performance.now() - started < duration * 1_000; from += 4_000) {
          const batch = Array.from({ length: 1_000 }, (_, index) => messages[(from + index) % messages.length]);
          const records = batch.filter((message) => message !== undefined);
          await producer.send({ topic, acks: -1, messages: records });
          sent += records.length;
        }
      }),
    );
    const { user, system } = process.cpuUsage(cpuBefore);
    return {
      messagesPerSecond: (sent * 1_000) / (performance.now() - started),
      cpuMicrosPerMessage: (user + system) / sent,
    };
  };
  await run(2);
  const result = await run(seconds);
  await Promise.all(producers.map((producer) => producer.disconnect()));
  return result;
}

process.once('message', async (settings) => {
  process.send?.(await send(settings as BareKafkajsSettings));
  process.disconnect();
});
