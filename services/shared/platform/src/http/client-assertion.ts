import { createHash } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
import type { Pool } from 'pg';
import { findPartner } from '../access/clients.ts';
import type { Partner } from '../access/partner.ts';

const assertionLifetimeMaxSeconds = 600;
const jtiCharactersMax = 256;

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
  try {
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(row.jwks), {
      algorithms: ['ES256', 'ES384', 'PS256', 'EdDSA', 'Ed25519'],
      issuer: row.clientId,
      subject: row.clientId,
      audience: [...audiences],
      requiredClaims: ['exp', 'jti'],
    });
    const { exp = 0, jti = '' } = payload;
    if (exp > Date.now() / 1000 + assertionLifetimeMaxSeconds || jti === '' || jti.length > jtiCharactersMax)
      return null;
    return (await isFirstUse(pool, row.clientId, jti, exp)) ? row : null;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
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
