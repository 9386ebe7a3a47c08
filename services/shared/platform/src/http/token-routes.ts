import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { type Partner, purposesOf } from '../access/partner.ts';
import { signIn } from '../access/sign-in.ts';
import {
  issueToken,
  isTokenScope,
  localRealm,
  publicJwks,
  type TokenKey,
  type TokenRealm,
  type TokenScope,
  tokenLifetimeSeconds,
  tokenScopes,
} from './access-token.ts';
import { clientAddress } from './client-address.ts';
import { partnerByAssertion } from './client-assertion.ts';
import { isHeaderRepeated } from './request-parts.ts';
import { clientThumbprint } from './tls.ts';
import { jwksSchema, metadataSchema, tokenSchema } from './token-schemas.ts';

export interface TokenRoutesOptions {
  readonly pool: Pool;
  readonly secrets: TokenKey;
  /** Base URL under which partners see the hub; assertions name it or the issuer. Default: where the server listens. */
  readonly publicUrl?: string | undefined;
  /** Default: that of a hub without an address of its own. */
  readonly realm?: TokenRealm;
  /** Told of each token that was given. */
  readonly onSignedIn?: (signedIn: SignedIn) => void;
}

export interface SignedIn {
  readonly clientId: string;
  readonly by: 'secret' | 'keys';
  /** Its token is bound to the certificate that it showed. */
  readonly withCertificate: boolean;
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const formBytesMax = 16 * 1024;
const authMethods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];

/**
 * The embedded issuer: `POST /oauth2/token` (RFC 6749 §4.4: client credentials by Basic, in the form, or by
 * `private_key_jwt`), its public keys and its metadata (RFC 8414). Errors are those of RFC 6749 §5.2.
 */
export function tokenRoutes(options: TokenRoutesOptions): FastifyPluginAsync {
  return async (server) => addRoutes(server, options);
}

function addRoutes(server: FastifyInstance, options: TokenRoutesOptions): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: formBytesMax },
    (_request, body, done) => done(null, parseForm(String(body))),
  );
  server.post('/oauth2/token', { schema: tokenSchema }, (request, reply) => answerToken(request, reply, options));
  server.get('/.well-known/jwks.json', { schema: jwksSchema }, async (_request, reply) => {
    reply.header('cache-control', 'public, max-age=300');
    return publicJwks(options.secrets);
  });
  server.get('/.well-known/oauth-authorization-server', { schema: metadataSchema }, async (request) => {
    const url = publicUrl(request, options);
    return {
      issuer: realmOf(options).issuer,
      token_endpoint: `${url}/oauth2/token`,
      jwks_uri: `${url}/.well-known/jwks.json`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: authMethods,
      token_endpoint_auth_signing_alg_values_supported: ['ES256', 'ES384', 'PS256', 'EdDSA'],
      scopes_supported: Object.keys(tokenScopes),
    };
  });
}

function realmOf({ realm = localRealm }: TokenRoutesOptions): TokenRealm {
  return realm;
}

/** Under which a form says that a parameter came twice, which RFC 6749 §3.2 forbids; no parameter can have this name. */
const isRepeated = Symbol('repeated');

type Form = Readonly<Record<string, string>> & { readonly [isRepeated]: boolean };

async function answerToken(
  request: FastifyRequest,
  reply: FastifyReply,
  options: TokenRoutesOptions,
): Promise<unknown> {
  reply.header('cache-control', 'no-store').header('pragma', 'no-cache');
  const form = (request.body ?? null) as Form | null;
  if (form === null) return refuse(reply, 400, 'invalid_request', 'The body is empty.');
  if (form[isRepeated]) return refuse(reply, 400, 'invalid_request', 'A parameter is repeated.');
  if (form.grant_type === undefined) return refuse(reply, 400, 'invalid_request', 'grant_type is missing.');
  if (form.grant_type !== 'client_credentials') {
    return refuse(reply, 400, 'unsupported_grant_type', 'The hub gives tokens for client_credentials only.');
  }
  const several = severalWays(request, form);
  if (several !== null) return refuse(reply, 400, 'invalid_request', several);
  const found = await authenticate(request, form, options);
  if (found.status === 'later') {
    reply.header('retry-after', String(found.seconds));
    return refuse(reply, 429, 'invalid_client', 'Too many wrong secrets came from this address: ask again later.');
  }
  if (found.status === 'wrong') {
    reply.header('www-authenticate', 'Basic realm="hub"');
    return refuse(reply, 401, 'invalid_client', 'The client is not known, or its credentials are not valid.');
  }
  const scopes = scopesOf(form, found.partner);
  if (scopes === null) {
    return refuse(
      reply,
      400,
      'invalid_scope',
      `Of ${Object.keys(tokenScopes).join(', ')}, those that this client may.`,
    );
  }
  const { clientId } = found.partner;
  const thumbprint = clientThumbprint(request);
  const token = await issueToken(options.secrets, clientId, {
    realm: realmOf(options),
    thumbprint,
    ...(form.scope !== undefined && { scopes }),
  });
  const by = form.client_assertion === undefined ? 'secret' : 'keys';
  options.onSignedIn?.({ clientId, by, withCertificate: thumbprint !== null });
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: tokenLifetimeSeconds,
    scope: scopes.join(' '),
  };
}

/** What was asked for, or all that this client may do today; null where it asked for more, or for what does not exist. */
function scopesOf({ scope }: Form, partner: Partner): readonly TokenScope[] | null {
  const may = scopesOfPartner(partner);
  if (scope === undefined) return may;
  const asked = scope.split(' ').filter((each) => each !== '');
  const known = asked.filter(isTokenScope).filter((each) => may.includes(each));
  return known.length === asked.length && known.length > 0 ? [...new Set(known)] : null;
}

function scopesOfPartner(partner: Partner): readonly TokenScope[] {
  const may = {
    write: partner.sources.length > 0,
    read: purposesOf(partner).length > 0,
    admin: partner.kinds.includes('hub-operator'),
  };
  return Object.keys(tokenScopes)
    .filter(isTokenScope)
    .filter((scope) => may[scope]);
}

/** RFC 6749 §2.3: a client authenticates in one way, and as one client. Null where it does. */
function severalWays(request: FastifyRequest, form: Form): string | null {
  const { authorization } = request.headers;
  const assertion = form.client_assertion ?? form.client_assertion_type;
  const ways = [authorization, form.client_secret, assertion].filter((way) => way !== undefined);
  if (ways.length > 1 || isHeaderRepeated(request, 'authorization')) return 'Authenticate in one way only.';
  const named = basicCredentials(authorization)?.clientId;
  const isAnother = named !== undefined && form.client_id !== undefined && form.client_id !== named;
  return isAnother ? 'client_id names another client than Authorization does.' : null;
}

type Authenticated =
  | { readonly status: 'known'; readonly partner: Partner }
  | { readonly status: 'wrong' }
  | { readonly status: 'later'; readonly seconds: number };

async function authenticate(request: FastifyRequest, form: Form, options: TokenRoutesOptions): Promise<Authenticated> {
  const { pool } = options;
  if (form.client_assertion !== undefined) {
    if (form.client_assertion_type !== assertionType) return { status: 'wrong' };
    const url = publicUrl(request, options);
    const audiences = [realmOf(options).issuer, url, `${url}/oauth2/token`];
    const partner = await partnerByAssertion(pool, form.client_assertion, audiences);
    const isNamed = form.client_id === undefined || form.client_id === partner?.clientId;
    return partner !== null && isNamed ? { status: 'known', partner } : { status: 'wrong' };
  }
  const credentials = basicCredentials(request.headers.authorization) ?? formCredentials(form);
  if (credentials === null) return { status: 'wrong' };
  return signIn(pool, { ...credentials, address: clientAddress(request) });
}

/** Never the `Host` header: whoever caught an assertion meant for another place could name that place here. */
function publicUrl(request: FastifyRequest, options: TokenRoutesOptions): string {
  if (options.publicUrl !== undefined) return options.publicUrl.replace(/\/$/, '');
  const { server } = request;
  if (!server.server.listening) return 'http://localhost';
  return server.listeningOrigin.replace('//0.0.0.0', '//127.0.0.1').replace('//[::]', '//127.0.0.1');
}

interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** RFC 6749 §2.3.1: both parts are form-encoded before they are joined. */
function basicCredentials(header: string | undefined): Credentials | null {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon === -1) return null;
  return { clientId: formDecode(text.slice(0, colon)), clientSecret: formDecode(text.slice(colon + 1)) };
}

function formCredentials(form: Form): Credentials | null {
  const { client_id: clientId, client_secret: clientSecret } = form;
  return clientId === undefined || clientSecret === undefined ? null : { clientId, clientSecret };
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function parseForm(body: string): Form {
  const form: Record<string, string> = Object.create(null);
  const names = new Set<string>();
  let repeated = false;
  for (const [name, value] of new URLSearchParams(body)) {
    repeated ||= names.has(name);
    names.add(name);
    if (value !== '') form[name] = value;
  }
  return Object.assign(form, { [isRepeated]: repeated });
}

function refuse(reply: FastifyReply, status: number, error: string, description: string): FastifyReply {
  return reply.status(status).send({ error, error_description: description });
}
