import { createRequire } from 'node:module';

/** What kafkajs gives to its encoder of Produce requests. */
export interface ProduceRequest<Message> {
  readonly acks: number;
  readonly timeout: number;
  readonly transactionalId?: string | null;
  /** 0: none. */
  readonly compression?: number;
  /** A number of 64 bits in any form that writes itself in decimal; -1 without idempotence. */
  readonly producerId?: { toString(): string };
  readonly producerEpoch?: number;
  readonly topicData: readonly { readonly topic: string; readonly partitions: readonly ProducePartition<Message>[] }[];
}

interface ProducePartition<Message> {
  readonly partition: number;
  readonly firstSequence?: number;
  readonly messages: readonly Message[];
}

interface AnyMessage {
  readonly key?: unknown;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly timestamp?: unknown;
}

/** As our adapter makes them. */
interface PlainMessage {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

interface Encoder {
  buf: Buffer;
  offset: number;
}

type MakeRequest = (request: ProduceRequest<AnyMessage>) => { readonly encode: () => Promise<Encoder> };

let isMended = false;

/**
 * kafkajs 2.2.4 encodes a record through a buffer of 512 zeroed bytes for each header, and an array and a buffer for
 * each length: a quarter of the door's CPU. What we send is encoded here instead, in one buffer, to the very same
 * bytes; whatever else is sent goes the way of kafkajs. It loads its requests when it first needs them, so this comes
 * before the first append; had one been made before, kafkajs would go on as it is, only slower.
 */
export function mendProduceEncoding(): void {
  if (isMended) return;
  isMended = true;
  const require = createRequire(import.meta.url);
  const path = require.resolve('kafkajs/src/protocol/requests/produce/v3/request');
  const original = require(path) as MakeRequest;
  const EncoderOfKafkajs = require('kafkajs/src/protocol/encoder') as new () => Encoder;
  const mended: MakeRequest = (request) => ({
    ...original(request),
    encode: async () => {
      if (!isPlain(request)) return original(request).encode();
      const encoder = new EncoderOfKafkajs();
      encoder.buf = encodeProduce(request);
      encoder.offset = encoder.buf.length;
      return encoder;
    },
  });
  const module = require.cache[path];
  if (module !== undefined) module.exports = mended;
}

function isPlain(request: ProduceRequest<AnyMessage>): request is ProduceRequest<PlainMessage> {
  if (request.transactionalId != null || (request.compression ?? 0) !== 0) return false;
  return request.topicData.every(({ partitions }) =>
    partitions.every(({ messages }) => messages.every(isPlainMessage)),
  );
}

function isPlainMessage({ key, value, headers, timestamp }: AnyMessage): boolean {
  if (typeof key !== 'string' || !Buffer.isBuffer(value) || headers === undefined || timestamp != null) return false;
  for (const name in headers) if (typeof headers[name] !== 'string') return false;
  return true;
}

const batchOverhead = 61;

/** The body of a Produce request, versions 3 to 7 (Kafka protocol guide), uncompressed, with record batches of magic 2. */
export function encodeProduce(request: ProduceRequest<PlainMessage>): Buffer {
  let size = 2 + 2 + 4 + 4;
  const recordSizes: number[] = [];
  for (const { topic, partitions } of request.topicData) {
    size += 2 + Buffer.byteLength(topic) + 4;
    for (const { messages } of partitions) {
      size += 4 + 4 + batchOverhead;
      for (const [index, message] of messages.entries()) {
        const bytes = recordBodySize(message, index);
        recordSizes.push(bytes);
        size += varIntSize(bytes) + bytes;
      }
    }
  }
  const bytes = Buffer.allocUnsafe(size);
  let at = bytes.writeInt16BE(-1, 0);
  at = bytes.writeInt16BE(request.acks, at);
  at = bytes.writeInt32BE(request.timeout, at);
  at = bytes.writeInt32BE(request.topicData.length, at);
  const producer = { id: BigInt(String(request.producerId ?? -1)), epoch: request.producerEpoch ?? 0 };
  let nextSize = 0;
  for (const { topic, partitions } of request.topicData) {
    at = bytes.writeInt16BE(Buffer.byteLength(topic), at);
    at += bytes.write(topic, at);
    at = bytes.writeInt32BE(partitions.length, at);
    for (const partition of partitions) {
      at = bytes.writeInt32BE(partition.partition, at);
      at = writeBatch(
        bytes,
        at,
        partition,
        recordSizes.slice(nextSize, nextSize + partition.messages.length),
        producer,
      );
      nextSize += partition.messages.length;
    }
  }
  return bytes;
}

function writeBatch(
  bytes: Buffer,
  start: number,
  { messages, firstSequence = 0 }: ProducePartition<PlainMessage>,
  sizes: readonly number[],
  producer: { readonly id: bigint; readonly epoch: number },
): number {
  const now = BigInt(Date.now());
  // Length, first offset, length of the batch, leader epoch, magic; the check sum comes last.
  const crcAt = start + 4 + 8 + 4 + 4 + 1;
  bytes.writeBigInt64BE(0n, start + 4);
  bytes.writeInt32BE(0, start + 16);
  bytes.writeInt8(2, start + 20);
  let at = bytes.writeInt16BE(0, crcAt + 4);
  at = bytes.writeInt32BE(messages.length - 1, at);
  at = bytes.writeBigInt64BE(now, at);
  at = bytes.writeBigInt64BE(now, at);
  at = bytes.writeBigInt64BE(producer.id, at);
  at = bytes.writeInt16BE(producer.epoch, at);
  at = bytes.writeInt32BE(firstSequence, at);
  at = bytes.writeInt32BE(messages.length, at);
  for (const [index, message] of messages.entries()) at = writeRecord(bytes, at, message, index, sizes[index] ?? 0);
  bytes.writeInt32BE(at - start - 4, start);
  bytes.writeInt32BE(at - start - 16, start + 12);
  bytes.writeInt32BE(crc32c(bytes, crcAt + 4, at), crcAt);
  return at;
}

/** Attributes and timestamp delta are one byte each, zero. */
function recordBodySize({ key, value, headers }: PlainMessage, offsetDelta: number): number {
  let size = 2 + varIntSize(offsetDelta) + prefixedSize(Buffer.byteLength(key)) + prefixedSize(value.length);
  let count = 0;
  for (const name in headers) {
    count += 1;
    size += nameBytes(name).length + prefixedSize(Buffer.byteLength(headers[name] as string));
  }
  return size + varIntSize(count);
}

function writeRecord(
  bytes: Buffer,
  start: number,
  { key, value, headers }: PlainMessage,
  offsetDelta: number,
  size: number,
): number {
  let at = writeVarInt(bytes, start, size);
  bytes[at++] = 0;
  bytes[at++] = 0;
  at = writeVarInt(bytes, at, offsetDelta);
  at = writeText(bytes, at, key);
  at = writeVarInt(bytes, at, value.length);
  bytes.set(value, at);
  at += value.length;
  let count = 0;
  for (const _name in headers) count += 1;
  at = writeVarInt(bytes, at, count);
  for (const name in headers) {
    const prefix = nameBytes(name);
    bytes.set(prefix, at);
    at = writeText(bytes, at + prefix.length, headers[name] as string);
  }
  return at;
}

const names = new Map<string, Buffer>();

/** The name of a header with its length before it, kept for the few names there are. */
function nameBytes(name: string): Buffer {
  const known = names.get(name);
  if (known !== undefined) return known;
  const length = Buffer.byteLength(name);
  const written = Buffer.allocUnsafe(prefixedSize(length));
  writeText(written, 0, name);
  if (names.size < 1_000) names.set(name, written);
  return written;
}

function writeText(bytes: Buffer, at: number, text: string): number {
  const start = writeVarInt(bytes, at, Buffer.byteLength(text));
  return start + bytes.write(text, start);
}

function prefixedSize(length: number): number {
  return varIntSize(length) + length;
}

/** Zigzag of a number that is not negative: twice itself. Seven bits a byte. */
function varIntSize(value: number): number {
  if (value < 1 << 6) return 1;
  if (value < 1 << 13) return 2;
  if (value < 1 << 20) return 3;
  return value < 1 << 27 ? 4 : 5;
}

function writeVarInt(bytes: Buffer, start: number, value: number): number {
  let rest = value * 2;
  let at = start;
  while (rest > 0x7f) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

const crcTables = makeCrcTables();

/** Eight tables of 256 numbers: byte, and byte followed by one to seven zero bytes (slicing by eight). */
function makeCrcTables(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    tables[byte] = crc;
  }
  for (let at = 256; at < tables.length; at += 1) {
    const before = tables[at - 256] as number;
    tables[at] = (before >>> 8) ^ (tables[before & 0xff] as number);
  }
  return tables;
}

/** CRC-32C (Castagnoli, RFC 3720) of these bytes, as a signed integer. */
export function crc32c(bytes: Uint8Array, start: number, end: number): number {
  const t = crcTables as { readonly [index: number]: number };
  const b = bytes as { readonly [index: number]: number };
  let crc = -1;
  let at = start;
  for (; at + 8 <= end; at += 8) {
    crc =
      (t[1_792 + ((crc ^ (b[at] as number)) & 0xff)] as number) ^
      (t[1_536 + (((crc >>> 8) ^ (b[at + 1] as number)) & 0xff)] as number) ^
      (t[1_280 + (((crc >>> 16) ^ (b[at + 2] as number)) & 0xff)] as number) ^
      (t[1_024 + (((crc >>> 24) ^ (b[at + 3] as number)) & 0xff)] as number) ^
      (t[768 + (b[at + 4] as number)] as number) ^
      (t[512 + (b[at + 5] as number)] as number) ^
      (t[256 + (b[at + 6] as number)] as number) ^
      (t[b[at + 7] as number] as number);
  }
  for (; at < end; at += 1) crc = (crc >>> 8) ^ (t[(crc ^ (b[at] as number)) & 0xff] as number);
  return ~crc;
}
