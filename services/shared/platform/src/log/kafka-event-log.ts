import { setTimeout as delay } from 'node:timers/promises';
import type { Topic } from '@hub/contracts';
import { type EventLog, HubError, type OutgoingMessage, type Position } from '@hub/core';
import { type Admin, CompressionTypes, type Kafka, type Message, type Producer } from 'kafkajs';
import type { Logger } from 'pino';
import { within } from '../waiting/within.ts';
import {
  type AppendQueue,
  appendQueue,
  appendTimeoutMs,
  connectionsCloseMs,
  drained,
  enqueue,
} from './append-queue.ts';
import { type SeverableKafka, severableKafka } from './kafka-client.ts';
import { logUnavailable, logUnopened, retrying } from './kafka-faults.ts';
import { type KafkaReach, kafkaReach } from './kafka-reach.ts';
import { readKafka } from './kafka-reader.ts';
import { type KafkaSecurity, readKafkaCredentials } from './kafka-security.ts';
import {
  ensureTopics,
  epochTopic,
  type FoundTopics,
  findTopics,
  type LogShape,
  logMissing,
  newEpoch,
} from './kafka-topics.ts';
import { type KafkaWatch, kafkaWatch } from './kafka-watch.ts';
import { partitionName, partitionOf, placesInPartitions, positionsOfAppend } from './partitions.ts';

export interface KafkaEventLogOptions {
  readonly brokers: readonly string[];
  /** Absent: neither TLS nor SASL. */
  readonly security?: KafkaSecurity | undefined;
  /** Default `hub.`: topics are `hub.entry` and so on, the epoch is in `hub.log`. */
  readonly topicPrefix?: string;
  readonly slices: number;
  /** Default: what is made gets three, or as many as there are brokers, and what is there is taken as it is. */
  readonly replicationFactor?: number | undefined;
  /** True in a demo: that the log lies on one disk needs no warning. */
  readonly oneBrokerWillDo?: boolean;
  readonly logger: Logger;
  /** False: no topic is made, and a log that was never made is refused (`log-missing`). Default true. */
  readonly create?: boolean;
  /** An append is answered within this time. Default 30,000. */
  readonly appendTimeoutMs?: number;
  /** The log is open, or refused, within this time. Default 20,000. */
  readonly openTimeoutMs?: number;
  /** The topics' settings are looked at again this often. Default an hour; while one is unsafe, a minute. */
  readonly lookEveryMs?: number;
  readonly lookAgainMs?: number;
}

/** One for each kind of request: how long an answer may take differs. */
interface Clients {
  readonly admin: SeverableKafka;
  readonly appending: SeverableKafka;
  readonly reading: SeverableKafka;
  readonly asking: SeverableKafka;
  readonly ends: SeverableKafka;
}

interface State {
  readonly clients: Clients;
  /** Asked for the ends of topics: at each start of a reading, and for what lags. */
  readonly ends: Admin;
  readonly admin: Admin;
  readonly shape: LogShape;
  /** Names of topics that this log was opened with. */
  readonly present: ReadonlySet<string>;
  readonly watch: KafkaWatch;
  readonly lanes: (Promise<Producer> | undefined)[];
  readonly endings: Set<Promise<void>>;
  readonly closed: AbortController;
}

/** How long a broker may wait for its followers: less than the silence that ends a connection. */
const produceTimeoutMs = 3_000;
const reachTimeoutMs = 2_000;
const endOffsetsTimeoutMs = 15_000;
const retryMs = 10_000;
const reachedWithinMs = 4_000;

/**
 * The log on Apache Kafka. Creates missing topics. Throws `configuration-invalid` where the brokers refuse us or are not
 * whom we believe, `log-settings-unsafe` where a topic's settings could lose events or its partitions are not `slices`,
 * `log-unavailable` where no broker answers in time.
 */
export async function kafkaEventLog(options: KafkaEventLogOptions): Promise<EventLog> {
  const clients = await makeClients(options);
  const admin = clients.admin.kafka.admin({ retry: { retries: 2 } });
  const { topicPrefix = 'hub.', slices, replicationFactor, logger, create = true } = options;
  const shape = { topicPrefix, slices, replicationFactor, create };
  const { found, epoch } = await openInTime(clients, admin, shape, options);
  const reach = kafkaReach({ client: clients.asking, timeoutMs: reachTimeoutMs });
  await untilReached(reach, found);
  for (const advice of await adviceAtStart(admin, found, options)) logger.warn(advice);
  const watch = kafkaWatch({
    look: () => findTopics(admin, shape),
    ask: reach.ask,
    found,
    logger,
    lookEveryMs: options.lookEveryMs ?? 3_600_000,
    lookAgainMs: options.lookAgainMs ?? 60_000,
  });
  const lanes = [undefined, undefined];
  const ends = clients.ends.kafka.admin({ retry: { retries: 2 } });
  const present = new Set(found.minInsync.keys());
  const closed = new AbortController();
  const state: State = { clients, ends, admin, shape, present, watch, lanes, endings: new Set(), closed };
  const queue = appendQueue({
    send: (messages, lane) => send(state, messages, lane),
    lanes: lanes.length,
    batchMessagesMax: 2_000,
    batchBytesMax: 4 * 1_048_576,
    waitingBytesMax: 64 * 1_048_576,
    timeoutMs: options.appendTimeoutMs ?? appendTimeoutMs,
  });
  return {
    slices,
    append: (messages) => append(state, queue, messages),
    read: (from, signal) => read(state, from, signal),
    endOffsets: (topics) => endOffsets(state, topics),
    epoch: async () => epoch,
    reach: () => reachNow(state, reach),
    close: () => close(state, queue, reach),
  };
}

async function makeClients({ brokers, logger, security = {} }: KafkaEventLogOptions): Promise<Clients> {
  if (security.sasl !== undefined && security.tls === undefined)
    logger.warn('Kafka is told who we are without TLS: whoever sees the wire can read it. Set HUB_KAFKA_TLS=on.');
  const credentials = await readKafkaCredentials(security);
  const failures = new Map<string, number>();
  const client = (retries: number, silenceMs: number) =>
    severableKafka({ brokers, clientId: 'hub', logger, credentials, retries, silenceMs, failures });
  const each = Math.min(brokers.length, 5);
  return {
    admin: client(each, 8_000),
    appending: client(each, produceTimeoutMs + 1_000),
    // The reader's own loop tries again; a long inner one would hide a broker that is back.
    reading: client(each, 2_000),
    asking: client(each, reachTimeoutMs),
    // Topics are made and described in seconds; ends are told at once, and readers wait for them.
    ends: client(each, 2_000),
  };
}

async function openInTime(
  clients: Clients,
  admin: Admin,
  shape: LogShape,
  options: KafkaEventLogOptions,
): Promise<{ found: FoundTopics; epoch: string }> {
  const timeoutMs = options.openTimeoutMs ?? 20_000;
  // Earlier than whoever waits gives up: the last fault says more.
  const signal = AbortSignal.timeout(0.9 * timeoutMs);
  try {
    return await untilOpen(() => open(clients, admin, shape, options.brokers.length, signal), Date.now() + timeoutMs);
  } catch (error) {
    // What is still waited for ends with its connection.
    for (const client of Object.values(clients)) client.sever();
    void admin.disconnect().catch(() => {});
    throw error;
  }
}

/** Tries again while brokers are on their way up; what no retry changes is thrown at once. */
async function untilOpen<T>(attempt: () => Promise<T>, deadline: number): Promise<T> {
  for (let last: HubError | undefined; ; await delay(250)) {
    try {
      return await within(attempt(), deadline - Date.now(), tooLate('no broker answered in time'));
    } catch (error) {
      // The last answer says more than that there was none in the end.
      if (error instanceof LateError && last !== undefined) throw last;
      last = logUnopened(error);
      if (!last.retryable || Date.now() + 500 > deadline) throw last;
    }
  }
}

class LateError extends Error {}

function tooLate(message: string): () => never {
  return () => {
    throw new LateError(message);
  };
}

async function open(
  clients: Clients,
  admin: Admin,
  shape: LogShape,
  brokersNamed: number,
  signal: AbortSignal,
): Promise<{ found: FoundTopics; epoch: string }> {
  await admin.connect();
  const found = await retrying(retryMs, () => ensureTopics(admin, shape, brokersNamed));
  const epoch = await readEpoch(clients, admin, shape, signal);
  return { found, epoch };
}

/** Who has just been made the leader of a topic learns it a moment later. A log that is away is opened all the same. */
async function untilReached(reach: KafkaReach, { minInsync }: FoundTopics): Promise<void> {
  for (const deadline = Date.now() + reachedWithinMs; Date.now() < deadline; await delay(100)) {
    const isReached = await reach.ask(minInsync).then(
      () => true,
      () => false,
    );
    if (isReached) return;
  }
}

async function adviceAtStart(admin: Admin, found: FoundTopics, options: KafkaEventLogOptions): Promise<string[]> {
  if (options.oneBrokerWillDo) return [];
  const { brokers } = await admin.describeCluster();
  const alone = 'Kafka has one broker: the loss of its disk loses the log. Run three (docs/operations.md).';
  return brokers.length === 1 ? [alone, ...found.advice] : [...found.advice];
}

/** The record at offset 0 names the log. Of hubs that create it at once, whoever came first wins. */
async function readEpoch(
  { appending, reading }: Clients,
  admin: Admin,
  shape: LogShape,
  signal: AbortSignal,
): Promise<string> {
  const topic = epochTopic(shape.topicPrefix);
  const [end] = await retrying(retryMs, () => admin.fetchTopicOffsets(topic));
  if (Number(end?.high ?? 0) === 0) {
    if (!shape.create) throw logMissing(shape);
    await tellEpoch(appending.kafka, topic);
  }
  const abort = new AbortController();
  let last: HubError | undefined;
  const failed = (error: unknown) => {
    last = logUnopened(error);
    if (!last.retryable) abort.abort();
  };
  const options = {
    kafka: reading.kafka,
    topicPrefix: shape.topicPrefix,
    fault: { failed, worked: () => {} },
    onEnd: () => {},
  };
  const position = { topic: topic.slice(shape.topicPrefix.length) as Topic, slice: 0, offset: 0 };
  for await (const [first] of readKafka(options, [position], AbortSignal.any([abort.signal, signal]))) {
    abort.abort();
    if (first !== undefined) return first.value.toString();
  }
  throw last ?? new HubError('log-unavailable', `The epoch cannot be read from ${topic}.`, { retryable: true });
}

async function tellEpoch(kafka: Kafka, topic: string): Promise<void> {
  const producer = kafka.producer({ idempotent: true, createPartitioner: ownPartition });
  await producer.connect();
  try {
    const messages = [{ partition: 0, key: 'epoch', value: newEpoch() }];
    await producer.send({ topic, acks: -1, timeout: produceTimeoutMs, messages });
  } finally {
    await producer.disconnect();
  }
}

async function append(
  state: State,
  queue: AppendQueue,
  messages: readonly OutgoingMessage[],
): Promise<readonly Position[]> {
  const unsafe = state.watch.unsafe();
  if (unsafe !== undefined) throw unsafe;
  return enqueue(queue, messages, (message) => partitionOf(message.key, state.shape.slices));
}

async function reachNow({ watch }: State, reach: KafkaReach): Promise<void> {
  const unsafe = watch.unsafe();
  if (unsafe !== undefined) throw unsafe;
  try {
    await reach.ask(watch.minInsync());
    watch.worked();
  } catch (error) {
    watch.failed(error);
    throw error;
  }
}

/** CloudEvents Kafka protocol binding, structured mode: the one header that says so. */
const headers = { 'content-type': 'application/cloudevents+json' };

const ownPartition = () => (args: { message: Message }) => args.message.partition ?? 0;

/**
 * A lane is a producer with one request under way. kafkajs uses the sequence numbers of a failed request again;
 * with a second one under way, the broker could then take new messages for a repeat of the failed ones, acknowledge
 * and drop them. Alone, its retry is an exact repeat, which the broker recognises.
 */
async function send(state: State, messages: readonly OutgoingMessage[], lane: number): Promise<readonly Position[]> {
  const places = placesInPartitions(messages, state.shape.slices);
  const perTopic = new Map<string, Message[]>();
  for (const [index, { topic, key, value }] of messages.entries()) {
    const name = state.shape.topicPrefix + topic;
    const record = { key, value, headers, partition: places[index]?.slice ?? 0 };
    const records = perTopic.get(name);
    if (records === undefined) perTopic.set(name, [record]);
    else records.push(record);
  }
  try {
    const producer = await laneProducer(state, lane);
    const topicMessages = [...perTopic].map(([topic, records]) => ({ topic, messages: records }));
    const request = { acks: -1, timeout: produceTimeoutMs, compression: CompressionTypes.None, topicMessages };
    const answer = await producer.sendBatch(request);
    const firstOffsets = new Map<string, number>();
    for (const { topicName, partition, baseOffset } of answer) {
      const topic = topicName.slice(state.shape.topicPrefix.length);
      firstOffsets.set(partitionName(topic, partition), Number(baseOffset));
    }
    const positions = positionsOfAppend(messages, places, firstOffsets);
    if (positions === undefined) throw new HubError('internal', 'Kafka acknowledged without an offset.');
    state.watch.worked();
    return positions;
  } catch (error) {
    // Its sequence numbers are in doubt: the next request of this lane gets a producer with a new id.
    retireLane(state, lane);
    state.watch.failed(error);
    throw logUnavailable(error);
  }
}

function laneProducer(state: State, lane: number): Promise<Producer> {
  const existing = state.lanes[lane];
  if (existing !== undefined) return existing;
  const producer = state.clients.appending.kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: ownPartition,
    // Some eight seconds: as long as a cluster takes to find that a broker died and to name new leaders.
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 10 },
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
    kafka: state.clients.reading.kafka,
    topicPrefix: state.shape.topicPrefix,
    fault: state.watch,
    onEnd: (done: Promise<void>) => remember(state, done),
  };
  return readKafka(options, from, AbortSignal.any([signal, state.closed.signal]));
}

async function endOffsets(state: State, topics: readonly Topic[]): Promise<readonly Position[]> {
  const asking = Promise.all(topics.map((topic) => endOffsetsOf(state, topic)));
  try {
    const perTopic = await within(asking, endOffsetsTimeoutMs, tooLate('the ends of the log were not told in time'));
    state.watch.worked();
    return perTopic.flat();
  } catch (error) {
    state.watch.failed(error);
    throw logUnavailable(error);
  }
}

/** None where the log was made before the topic: only a start makes it. */
async function endOffsetsOf({ ends, shape, present }: State, topic: Topic): Promise<Position[]> {
  if (!present.has(shape.topicPrefix + topic)) return [];
  const partitions = await retrying(retryMs, () => ends.fetchTopicOffsets(shape.topicPrefix + topic));
  return partitions
    .map(({ partition, high }) => ({ topic, slice: partition, offset: Number(high) }))
    .sort((a, b) => a.slice - b.slice);
}

async function close(state: State, queue: AppendQueue, reach: KafkaReach): Promise<void> {
  state.closed.abort();
  state.watch.close();
  // A broker holds a fetch for half a second where nothing comes; nobody waits for that answer any more.
  state.clients.reading.sever();
  await within(drained(queue), queue.options.timeoutMs, () => {}).catch(() => {});
  for (const lane of state.lanes.keys()) retireLane(state, lane);
  const endings = Promise.all([...state.endings, reach.close(), state.ends.disconnect(), state.admin.disconnect()]);
  await within(endings, connectionsCloseMs, () => {}).catch(() => {});
  for (const client of Object.values(state.clients)) client.sever();
}
