import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import type { SealedCategory } from '@hub/contracts';
import { type Fact, HubError } from '@hub/core';
import { secretKey } from './secret-key.ts';

/** What a sealed block belongs to; it is in the protected header, so a block cannot be moved to another place. */
export interface SealedPlace {
  readonly trainee: string;
  /** `<source>:<id>` of the event. */
  readonly event: string;
  readonly category: SealedCategory;
}

/** The place of a block of a fact, sealed under the trainee's key. */
export function sealedPlace(
  { source, id }: Pick<Fact, 'source' | 'id'>,
  trainee: string,
  category: SealedCategory,
): SealedPlace {
  return { trainee, event: `${source}:${id}`, category };
}

const nonceBytes = 12;
const tagBytes = 16;
const noncePool = Buffer.allocUnsafe(nonceBytes * 1_024);
let nonceNext = noncePool.length;

/** Encrypts under a trainee's key (32 bytes): JWE compact (RFC 7516), `dir` and `A256GCM`, plaintext in UTF-8. */
export function seal(key: Buffer, place: SealedPlace, plaintext: string): string {
  const header = protectedHeader(place);
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', secretKey(key), nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(header, 'ascii'));
  const sealed = cipher.update(plaintext, 'utf8', 'base64url') + cipher.final('base64url');
  return `${header}..${nonce.toString('base64url')}.${sealed}.${cipher.getAuthTag().toString('base64url')}`;
}

/**
 * The plaintext of a sealed block. Throws `sealed-block-damaged` if the key is not the right one, a byte was changed,
 * or the block was sealed for another place than the one expected.
 */
export function unseal(key: Buffer, jwe: string, expected?: SealedPlace): string {
  const [header = '', encryptedKey, nonce = '', sealed = '', tag = ''] = jwe.split('.');
  try {
    if (encryptedKey !== '') throw new Error('a direct key has no encrypted key');
    if (expected !== undefined && header !== protectedHeader(expected)) throw new Error('sealed for another place');
    const decipher = createDecipheriv('aes-256-gcm', secretKey(key), Buffer.from(nonce, 'base64url'), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(header, 'ascii'));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return decipher.update(sealed, 'base64url', 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new HubError('sealed-block-damaged', 'A sealed block cannot be opened with this key.', { cause });
  }
}

function protectedHeader({ trainee, event, category }: SealedPlace): string {
  return Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', trainee, event, category })).toString('base64url');
}

/** Random nonces, drawn a thousand at a time: one call of the generator per block costs more than the encryption. */
export function nextNonce(): Buffer {
  if (nonceNext >= noncePool.length) {
    randomFillSync(noncePool);
    nonceNext = 0;
  }
  const nonce = Buffer.from(noncePool.subarray(nonceNext, nonceNext + nonceBytes));
  nonceNext += nonceBytes;
  return nonce;
}
