import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { pageVisitor, purposePage, signInAs } from '../support/page-visitor.ts';

let here: HubHere;
let hub: RunningHub;
let secrets: string;

beforeAll(async () => {
  here = await hubHere({ HUB_DEMO: 'partners' });
  hub = await here.start({}, ['gateway', 'projector', 'query', 'dispatcher']);
  const { receiptKey, tokenKey } = JSON.parse(await readFile(join(here.dataDir, 'secrets.json'), 'utf8'));
  secrets = join(here.dataDir, 'console.json');
  await writeFile(secrets, JSON.stringify({ receiptKey, tokenKey }), { mode: 0o600 });
});

afterEach(() => vi.unstubAllEnvs());

afterAll(async () => {
  await hub?.close();
  await here?.close();
});

/** With what its service has of the secrets, where neither a broker nor a key store answers. */
function startConsole(more: Readonly<Record<string, string>> = {}): Promise<RunningHub> {
  const away = { HUB_KAFKA_BROKERS: '127.0.0.1:1', HUB_KEYS_URL: 'postgresql://nobody@127.0.0.1:1/' };
  return here.start({ HUB_SECRETS_FILE: secrets, ...away, ...more }, ['console']);
}

it('a console alone asks neither broker nor key store, is ready, signs persons in, and is told of by the status', async () => {
  vi.stubEnv('HUB_API_URL', hub.url);
  const alone = await startConsole();
  try {
    expect((await fetch(`${alone.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${alone.url}/v1/dossiers`)).status).toBe(404);
    expect((await fetch(`${hub.url}/console`)).status).toBe(404);
    const shown = await signInAs(pageVisitor(), alone.url, 'demo-region', '/console/agent');
    expect([shown.status, shown.url]).toEqual([200, purposePage(alone.url, '/console/agent')]);
    const { rows } = await here.database.pool.query<{ secrets: string[] }>(
      `select secrets from health.process where services = '{console}'`,
    );
    expect(rows[0]?.secrets.map((name) => name.split(' ')[0])).toEqual(['receipt', 'token']);
    const { stdout } = await here.command(['status', '--json']);
    expect(JSON.parse(stdout).services.console).toEqual({ ok: true, failing: [], living: 1 });
  } finally {
    await alone.close();
  }
});

it('it does not start where it would ask nobody, could not sign, or persons could not come back to it', async () => {
  await expect(startConsole()).rejects.toMatchObject({
    code: 'configuration-invalid',
    message: expect.stringContaining('HUB_API_URL'),
  });
  vi.stubEnv('HUB_API_URL', hub.url);
  const { receiptKey, tokenKey } = JSON.parse(await readFile(secrets, 'utf8'));
  const { d: _private, ...publicHalf } = tokenKey;
  const half = join(here.dataDir, 'half.json');
  await writeFile(half, JSON.stringify({ receiptKey, tokenKey: publicHalf }), { mode: 0o600 });
  await expect(startConsole({ HUB_SECRETS_FILE: half })).rejects.toMatchObject({ code: 'secrets-unusable' });
  vi.stubEnv('HUB_OIDC_ISSUER', 'https://issuer.example').stubEnv('HUB_OIDC_CLIENT_ID', 'hub');
  await expect(startConsole()).rejects.toMatchObject({ message: expect.stringContaining('HUB_OIDC_CLIENT_SECRET') });
  vi.stubEnv('HUB_OIDC_CLIENT_SECRET', 'secret');
  const behind = { HUB_HOST: '0.0.0.0', HUB_TRUSTED_PROXIES: '10.0.0.0/8' };
  await expect(startConsole(behind)).rejects.toMatchObject({ message: expect.stringContaining('HUB_PUBLIC_URL') });
});

it('the issuer of the demo is there for this machine alone', async () => {
  vi.stubEnv('HUB_API_URL', hub.url);
  for (const more of [
    { HUB_TRUSTED_PROXIES: '10.0.0.0/8' },
    { HUB_PUBLIC_URL: 'https://hub.example' },
    { HUB_DEMO: 'off' },
  ] as const) {
    const alone = await startConsole(more);
    expect((await fetch(`${alone.url}/console`)).status).toBe(404);
    expect((await fetch(`${alone.url}/demo-issuer/.well-known/openid-configuration`)).status).toBe(404);
    await alone.close();
  }
  const alone = await startConsole();
  const description = `${alone.url}/demo-issuer/.well-known/openid-configuration`;
  expect((await fetch(description)).status).toBe(200);
  expect((await fetch(description, { headers: { 'x-forwarded-for': '10.0.0.1' } })).status).toBe(404);
  await alone.close();
});
