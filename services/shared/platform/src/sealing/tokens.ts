import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { logTopics, type Topic } from '@hub/contracts';
import { isUuid, type Position } from '@hub/core';
import { nextNonce } from './seal.ts';
import { secretKey } from './secret-key.ts';
import type { Secrets } from './secrets.ts';

type ReceiptSecret = Pick<Secrets, 'receiptKey'>;

/** What a token is for; one made for one purpose is worthless for another. */
export type TokenPurpose = 'receipt' | 'state' | 'cursor' | 'webhook-secret';

const nonceBytes = 12;
const tagBytes = 16;
const lengthBytes = 2;

/**
 * Bytes of what a token holds, its length and the filling included: the longest receipt fits, and a receipt is as long
 * whoever it is about. A state of more than six slices, or a longer cursor, takes twice as much, four times, and so on.
 */
const contentBytes = 452;
/** In base64url without padding, of everything that fits. */
export const tokenCharacters = Math.ceil(((nonceBytes + contentBytes + tagBytes) * 4) / 3);

/**
 * An opaque token: AES-256-GCM under a key derived from the receipt key, its purpose bound to it, filled up to one length.
 * Its bearer reads nothing in it, not even how much it holds. Nonces are random: at a thousand tokens a second, one is
 * drawn twice within four years with a chance of 2^-23.
 */
export function sealToken(secrets: ReceiptSecret, purpose: TokenPurpose, content: Buffer): string {
  const filled = Buffer.alloc(filledBytes(lengthBytes + content.length));
  filled.writeUInt16BE(content.length);
  content.copy(filled, lengthBytes);
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', tokenKey(secrets), nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(purpose, 'ascii'));
  const sealed = [nonce, cipher.update(filled), cipher.final()];
  return Buffer.concat([...sealed, cipher.getAuthTag()]).toString('base64url');
}

/** What a token of this purpose holds, or null if this hub did not make it. */
export function openToken(secrets: ReceiptSecret, purpose: TokenPurpose, token: string): Buffer | null {
  const bytes = Buffer.from(token, 'base64url');
  // Other letters than those of the alphabet, and bits that nothing needs, would make many tokens of one.
  if (bytes.length < nonceBytes + contentBytes + tagBytes || bytes.toString('base64url') !== token) return null;
  const nonce = bytes.subarray(0, nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', tokenKey(secrets), nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(purpose, 'ascii'));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    const filled = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    return filled.subarray(lengthBytes, lengthBytes + filled.readUInt16BE());
  } catch {
    return null;
  }
}

function filledBytes(needed: number): number {
  let bytes = contentBytes;
  while (bytes < needed) bytes *= 2;
  return bytes;
}

const derived = new WeakMap<Buffer, Buffer>();

function tokenKey({ receiptKey }: ReceiptSecret) {
  const known = derived.get(receiptKey);
  if (known !== undefined) return secretKey(known);
  const fresh = Buffer.from(hkdfSync('sha256', receiptKey, '', 'hub-tokens', 32));
  derived.set(receiptKey, fresh);
  return secretKey(fresh);
}

/** Where an accepted event lies, and whose it is. */
export interface ReceiptClaims {
  readonly logEpoch: string;
  readonly topic: Topic;
  readonly slice: number;
  readonly offset: number;
  readonly dossier: number | null;
  /** Surrogate id of the trainee; null for session events. */
  readonly trainee: string | null;
  /** System name. */
  readonly source: string;
  readonly id: string;
  /** `clientId` of the partner that reported the event. */
  readonly partner: string;
  /** Canonical reference by which a session event is kept; absent: the event is about a trainee. */
  readonly session?: string;
  /** How the content digest begins: tells the contents of a reused id apart. */
  readonly content?: string;
  /**
   * Positions of what the hub published with the event (identifiers, a number, a link, the retraction of what it corrects
   * elsewhere), 15 at most. Whoever asks for a state with the event asks for these too. Absent: nothing.
   */
  readonly also?: readonly Position[];
}

/** More are never needed: six identifiers have six owners, and a correction takes back in few other dossiers. */
const alsoMax = 15;
const sessionPrefix = 'session:';

export function sealReceipt(secrets: ReceiptSecret, claims: ReceiptClaims): string {
  const { logEpoch, dossier, trainee, source, id, partner, session, content = '', also = [] } = claims;
  const number = Buffer.alloc(4);
  number.writeUInt32BE(dossier ?? 0);
  const texts = [logEpoch, session ?? trainee ?? '', source, id, partner, content];
  const positions = [claims, ...also.slice(0, alsoMax)];
  return sealToken(
    secrets,
    'receipt',
    Buffer.concat([number, ...texts.map(textBytes), ...positions.map(positionBytes)]),
  );
}

/** The claims of a receipt, or null if this hub did not make it. */
export function readReceipt(secrets: ReceiptSecret, token: string): ReceiptClaims | null {
  const bytes = openToken(secrets, 'receipt', token);
  if (bytes === null) return null;
  const dossier = bytes.readUInt32BE();
  const texts: string[] = [];
  let at = 4;
  while (texts.length < 6) {
    const { text, next } = textAt(bytes, at);
    texts.push(text);
    at = next;
  }
  const [logEpoch = '', subject = '', source = '', id = '', partner = '', content = ''] = texts;
  const [own, ...also] = positionsFrom(bytes, at);
  if (own === undefined) return null;
  const isSession = subject.startsWith(sessionPrefix);
  return {
    ...{ logEpoch, ...own, dossier: dossier === 0 ? null : dossier },
    trainee: isSession || subject === '' ? null : subject,
    ...{ source, id, partner },
    ...(isSession ? { session: subject } : {}),
    ...(content === '' ? {} : { content }),
    ...(also.length === 0 ? {} : { also }),
  };
}

/** How far a projection has read: the next offset of each partition. */
export interface LogState {
  readonly logEpoch: string;
  readonly offsets: readonly (readonly [topic: Topic, slice: number, nextOffset: number])[];
}

export function sealState(secrets: ReceiptSecret, { logEpoch, offsets }: LogState): string {
  const positions = offsets.map(([topic, slice, offset]) => positionBytes({ topic, slice, offset }));
  return sealToken(secrets, 'state', Buffer.concat([textBytes(logEpoch), ...positions]));
}

/** The state that a token names, or null if this hub did not make it. */
export function readState(secrets: ReceiptSecret, token: string): LogState | null {
  const bytes = openToken(secrets, 'state', token);
  if (bytes === null) return null;
  const { text: logEpoch, next } = textAt(bytes, 0);
  const positions = positionsFrom(bytes, next);
  return { logEpoch, offsets: positions.map(({ topic, slice, offset }) => [topic, slice, offset]) };
}

/** In the place of a length: 16 bytes of a UUID follow. */
const uuidMark = 0xff;

function textBytes(text: string): Buffer {
  if (isUuid(text)) return Buffer.from(uuidMark.toString(16) + text.replaceAll('-', ''), 'hex');
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function textAt(bytes: Buffer, at: number): { readonly text: string; readonly next: number } {
  const length = bytes.readUInt8(at);
  if (length !== uuidMark) return { text: bytes.toString('utf8', at + 1, at + 1 + length), next: at + 1 + length };
  const hex = bytes.toString('hex', at + 1, at + 17);
  const text = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return { text, next: at + 17 };
}

const positionLength = 9;

function positionBytes({ topic, slice, offset }: Position): Buffer {
  const bytes = Buffer.alloc(positionLength);
  bytes.writeUInt8(logTopics.indexOf(topic));
  bytes.writeUInt16BE(slice, 1);
  bytes.writeUIntBE(offset, 3, 6);
  return bytes;
}

function positionsFrom(bytes: Buffer, from: number): readonly Position[] {
  const positions: Position[] = [];
  for (let at = from; at + positionLength <= bytes.length; at += positionLength) {
    const topic = logTopics[bytes.readUInt8(at)];
    if (topic === undefined) continue;
    positions.push({ topic, slice: bytes.readUInt16BE(at + 1), offset: bytes.readUIntBE(at + 3, 6) });
  }
  return positions;
}
