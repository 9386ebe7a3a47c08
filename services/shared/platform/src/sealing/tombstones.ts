import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { HubError, type Identifier, type IdentifierKind } from '@hub/core';
import { textOfIdentifier } from './keyed-digests.ts';
import { keyedHash } from './keyed-hash.ts';
import { secretKey } from './secret-key.ts';
import type { Secrets } from './secrets.ts';

/** What is left of an identifier of a trainee whose data were destroyed. */
export interface Tombstone {
  readonly kind: IdentifierKind;
  /** 32 bytes. */
  readonly tombstone: Buffer;
}

/** Tombstones outlive every rotation: they are made from the one secret that never changes. */
type TombstoneSecret = Pick<Secrets, 'numberKey'>;

/** The keyed hash by which an identifier is recognised once nothing else of its trainee is left. */
export function tombstoneOf(secrets: TombstoneSecret, identifier: Identifier, partner: string): Buffer {
  return keyed(secrets, 'tombstone', textOfIdentifier(identifier, partner));
}

/** The mark that events of such a trainee bear on the log: base64url, 128 bits. */
export function burialMark(secrets: TombstoneSecret, trainee: string): string {
  return keyed(secrets, 'burial', trainee).subarray(0, 16).toString('base64url');
}

const kinds: readonly IdentifierKind[] = ['nir', 'nia', 'france-travail', 'partner'];
const nonceBytes = 12;
const tagBytes = 16;
const entryBytes = 33;
/** So that the length does not say how many identifiers there were. */
const entriesStep = 8;
const noEntry = 0xff;

/** As the log has them, base64url: sealed, for a keyed hash on the log would be clear text the day that its key is known. */
export function sealTombstones(secrets: TombstoneSecret, trainee: string, tombstones: readonly Tombstone[]): string {
  const entries = Math.max(1, Math.ceil(tombstones.length / entriesStep)) * entriesStep;
  const plain = Buffer.alloc(entries * entryBytes, noEntry);
  for (const [index, { kind, tombstone }] of tombstones.entries()) {
    plain[index * entryBytes] = kinds.indexOf(kind);
    tombstone.copy(plain, index * entryBytes + 1);
  }
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(secrets), nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(trainee));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** Throws `sealed-block-damaged` where they were not sealed under these secrets, for this trainee. */
export function openTombstones(secrets: TombstoneSecret, trainee: string, sealed: string): readonly Tombstone[] {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const nonce = bytes.subarray(0, nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', sealingKey(secrets), nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(trainee));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    const plain = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    return Array.from({ length: plain.length / entryBytes }, (_, index) => index * entryBytes).flatMap((at) => {
      const kind = kinds[plain[at] ?? noEntry];
      return kind === undefined ? [] : [{ kind, tombstone: plain.subarray(at + 1, at + entryBytes) }];
    });
  } catch (cause) {
    throw new HubError('sealed-block-damaged', 'Tombstones cannot be opened with these secrets.', { cause });
  }
}

const sealingKeys = new WeakMap<Buffer, Buffer>();

function sealingKey(secrets: TombstoneSecret) {
  const known = sealingKeys.get(secrets.numberKey);
  const key = known ?? keyed(secrets, 'sealing of tombstones', '');
  if (known === undefined) sealingKeys.set(secrets.numberKey, key);
  return secretKey(key);
}

/** None of the texts that the number key signs elsewhere begins so. */
function keyed({ numberKey }: TombstoneSecret, purpose: string, text: string): Buffer {
  return keyedHash(numberKey, `hub ${purpose}: ${text}`);
}
