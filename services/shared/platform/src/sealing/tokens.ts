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
  const [body = '', signed = '', ...rest] = token.split('.');
  const given = Buffer.from(signed, 'base64url');
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
  /** `clientId` of the partner that reported the event. */
  readonly partner: string;
  /** Canonical reference by which a session event is kept; absent: the event is about a trainee. */
  readonly session?: string;
  /** How the content digest begins: tells the contents of a reused id apart. Absent in receipts of before. */
  readonly content?: string;
  /**
   * Positions of what the hub published with the event (identifiers, a number, a link, the retraction of what it corrects
   * elsewhere). Whoever asks for a state with the event asks for these too. Absent: nothing.
   */
  readonly also?: readonly Position[];
}

type PositionTuple = [Topic, number, number];
/** In the place of the trainee, a session event has its session. */
type ReceiptTuple = [
  string,
  ...PositionTuple,
  number | null,
  subject: string | null,
  string,
  string,
  string,
  ...also: (string | PositionTuple)[],
];

const sessionPrefix = 'session:';

/** A receipt's claims travel as a tuple: there is one per event, and names would double its size. */
export function signReceipt(secrets: Secrets, claims: ReceiptClaims): string {
  const { logEpoch, topic, slice, offset, dossier, trainee, source, id, partner, session, content, also = [] } = claims;
  const positions = also.map((position): PositionTuple => [position.topic, position.slice, position.offset]);
  const more = content === undefined ? positions : [content, ...positions];
  const subject = session ?? trainee;
  const tuple: ReceiptTuple = [logEpoch, topic, slice, offset, dossier, subject, source, id, partner, ...more];
  return signToken(secrets, 'receipt', tuple);
}

/** The claims of a receipt, or null if this hub did not sign it. */
export function readReceipt(secrets: Secrets, token: string): ReceiptClaims | null {
  const claims = verifyToken(secrets, 'receipt', token);
  if (claims === null) return null;
  const [logEpoch, topic, slice, offset, dossier, subject, source, id, partner, ...more] = claims as ReceiptTuple;
  const session = subject?.startsWith(sessionPrefix) ? subject : undefined;
  const [content] = more.filter((each) => typeof each === 'string');
  const also = more
    .filter((each) => typeof each !== 'string')
    .map(([topic, slice, offset]) => ({ topic, slice, offset }));
  return {
    ...{
      logEpoch,
      topic,
      slice,
      offset,
      dossier,
      trainee: session === undefined ? subject : null,
      source,
      id,
      partner,
    },
    ...(session === undefined ? {} : { session }),
    ...(content === undefined ? {} : { content }),
    ...(also.length === 0 ? {} : { also }),
  };
}
