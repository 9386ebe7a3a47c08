import type { OutgoingMessage, Position } from '@hub/core';

const seed = 0x9747b28c;
const m = 0x5bd1e995;

/**
 * The partition that Java's default partitioner, hence every Kafka client that follows it, gives to a key:
 * murmur2 of its UTF-8 bytes, sign dropped, modulo the number of partitions.
 */
export function partitionOf(key: string, slices: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % slices;
}

/** org.apache.kafka.common.utils.Utils.murmur2, as a signed 32-bit integer. */
function murmur2(bytes: Buffer): number {
  const whole = bytes.length & ~3;
  let h = seed ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    let k = Math.imul(bytes.readInt32LE(at), m);
    k = Math.imul(k ^ (k >>> 24), m);
    h = Math.imul(h, m) ^ k;
  }
  const left = bytes.length - whole;
  if (left === 3) h ^= bytes.readUInt8(whole + 2) << 16;
  if (left >= 2) h ^= bytes.readUInt8(whole + 1) << 8;
  if (left >= 1) h = Math.imul(h ^ bytes.readUInt8(whole), m);
  h = Math.imul(h ^ (h >>> 13), m);
  return h ^ (h >>> 15);
}

/** Where a message of one append lies: its partition, and how many of the same append come before it there. */
export interface PlaceInPartition {
  readonly partition: string;
  readonly slice: number;
  readonly rank: number;
}

export function placesInPartitions(messages: readonly OutgoingMessage[], slices: number): PlaceInPartition[] {
  const counts = new Map<string, number>();
  return messages.map((message) => {
    const slice = partitionOf(message.key, slices);
    const partition = partitionName(message.topic, slice);
    const rank = counts.get(partition) ?? 0;
    counts.set(partition, rank + 1);
    return { partition, slice, rank };
  });
}

export function partitionName(topic: string, slice: number): string {
  return `${topic}/${slice}`;
}

/** Positions from the first offset that each partition gave to this append; undefined where one gave none. */
export function positionsOfAppend(
  messages: readonly OutgoingMessage[],
  places: readonly PlaceInPartition[],
  firstOffsets: ReadonlyMap<string, number>,
): Position[] | undefined {
  const positions: Position[] = [];
  for (const [index, message] of messages.entries()) {
    const { partition, slice, rank } = places[index] as PlaceInPartition;
    const first = firstOffsets.get(partition);
    if (first === undefined || first < 0) return undefined;
    positions.push({ topic: message.topic, slice, offset: first + rank });
  }
  return positions;
}
