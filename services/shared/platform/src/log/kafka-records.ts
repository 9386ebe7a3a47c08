import { createRequire } from 'node:module';

interface Decoder {
  readonly buffer: Buffer;
  readonly offset: number;
}

/** What kafkajs knows of the batch that a record stands in; numbers of 64 bits in decimal. */
interface BatchContext {
  readonly firstOffset: string;
  readonly firstTimestamp: string;
  readonly maxTimestamp: string;
  readonly magicByte: number;
  readonly isControlBatch?: boolean;
  /** 1: the broker stamped the whole batch. */
  readonly timestampType: number;
}

type DecodeRecord = (decoder: Decoder, batch: BatchContext) => object;

let isMended = false;

/**
 * kafkajs 2.2.4 copies all headers of a record for each one that it adds, and reads each number of 64 bits with an
 * object for every byte: most of what reading our records with thirteen headers cost. This comes before the first fetch,
 * which is when kafkajs loads its decoder; had one been made before, kafkajs would go on as it is, only slower.
 */
export function mendRecordDecoding(): void {
  if (isMended) return;
  isMended = true;
  const require = createRequire(import.meta.url);
  const path = require.resolve('kafkajs/src/protocol/recordBatch/record/v0/decoder');
  require(path);
  const module = require.cache[path];
  if (module !== undefined) module.exports = decodeRecord;
}

/** The record of this buffer as kafkajs gives it, its length taken off already (Kafka protocol, "Record Batch"). */
export const decodeRecord: DecodeRecord = ({ buffer, offset }, batch) => {
  const at = { buffer, offset };
  const attributes = buffer.readInt8(at.offset++);
  const timestampDelta = readVarint(at);
  const offsetDelta = readVarint(at);
  const key = readBytes(at);
  const value = readBytes(at);
  // Without a prototype: a header may be called as a member of every object is.
  const headers: Record<string, Headers> = Object.create(null);
  for (let left = readVarint(at); left > 0; left--) addHeader(headers, readText(at), readBytes(at));
  const isStampedByBroker = batch.timestampType === 1 && batch.maxTimestamp;
  return {
    magicByte: batch.magicByte,
    attributes,
    timestamp: isStampedByBroker ? batch.maxTimestamp : String(Number(batch.firstTimestamp) + timestampDelta),
    offset: String(Number(batch.firstOffset) + offsetDelta),
    key,
    value,
    headers,
    isControlRecord: batch.isControlBatch ?? false,
    batchContext: batch,
  };
};

type Headers = Buffer | null | (Buffer | null)[];

/** A name that comes twice has a list of values. */
function addHeader(headers: Record<string, Headers>, name: string, value: Buffer | null): void {
  const known = headers[name];
  if (known === undefined) headers[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else headers[name] = [known, value];
}

interface Reading {
  readonly buffer: Buffer;
  offset: number;
}

/** A signed number, zigzag, seven bits a byte, the lowest first. Beyond 32 bits only a time may be: exact to 2 ** 53. */
function readVarint(at: Reading): number {
  const { buffer } = at;
  let byte = buffer[at.offset++] as number;
  let raw = byte & 0x7f;
  for (let factor = 128; byte >= 0x80; factor *= 128) {
    byte = buffer[at.offset++] as number;
    raw += (byte & 0x7f) * factor;
  }
  return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
}

/** A view, as kafkajs gives it; null where the length is −1. */
function readBytes(at: Reading): Buffer | null {
  const length = readVarint(at);
  if (length < 0) return null;
  const start = at.offset;
  at.offset += length;
  return at.buffer.subarray(start, at.offset);
}

function readText(at: Reading): string {
  const length = readVarint(at);
  const start = at.offset;
  at.offset += length;
  return at.buffer.toString('utf8', start, at.offset);
}
