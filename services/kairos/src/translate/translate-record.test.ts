import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportRules } from './export-fields.ts';
import { nativeKinds } from './export-kinds.ts';
import { sessionReference, translateRecord } from './translate-record.ts';

const schemas = join(import.meta.dirname, '../../../../schemas/events');

const presence = {
  typeEvenement: 'PRESENCE_RDV',
  application: 'KAIROS',
  identifiantEvenement: 'K-2',
  dateSaisie: '2026-03-20T17:40:00+01:00',
  dateEffet: '2026-03-20',
  numeroSession: '07_114782',
  identifiantDE: '9836675M',
  presence: 'PRESENT',
};

const faults = (record: Record<string, unknown>) =>
  translateRecord(record).findings.map(({ field, rule }) => `${field} ${rule}`);

describe('a record of the Kairos export', () => {
  it('becomes the event that it is, in the words of the dictionary', () => {
    expect(translateRecord(presence)).toEqual({
      findings: [],
      events: [
        {
          specversion: '1.0',
          type: 'hub.presence-recorded',
          source: 'urn:hub:source:kairos',
          id: 'K-2',
          time: '2026-03-20T17:40:00+01:00',
          recordedtime: '2026-03-20T17:40:00+01:00',
          data: {
            trainee: { franceTravailNumber: '9836675M' },
            training: ['session:07:114782'],
            effectiveDate: '2026-03-20',
            presence: 'present',
          },
        },
      ],
    });
  });

  it('comes from Kairos NG where it was entered there', () => {
    const [event] = translateRecord({ ...presence, application: 'KAIROS_NG' }).events;
    expect(event?.source).toBe('urn:hub:source:kairos-ng');
  });

  it('is refused whole, with every fault named and no value repeated', () => {
    const record = { ...presence, application: 'EDOF', dateEffet: '2026-02-30', presence: 'LATE', couleur: 'rouge' };
    expect(faults(record)).toEqual([
      'couleur field-unknown',
      'application code-unknown',
      'dateEffet date-invalid',
      'presence code-unknown',
    ]);
    expect(translateRecord(record).events).toEqual([]);
    expect(JSON.stringify(translateRecord(record))).not.toMatch(/rouge|LATE|EDOF/);
  });

  it('never repeats the name of an unknown field that could be a person', () => {
    expect(faults({ ...presence, '269054958815780': 1 })).toEqual(['null field-unknown']);
  });

  it('needs a person, and a NIR and France Travail number that can be', () => {
    const { identifiantDE: _, ...nobody } = presence;
    expect(faults(nobody)).toEqual(['identifiantDE identifier-missing']);
    expect(faults({ ...presence, nir: '269054958815781' })).toEqual(['nir nir-invalid']);
    expect(faults({ ...presence, identifiantDE: '12' })).toEqual(['identifiantDE france-travail-number-invalid']);
  });

  it('of an unknown kind is refused, whatever its name', () => {
    for (const typeEvenement of ['VOYAGE', 'constructor', '__proto__', '', 3, null]) {
      expect(faults({ ...presence, typeEvenement })).toEqual(['typeEvenement kind-unknown']);
    }
  });

  it('names its origin and what it corrects', () => {
    const record = {
      ...presence,
      corrige: ['K-1'],
      origine: { application: 'EOS', identifiant: '1894-entry-3' },
    };
    expect(translateRecord(record).events[0]?.data).toMatchObject({
      corrects: ['K-1'],
      origin: { source: 'eos', id: '1894-entry-3' },
    });
    expect(faults({ ...record, corrige: ['2690549588157'] })).toEqual(['corrige reference-invalid']);
  });

  it('that retracts another names it', () => {
    const { presence: _, dateEffet: __, ...common } = presence;
    const record = {
      ...common,
      typeEvenement: 'ANNULATION',
      identifiantAnnule: 'K-1',
      typeAnnule: 'AES_ENTREE',
      motifAnnulation: 'DOUBLON',
    };
    expect(translateRecord(record).events[0]).toMatchObject({
      type: 'hub.fact-retracted',
      data: { target: { source: 'kairos', id: 'K-1', type: 'entry-attested' }, reason: 'duplicate' },
    });
  });

  it('of a plan without a referenced session is about a file of Kairos, of both where both are known', () => {
    const { numeroSession: _, presence: __, ...common } = { ...presence, typeEvenement: 'AES_ENTREE' };
    const plan = { ...common, numeroPlan: 'P-2026-0412', financement: 'CPF' };
    expect(translateRecord(plan).events[0]?.data).toMatchObject({
      training: ['file:kairos:P-2026-0412'],
      funding: 'cpf',
    });
    expect(translateRecord({ ...plan, application: 'KAIROS_NG' }).events[0]?.data.training).toEqual([
      'file:kairos:P-2026-0412',
    ]);
    expect(translateRecord({ ...plan, numeroSession: '07_114782' }).events[0]?.data.training).toEqual([
      'session:07:114782',
      'file:kairos:P-2026-0412',
    ]);
    expect(faults(common)).toEqual(['numeroSession session-invalid']);
    expect(faults({ ...plan, numeroPlan: 'plan de Zoé' })).toEqual(['numeroPlan session-invalid']);
    expect(faults({ ...plan, numeroPlan: '2690549588157' })).toEqual(['numeroPlan session-invalid']);
    expect(faults({ ...plan, numeroSession: 'nulle part' })).toEqual(['numeroSession session-invalid']);
  });

  it('of a session cannot be about a plan', () => {
    const interruption = {
      typeEvenement: 'INTERRUPTION_SESSION',
      application: 'KAIROS',
      identifiantEvenement: 'I-1',
      dateSaisie: '2026-03-02T09:00:00+01:00',
      numeroSession: '07_114782',
      dateDebut: '2026-07-20',
      dateFin: '2026-08-14',
    };
    expect(translateRecord(interruption).events).toMatchObject([
      {
        type: 'hub.session-interruption-planned',
        data: { training: ['session:07:114782'], from: '2026-07-20', to: '2026-08-14' },
      },
    ]);
    const { numeroSession: _, ...without } = interruption;
    expect(faults({ ...without, numeroPlan: 'P-1' })).toEqual([
      'numeroPlan field-unknown',
      'numeroSession session-invalid',
    ]);
  });

  it('of a direct enrolment needs no appointment, and its statuses are told', () => {
    const { presence: _, ...common } = presence;
    const enrolled = {
      ...common,
      typeEvenement: 'CANDIDAT_POSITIONNE',
      auteurPositionnement: 'ORGANISME',
      modeRecrutement: 'INSCRIPTION_DIRECTE',
    };
    expect(translateRecord(enrolled).events[0]?.data).toMatchObject({ by: 'organisation', mode: 'direct' });
    const dataOf = (record: object) => translateRecord({ ...common, ...record }).events[0];
    expect(dataOf({ typeEvenement: 'INSCRIPTION_A_VALIDER', valideur: 'MISSION_LOCALE' })).toMatchObject({
      type: 'hub.validation-requested',
      data: { validator: 'mission-locale' },
    });
    expect(dataOf({ typeEvenement: 'INSCRIPTION_DECIDEE', decision: 'NON_INSCRIT' })).toMatchObject({
      type: 'hub.enrolment-decided',
      data: { decision: 'not-registered' },
    });
    expect(dataOf({ typeEvenement: 'PLAN_FORMATION_VALIDE' })?.type).toBe('hub.training-plan-validated');
  });

  it('is reported without what of its contact cannot be reached and without a wrong SIRET, and says so', () => {
    const record = { ...presence, telephones: ['06 39 98 12 34', '12'], courriel: 'zoe@' };
    const { events, findings } = translateRecord(record);
    expect(events[0]?.data.trainee).toMatchObject({ contact: { phones: ['0639981234'] } });
    expect(findings).toEqual([
      { field: 'telephones', rule: 'contact-unreachable' },
      { field: 'courriel', rule: 'contact-unreachable' },
    ]);
    const six = Array.from({ length: 6 }, (_, place) => `063998123${place}`);
    expect(faults({ ...presence, telephones: six })).toEqual(['telephones contact-unreachable']);
    const organisation = { ...presence, siretOrganisme: '99360776100018' };
    expect(translateRecord(organisation).events[0]?.data.organisationSiret).toBe('99360776100018');
    const wrong = translateRecord({ ...presence, siretOrganisme: '00000000000000' });
    expect(wrong.findings).toEqual([{ field: 'siretOrganisme', rule: 'siret-invalid' }]);
    expect(wrong.events[0]?.data).not.toHaveProperty('organisationSiret');
  });

  it('of an absence may be a lateness, with its length and its reason', () => {
    const { presence: _, dateEffet: __, ...common } = presence;
    const period = { dateDebut: '2026-04-16', dateFin: '2026-04-16', justifiee: false };
    const late = {
      ...{ ...common, ...period, typeEvenement: 'ABSENCE' },
      ...{ natureAbsence: 'RETARD', heurePrevue: '09:00', dureeMinutes: 40, motif: 'Transport' },
    };
    expect(translateRecord(late).events[0]?.data).toMatchObject({
      kind: 'lateness',
      startsAt: '09:00',
      minutes: 40,
      reason: 'Transport',
    });
    expect(faults({ ...late, heurePrevue: '24:00', dureeMinutes: 0.5, natureAbsence: 'toString' })).toEqual([
      'natureAbsence code-unknown',
      'heurePrevue date-invalid',
      'dureeMinutes number-invalid',
    ]);
  });

  it('of papers names what they are about, and who was told of a change is told', () => {
    const { presence: _, ...common } = presence;
    const sheet = { ...common, typeEvenement: 'EMARGEMENT', etat: 'PARTIEL' };
    expect(faults(sheet)).toEqual(['mois field-missing']);
    expect(faults({ ...sheet, dateDebutPeriode: '2026-04-01' })).toEqual(['mois field-missing']);
    expect(translateRecord({ ...sheet, mois: '2026-04' }).events[0]).toMatchObject({
      type: 'hub.attendance-sheet-signed',
      data: { state: 'partial', month: '2026-04' },
    });
    const invoice = { ...common, typeEvenement: 'FACTURE_TRANSMISE', etat: 'TRANSMISE', referenceDocument: 'F-12' };
    expect(translateRecord(invoice).events[0]?.data).toMatchObject({ state: 'sent', document: 'F-12' });
    const told = {
      ...common,
      typeEvenement: 'CONSEILLER_INFORME',
      objet: 'INTERRUPTION',
      destinataire: 'FRANCE_TRAVAIL',
    };
    expect(translateRecord(told).events[0]?.data).toMatchObject({ about: 'interruption', told: 'france-travail' });
    const quote = { ...common, typeEvenement: 'DEVIS', dispositif: 'AIF', etatDevis: 'ACCEPTE', decideur: 'CANDIDAT' };
    expect(translateRecord(quote).events[0]?.data).toMatchObject({ state: 'accepted', decidedBy: 'candidate' });
    const certificate = { ...common, typeEvenement: 'CERTIFICAT_INSCRIPTION' };
    expect(translateRecord(certificate).events[0]?.type).toBe('hub.registration-certificate-issued');
  });

  it('of monthly attendance has hours or says that all was attended', () => {
    const { presence: _, ...common } = presence;
    const month = { ...common, typeEvenement: 'ASSIDUITE_MENSUELLE', mois: '2026-03' };
    expect(faults(month)).toEqual(['heuresSuivies field-missing']);
    expect(faults({ ...month, assiduiteComplete: true })).toEqual([]);
    expect(faults({ ...month, mois: '2026-13', heuresSuivies: 800 })).toEqual([
      'mois date-invalid',
      'heuresSuivies number-invalid',
    ]);
  });
});

describe('a session number of Kairos', () => {
  it('carries the prefix of its registry', () => {
    expect(sessionReference('07_114782')).toBe('session:07:114782');
    expect(sessionReference('EOS_67680')).toBe('session:eos:67680');
    expect(sessionReference('14_se_0000160070')).toBe('session:14:SE_0000160070');
    for (const text of ['114782', '07_', '7_114782', '', null, 114782]) expect(sessionReference(text)).toBeNull();
  });
});

describe('the kinds of the export', () => {
  it('give one event each', () => {
    const events = Object.values(nativeKinds).map(({ event }) => event);
    expect(new Set(events).size).toBe(events.length);
  });

  it('say nothing that their events do not know', () => {
    for (const [name, { event, fields, about }] of Object.entries(nativeKinds)) {
      const known = JSON.parse(readFileSync(join(schemas, event, 'v1.json'), 'utf8')).properties as object;
      const common =
        about === 'session' || event === 'fact-retracted' ? [] : ['organisationSiret', 'funding', 'module'];
      for (const to of [...Object.values(fields).map((field) => field.to), ...common]) {
        expect(Object.keys(known), `${name} ${to}`).toContain(to);
      }
    }
  });

  it('have a sentence for each rule', () => {
    for (const { sentence, remedy } of Object.values(exportRules)) expect(`${sentence} ${remedy}`).toMatch(/\. .+\.$/);
  });
});
