import { catalogueEntry, type EventName } from '@hub/contracts';
import { describe, expect, it } from 'vitest';
import { eosRules } from './eos-rules.ts';
import { translateObject } from './translate-object.ts';

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

  it('put in another session leaves nothing in the one before, whenever its parts are saved or emptied', () => {
    const session = { numero: '67681', version: 3, numeroPrecedent: '67680' };
    const moved = { ...dossier, session };
    const [late] = eventsOf({ ...moved, entree: { ...entry, version: 6, versionPrecedente: 2 } });
    expect(late?.data).toMatchObject({ corrects: [{ id: '1894-entry-2', training: ['session:eos:67680'] }] });
    const [later] = eventsOf({ ...moved, entree: { ...entry, version: 6, versionPrecedente: 3 } });
    expect(later?.data).not.toHaveProperty('corrects');
    for (const version of [3, 5]) {
      const [emptied] = eventsOf({ ...moved, entree: { version, versionPrecedente: 2 } });
      expect(emptied?.data).toMatchObject({
        training: ['session:eos:67680', 'file:eos:1894'],
        target: { id: '1894-entry-2' },
      });
    }
    const [emptiedThere] = eventsOf({ ...moved, entree: { version: 5, versionPrecedente: 3 } });
    expect(emptiedThere?.data.training).toEqual(['session:eos:67681', 'file:eos:1894']);
    expect(translateObject({ ...moved, entree: { ...entry, version: 2 } }).findings).toEqual([
      { field: 'entree', rule: 'part-not-moved', severity: 'doubtful' },
    ]);
  });

  it('of persons under justice, Visas or unknown to France Travail looks like any other', () => {
    const fundings = ['PPSMJ', 'VISAS_LIBRES_SAVOIRS', 'NON_INSCRIT_FT'].map(
      (named) => eventsOf({ ...dossier, public: named, entree: entry })[0],
    );
    for (const event of fundings) expect(event).toEqual(fundings[0]);
    expect(fundings[0]?.data.funding).toBe('prf-direct');
    expect(JSON.stringify(fundings)).not.toMatch(/ppsmj|visa/i);
  });

  it('says in clear neither the public nor what tells a disability', () => {
    const clearOf = (named: string, rqth: string, typeRemuneration: string) => {
      const situation = { version: 2, rqth, statut: 'Suivi' };
      const remuneration = {
        version: 2,
        organismeRemunerateur: 'ASP',
        typeRemuneration,
        typeDossier: typeRemuneration,
      };
      const events = eventsOf({ ...dossier, public: named, entree: entry, situation, remuneration });
      return events.map((event) => {
        const sealed = Object.values(catalogueEntry(event.type.slice('hub.'.length) as EventName).sealed).flat();
        return { ...event, data: Object.entries(event.data).filter(([property]) => !sealed.includes(property)) };
      });
    };
    const clear = clearOf('PPSMJ', 'Oui', 'TH');
    expect(clear).toHaveLength(3);
    expect(clearOf('VISAS_LIBRES_SAVOIRS', 'Non', 'JEUNE')).toEqual(clear);
    expect(clearOf('NON_INSCRIT_FT', 'Oui', 'Droit commun')).toEqual(clear);
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
});

describe('a dossier with something wrong in it', () => {
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
      'null object-left-out',
      'session.numero field-missing',
      'stagiaire identifier-missing',
      'stagiaire.nir nir-invalid',
      'version field-invalid',
    ]);
    expect(JSON.stringify(translateObject(faulty).findings)).not.toMatch(/269054958815781|hier|CPF|bonne/);
    expect(faults({ ...dossier, stagiaire: {} })).toEqual(['stagiaire identifier-missing', 'null object-left-out']);
    expect(faults({ typeObjet: 'FACTURE' })).toEqual(['typeObjet kind-unknown']);
  });

  it('loses one field where one field is wrong', () => {
    const wrong = {
      ...dossier,
      humeur: 'bonne',
      stagiaire: {
        ...dossier.stagiaire,
        nir: '269054958815781',
        numeroFranceTravail: 'M',
        telephone1: '12',
        telephone2: '0639981234',
        mail: 'jeanne@',
        civilite: 'Docteur',
        adresse: { ville: 'Tours', codeInsee: '3726', etage: 2 },
        lieuNaissance: { ville: 'Metz', codeInsee: 'Metz' },
      },
      entree: entry,
      situation: {
        version: 2,
        rqth: 'Peut-être',
        niveauEntree: 'Bac',
        statut: 'x'.repeat(501),
        moisRechercheEmploi: 999,
      },
      remuneration: {
        version: 2,
        organismeRemunerateur: 'Une mairie',
        siretRemunerateur: '123',
        rythmeParcours: 'Le soir',
      },
    };
    const events = eventsOf(wrong);
    expect(events.map(({ id }) => id)).toEqual(['1894-entry-2', '1894-situation-2', '1894-remuneration-2']);
    expect(events[0]?.data.trainee).toEqual({
      partnerNumber: '226146',
      birthPlace: { city: 'Metz' },
      contact: { address: { city: 'Tours' }, phones: ['0639981234'] },
    });
    expect(events[1]?.data).toMatchObject({ levelLabel: 'Bac', status: 'x'.repeat(500) });
    expect(events[2]?.data).toMatchObject({
      payBody: 'other',
      payBodyName: 'Une mairie',
      rhythm: 'other',
      rhythmLabel: 'Le soir',
    });
    expect(faults(wrong).sort()).toEqual([
      'humeur field-unknown',
      'remuneration.organismeRemunerateur word-unknown',
      'remuneration.rythmeParcours word-unknown',
      'remuneration.siretRemunerateur siret-invalid',
      'situation.moisRechercheEmploi field-invalid',
      'situation.niveauEntree level-unread',
      'situation.rqth code-unknown',
      'situation.statut text-cut',
      'stagiaire.adresse.codeInsee commune-invalid',
      'stagiaire.adresse.etage field-unknown',
      'stagiaire.civilite code-unknown',
      'stagiaire.lieuNaissance.codeInsee commune-invalid',
      'stagiaire.mail email-invalid',
      'stagiaire.nir nir-invalid',
      'stagiaire.numeroFranceTravail france-travail-number-invalid',
      'stagiaire.telephone1 phone-invalid',
    ]);
    expect(JSON.stringify(translateObject(wrong).findings)).not.toMatch(/269054958815781|jeanne|mairie|bonne/);
  });

  it('joins nobody by a filler in the place of an identifier', () => {
    const fillers = ['0', 'NULL', '-', 'N/A', 'inconnu', '000000'];
    for (const numeroStagiaire of fillers) {
      const named = { ...dossier, entree: entry, stagiaire: { nir: '2690549900157', numeroStagiaire } };
      expect(eventsOf(named)[0]?.data.trainee).toEqual({ nir: '2690549900157' });
      expect(faults(named)).toEqual(['stagiaire.numeroStagiaire identifier-placeholder']);
    }
    const nobody = { nir: '1999999999999', numeroFranceTravail: '00000000000', numeroStagiaire: 'NULL' };
    expect(eventsOf({ ...dossier, entree: entry, stagiaire: nobody })).toEqual([]);
    expect(faults({ ...dossier, stagiaire: nobody })).toEqual([
      'stagiaire.nir identifier-placeholder',
      'stagiaire.numeroStagiaire identifier-placeholder',
      'stagiaire.numeroFranceTravail identifier-placeholder',
      'stagiaire identifier-missing',
      'null object-left-out',
    ]);
  });

  it('never takes a field that it cannot read for an emptied one', () => {
    const unread = { version: 3, versionPrecedente: 2, dateEntreeReelle: '31/02/2026' };
    expect(eventsOf({ ...dossier, entree: unread })).toEqual([]);
    expect(faults({ ...dossier, entree: unread })).toEqual([
      'entree.dateEntreeReelle date-invalid',
      'entree part-left-out',
    ]);
    const deleted = eventsOf({ ...dossier, version: 9, supprime: true, entree: unread });
    expect(deleted.map(({ data }) => (data.target as { id: string }).id)).toEqual(['1894-entry-2']);
    const line = { version: 3, numero: 1, du: '01/04/2026', au: '30/04/2026', heuresCentre: 7, heuresEntreprise: 0 };
    const broken = { ...line, numero: 2, versionPrecedente: 2, heuresCentre: 'sept' };
    const realisations = [broken, line, { ...line, au: null }, { ...line, numero: 3 }, null, 'x'];
    expect(eventsOf({ ...dossier, realisations }).map(({ id }) => id)).toEqual(['1894-hours-1-3', '1894-hours-3-3']);
    expect(faults({ ...dossier, realisations })).toEqual([
      'realisations.0.heuresCentre field-invalid',
      'realisations.2.au field-missing',
      'realisations.2 part-left-out',
      'realisations.5 field-invalid',
      'realisations.0 part-left-out',
    ]);
  });

  it('breaks no tie in silence: of two lines with one number the first is told', () => {
    const line = { version: 3, numero: 1, du: '01/04/2026', au: '30/04/2026', heuresCentre: 7, heuresEntreprise: 0 };
    const realisations = [line, { ...line, heuresCentre: 8 }];
    expect(eventsOf({ ...dossier, realisations }).map(({ data }) => data.hoursCentre)).toEqual([7]);
    expect(faults({ ...dossier, realisations })).toEqual(['realisations.1.numero line-repeated']);
  });

  it('says what a half-filled part cannot tell', () => {
    const half = {
      ...dossier,
      public: 'PPSMJ',
      agora: { numero: '115947601', version: 2 },
      session: { numero: '67680', numeroPrecedent: '67681' },
      sortie: { version: 3, motifSortie: 'Autre' },
      abandon: { version: 3, motif: 'Déménagement' },
      bilan: { version: 3, resultat: 'Atteint' },
      entreprises: [{ version: 3, numero: 1, heures: 70 }],
    };
    expect(eventsOf(half)).toEqual([]);
    expect(faults(half)).toEqual([
      'abandon.dateAbandon part-incomplete',
      'sortie.dateSortieReelle part-incomplete',
      'bilan.dateBilan part-incomplete',
      'entreprises.0.siret part-incomplete',
      'public audience-waiting',
      'agora.numero agora-waiting',
      'session.version field-missing',
    ]);
    expect(faults({ ...dossier, entree: null, situation: {} })).toEqual([
      'situation.version field-missing',
      'situation part-left-out',
    ]);
  });

  it('that is empty says nothing, and blank fields are empty ones', () => {
    const empty = [
      'parcours',
      'parcoursComplet',
      'entree',
      'absenceEntree',
      'situation',
      'remuneration',
      'prolongation',
    ];
    const parts = Object.fromEntries([...empty, 'abandon', 'sortie', 'bilan'].map((name) => [name, { version: 2 }]));
    expect(translateObject({ ...dossier, ...parts })).toEqual({ events: [], findings: [] });
    const blank = { version: 2, statut: ' ', rqth: '', niveauEntree: null };
    expect(translateObject({ ...dossier, situation: blank, suspensions: null })).toEqual({ events: [], findings: [] });
  });

  it('tells hours and remunerations of which EOS knows a part', () => {
    const [plan, paid] = eventsOf({
      ...dossier,
      parcours: { version: 2, heuresCentrePrevisionnelles: 700 },
      remuneration: { version: 2, typeRemuneration: 'TH', datePriseEnChargeRegion: '01/09/2026' },
    });
    expect(plan?.data).toMatchObject({ hoursCentre: 700, effectiveDate: '2026-04-02' });
    expect(paid?.data).toMatchObject({ kind: 'TH', chargedFrom: '2026-09-01', effectiveDate: '2026-09-01' });
    expect(paid?.data).not.toHaveProperty('payBody');
    expect(paid?.data).not.toHaveProperty('sent');
  });

  it('names the number of AGORA from the save on in which it was noted', () => {
    const plan = { version: 1, dateEntreePrevisionnelle: '2026-04-01', dateSortiePrevisionnelle: '2026-10-20' };
    const noted = { ...dossier, parcours: plan, entree: entry, agora: { numero: '145947601', version: 2 } };
    expect(eventsOf(noted).map(({ data }) => data.training)).toEqual([
      ['session:eos:67680', 'file:eos:1894'],
      ['session:eos:67680', 'file:eos:1894', 'file:agora:145947601'],
    ]);
    expect(faults({ ...noted, agora: { numero: '14594760', version: 2 } })).toEqual([
      'agora.numero agora-number-invalid',
      'agora part-left-out',
    ]);
  });

  it('meets any word where it looks one up', () => {
    for (const word of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      const exported = JSON.parse(`{"${word}": {"x": 1}}`) as object;
      const met = {
        ...dossier,
        sortie: { version: 3, dateSortieReelle: '20/04/2026', motifSortie: word },
        situation: { version: 3, typePrescripteur: word, niveauEntree: word, sansDomicileFixe: word },
        remuneration: { version: 3, organismeRemunerateur: word, rythmeParcours: word },
        bilan: { version: 3, dateBilan: '20/04/2026', resultat: word },
      };
      Object.defineProperty(met, word, { value: exported, enumerable: true });
      const kinds = eventsOf(met).map(({ data }) => data.kind ?? data.prescriberKind ?? data.payBody);
      expect(kinds).toEqual(['other', 'other', 'other']);
      expect(faults(met)).toContain('sortie.motifSortie word-unknown');
      expect(faults({ typeObjet: word })).toEqual(['typeObjet kind-unknown']);
      expect(faults(exported as Record<string, unknown>)).toEqual(['typeObjet kind-unknown']);
      expect(faults({ ...dossier, financement: word })).toContain('financement code-unknown');
      expect(
        faults({ typeObjet: 'SESSION', numero: '1', version: 1, dateMiseAJour: dossier.dateMiseAJour, etat: word }),
      ).toContain('etat code-unknown');
    }
  });

  it('is saved on a day in Paris, in whatever zone the instant is written', () => {
    const plannedOn = (dateEnregistrement: string) =>
      eventsOf({ ...dossier, parcours: { version: 2, dateEnregistrement, heuresCentrePrevisionnelles: 7 } })[0]?.data
        .effectiveDate;
    expect(plannedOn('2026-11-19T23:30:00Z')).toBe('2026-11-20');
    expect(plannedOn('2026-11-20T00:30:00+01:00')).toBe('2026-11-20');
    expect(plannedOn('2026-11-20T08:00:00+11:00')).toBe('2026-11-19');
    expect(faults({ ...dossier, dateMiseAJour: '2026-11-20T25:00:00Z' })).toContain('dateMiseAJour date-invalid');
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

  it('says which session of the CARIF it is, as one fact in every save, and that it is not', () => {
    const told = (more: object) => eventsOf({ ...session, ...more }).filter(({ type }) => type.endsWith('identified'));
    const [first] = told({ offreCarif: { numero: '07_114782' } });
    expect(first).toMatchObject({
      id: 'session-67680-same-07-114782',
      data: { training: ['session:eos:67680', 'session:07:114782'], verdict: 'same' },
    });
    const [later] = told({ version: 9, intitule: 'Autre', offreCarif: { numero: '07_114782' } });
    expect([later?.id, later?.data]).toEqual([first?.id, first?.data]);
    const [not] = told({ offreCarif: { numero: '07_114782', retire: true } });
    expect([not?.id, not?.data.verdict]).toEqual(['session-67680-different-07-114782', 'different']);
    expect(told({ offreCarif: null })).toEqual([]);
  });

  it('is told without a number of the CARIF that is none', () => {
    const numero = '114782';
    const { events, findings } = translateObject({ ...session, offreCarif: { numero } });
    expect(events.map(({ type }) => type)).toEqual(['hub.session-published']);
    expect(findings.map(({ field, rule }) => `${field} ${rule}`)).toContain('offreCarif.numero reference-invalid');
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

  it('is told without what is wrong in it, and says so', () => {
    const wrong = {
      ...session,
      siretMandataire: '31404541000000',
      siretsDispensateurs: ['1', null],
      entreesSorties: 'PARFOIS',
      lieu: { codeInsee: '3726', ville: 'Tours' },
      financeurs: ['2', '77'],
      formacodes: ['46301', 'x', '46301'],
      placesTotal: -3,
      departement: 'Indre',
    };
    const [event] = eventsOf(wrong);
    expect(event?.data).toEqual({
      training: ['session:eos:67680'],
      title: 'Chargé de communication',
      start: '2026-03-30',
      end: '2026-11-06',
      place: { label: 'Tours' },
      financerCodes: ['2'],
      domain: { formacode: ['46301'] },
      state: 'open',
      statement: { ref: 'session-67680-published', sequence: 2 },
    });
    expect(faults(wrong).sort()).toEqual([
      'departement code-unknown',
      'entreesSorties code-unknown',
      'financeurs.1 code-unknown',
      'formacodes.1 code-unknown',
      'lieu.codeInsee commune-invalid',
      'placesTotal field-invalid',
      'siretMandataire siret-invalid',
      'siretsDispensateurs.0 siret-invalid',
    ]);
  });

  it('does not take an end that it cannot read for no end', () => {
    const permanent = { ...session, entreesSorties: 'PERMANENTES' };
    expect(eventsOf({ ...permanent, dateFin: '31/02/2026' })[0]?.data).not.toHaveProperty('open');
    expect(faults({ ...session, dateFin: null })).toEqual(['dateFin field-missing']);
    expect(eventsOf({ ...session, dateFin: null })[0]?.data).not.toHaveProperty('open');
  });

  it('that is deleted, cancelled or archived is open no longer, whatever its state', () => {
    for (const ended of [{ supprime: true }, { etat: 'SUPPRIMEE' }, { etat: 'ANNULEE' }, { etat: 'ARCHIVEE' }]) {
      const [published, withdrawn] = eventsOf({ ...session, ...ended });
      expect([published?.data.state, withdrawn?.type]).toEqual(['closed', 'hub.session-withdrawn']);
    }
    expect(faults({ ...session, etat: 'EN_ATTENTE' })).toEqual(['etat code-unknown', 'null object-left-out']);
  });
});
