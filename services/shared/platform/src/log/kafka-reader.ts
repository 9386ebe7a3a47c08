import { setTimeout as delay } from 'node:timers/promises';
import type { Topic } from '@hub/contracts';
import { HubError, type Position, type StoredMessage } from '@hub/core';
import type { Kafka } from 'kafkajs';
import { sizeOf } from './append-queue.ts';
import { type BatchBuffer, batchBuffer, failBuffer, pushMessages, takeBatch, whenRoom } from './batch-buffer.ts';
import {
  type FetchedMessage,
  type FetchResponse,
  type KafkaCluster,
  openCluster,
  type TopicOffsets,
} from './kafka-cluster.ts';

const fetchBytesMax = 4 * 1_048_576;
const fetchPartitionBytesMax = 524_288;
/** How long a broker holds a fetch while there is nothing; a new message ends the wait at once. */
const fetchWaitMs = 500;
const noValue = Buffer.alloc(0);

interface Reader {
  readonly cluster: KafkaCluster;
  readonly topicPrefix: string;
  readonly fault: ReadFault;
  readonly signal: AbortSignal;
  readonly buffer: BatchBuffer;
  /** Next offset wanted, by Kafka topic and partition. */
  readonly wanted: Map<string, Map<number, number>>;
  /** Brokers that a loop fetches from. */
  readonly loops: Set<string>;
}

/** Told of what fails for longer than a leader takes to move, and of what works. */
export interface ReadFault {
  failed(error: unknown): void;
  worked(): void;
}

export interface ReadOptions {
  readonly kafka: Kafka;
  readonly topicPrefix: string;
  readonly fault: ReadFault;
  /** Called with what remains to be done once the iteration has ended. */
  readonly onEnd: (done: Promise<void>) => void;
}

/**
 * The contract of `EventLog.read` on Kafka: fetch requests of our own, over the connection of a kafkajs consumer that
 * never joins a group. A group would add a coordinator, heartbeats and rebalances that we do not need, and on many
 * clusters three seconds before the first message; partitions and offsets are ours to choose.
 */
export async function* readKafka(
  options: ReadOptions,
  from: readonly Position[],
  signal: AbortSignal,
): AsyncGenerator<readonly StoredMessage[], void, undefined> {
  if (signal.aborted || from.length === 0) return;
  const ended = new AbortController();
  const stop = () => ended.abort();
  signal.addEventListener('abort', stop, { once: true });
  const { consumer, cluster } = openCluster(options.kafka);
  const buffer = batchBuffer(ended.signal);
  const wanted = new Map<string, Map<number, number>>();
  for (const { topic, slice, offset } of from) {
    const name = options.topicPrefix + topic;
    wanted.set(name, (wanted.get(name) ?? new Map()).set(slice, offset));
  }
  const { topicPrefix, fault } = options;
  const reader: Reader = { cluster, topicPrefix, fault, signal: ended.signal, buffer, wanted, loops: new Set() };
  void start(reader).catch((error) => failBuffer(buffer, error));
  try {
    for (let batch = await takeBatch(buffer); batch !== undefined; batch = await takeBatch(buffer)) yield batch;
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
    options.onEnd(consumer.disconnect().catch(() => {}));
  }
}

/** Connects, for as long as it takes, checks the offsets once, then fetches from every leader. */
async function start(reader: Reader): Promise<void> {
  await untilDone(reader, async () => {
    await reader.cluster.connect();
    await reader.cluster.addMultipleTargetTopics([...reader.wanted.keys()]);
    await reader.cluster.refreshMetadataIfNecessary();
    await checkOffsets(reader);
  });
  if (!reader.signal.aborted) startLoops(reader);
}

async function checkOffsets(reader: Reader): Promise<void> {
  const asked = [...reader.wanted].map(([topic, slices]) => ({
    topic,
    partitions: [...slices.keys()].map((partition) => ({ partition })),
  }));
  const ends = await reader.cluster.fetchTopicsOffset(asked.map((each) => ({ ...each, fromBeginning: false })));
  const beginnings = await reader.cluster.fetchTopicsOffset(asked.map((each) => ({ ...each, fromBeginning: true })));
  const check = (found: readonly TopicOffsets[], isOutside: (offset: number, bound: number) => boolean) => {
    for (const { topic, partitions } of found)
      for (const { partition, offset } of partitions) {
        const position = reader.wanted.get(topic)?.get(partition) ?? 0;
        if (isOutside(position, Number(offset))) throw outOfRange(topic, partition, position, offset);
      }
  };
  check(ends, (offset, end) => offset > end);
  check(beginnings, (offset, beginning) => offset < beginning);
}

function outOfRange(topic: string, partition: number, offset: number, bound: string): HubError {
  return new HubError(
    'log-offset-out-of-range',
    `Offset ${offset} of ${topic}/${partition} is not on the log, which has its end or beginning at ${bound}.`,
  );
}

/** One loop for each broker that leads a partition of ours; called again whenever leaders may have moved. */
function startLoops(reader: Reader): void {
  for (const nodeId of leaders(reader)) {
    if (reader.loops.has(nodeId)) continue;
    reader.loops.add(nodeId);
    void fetchLoop(reader, nodeId)
      .catch((error) => failBuffer(reader.buffer, error))
      .finally(() => reader.loops.delete(nodeId));
  }
}

function leaders(reader: Reader): Set<string> {
  const nodeIds = new Set<string>();
  for (const [topic, slices] of reader.wanted)
    for (const nodeId of Object.keys(reader.cluster.findLeaderForPartitions(topic, [...slices.keys()])))
      nodeIds.add(nodeId);
  return nodeIds;
}

/**
 * Asks for all partitions at once, and waits there for what comes. Where more is there than one answer holds, one round
 * asks for each slice alone: its topics come together, so that who groups by key finds the most in one batch.
 */
async function fetchLoop(reader: Reader, nodeId: string): Promise<void> {
  for (;;) {
    const bytes = await fetchOnce(reader, nodeId, fetchWaitMs, () => true);
    if (bytes === null) return;
    if (bytes < fetchBytesMax / 2) continue;
    for (const slice of new Set([...reader.wanted.values()].flatMap((slices) => [...slices.keys()]))) {
      await fetchOnce(reader, nodeId, 0, (each) => each === slice);
    }
  }
}

/** Bytes of the messages that came; null where the reader has ended, or the broker leads none of these partitions. */
async function fetchOnce(
  reader: Reader,
  nodeId: string,
  maxWaitTime: number,
  isAsked: (slice: number) => boolean,
): Promise<number | null> {
  await whenRoom(reader.buffer);
  if (reader.signal.aborted) return null;
  let bytes: number | null = null;
  await untilDone(reader, async () => {
    const topics = requestFor(reader, nodeId, isAsked);
    bytes = null;
    if (topics.length === 0) return;
    const broker = await reader.cluster.findBroker({ nodeId });
    const bounds = { maxWaitTime, minBytes: 1, maxBytes: fetchBytesMax };
    bytes = accept(reader, await broker.fetch({ replicaId: -1, isolationLevel: 0, ...bounds, topics }));
  });
  return bytes;
}

function requestFor(
  reader: Reader,
  nodeId: string,
  isAsked: (slice: number) => boolean,
): { topic: string; partitions: object[] }[] {
  const topics: { topic: string; partitions: object[] }[] = [];
  for (const [topic, slices] of reader.wanted) {
    const led = reader.cluster.findLeaderForPartitions(topic, [...slices.keys()])[nodeId] ?? [];
    const asked = led.filter(isAsked);
    if (asked.length === 0) continue;
    const partitions = asked.map((partition) => ({
      partition,
      fetchOffset: String(slices.get(partition)),
      maxBytes: fetchPartitionBytesMax,
    }));
    topics.push({ topic, partitions });
  }
  return topics;
}

function accept(reader: Reader, response: FetchResponse): number {
  const messages: StoredMessage[] = [];
  let bytes = 0;
  for (const { topicName, partitions } of response.responses) {
    const topic = topicName.slice(reader.topicPrefix.length) as Topic;
    const slices = reader.wanted.get(topicName);
    for (const { partition: slice, messages: fetched } of partitions) {
      let next = slices?.get(slice) ?? 0;
      for (const message of fetched) {
        const offset = Number(message.offset);
        // A Kafka batch comes whole, also when we start in its middle; a moved partition may come from two brokers.
        if (offset < next) continue;
        next = offset + 1;
        const stored = toStored(message, topic, slice, offset);
        bytes += sizeOf(stored);
        messages.push(stored);
      }
      slices?.set(slice, next);
    }
  }
  if (messages.length > 0) pushMessages(reader.buffer, messages, bytes);
  return bytes;
}

function toStored(message: FetchedMessage, topic: Topic, slice: number, offset: number): StoredMessage {
  return { topic, slice, offset, key: message.key?.toString() ?? '', value: message.value ?? noValue };
}

/** A leader that moves, or a broker that stops in good order, is asked for again before anybody is told. */
const failuresUntold = 3;
const waitMsMax = 500;

/** Repeats `attempt` until it succeeds or the reader ends: a broker that went away is waited for. */
async function untilDone(reader: Reader, attempt: () => Promise<void>): Promise<void> {
  let waitMs = 50;
  for (let failures = 1; !reader.signal.aborted; failures += 1) {
    try {
      await attempt();
      reader.fault.worked();
      return;
    } catch (error) {
      if (reader.signal.aborted) return;
      throwIfLasting(error);
      if (failures >= failuresUntold) reader.fault.failed(error);
      await delay(waitMs, undefined, { signal: reader.signal }).catch(() => {});
      waitMs = Math.min(waitMs * 2, waitMsMax);
      await reconnect(reader);
    }
  }
}

function throwIfLasting(error: unknown): void {
  if (error instanceof HubError) throw error;
  const { name, type } = error as { type?: string; name?: string };
  if (name === 'KafkaJSOffsetOutOfRange' || type === 'OFFSET_OUT_OF_RANGE')
    throw new HubError('log-offset-out-of-range', 'An offset is no longer on the log.', { cause: error });
}

async function reconnect(reader: Reader): Promise<void> {
  try {
    await reader.cluster.connect();
    await reader.cluster.refreshMetadata();
    if (reader.loops.size > 0) startLoops(reader);
  } catch {
    // The next attempt fails the same way, and is counted.
  }
}
