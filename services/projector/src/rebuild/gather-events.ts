import { crc32 } from 'node:zlib';
import type { Topic } from '@hub/contracts';
import type { EventLog, Position, StoredMessage } from '@hub/core';
import { readUpTo } from '@hub/platform';
import type { Pace } from './pace.ts';

/** Events from the start of these partitions up to, and without, the offset given. */
export interface Span {
  readonly ends: readonly Position[];
  /** Only the keys whose hash falls on `pass` of `passes`: a slice too large for the memory is read several times. */
  readonly pass: number;
  readonly passes: number;
  /** Most bytes held at once. */
  readonly bytesMax: number;
}

/**
 * Messages by key: their bytes end to end in blocks outside of the heap, and some numbers each. Kept as decoded objects they
 * take four times as much, and collecting garbage among them took a fifth of a rebuild (decision 47).
 */
export interface Gathered {
  readonly blocks: Buffer[];
  /** Of the last block. */
  used: number;
  /** Of all values. */
  bytes: number;
  count: number;
  /** Of each message: block, place in it, length, index in `topics`, slice, and the message before it of the same key. */
  places: Int32Array;
  offsets: Float64Array;
  readonly topics: Topic[];
  readonly last: Map<string, number>;
}

const numbersOf = 6;
/** What a message takes beside its value: its numbers, and its share of the map of keys. */
const besideBytes = 80;

/** Reads the span; null where it does not fit `bytesMax`: try again with more passes. One key is held whatever its size. */
export async function gather(
  { log, pace, signal }: { readonly log: EventLog; readonly pace: Pace; readonly signal: AbortSignal },
  { ends, pass, passes, bytesMax }: Span,
  onRead: (events: number) => void,
): Promise<Gathered | null> {
  const gathered = newGathered();
  const blockBytes = Math.max(4_096, Math.min(1 << 20, bytesMax >> 4));
  const from = ends.map((end) => ({ ...end, offset: 0 }));
  for await (const messages of readUpTo(log, from, ends, signal)) {
    for (const message of messages) {
      if (passes === 1 || crc32(message.key) % passes === pass) keep(gathered, message, blockBytes);
    }
    onRead(messages.length);
    await pace();
    if (gathered.last.size > 1 && gathered.bytes + gathered.count * besideBytes > bytesMax) return null;
  }
  return gathered;
}

function newGathered(): Gathered {
  const room = 1_024;
  return {
    ...{ blocks: [], used: 0, bytes: 0, count: 0, topics: [], last: new Map() },
    places: new Int32Array(room * numbersOf),
    offsets: new Float64Array(room),
  };
}

function keep(gathered: Gathered, { key, topic, slice, offset, value }: StoredMessage, blockBytes: number): void {
  const index = gathered.count;
  if (index === gathered.offsets.length) makeRoom(gathered);
  const start = placeFor(gathered, value.length, blockBytes);
  value.copy(gathered.blocks.at(-1) as Buffer, start);
  const { places, blocks, topics, last } = gathered;
  const at = index * numbersOf;
  places[at] = blocks.length - 1;
  places[at + 1] = start;
  places[at + 2] = value.length;
  places[at + 3] = indexOfTopic(topics, topic);
  places[at + 4] = slice;
  places[at + 5] = last.get(key) ?? -1;
  gathered.offsets[index] = offset;
  last.set(key, index);
  gathered.bytes += value.length;
  gathered.count += 1;
}

function makeRoom(gathered: Gathered): void {
  const { places, offsets } = gathered;
  gathered.places = new Int32Array(2 * places.length);
  gathered.places.set(places);
  gathered.offsets = new Float64Array(2 * offsets.length);
  gathered.offsets.set(offsets);
}

/** Where in the last block so many bytes go; a value larger than a block has one of its own. */
function placeFor(gathered: Gathered, length: number, blockBytes: number): number {
  const last = gathered.blocks.at(-1);
  if (last === undefined || gathered.used + length > last.length) {
    gathered.blocks.push(Buffer.allocUnsafeSlow(Math.max(blockBytes, length)));
    gathered.used = 0;
  }
  const place = gathered.used;
  gathered.used += length;
  return place;
}

function indexOfTopic(topics: Topic[], topic: Topic): number {
  const index = topics.indexOf(topic);
  return index >= 0 ? index : topics.push(topic) - 1;
}

/** The messages of one key after those of another, each key's as they were read. */
export function* byKey(gathered: Gathered): Generator<readonly StoredMessage[]> {
  for (const [key, last] of gathered.last) {
    const messages: StoredMessage[] = [];
    for (let index = last; index >= 0; index = gathered.places[index * numbersOf + 5] as number) {
      messages.push(messageAt(gathered, key, index));
    }
    yield messages.reverse();
  }
}

function messageAt({ places, blocks, topics, offsets }: Gathered, key: string, index: number): StoredMessage {
  const at = index * numbersOf;
  const start = places[at + 1] as number;
  return {
    key,
    topic: topics[places[at + 3] as number] as Topic,
    slice: places[at + 4] as number,
    offset: offsets[index] as number,
    value: (blocks[places[at] as number] as Buffer).subarray(start, start + (places[at + 2] as number)),
  };
}
