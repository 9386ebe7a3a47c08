import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeRecord } from './kafka-records.ts';

const require = createRequire(import.meta.url);
const DecoderOfKafkajs = require('kafkajs/src/protocol/decoder') as new (
  buffer: Buffer,
) => { buffer: Buffer; offset: number };
const ofKafkajs = require('kafkajs/src/protocol/recordBatch/record/v0/decoder') as typeof decodeRecord;

const text = fc.oneof(fc.string({ maxLength: 80 }), fc.string({ unit: 'binary', maxLength: 40 }));
/** kafkajs takes a header called as a member of every object for one that came twice; we do not. */
const name = fc.oneof(text, fc.constantFrom('a', 'b')).filter((each) => !(each in {}));
const bytes = fc.option(fc.uint8Array({ maxLength: 300 }).map((value) => Buffer.from(value)));
const record = fc.record({
  timestampDelta: fc.integer({ min: -(2 ** 41), max: 2 ** 41 }),
  offsetDelta: fc.nat(2 ** 30),
  key: bytes,
  value: bytes,
  headers: fc.array(fc.tuple(name, bytes), { maxLength: 20 }),
});
const batch = fc.record({
  firstOffset: fc.nat().map(String),
  firstTimestamp: fc.constant('1775000000123'),
  maxTimestamp: fc.constantFrom('1775000000999'),
  magicByte: fc.constant(2),
  isControlBatch: fc.boolean(),
  timestampType: fc.constantFrom(0, 1),
});

test('a record is decoded to the very object that kafkajs makes', () => {
  fc.assert(
    fc.property(record, batch, (drawn, context) => {
      const buffer = encode(drawn);
      const theirs = ofKafkajs(new DecoderOfKafkajs(buffer), context);
      expect(decodeRecord(new DecoderOfKafkajs(buffer), context)).toEqual(theirs);
    }),
  );
});

test('a header called as a member of every object has its own value', () => {
  const names = ['toString', '__proto__', 'constructor'];
  const headers = names.map((each): [string, Buffer<ArrayBuffer>] => [each, Buffer.from(each)]);
  const buffer = encode({ timestampDelta: 0, offsetDelta: 0, key: null, value: null, headers });
  const context = { firstOffset: '0', firstTimestamp: '0', maxTimestamp: '0', magicByte: 2, timestampType: 0 };
  const decoded = decodeRecord(new DecoderOfKafkajs(buffer), context) as { headers: Record<string, Buffer> };
  expect(Object.entries(decoded.headers)).toEqual(headers);
});

function encode(drawn: typeof record extends fc.Arbitrary<infer Drawn> ? Drawn : never): Buffer {
  const sized = (value: Buffer | null) => (value === null ? [varint(-1)] : [varint(value.length), value]);
  return Buffer.concat([
    Buffer.of(0),
    varint(drawn.timestampDelta),
    varint(drawn.offsetDelta),
    ...sized(drawn.key),
    ...sized(drawn.value),
    varint(drawn.headers.length),
    ...drawn.headers.flatMap(([name, value]) => [...sized(Buffer.from(name)), ...sized(value)]),
  ]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let raw = value < 0 ? -2n * BigInt(value) - 1n : 2n * BigInt(value);
  for (; raw >= 128n; raw >>= 7n) bytes.push(Number(raw & 127n) | 128);
  return Buffer.from([...bytes, Number(raw)]);
}
