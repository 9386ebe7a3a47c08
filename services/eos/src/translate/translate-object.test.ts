import { describe, expect, it } from 'vitest';
import { eosRules, translateObject } from './translate-object.ts';

const dossier = {
  typeObjet: 'DOSSIER',
  identifiantSilo: '1894',
  version: 3,
  dateMiseAJour: '2026-04-02T09:12:00+02:00',
  financement: 'PRF',
  session: { numero: '67680' },
  stagiaire: { nir: '2690549900157', numeroStagiaire: '226146' },
};
const entry = { version: 2, dateEnregistrement: '2026-04-01T09:12:00+02:00', dateEntreeReelle: '01/04/2026' };

const eventsOf = (exported: Record<string, unknown>) => translateObject(exported).events;
const faults = (exported: Record<string, unknown>) =>
  translateObject(exported).findings.map(({ field, rule }) => `${field} ${rule}`);

describe('a dossier of EOS', () => {
  it('makes each part a statement at the version that saved it', () => {
    expect(eventsOf({ ...dossier, entree: entry })).toEqual([
      {
        specversion: '1.0',
        type: 'hub.entry-attested',
        source: 'urn:hub:source:eos',
        id: '1894-entry-2',
        time: '2026-04-01T09:12:00+02:00',
        recordedtime: '2026-04-01T09:12:00+02:00',
        data: {
          trainee: { nir: '2690549900157', partnerNumber: '226146' },
          training: ['session:eos:67680', 'file:eos:1894'],
          funding: 'prf',
          effectiveDate: '2026-04-01',
          statement: { ref: '1894-entry', sequence: 2 },
        },
      },
    ]);
  });

  it('gives the same fact again while a part was not saved', () => {
    const plan = { version: 1, dateEntreePrevisionnelle: '2026-04-01', dateSortiePrevisionnelle: '2026-10-20' };
    const first = eventsOf({ ...dossier, version: 2, parcours: plan, entree: entry });
    const second = eventsOf({ ...dossier, version: 7, parcours: plan, entree: entry });
    expect(second.map(({ id }) => id)).toEqual(['1894-plan-1', '1894-entry-2']);
    expect(second[1]).toEqual(first[1]);
  });

  it('retracts what an emptied field said before', () => {
    const emptied = { version: 3, versionPrecedente: 2, dateEntreeReelle: null };
    const [event] = eventsOf({ ...dossier, entree: emptied });
    expect(event).toMatchObject({ type: 'hub.fact-retracted', id: '1894-entry-3-retracted' });
    expect(event?.data).toMatchObject({
      target: { source: 'eos', id: '1894-entry-2', type: 'entry-attested' },
      reason: 'entered-in-error',
    });
    expect(eventsOf({ ...dossier, entree: { version: 3, dateEntreeReelle: null } })).toEqual([]);
  });

  it('that is deleted retracts all that it said', () => {
    const deleted = { ...dossier, version: 9, supprime: true, motifSuppression: 'DOUBLON', entree: entry };
    const events = eventsOf({
      ...deleted,
      parcours: { version: 1, dateEntreePrevisionnelle: '2026-04-01', dateSortiePrevisionnelle: '2026-10-20' },
    });
    expect(events.map(({ data }) => [(data.target as { id: string }).id, data.reason])).toEqual([
      ['1894-plan-1', 'duplicate'],
      ['1894-entry-2', 'duplicate'],
    ]);
    expect(new Set(events.map(({ recordedtime }) => recordedtime))).toEqual(new Set([dossier.dateMiseAJour]));
  });

  it('put in another session corrects what it reported in the one before', () => {
    const session = { numero: '67681', version: 3, numeroPrecedent: '67680' };
    const [event] = eventsOf({ ...dossier, session, entree: { ...entry, version: 3, versionPrecedente: 2 } });
    expect(event?.data).toMatchObject({
      training: ['session:eos:67681', 'file:eos:1894'],
      corrects: [{ source: 'eos', id: '1894-entry-2', training: ['session:eos:67680'] }],
    });
  });

  it('of persons under justice, Visas or unknown to France Travail looks like any other', () => {
    const fundings = ['PPSMJ', 'VISAS_LIBRES_SAVOIRS', 'NON_INSCRIT_FT'].map(
      (named) => eventsOf({ ...dossier, public: named, entree: entry })[0],
    );
    for (const event of fundings) expect(event).toEqual(fundings[0]);
    expect(fundings[0]?.data.funding).toBe('prf-direct');
    expect(JSON.stringify(fundings)).not.toMatch(/ppsmj|visa/i);
  });

  it('reads level 6 of its list as the lowest of 1969', () => {
    const [event] = eventsOf({ ...dossier, situation: { version: 1, niveauEntree: '6 - Sortie de 6ème, 5ème, 4ème' } });
    expect(event?.data.level).toEqual({ nomenclature: 'fr-1969', code: 'VI' });
    const [other] = eventsOf({ ...dossier, situation: { version: 1, niveauEntree: '5 bis - Sortie de 3ème' } });
    expect(other?.data.level).toEqual({ nomenclature: 'fr-1969', code: 'Vbis' });
  });

  it('keeps the words of an exit sealed beside its kind', () => {
    const sortie = { version: 3, dateSortieReelle: '20/04/2026', motifSortie: "Fin prévue de l'action de formation" };
    expect(eventsOf({ ...dossier, sortie })[0]?.data).toMatchObject({
      kind: 'planned-end',
      reason: "Fin prévue de l'action de formation",
    });
    expect(eventsOf({ ...dossier, sortie: { ...sortie, motifSortie: 'Hospitalisation' } })[0]?.data.kind).toBe('other');
  });

  it('gives hours and suspensions line by line', () => {
    const line = {
      version: 3,
      numero: 2,
      du: '01/04/2026',
      au: '30/04/2026',
      heuresCentre: 120.5,
      heuresEntreprise: 0,
    };
    expect(eventsOf({ ...dossier, realisations: [line] })[0]).toMatchObject({
      type: 'hub.hours-realised',
      id: '1894-hours-2-3',
      data: {
        from: '2026-04-01',
        to: '2026-04-30',
        hoursCentre: 120.5,
        statement: { ref: '1894-hours-2', sequence: 3 },
      },
    });
    const removed = { ...line, version: 4, versionPrecedente: 3, supprimee: true };
    expect(eventsOf({ ...dossier, version: 4, realisations: [removed] })[0]?.type).toBe('hub.fact-retracted');
  });

  it('is refused whole, with the path of every fault', () => {
    const faulty = {
      ...dossier,
      version: 0,
      dateMiseAJour: 'hier',
      financement: 'CPF',
      session: {},
      stagiaire: { nir: '269054958815781' },
      entree: { ...entry, dateEntreeReelle: '31/02/2026', humeur: 'bonne' },
    };
    expect(faults(faulty).sort()).toEqual([
      'dateMiseAJour date-invalid',
      'entree.dateEntreeReelle date-invalid',
      'entree.humeur field-unknown',
      'financement code-unknown',
      'session.numero field-missing',
      'stagiaire.nir nir-invalid',
      'version field-invalid',
    ]);
    expect(JSON.stringify(translateObject(faulty).findings)).not.toMatch(/269054958815781|hier|CPF|bonne/);
    expect(faults({ ...dossier, stagiaire: {} })).toEqual(['stagiaire identifier-missing']);
    expect(faults({ typeObjet: 'FACTURE' })).toEqual(['typeObjet kind-unknown']);
  });

  it('has a sentence for each rule', () => {
    for (const { sentence, remedy } of Object.values(eosRules)) expect(`${sentence} ${remedy}`).toMatch(/\. .+\.$/);
  });
});

describe('a session of EOS', () => {
  const session = {
    typeObjet: 'SESSION',
    numero: '67680',
    version: 2,
    dateMiseAJour: '2026-01-12T10:00:00+01:00',
    intitule: 'Chargé de communication',
    dateDebut: '30/03/2026',
    dateFin: '06/11/2026',
    entreesSorties: 'FIXES',
    siretMandataire: '82422814201874',
    etat: 'OUVERTE',
  };

  it('is published as a statement', () => {
    expect(eventsOf(session)).toMatchObject([
      {
        type: 'hub.session-published',
        id: 'session-67680-published-2',
        data: {
          training: ['session:eos:67680'],
          start: '2026-03-30',
          end: '2026-11-06',
          state: 'open',
          statement: { ref: 'session-67680-published', sequence: 2 },
        },
      },
    ]);
  });

  it('without an end is open, and a cancelled one is withdrawn too', () => {
    expect(eventsOf({ ...session, dateFin: null, entreesSorties: 'PERMANENTES' })[0]?.data).toMatchObject({
      open: true,
      entryMode: 'permanent',
    });
    expect(eventsOf({ ...session, etat: 'ANNULEE' }).map(({ type }) => type)).toEqual([
      'hub.session-published',
      'hub.session-withdrawn',
    ]);
  });

  it('is withdrawn on the day in Paris of its save, in whatever zone that is written', () => {
    const withdrawnOn = (dateMiseAJour: string) =>
      eventsOf({ ...session, etat: 'ANNULEE', dateMiseAJour })[1]?.data.effectiveDate;
    expect(withdrawnOn('2026-11-19T23:30:00Z')).toBe('2026-11-20');
    expect(withdrawnOn('2026-11-20T00:30:00+01:00')).toBe('2026-11-20');
    expect(withdrawnOn('2026-11-20T08:00:00+11:00')).toBe('2026-11-19');
  });

  it('with a wrong SIRET is refused', () => {
    expect(faults({ ...session, siretMandataire: '31404541000000' })).toEqual(['siretMandataire siret-invalid']);
  });
});
