import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { loadSigningSecrets } from '@hub/platform';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { findBrowser, openBrowser } from '../support/browser.ts';
import { faults, press } from '../support/console-browser.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { type OutsideIssuer, outsideIssuer } from '../support/outside-issuer.ts';
import { formTokenIn, pageVisitor, purposePage } from '../support/page-visitor.ts';
import { type PagesHere, pagesHere } from '../support/pages-here.ts';

const chromiumPath = await findBrowser();

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

describe.skipIf(chromiumPath === null)('signing in in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser(chromiumPath ?? '');
  });

  afterAll(() => browser?.close());

  it('goes by keyboard alone, in and out', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(hub.url);
    await press(page, 'Se connecter');
    expect([await page.textContent('h1'), await faults(page)]).toEqual(['Choisir une personne', []]);
    await press(page, 'Camille Martin');
    expect([page.url(), await faults(page)]).toEqual([purposePage(hub.url, '/console/agent'), []]);
    const [visit] = (await context.cookies()).filter(({ name }) => name === 'hub-visite');
    expect(visit).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', expires: -1 });
    expect(await page.evaluate('document.cookie')).not.toContain('hub-');
    await press(page, 'Se déconnecter');
    expect(page.url()).toBe(`${hub.url}/`);
    expect(await faults(page)).toEqual([]);
    await context.addCookies(visit === undefined ? [] : [visit]);
    await page.goto(`${hub.url}/console/agent`);
    expect([await page.textContent('h1'), said]).toEqual(['Choisir une personne', []]);
    await context.close();
  });
});

describe('with an outside issuer', () => {
  let issuer: OutsideIssuer;
  let pages: PagesHere;

  beforeAll(async () => {
    const port = await freePort();
    const claims = { siret: '99000105900015', name: 'Dominique Bernard', hub_trades: 'steering' };
    issuer = await outsideIssuer(`http://127.0.0.1:${port}`, claims);
    const secrets = await loadSigningSecrets(join(here.dataDir, 'secrets.json'));
    pages = await pagesHere({ hub, secrets, settings: issuer.settings, port });
  });

  afterAll(async () => {
    await pages?.close();
    await issuer?.close();
  });

  it('a person is asked there once, and anew after signing out here and there', async () => {
    const visitor = pageVisitor();
    const before = issuer.asked();
    const page = await visitor.get(`${pages.url}/console`);
    // Its convention names no figures, and the page says so.
    expect([page.status, page.url]).toEqual([403, `${pages.url}/console/pilotage`]);
    expect(page.text).toContain('Dominique Bernard, France Travail (démonstration)');
    const out = await visitor.post(`${pages.url}/console/deconnexion`, { _csrf: formTokenIn(page) });
    const [, to = ''] = /^0;url=(.*)$/.exec(out.headers.get('refresh') ?? '') ?? [];
    expect(out.text).toContain('Vous êtes déconnecté');
    // Who does not go on to there is known there still.
    const again = await visitor.get(`${pages.url}/console`);
    expect([again.url, issuer.asked() - before]).toEqual([`${pages.url}/console/pilotage`, 1]);
    await visitor.post(`${pages.url}/console/deconnexion`, { _csrf: formTokenIn(again) });
    const asks = await visitor.get(to);
    const [, xsrf = ''] = /name="xsrf" value="([^"]*)"/.exec(asks.text) ?? [];
    const left = await visitor.post(new URL('/session/end/confirm', to).href, { xsrf, logout: 'yes' });
    expect([left.status, left.url]).toEqual([200, `${pages.url}/`]);
    await visitor.get(`${pages.url}/console`);
    expect(issuer.asked() - before).toBe(2);
  });

  it.skipIf(chromiumPath === null)('a browser goes there and back, and signs out at both', async () => {
    const browser = await openBrowser(chromiumPath ?? '');
    try {
      const page = await browser.newPage();
      const said: string[] = [];
      page.on('console', (message) => said.push(message.text()));
      await page.goto(`${pages.url}/console`);
      expect(page.url()).toBe(`${pages.url}/console/pilotage`);
      await page.getByRole('button', { name: 'Se déconnecter' }).click();
      await page.getByRole('button', { name: 'Finir' }).click();
      await page.waitForURL(`${pages.url}/`);
      expect([await page.getByRole('link', { name: 'Se connecter' }).count(), said.filter(isPolicy)]).toEqual([2, []]);
    } finally {
      await browser.close();
    }
  });
});

/** What the policy of the pages refuses is said so. */
function isPolicy(line: string): boolean {
  return line.includes('Content Security Policy');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
