import { askJob } from '@hub/platform';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pageGroups } from '../../services/console/src/operator/pages.ts';
import type { Rules } from '../../services/console/src/operator/versions/rules.ts';
import { newPerson } from '../scenarios/people.ts';
import { about } from '../scenarios/report-and-read.ts';
import { positioned } from '../scenarios/reported-events.ts';
import { findBrowser, openBrowser } from '../support/browser.ts';
import { faults, press, reach } from '../support/console-browser.ts';
import { eventually } from '../support/eventually.ts';
import { clientOf } from '../support/scenario-hub.ts';
import {
  damage,
  ended,
  lives,
  type OperatorStage,
  operator,
  operatorStage,
  root,
  traineeOf,
} from './console-operator-stage.ts';

const chromiumPath = await findBrowser();

/** Of a job, a trial, a version, a pair of trainees, and of forms about them, with what was refused. */
async function pagesOfWhatWasMade(stage: OperatorStage): Promise<readonly string[]> {
  const people = [newPerson(), newPerson()];
  await stage.report('kairos', ...people.map(({ nir }, n) => about(positioned(`pair-${n}`), { nir })));
  const [one = '', other = ''] = await Promise.all(people.map(({ nir }) => traineeOf(stage, nir)));
  const verified = await stage.post(`${root}/versions/verification`, { slices: '1' });
  await ended(stage, verified);
  const trial = await stage.post(`${root}/regles/essai`, { kind: 'deadline', name: 'exit', days: '200' });
  await eventually(async () => expect((await stage.get(trial.location ?? '')).html).toContain('Compté :'), {
    timeoutMs: 30_000,
  });
  const { versions } = await stage.pages.api.ask<{ readonly versions: readonly { readonly version: string }[] }>(
    operator,
    '/v1/admin/versions',
  );
  const { rows } = (await stage.pages.api.ask<Rules>(operator, '/v1/admin/rules')).authority;
  return [
    ...[verified.location ?? '', trial.location ?? '', `${trial.location}/construction`],
    ...[`${root}/versions/${versions[0]?.version}`, `${root}/versions/${versions[0]?.version}/promotion`],
    ...[`${root}/liens/${one}/${other}`, `${root}/regles/essai?kind=row`, `${root}/regles/retrait?name=${rows[0]?.id}`],
    `${root}/regles/essai?kind=row&name=${rows[0]?.id}`,
    ...(await formsOf(stage, one)),
  ];
}

/** Forms about a webhook, keys, what is kept, and a job that waits. */
async function formsOf(stage: OperatorStage, trainee: string): Promise<readonly string[]> {
  const body = JSON.stringify({ url: 'http://127.0.0.1:9/', purpose: 'control' });
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  const { webhook } = (await (await clientOf(stage.hub, 'cdc').fetch('/v1/webhooks', sent)).json()) as {
    readonly webhook: { readonly id: string };
  };
  await stage.post(`${root}/conservation/gel`, { trainee, reason: 'ticket-1' });
  const client = await stage.here.database.pool.connect();
  const by = { siret: operator.siret, clientId: 'operator', agent: 'p-3', traceparent: null };
  const waiting = await askJob(client, by, { kind: 'of-nobody', parameters: {} }).finally(() => client.release());
  return [
    ...['', '/pause', '/reprise', '/suppression'].map((step) => `${root}/webhooks/${webhook.id}${step}`),
    ...['/cles/epoque', '/cles/poivre', '/cles/epoque/1/fin', '/traces/gel'].map((path) => root + path),
    ...['/gel', `/gel/${trainee}/levee`, '/destruction', '/fin'].map((path) => `${root}/conservation${path}`),
    ...['', '/annulation'].map((step) => `${root}/travaux/${waiting.id}${step}`),
  ];
}

/** Into the field of this label, by keyboard. */
async function type(page: Page, label: RegExp, text: string): Promise<void> {
  await reach(page, label);
  await page.keyboard.type(text);
}

/** Ticks the box of this field, by keyboard. */
async function tick(page: Page, field: string): Promise<void> {
  const label = await page.locator(`label[for="f-${field}"]`).textContent();
  await reach(page, label?.trim() ?? '');
  await page.keyboard.press('Space');
}

describe.skipIf(chromiumPath === null)('the pages of operators in a browser', () => {
  let stage: OperatorStage;
  let browser: Browser;
  const actionPages = [
    '/versions/reconstruction',
    '/partenaires/ajouter',
    `/partenaires/${operator.siret}`,
    `/partenaires/${operator.siret}/convention`,
    '/partenaires/clients/eos',
    '/traces/recherche',
    '/mis-de-cote/reprise',
    '/liens/plusieurs',
    '/sessions/sans-lien',
  ];
  let madePaths: readonly string[] = [];
  const paths = [
    ...pageGroups.flatMap(({ pages }) => pages.map(({ path }) => path)),
    ...actionPages.map((path) => root + path),
  ];

  beforeAll(async () => {
    vi.stubEnv('HUB_WEBHOOK_PRIVATE', 'true');
    stage = await operatorStage();
    await lives(stage, 4);
    madePaths = await pagesOfWhatWasMade(stage);
    browser = await openBrowser(chromiumPath ?? '');
  });

  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });

  it('lead by keyboard alone from the overview through a rebuild that is seen going on to what readers are given', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    // Another operator looks at the versions meanwhile.
    const other = await context.newPage();
    await other.goto(`${stage.pages.url}${root}/versions`);
    await page.goto(stage.pages.url + root);
    await press(page, 'Reconstruire les enregistrements…');
    await press(page, 'Reconstruire');
    await page.getByText('C’est fini : cette page ne change plus.').waitFor({ timeout: 60_000 });
    expect(await page.textContent('[data-live-said]')).toBe('Terminé');
    const button = await page.locator('a.button.main').textContent();
    await press(page, button ?? '');
    await press(page, (button ?? '').replace('…', ''));
    await page.getByText('Les lecteurs reçoivent la version').waitFor({ timeout: 60_000 });
    await other.reload();
    expect(await other.locator('tbody tr', { hasText: 'Donnée aux lecteurs' }).first().textContent()).toContain(
      /version (\S+)/.exec(button ?? '')?.[1],
    );
    expect(said).toEqual([]);
    await context.close();
  });

  it('have a link judged, a parked event settled, a rule tried and a convention agreed on by keyboard alone', async () => {
    const page = await browser.newPage();
    const open = (path: string) => page.goto(stage.pages.url + path);
    await open(madePaths.find((path) => path.startsWith(`${root}/liens/`)) ?? '');
    await type(page, /^Votre jugement/, 'Deux');
    await type(page, /^Motif/, 'ticket-5');
    await press(page, 'Juger');
    expect(await page.textContent('h1')).toBe('Jugement pris');

    await damage(stage.hub.infrastructure.log);
    const parked = page.locator(`th a[href^="${root}/mis-de-cote/"]`);
    await eventually(
      async () => {
        await open(`${root}/mis-de-cote`);
        // Once in each version that is fed.
        expect(await parked.count()).toBeGreaterThan(0);
      },
      { timeoutMs: 20_000 },
    );
    await press(page, (await parked.first().textContent()) ?? '');
    await press(page, 'Classer…');
    await type(page, /^Motif/, 'message abîmé');
    await press(page, 'Classer cet événement');
    await eventually(
      async () => {
        await page.reload();
        expect(await page.textContent('.state')).toBe('Terminé');
      },
      { timeoutMs: 20_000, everyMs: 300 },
    );

    await open(`${root}/regles`);
    await type(page, /^Chercher une règle/, 'delai');
    await press(page, 'Chercher');
    await press(page, /^Essayer…/);
    await reach(page, /obligatoire/);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('77');
    await press(page, 'Essayer');
    await eventually(
      async () => {
        await page.reload();
        expect(await page.textContent('.page')).toMatch(/77 jours.*Compté :/s);
      },
      { timeoutMs: 20_000, everyMs: 300 },
    );

    const siret = '19311383400389';
    await stage.post(`${root}/partenaires/ajouter`, { siret, name: 'Une mission', 'kinds.mission-locale': 'on' });
    await open(`${root}/partenaires/${siret}/convention`);
    await type(page, /^Premier jour/, '01012030');
    for (const field of ['purposes-advice', 'categories-states', 'territories-centre-val-de-loire']) {
      await tick(page, field);
    }
    await press(page, 'Ajouter cette convention');
    expect(page.url()).toBe(`${stage.pages.url}${root}/partenaires/${siret}`);
    expect(await page.textContent('.page')).toContain('01/01/2030');
    await page.close();
  });

  it('renew what lives by themselves until they are told to stop', async () => {
    const page = await browser.newPage();
    await page.goto(`${stage.pages.url}${root}`);
    await page.getByText('Mise à jour automatique, la dernière à').waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Suspendre la mise à jour' }).click();
    await page.getByText('Mise à jour suspendue').waitFor();
    await page.getByRole('button', { name: 'Reprendre la mise à jour' }).click();
    await page.getByText('Mise à jour automatique.').waitFor();
    await page.close();
  });

  it('say without script how to see what comes next', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${stage.pages.url}${root}`);
    await page.getByText('Pour voir la suite, rechargez la page.').waitFor();
    expect(await page.getByRole('button', { name: 'Suspendre la mise à jour' }).count()).toBe(0);
    await context.close();
  });

  it('keep within 320 px the way to try each rule that is found', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
    await page.goto(`${stage.pages.url}${root}/regles?q=interruption`);
    const boxes = await Promise.all(
      (await page.getByRole('link', { name: /^Essayer…/ }).all()).map((each) => each.boundingBox()),
    );
    expect(boxes.length).toBeGreaterThan(2);
    expect(boxes.filter((box) => box === null || box.x < 0 || box.x + box.width > 320)).toEqual([]);
    expect(await faults(page)).toEqual([]);
    await page.close();
  });

  it('have no fault that a browser finds, in light and in dark, at three widths', async () => {
    const page = await browser.newPage();
    for (const path of [...paths, ...madePaths]) {
      await page.goto(stage.pages.url + path);
      expect([path, await faults(page)]).toEqual([path, []]);
    }
    await page.close();
  });
});
