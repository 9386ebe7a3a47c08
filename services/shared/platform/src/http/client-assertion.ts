import { createHash } from 'node:crypto';
import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  importJWK,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import type { Pool } from 'pg';
import { findPartner } from '../access/clients.ts';
import type { Partner } from '../access/partner.ts';

const assertionLifetimeMaxSeconds = 600;
const jtiCharactersMax = 256;
const algorithms = ['ES256', 'ES384', 'PS256', 'EdDSA', 'Ed25519'];

/**
 * The partner that signed this `private_key_jwt` assertion (RFC 7523 §3): known key, `iss` = `sub` = client id, our
 * audience, at most ten minutes of life, a `jti` never seen. Null otherwise.
 */
export async function partnerByAssertion(
  pool: Pool,
  assertion: string,
  audiences: readonly string[],
): Promise<Partner | null> {
  const claimed = clientClaimed(assertion);
  const row = claimed === null ? null : await findPartner(pool, claimed);
  if (row === null || row.revokedAt !== null || row.jwks === null) return null;
  const payload = await verified(assertion, row.clientId, row.jwks, audiences);
  if (payload === null) return null;
  const { exp = 0, jti = '' } = payload;
  if (exp > Date.now() / 1000 + assertionLifetimeMaxSeconds || jti === '' || jti.length > jtiCharactersMax) return null;
  return (await isFirstUse(pool, row.clientId, jti, exp)) ? row : null;
}

/**
 * What an assertion says, if one of these keys signed it. Each key that may be meant is tried: while keys are changed there
 * are several, and neither keys nor assertions need to have a name.
 */
async function verified(
  assertion: string,
  clientId: string,
  { keys }: JSONWebKeySet,
  audiences: readonly string[],
): Promise<JWTPayload | null> {
  for (const jwk of keys) {
    try {
      const { alg, kid } = decodeProtectedHeader(assertion);
      if (alg === undefined || !algorithms.includes(alg)) return null;
      if (kid !== undefined && jwk.kid !== undefined && kid !== jwk.kid) continue;
      const { payload } = await jwtVerify(assertion, await importJWK(jwk, alg), {
        algorithms,
        issuer: clientId,
        subject: clientId,
        audience: [...audiences],
        requiredClaims: ['exp', 'jti'],
      });
      return payload;
    } catch (error) {
      // Of another kind than the signature, of another key, or not as it must be: none of these keys makes it good.
      if (!(error instanceof errors.JOSEError || error instanceof TypeError || isKeyFault(error))) throw error;
    }
  }
  return null;
}

/** A key that does not fit the algorithm that the assertion names (WebCrypto's own errors). */
function isKeyFault(error: unknown): boolean {
  return error instanceof DOMException;
}

function clientClaimed(assertion: string): string | null {
  try {
    return decodeJwt(assertion).sub ?? null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}

/** The insert is the check: of two uses at the same moment, in whichever processes, one wins. */
async function isFirstUse(pool: Pool, clientId: string, jti: string, expiresAtSeconds: number): Promise<boolean> {
  await pool.query('delete from access.assertion where expires_at < now()');
  const { rowCount } = await pool.query(
    'insert into access.assertion (client_id, jti, expires_at) values ($1, $2, to_timestamp($3)) on conflict do nothing',
    [clientId, createHash('sha256').update(jti).digest(), expiresAtSeconds],
  );
  return rowCount === 1;
}
