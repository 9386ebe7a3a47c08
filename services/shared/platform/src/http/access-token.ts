import { createHash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, errors, importJWK, type JSONWebKeySet, type JWK, jwtVerify, SignJWT } from 'jose';

/** The part of the secrets that signs tokens: a private JWK on P-256. */
export interface TokenKey {
  readonly tokenKey: JWK;
}

export const tokenIssuer = 'urn:hub:issuer';
export const tokenAudience = 'urn:hub:api';
export const tokenLifetimeSeconds = 600;

/** What a token may be asked for: fewer than its client may do. One without a scope opens all that its client may. */
export const tokenScopes = {
  write: 'Report events',
  read: 'Read persons, dossiers and lists',
  admin: 'Administer the hub',
} as const;
export type TokenScope = keyof typeof tokenScopes;
const algorithm = 'ES256';
const verdictsMax = 10_000;

/** A JWT (RFC 9068) of ten minutes for one client, and nothing about what it may do: rights are looked up each time. */
export async function issueToken(secrets: TokenKey, clientId: string, now = new Date()): Promise<string> {
  const { publicJwk, privateKey } = await keysOf(secrets);
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({ client_id: clientId })
    .setProtectedHeader({ alg: algorithm, typ: 'at+jwt', kid: publicJwk.kid })
    .setIssuer(tokenIssuer)
    .setAudience(tokenAudience)
    .setSubject(clientId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + tokenLifetimeSeconds)
    .setJti(randomUUID())
    .sign(privateKey);
}

/** Client ids by token hash until the token expires: verifying costs 0.2 ms, looking up costs nothing. */
export type TokenVerdicts = Map<string, { readonly clientId: string; readonly expiresAtMs: number }>;

/** The client a token was given to, or null for any token that is not ours, not now or not for this hub. */
export async function clientOfToken(secrets: TokenKey, token: string, verdicts: TokenVerdicts): Promise<string | null> {
  const hash = createHash('sha256').update(token).digest('base64url');
  const known = verdicts.get(hash);
  if (known !== undefined) {
    if (known.expiresAtMs > Date.now()) return known.clientId;
    verdicts.delete(hash);
    return null;
  }
  const { publicKey } = await keysOf(secrets);
  try {
    const { payload } = await jwtVerify(token, publicKey, {
      algorithms: [algorithm],
      issuer: tokenIssuer,
      audience: tokenAudience,
      typ: 'at+jwt',
      requiredClaims: ['exp', 'iat', 'sub'],
      maxTokenAge: tokenLifetimeSeconds,
    });
    if (payload.sub === undefined || payload.exp === undefined) return null;
    if (verdicts.size >= verdictsMax) dropExpired(verdicts);
    verdicts.set(hash, { clientId: payload.sub, expiresAtMs: payload.exp * 1000 });
    return payload.sub;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}

function dropExpired(verdicts: TokenVerdicts): void {
  for (const [hash, verdict] of verdicts) if (verdict.expiresAtMs <= Date.now()) verdicts.delete(hash);
  if (verdicts.size >= verdictsMax) verdicts.clear();
}

/** The public half, as `/.well-known/jwks.json` shows it. */
export async function publicJwks(secrets: TokenKey): Promise<JSONWebKeySet> {
  return { keys: [(await keysOf(secrets)).publicJwk] };
}

type SigningKey = Exclude<Awaited<ReturnType<typeof importJWK>>, Uint8Array>;

interface TokenKeys {
  readonly publicJwk: JWK & { readonly kid: string };
  readonly publicKey: SigningKey;
  readonly privateKey: SigningKey;
}

const imported = new WeakMap<JWK, Promise<TokenKeys>>();

function keysOf(secrets: TokenKey): Promise<TokenKeys> {
  const known = imported.get(secrets.tokenKey);
  if (known !== undefined) return known;
  const keys = importKeys(secrets.tokenKey);
  imported.set(secrets.tokenKey, keys);
  return keys;
}

async function importKeys(jwk: JWK): Promise<TokenKeys> {
  const { kty, crv, x, y } = jwk;
  const bare: JWK = { kty: kty ?? 'EC', ...(crv && { crv }), ...(x && { x }), ...(y && { y }) };
  const kid = jwk.kid ?? (await calculateJwkThumbprint(bare));
  return {
    publicJwk: { ...bare, kid, alg: algorithm, use: 'sig' },
    publicKey: (await importJWK(bare, algorithm)) as SigningKey,
    privateKey: (await importJWK(jwk, algorithm)) as SigningKey,
  };
}
