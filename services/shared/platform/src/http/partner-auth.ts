import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { findPartner } from '../access/clients.ts';
import type { OrganisationKind, Partner } from '../access/partner.ts';
import { clientOfToken, type TokenKey, type TokenVerdicts } from './access-token.ts';

import { type ProblemError, problem } from './problem.ts';
import { isHeaderRepeated } from './request-parts.ts';

const partnerCacheMs = 30_000;

/** What is kept of a partner's row: at most 30 s old, so that a revocation holds in under a minute everywhere. */
type PartnerCache = Map<string, { readonly partner: Promise<Partner | null>; readonly readAtMs: number }>;

/** A hook for `onRequest` or `preHandler`. */
export type PartnerAuth = (request: FastifyRequest) => Promise<void>;

/**
 * Lets a request pass only with a Bearer token of the hub (ES256, issuer, audience and expiry checked) whose partner is
 * not revoked, and sets `request.partner`. Otherwise 401 with `WWW-Authenticate` (RFC 6750). With `kinds`, a partner whose
 * organisation is of none of them gets 403.
 */
export function partnerAuth(options: {
  readonly pool: Pool;
  readonly secrets: TokenKey;
  readonly kinds?: readonly OrganisationKind[];
}): PartnerAuth {
  const verdicts: TokenVerdicts = new Map();
  const partners: PartnerCache = new Map();
  return async (request) => {
    // Node keeps the first of two; whatever stands before the hub may have kept the other.
    if (isHeaderRepeated(request, 'authorization')) throw unauthorized('invalid_request');
    const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw unauthorized();
    const clientId = await clientOfToken(options.secrets, token, verdicts);
    if (clientId === null) throw unauthorized('invalid_token');
    const partner = await cachedPartner(options.pool, partners, clientId);
    if (partner === null) throw unauthorized('invalid_token');
    if (options.kinds !== undefined && !options.kinds.some((kind) => partner.kinds.includes(kind))) {
      throw problem(403, 'forbidden', 'This partner may not use this address.');
    }
    request.partner = partner;
  };
}

async function cachedPartner(pool: Pool, cache: PartnerCache, clientId: string): Promise<Partner | null> {
  const known = cache.get(clientId);
  if (known !== undefined && Date.now() - known.readAtMs < partnerCacheMs) return known.partner;
  const partner = livePartner(pool, clientId);
  cache.set(clientId, { partner, readAtMs: Date.now() });
  // A failed look-up is no answer: the next request asks again.
  partner.catch(() => cache.delete(clientId));
  return partner;
}

async function livePartner(pool: Pool, clientId: string): Promise<Partner | null> {
  const row = await findPartner(pool, clientId);
  if (row === null || row.revokedAt !== null) return null;
  const { siret, kinds, sources, certifies, convention } = row;
  return { clientId, siret, kinds, sources, certifies, convention };
}

function unauthorized(error?: 'invalid_token' | 'invalid_request'): ProblemError {
  const challenge = `Bearer realm="hub"${error === undefined ? '' : `, error="${error}"`}`;
  const title = error === 'invalid_token' ? 'The token is not valid, or not any more.' : 'A Bearer token is needed.';
  const detail =
    error === 'invalid_request' ? 'Send one Authorization header.' : 'Ask POST /oauth2/token for a new one.';
  return problem(401, 'unauthorized', title, { detail, headers: { 'www-authenticate': challenge } });
}
