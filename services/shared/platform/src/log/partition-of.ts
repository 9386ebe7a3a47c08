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
