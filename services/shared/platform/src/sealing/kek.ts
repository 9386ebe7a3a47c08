import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { HubError } from '@hub/core';
import { secretKey } from './secret-key.ts';
import type { Secrets } from './secrets.ts';

/** A trainee's key as it seals. */
export interface TraineeKey {
  readonly trainee: string;
  readonly key: Buffer;
}

/** The same as the key store keeps it. */
export interface WrappedKey {
  readonly trainee: string;
  readonly wrapped: Buffer;
  readonly epoch: number;
}

/**
 * The key that wraps trainees' keys (KEK), by epochs, so that a copy of the key store opens nothing. A key comes back only
 * for the trainee and the epoch that it was wrapped for. Answers are in the order asked; one call is for any number of
 * keys, so that an adapter may hold the KEK itself, unwrapped once by a KMS, or ask the KMS for a batch. Rejects with
 * `key-missing` where it does not hold the epoch or a key does not open, with a retryable error where it cannot be reached.
 * An epoch that has ended is gone for good: whoever holds it anywhere else must destroy it there.
 */
export interface Kek {
  /** Ascending. */
  readonly epochs: readonly number[];
  wrap(epoch: number, keys: readonly TraineeKey[]): Promise<readonly Buffer[]>;
  unwrap(wrapped: readonly WrappedKey[]): Promise<readonly Buffer[]>;
}

const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/** Holds its epochs in memory, as the file of secrets or the environment gave them. */
export function localKek({ epochs }: Secrets['kek']): Kek {
  const kekOf = (epoch: number): KeyObject => {
    const key = epochs.get(epoch);
    if (key === undefined) throw new HubError('key-missing', `The secrets hold no KEK of epoch ${epoch}.`);
    return secretKey(key);
  };
  return {
    epochs: [...epochs.keys()].sort((a, b) => a - b),
    wrap: async (epoch, keys) => keys.map((each) => wrapOne(kekOf(epoch), each)),
    unwrap: async (wrapped) => wrapped.map((each) => unwrapOne(kekOf(each.epoch), each)),
  };
}

/** AES-256-GCM under the KEK with the trainee as associated data: a wrapped key is worthless on another row. */
function wrapOne(kek: KeyObject, { trainee, key }: TraineeKey): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', kek, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(trainee));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

function unwrapOne(kek: KeyObject, { trainee, wrapped }: WrappedKey): Buffer {
  try {
    const nonce = wrapped.subarray(0, nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', kek, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(trainee));
    decipher.setAuthTag(wrapped.subarray(nonceBytes + keyBytes));
    return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, nonceBytes + keyBytes)), decipher.final()]);
  } catch (cause) {
    throw new HubError('key-missing', 'A trainee key cannot be unwrapped: is this the secrets file of this hub?', {
      cause,
    });
  }
}
