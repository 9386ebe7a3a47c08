import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { buildServer, clientThumbprint, createLogger, createMetrics, readTls, renewTls } from '@hub/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Certificate, issue, makeAuthority } from '../support/certificates.ts';
import { eventually } from '../support/eventually.ts';

const authority = makeAuthority('authority of the hub');
const clients = makeAuthority('authority of clients');
const hosts = ['localhost', '127.0.0.1'];
const lines: string[] = [];
const logger = createLogger('info', 'test', { write: (line) => void lines.push(line) });

let directory: string;
let closing: () => Promise<void>;
let port: number;
const path = (name: string) => join(directory, name);
const write = async ({ certificate, key }: Certificate) => {
  await writeFile(path('hub.pem'), certificate);
  await writeFile(path('hub.key'), key);
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hub-tls-'));
  await write(issue({ name: 'first', hosts }, authority));
  await writeFile(path('clients.pem'), clients.certificate);
  const files = { certificate: path('hub.pem'), key: path('hub.key'), clientAuthorities: path('clients.pem') };
  const tls = await readTls(files);
  const server = buildServer({ logger, metrics: createMetrics(), tls });
  server.get('/who', async (asked) => ({ thumbprint: clientThumbprint(asked) }));
  await server.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = server.server.address() as { port: number });
  const own = server.server as unknown as Parameters<typeof renewTls>[0];
  const renewing = renewTls(own, { files, present: tls, logger, everyMs: 20 });
  closing = async () => {
    renewing.stop();
    await server.close();
    await rm(directory, { recursive: true });
  };
});
afterAll(() => closing?.());

async function ask(shown?: Certificate): Promise<{ thumbprint: string | null; served: string; hsts: string }> {
  const client = shown === undefined ? {} : { cert: shown.certificate, key: shown.key };
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/who', ca: authority.certificate, agent: false, ...client };
    const asked = request(options, async (answer) => {
      const { CN } = (answer.socket as TLSSocket).getPeerCertificate().subject;
      const body = JSON.parse(String(await answer.toArray().then(Buffer.concat))) as { thumbprint: string | null };
      resolve({ ...body, served: String(CN), hsts: String(answer.headers['strict-transport-security']) });
    });
    asked.once('error', reject).end();
  });
}

test('the hub answers under its own certificate, and says that it always will', async () => {
  expect(await ask()).toMatchObject({
    thumbprint: null,
    served: 'first',
    hsts: expect.stringContaining('max-age=31536000'),
  });
  // What is no TLS is no request.
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
});

test('of a client certificate the thumbprint is known, if its authority is one that was named', async () => {
  const own = issue({ name: 'kairos', hosts: ['kairos.example.org'] }, clients);
  const { thumbprint } = await ask(own);
  expect(thumbprint).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect((await ask(own)).thumbprint).toBe(thumbprint);
  expect((await ask(issue({ name: 'kairos', hosts: ['kairos.example.org'] }, clients))).thumbprint).not.toBe(
    thumbprint,
  );
  for (const foreign of [issue({ name: 'kairos' }), issue({ name: 'kairos', isExpired: true }, clients)]) {
    expect((await ask(foreign)).thumbprint).toBeNull();
  }
});

test('a certificate that is renewed is served from then on, and one that cannot be used is not', async () => {
  await write(issue({ name: 'second', hosts }, authority));
  await eventually(async () => expect((await ask()).served).toBe('second'));
  await writeFile(path('hub.pem'), '');
  await eventually(() => expect(lines.join('')).toContain('the new certificate cannot be used'));
  await writeFile(path('hub.pem'), issue({ name: 'third', hosts }, authority).certificate);
  await eventually(() => expect(lines.join('')).toContain('they are no pair'));
  expect((await ask()).served).toBe('second');
  expect(lines.join('')).not.toContain('PRIVATE KEY');
});

test('protocols of before TLS 1.2 are refused', async () => {
  const old = new Promise<PeerCertificate>((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port,
      ca: authority.certificate,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
    });
    socket.once('secureConnect', () => resolve(socket.getPeerCertificate())).once('error', reject);
  });
  await expect(old).rejects.toThrow();
});

test.each([
  ['a file that is not there', 'missing.pem', 'hub.key', /HUB_TLS_CERT cannot be read \(ENOENT\)/],
  ['what is no certificate', 'hub.key', 'hub.key', /cannot be used/],
  ['the key of another certificate', 'hub.pem', 'other.key', /they are no pair/],
])('%s is refused at the start', async (_what, certificate, key, why) => {
  await writeFile(path('other.key'), issue({ name: 'other' }, authority).key);
  const refused = readTls({ certificate: path(certificate), key: path(key), clientAuthorities: null });
  await expect(refused).rejects.toMatchObject({ code: 'configuration-invalid', message: expect.stringMatching(why) });
});
