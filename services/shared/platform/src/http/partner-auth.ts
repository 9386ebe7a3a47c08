import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { isAddressIn } from '../access/addresses.ts';
import { findOrganisationPartner, findOutsidePartner, findPartner } from '../access/clients.ts';
import { type ConventionGap, conventionGap } from '../access/organisations.ts';
import type { OrganisationKind, Partner } from '../access/partner.ts';
import {
  claimsOfToken,
  localRealm,
  type TokenClaims,
  type TokenKey,
  type TokenRealm,
  type TokenScope,
  type TokenVerdicts,
} from './access-token.ts';
import { clientAddress } from './client-address.ts';
import { type ProblemError, problem } from './problem.ts';
import { isHeaderRepeated } from './request-parts.ts';
import { showsCertificate } from './tls.ts';

/** What is remembered of a partner is at most so old: a revocation, and the end of a convention, hold everywhere after it. */
export const partnerCacheMs = 10_000;

/** A partner as it was a moment ago; null: unknown or revoked. */
interface Found {
  readonly partner: Partner;
  /** Why it may do nothing today. */
  readonly gap: ConventionGap | null;
}

type PartnerCache = Map<string, { readonly found: Promise<Found | null>; readonly readAtMs: number }>;

/** A hook for `onRequest` or `preHandler`. */
export type PartnerAuth = (request: FastifyRequest) => Promise<void>;

export interface PartnerAuthOptions {
  readonly pool: Pool;
  readonly secrets: TokenKey;
  /** Of which one the organisation must be; default: any. */
  readonly kinds?: readonly OrganisationKind[];
  /** Of which one a token that names scopes must name; default: any. */
  readonly scopes?: readonly TokenScope[];
  /** Default: that of a hub without an address of its own. */
  readonly realm?: TokenRealm;
}

/**
 * Lets a request pass only with a Bearer token of the hub (ES256, issuer, audience and expiry checked), or of the outside
 * issuer, whose partner is not revoked and whose organisation has a convention that is in force and names the address that
 * the request comes from, unless the hub itself asks in the partner's name; sets `request.partner`. Otherwise 401 with `WWW-Authenticate` (RFC 6750) or 403.
 */
export function partnerAuth(options: PartnerAuthOptions): PartnerAuth {
  const { pool, secrets, realm = localRealm } = options;
  const verdicts: TokenVerdicts = new Map();
  const partners: PartnerCache = new Map();
  return async (request) => {
    // Node keeps the first of two; whatever stands before the hub may have kept the other.
    if (isHeaderRepeated(request, 'authorization')) throw unauthorized('invalid_request');
    const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw unauthorized();
    const claims = await claimsOfToken(secrets, token, verdicts, realm);
    if (claims === null || !showsCertificate(request, claims.thumbprint)) throw unauthorized('invalid_token');
    const found = await cachedPartner(pool, partners, claims);
    if (found === null) throw unauthorized('invalid_token');
    request.partner = found.partner;
    request.askedByHub = claims.byHub;
    requireAgreed(found, claims.byHub ? null : clientAddress(request));
    requireAllowed(found.partner, claims, options);
  };
}

function requireAllowed({ kinds }: Partner, { scopes }: TokenClaims, options: PartnerAuthOptions): void {
  if (options.kinds !== undefined && !options.kinds.some((kind) => kinds.includes(kind))) {
    throw problem(403, 'forbidden', 'This partner may not use this address.');
  }
  if (options.scopes === undefined || scopes === null) return;
  if (options.scopes.some((scope) => scopes.includes(scope))) return;
  const scope = options.scopes.join(' ');
  throw problem(403, 'scope-missing', 'The token was not asked for this.', {
    detail: `Ask for one of the scope ${scope}, or for one without a scope.`,
    headers: { 'www-authenticate': `Bearer realm="hub", error="insufficient_scope", scope="${scope}"` },
  });
}

/** `address`: null for the hub itself. */
function requireAgreed({ partner, gap }: Found, address: string | null): void {
  if (gap !== null) throw outsideConvention(gap);
  const { addresses = [] } = partner.convention ?? {};
  if (address === null || addresses.length === 0 || isAddressIn(address, addresses)) return;
  throw problem(403, 'address-not-agreed', 'The convention does not name the address that this request comes from.', {
    detail: 'Ask from one of the addresses in the convention, or have this one added to it.',
  });
}

function outsideConvention(gap: ConventionGap): ProblemError {
  switch (gap.gap) {
    case 'missing':
      return problem(403, 'convention-missing', 'The organisation of this client has no convention with the hub.');
    case 'not-yet':
      return problem(403, 'convention-not-yet', 'The convention of this organisation is not in force yet.', {
        detail: `It begins on ${gap.day}.`,
      });
    case 'ended':
      return problem(403, 'convention-ended', 'The convention of this organisation has ended.', {
        detail: `Its last day was ${gap.day}.`,
      });
  }
}

function cachedPartner(pool: Pool, cache: PartnerCache, claims: TokenClaims): Promise<Found | null> {
  const name = `${claims.of} ${claims.subject}`;
  const known = cache.get(name);
  if (known !== undefined && Date.now() - known.readAtMs < partnerCacheMs) return known.found;
  const found = livePartner(pool, claims);
  cache.set(name, { found, readAtMs: Date.now() });
  // A failed look-up is no answer: the next request asks again.
  found.catch(() => cache.delete(name));
  return found;
}

const finders = { client: findPartner, organisation: findOrganisationPartner, outside: findOutsidePartner };

async function livePartner(pool: Pool, claims: TokenClaims): Promise<Found | null> {
  const row = await finders[claims.of](pool, claims.subject);
  if (row === null || row.revokedAt !== null) return null;
  const { clientId, siret, kinds, sources, certifies, convention } = row;
  const gap = convention === null ? await conventionGap(pool, siret) : null;
  return { partner: { clientId, siret, kinds, sources, certifies, convention }, gap };
}

function unauthorized(error?: 'invalid_token' | 'invalid_request'): ProblemError {
  const challenge = `Bearer realm="hub"${error === undefined ? '' : `, error="${error}"`}`;
  const title = error === 'invalid_token' ? 'The token is not valid, or not any more.' : 'A Bearer token is needed.';
  const detail =
    error === 'invalid_request' ? 'Send one Authorization header.' : 'Ask POST /oauth2/token for a new one.';
  return problem(401, 'unauthorized', title, { detail, headers: { 'www-authenticate': challenge } });
}
