import { raiseAlarm } from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageGroups } from '../../services/console/src/operator/pages.ts';
import { newPerson } from '../scenarios/people.ts';
import { about } from '../scenarios/report-and-read.ts';
import { entry, positioned } from '../scenarios/reported-events.ts';
import { visitorOf } from '../support/console-here.ts';
import { eventually } from '../support/eventually.ts';
import {
  colleague,
  damage,
  ended,
  lives,
  type OperatorStage,
  operator,
  operatorStage,
  root,
  traineeOf,
} from './console-operator-stage.ts';

const pageBytesMax = 100_000;

describe('the pages of operators', () => {
  let stage: OperatorStage;
  let receipts: readonly string[];

  beforeAll(async () => {
    stage = await operatorStage();
    receipts = (await lives(stage, 4)).map(({ receipt }) => receipt.receipt);
  });

  afterAll(() => stage?.close());

  const active = async () => {
    const { versions } = await stage.pages.api.ask<{
      readonly versions: readonly { readonly version: string; readonly active: boolean }[];
    }>(operator, '/v1/admin/versions');
    return versions.find((each) => each.active)?.version ?? '';
  };

  it.each(pageGroups.flatMap(({ pages }) => pages))('are there: $name', async ({ path, name }) => {
    const { status, html } = await stage.get(path);
    expect([status, html]).toEqual([200, expect.stringContaining(`aria-current="page">${name}</a>`)]);
    expect(Buffer.byteLength(html)).toBeLessThan(pageBytesMax);
  });

  it('are refused to whoever is of another organisation, whatever the trade', async () => {
    stage.pages.become(visitorOf('region-centre-val-de-loire', { trades: ['operator'] }));
    const paths = ['', '/versions', '/partenaires', '/alarmes', '/audit', '/liens', '/cles', '/regles', '/mis-de-cote'];
    const answers = await Promise.all(paths.map((path) => stage.get(`${root}${path}`)));
    const rebuild = await stage.post(`${root}/versions/reconstruction`);
    stage.pages.become(operator);
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 403));
    expect([rebuild.status, rebuild.html]).toEqual([
      403,
      expect.stringContaining('Votre organisme n’y est pas autorisé'),
    ]);
  });

  it('build the records again, compare, give them to readers, and take them back', async () => {
    const before = await active();
    const rebuilt = await ended(stage, await stage.post(`${root}/versions/reconstruction`));
    expect(rebuilt.html).toContain('Aucun dossier ne diffère');
    const [, promotion = ''] = /href="([^"]+\/promotion)"/.exec(rebuilt.html) ?? [];
    const asked = await stage.get(promotion);
    expect(asked.html).toContain('Tous les lecteurs reçoivent cette version');
    const unclear = await stage.post(promotion, { maxChanged: 'beaucoup' });
    expect([unclear.status, unclear.html]).toEqual([
      400,
      expect.stringContaining('« Dossiers qui peuvent changer, au plus » n’est pas accepté.'),
    ]);
    expect(unclear.html).toContain('value="beaucoup"');
    const nowhere = await stage.get(`${root}/versions/${before}/retour`);
    expect([nowhere.status, nowhere.html]).toEqual([409, expect.stringContaining('il n’y en a pas')]);
    expect((await stage.get(`${root}/versions`)).html).not.toContain('/retour"');
    await ended(stage, await stage.post(promotion, { maxChanged: '0,1 %' }));
    const promoted = await active();
    expect(promoted).not.toBe(before);
    expect((await stage.get(`${root}/versions`)).html).toContain('Donnée aux lecteurs');
    const compared = await stage.get(`${root}/versions/${promoted}/comparaison?avec=${before}`);
    expect([compared.status, compared.html]).toEqual([200, expect.stringContaining('Ce qui est pareil')]);
    const back = `${root}/versions/${before}/retour`;
    expect((await stage.get(`${root}/versions`)).html).toContain(`href="${back}">Revenir à la version ${before}…`);
    expect((await stage.get(back)).html).toContain('les règles livrées avec le hub');
    expect((await ended(stage, await stage.post(back))).html).toContain(`de nouveau la version <code>${before}</code>`);
    expect(await active()).toBe(before);
    const own = await stage.post(`${root}/versions/${before}/retrait`);
    const refused = own.location === null ? own : await ended(stage, own);
    expect(refused.html).toContain('Cette version est donnée aux lecteurs');
    expect((await stage.get(root)).html).toContain('travail échoué');
    await ended(stage, await stage.post(`${root}/versions/${promoted}/retrait`, { withoutWayBack: 'on' }));
    expect((await stage.get(`${root}/versions/${promoted}`)).status).toBe(404);
    // Its kind was done since.
    expect((await stage.get(root)).html).toContain('Aucun travail échoué');
    const cancelled = await stage.post(`${own.location}/annulation`);
    expect([cancelled.status, cancelled.html]).toEqual([409, expect.stringContaining('plus rien à annuler')]);
  });

  it('tell how far a job is, as it goes, until it has ended', async () => {
    const { location } = await stage.post(`${root}/versions/verification`, { slices: '1' });
    const stream = await stage.get(`${location}/flux`);
    expect(stream.html).toContain('event: fin');
    expect(stream.html).toContain('Terminé');
    expect((await stage.get(`${root}/travaux/00000000-0000-0000-0000-000000000000/flux`)).status).toBe(404);
  });

  it('have an alarm looked after, with why', async () => {
    const { pool } = stage.here.database;
    const whom = { organisation: null, clientId: 'eos', agent: 'a-1', address: null, counterpart: null };
    await raiseAlarm(pool, { kind: 'agent-misses', ...whom, count: 61, limit: 60 });
    const ringing = await stage.get(`${root}/alarmes?etat=true`);
    const [, path = ''] = /href="([^"]+\/alarmes\/\d+)"/.exec(ringing.html) ?? [];
    const without = await stage.post(path, { why: ' ' });
    expect([without.status, without.html]).toEqual([400, expect.stringContaining('Remplissez « Ce que c’était »')]);
    expect((await stage.post(path, { why: 'deux agents partagent un poste' })).location).toBe(
      `${root}/alarmes?etat=true`,
    );
    expect((await stage.get(`${root}/alarmes?etat=true`)).html).toContain('Aucune alarme de ce choix');
    expect((await stage.get(`${root}/alarmes`)).html).toContain('deux agents partagent un poste');
    const audit = await stage.get(`${root}/audit?siret=${operator.siret}&what=alarm-acknowledged`);
    expect(audit.html).toContain('Alarme acquittée <code class="quiet">alarm-acknowledged</code>');
    expect(audit.html).toMatch(/alarme <code class="quiet">alarm:\d+<\/code>/);
    expect(audit.html).toContain('vous, <code>p-1</code>');
    expect((await stage.get(`${root}/audit?siret=${visitorOf('cdc').siret}`)).html).toContain('Rien de ce choix');
  });

  it('add an organisation, its convention and a client, whose secret is shown once', async () => {
    const siret = '19311383400389';
    const wrong = await stage.post(`${root}/partenaires/ajouter`, {
      siret: '1',
      name: 'X',
      'kinds.mission-locale': 'on',
    });
    expect([wrong.status, wrong.html]).toEqual([400, expect.stringContaining('« SIRET » n’est pas accepté.')]);
    const added = await stage.post(`${root}/partenaires/ajouter`, {
      siret,
      name: 'Mission locale <Tours>',
      'kinds.mission-locale': 'on',
    });
    expect(added.location).toBe(`${root}/partenaires/${siret}`);
    const terms = {
      from: '2026-01-01',
      'purposes.advice': 'on',
      'categories.states': 'on',
      'territories.centre-val-de-loire': 'on',
      delegatedBy: operator.siret,
      exceptions: 'prf-direct 50\nopco 7',
      'dataSets-outcomes.statistics': 'on',
      agentPersonsAnHour: '12',
    };
    const tooMany = await stage.post(`${root}/partenaires/${siret}/convention`, { ...terms, personsADay: '-3' });
    expect([tooMany.status, tooMany.html]).toEqual([
      400,
      expect.stringContaining('« Personnes qu’un client lit en un jour » n’est pas accepté.'),
    ]);
    const wordless = await stage.post(`${root}/partenaires/${siret}/convention`, { ...terms, exceptions: 'opco' });
    expect(wordless.html).toContain('« Financements qu’il est seul à pouvoir déclarer » n’est pas accepté.');
    const agreed = await stage.post(`${root}/partenaires/${siret}/convention`, terms);
    expect(agreed.location).toBe(`${root}/partenaires/${siret}`);
    const { items } = await stage.pages.api.ask<{ readonly items: readonly object[] }>(
      operator,
      '/v1/admin/conventions',
      { query: { siret } },
    );
    expect(items).toMatchObject([
      {
        ...{ from: '2026-01-01', to: null, purposes: ['advice'], categories: ['states'] },
        ...{ territories: ['centre-val-de-loire'], delegatedBy: [operator.siret], takeover: false },
        exceptions: { 'prf-direct': 50, opco: 7 },
        dataSets: [{ kind: 'outcomes', purpose: 'statistics' }],
        limits: { agentPersonsAnHour: 12 },
      },
    ]);
    const client = await stage.post(`${root}/partenaires/${siret}/client`, {
      clientId: 'ml-tours',
      sources: '',
    });
    const [, secret = ''] = /<pre class="secret">([^<]+)<\/pre>/.exec(client.html) ?? [];
    expect(secret.length).toBeGreaterThan(20);
    const organisation = await stage.get(`${root}/partenaires/${siret}`);
    expect(organisation.html).toContain('Mission locale &lt;Tours&gt;');
    const shown = await stage.get(`${root}/partenaires/clients/ml-tours`);
    expect([shown.html, organisation.html].join()).not.toContain(secret);
    expect(shown.html).toContain('Étapes pour rejoindre le hub');
    const again = await stage.post(`${root}/partenaires/clients/ml-tours/secret`, { hours: '1' });
    expect(again.html).toContain('Copiez-le maintenant');
    const revoked = await stage.post(`${root}/partenaires/clients/ml-tours/revocation`);
    expect((await stage.get(revoked.location ?? '')).html).toContain('Révoqué le');
    const [, end = ''] = /href="([^"]+\/fin)"/.exec(organisation.html) ?? [];
    expect((await stage.post(end)).location).toBe(`${root}/partenaires/${siret}`);
  });

  it('have a link judged by two persons, each under his pseudonym, and parted by one', async () => {
    const [one, other] = [newPerson(), newPerson()];
    await stage.report('kairos', about(positioned('link-1'), { nir: one.nir }));
    await stage.report('eos', about(entry('eos', 'link-2', '2026-04-01'), { nir: other.nir }));
    const ids = await Promise.all([one, other].map(({ nir }) => traineeOf(stage, nir)));
    const path = `${root}/liens/${ids[0]}/${ids[1]}`;
    const judge = (verdict: string) => stage.post(path, { verdict, reason: 'ticket-1' });
    expect((await judge('')).html).toContain('Remplissez « Votre jugement »');
    expect((await judge('same')).html).toContain('Il attend maintenant qu’une autre personne');
    await eventually(async () => expect((await stage.get(path)).html).toContain('vous l’avez proposé'));
    expect((await judge('same')).status).toBe(409);
    stage.pages.become(colleague);
    expect((await stage.get(`${root}/liens?etat=proposed`)).html).toContain('votre confirmation');
    expect((await judge('same')).html).toContain('Vous étiez la deuxième personne');
    stage.pages.become(operator);
    await eventually(async () => expect((await stage.get(`${root}/liens?etat=joined`)).html).toContain(ids[0] ?? '?'));
    expect((await judge('different')).html).toContain('Elles ne répondent plus ensemble');
    const audit = await stage.get(`${root}/audit?what=trainees-judged`);
    expect(audit.html).toMatch(/p-2[\s\S]*p-1/);
    expect(audit.html).toContain(`console-${operator.siret}`);
  });

  it('have two sessions judged', async () => {
    const fields = { une: 'session:07:1', autre: 'session:eos:2', verdict: 'different', reason: 'ticket-2' };
    const judged = await stage.post(`${root}/sessions/juger`, fields);
    expect([judged.status, judged.html]).toEqual([200, expect.stringContaining('C’est sur le journal')]);
  });

  it('tell who looked at a person, and keep the number out of every address', async () => {
    const { nir } = newPerson();
    const found = await stage.post(`${root}/traces/recherche`, { kind: 'nir', number: nir });
    expect([found.status, found.html]).toEqual([200, expect.stringContaining('Personne n’a regardé')]);
    const person = newPerson();
    await stage.report('kairos', about(positioned('looked-at'), { nir: person.nir }));
    await traineeOf(stage, person.nir);
    const looked = await stage.post(`${root}/traces/recherche`, { kind: 'nir', number: person.nir });
    expect(looked.html).toContain('Recherche d’une personne <code class="quiet">search</code>');
    expect(looked.html).toContain('<code class="quiet">control</code>');
    expect(looked.html).toMatch(new RegExp(`[^>]+ <code class="quiet">${visitorOf('cdc').siret}</code>`));
    const sought = { kind: 'nir', number: person.nir };
    const other = await stage.post(`${root}/traces/recherche`, { ...sought, organisation: operator.siret });
    expect(other.html).not.toContain(visitorOf('cdc').siret);
    const advice = await stage.post(`${root}/traces/recherche`, { ...sought, purpose: 'advice' });
    expect(advice.html).toContain('rien de ce choix');
    const wrong = await stage.post(`${root}/traces/recherche`, { kind: 'nir', number: '12' });
    expect(wrong.status).toBeGreaterThanOrEqual(400);
    const verified = await ended(stage, await stage.post(`${root}/traces/verification`));
    expect(verified.html).toContain('Terminé');
  });

  it('follow an event from its receipt to the record', async () => {
    const nothing = await stage.post(`${root}/evenement`, {});
    expect([nothing.status, nothing.html]).toEqual([400, expect.stringContaining('Remplissez l’un des deux')]);
    await eventually(async () => {
      const { html } = await stage.post(`${root}/evenement`, { receipt: receipts[0] ?? '' });
      for (const step of ['Reçu', 'Sur le journal', 'Montré aux lecteurs', 'Ce qu’il décide'])
        expect(html).toContain(step);
    });
    const whole = JSON.stringify({ results: [{ index: 0, receipt: { receipt: receipts[0], id: 'p-0' } }] }, null, 2);
    const pasted = await stage.post(`${root}/evenement`, { receipt: ` ${whole}\n` });
    const [, dossier = ''] = /dossier (\d{9})/.exec(pasted.html) ?? [];
    const named = { source: 'urn:hub:source:kairos', id: 'p-0' };
    const ofDossier = await stage.post(`${root}/evenement`, { ...named, dossier });
    expect([ofDossier.status, ofDossier.html]).toEqual([
      200,
      expect.stringContaining('Son récépissé dit à quelle place'),
    ]);
    const alone = await stage.post(`${root}/evenement`, named);
    expect([alone.status, alone.html]).toEqual([404, expect.stringContaining('donnez aussi le <a href="#f-dossier">')]);
    const cut = await stage.post(`${root}/evenement`, { receipt: 'AAAA' });
    expect([cut.status, cut.html]).toEqual([404, expect.stringContaining('Ce récépissé n’est pas de ce hub')]);
  });

  it('show what is parked, and take it up again: tried first, then for good', async () => {
    await damage(stage.hub.infrastructure.log);
    const one = await eventually(async () => {
      const { html } = await stage.get(`${root}/mis-de-cote`);
      const [, link] = /href="([^"]+\/mis-de-cote\/[^"?]+\/\d+)"/.exec(html) ?? [];
      if (link === undefined) throw new Error('Nothing is parked yet.');
      return link;
    });
    expect((await stage.get(root)).html).toMatch(/événements? mis de côté<\/a>/);
    const [, retry = ''] = /href="([^"]+\/reprise\?places[^"]+)"/.exec((await stage.get(one)).html) ?? [];
    const place = new URL(retry.replaceAll('&amp;', '&'), 'http://hub').searchParams.get('places') ?? '';
    for (const dryRun of ['on', 'off']) {
      const done = await ended(stage, await stage.post(`${root}/mis-de-cote/reprise`, { places: place, dryRun }));
      expect(done.html).toContain('Terminé');
    }
    const settled = await stage.post(`${root}/mis-de-cote/classement`, {
      places: place,
      why: 'message abîmé, redit depuis',
    });
    await ended(stage, settled);
    expect((await stage.get(`${root}/mis-de-cote?settled=true`)).html).toContain('message abîmé, redit depuis');
  });

  it('try a rule on the present history, and build with it', async () => {
    const rules = await stage.get(`${root}/regles`);
    const [, link = ''] = /href="([^"]+essai\?kind=deadline[^"]*)"/.exec(rules.html) ?? [];
    const path = link.replaceAll('&amp;', '&');
    expect((await stage.get(path)).html).toContain('Aujourd’hui :');
    const query = Object.fromEntries(new URL(path, 'http://hub').searchParams);
    const wrong = await stage.post(path, { ...query, days: '9999' });
    expect([wrong.status, wrong.html]).toEqual([400, expect.stringContaining('n’est pas accepté')]);
    const { location } = await stage.post(path, { ...query, days: '200' });
    const tried = await eventually(
      async () => {
        const page = await stage.get(location ?? '');
        expect(page.html).toContain('Compté : tout dossier dont un lecteur verrait autre chose');
        expect(page.html).toMatch(/Délai : [A-ZÉ][^<]+<\/th><td[^>]*>\d+ jours?</);
        return page;
      },
      { timeoutMs: 30_000 },
    );
    const [, build = ''] = /href="([^"]+\/construction)"/.exec(tried.html) ?? [];
    const built = await ended(stage, await stage.post(build));
    expect(built.html).toContain('Donner la version');
    expect((await stage.get(location ?? '')).html).toContain('Versions construites avec cette règle');
  });
});
