import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** 256 random bits: nobody guesses them, so a plain hash of them is enough. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

const plainPrefix = 'sha256.';

/** What is kept of a secret that the hub made or derived. */
export function hashOfRandom(secret: string): string {
  return plainPrefix + sha256(secret).toString('base64url');
}

/** What is kept of a secret that somebody chose: it is slow to try. */
export async function hashOfChosen(secret: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}.${(await deriveKey(secret, salt, hashBytes)).toString('base64url')}`;
}

/** Whether to compare with this hash is slow: then whoever asks is counted before. */
export function isSlow(hash: string): boolean {
  return !hash.startsWith(plainPrefix);
}

export async function secretFits(secret: string, hash: string): Promise<boolean> {
  if (!isSlow(hash)) return isSame(sha256(secret), hash.slice(plainPrefix.length));
  const [salt = '', expected = ''] = hash.split('.');
  return isSame(await deriveKey(secret, Buffer.from(salt, 'base64url'), hashBytes), expected);
}

const hashBytes = 32;
const deriveKey = promisify<string, Buffer, number, Buffer>(scrypt);

function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function isSame(found: Buffer, expected: string): boolean {
  const wanted = Buffer.from(expected, 'base64url');
  return wanted.length === found.length && timingSafeEqual(found, wanted);
}
