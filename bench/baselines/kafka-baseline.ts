import { Kafka, type KafkaMessage, logLevel } from 'kafkajs';

export interface TopicsOnKafka {
  readonly brokers: readonly string[];
  readonly topics: readonly string[];
}

/** Events a second that bare kafkajs consumes after the first batch. */
export async function consumeBare(from: TopicsOnKafka, count: number): Promise<number> {
  let first = 0;
  const { firstAt } = await consumeAll(from, count, (messages) => {
    first ||= messages.length;
  });
  return ((count - first) * 1_000) / (performance.now() - firstAt);
}

/** Gives every batch to `take` until so many have come. `firstAt`: of the first batch, for joining the group is not reading. */
export async function consumeAll(
  { brokers, topics }: TopicsOnKafka,
  count: number,
  take: (messages: readonly KafkaMessage[]) => void,
): Promise<{ readonly firstAt: number }> {
  const client = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const consumer = client.consumer({ groupId: `bench-${crypto.randomUUID()}`, minBytes: 1, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  let seen = 0;
  let firstAt = 0;
  await new Promise<void>((done) => {
    void consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        firstAt ||= performance.now();
        take(batch.messages);
        seen += batch.messages.length;
        if (seen >= count) done();
      },
    });
  });
  // Leaving the group is not reading either.
  setImmediate(() => void consumer.disconnect());
  return { firstAt };
}

export interface BareMessage {
  readonly key: string;
  readonly value: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Messages a second that one bare idempotent kafkajs producer sends to a topic of so many partitions, by the thousand. */
export async function produceBare(brokers: readonly string[], topic: string, messages: readonly BareMessage[]) {
  const client = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = client.admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 12, replicationFactor: 1 }] });
  const producer = client.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const startedAt = performance.now();
  for (let from = 0; from < messages.length; from += 1_000) {
    const batch = messages
      .slice(from, from + 1_000)
      .map((message) => ({ ...message, headers: { ...message.headers } }));
    await producer.send({ topic, acks: -1, messages: batch });
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const ends = await admin.fetchTopicOffsets(topic);
  const sent = ends.reduce((sum, { offset }) => sum + Number(offset), 0);
  await Promise.all([producer.disconnect(), admin.disconnect()]);
  if (sent !== messages.length) throw new Error(`${sent} of ${messages.length} messages stand on ${topic}.`);
  return messages.length / seconds;
}
