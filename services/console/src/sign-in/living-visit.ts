import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { problem } from '@hub/platform';
import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import type { ConsoleSettings, IssuerSettings } from '../config.ts';
import type { Visitor } from '../frame/visitor.ts';
import { isVisitEnded } from './ended-visits.ts';
import type { Issuer } from './issuer.ts';
import { type CookieOptions, type StoredVisit, storedVisit, storeVisit } from './visit-cookie.ts';

export interface SignInOptions extends Omit<CookieOptions, 'visitMs'>, Pick<ConsoleSettings, 'idleMs' | 'visitMs'> {
  /** Under the role of the pages. */
  readonly pool: Pool;
  /** Asked once this process listens: the demo's issuer is part of it. */
  readonly settings: () => IssuerSettings;
  /** Where browsers see the pages, known once they listen: `https://hub.example.org`. */
  readonly origin: () => string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** What the routes and the port share. */
export interface SignInParts extends SignInOptions {
  readonly issuer: Issuer;
}

/** The visit of this request; null: there is none, or it is over. Looking at a page makes it last. */
export async function livingVisit(
  { pool, clock, idleMs, visitMs }: SignInParts,
  request: FastifyRequest,
): Promise<StoredVisit | null> {
  const visit = storedVisit(request);
  if (visit === null) return null;
  const now = clock();
  const isOver = now - visit.seenMs > idleMs || now - visit.beganMs > visitMs || (await isVisitEnded(pool, visit.id));
  if (isOver) storeVisit(request, null);
  else if (isLook(request) && now - visit.seenMs > keptMs) storeVisit(request, { ...visit, seenMs: now });
  return isOver ? null : visit;
}

/** The cookie is written anew for what is looked at after this time. */
const keptMs = 60_000;

/** What a page asks for by itself, its script and its figures, is no sign of a person. Old browsers do not tell. */
function isLook({ headers }: FastifyRequest): boolean {
  return (headers['sec-fetch-dest'] ?? 'document') === 'document';
}

const idTokenLengthMax = 1_800;

/** A new visit: nothing of a former one goes over into it. */
export function beginVisit(visitor: Visitor, idToken: string, nowMs: number): StoredVisit {
  return {
    ...visitor,
    id: randomUUID(),
    beganMs: nowMs,
    seenMs: nowMs,
    formToken: randomBytes(16).toString('base64url'),
    idToken: idToken.length > idTokenLengthMax ? null : idToken,
  };
}

export function requireToken(request: FastifyRequest): void {
  const own = Buffer.from(storedVisit(request)?.formToken ?? '');
  const { _csrf: sent } = (request.body ?? {}) as { readonly _csrf?: unknown };
  const given = Buffer.from(typeof sent === 'string' ? sent : '');
  if (own.length > 0 && given.length === own.length && timingSafeEqual(given, own)) return;
  throw problem(403, 'form-foreign', 'This form does not come from a page of this visit.', {
    detail: 'Open the page again, and send the form from there.',
  });
}
