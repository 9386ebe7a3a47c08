import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { addDays, nirKey, parisDay } from '@hub/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { lifeOf, reportLives } from '../support/agent-lives.ts';
import { type ConsoleHere, consoleHere, visitorOf } from '../support/console-here.ts';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';

const region = visitorOf('region-centre-val-de-loire');
const start = '/console/agent';

describe('the pages of whoever follows persons', () => {
  let here: HubHere;
  let hub: RunningHub;
  let pages: ConsoleHere;
  const nir = `27505451${randomInt(10_000, 99_999)}`;
  const nirWithKey = `${nir}${nirKey(nir)}`;

  beforeAll(async () => {
    here = await hubHere({ HUB_DEMO: 'partners' });
    hub = await here.start();
    pages = await consoleHere(hub, join(here.dataDir, 'secrets.json'));
    await reportLives(hub, lifeOf(nir, 'Exemple', 3));
    pages.become(region);
    await eventually(async () => expect((await path()).html.match(/<td[^>]*>Entrée en formation/g)).toHaveLength(3));
  });

  afterAll(async () => {
    await pages?.close();
    await hub?.close();
    await here?.close();
  });

  interface Got {
    readonly status: number;
    readonly to: string;
    readonly html: string;
  }

  async function get(at: string): Promise<Got> {
    const answer = await fetch(`${pages.url}${at}`, { redirect: 'manual' });
    return { status: answer.status, to: answer.headers.get('location') ?? '', html: await answer.text() };
  }

  async function post(at: string, fields: Readonly<Record<string, string>>): Promise<Got> {
    const body = new URLSearchParams(fields);
    const answer = await fetch(`${pages.url}${at}`, { method: 'POST', body, redirect: 'manual' });
    return { status: answer.status, to: answer.headers.get('location') ?? '', html: await answer.text() };
  }

  const search = (par: string, numero: string) => post(`${start}/recherche`, { par, numero });

  async function path(): Promise<Got> {
    const { to } = await search('nir', nirWithKey);
    expect(to).toMatch(/^\/console\/agent\/parcours\/[0-9a-f-]{36}$/);
    return get(to);
  }

  async function dossiers(): Promise<readonly string[]> {
    const { html } = await path();
    return [...new Set([...html.matchAll(/\/console\/agent\/dossiers\/(\d{9})/g)].map(([, number = '']) => number))];
  }

  const textOf = (html: string) =>
    html
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll('&#39;', "'")
      .replaceAll(/\s+/g, ' ');

  it('ask once for what one looks, among what the convention names, and go on to where one was led from', async () => {
    pages.become({ ...region, purpose: null });
    const led = await get(`${start}/dossiers?from=2026-01-01`);
    expect(led.to).toBe(`${start}/finalite?retour=${encodeURIComponent(`${start}/dossiers?from=2026-01-01`)}`);
    const { html } = await get(led.to);
    expect(textOf(html)).toContain('Suivi de ce que mon organisme finance');
    expect(html).not.toContain('value="remuneration"');
    const retour = `${start}/dossiers?from=2026-01-01`;
    expect((await post(`${start}/finalite`, { purpose: 'remuneration', retour })).to).toContain('/finalite?');
    expect((await post(`${start}/finalite`, { purpose: 'training-follow-up', retour })).to).toBe(retour);
    expect(textOf((await get(`${start}/dossiers`)).html)).toContain('Finalité : Suivi du parcours de mes stagiaires');
    const away = { purpose: 'funding-follow-up', retour: 'https://elsewhere.example/' };
    expect((await post(`${start}/finalite`, away)).to).toBe(start);
    pages.become(region);
  });

  it('find a person by a number that then stands in no address, and say alike of nobody and of somebody else’s', async () => {
    const found = await search('nir', nirWithKey);
    expect(found.status).toBe(303);
    expect(found.to).not.toContain(nir);
    const unknown = await search('nir', '175054511100101'.slice(0, 13) + String(nirKey('1750545111001')));
    pages.become(visitorOf('region-bretagne'));
    const foreign = await search('nir', nirWithKey);
    pages.become(region);
    for (const { status, html } of [unknown, foreign]) {
      expect(status).toBe(404);
      expect(textOf(html)).toContain('Aucun parcours à montrer');
      expect(html).not.toContain(nir);
    }
    const wrong = await search('nir', `${nir}00`);
    expect([wrong.status, textOf(wrong.html)]).toEqual([422, expect.stringContaining('clé')]);
    // What is to be mended is given back in the answer, and nowhere else.
    expect(wrong.html.split(nir)).toHaveLength(2);
    expect(wrong.html).toContain(`value="${nir}00"`);
    expect((await get(start)).html).not.toContain(nir);
    expect((await search('dossier', '12')).status).toBe(400);
  });

  it('show a path as a picture and the same as a list, each dossier a link', async () => {
    const { html } = await path();
    const text = textOf(html);
    expect(text).toContain('Camille Exemple');
    expect(text).toMatch(/Entré depuis le \d\d\/\d\d\/\d{4}, d’après EOS/);
    expect(html.match(/<svg[\s\S]*?<\/svg>/)?.[0]).toMatch(/<title id="frise-titre">/);
    expect(html.match(/<a href="\/console\/agent\/dossiers\/\d{9}"><rect class="target"/g)).toHaveLength(6);
    for (const said of ['Positionnement (Candidature)', 'Parcours prévu', 'Interruption', 'Sortie : Fin prévue'])
      expect(text).toContain(said);
    expect(html).not.toContain(nir);
    expect(html).not.toMatch(/ style=|<script/);
  });

  it('say of each value of a dossier its day, who says it, how sure it is, who disputes it and why', async () => {
    const [number = ''] = (await dossiers()).slice(-1);
    const { status, html } = await get(`${start}/dossiers/${number}`);
    const text = textOf(html);
    expect(status, text).toBe(200);
    expect(text).toMatch(/Attestation d’entrée en stage \(AES\) (\d\d\/\d\d\/\d{4}) \1 EOS Certain/);
    expect(text).toContain('EOS fait autorité pour « Attestation d’entrée en stage (AES) » (Centre-Val de Loire');
    expect(text).toMatch(/Contesté par Kairos : Attestation d’entrée en stage \(AES\) du \d\d\/\d\d\/\d{4}/);
    expect(text).toContain('l’emporte sur celui de Kairos');
    expect(text).toMatch(/Cet état vient de « Sortie » du [\d/]+, dit par EOS/);
    expect(text).toContain('Camille Exemple');
    expect(text).not.toMatch(/régime| (?:de |d’)?(?:eos|kairos)[ ,.]/);
    expect(text).toMatch(/Assiduité mensuelle, \S+ \d{4} À Kairos/);
    expect(text).toContain('Deux systèmes donnent des valeurs différentes');
    expect(text).toContain('La source en erreur corrige ou annule son événement.');
    expect(text).toContain('2 500,50');
    expect(text).toContain('Saint-Pierre-des-Corps');
  });

  it('look back: to a day, and to what the hub knew at a moment', async () => {
    const [number = ''] = (await dossiers()).slice(-1);
    const before = addDays(parisDay(Date.now()), -30);
    const then = textOf((await get(`${start}/dossiers/${number}?jour=${before}`)).html);
    expect(then).toContain(`Vu au ${before.split('-').reverse().join('/')}`);
    expect(then).not.toContain('Entré depuis le');
    const at = `${start}/dossiers/${number}`;
    const knewNothing = await get(`${at}?su=2020-01-01T10:00`);
    expect([knewNothing.status, textOf(knewNothing.html)]).toEqual([
      404,
      expect.stringMatching(/le hub ne savait rien de ce dossier ; le premier fait a été reçu le [\d/]+ à [\d:]+/),
    ]);
    expect(knewNothing.html).toContain('name="su"');
    expect(textOf((await get(`${at}?jour=1990-01-01`)).html)).toContain('rien de ce dossier n’était encore arrivé');
    const { to } = await search('nir', nirWithKey);
    expect(textOf((await get(`${to}?su=2020-01-01T10:00`)).html)).toContain('le hub ne savait rien d’un dossier');
    for (const at of [`${start}/dossiers/${number}`, to])
      for (const day of ['demain', '9999-12-31', '2026-02-30']) {
        const wrong = await get(`${at}?jour=${day}`);
        expect([wrong.status, textOf(wrong.html)]).toEqual([400, expect.stringContaining('entre 1900 et 2099')]);
        expect(wrong.html).not.toContain('NaN');
      }
    expect((await get(`${start}/dossiers/999999999?su=2020-01-01T10:00`)).status).toBe(404);
  });

  it('tell a source of an error, and show what was asked', async () => {
    const [number = ''] = await dossiers();
    const { html } = await get(`${start}/dossiers/${number}`);
    const form = /href="([^"]*rectification\?[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const asking = await get(form);
    expect(textOf(asking.html)).toContain('Valeur erronée');
    const asked = new URL(form, pages.url).searchParams;
    const fields = { source: asked.get('source') ?? '', evenement: asked.get('evenement') ?? '', motif: 'wrong-value' };
    const sent = await post(`${start}/dossiers/${number}/rectification`, { ...fields, personne: 'oui' });
    expect([sent.status, sent.to]).toEqual([303, `${start}/dossiers/${number}#rectifications`]);
    expect(textOf((await get(`${start}/dossiers/${number}`)).html)).toMatch(
      /Valeur erronée oui, réponse attendue le [\d/]+ En attente/,
    );
  });

  it('list one’s own dossiers by every filter, in pages and as a file', async () => {
    const listed = async (query: string) =>
      (await get(`${start}/dossiers?${query}`)).html.match(/class="whole-number"/g)?.length ?? 0;
    expect(await listed('')).toBe(3);
    expect(await listed('etat.entered=on')).toBe(1);
    expect(await listed('etat.entered=on&etat.exited=on')).toBe(3);
    expect(await listed('territory=bretagne')).toBe(0);
    expect(await listed(`leftFrom=${parisDay(Date.now())}`)).toBe(0);
    expect((await get(`${start}/dossiers?siret=12`)).status).toBe(400);
    const file = await get(`${start}/dossiers.csv?etat.entered=on`);
    expect(file.html.trimEnd().split('\r\n')).toHaveLength(2);
    expect(file.html).toContain(';Entré;');
    expect((await get(`${start}/dossiers.csv?siret=12`)).to).toBe(`${start}/dossiers?siret=12`);
  });

  it('list what does not fit and what is awaited, each with its dossier', async () => {
    for (const [list, query, said] of [
      ['anomalies', 'code=contested', 'Deux systèmes donnent des valeurs différentes'],
      ['attendus', 'what=attendance&overdue=all', 'Assiduité mensuelle'],
    ] as const) {
      const { status, html } = await get(`${start}/${list}?${query}`);
      expect(status).toBe(200);
      expect(textOf(html)).toContain(said);
      expect(html).toMatch(/href="\/console\/agent\/dossiers\/\d{9}"/);
    }
    await eventually(async () =>
      expect(textOf((await get(start)).html)).toMatch(
        /Anomalies \d+ à corriger, dont \d+ de niveau erreur, dans 3 dossiers/,
      ),
    );
    const rows = ({ html }: Got) =>
      html
        .match(/<tr>[\s\S]*?<\/tr>/g)
        ?.slice(1)
        .map(textOf) ?? [];
    const toMend = rows(await get(`${start}/anomalies`));
    expect(toMend.join()).not.toContain('Rien à renvoyer');
    expect(toMend.find((row) => row.includes('Deux systèmes'))).toMatch(/À vous \((?:EOS ou Kairos|Kairos ou EOS)\)/);
    expect(rows(await get(`${start}/anomalies?past=all`)).length).toBeGreaterThanOrEqual(toMend.length);
    const late = rows(await get(`${start}/attendus`));
    expect(late.every((row) => /\d+ jours? de retard/.test(row))).toBe(true);
    const days = late.map((row) => Number(/(\d+) jours? de retard/.exec(row)?.[1]));
    expect(days).toEqual(days.toSorted((a, b) => b - a));
    for (const list of ['attendus', 'anomalies']) {
      const everything = rows(await get(`${start}/${list}`));
      const [ours, others] = [
        rows(await get(`${start}/${list}?own=true`)),
        rows(await get(`${start}/${list}?own=false`)),
      ];
      expect(ours.length).toBe(everything.filter((row) => row.includes('À vous')).length);
      expect(ours.length + others.length).toBe(everything.length);
      expect(ours.every((row) => row.includes('À vous'))).toBe(true);
      expect((await get(`${start}/${list}?own=true`)).html).toMatch(/aria-current="page">À nous/);
    }
    await eventually(async () =>
      expect((await get(start)).html).toMatch(/href="\/console\/agent\/anomalies\?own=true">À vous : \d+/),
    );
    expect(rows(await get(`${start}/attendus?overdue=all`)).length).toBeGreaterThan(late.length);
  });

  it('show what one looked at oneself, and nothing of anybody else', async () => {
    const own = textOf((await get(`${start}/consultations`)).html);
    expect(own).toContain('Recherche d’une personne, par NIR');
    expect(own).not.toContain(nir);
    expect(own).toContain('R6323-40');
    expect(own).toContain('Rien à montrer');
    pages.become({ ...region, agent: 'p-2' });
    expect(textOf((await get(`${start}/consultations`)).html)).toContain('Aucune consultation');
    pages.become(visitorOf('region-bretagne'));
    const other = await get(`${start}/consultations`);
    expect(other.html).not.toContain('/console/agent/parcours/');
    expect(textOf(other.html)).toContain('Rien à montrer');
    pages.become(region);
  });

  it('keep the head of whoever has signed in on the pages that are open to all, which nothing keeps for anybody else', async () => {
    for (const at of ['/v1/dictionary', '/v1/dictionary/entry-attested/1', '/console/api', '/console/api/getDossier']) {
      const looked = async () => {
        const answer = await fetch(`${pages.url}${at}`, { headers: { accept: 'text/html' } });
        const { headers } = answer;
        return { text: await answer.text(), kept: headers.get('cache-control'), vary: headers.get('vary') };
      };
      const own = await looked();
      expect(own.text, at).toContain('Se déconnecter');
      expect(own.text).not.toContain('Se connecter');
      expect(own.kept).toBe('no-store');
      pages.become(null);
      const open = await looked();
      pages.become(region);
      expect(open.text, at).toContain('Se connecter');
      expect(open.text).not.toContain('Camille Martin');
      expect([open.kept, open.vary]).toEqual(['public, max-age=300', expect.stringContaining('cookie')]);
    }
  });

  it('show an adviser nobody on the day on which the period begins', async () => {
    pages.become(visitorOf('cep-operator', { purpose: 'advice' }));
    expect((await search('nir', nirWithKey)).status).toBe(404);
    expect(textOf((await get(`${start}/anomalies`)).html)).toContain('Aucune anomalie');
    pages.become(region);
  });
});
