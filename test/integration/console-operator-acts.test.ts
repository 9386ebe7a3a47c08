import { measureNames } from '@hub/core';
import { askJob, type Job } from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AuthorityRow, Rules } from '../../services/console/src/operator/versions/rules.ts';
import { newPerson } from '../scenarios/people.ts';
import { about } from '../scenarios/report-and-read.ts';
import { positioned } from '../scenarios/reported-events.ts';
import { visitorOf } from '../support/console-here.ts';
import { eventually } from '../support/eventually.ts';
import { clientOf } from '../support/scenario-hub.ts';
import { openReceiver } from '../support/webhook-receiver.ts';
import {
  ended,
  lives,
  type OperatorStage,
  operator,
  operatorStage,
  root,
  type Shown,
  traineeOf,
} from './console-operator-stage.ts';

let stage: OperatorStage;

beforeAll(async () => {
  vi.stubEnv('HUB_WEBHOOK_PRIVATE', 'true');
  stage = await operatorStage({ isRotatable: true });
  await lives(stage, 2);
});

afterAll(() => stage?.close());

/** What the hub itself says, beside its pages. */
const hubSays = <Body>(path: string, query: Readonly<Record<string, string>> = {}) =>
  stage.pages.api.ask<Body>(operator, `/v1/admin/${path}`, { query });

/** The job that a form led to, once it has ended. */
async function jobOf(sent: Shown): Promise<Job> {
  await ended(stage, sent);
  return hubSays<Job>(`jobs/${sent.location?.split('/').at(-1)}`);
}

interface Items<Item> {
  readonly items: readonly Item[];
}

describe('operators press what each page offers, and the hub', () => {
  it('pauses, resumes and removes a webhook, and tells its deliveries', async () => {
    const receiver = await openReceiver();
    const partner = async <Body>(path: string, body: object): Promise<Body> => {
      const headers = { 'content-type': 'application/json' };
      const sent = { method: 'POST', headers, body: JSON.stringify(body) };
      return (await (await clientOf(stage.hub, 'cdc').fetch(`/v1/webhooks${path}`, sent)).json()) as Body;
    };
    const { webhook, secret } = await partner<{ webhook: { id: string }; secret: string }>('', {
      ...{ url: receiver.url, purpose: 'control' },
    });
    receiver.secrets = [secret];
    await partner(`/${webhook.id}/test`, {});
    const page = `${root}/webhooks/${webhook.id}`;
    const state = async () => (await hubSays<{ readonly state: string }>(`webhooks/${webhook.id}`)).state;
    expect((await stage.get(page)).html).toContain('Essai');
    expect((await stage.post(`${page}/pause`)).location).toBe(page);
    expect([await state(), (await stage.get(page)).html]).toEqual(['paused', expect.stringContaining('En pause')]);
    expect((await stage.post(`${page}/reprise`)).location).toBe(page);
    expect(await state()).toBe('active');
    expect((await stage.post(`${page}/suppression`)).location).toBe(`${root}/webhooks`);
    expect((await stage.get(page)).status).toBe(404);
    const done = await hubSays<Items<{ readonly what: string; readonly agent: string }>>('audit', {
      subject: `webhook:${webhook.id}`,
    });
    const byPerson = done.items.filter(({ agent }) => agent === operator.agent).map(({ what }) => what);
    expect(byPerson.reverse()).toEqual(['webhook-paused', 'webhook-resumed', 'webhook-removed']);
    await receiver.close();
  });

  it('takes keys to another epoch and marks to another pepper, and ends those of before', async () => {
    const path = `${root}/cles`;
    const strange = await stage.post(`${path}/epoque`, { to: '9' });
    expect([strange.status, strange.html]).toEqual([409, expect.stringContaining('no KEK of epoch 9')]);
    expect(await jobOf(await stage.post(`${path}/epoque`, { to: '2' }))).toMatchObject({
      ...{ kind: 'rewrap-keys', state: 'done', parameters: { to: 2 } },
    });
    expect((await stage.post(`${path}/epoque/2/fin`)).status).toBe(409);
    expect((await stage.get(path)).html).toContain(`${path}/epoque/1/fin`);
    expect((await stage.post(`${path}/epoque/1/fin`)).location).toBe(path);
    expect(await jobOf(await stage.post(`${path}/poivre`))).toMatchObject({ kind: 'rotate-pepper', state: 'done' });
    expect((await stage.post(`${path}/poivre/1/fin`)).location).toBe(path);
    const keys = await hubSays<{ epochs: { epoch: number; state: string }[]; peppers: { version: number }[] }>('keys');
    expect(keys.epochs).toMatchObject([
      { epoch: 1, state: 'ended' },
      { epoch: 2, state: 'current' },
    ]);
    expect(keys.peppers.map(({ version }) => version)).toEqual([2]);
  });

  it('keeps the data of one person and destroys those of another, with a certificate', async () => {
    const path = `${root}/conservation`;
    const people = [newPerson(), newPerson()];
    await stage.report('kairos', ...people.map(({ nir }, n) => about(positioned(`destroyed-${n}`), { nir })));
    const [held = '', other = ''] = await Promise.all(people.map(({ nir }) => traineeOf(stage, nir)));
    expect((await stage.post(`${path}/gel`, { trainee: held, reason: 'ticket-1' })).location).toBe(path);
    const holds = () => hubSays<Items<{ readonly trainee: string }>>('holds');
    expect((await holds()).items).toMatchObject([{ trainee: held, reason: 'ticket-1', agent: operator.agent }]);
    expect((await stage.get(path)).html).toContain(`${path}/gel/${held}/levee`);
    const trainees = `${held}\n${other}`;
    const destroyed = await jobOf(await stage.post(`${path}/destruction`, { trainees, legalGround: 'R6323-39' }));
    expect(destroyed).toMatchObject({ kind: 'destroy-trainees', state: 'done' });
    const { items } = await hubSays<Items<{ readonly trainee: string }>>('destructions');
    expect(items.map(({ trainee }) => trainee)).toEqual([other]);
    const certificate = await stage.get(`${path}/destructions/${other}`);
    expect([certificate.status, certificate.html]).toEqual([200, expect.stringContaining('Ce qui reste')]);
    expect((await stage.post(`${path}/gel/${held}/levee`)).location).toBe(path);
    expect((await holds()).items).toEqual([]);
    const counted = await jobOf(await stage.post(`${path}/fin`, { apply: 'no' }));
    expect(counted).toMatchObject({ kind: 'end-retention', state: 'done', parameters: { apply: false } });
  });

  it('makes a file of a week for an organisation', async () => {
    const { siret } = visitorOf('region-centre-val-de-loire');
    const path = `${root}/publications/fichier`;
    const asked = { siret, kind: 'outcomes', purpose: 'funding-follow-up', week: '2026-W02', format: 'csv' };
    const wrong = await stage.post(path, { ...asked, week: '2099-W02' });
    expect([wrong.status, wrong.html]).toEqual([400, expect.stringContaining('« Semaine » n’est pas accepté.')]);
    expect(await jobOf(await stage.post(path, asked))).toMatchObject({ kind: 'data-set', state: 'done' });
  });

  it('makes the figures of the week, and tells a month anew', async () => {
    const path = `${root}/publications/chiffres`;
    expect(await jobOf(await stage.post(path))).toMatchObject({ kind: 'statistics', state: 'done' });
    const [measure, month] = [measureNames[0], '2026-01'];
    await stage.here.database.pool.query(
      'insert into statistics.closed_month (measure, month, week) select $1, $2, week from statistics.week',
      [measure, `${month}-01`],
    );
    expect((await stage.get(`${root}/publications`)).html).toContain('Semaines chiffrées');
    const wrong = await stage.post(`${path}/de-nouveau`, { months: '1999-01', reason: 'ticket-2' });
    expect([wrong.status, wrong.html]).toEqual([400, expect.stringContaining('« Mois » n’est pas accepté.')]);
    const anew = await jobOf(await stage.post(`${path}/de-nouveau`, { months: month, reason: 'ticket-2' }));
    expect(anew).toMatchObject({ state: 'done', parameters: { anew: { months: [month], reason: 'ticket-2' } } });
  });

  it('keeps a period of the access trace, and lets it go', async () => {
    const path = `${root}/traces`;
    const period = { from: '2026-01-01', to: '2026-01-31', reason: 'ticket-3' };
    const reversed = await stage.post(`${path}/gel`, { ...period, to: '2025-01-01' });
    expect(reversed.status).toBe(400);
    expect((await stage.post(`${path}/gel`, period)).location).toBe(path);
    const [, lift = ''] = /href="([^"]+\/levee)"/.exec((await stage.get(path)).html) ?? [];
    const holds = () => hubSays<Items<{ readonly reason: string; readonly liftedAt?: string | null }>>('traces/holds');
    expect((await holds()).items).toMatchObject([period]);
    expect((await stage.post(lift)).location).toBe(path);
    expect((await stage.get(path)).html).not.toContain('/levee"');
  });

  it('cancels a job', async () => {
    const { pool } = stage.here.database;
    const by = { siret: operator.siret, clientId: 'operator', agent: 'p-3', traceparent: null };
    const client = await pool.connect();
    // Of a kind that nobody takes up: it waits until somebody ends it.
    const { id } = await askJob(client, by, { kind: 'of-nobody', parameters: {} }).finally(() => client.release());
    const page = `${root}/travaux/${id}`;
    expect((await stage.get(page)).html).toContain(`${page}/annulation`);
    expect((await stage.post(`${page}/annulation`)).location).toBe(page);
    expect(await hubSays<Job>(`jobs/${id}`)).toMatchObject({ state: 'cancelled' });
    expect((await stage.get(page)).html).toContain('<strong>Annulé</strong>');
  });
});

/** A row as its form sends what the row is about. */
function asSent({ territory, funding, exceptFunding, validator }: AuthorityRow): Readonly<Record<string, string>> {
  const ticks = (name: string, codes: readonly string[] | null) =>
    (codes ?? []).map((code) => [`${name}.${code}`, 'on']);
  return {
    territory: territory ?? '',
    validator: validator ?? '',
    ...Object.fromEntries([...ticks('funding', funding), ...ticks('exceptFunding', exceptFunding)]),
  };
}

describe('operators try who decides, and the hub', () => {
  const rowsOf = async () => {
    const { authority } = await stage.pages.api.ask<Rules>(operator, '/v1/admin/rules');
    return authority.rows;
  };
  const tried = async ({ location, html }: Shown) => {
    if (location === null) throw new Error(html);
    const page = await eventually(
      async () => {
        const page = await stage.get(location);
        expect(page.html).toMatch(/dossiers? changerai|échoué/);
        return page;
      },
      { timeoutMs: 30_000 },
    );
    const { edits } = await stage.pages.api.ask<{ readonly edits: readonly object[] }>(
      operator,
      `/v1/admin/rules/trials/${location.split('/').at(-1)}`,
    );
    return { html: page.html, edits };
  };

  it('tries who decides in one regime of a row, and says which row changes', async () => {
    const path = `${root}/regles/essai`;
    const row = (await rowsOf()).find(({ step }) => step === 'attest-entry');
    const [id = '', regime = ''] = [row?.id, row?.regimes[0]?.name];
    const { html, edits } = await tried(
      await stage.post(path, { kind: 'sources', name: id, regime, sources: 'kairos\nofeli' }),
    );
    expect(edits).toEqual([{ kind: 'sources', id, regime, sources: ['kairos', 'ofeli'] }]);
    expect(html).toContain(`Qui fait foi <code>${id}</code>`);
    expect(html).toContain('Kairos, puis OFeli (CARIF-OREF)');
  });

  it('tries a row of authority more, otherwise and less, and says at its field what is not taken', async () => {
    const path = `${root}/regles/essai`;
    const [row] = (await rowsOf()).filter(({ regimes }) => regimes.some(({ when }) => when.length === 2));
    if (row === undefined) throw new Error('no row has a regime of two times');
    const filled = (await stage.get(`${path}?kind=row&name=${row.id}`)).html;
    for (const { name } of row.regimes) expect(filled).toContain(`value="${name}"`);
    const added = {
      kind: 'row',
      id: 'xx-entry',
      step: 'attest-entry',
      'funding.opco': 'on',
      'regime0-name': 'toujours',
    };
    const wrong = await stage.post(path, {
      ...added,
      ...{ id: 'XX', 'regime0-sources': 'nobody', 'regime1-name': 'toujours' },
      ...{ 'regime2-when1-clock': 'effective', 'regime2-when1-from': 'hier' },
    });
    expect(wrong.status).toBe(400);
    for (const [name, label] of [
      ['id', 'Nom de la ligne'],
      ['regime0-sources', 'Qui décide'],
      ['regime2-name', 'Son nom'],
      ['regime2-when1-from', 'à partir du'],
    ])
      expect(wrong.html).toContain(`<a href="#f-${name}">« ${label} » n’est pas accepté.</a>`);
    const twice = await stage.post(path, { ...added, 'regime0-sources': 'eos', 'regime1-name': 'toujours' });
    expect(twice.html).toContain('<a href="#f-regime1-name">« Son nom » n’est pas accepté.</a>');
    const same = { ...added, id: 'xx-same', 'funding.opco': '', ...asSent(row), step: row.step };
    const clash = await stage.post(path, same);
    expect(clash.html).toContain('<a href="#f-step">« Étape » n’est pas accepté.</a>');
    expect(clash.html).toContain(`${row.id} says of the same who decides`);
    const taken = await tried(
      await stage.post(path, {
        ...{ ...added, territory: 'centre-val-de-loire', 'regime0-sources': 'eos' },
        ...{ 'regime0-when0-clock': 'effective', 'regime0-when0-to': '2026-05-01' },
      }),
    );
    const when = [{ clock: 'effective', to: '2026-05-01' }];
    const regimes = [{ name: 'toujours', when, sources: ['eos'] }];
    expect(taken.edits).toEqual([
      {
        kind: 'row',
        id: 'xx-entry',
        row: { step: 'attest-entry', territory: 'centre-val-de-loire', funding: ['opco'], regimes },
      },
    ]);
    expect(taken.html).toContain('Qui fait foi <code>xx-entry</code>');
    const without = `${root}/regles/retrait`;
    expect((await stage.get(`${without}?name=${row.id}`)).html).toContain(`<code>${row.id}</code>`);
    const gone = await tried(await stage.post(without, { name: row.id }));
    expect(gone.edits).toEqual([{ kind: 'row', id: row.id, row: null }]);
    expect((await stage.post(without, { name: 'never-there' })).status).toBe(400);
  });
});
