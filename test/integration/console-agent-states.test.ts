import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { nirKey } from '@hub/core';
import { loadDictionary } from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleHere, consoleHere, visitorOf } from '../support/console-here.ts';
import { alias, checked, fact, openStage, type Stage, storeDossier, storeTrainee } from './query-stage.ts';

const payBody = visitorOf('pay-body', { purpose: 'remuneration' });
const adviser = visitorOf('cep-operator', { purpose: 'advice' });
const start = '/console/agent';
const number = checked(100_000_010);
const nir = '2690545049581';

const paid = { payBody: 'docapost', payBodySiret: payBody.siret, sent: true };
const facts = [
  fact('candidate-positioned', {
    source: 'kairos',
    day: '2026-03-20',
    data: { by: 'adviser', mode: 'candidature', funding: 'prf' },
  }),
  fact('selection-decided', { source: 'kairos', day: '2026-03-24', data: { result: 'retained' } }),
  fact('path-planned', { source: 'eos', day: '2026-03-30', data: { plannedEntry: '2026-04-01', hoursCentre: 300 } }),
  fact('entry-attested', { source: 'eos', day: '2026-04-01' }),
  fact('interruption-observed', { source: 'eos', day: '2026-04-20', data: { from: '2026-04-20', to: '2026-05-08' } }),
  fact('resumption-attested', { source: 'kairos', day: '2026-05-09' }),
  fact('attendance-reported', { source: 'kairos', day: '2026-04-30', data: { month: '2026-04', hours: 70 } }),
  fact('remuneration-set', { source: 'eos', day: '2026-04-01', data: paid }),
];
const opened = fact('cep-period-opened', {
  source: 'cep',
  day: '2026-02-01',
  receivedAt: '2026-06-10T06:00:00Z',
  references: [],
  data: { period: 'C1', operatorSiret: adviser.siret },
});

describe('the pages of whoever sees states and days alone', () => {
  let stage: Stage;
  let pages: ConsoleHere;

  beforeAll(async () => {
    stage = await openStage();
    const trainee = randomUUID();
    await storeDossier(stage, trainee, number, facts);
    await storeTrainee(stage, trainee, [opened]);
    await alias(stage, nir, trainee);
    const url = await stage.server.listen({ host: '127.0.0.1', port: 0 });
    const hub = { url, infrastructure: { dictionary: loadDictionary() } };
    pages = await consoleHere(hub, join(stage.directory, 'secrets.json'));
  });

  afterAll(async () => {
    await pages?.close();
    await stage?.close();
  });

  const textAt = async (at: string) => {
    const html = await (await fetch(`${pages.url}${at}`)).text();
    return html
      .slice(html.indexOf('<main'))
      .replaceAll(/<svg[\s\S]*?<\/svg>/g, ' ')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll('&#39;', "'")
      .replaceAll(/\s+/g, ' ');
  };

  async function pathOf(): Promise<string> {
    const body = new URLSearchParams({ par: 'nir', numero: `${nir}${nirKey(nir)}` });
    const { headers } = await fetch(`${pages.url}${start}/recherche`, { method: 'POST', body, redirect: 'manual' });
    return textAt(headers.get('location') ?? '');
  }

  it('show a pay body the stay, its interruption and the months that it pays, and not how the trainee came there', async () => {
    pages.become(payBody);
    const path = await pathOf();
    expect(path).toContain('01/04/2026 → en cours Entrée en formation');
    expect(path).toContain('20/04/2026 → 09/05/2026 Interruption');
    expect(path).not.toContain('Positionnement');
    const dossier = await textAt(`${start}/dossiers/${number}`);
    expect(dossier).toContain('seuls les états, les jours et les heures vous sont montrés');
    expect(dossier).toContain('Attestation d’entrée en stage (AES) 01/04/2026');
    expect(dossier).toMatch(/Mois : avril\s2026 Heures suivies : 70/);
    expect(dossier).not.toMatch(/Positionnement|stay|Rémunération définie|Pourquoi/);
  });

  it('show a pay body what keeps a trainee from being paid, since when and what to do', async () => {
    pages.become(payBody);
    const text = await textAt(`${start}/paiements`);
    expect(text).toContain('L’assiduité d’un mois dont l’échéance est passée n’est pas transmise. (mai 2026)');
    expect(text).toContain('Depuis le 31/05/2026. À faire : Transmettre l’assiduité du mois');
    expect(await textAt(`${start}/paiements?blocked=false`)).toContain('Aucune rémunération');
    expect(await textAt(`${start}/paiements?reason=entry-missing`)).toContain('Aucun paiement bloqué');
    pages.become(adviser);
    expect(await textAt(`${start}/paiements?blocked=all`)).toContain('Aucune rémunération');
  });

  it('say of who is back from an interruption since when the trainee entered, and since when again', async () => {
    pages.become(payBody);
    const said = 'Entré depuis le 01/04/2026, d’après EOS ; reprise le 09/05/2026, d’après Kairos';
    expect(await textAt(`${start}/dossiers/${number}`)).toContain(said);
    expect(await pathOf()).toContain(said);
  });

  it('show an adviser how the trainee came there and the stay, and no hours', async () => {
    pages.become(adviser);
    const path = await pathOf();
    expect(path).toContain('Positionnement (Candidature) : Retenu');
    expect(path).toContain('en cours Période de CEP');
    const dossier = await textAt(`${start}/dossiers/${number}`);
    expect(dossier).toContain('Retenu');
    expect(dossier).toContain('Date prévisionnelle d’entrée 01/04/2026');
    expect(dossier).not.toMatch(/Heures|Assiduité|Pourquoi/);
  });

  it('take what neither is shown for nothing', async () => {
    for (const visitor of [payBody, adviser]) {
      pages.become(visitor);
      expect(await textAt(`${start}/anomalies`)).toContain(
        'Aucune anomalie à corriger : rien à montrer à votre organisme',
      );
      expect(await textAt(`${start}/attendus`)).toContain('Rien n’est en retard : rien à montrer à votre organisme');
      expect(await textAt(start)).not.toContain('0 dans 0 dossiers');
    }
  });
});
