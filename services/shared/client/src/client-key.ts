import { constants, createPrivateKey, type JsonWebKey, type KeyObject, randomUUID, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** A client's private key, with which it signs who it is (`private_key_jwt`). */
export interface ClientKey {
  readonly key: KeyObject;
  readonly alg: Algorithm;
  /** As the key's own file names it. */
  readonly kid?: string;
}

/** Of each signature (RFC 7518, 8037): its hash, and what of it differs from what OpenSSL does by itself. */
const algorithms = {
  ES256: { hash: 'sha256', dsaEncoding: 'ieee-p1363' },
  ES384: { hash: 'sha384', dsaEncoding: 'ieee-p1363' },
  PS256: { hash: 'sha256', padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
  EdDSA: { hash: null },
} as const;

type Algorithm = keyof typeof algorithms;

const ofCurve: Readonly<Record<string, Algorithm>> = { 'P-256': 'ES256', 'P-384': 'ES384', Ed25519: 'EdDSA' };

/** Reads a key file: a private JWK, or PEM in PKCS #8. What it throws names the file and never quotes it. */
export async function readClientKey(file: string): Promise<ClientKey> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw unusable(file, `it cannot be read (${cause.code})`);
  });
  const { key, kid } = privateKey(file, text);
  const jwk = key.export({ format: 'jwk' });
  const alg = jwk.kty === 'RSA' ? 'PS256' : ofCurve[jwk.crv ?? ''];
  if (alg === undefined) throw unusable(file, 'it is for none of ES256, ES384, PS256, EdDSA');
  return { key, alg, ...(kid !== undefined && { kid }) };
}

function privateKey(file: string, text: string): { readonly key: KeyObject; readonly kid?: string | undefined } {
  try {
    if (!text.trimStart().startsWith('{')) return { key: createPrivateKey(text) };
    const jwk = JSON.parse(text) as JsonWebKey & { kid?: string };
    return { key: createPrivateKey({ key: jwk, format: 'jwk' }), kid: jwk.kid };
  } catch {
    // What the parser says would quote the key.
    throw unusable(file, 'it holds no private key as JWK or PEM');
  }
}

function unusable(file: string, why: string): Error {
  return new Error(`The key of the client in ${file} cannot be used: ${why}.`);
}

const lifetimeSeconds = 60;

/** A fresh assertion (RFC 7523) for the token address of one hub: whoever caught it could use it nowhere else. */
export function signAssertion({ key, alg, kid }: ClientKey, clientId: string, audience: readonly string[]): string {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg, typ: 'JWT', ...(kid !== undefined && { kid }) };
  const about = { iss: clientId, sub: clientId, aud: audience, iat: now, exp: now + lifetimeSeconds };
  const signed = `${encoded(header)}.${encoded({ ...about, jti: randomUUID() })}`;
  const { hash, ...how } = algorithms[alg];
  return `${signed}.${sign(hash, Buffer.from(signed), { key, ...how }).toString('base64url')}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
