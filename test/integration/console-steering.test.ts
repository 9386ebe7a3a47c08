import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addMonths, type MeasureName, measureNames, type ToldCell } from '@hub/core';
import { beginWeek, keepMonth } from '@hub/platform';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { findBrowser, openBrowser } from '../support/browser.ts';
import { faults, press, reach } from '../support/console-browser.ts';
import { type ConsoleHere, consoleHere, visitorOf } from '../support/console-here.ts';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';

const chromiumPath = await findBrowser();
const bytesMax = 100_000;
const pilotage = '/console/pilotage';

let here: HubHere;
let hub: RunningHub;
let pages: ConsoleHere;

beforeAll(async () => {
  here = await hubHere({ HUB_DEMO: 'partners' });
  hub = await here.start();
  pages = await consoleHere(hub, join(here.dataDir, 'secrets.json'));
  await tellFigures(here);
});

afterAll(async () => {
  await pages?.close();
  await hub?.close();
  await here?.close();
});

const ministry = visitorOf('ministry', { trades: ['steering'], purpose: null });
const region = visitorOf('region-centre-val-de-loire', { trades: ['steering'], purpose: null });

/** Of March 2024 all entries came late, as where history was loaded: a part that leaves fewer than 20 is not told. */
const loaded = 26;
const isUntold = (measure: MeasureName, back: number) =>
  measure === 'interruptions' || (back === loaded && measure.startsWith('entries-'));

/** Twenty-eight months as a job tells them: in Normandie the last month is too small to be told; of interruptions nothing is. */
async function tellFigures({ database }: HubHere): Promise<void> {
  const client = await database.pool.connect();
  await beginWeek(client, '2026-W28', 'of-a-test');
  for (const [place, measure] of measureNames.entries()) {
    for (let back = 0; back < 28; back += 1) {
      if (isUntold(measure, back)) continue;
      const month = addMonths('2026-05-01', -back).slice(0, 7);
      await keepMonth(client, '2026-W28', {
        measure,
        month,
        cells: cellsOf(measure, 400 - 5 * back - 20 * place, back),
      });
    }
  }
  client.release();
}

function cellsOf(measure: MeasureName, value: number, back: number): ToldCell[] {
  const cell = (crossing: ToldCell['crossing'], keys: string[], part: number): ToldCell => {
    return { crossing, keys, value: Math.max(20, 5 * Math.round((value * part) / 5)), untold: [] };
  };
  if (back === 27) return [cell('month', [], 1)];
  const territories = back === 0 ? ['centre-val-de-loire'] : ['centre-val-de-loire', 'normandie'];
  const fundings = ['prf', 'france-travail', 'cpf', 'opco', 'transitions-pro', 'agefiph', 'unknown'];
  return [
    cell('month', [], 1),
    ...territories.map((territory) => cell('territory', [territory], 0.5)),
    ...bySource(measure, value, back),
    ...fundings.map((funding, place) => cell('funding', [funding], 0.6 / (place + 1))),
    ...territories.flatMap((territory) =>
      fundings.map((funding, place) => cell('territory-funding', [territory, funding], 0.3 / (place + 1))),
    ),
    ...territories.flatMap((territory) =>
      ['222', '334'].map((domain) => cell('territory-domain', [territory, domain], 0.2)),
    ),
  ];
}

/** In May 2026: of 200 entries of EOS 50 late, of 100 of Kairos 70 late and 60 very late; OFeli's late ones are too few. */
function bySource(measure: MeasureName, value: number, back: number): ToldCell[] {
  const parts: Partial<Record<MeasureName, readonly [eos: number, kairos: number, ofeli: number | null]>> = {
    entries: [200, 100, 60],
    'entries-late': [50, 70, null],
    'entries-very-late': [20, 60, null],
  };
  const [eos = null, kairos = null, ofeli = null] = parts[measure] ?? [];
  const cell = (source: string, count: number | null): ToldCell[] => {
    if (count === null) return [];
    const told = { value: Math.max(20, count - 5 * (back % 3)), untold: [] };
    return [
      { ...told, crossing: 'source', keys: [source] },
      { ...told, crossing: 'territory-source', keys: ['centre-val-de-loire', source] },
    ];
  };
  return value > 0 ? [...cell('eos', eos), ...cell('kairos', kairos), ...cell('ofeli', ofeli)] : [];
}

async function get(path: string) {
  const answer = await fetch(`${pages.url}${path}`, { redirect: 'manual' });
  return { status: answer.status, headers: answer.headers, text: (await answer.text()).replaceAll('\u00a0', ' ') };
}

describe('the pages of steering', () => {
  it('show the figures of the last months, of the country to the ministry', async () => {
    pages.become(ministry);
    const { status, text } = await get(pilotage);
    expect(status).toBe(200);
    expect(text).toContain('France entière : les treize derniers mois');
    expect(text).toContain('en mai 2026');
    expect(text).toContain('Insertion à 12 mois');
    expect(text).toContain('semaine 2026-W28');
    expect((await get(`${pilotage}?territoire=normandie`)).text).toContain('Normandie : les treize derniers mois');
  });

  it('say what is hidden and why, and what is counted', async () => {
    pages.become(ministry);
    const { text } = await get(`${pilotage}/entries?par=territory&serie=normandie`);
    expect(text).toMatch(/<td[^>]*>masqué<\/td>/);
    expect(text).toContain('moins de 20');
    expect(text).toContain('Compte des périodes de formation');
    expect(text.indexOf('Deux mots tiennent lieu de nombre')).toBeLessThan(text.indexOf('<svg'));
    const overview = (await get(pilotage)).text;
    expect(overview.indexOf('Deux mots tiennent lieu de nombre')).toBeLessThan(overview.indexOf('class="cards"'));
    const card = /<h3><a[^>]*>Interruptions<\/a>.*?<\/li>/s.exec(overview)?.[0] ?? '';
    expect(card).toContain('Non établi : le mois est trop récent');
    expect(card).not.toContain('<svg');
    expect((await get(`${pilotage}/interruptions`)).text).toContain('Non établi : le mois est trop récent');
    expect((await get(`${pilotage}/positionings`)).text).toContain('Compte des dossiers');
  });

  it('show a part beside its whole, and a year beside the one before', async () => {
    pages.become(ministry);
    const { text } = await get(`${pilotage}/abandonments?du=2026-01&au=2026-03&comparer=1`);
    expect(text).toContain('Part de « Sorties », en %');
    expect(text).toContain('Un an plus tôt');
    const many = (await get(`${pilotage}/exits?par=funding&comparer=1`)).text;
    expect(many.indexOf('Pas de comparaison ici')).toBeLessThan(many.indexOf('<svg'));
    expect(many).toContain('choisissez-en une');
    expect(many).not.toContain('name="comparer"');
  });

  it('keep the territory that was chosen where another crossing is asked for', async () => {
    pages.become(ministry);
    const crossed = (await get(`${pilotage}/entries?par=territory-funding&serie=normandie`)).text;
    expect(crossed).toContain('<h1>Entrées, Normandie</h1>');
    const back = (await get(`${pilotage}/entries?par=territory&territoire=normandie&serie=prf`)).text;
    expect(back).toContain('<h1>Entrées, Normandie</h1>');
    expect((await get(`${pilotage}/entries?par=territory-funding`)).text).not.toContain(
      '<h1>Entrées, Autre territoire',
    );
  });

  it('say that parts which are told do not add up, and where the whole stands', async () => {
    pages.become(region);
    const { text } = await get(`${pilotage}/entries?par=territory-funding&du=2026-03&au=2026-04`);
    expect(text).toContain('Leurs nombres ne font pas le total');
    const [, whole = ''] = /Le total : <a href="([^"]*)"/.exec(text) ?? [];
    const shown = await get(whole.replaceAll('&amp;', '&'));
    expect(shown.text).toContain('<h1>Entrées, Centre-Val de Loire</h1>');
    expect(shown.text).not.toContain('Leurs nombres ne font pas le total');
  });

  it('tell a Région of its territories alone', async () => {
    pages.become(region);
    const overview = await get(pilotage);
    expect(overview.text).toContain('Centre-Val de Loire : les treize derniers mois');
    expect(overview.text).not.toContain('Normandie');
    const { text } = await get(`${pilotage}/entries`);
    expect(text).not.toContain('<option value="month"');
    expect((await get(`${pilotage}/entries?par=territory-funding`)).text).toContain('Programme régional de formation');
    expect((await get(`${pilotage}/entries?par=month`)).status).toBe(403);
  });

  it('say at a glance where entries are declared late: sources and territories, the latest first', async () => {
    pages.become(region);
    const { text, status } = await get(`${pilotage}/delais`);
    expect(status).toBe(200);
    const rows = (within: string) => [...within.matchAll(/<th scope="row">([^<]*)<\/th>(.*?)<\/tr>/g)];
    const told = rows(text).map(([, name = '', cells = '']) => [
      name,
      ...cells
        .replace(/<[^>]*>/g, ';')
        .split(/;+/)
        .filter(Boolean),
    ]);
    expect(told.slice(0, 3)).toEqual([
      ['Kairos', '100', '70', '70 %', '60', '60 %', 'plus de 30 jours', 'plus de 30 jours'],
      ['EOS', '200', '50', '25 %', '20', '10 %', '3 jours au plus', '4 à 30 jours'],
      ['OFeli', '60', 'masqué', '–', 'masqué', '–', '–', '–'],
    ]);
    expect(told[3]?.[0]).toBe('Centre-Val de Loire');
    expect(text).toContain('déclarées tard, par source, Centre-Val de Loire</title>');
    expect(text).not.toContain('Normandie');
    expect((await get(`${pilotage}/delais?mois=2024-02`)).text).toContain(
      'Rien ne peut être dit de chacun ce mois-là. Masqué',
    );
    const history = (await get(`${pilotage}/delais?mois=2024-03`)).text;
    expect(history).toContain('reçu toutes les entrées du mois en même temps, comme dans la démonstration');
    expect(history).toMatch(/<td[^>]* class="number">non établi<\/td>/);
    expect(history).not.toContain('>masqué</td>');
    expect(history).toContain('« Tard » a deux sens');
    expect((await get(`${pilotage}/delais?mois=2026-04`)).text).toContain('Entrées d’avril 2026 déclarées tard');
    const file = await get(`${pilotage}/delais/csv?mois=2026-05`);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="delais-2026-05.csv"');
    expect(file.text).toContain(
      '2026-05;source;Centre-Val de Loire;Kairos;100;70;70;60;60;plus de 30 jours;plus de 30 jours;',
    );
    pages.become(ministry);
    expect((await get(`${pilotage}/delais`)).text).toContain('Par source, France entière');
    expect((await get(`${pilotage}/entries-late?par=source`)).text).toContain('Kairos');
    expect((await get(`${pilotage}/exits`)).text).not.toContain('source de la déclaration');
  });

  it('are a table for spreadsheets too, which says what the page says', async () => {
    pages.become(ministry);
    const answer = await fetch(`${pages.url}${pilotage}/entries/csv?par=territory&du=2026-04&au=2026-05`);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="entries-2026-W28.csv"');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes).split('\r\n')).toEqual([
      'Mois;Territoire;Entrées;Compte;Semaine',
      '2026-04;Centre-Val de Loire;180;périodes de formation;2026-W28',
      '2026-05;Centre-Val de Loire;180;périodes de formation;2026-W28',
      '2026-04;Normandie;180;périodes de formation;2026-W28',
      '2026-05;Normandie;masqué;périodes de formation;2026-W28',
      '',
    ]);
  });

  it('answer clearly to who may not be told, and to what cannot be asked', async () => {
    pages.become(visitorOf('opco', { trades: ['steering'] }));
    const refused = await get(pilotage);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('ne nomme pas la finalité');
    expect((await get(`${pilotage}/entries/csv`)).status).toBe(303);
    pages.become(ministry);
    expect((await get(`${pilotage}/constructor`)).status).toBe(404);
    expect((await get(`${pilotage}/entries?par=nobody`)).status).toBe(400);
    expect((await get(`${pilotage}/entries?du=1900-01`)).status).toBe(400);
    expect((await get(`${pilotage}/entries?au=%3Cscript%3E`)).status).toBe(400);
    expect((await get(`${pilotage}/entries?du=2026-05&au=2026-01`)).status).toBe(400);
  });

  it('ask for the file of a week, and show how far it is', async () => {
    const path = `${pilotage}/fichiers`;
    pages.become({ ...region, purpose: 'funding-follow-up' });
    expect((await get(path)).text).toContain('Aucun pour cette finalité');
    const form = new URLSearchParams({
      finalite: 'funding-follow-up',
      sorte: 'outcomes',
      semaine: '2026-W20',
      format: 'csv',
    });
    const sent = await fetch(`${pages.url}${path}`, { method: 'POST', body: form, redirect: 'manual' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${path}?finalite=funding-follow-up`]);
    const link = await eventually(
      async () => {
        const { text } = await get(`${path}?finalite=funding-follow-up`);
        const found = /href="([^"]*outcomes-2026-W20\.csv[^"]*)"/.exec(text)?.[1];
        expect(found, /<tbody>.*/s.exec(text)?.[0]).toBeDefined();
        return found;
      },
      { timeoutMs: 60_000, everyMs: 200 },
    );
    const file = await fetch(`${pages.url}${link}`);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="outcomes-2026-W20.csv"');
    expect(await file.text()).toContain(';');
    const wrong = await fetch(`${pages.url}${path}`, { method: 'POST', body: new URLSearchParams({ semaine: 'x' }) });
    expect(wrong.status).toBe(400);
  });

  it('are less than 100 kB', async () => {
    pages.become(ministry);
    for (const path of [pilotage, `${pilotage}/entries?par=territory-funding&du=2024-02`])
      expect(Buffer.byteLength((await get(path)).text)).toBeLessThan(bytesMax);
  });
});

describe.skipIf(chromiumPath === null)('the pages of steering in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser(chromiumPath ?? '');
  });
  afterAll(() => browser?.close());

  const shown = [
    pilotage,
    `${pilotage}/entries`,
    `${pilotage}/exits?par=funding`,
    `${pilotage}/abandonments?par=territory&serie=normandie&comparer=1`,
    `${pilotage}/entries?par=territory-domain&du=2024-06`,
    `${pilotage}/delais`,
    `${pilotage}/entries-late?par=territory-source&territoire=centre-val-de-loire`,
    `${pilotage}/fichiers?finalite=control`,
  ];

  it('lead a Région by keyboard alone from the first page to a figure, another crossing and period, and its file', async () => {
    pages.become(region);
    const context = await browser.newContext({ javaScriptEnabled: true, acceptDownloads: true });
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await page.goto(pages.url);
    await press(page, 'Pilotage');
    await press(page, 'Entrées');
    await reach(page, 'Croisement');
    await page.keyboard.type('Mois × territoire × type');
    await press(page, 'Afficher');
    expect(page.url()).toContain('par=territory-funding');
    await reach(page, 'Du mois');
    await page.keyboard.type('mars 2026');
    await press(page, 'Afficher');
    expect(page.url()).toContain('du=2026-03');
    await reach(page, 'Télécharger en CSV');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toBe('entries-2026-W28.csv');
    expect(await readFile((await download.path()) ?? '', 'utf8')).toContain('2026-03;Centre-Val de Loire;');
    expect(said).toEqual([]);
    await context.close();
  });

  it('have no fault that a browser finds, in light and in dark, at three widths', async () => {
    pages.become(ministry);
    const page = await browser.newPage();
    for (const path of shown) {
      await page.goto(`${pages.url}${path}`);
      expect({ path, found: await faults(page) }).toEqual({ path, found: [] });
    }
    await page.close();
  });
});
