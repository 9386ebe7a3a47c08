import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { nirKey } from '@hub/core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { lifeOf, reportLives } from '../support/agent-lives.ts';
import { findBrowser, openBrowser } from '../support/browser.ts';
import { faults, press, reach } from '../support/console-browser.ts';
import { type ConsoleHere, consoleHere, visitorOf } from '../support/console-here.ts';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';

const chromiumPath = await findBrowser();
const region = visitorOf('region-centre-val-de-loire');
const operator = visitorOf('operator', { trades: ['operator'], purpose: null });
const start = '/console/agent';
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly said: string;
}

/** Where these elements stand; in a text, for the compiler of the tests knows no page. */
function boxesOf(selector: string): string {
  return `[...document.querySelectorAll('${selector}')].map((each) => {
    const { left, right, top, bottom } = each.getBoundingClientRect();
    return { left, right, top, bottom, said: each.textContent };
  })`;
}

/** Of a first view: the page and its style sheets. */
const bytesMax = 100_000;

describe.skipIf(chromiumPath === null)('the pages of whoever follows persons, in a browser', () => {
  let here: HubHere;
  let hub: RunningHub;
  let pages: ConsoleHere;
  let browser: Browser;
  let trainee = '';
  let dossier = '';
  const nir = `27505451${randomInt(10_000, 99_999)}`;
  const nirWithKey = `${nir}${nirKey(nir)}`;

  beforeAll(async () => {
    here = await hubHere({ HUB_DEMO: 'partners' });
    hub = await here.start();
    pages = await consoleHere(hub, join(here.dataDir, 'secrets.json'));
    browser = await openBrowser(chromiumPath ?? '');
    await reportLives(hub, lifeOf(nir, 'Exemple', 20));
    const body = { nir: nirWithKey };
    await eventually(async () => {
      const { trainees, dossiers } = await pages.api.ask<{
        trainees: string[];
        dossiers: { number: number; stays: object[] }[];
      }>(region, '/v1/training-paths/search', { body });
      expect(dossiers.filter(({ stays }) => stays.length > 0)).toHaveLength(20);
      trainee = `${start}/parcours/${trainees[0]}`;
      dossier = `${start}/dossiers/${dossiers[0]?.number}`;
    });
    pages.become(region);
  });

  afterAll(async () => {
    await browser?.close();
    await pages?.close();
    await hub?.close();
    await here?.close();
  });

  const open = (page: Page, path: string) => page.goto(`${pages.url}${path}`);

  function everyPage(): readonly string[] {
    const lists = [
      '/dossiers?etat.entered=on',
      '/anomalies',
      '/attendus',
      '/attendus?own=true',
      '/paiements?blocked=all',
      '/consultations',
      '/finalite',
    ];
    const asking = `${dossier}/rectification?source=eos&evenement=x`;
    return [start, trainee, dossier, asking, ...lists.map((each) => `${start}${each}`)];
  }

  it('lead by keyboard alone from the purpose and the search to why an entry stands, a filtered list and one’s own consultations, and no number is in any address', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const seen: string[] = [];
    page.on('framenavigated', (frame) => seen.push(frame.url()));
    page.on('console', (message) => seen.push(message.text()));
    pages.become({ ...region, purpose: null });
    await open(page, start);
    await press(page, 'Continuer');
    await reach(page, 'Numéro');
    await page.keyboard.type(nirWithKey);
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    expect(await page.title()).toContain('Parcours d’une personne');
    await press(page, /^Titre professionnel/);
    expect(await page.title()).toContain('Dossier');
    await reach(page, /^Pourquoi : Attestation/);
    await page.keyboard.press('Enter');
    await page.getByText('fait autorité').first().waitFor({ state: 'visible' });
    await press(page, 'Suivi des parcours');
    await press(page, 'Mes dossiers');
    await reach(page, 'Filtrer');
    await page.keyboard.press('Enter');
    await reach(page, 'Entré');
    await page.keyboard.press('Space');
    await press(page, 'Appliquer');
    expect(new URL(page.url()).search).toContain('etat.entered=on');
    expect(await page.locator('tbody tr').count()).toBe(1);
    await press(page, 'Suivi des parcours');
    await press(page, 'Mes consultations');
    expect(await page.locator('tbody').textContent()).toContain('Recherche d’une personne');
    expect([...seen, await page.title()].join(' ')).not.toContain(nir);
    const kept = await page.evaluate('JSON.stringify([history.state, { ...localStorage }, { ...sessionStorage }])');
    expect(kept).not.toContain(nir);
    await open(page, start);
    expect(await page.inputValue('#numero')).toBe('');
    pages.become(region);
    await context.close();
  });

  it('have no fault that a browser finds, in light and in dark, at three widths', async () => {
    const page = await browser.newPage();
    for (const path of everyPage()) {
      await open(page, path);
      await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
      expect(await faults(page), path).toEqual([]);
    }
    await page.close();
  });

  it.each([320, 768, 1280])(
    'draw twenty dossiers without one text over another or beyond the edge, at %d px',
    async (width) => {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      await open(page, trainee);
      const boxes = await page.evaluate<readonly Box[]>(boxesOf('.timeline .scroll text'));
      const [picture] = await page.evaluate<readonly Box[]>(boxesOf('.timeline .scroll svg'));
      expect(boxes.length).toBeGreaterThan(45);
      for (const [index, one] of boxes.entries()) {
        expect(one.left, one.said).toBeGreaterThanOrEqual(picture?.left ?? 0);
        expect(one.right, one.said).toBeLessThanOrEqual(picture?.right ?? 0);
        for (const other of boxes.slice(index + 1)) {
          const isApart = one.right <= other.left || other.right <= one.left;
          const isAbove = one.bottom <= other.top + 1 || other.bottom <= one.top + 1;
          expect(isApart || isAbove, `${one.said} / ${other.said}`).toBe(true);
        }
      }
      await page.close();
    },
  );

  it('print a path without what leads elsewhere, the picture as wide as the paper and no wider', async () => {
    const page = await browser.newPage({ viewport: { width: 718, height: 1_000 } });
    await open(page, trainee);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('header, .look-back, .trail').filter({ visible: true }).count()).toBe(0);
    const picture = await page.locator('.timeline .scroll svg').boundingBox();
    expect((picture?.x ?? 0) + (picture?.width ?? 0)).toBeLessThanOrEqual(718);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
    await page.close();
  });

  it('go on while a version is promoted', async () => {
    const page = await browser.newPage();
    await open(page, dossier);
    const { id } = await pages.api.ask<{ id: string }>(operator, '/v1/admin/rebuilds', { body: { promote: true } });
    await eventually(async () => {
      const { state } = await pages.api.ask<{ state: string }>(operator, `/v1/admin/jobs/${id}`);
      expect(state).toBe('done');
    });
    await page.reload();
    expect(await page.title()).toContain('Dossier');
    await page.close();
  });

  it('send less than 100 kB for a first view', async () => {
    const page = await browser.newPage();
    for (const path of everyPage()) {
      let bytes = 0;
      const count = async (answer: { body(): Promise<Buffer> }) => {
        bytes += (await answer.body()).length;
      };
      page.on('response', count);
      await open(page, path);
      await page.waitForLoadState('networkidle');
      page.off('response', count);
      expect(bytes, path).toBeLessThan(bytesMax);
    }
    await page.close();
  });
});
