import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, get, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readClientKey } from '@hub/client';
import {
  addConvention,
  addPartner,
  buildServer,
  type Client,
  createLogger,
  createMetrics,
  createSecrets,
  findPartner,
  type HubServer,
  issueToken,
  listPartners,
  type NewConvention,
  partnerAuth,
  putOrganisation,
  revokePartner,
  rotatePartner,
  type Secrets,
  type SignedIn,
  tokenRealm,
  tokenRoutes,
  writersOf,
} from '@hub/platform';
import { type CryptoKey, decodeJwt, exportJWK, exportPKCS8, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signAssertion } from '../../services/shared/client/src/client-key.ts';
import { type Certificate, issue, makeAuthority } from '../support/certificates.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const url = 'https://hub.example';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const siret = '99000102600014';
const partner = (clientId: string): Client => ({ clientId, siret, sources: ['eos'], certifies: [] });
const terms = (more: Partial<NewConvention>): NewConvention => ({ from: '2020-01-01', purposes: [], ...more });
const lines: string[] = [];
let database: TestDatabase;
let secrets: Secrets;
let server: HubServer;
let directory: string;
let secret: string;
let clientKey: CryptoKey;
let otherKey: CryptoKey;

beforeAll(async () => {
  database = await testDatabase();
  directory = await mkdtemp(join(tmpdir(), 'hub-tokens-'));
  secrets = await createSecrets(join(directory, 'secrets.json'));
  const logger = createLogger('trace', 'test', { write: (line) => void lines.push(line) });
  server = buildServer({ logger, metrics: createMetrics() });
  server.register(tokenRoutes({ pool: database.pool, secrets, publicUrl: url }));
  server.register(async (scope) => {
    const auth = partnerAuth({ pool: database.pool, secrets });
    scope.get('/who', { onRequest: auth }, async (request) => request.partner);
    const operators = partnerAuth({ pool: database.pool, secrets, kinds: ['hub-operator'] });
    scope.get('/operators', { onRequest: operators }, async () => 'yes');
    for (const each of ['read', 'write'] as const) {
      const onRequest = partnerAuth({ pool: database.pool, secrets, scopes: [each] });
      scope.get(`/${each}`, { onRequest }, async () => 'yes');
    }
  });
  await putOrganisation(database.pool, { siret, name: 'Région', kinds: ['region'] });
  await addConvention(database.pool, siret, terms({}));
  secret = (await addPartner(database.pool, partner('eos'))).clientSecret ?? '';
  const pair = await generateKeyPair('ES256', { extractable: true });
  clientKey = pair.privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' };
  await addPartner(database.pool, partner('keyed'), { jwks: { keys: [jwk] } });
  const other = await generateKeyPair('ES256', { extractable: true });
  otherKey = other.privateKey;
  await addPartner(database.pool, partner('keyed-too'), { jwks: { keys: [await exportJWK(other.publicKey)] } });
});

afterAll(async () => {
  await server?.close();
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});

const basic = (id: string, word: string) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(word)}`).toString('base64')}`;

function ask(form: Record<string, string> | string, headers: Record<string, string> = {}) {
  const payload = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  return server.inject({
    method: 'POST',
    url: '/oauth2/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload,
  });
}

const grant = { grant_type: 'client_credentials' };

async function tokenOf(id: string, word: string): Promise<string> {
  return (await ask(grant, { authorization: basic(id, word) })).json().access_token;
}

const who = (token: string) => server.inject({ url: '/who', headers: { authorization: `Bearer ${token}` } });

interface Assertion {
  readonly claims?: Record<string, unknown>;
  readonly key?: CryptoKey | Uint8Array;
  readonly alg?: string;
}

function assertion({ claims = {}, key = clientKey, alg = 'ES256' }: Assertion = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claimed = { iss: 'keyed', sub: 'keyed', aud: url, exp: now + 60, jti: crypto.randomUUID(), ...claims };
  return new SignJWT(claimed).setProtectedHeader({ alg, kid: 'k1' }).sign(key);
}

const askSigned = async (signed: Promise<string> | string) =>
  ask({ ...grant, client_assertion_type: assertionType, client_assertion: await signed });

describe('POST /oauth2/token', () => {
  it('gives a token of ten minutes for a secret by Basic or in the form, and the token opens the hub', async () => {
    for (const answer of [
      await ask(grant, { authorization: basic('eos', secret) }),
      await ask({ ...grant, client_id: 'eos', client_secret: secret }),
    ]) {
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.json()).toMatchObject({ token_type: 'Bearer', expires_in: 600 });
      expect((await who(answer.json().access_token)).json()).toMatchObject(partner('eos'));
    }
  });

  it.each([
    ['a wrong secret', grant, basic('eos', 'wrong'), 401, 'invalid_client'],
    ['an unknown client', grant, basic('nobody', 'wrong'), 401, 'invalid_client'],
    ['no credentials', grant, undefined, 401, 'invalid_client'],
    ['a name that no database can hold', grant, basic('a\0b', 'x'), 401, 'invalid_client'],
    ['such a name in the form', { ...grant, client_id: '\0', client_secret: 'x' }, undefined, 401, 'invalid_client'],
    ['nonsense for Basic', grant, 'Basic ???', 401, 'invalid_client'],
    ['a client without secret', grant, basic('keyed', 'anything'), 401, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, basic('eos', 'x'), 400, 'unsupported_grant_type'],
    ['no grant', {}, basic('eos', 'x'), 400, 'invalid_request'],
    ['two ways at once', { ...grant, client_id: 'eos', client_secret: 'x' }, basic('eos', 'x'), 400, 'invalid_request'],
    [
      'Basic of one client, another in the form',
      { ...grant, client_id: 'keyed' },
      basic('eos', 'x'),
      400,
      'invalid_request',
    ],
    [
      'Basic and an assertion',
      { ...grant, client_assertion_type: assertionType, client_assertion: 'x.y.z' },
      basic('eos', 'x'),
      400,
      'invalid_request',
    ],
    [
      'half an assertion',
      { ...grant, client_assertion_type: assertionType },
      basic('eos', 'x'),
      400,
      'invalid_request',
    ],
    [
      'a secret and an assertion',
      { ...grant, client_id: 'eos', client_secret: 'x', client_assertion: 'x.y.z' },
      undefined,
      400,
      'invalid_request',
    ],
    [
      'a repeated parameter without value',
      `grant_type=client_credentials&scope=&scope=`,
      basic('eos', 'x'),
      400,
      'invalid_request',
    ],
    ['a repeated parameter', 'grant_type=client_credentials&grant_type=x', basic('eos', 'x'), 400, 'invalid_request'],
  ])('refuses %s as RFC 6749 says', async (_what, form, authorization, status, error) => {
    const answer = await ask(form as Record<string, string>, authorization === undefined ? {} : { authorization });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ error });
    expect(answer.headers['www-authenticate'] !== undefined).toBe(status === 401);
  });

  it('takes the name of the client beside Basic, where it is the same', async () => {
    expect((await ask({ ...grant, client_id: 'eos' }, { authorization: basic('eos', secret) })).statusCode).toBe(200);
  });

  it('repeats nothing of a form that it refuses', async () => {
    const answer = await ask('+repeated=Jeanne&grant_type=client_credentials&grant_type=Jeanne', {});
    expect(answer.body).not.toContain('Jeanne');
  });

  it('refuses another media type, and another method', async () => {
    const json = { method: 'POST', url: '/oauth2/token', payload: grant } as const;
    expect((await server.inject(json)).statusCode).toBe(415);
    expect((await server.inject({ method: 'GET', url: '/oauth2/token' })).statusCode).toBe(405);
    expect((await ask('x'.repeat(20_000))).statusCode).toBe(413);
  });

  it('takes a signed assertion once', async () => {
    const signed = assertion();
    const first = await askSigned(signed);
    expect(first.statusCode).toBe(200);
    expect((await who(first.json().access_token)).json()).toMatchObject({ clientId: 'keyed' });
    expect((await askSigned(signed)).json()).toMatchObject({ error: 'invalid_client' });
  });

  it('takes one of two uses at the same moment', async () => {
    const signed = assertion();
    const answers = await Promise.all([askSigned(signed), askSigned(signed)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
  });

  it.each(['ES256', 'ES384', 'PS256', 'EdDSA'])(
    'takes one that hub-client signs with a key of %s, before and after its rotation',
    async (alg) => {
      const clientId = `keyed-${alg}`;
      const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
      const next = await generateKeyPair(alg, { extractable: true });
      await addPartner(database.pool, partner(clientId), { jwks: { keys: [await exportJWK(publicKey)] } });
      const files = [join(directory, `${clientId}.pem`), join(directory, `${clientId}.json`)];
      await writeFile(files[0] ?? '', await exportPKCS8(privateKey));
      await writeFile(files[1] ?? '', JSON.stringify(await exportJWK(next.privateKey)));
      const signed = async (file = '') =>
        (await askSigned(signAssertion(await readClientKey(file), clientId, [url, `${url}/oauth2/token`]))).statusCode;
      expect(await signed(files[0])).toBe(200);
      await rotatePartner(database.pool, clientId, { jwks: { keys: [await exportJWK(next.publicKey)] } });
      expect([await signed(files[0]), await signed(files[1])]).toEqual([200, 200]);
      await rotatePartner(database.pool, clientId, {
        jwks: { keys: [await exportJWK(next.publicKey)] },
        endOldSecret: true,
        overlapSeconds: 0,
      });
      expect([await signed(files[0]), await signed(files[1])]).toEqual([401, 200]);
    },
  );

  const now = Math.floor(Date.now() / 1000);
  it.each<[string, Assertion | (() => Promise<Assertion>)]>([
    ['expired', { claims: { exp: now - 600 } }],
    ['of a life too long', { claims: { exp: now + 86_400 } }],
    ['for another audience', { claims: { aud: 'https://elsewhere.example' } }],
    ['without jti', { claims: { jti: undefined } }],
    ['without expiry', { claims: { exp: undefined } }],
    ['of another issuer', { claims: { iss: 'eos' } }],
    ['of an unknown client', { claims: { iss: 'nobody', sub: 'nobody' } }],
    ['of a client without keys', { claims: { iss: 'eos', sub: 'eos' } }],
    ['signed by a symmetric key', { key: new TextEncoder().encode('x'.repeat(32)), alg: 'HS256' }],
    [
      'signed with the public key as a secret',
      async () => ({ key: new TextEncoder().encode(JSON.stringify(await exportJWK(clientKey))), alg: 'HS256' }),
    ],
    ['from the future', { claims: { nbf: now + 600 } }],
    ['whose jti has no end', { claims: { jti: 'x'.repeat(300) } }],
    ["signed by another client's key", async () => ({ key: otherKey })],
    ['signed by another key', async () => ({ key: (await generateKeyPair('ES256')).privateKey })],
  ])('refuses an assertion %s', async (_what, given) => {
    const answer = await askSigned(assertion(typeof given === 'function' ? await given() : given));
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ error: 'invalid_client' });
  });
});

describe('wrong secrets', () => {
  const from = (address: string, id: string, word: string) =>
    server.inject({
      method: 'POST',
      url: '/oauth2/token',
      remoteAddress: address,
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: basic(id, word) },
      payload: new URLSearchParams(grant).toString(),
    });
  const passMinutes = (minutes: number) =>
    database.pool.query(
      `update access.wrong_secret set blocked_until = blocked_until - $1 * interval '1 minute', tried_at = tried_at - $1 * interval '1 minute'`,
      [minutes],
    );

  it('are ten at most from one address: then it waits, longer each time, and nobody else does', async () => {
    const { clientSecret } = await addPartner(database.pool, partner('guessed'));
    const right = clientSecret ?? '';
    const first = await Promise.all(Array.from({ length: 30 }, () => from('192.0.2.1', 'guessed', 'wrong')));
    expect(first.filter(({ statusCode }) => statusCode === 401)).toHaveLength(10);
    const stopped = first.filter(({ statusCode }) => statusCode === 429);
    expect(stopped).toHaveLength(20);
    for (const { headers } of stopped) expect(Number(headers['retry-after'])).toBeGreaterThan(50);
    // From there not even the right one is tried; from elsewhere, it opens.
    expect((await from('192.0.2.1', 'guessed', right)).statusCode).toBe(429);
    expect((await from('192.0.2.2', 'guessed', right)).statusCode).toBe(200);
    expect((await from('192.0.2.1', 'eos', secret)).statusCode).toBe(200);
    await passMinutes(1);
    expect((await from('192.0.2.1', 'guessed', 'wrong')).statusCode).toBe(401);
    const longer = await from('192.0.2.1', 'guessed', right);
    expect(longer.statusCode).toBe(429);
    expect(Number(longer.headers['retry-after'])).toBeGreaterThan(110);
    await passMinutes(2);
    expect((await from('192.0.2.1', 'guessed', right)).statusCode).toBe(200);
    expect((await from('192.0.2.1', 'guessed', 'wrong')).statusCode).toBe(401);
    const { rows } = await database.pool.query(
      `select client_id as client, address, count from access.alarm where kind = 'wrong-secrets'`,
    );
    expect(rows).toEqual([{ client: 'guessed', address: '192.0.2.1', count: 11 }]);
  });

  it('count for a whole network of IPv6, and for a day', async () => {
    await addPartner(database.pool, partner('sixth'));
    for (let host = 1; host <= 10; host += 1) {
      expect((await from(`2001:db8:1:2::${host}`, 'sixth', 'wrong')).statusCode).toBe(401);
    }
    expect((await from('2001:db8:1:2:a:b:c:d', 'sixth', 'wrong')).statusCode).toBe(429);
    expect((await from('2001:db8:1:3::1', 'sixth', 'wrong')).statusCode).toBe(401);
    await passMinutes(24 * 60 + 1);
    for (let count = 1; count <= 10; count += 1) {
      expect((await from('2001:db8:1:2::1', 'sixth', 'wrong')).statusCode).toBe(401);
    }
    expect((await from('2001:db8:1:2::1', 'sixth', 'wrong')).statusCode).toBe(429);
  });

  it('of names that nobody has leave a bounded number of rows, and no name', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `invented-${index}`);
    await Promise.all(names.map((name) => from('192.0.2.9', name, 'wrong')));
    const { rows } = await database.pool.query(`select client from access.wrong_secret where address = '192.0.2.9'`);
    expect(rows.length).toBeLessThanOrEqual(256);
    expect(JSON.stringify(rows)).not.toContain('invented');
  });

  it('of a secret that somebody chose are compared ten times at most, two at a time, and the right one still opens', async () => {
    await addPartner(database.pool, partner('chosen'), { clientSecret: 'chosen by hand' });
    expect((await from('192.0.2.3', 'chosen', 'chosen by hand')).statusCode).toBe(200);
    const answers = await Promise.all(Array.from({ length: 150 }, () => from('192.0.2.4', 'chosen', 'wrong')));
    expect(answers.filter(({ statusCode }) => statusCode === 401)).toHaveLength(10);
    expect((await from('192.0.2.3', 'chosen', 'chosen by hand')).statusCode).toBe(200);
  });
});

describe('the scope of a token', () => {
  it('takes away, and never adds', async () => {
    const asked = await ask({ ...grant, scope: 'write' }, { authorization: basic('eos', secret) });
    expect(asked.json()).toMatchObject({ scope: 'write' });
    const use = (path: string, token: string) =>
      server.inject({ url: path, headers: { authorization: `Bearer ${token}` } });
    expect((await use('/write', asked.json().access_token)).statusCode).toBe(200);
    const refused = await use('/read', asked.json().access_token);
    expect([refused.statusCode, refused.json().type]).toEqual([403, 'urn:hub:problem:scope-missing']);
    expect(refused.headers['www-authenticate']).toContain('insufficient_scope');
    expect((await use('/read', await tokenOf('eos', secret))).statusCode).toBe(200);
  });

  it.each(['admin', 'everything', 'write everything', ' '])('is refused where it is "%s"', async (scope) => {
    const answer = await ask({ ...grant, scope }, { authorization: basic('eos', secret) });
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_scope']);
  });
});

describe('a client certificate', () => {
  it('binds the tokens that are given over its connection, to a secret or to a key: without it, or with another, they open nothing', async () => {
    const [authority, clients] = [makeAuthority('authority of the hub'), makeAuthority('authority of clients')];
    const own = issue({ name: 'hub', hosts: ['127.0.0.1'] }, authority);
    const tls = { cert: own.certificate, key: own.key, ca: clients.certificate };
    const overTls = buildServer({ logger: createLogger('silent', 'test'), metrics: createMetrics(), tls });
    const told: SignedIn[] = [];
    const onSignedIn = (signedIn: SignedIn) => void told.push(signedIn);
    overTls.register(tokenRoutes({ pool: database.pool, secrets, publicUrl: url, onSignedIn }));
    const onRequest = partnerAuth({ pool: database.pool, secrets });
    overTls.get('/who', { onRequest }, async (request) => request.partner);
    await overTls.listen({ port: 0, host: '127.0.0.1' });
    const { port } = overTls.server.address() as { port: number };
    const send = (path: string, shown: Certificate | null, headers: Record<string, string>, body?: string) =>
      new Promise<{ status: number; body: { access_token?: string } }>((resolve, reject) => {
        const client = shown === null ? {} : { cert: shown.certificate, key: shown.key };
        const method = body === undefined ? 'GET' : 'POST';
        const to = {
          host: '127.0.0.1',
          port,
          path,
          method,
          headers,
          ca: authority.certificate,
          agent: false,
          ...client,
        };
        const asked = request(to, async (answer) => {
          const text = String(await answer.toArray().then(Buffer.concat));
          resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) });
        });
        asked.once('error', reject).end(body);
      });
    const [mine, another] = [issue({ name: 'eos' }, clients), issue({ name: 'kairos' }, clients)];
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const signed = { client_assertion_type: assertionType, client_assertion: await assertion() };
    const thumbprint = new X509Certificate(mine.certificate).fingerprint256.replaceAll(':', '');
    const bound = { cnf: { 'x5t#S256': Buffer.from(thumbprint, 'hex').toString('base64url') } };
    for (const [clientId, headers, proof] of [
      ['eos', { ...form, authorization: basic('eos', secret) }, {}],
      ['keyed', form, signed],
    ] as const) {
      const asked = new URLSearchParams({ ...grant, ...proof }).toString();
      const { access_token: token = '' } = (await send('/oauth2/token', mine, headers, asked)).body;
      expect(decodeJwt(token)).toMatchObject({ sub: clientId, ...bound });
      const bearer = { authorization: `Bearer ${token}` };
      const answers = [];
      for (const shown of [mine, another, null]) answers.push(await send('/who', shown, bearer));
      expect(answers.map(({ status }) => status)).toEqual([200, 401, 401]);
      expect(answers[0]?.body).toMatchObject({ clientId });
    }
    expect(told).toEqual([
      { clientId: 'eos', by: 'secret', withCertificate: true },
      { clientId: 'keyed', by: 'keys', withCertificate: true },
    ]);
    // An assertion is good once, whichever certificate is shown.
    const again = new URLSearchParams({ ...grant, ...signed }).toString();
    expect((await send('/oauth2/token', another, form, again)).status).toBe(401);
    const free = { authorization: `Bearer ${await issueToken(secrets, 'eos')}` };
    expect((await send('/who', null, free)).status).toBe(200);
    await overTls.close();
  });
});

describe('tokens of an outside issuer', () => {
  it('open the client that is registered under their subject, and nobody else', async () => {
    const issuer = 'https://issuer.example';
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const keys = createServer((_asked, answer) => {
      void exportJWK(publicKey).then((jwk) =>
        answer.end(JSON.stringify({ keys: [{ ...jwk, alg: 'RS256', kid: 'o1' }] })),
      );
    });
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
    const jwksUrl = `http://127.0.0.1:${(keys.address() as { port: number }).port}/jwks`;
    const realm = tokenRealm({ publicUrl: url, outside: { issuer, jwksUrl } });
    const open = buildServer({ logger: createLogger('silent', 'test'), metrics: createMetrics() });
    const onRequest = partnerAuth({ pool: database.pool, secrets, realm });
    open.get('/who', { onRequest }, async (asked) => asked.partner);
    await addPartner(database.pool, partner('from-outside'), { outsideSubject: 'svc-42' });
    const token = (claims: object, header: object = {}) =>
      new SignJWT({ iss: issuer, aud: url, sub: 'svc-42', ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'o1', ...header })
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey);
    const use = (value: string) => open.inject({ url: '/who', headers: { authorization: `Bearer ${value}` } });
    expect((await use(await token({}))).json()).toMatchObject({ clientId: 'from-outside' });
    const refused = [
      await token({ sub: 'eos' }),
      await token({ sub: 'from-outside' }),
      await token({ aud: 'urn:hub:api' }),
      await token({}, { typ: 'JWT' }),
      // The hub's own key under the name of the other, and the other's under the name of the hub.
      await issueToken(secrets, 'svc-42', { realm: { ...realm, issuer } }),
      await token({ iss: url, sub: 'eos' }),
      // Of a hub that has no address of its own.
      await issueToken(secrets, 'eos'),
    ];
    for (const value of refused) expect((await use(value)).statusCode).toBe(401);
    expect((await use(await issueToken(secrets, 'eos', { realm }))).statusCode).toBe(200);
    await new Promise((resolve) => keys.close(resolve));
    await open.close();
  });
});

describe('a token', () => {
  /** A token as the hub would make it, but for one thing. */
  async function forged(
    claims: Record<string, unknown>,
    header: Record<string, unknown> = {},
    key?: CryptoKey | Uint8Array,
  ) {
    const at = Math.floor(Date.now() / 1000);
    const claimed = { iss: 'urn:hub:issuer', aud: 'urn:hub:api', sub: 'eos', iat: at, exp: at + 60, ...claims };
    const own = (await importJWK(secrets.tokenKey as JWK, 'ES256')) as CryptoKey;
    return new SignJWT(claimed).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...header }).sign(key ?? own);
  }
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const past = Math.floor(Date.now() / 1000) - 3_600;

  it('is taken when made by the hub', async () => {
    expect((await who(await forged({}))).statusCode).toBe(200);
  });

  it.each<[string, () => Promise<string> | string]>([
    ['expired', () => forged({ exp: past + 600, iat: past })],
    ['of another audience', () => forged({ aud: 'urn:elsewhere' })],
    ['of another issuer', () => forged({ iss: 'https://elsewhere.example' })],
    ['from the future', () => forged({ iat: past + 90_000, exp: past + 91_000 })],
    ['older than ten minutes, whatever its expiry says', () => forged({ iat: past, exp: past + 90_000 })],
    ['without expiry', () => forged({ exp: undefined })],
    ['of another type', () => forged({}, { typ: 'JWT' })],
    ['of an unknown client', () => forged({ sub: 'nobody' })],
    ['of another key', async () => forged({}, {}, (await generateKeyPair('ES256')).privateKey)],
    [
      'signed with the public key as a secret',
      () => forged({}, { alg: 'HS256' }, Buffer.from(JSON.stringify({ x: secrets.tokenKey.x }))),
    ],
    [
      'without signature',
      () =>
        `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode({ iss: 'urn:hub:issuer', aud: 'urn:hub:api', sub: 'eos', iat: past, exp: past * 2 })}.`,
    ],
    ['that is no token', () => 'abc'],
    ['that is empty', () => ''],
  ])('is refused when %s', async (_what, make) => {
    const answer = await who(await make());
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="hub"/);
    expect(answer.json()).toMatchObject({ type: 'urn:hub:problem:unauthorized', status: 401 });
  });

  it('does not open what its kind of partner may not use', async () => {
    const headers = { authorization: `Bearer ${await tokenOf('eos', secret)}` };
    expect((await server.inject({ url: '/operators', headers })).statusCode).toBe(403);
  });

  it('dies with its partner within ten seconds', async () => {
    const { clientSecret } = await addPartner(database.pool, partner('leaving'));
    const token = await tokenOf('leaving', clientSecret ?? '');
    expect((await who(token)).statusCode).toBe(200);
    await revokePartner(database.pool, 'leaving');
    expect((await ask(grant, { authorization: basic('leaving', clientSecret ?? '') })).statusCode).toBe(401);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_001 });
    try {
      expect((await who(token)).statusCode).toBe(401);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the convention of an organisation', () => {
  let next = 0;
  /** A client of an organisation of its own, with these conventions. */
  async function clientWith(...conventions: readonly Partial<NewConvention>[]): Promise<string> {
    next += 1;
    const own = ['99000106700018', '99000107500011', '99000108300015', '99000112500014', '99000113300018'][next - 1];
    await putOrganisation(database.pool, { siret: own ?? '', name: 'Autre', kinds: ['opco'] });
    for (const each of conventions) await addConvention(database.pool, own ?? '', terms(each));
    const clientId = `agreed-${next}`;
    await addPartner(database.pool, { ...partner(clientId), siret: own ?? '' });
    return issueToken(secrets, clientId);
  }

  it.each<[string, readonly Partial<NewConvention>[], string, string | undefined]>([
    ['that has none', [], 'convention-missing', undefined],
    ['before it begins', [{ from: '2999-01-01' }], 'convention-not-yet', 'It begins on 2999-01-01.'],
    [
      'after it has ended',
      [{ to: '2020-02-01' }, { from: '2020-03-01', to: '2020-04-30' }],
      'convention-ended',
      'Its last day was 2020-04-30.',
    ],
    ['from elsewhere than agreed', [{ addresses: ['192.0.2.0/24'] }], 'address-not-agreed', undefined],
  ])('refuses one %s, saying so', async (_what, conventions, name, detail) => {
    const answer = await who(await clientWith(...conventions));
    expect(answer.statusCode).toBe(403);
    expect(answer.json().type).toBe(`urn:hub:problem:${name}`);
    if (detail !== undefined) expect(answer.json().detail).toBe(detail);
    expect(answer.body).not.toContain('127.0.0.1');
  });

  it('lets in from the addresses that it names', async () => {
    expect((await who(await clientWith({ addresses: ['198.51.100.0/24', '127.0.0.0/8'] }))).statusCode).toBe(200);
  });
});

describe('the partners', () => {
  it('change their secret without a gap: the old one works on during the overlap only', async () => {
    const { clientSecret } = await addPartner(database.pool, partner('rotating'));
    const old = clientSecret ?? '';
    const fresh = (await rotatePartner(database.pool, 'rotating', { overlapSeconds: 60 })).clientSecret ?? '';
    expect(await tokenOf('rotating', old)).toBeDefined();
    expect(await tokenOf('rotating', fresh)).toBeDefined();
    await rotatePartner(database.pool, 'rotating', { overlapSeconds: 0, endOldSecret: true });
    expect(await tokenOf('rotating', old)).toBeUndefined();
    expect(await tokenOf('rotating', fresh)).toBeUndefined();
  });

  it('keep the secret of before for its whole overlap: a second rotation within it is refused, and says until when', async () => {
    const { clientSecret } = await addPartner(database.pool, partner('hurried'));
    const old = clientSecret ?? '';
    const fresh = (await rotatePartner(database.pool, 'hurried')).clientSecret ?? '';
    const { oldSecretUntil } = (await findPartner(database.pool, 'hurried')) ?? {};
    expect(Date.parse(oldSecretUntil ?? '')).toBeGreaterThan(Date.now() + 86_000_000);
    await expect(rotatePartner(database.pool, 'hurried')).rejects.toMatchObject({
      code: 'consent-needed',
      message: expect.stringContaining(`works until ${oldSecretUntil}`),
    });
    expect(await tokenOf('hurried', old)).toBeDefined();
    expect(await tokenOf('hurried', fresh)).toBeDefined();
    await rotatePartner(database.pool, 'hurried', { endOldSecret: true });
    expect(await tokenOf('hurried', old)).toBeUndefined();
    expect(await tokenOf('hurried', fresh)).toBeDefined();
  });

  it('are rotated again once the overlap has ended, and at once where there was none', async () => {
    await addPartner(database.pool, partner('calm'));
    await rotatePartner(database.pool, 'calm', { overlapSeconds: 0 });
    await rotatePartner(database.pool, 'calm', { overlapSeconds: 60 });
    const passed = `update access.partner set previous_secret_until = now() - interval '1 s' where client_id = 'calm'`;
    await database.pool.query(passed);
    expect(await findPartner(database.pool, 'calm')).toMatchObject({ oldSecretUntil: null });
    await rotatePartner(database.pool, 'calm');
  });

  it('who write for a source are known by name, revoked ones no more', async () => {
    await addPartner(database.pool, { ...partner('first-writer'), sources: ['shared-1', 'shared-2'] });
    await addPartner(database.pool, { ...partner('past-writer'), sources: ['shared-1'] });
    await revokePartner(database.pool, 'past-writer');
    expect(await writersOf(database.pool, ['shared-1', 'nobodys'])).toEqual([
      { clientId: 'first-writer', siret, source: 'shared-1' },
    ]);
    expect(await writersOf(database.pool, [])).toEqual([]);
  });

  it('are listed without their secrets, and their names are taken once', async () => {
    const rows = await listPartners(database.pool);
    expect(rows.find(({ clientId }) => clientId === 'eos')).toMatchObject({ kinds: ['region'], revokedAt: null });
    expect(JSON.stringify(rows)).not.toMatch(/clientSecret|hash/i);
    await expect(addPartner(database.pool, partner('eos'))).rejects.toMatchObject({ code: 'wrong-use' });
    await expect(revokePartner(database.pool, 'nobody')).rejects.toMatchObject({ code: 'wrong-use' });
    await expect(rotatePartner(database.pool, 'leaving')).rejects.toMatchObject({ code: 'wrong-use' });
  });
});

describe('the issuer', () => {
  it('shows its public key and its metadata', async () => {
    const { keys } = (await server.inject('/.well-known/jwks.json')).json();
    expect(keys).toEqual([
      expect.objectContaining({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', x: secrets.tokenKey.x }),
    ]);
    expect(keys[0].d).toBeUndefined();
    const metadata = (await server.inject('/.well-known/oauth-authorization-server')).json();
    expect(metadata).toMatchObject({ issuer: 'urn:hub:issuer', token_endpoint: `${url}/oauth2/token` });
  });

  it('leaves no secret and no token in a log line', () => {
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.join('')).not.toContain(secret);
    expect(lines.join('')).not.toMatch(/eyJ/);
  });

  it('refuses an assertion of a name that no database can hold', async () => {
    expect((await askSigned(assertion({ claims: { iss: 'a\0b', sub: 'a\0b' } }))).json().error).toBe('invalid_client');
  });

  it('refuses a request with two tokens, whichever comes first', async () => {
    await server.listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.server.address() as { port: number };
    const token = await tokenOf('eos', secret);
    const answer = await new Promise<IncomingMessage>((resolve) => {
      const headers = ['Host', 'h', 'Authorization', `Bearer ${token}`, 'Authorization', 'Bearer other'];
      get({ port, host: '127.0.0.1', path: '/who', headers }, resolve);
    });
    answer.resume();
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([
      401,
      'Bearer realm="hub", error="invalid_request"',
    ]);
  });
});
