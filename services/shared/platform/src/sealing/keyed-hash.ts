import { hash } from 'node:crypto';

const blockBytes = 64;
const digestBytes = 32;

/** By key, the two forms in which HMAC uses it, one after the other: for the inner hash and for the outer one. */
const known = new WeakMap<Buffer, Buffer>();

/** Where most texts are hashed; a longer one gets a place of its own. */
const shared = Buffer.alloc(16_384);
const sharedOuter = Buffer.alloc(blockBytes + digestBytes);

/**
 * HMAC-SHA256 (RFC 2104) of a text in UTF-8. The two hashes that it is made of, one call each: `createHmac` makes an object
 * for one text, and a `Buffer` of its own memory for the digest: 2.4 µs of processor time for a short text and 1.4 as
 * base64url, against 0.8 and 0.75 (Node 24, measured).
 */
export function keyedHash(key: Buffer, text: string): Buffer {
  return Buffer.from(hashTwice(key, text, 'binary'), 'binary');
}

/** The same in base64url. */
export function keyedHashText(key: Buffer, text: string): string {
  return hashTwice(key, text, 'base64url');
}

function hashTwice(key: Buffer, text: string, encoding: 'binary' | 'base64url'): string {
  const pads = padsOf(key);
  // A character of UTF-16 takes three bytes of UTF-8 at most.
  const room = blockBytes + 3 * text.length <= shared.length ? shared : Buffer.alloc(blockBytes + 3 * text.length);
  pads.copy(room, 0, 0, blockBytes);
  const end = blockBytes + room.write(text, blockBytes);
  // A digest as a string: as a Buffer, it costs more than its hash.
  const digest = hash('sha256', room.subarray(0, end), 'binary');
  room.fill(0, 0, end);
  pads.copy(sharedOuter, 0, blockBytes);
  sharedOuter.write(digest, blockBytes, 'binary');
  return hash('sha256', sharedOuter, encoding);
}

function padsOf(key: Buffer): Buffer {
  const made = known.get(key);
  if (made !== undefined) return made;
  const short = key.length > blockBytes ? hash('sha256', key, 'buffer') : key;
  const pads = Buffer.alloc(2 * blockBytes, 0x36).fill(0x5c, blockBytes);
  for (let index = 0; index < short.length; index += 1) {
    const byte = short[index] as number;
    pads[index] = byte ^ 0x36;
    pads[blockBytes + index] = byte ^ 0x5c;
  }
  known.set(key, pads);
  return pads;
}
