import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { expect, test } from 'vitest';
import { partitionOf } from './partitions.ts';

// From org.apache.kafka.common.utils.UtilsTest.testMurmur2.
const knownHashes: [string, number][] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
];

test.each(knownHashes)('the key %s lies where a Java client puts it', (key, hash) => {
  for (const slices of [1, 4, 32, 1_000_003]) expect(partitionOf(key, slices)).toBe((hash & 0x7fffffff) % slices);
});

test('any key lies where the default partitioner of kafkajs puts it', () => {
  const partitioner = kafkajs.Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from({ length: 32 }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [1],
    isr: [1],
  }));
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (key) => {
      expect(partitionOf(key, 32)).toBe(partitioner({ topic: 't', partitionMetadata, message: { key, value: '' } }));
    }),
  );
});
