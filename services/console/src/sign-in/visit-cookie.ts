import { createHmac, hkdfSync } from 'node:crypto';
import secureSession, { type Session } from '@fastify/secure-session';
import type { SigningSecrets, TokenRealm } from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Visitor } from '../frame/visitor.ts';
import type { Journey } from './issuer.ts';

declare module 'fastify' {
  interface FastifyRequest {
    journey: Session;
  }
}

/** What the cookie of somebody who has signed in holds, sealed: all that is known of a visit. */
export interface StoredVisit extends Visitor {
  readonly id: string;
  readonly beganMs: number;
  readonly seenMs: number;
  /** Of its forms. */
  readonly formToken: string;
  /** By which the issuer knows whose session to end; null: too long for a cookie. */
  readonly idToken: string | null;
}

type Secrets = Pick<SigningSecrets, 'tokenKey' | 'receiptKey'>;

const journeySeconds = 600;

export interface CookieOptions {
  readonly secrets: Secrets;
  readonly realm: TokenRealm;
  /** Only ever sent under TLS, and by no other host. */
  readonly isSecure: boolean;
  readonly visitMs: number;
}

/** Two sealed cookies: of the visit, and of the journey to the issuer and back. */
export async function addCookies(server: FastifyInstance, options: CookieOptions): Promise<void> {
  const { isSecure: secure, visitMs } = options;
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  const name = (plain: string) => (secure ? `__Host-${plain}` : plain);
  await server.register(secureSession, [
    {
      ...{ sessionName: 'session', cookieName: name('hub-visite'), cookie },
      ...{ key: keyOf(options, 'visit'), expiry: visitMs / 1_000 },
    },
    {
      ...{ sessionName: 'journey', cookieName: name('hub-connexion') },
      ...{ key: keyOf(options, 'journey'), expiry: journeySeconds, cookie: { ...cookie, maxAge: journeySeconds } },
    },
  ]);
}

/** Each cookie and each hub has its own; a change of the token key ends all visits. The number grows with the shape of what is sealed. */
function keyOf({ secrets, realm }: CookieOptions, cookie: 'visit' | 'journey'): Buffer {
  const { d } = secrets.tokenKey;
  if (d === undefined) throw new Error('The pages are given secrets that sign.');
  return Buffer.from(hkdfSync('sha256', Buffer.from(d, 'base64url'), realm.issuer, `hub console ${cookie} 1`, 32));
}

/** The library types no key. */
function sealed(session: Session): { set(key: string, value: StoredVisit | Journey): void } {
  return session as never;
}

export function storedVisit({ session }: FastifyRequest): StoredVisit | null {
  return (session.get('visit') as StoredVisit | undefined) ?? null;
}

/** Null: the visit is over. */
export function storeVisit({ session }: FastifyRequest, visit: StoredVisit | null): void {
  if (visit === null) session.delete();
  else sealed(session).set('visit', visit);
}

export function storedJourney({ journey }: FastifyRequest): Journey | null {
  return (journey.get('journey') as Journey | undefined) ?? null;
}

/** Null: it is over, and may not be gone twice. */
export function storeJourney({ journey }: FastifyRequest, stored: Journey | null): void {
  if (stored === null) journey.delete();
  else sealed(journey).set('journey', stored);
}

/** `Hub-Agent`: the same person has the same everywhere in this hub, and whoever reads it learns nothing. */
export function pseudonym({ receiptKey }: Pick<Secrets, 'receiptKey'>, issuer: string, subject: string): string {
  const digest = createHmac('sha256', receiptKey)
    .update(`console agent:${JSON.stringify([issuer, subject])}`)
    .digest('hex');
  // Letters alone: no digits that could be read as the number of a person.
  return `p-${digest.slice(0, 32).replaceAll(/\d/g, (digit) => String.fromCharCode(103 + Number(digit)))}`;
}
