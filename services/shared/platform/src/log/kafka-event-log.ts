import { setTimeout as delay } from 'node:timers/promises';
import type { Topic } from '@hub/contracts';
import { type EventLog, HubError, type OutgoingMessage, type Position } from '@hub/core';
import { type Admin, CompressionTypes, type Kafka, type KafkaJSError, type Message, type Producer } from 'kafkajs';
import type { Logger } from 'pino';
import { type AppendQueue, appendQueue, drained, enqueue } from './append-queue.ts';
import { kafkaClient } from './kafka-client.ts';
import { readKafka } from './kafka-reader.ts';
import { ensureTopics, epochTopic, type LogShape, logMissing, newEpoch } from './kafka-topics.ts';
import { partitionName, partitionOf, placesInPartitions, positionsOfAppend } from './partitions.ts';

export interface KafkaEventLogOptions {
  readonly brokers: readonly string[];
  /** Default `hub.`: topics are `hub.entry` and so on, the epoch is in `hub.log`. */
  readonly topicPrefix?: string;
  readonly slices: number;
  /** Default: three, or as many as there are brokers. */
  readonly replicationFactor?: number;
  readonly logger: Logger;
  /** False: no topic is made, and a log that was never made is refused (`log-missing`). Default true. */
  readonly create?: boolean;
  /** An append is answered within this time. Default 30,000. */
  readonly appendTimeoutMs?: number;
}

interface State {
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly shape: LogShape;
  readonly logger: Logger;
  readonly lanes: (Promise<Producer> | undefined)[];
  readonly endings: Set<Promise<void>>;
  readonly closed: AbortController;
}

/**
 * The log on Apache Kafka. Creates missing topics. Throws `log-settings-unsafe` where a topic's settings could lose
 * events or its partitions are not `slices`, `log-unavailable` where no broker answers.
 */
export async function kafkaEventLog(options: KafkaEventLogOptions): Promise<EventLog> {
  const kafka = kafkaClient({ brokers: options.brokers, clientId: 'hub', logger: options.logger });
  const admin = kafka.admin();
  const { shape, epoch } = await open(kafka, admin, options).catch(async (error) => {
    await admin.disconnect().catch(() => {});
    throw unavailable(error);
  });
  const lanes = [undefined, undefined];
  const closed = new AbortController();
  const state: State = { kafka, admin, shape, logger: options.logger, lanes, endings: new Set(), closed };
  const queue = appendQueue({
    send: (messages, lane) => send(state, messages, lane),
    lanes: lanes.length,
    batchMessagesMax: 2_000,
    batchBytesMax: 4 * 1_048_576,
    waitingBytesMax: 64 * 1_048_576,
    timeoutMs: options.appendTimeoutMs ?? 30_000,
  });
  return {
    slices: shape.slices,
    append: (messages) => enqueue(queue, messages, (message) => partitionOf(message.key, shape.slices)),
    read: (from, signal) => read(state, from, signal),
    endOffsets: (topics) => endOffsets(state, topics),
    epoch: async () => epoch,
    close: () => close(state, queue),
  };
}

async function open(
  kafka: Kafka,
  admin: Admin,
  options: KafkaEventLogOptions,
): Promise<{ shape: LogShape; epoch: string }> {
  const topicPrefix = options.topicPrefix ?? 'hub.';
  await admin.connect();
  const { brokers } = await admin.describeCluster();
  const replicationFactor = options.replicationFactor ?? Math.min(3, brokers.length);
  const shape = { topicPrefix, slices: options.slices, replicationFactor };
  const create = options.create ?? true;
  await retrying(() => ensureTopics(admin, shape, create));
  const epoch = await readEpoch(kafka, admin, shape, options);
  return { shape, epoch };
}

/** The record at offset 0 names the log. Of hubs that create it at once, whoever came first wins. */
async function readEpoch(
  kafka: Kafka,
  admin: Admin,
  shape: LogShape,
  { logger, create = true }: KafkaEventLogOptions,
): Promise<string> {
  const topic = epochTopic(shape.topicPrefix);
  const [end] = await retrying(() => admin.fetchTopicOffsets(topic));
  if (Number(end?.high ?? 0) === 0) {
    if (!create) throw logMissing(shape);
    const producer = kafka.producer({ idempotent: true, createPartitioner: ownPartition });
    await producer.connect();
    try {
      await producer.send({ topic, acks: -1, messages: [{ partition: 0, key: 'epoch', value: newEpoch() }] });
    } finally {
      await producer.disconnect();
    }
  }
  const abort = new AbortController();
  const endings: Promise<void>[] = [];
  const reading = { kafka, topicPrefix: shape.topicPrefix, logger, onEnd: (done: Promise<void>) => endings.push(done) };
  const position = { topic: topic.slice(shape.topicPrefix.length) as Topic, slice: 0, offset: 0 };
  for await (const [first] of readKafka(reading, [position], abort.signal)) {
    abort.abort();
    if (first !== undefined) return first.value.toString();
  }
  throw new HubError('log-unavailable', `The epoch cannot be read from ${topic}.`, { retryable: true });
}

const ownPartition = () => (args: { message: Message }) => args.message.partition ?? 0;

/**
 * A lane is a producer with one request under way. kafkajs uses the sequence numbers of a failed request again;
 * with a second one under way, the broker could then take new messages for a repeat of the failed ones, acknowledge
 * and drop them. Alone, its retry is an exact repeat, which the broker recognises.
 */
async function send(state: State, messages: readonly OutgoingMessage[], lane: number): Promise<readonly Position[]> {
  const places = placesInPartitions(messages, state.shape.slices);
  const perTopic = new Map<string, Message[]>();
  for (const [index, { topic, key, value, headers }] of messages.entries()) {
    const name = state.shape.topicPrefix + topic;
    const record = { key, value, headers: { ...headers }, partition: places[index]?.slice ?? 0 };
    const records = perTopic.get(name);
    if (records === undefined) perTopic.set(name, [record]);
    else records.push(record);
  }
  try {
    const producer = await laneProducer(state, lane);
    const topicMessages = [...perTopic].map(([topic, records]) => ({ topic, messages: records }));
    const answer = await producer.sendBatch({ acks: -1, compression: CompressionTypes.None, topicMessages });
    const firstOffsets = new Map<string, number>();
    for (const { topicName, partition, baseOffset } of answer) {
      const topic = topicName.slice(state.shape.topicPrefix.length);
      firstOffsets.set(partitionName(topic, partition), Number(baseOffset));
    }
    const positions = positionsOfAppend(messages, places, firstOffsets);
    if (positions === undefined) throw new HubError('internal', 'Kafka acknowledged without an offset.');
    return positions;
  } catch (error) {
    // Its sequence numbers are in doubt: the next request of this lane gets a producer with a new id.
    retireLane(state, lane);
    throw unavailable(error);
  }
}

function laneProducer(state: State, lane: number): Promise<Producer> {
  const existing = state.lanes[lane];
  if (existing !== undefined) return existing;
  const producer = state.kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: ownPartition,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 },
  });
  const connected = producer.connect().then(() => producer);
  state.lanes[lane] = connected;
  return connected;
}

function retireLane(state: State, lane: number): void {
  const producer = state.lanes[lane];
  state.lanes[lane] = undefined;
  if (producer !== undefined)
    remember(
      state,
      producer.then((each) => each.disconnect()).catch(() => {}),
    );
}

function remember(state: State, ending: Promise<void>): void {
  state.endings.add(ending);
  void ending.finally(() => state.endings.delete(ending));
}

function read(state: State, from: readonly Position[], signal: AbortSignal) {
  const options = {
    kafka: state.kafka,
    topicPrefix: state.shape.topicPrefix,
    logger: state.logger,
    onEnd: (done: Promise<void>) => remember(state, done),
  };
  return readKafka(options, from, AbortSignal.any([signal, state.closed.signal]));
}

async function endOffsets(state: State, topics: readonly Topic[]): Promise<readonly Position[]> {
  const perTopic = await Promise.all(
    topics.map(async (topic) => {
      const name = state.shape.topicPrefix + topic;
      const partitions = await retrying(() => state.admin.fetchTopicOffsets(name)).catch((error) => {
        throw unavailable(error);
      });
      return partitions
        .map(({ partition, high }) => ({ topic, slice: partition, offset: Number(high) }))
        .sort((a, b) => a.slice - b.slice);
    }),
  );
  return perTopic.flat();
}

async function close(state: State, queue: AppendQueue): Promise<void> {
  state.closed.abort();
  await drained(queue);
  for (const lane of state.lanes.keys()) retireLane(state, lane);
  await state.admin.disconnect();
  await Promise.all(state.endings);
}

/** kafkajs gives up at once where a broker does not know yet what it has just been made the leader of. */
async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + 15_000; ; await delay(100)) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof HubError || (error as KafkaJSError).retriable !== true || Date.now() > deadline) throw error;
    }
  }
}

function unavailable(error: unknown): unknown {
  if (error instanceof HubError) return error;
  const failure = error as Error;
  return new HubError('log-unavailable', `Kafka did not take or give what was asked: ${failure.message}`, {
    retryable: true,
    cause: error,
  });
}
