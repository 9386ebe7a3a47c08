import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { findBrowser, openBrowser } from '../support/browser.ts';
import { faults, press } from '../support/console-browser.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';

const chromiumPath = await findBrowser();

describe.skipIf(chromiumPath === null)('the pages in a browser', () => {
  let here: HubHere;
  let hub: RunningHub;
  let browser: Browser;

  beforeAll(async () => {
    here = await hubHere({ HUB_DEMO: 'partners' });
    hub = await here.start();
    browser = await openBrowser(chromiumPath ?? '');
  });

  afterAll(async () => {
    await browser?.close();
    await hub?.close();
    await here?.close();
  });

  it('lead by keyboard alone from the first page through an entry to the dossier', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(hub.url);
    await press(page, 'Page d’essai');
    await press(page, 'Positionnement');
    await press(page, 'Envoyer au nom de kairos');
    expect(await page.title()).toContain('Réponse 202');
    await press(page, 'Entrée');
    await press(page, 'Envoyer au nom de eos');
    expect(await page.title()).toContain('Réponse 202');
    await press(page, 'region-centre-val-de-loire (la Région de la session)');
    await press(page, 'Envoyer au nom de region-centre-val-de-loire');
    expect(await page.title()).toContain('Réponse 200');
    expect(await page.textContent('pre')).toContain('"status": "entered"');
    expect(page.url()).not.toMatch(/\d{13}/);
    // Whatever the policy refuses is said here.
    expect(said).toEqual([]);
    await context.close();
  });

  it('work the same where scripts are off', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${hub.url}/console/essai`);
    await page.getByRole('button', { name: 'Événement refusé' }).click();
    await page.getByRole('button', { name: 'Envoyer au nom de eos' }).click();
    await page.getByText('date-in-future').first().waitFor();
    await context.close();
  });

  it('have no fault that a browser finds, in light and in dark, at three widths', async () => {
    const page = await browser.newPage();
    await page.goto(hub.url);
    expect(await faults(page)).toEqual([]);
    await page.goto(`${hub.url}/console/essai`);
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Événement refusé' }).click();
    await page.getByRole('button', { name: 'Envoyer au nom de eos' }).click();
    await page.getByText('La même requête en ligne de commande').click();
    expect(await faults(page)).toEqual([]);
    await page.close();
  });

  it('are looked at by a check that can fail', async () => {
    const page = await browser.newPage();
    await page.goto(hub.url);
    await page.evaluate("document.querySelector('main').append(document.createElement('input'))");
    expect((await faults(page)).join()).toContain('label: <input>');
    await page.close();
  });
});
