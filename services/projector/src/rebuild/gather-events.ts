import { crc32 } from 'node:zlib';
import type { Topic } from '@hub/contracts';
import type { EventLog, Position, StoredMessage } from '@hub/core';
import { readUpTo } from '@hub/platform';

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
 * Messages by key: their bytes end to end in blocks outside of the heap, and five numbers each. Kept as decoded objects they
 * take four times as much, and collecting garbage among them took a fifth of a rebuild (decision 47).
 */
export interface Gathered {
  readonly blocks: Buffer[];
  /** Of the last block. */
  used: number;
  count: number;
  /** Of the messages: block, place in it, length, index in `topics`, slice, and the message before it of the same key. */
  readonly places: Int32Array;
  readonly offsets: Float64Array;
  readonly topics: Topic[];
  readonly last: Map<string, number>;
}

const numbersOf = 6;
const blockBytes = 1 << 20;
/** What a message takes beside its value: its numbers, and its share of the map of keys. */
const besideBytes = 80;

/** Reads the span; null where it does not fit `bytesMax`: try again with more passes. */
export async function gather(
  log: EventLog,
  { ends, pass, passes, bytesMax }: Span,
  signal: AbortSignal,
  onRead: (events: number) => void,
): Promise<Gathered | null> {
  const countMax = ends.reduce((sum, { offset }) => sum + offset, 0);
  if ((countMax * besideBytes) / passes > bytesMax) return null;
  const gathered = newGathered(countMax, passes);
  const from = ends.map((end) => ({ ...end, offset: 0 }));
  for await (const messages of readUpTo(log, from, ends, signal)) {
    for (const message of messages) {
      if (passes > 1 && crc32(message.key) % passes !== pass) continue;
      if (!keep(gathered, message)) return null;
    }
    onRead(messages.length);
    if (gathered.blocks.length * blockBytes + gathered.count * besideBytes > bytesMax) return null;
  }
  return gathered;
}

/** Keys fall evenly enough on the passes; where they do not, there is no room, and more passes are asked for. */
function newGathered(countMax: number, passes: number): Gathered {
  const room = passes === 1 ? countMax : Math.ceil((1.2 * countMax) / passes) + 1_000;
  return {
    blocks: [],
    used: blockBytes,
    count: 0,
    places: new Int32Array(room * numbersOf),
    offsets: new Float64Array(room),
    topics: [],
    last: new Map(),
  };
}

/** False where there is no room. */
function keep(gathered: Gathered, { key, topic, slice, offset, value }: StoredMessage): boolean {
  const index = gathered.count;
  if (index === gathered.offsets.length) return false;
  const place = placeFor(gathered, value.length);
  value.copy(gathered.blocks.at(-1) as Buffer, place);
  const numbers = [
    gathered.blocks.length - 1,
    place,
    value.length,
    indexOfTopic(gathered.topics, topic),
    slice,
    gathered.last.get(key) ?? -1,
  ];
  gathered.places.set(numbers, index * numbersOf);
  gathered.offsets[index] = offset;
  gathered.last.set(key, index);
  gathered.count += 1;
  return true;
}

/** Where in the last block so many bytes go; a value larger than a block has one of its own. */
function placeFor(gathered: Gathered, length: number): number {
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
