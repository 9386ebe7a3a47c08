import { createPrivateKey, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { HubError } from '@hub/core';
import { importJWK, type JWK, SignJWT } from 'jose';

/** A client's private key, with which it signs who it is (`private_key_jwt`). */
export interface ClientKey {
  readonly jwk: JWK;
  readonly alg: string;
  /** As the key's own file names it. */
  readonly kid?: string;
}

const algorithms: Readonly<Record<string, string>> = { 'P-256': 'ES256', 'P-384': 'ES384', Ed25519: 'EdDSA' };

/** Reads a key file: a private JWK, or PEM in PKCS #8. Throws `configuration-invalid`, and never quotes the file. */
export async function readClientKey(file: string): Promise<ClientKey> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw unusable(file, `it cannot be read (${(cause as NodeJS.ErrnoException).code})`);
  });
  const jwk = privateJwk(file, text);
  const alg = jwk.alg ?? algorithms[jwk.crv ?? ''] ?? (jwk.kty === 'RSA' ? 'PS256' : undefined);
  if (alg === undefined) throw unusable(file, 'it is for none of ES256, ES384, PS256, EdDSA');
  return { jwk, alg, ...(jwk.kid !== undefined && { kid: jwk.kid }) };
}

function privateJwk(file: string, text: string): JWK {
  try {
    const jwk = text.trimStart().startsWith('{')
      ? (JSON.parse(text) as JWK)
      : (createPrivateKey(text).export({ format: 'jwk' }) as JWK);
    if (typeof jwk.d === 'string') return jwk;
  } catch {
    // What the parser says would quote the key.
    throw unusable(file, 'it holds no private key as JWK or PEM');
  }
  throw unusable(file, 'it holds no private key');
}

function unusable(file: string, why: string): HubError {
  return new HubError('configuration-invalid', `The key of the client in ${file} cannot be used: ${why}.`);
}

const lifetimeSeconds = 60;

/** A fresh assertion (RFC 7523) for the token address of one hub: whoever caught it could use it nowhere else. */
export async function signAssertion(
  { jwk, alg, kid }: ClientKey,
  clientId: string,
  audience: readonly string[],
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    iss: clientId,
    sub: clientId,
    aud: [...audience],
    iat: now,
    exp: now + lifetimeSeconds,
    jti: randomUUID(),
  })
    .setProtectedHeader({ alg, ...(kid !== undefined && { kid }) })
    .sign(await importJWK(jwk, alg));
}
