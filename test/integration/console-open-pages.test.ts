import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { html } from '@hub/platform';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { homePage } from '../../services/console/src/pages/home-page.ts';
import { wholeApi } from '../../services/hub/src/start/hub-server.ts';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { findBrowser, openBrowser } from '../support/browser.ts';
import { faults, press, reach } from '../support/console-browser.ts';
import { type ConsoleHere, consoleHere } from '../support/console-here.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';

const chromiumPath = await findBrowser();
const bytesMax = 100_000;

let here: HubHere;
let hub: RunningHub;
let pages: ConsoleHere;

beforeAll(async () => {
  here = await hubHere({ HUB_DEMO: 'partners' });
  const theme = join(here.dataDir, 'theme.css');
  await writeFile(theme, ':root { --act: light-dark(#000091, #8585f6); }');
  hub = await here.start({ HUB_CONSOLE_STYLE: theme });
  pages = await consoleHere(hub, join(here.dataDir, 'secrets.json'));
});

afterAll(async () => {
  await pages?.close();
  await hub?.close();
  await here?.close();
});

async function get(url: string) {
  const answer = await fetch(url, { headers: { accept: 'text/html' } });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe('the pages that are open to all', () => {
  it('lead from the first one to each trade, to the dictionary, and to the API', async () => {
    const { text } = await get(pages.url);
    const links = [
      '/console/agent',
      '/console/pilotage',
      '/console/exploitation',
      '/v1/dictionary',
      '/console/api',
      '/docs',
    ];
    for (const to of links) expect(text).toContain(`href="${to}"`);
    expect(text).toContain('Se connecter');
    const closed = homePage({ hasTrial: false, canSignIn: false, visitor: null, formField: html`` });
    expect(closed).not.toContain('/console/pilotage');
  });

  it('show the dictionary in the same house, and to programs as before', async () => {
    const { text, headers } = await get(`${hub.url}/v1/dictionary/entry-attested/1`);
    expect(text).toContain('<link rel="stylesheet" href="/console/console.css">');
    expect(text).toContain('Aller au contenu');
    expect(headers.get('content-security-policy')).toContain("style-src 'self'");
    expect(text).not.toMatch(/<style|<script| style=/);
    const json = await fetch(`${hub.url}/v1/dictionary`);
    expect(json.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(((await json.json()) as { events: unknown[] }).events.length).toBeGreaterThan(50);
  });

  it('search the dictionary and its rules by a form', async () => {
    const found = await get(`${hub.url}/v1/dictionary?q=entree+stage`);
    expect(found.text).toContain('/v1/dictionary/entry-attested/1');
    expect((await get(`${hub.url}/v1/dictionary/rules?q=trois+jours`)).text).toContain('id="late-declaration"');
    expect((await get(`${hub.url}/v1/dictionary?q=${'x'.repeat(200)}`)).status).toBe(400);
  });

  it('show each operation of the API with what a hub answered to it, in less than 100 kB', async () => {
    const { paths } = wholeApi() as { paths: Record<string, Record<string, { operationId: string }>> };
    const index = await get(`${hub.url}/console/api`);
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    for (const { operationId } of operations) {
      expect(index.text).toContain(`href="/console/api/${operationId}"`);
      const { status, text } = await get(`${hub.url}/console/api/${operationId}`);
      expect([status, Buffer.byteLength(text) < bytesMax], operationId).toEqual([200, true]);
    }
    const shown = (await get(`${hub.url}/console/api/readStatistics`)).text;
    for (const part of ['Hub-Purpose', '&quot;measure&quot;: &quot;entries&quot;', '429']) {
      expect(shown.toLowerCase()).toContain(part.toLowerCase());
    }
    expect((await get(`${hub.url}/console/api?q=webhook+ping`)).text).toContain('/console/api/testWebhook');
    expect((await get(`${hub.url}/console/api/constructor`)).status).toBe(404);
    expect((await get(`${hub.url}/docs/static/swagger-initializer.js`)).text).toContain('/console/api');
  });

  it('take a theme after the hub’s own, and nothing from elsewhere', async () => {
    const { text, headers } = await get(`${hub.url}/console/console.css`);
    expect(text.trimEnd().endsWith(':root { --act: light-dark(#000091, #8585f6); }')).toBe(true);
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|https:/);
    await expect(here.start({ HUB_CONSOLE_STYLE: '/nowhere/theme.css' })).rejects.toThrow('HUB_CONSOLE_STYLE');
  });
});

describe.skipIf(chromiumPath === null)('the pages that are open to all, in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser(chromiumPath ?? '');
  });
  afterAll(() => browser?.close());

  const shown = [
    '/',
    '/v1/dictionary?q=date',
    '/v1/dictionary/entry-attested/1',
    '/v1/dictionary/rules?q=sortie',
    '/console/api?q=dossier',
    '/console/api/getDossier',
  ];

  it('lead by keyboard alone from the first one to an event by a search', async () => {
    const page = await browser.newPage();
    await page.goto(pages.url);
    await press(page, 'Dictionnaire');
    await reach(page, 'Chercher dans le dictionnaire');
    await page.keyboard.type('entree stage');
    await press(page, 'Chercher');
    await press(page, "Attestation d'entrée en stage (AES)");
    expect(page.url()).toContain('/v1/dictionary/entry-attested/1');
    await page.close();
  });

  it('have no fault that a browser finds, in light and in dark, at three widths', async () => {
    const page = await browser.newPage();
    for (const path of shown) {
      await page.goto(`${pages.url}${path}`);
      expect({ path, found: await faults(page) }).toEqual({ path, found: [] });
    }
    await page.close();
  });
});
