import { createHash, randomUUID } from 'node:crypto';
import {
  CompactSign,
  calculateJwkThumbprint,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
  SignJWT,
} from 'jose';

/** The part of the secrets that signs tokens: a private JWK on P-256. */
export interface TokenKey {
  readonly tokenKey: JWK;
}

/** Who makes tokens and for whom: without an address of the hub, names that every hub has. */
export interface TokenRealm {
  readonly issuer: string;
  readonly audience: string;
  /** Whose tokens are taken besides. */
  readonly outside: OutsideIssuer | null;
}

/** An issuer of the outside (RFC 9068): its tokens open the client that is registered under their subject. */
export interface OutsideIssuer {
  readonly issuer: string;
  readonly keys: JWTVerifyGetKey;
}

export const localRealm: TokenRealm = { issuer: 'urn:hub:issuer', audience: 'urn:hub:api', outside: null };

/** `publicUrl` is issuer and audience: a token of one hub opens no other, even where both share their secrets. */
export function tokenRealm(options: {
  readonly publicUrl?: string | undefined;
  readonly outside?: { readonly issuer: string; readonly jwksUrl: string } | undefined;
}): TokenRealm {
  const { publicUrl, outside } = options;
  const url = publicUrl?.replace(/\/$/, '');
  return {
    issuer: url ?? localRealm.issuer,
    audience: url ?? localRealm.audience,
    outside: outside === undefined ? null : { issuer: outside.issuer, keys: outsideKeys(outside.jwksUrl) },
  };
}

/** Fetched when a token names a key that is not known, at most every half minute, and kept for ten minutes. */
function outsideKeys(jwksUrl: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: 3_000,
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
  });
}

export const tokenLifetimeSeconds = 600;

/** What a token may be asked for: fewer than its client may do. One without a scope opens all that its client may. */
export const tokenScopes = {
  write: 'Report events',
  read: 'Read persons, dossiers and lists',
  admin: 'Administer the hub',
} as const;
export type TokenScope = keyof typeof tokenScopes;

export function isTokenScope(text: string): text is TokenScope {
  return Object.hasOwn(tokenScopes, text);
}

const algorithm = 'ES256';
const outsideAlgorithms = ['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA', 'Ed25519'];
const outsideLifetimeMaxSeconds = 3_600;
const verdictsMax = 10_000;
const hubActor = 'urn:hub:dispatcher';
const pagesActor = 'urn:hub:console';

export interface TokenOptions {
  readonly realm?: TokenRealm;
  readonly scopes?: readonly TokenScope[];
  /** Base64url SHA-256 of the client's certificate: only a connection with it may use the token (RFC 8705). */
  readonly thumbprint?: string | null;
  /** The hub itself asks in the client's name (RFC 8693 §4.1), from an address that is its own and in no convention. */
  readonly byHub?: boolean;
  readonly now?: Date;
}

/** A JWT (RFC 9068) of ten minutes for one client, and nothing about its rights: they are looked up each time. */
export function issueToken(secrets: TokenKey, clientId: string, options: TokenOptions = {}): Promise<string> {
  const { scopes, thumbprint = null, byHub = false } = options;
  const claims = {
    client_id: clientId,
    ...(scopes && { scope: scopes.join(' ') }),
    ...(thumbprint !== null && { cnf: { 'x5t#S256': thumbprint } }),
    ...(byHub && { act: { sub: hubActor } }),
  };
  return sign(secrets, clientId, claims, options);
}

/** The same for the pages: they ask in the name of the organisation of whoever has signed in. */
export function issueOrganisationToken(
  secrets: TokenKey,
  siret: string,
  options: Pick<TokenOptions, 'realm' | 'now'> = {},
): Promise<string> {
  return sign(secrets, siret, { client_id: pagesActor, act: { sub: pagesActor } }, options);
}

async function sign(
  secrets: TokenKey,
  subject: string,
  claims: JWTPayload,
  { realm = localRealm, now = new Date() }: Pick<TokenOptions, 'realm' | 'now'>,
): Promise<string> {
  const { publicJwk, privateKey } = await keysOf(secrets);
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, typ: 'at+jwt', kid: publicJwk.kid })
    .setIssuer(realm.issuer)
    .setAudience(realm.audience)
    .setSubject(subject)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + tokenLifetimeSeconds)
    .setJti(randomUUID())
    .sign(privateKey);
}

/** What a good token says. */
export interface TokenClaims {
  /** Of the hub's own, the client, or the organisation for whom a page asks; of the outside issuer's, its subject there. */
  readonly subject: string;
  readonly of: 'client' | 'organisation' | 'outside';
  /** Null: all that its client may do. */
  readonly scopes: readonly string[] | null;
  readonly thumbprint: string | null;
  /** The hub itself asks; never of the outside issuer's. */
  readonly byHub: boolean;
}

/** Claims by token hash until the token expires: verifying costs 0.2 ms, looking up costs nothing. */
export type TokenVerdicts = Map<string, { readonly claims: TokenClaims; readonly expiresAtMs: number }>;

/** What a token says, or null for any that is neither ours nor the outside issuer's, not now or not for this hub. */
export async function claimsOfToken(
  secrets: TokenKey,
  token: string,
  verdicts: TokenVerdicts,
  realm: TokenRealm = localRealm,
): Promise<TokenClaims | null> {
  const hash = createHash('sha256').update(token).digest('base64url');
  const known = verdicts.get(hash);
  if (known !== undefined) {
    if (known.expiresAtMs > Date.now()) return known.claims;
    verdicts.delete(hash);
    return null;
  }
  const verdict = await verify(secrets, token, realm);
  if (verdict === null) return null;
  if (verdicts.size >= verdictsMax) dropExpired(verdicts);
  verdicts.set(hash, verdict);
  return verdict.claims;
}

type Verdict = { readonly claims: TokenClaims; readonly expiresAtMs: number };

async function verify(secrets: TokenKey, token: string, realm: TokenRealm): Promise<Verdict | null> {
  const { outside } = realm;
  try {
    const isOutside = outside !== null && decodeJwt(token).iss === outside.issuer;
    const { payload } = isOutside
      ? await jwtVerify(token, outside.keys, {
          ...checks(realm.audience, outside.issuer, outsideLifetimeMaxSeconds),
          algorithms: outsideAlgorithms,
        })
      : await jwtVerify(token, (await keysOf(secrets)).publicKey, {
          ...checks(realm.audience, realm.issuer, tokenLifetimeSeconds),
          algorithms: [algorithm],
        });
    const { sub, exp, scope, cnf, act } = payload;
    if (sub === undefined || exp === undefined) return null;
    const thumbprint = (cnf as { 'x5t#S256'?: unknown } | undefined)?.['x5t#S256'];
    const actor = isOutside ? undefined : (act as { sub?: unknown } | undefined)?.sub;
    const own = actor === pagesActor ? 'organisation' : 'client';
    const claims: TokenClaims = {
      subject: sub,
      of: isOutside ? 'outside' : own,
      scopes: typeof scope === 'string' ? scope.split(' ') : null,
      thumbprint: typeof thumbprint === 'string' ? thumbprint : null,
      byHub: actor === hubActor || actor === pagesActor,
    };
    return { claims, expiresAtMs: exp * 1000 };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}

function checks(audience: string, issuer: string, maxTokenAge: number) {
  return { issuer, audience, typ: 'at+jwt', requiredClaims: ['exp', 'iat', 'sub'], maxTokenAge };
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

/** A JWS in compact form of a text that the hub vouches for; `typ` keeps it from being taken for a token. */
export async function signDocument(secrets: TokenKey, typ: string, text: string): Promise<string> {
  const { publicJwk, privateKey } = await keysOf(secrets);
  return new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: algorithm, typ, kid: publicJwk.kid })
    .sign(privateKey);
}
