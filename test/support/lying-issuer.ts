import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** An issuer that says whatever a test has it say, in tokens that are well signed unless the test has another key sign. */
export interface LyingIssuer {
  readonly url: string;
  /** What it says of whoever comes next. */
  says: JWTPayload;
  /** What its user info says; null: the same subject, and nothing else. */
  info: JWTPayload | null;
  /** Its tokens are signed by a key that it does not publish. */
  signsByAnother: boolean;
  close(): Promise<void>;
}

export const clientOfLiar = { clientId: 'hub', clientSecret: 'of-the-hub' };

export async function lyingIssuer(port = 0): Promise<LyingIssuer> {
  const [own, another] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const nonces = new Map<string, string>();
  const spoken = { says: {} as JWTPayload, info: null as JWTPayload | null, signsByAnother: false };
  const tokenFor = (url: string, nonce: string) =>
    new SignJWT({ iss: url, aud: clientOfLiar.clientId, sub: 'someone', nonce, ...spoken.says })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuedAt((spoken.says.iat as number | undefined) ?? undefined)
      .setExpirationTime((spoken.says.exp as number | undefined) ?? '1 minute')
      .sign((spoken.signsByAnother ? another : own).privateKey);
  const publicKey = { ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const answers: Readonly<Record<string, Answer>> = {
    '/.well-known/openid-configuration': async (url) => describe(url),
    '/keys': async () => ({ keys: [publicKey] }),
    '/info': async () => spoken.info ?? { sub: spoken.says.sub ?? 'someone' },
    '/token': async (url, request) => {
      const sent = new URLSearchParams(String(Buffer.concat(await request.toArray())));
      const nonce = nonces.get(sent.get('code') ?? '');
      nonces.delete(sent.get('code') ?? '');
      if (nonce === undefined) return null;
      return { access_token: 'of-the-issuer', token_type: 'Bearer', id_token: await tokenFor(url, nonce) };
    },
  };
  const server = createServer(async (request, response) => {
    const url = `http://${request.headers.host}`;
    const { pathname, searchParams } = new URL(request.url ?? '', url);
    const answer = answers[pathname];
    if (answer === undefined) return response.writeHead(302, { location: sendBack(searchParams, nonces) }).end();
    const body = await answer(url, request);
    response.writeHead(body === null ? 400 : 200, { 'content-type': 'application/json' });
    return response.end(JSON.stringify(body ?? { error: 'invalid_grant' }));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return Object.assign(spoken, { url, close });
}

/** Null: the code was used, or never given. */
type Answer = (url: string, request: IncomingMessage) => Promise<object | null>;

function sendBack(asked: URLSearchParams, nonces: Map<string, string>): string {
  const back = new URL(asked.get('redirect_uri') ?? '');
  const code = `code-${randomUUID()}`;
  nonces.set(code, asked.get('nonce') ?? '');
  back.search = String(new URLSearchParams({ code, state: asked.get('state') ?? '' }));
  return back.href;
}

function describe(url: string): object {
  return {
    ...{ issuer: url, authorization_endpoint: `${url}/to`, token_endpoint: `${url}/token`, jwks_uri: `${url}/keys` },
    ...{ userinfo_endpoint: `${url}/info`, response_types_supported: ['code'], subject_types_supported: ['public'] },
    ...{ id_token_signing_alg_values_supported: ['RS256'], code_challenge_methods_supported: ['S256'] },
  };
}
