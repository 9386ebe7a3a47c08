import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { curlLines } from '../../services/console/src/trial/curl-line.ts';
import { life } from '../../services/console/src/trial/life.ts';
import { readConfig } from '../../services/hub/src/config.ts';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { trialOf } from '../../services/hub/src/start/trial.ts';
import { consoleHere, visitorOf } from '../support/console-here.ts';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { openTrial, type TrialForms } from '../support/trial-forms.ts';

const run = promisify(execFile);
const trialPath = '/console/essai';
const sendPath = `${trialPath}/envoi`;

let here: HubHere;
let hub: RunningHub;

beforeAll(async () => {
  here = await hubHere({ HUB_DEMO: 'partners' });
  hub = await here.start();
});

afterAll(async () => {
  await hub?.close();
  await here?.close();
});

async function take(page: TrialForms, step: string): Promise<TrialForms> {
  return (await page.submit(trialPath, { step })).submit(sendPath);
}

function statusOf(page: TrialForms): number {
  return Number(/<h2 id="reponse">[\s\S]*?<strong>(\d+)<\/strong>/.exec(page.html)?.[1]);
}

function fieldOf(page: TrialForms, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page.html)?.[1] ?? '';
}

const curl = async (...args: string[]) => {
  const { stdout } = await run('curl', ['-s', '-o', '/dev/null', '-w', '%{http_code}', ...args]);
  return Number(stdout);
};

describe('the trial page', () => {
  it('plays each step of a life, and each is answered as it says', async () => {
    let page = await openTrial(hub.url);
    expect(page.status).toBe(200);
    const answers: [string, number][] = [];
    for (const { name } of life) {
      page = await eventually(async () => {
        const next = await take(page, name);
        expect(statusOf(next), next.html).not.toBe(503);
        return next;
      });
      answers.push([name, statusOf(page)]);
    }
    const told = ['session', 'positionnement', 'inscription', 'entree', 'interruption', 'sortie', 'correction'];
    const taken = [...told, 'jamais-eu-lieu', 'vrai-finalement'].map((name) => [name, 202]);
    const read = ['recu', 'dossier', 'parcours', 'changements', 'lire-session', 'conformite'].map((name) => [
      name,
      200,
    ]);
    expect(answers).toEqual([...taken, ['refus', 422], ...read]);
  });

  it('goes on in the feed from the cursor that it was given', async () => {
    const page = await take(await openTrial(hub.url), 'changements');
    expect(statusOf(page)).toBe(200);
    const next = await page.submit(trialPath, { step: 'changements' });
    expect(fieldOf(next, 'path')).toMatch(/^\/v1\/changes\?limit=20&amp;cursor=[\w-]+$/);
  });

  it('says of a refusal which field and rule, and takes the event once it is mended', async () => {
    const page = await openTrial(hub.url);
    const refused = await take(page, 'refus');
    expect(statusOf(refused)).toBe(422);
    expect(refused.html).toContain('/v1/dictionary/rules#date-in-future');
    expect(refused.html).toContain('<code>/data/effectiveDate</code> : ');
    expect(refused.html).not.toMatch(/<li><code>[^<]*<\/code> : is later/);
    const body = /<textarea[^>]*>\n?([\s\S]*?)<\/textarea>/.exec(refused.html)?.[1] ?? '';
    const mended = body.replaceAll('&quot;', '"').replace(/"effectiveDate": "[^"]*"/, '"effectiveDate": "2026-04-01"');
    expect(statusOf(await refused.submit(sendPath, { body: mended }))).toBe(202);
  });

  it('shows one reader the dossier and another nothing', async () => {
    let page = await openTrial(hub.url);
    for (const step of ['positionnement', 'entree']) page = await take(page, step);
    const readAs = async (partner: string) =>
      statusOf(await (await page.submit(trialPath, { partner, step: 'dossier' })).submit(sendPath));
    expect(await eventually(() => readAs('region-centre-val-de-loire'))).toBe(200);
    expect(await readAs('region-bretagne')).toBe(404);
  });

  it('holds no secret and no token, and no NIR but in fields and bodies', async () => {
    const page = await take(await take(await openTrial(hub.url), 'entree'), 'parcours');
    for (const { clientSecret } of hub.clients) expect(page.html).not.toContain(clientSecret);
    expect(page.html).not.toMatch(/eyJ[A-Za-z0-9_-]{20}/);
    const nir = fieldOf(page, 'nir');
    expect(nir).toMatch(/^\d{15}$/);
    expect(/<title>([^<]*)/.exec(page.html)?.[1]).not.toContain(nir);
    expect([...page.html.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, to]) => to).join()).not.toContain(nir);
    expect(Buffer.byteLength((await openTrial(hub.url)).html)).toBeLessThan(100_000);
  });

  it('writes hostile input as text, wherever it comes back', async () => {
    const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&lt;`;
    const page = await openTrial(hub.url);
    const prepared = await page.submit(trialPath, { nir: hostile, session: hostile });
    expect(prepared.status).toBe(200);
    const sent = await (await page.submit(trialPath, { step: 'entree' })).submit(sendPath, { body: hostile });
    const odd = await prepared.submit(sendPath, { path: `/v1/${encodeURIComponent(hostile)}` });
    for (const { html } of [prepared, sent, odd]) {
      expect(html).not.toContain('<script');
      expect(html).not.toContain('<img');
      expect(html).not.toContain("onerror=alert(1)>'");
    }
    expect(fieldOf(prepared, 'nir')).toContain('&quot;&gt;&lt;script&gt;');
  });

  it.each([
    '//evil.example/v1/',
    'http://evil.example/v1/x',
    '/v1/../oauth2/token',
    '/v1/\\..\\x',
    '/metrics',
    '/v1/a b',
  ])('asks nothing at %s', async (path) => {
    const page = await openTrial(hub.url);
    const answer = await page.submit(sendPath, { path });
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('/path');
  });

  it.each(['a\nX-Evil: 1', 'é€'])('sends no header that %j would make', async (receipt) => {
    const page = await (await openTrial(hub.url)).submit(trialPath, {
      partner: 'region-bretagne',
      step: 'dossier',
    });
    const answer = await page.submit(sendPath, { receipt });
    expect(answer.status).toBe(400);
    expect(answer.html).toContain('/receipt');
  });

  it('is for this machine by its own name, and for forms of its own', async () => {
    const url = `${hub.url}${trialPath}`;
    const { port } = new URL(hub.url);
    expect(await curl(url)).toBe(200);
    expect(await curl('-H', `Host: localhost:${port}`, url)).toBe(200);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '10.0.0.1',
    ]) {
      expect(await curl('-H', `Host: ${host}`, url), host).toBe(404);
    }
    for (const told of [
      'X-Forwarded-For: 192.0.2.1',
      'Forwarded: for=192.0.2.1',
      'Via: 1.1 x',
      'X-Real-IP: 192.0.2.1',
    ]) {
      expect(await curl('-H', told, url), told).toBe(404);
    }
    expect(await curl('--http1.0', url)).toBe(404);
    const form = ['-X', 'POST', '-d', 'step=entree'];
    expect(await curl(...form, '-H', `Origin: ${hub.url}`, url)).toBe(200);
    for (const origin of ['http://evil.example', 'null', `https://127.0.0.1:${port}`, 'http://127.0.0.1:1']) {
      expect(await curl(...form, '-H', `Origin: ${origin}`, url), origin).toBe(403);
      expect(await curl(...form, '-H', `Origin: ${origin}`, `${hub.url}${sendPath}`), origin).toBe(403);
    }
    expect(await curl(...form, url)).toBe(403);
    expect(await curl('-X', 'POST', '-d', 'step=none&nir=1', '-H', `Origin: ${hub.url}`, url)).toBe(400);
    expect(await curl('-X', 'POST', '-d', 'partner=operator&nir=1', '-H', `Origin: ${hub.url}`, url)).toBe(400);
  });

  it('says so where a partner gets no token any more', async () => {
    const operator = hub.clients.find(({ clientId }) => clientId === 'operator')?.clientSecret ?? '';
    const revoke = ['partner', 'revoke', 'certifier', '--agent', 'op-1'];
    const { code, stderr } = await here.command(revoke, { HUB_URL: hub.url, HUB_CLIENT_SECRET: operator });
    expect(code, stderr).toBe(0);
    const page = await (await openTrial(hub.url)).submit(trialPath, { partner: 'certifier', step: 'conformite' });
    const answer = await page.submit(sendPath);
    expect(statusOf(answer)).toBe(401);
    expect(answer.html).toContain('The hub gives no token to \\&quot;certifier\\&quot;');
  });

  it('keeps whoever has signed in, with the way back and out, and speaks of partners and purposes in French', async () => {
    const trial = trialOf(readConfig({}), hub.clients, { url: hub.url }, hub.infrastructure);
    const pages = await consoleHere(hub, join(here.dataDir, 'secrets.json'), trial);
    try {
      pages.become(visitorOf('region-centre-val-de-loire', { trades: ['agent'] }));
      const { html } = await openTrial(pages.url);
      expect(html).toContain('Camille Martin');
      expect(html).toContain('Se déconnecter');
      expect(html).toContain('href="/console/agent"');
      expect(html).toContain('<option value="funding-follow-up" selected>Suivi de ce que le lecteur finance</option>');
      expect(html).toContain('kairos (France Travail)');
      pages.become(null);
      const page = await openTrial(pages.url);
      expect(page.html).toContain('Se connecter');
      expect((await page.submit(trialPath, { step: 'entree' })).status).toBe(200);
      const foreign = { method: 'POST', headers: { origin: 'https://else.example' }, body: new URLSearchParams() };
      expect((await fetch(`${pages.url}${trialPath}`, foreign)).status).toBe(403);
    } finally {
      await pages.close();
    }
  });

  it('runs no script and takes nothing from elsewhere', async () => {
    for (const path of ['/', trialPath]) {
      const { headers } = await fetch(`${hub.url}${path}`);
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'self'; .*form-action 'self'/,
      );
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
    }
    const style = await fetch(`${hub.url}/console/console.css`);
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  });

  it('gives the same request for a terminal, whatever its body holds', async () => {
    const body = `@{"it's": "$(touch /tmp/x) \`id\` \\" ' end"}`;
    const request = { method: 'POST', path: '/v1/events', body } as const;
    const lines = curlLines('http://127.0.0.1:1', 'eos', request, { 'Content-Type': 'application/json' });
    const shown =
      'curl() { [ "$#" -gt 8 ] && { while [ "$1" != --data-raw ]; do shift; done; printf %s "$2"; }; true; }';
    const { stdout } = await run('sh', ['-c', `${shown}\nSECRET=x\n${lines}`]);
    expect(stdout).toBe(body);
  });
});

describe('the first page', () => {
  it('says in French what the hub is, and leads on', async () => {
    const home = await (await fetch(`${hub.url}/`)).text();
    expect(home).toContain('<html lang="fr">');
    for (const to of [trialPath, '/docs', '/v1/dictionary', '/readyz']) expect(home).toContain(`href="${to}"`);
    for (const [, to = ''] of home.matchAll(/href="(\/[^"]*)"/g))
      expect((await fetch(`${hub.url}${to}`, { redirect: 'manual' })).status, to).toBeLessThan(400);
  });

  it('knows of no trial where there are no demo partners', async () => {
    const without = await hubHere({ HUB_DEMO: 'off', HUB_SECRETS_FILE: `${here.dataDir}/secrets.json` });
    await here.command(['migrate'], { HUB_DATABASE_URL: without.database.url, HUB_KEYS_URL: without.database.keysUrl });
    const other = await without.start();
    try {
      expect((await fetch(`${other.url}${trialPath}`)).status).toBe(404);
      expect(await (await fetch(`${other.url}/`)).text()).not.toContain(trialPath);
    } finally {
      await other.close();
      await without.close();
    }
  });
});
