import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Topic } from '@hub/contracts';
import type { Position } from '@hub/core';
import { secretKey } from './secret-key.ts';
import type { Secrets } from './secrets.ts';

/** What a signed token is for; one made for one purpose is worthless for another. */
export type TokenPurpose = 'receipt' | 'state';

const signatureBytes = 16;

/** A compact signed token, `<claims base64url>.<HMAC-SHA256, 128 bits, base64url>`: readable by its bearer, made by nobody else. */
export function signToken(secrets: Secrets, purpose: TokenPurpose, claims: unknown): string {
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${body}.${signature(secrets, purpose, body).toString('base64url')}`;
}

/** The claims of a token of this purpose, or null if this hub did not sign it. */
export function verifyToken(secrets: Secrets, purpose: TokenPurpose, token: string): unknown {
  const [body = '', told = '', ...rest] = token.split('.');
  const given = Buffer.from(told, 'base64url');
  if (rest.length > 0 || given.length !== signatureBytes) return null;
  if (!timingSafeEqual(given, signature(secrets, purpose, body))) return null;
  return JSON.parse(Buffer.from(body, 'base64url').toString());
}

function signature(secrets: Secrets, purpose: TokenPurpose, body: string): Buffer {
  return createHmac('sha256', secretKey(secrets.receiptKey))
    .update(`${purpose}.${body}`)
    .digest()
    .subarray(0, signatureBytes);
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
  /** `clientId` of the partner that told the event. */
  readonly partner: string;
  /**
   * Places of what the hub told with it (identifiers, a number, a link, the taking back of what it corrects elsewhere):
   * whoever asks for a state with the event asks for these too. Absent: nothing.
   */
  readonly also?: readonly Position[];
}

type Place = [Topic, number, number];
type ReceiptTuple = [string, ...Place, number | null, string | null, string, string, string, ...also: Place[]];

/** A receipt's claims travel as a tuple: there is one per event, and names would double its size. */
export function signReceipt(secrets: Secrets, claims: ReceiptClaims): string {
  const { logEpoch, topic, slice, offset, dossier, trainee, source, id, partner, also = [] } = claims;
  const places = also.map((place): Place => [place.topic, place.slice, place.offset]);
  const tuple: ReceiptTuple = [logEpoch, topic, slice, offset, dossier, trainee, source, id, partner, ...places];
  return signToken(secrets, 'receipt', tuple);
}

/** The claims of a receipt, or null if this hub did not sign it. */
export function readReceipt(secrets: Secrets, token: string): ReceiptClaims | null {
  const claims = verifyToken(secrets, 'receipt', token);
  if (claims === null) return null;
  const [logEpoch, topic, slice, offset, dossier, trainee, source, id, partner, ...places] = claims as ReceiptTuple;
  const own = { logEpoch, topic, slice, offset, dossier, trainee, source, id, partner };
  if (places.length === 0) return own;
  return { ...own, also: places.map(([topic, slice, offset]) => ({ topic, slice, offset })) };
}
