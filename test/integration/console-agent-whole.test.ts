import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { nirKey } from '@hub/core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { reportLives } from '../support/agent-lives.ts';
import { wholeLifeOf } from '../support/agent-whole-life.ts';
import { findBrowser, openBrowser } from '../support/browser.ts';
import { faults } from '../support/console-browser.ts';
import { type ConsoleHere, consoleHere, visitorOf } from '../support/console-here.ts';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';

const chromiumPath = await findBrowser();
const authority = visitorOf('cdc', { purpose: 'control' });
const region = visitorOf('region-centre-val-de-loire', { purpose: 'training-follow-up' });
const referent = visitorOf('mission-locale', { purpose: 'job-seeker-list' });

interface Path {
  readonly trainees: readonly string[];
  readonly registrations: readonly object[];
  readonly employment: { readonly periods: readonly object[] };
  readonly dossiers: readonly {
    readonly number: number;
    readonly status: string;
    readonly over: boolean;
    readonly expectations: readonly { readonly what: string; readonly reached: boolean; readonly overdue: boolean }[];
  }[];
}

/** What the picture says: of each lane, of each sign its kind by how it is drawn, and its words. */
const pictured = `[...document.querySelectorAll('.timeline .scroll svg > g')].flatMap((lane) => {
  const name = lane.querySelector('.lane-name')?.textContent;
  if (name === undefined) return [];
  const signs = [...lane.querySelectorAll('title')].map(({ parentNode, textContent }) => {
    const { fill, stroke } = getComputedStyle(parentNode);
    return { says: textContent, drawn: parentNode.getAttribute('class'), fill, stroke };
  });
  return [{ name, rows: [...lane.querySelectorAll('.head')].map(({ textContent }) => textContent), signs }];
})`;

interface Lane {
  readonly name: string;
  readonly rows: readonly string[];
  readonly signs: readonly { readonly says: string; readonly drawn: string; readonly fill: string }[];
}

/** Of the list: when and what, a line each. */
const listed = `[...document.querySelectorAll('#jours ~ .wide tbody tr')].map((row) =>
  [row.cells[0].textContent, row.cells[1].textContent].join(' | '))`;

describe.skipIf(chromiumPath === null)('a path of which everything was reported', () => {
  let here: HubHere;
  let hub: RunningHub;
  let pages: ConsoleHere;
  let browser: Browser;
  let path: Path;
  const nir = `27505451${randomInt(10_000, 99_999)}`;

  beforeAll(async () => {
    here = await hubHere({ HUB_DEMO: 'partners' });
    hub = await here.start();
    pages = await consoleHere(hub, join(here.dataDir, 'secrets.json'));
    browser = await openBrowser(chromiumPath ?? '');
    await reportLives(hub, wholeLifeOf(nir));
    const body = { nir: `${nir}${nirKey(nir)}` };
    await eventually(async () => {
      path = await pages.api.ask<Path>(authority, '/v1/training-paths/search', { body });
      expect(path.registrations).toHaveLength(2);
      expect(path.employment.periods).toHaveLength(4);
      expect(path.dossiers.map(({ status }) => status)).toEqual(['exited', 'absent', 'entered']);
    });
  });

  afterAll(async () => {
    await browser?.close();
    await pages?.close();
    await hub?.close();
    await here?.close();
  });

  async function open(visitor: typeof authority, at: string, page?: Page): Promise<Page> {
    pages.become(visitor);
    const shown = page ?? (await browser.newPage());
    await shown.goto(`${pages.url}/console/agent/${at}`);
    return shown;
  }

  const pathOf = () => `parcours/${path.trainees[0]}`;

  it('is drawn with a lane for each kind of thing, each sign by its own pattern', async () => {
    const page = await open(authority, pathOf());
    const lanes = await page.evaluate<readonly Lane[]>(pictured);
    const signsOf = (lane: Lane) => lane.signs.map(({ drawn, fill }) => (fill.startsWith('url') ? fill : drawn));
    const job = 'url("#m-job")';
    const [cep, registration, positioning] = ['cep', 'registration', 'positioning'].map((each) => `url("#m-${each}")`);
    const training = ['planned', 'sign stay', 'url("#m-interruption")', 'end', 'planned', 'end hollow'];
    expect(lanes.map((lane) => [lane.name, lane.rows.length, signsOf(lane)])).toEqual([
      ['Positionnements', 3, [positioning, positioning, positioning, positioning]],
      ['Formations', 3, [...training, 'planned', 'sign stay']],
      ['Emploi', 2, ['beyond', job, job, job]],
      ['Certifications', 1, ['beyond', 'sign certification']],
      ['Conseil en évolution professionnelle', 1, [cep, cep]],
      ['Demande d’emploi', 1, [registration, 'beyond', registration]],
    ]);
    await page.close();
  });

  it('says in the list what the picture says, and more of nothing', async () => {
    const page = await open(authority, pathOf());
    const lanes = await page.evaluate<readonly Lane[]>(pictured);
    const inPicture = lanes.flatMap(({ signs }) => signs.map(({ says }) => says.replace(/, (le|du) [\d/]+.*$/, '')));
    const inList = await page.evaluate<readonly string[]>(listed);
    expect(inList.map((line) => line.split(' | ')[1])).toEqual(expect.arrayContaining([...new Set(inPicture)]));
    expect(new Set(inList.map((line) => line.split(' | ')[1])).size).toBe(new Set(inPicture).size);
    const said = inList.join('\n');
    for (const one of [
      'CDI de droit privé, 151,67 h par mois',
      'Contrat de mission (travail temporaire), 20 h par mois',
      'en cours | CDD de droit privé, 40 h par mois',
      'Certification RS5616 (Répertoire spécifique)',
      'Certification RNCP38437',
      'en cours | Période de CEP, opérateur 99000109100018',
      'en cours | Inscription à France Travail, référent 99000115800015',
      'Positionnement (Réunion ou information collective (RIC, ICO)) : Non retenu',
      'Interruption',
      'Absent à l’entrée',
    ])
      expect(said).toContain(one);
    await page.close();
  });

  it('holds no more than the reader may see', async () => {
    const namesFor = async (visitor: typeof authority) => {
      const page = await open(visitor, pathOf());
      const lanes = await page.evaluate<readonly Lane[]>(pictured);
      await page.close();
      return lanes.map(({ name }) => name);
    };
    const trainings = ['Positionnements', 'Formations'];
    expect(await namesFor(region)).toEqual([...trainings, 'Emploi', 'Certifications', 'Demande d’emploi']);
    expect(await namesFor(referent)).toEqual([...trainings, 'Demande d’emploi']);
  });

  it('says of each dossier whether it is over, and of what is expected whether its day has come, as the API does', async () => {
    expect(path.dossiers.map(({ over }) => over)).toEqual([true, true, false]);
    const awaited = path.dossiers.flatMap(({ expectations }) => expectations);
    expect(awaited.find(({ what }) => what === 'exit')).toMatchObject({ reached: false, overdue: false });
    expect(awaited.filter(({ overdue }) => overdue).length).toBeGreaterThan(0);
    const page = await open(authority, pathOf());
    expect(await page.locator('.now li').count()).toBe(1);
    expect(await page.locator('.now li').textContent()).toContain('Préparation opérationnelle');
    await page.close();
  });

  it('shows a reader of states and days these alone, and takes what it does not show for nothing', async () => {
    const [, , running] = path.dossiers;
    const page = await open(referent, `dossiers/${running?.number}`);
    const text = (await page.locator('main').textContent()) ?? '';
    expect(text).toContain('seuls les états et les jours vous sont montrés');
    expect(text).toContain('Attestation d’entrée en stage (AES)');
    expect(text.match(/Rien n’en est montré à votre organisme/g)).toHaveLength(2);
    for (const absent of ['Aucune anomalie', 'Rien n’est attendu', 'Anomalies (', 'Pourquoi', '2 500,50', 'Dominique'])
      expect(text).not.toContain(absent);
    await open(referent, pathOf(), page);
    const shown = (await page.locator('main').textContent()) ?? '';
    expect(shown).toContain('les états et les jours seuls');
    expect(shown).toContain('n’a pas à connaître l’identité');
    expect(shown).not.toContain('Aucune anomalie');
    await page.close();
  });

  it('is readable: no fault that a browser finds, in light and in dark, at three widths', async () => {
    const page = await browser.newPage();
    for (const visitor of [authority, referent])
      for (const at of [pathOf(), `dossiers/${path.dossiers[2]?.number}`]) {
        await open(visitor, at, page);
        expect(await faults(page), at).toEqual([]);
      }
    await page.close();
  });
});
