import { createRequire } from 'node:module';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { crc32c, encodeProduce, mendProduceEncoding } from './kafka-produce.ts';

const require = createRequire(import.meta.url);
const ofKafkajs = require('kafkajs/src/protocol/requests/produce/v3/request') as (request: object) => {
  encode(): Promise<{ buffer: Buffer }>;
};

afterEach(() => {
  vi.restoreAllMocks();
});

const text = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('x'.repeat(63), 'x'.repeat(64), 'é'.repeat(4_096), 'x'.repeat(8_191), 'x'.repeat(8_192)),
);
const value = fc.uint8Array({ maxLength: 9_000 }).map((bytes) => Buffer.from(bytes));
const message = fc.record({
  key: text,
  value,
  headers: fc.dictionary(text, text, { maxKeys: 20, noNullPrototype: true }),
});
const partition = fc.record({
  partition: fc.nat(1_000),
  firstSequence: fc.nat(2_147_483_647),
  messages: fc.array(message, { minLength: 1, maxLength: 70 }),
});
const topic = fc.record({ topic: fc.string({ maxLength: 80 }), partitions: fc.array(partition, { maxLength: 4 }) });
const request = fc.record({
  acks: fc.constantFrom(-1, 0, 1),
  timeout: fc.nat(2_147_483_647),
  producerId: fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }).map(String),
  producerEpoch: fc.integer({ min: 0, max: 32_767 }),
  topicData: fc.array(topic, { maxLength: 3 }),
});

test('a Produce request has the very bytes that kafkajs writes', async () => {
  vi.spyOn(Date, 'now').mockReturnValue(1_775_000_000_123);
  await fc.assert(
    fc.asyncProperty(request, async (drawn) => {
      const theirs = (await ofKafkajs(drawn).encode()).buffer;
      expect(encodeProduce(drawn).equals(theirs)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('a record of more than two megabytes has the very bytes that kafkajs writes', async () => {
  vi.spyOn(Date, 'now').mockReturnValue(1_775_000_000_123);
  const messages = [{ key: 'k', value: Buffer.alloc(2_200_000, 'v'), headers: { h: 'x'.repeat(1_100_000) } }];
  const sent = { acks: -1, timeout: 30_000, topicData: [{ topic: 't', partitions: [{ partition: 3, messages }] }] };
  expect(encodeProduce(sent).equals((await ofKafkajs(sent).encode()).buffer)).toBe(true);
});

test('kafkajs encodes plain messages our way once mended, and anything else as before', async () => {
  vi.spyOn(Date, 'now').mockReturnValue(1_775_000_000_123);
  for (const path of Object.keys(require.cache)) if (path.includes('/requests/produce/')) delete require.cache[path];
  mendProduceEncoding();
  const mended = require('kafkajs/src/protocol/requests/produce/v7/request') as typeof ofKafkajs;
  const encoder = require('kafkajs/src/protocol/encoder') as { prototype: { writeVarIntBytes: () => void } };
  const value = Buffer.from('{}');
  const plain = { key: 'k', value, headers: { name: 'text' } };
  const requestOf = (message: object, more: object = {}) => ({
    acks: -1,
    timeout: 30_000,
    producerId: '7',
    topicData: [{ topic: 't', partitions: [{ partition: 0, messages: [message] }] }],
    ...more,
  });
  const others = [
    requestOf({ value }),
    requestOf({ ...plain, key: null }),
    requestOf({ ...plain, value: null, headers: {} }),
    requestOf({ ...plain, headers: { name: value } }),
    requestOf({ ...plain, headers: { name: ['a', 'b'] } }),
    requestOf({ ...plain, timestamp: 1_775_000_000_000 }),
    requestOf(plain, { compression: 1 }),
    requestOf(plain, { transactionalId: 'x' }),
  ];
  const theirs = vi.spyOn(encoder.prototype, 'writeVarIntBytes');
  const bytes = (await mended(requestOf(plain)).encode()).buffer;
  expect(theirs).not.toHaveBeenCalled();
  expect(bytes.equals((await ofKafkajs(requestOf(plain)).encode()).buffer)).toBe(true);
  for (const other of others) {
    theirs.mockClear();
    const mendedBytes = (await mended(other).encode()).buffer;
    expect(theirs).toHaveBeenCalled();
    expect(mendedBytes.equals((await ofKafkajs(other).encode()).buffer)).toBe(true);
  }
});

test('the check sum is CRC-32C', () => {
  // RFC 3720, appendix B.4: 32 bytes of zeros, of ones, and incrementing.
  expect(crc32c(new Uint8Array(32), 0, 32) >>> 0).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff), 0, 32) >>> 0).toBe(0x62a8ab43);
  expect(
    crc32c(
      Uint8Array.from({ length: 32 }, (_, index) => index),
      0,
      32,
    ) >>> 0,
  ).toBe(0x46dd794e);
});
