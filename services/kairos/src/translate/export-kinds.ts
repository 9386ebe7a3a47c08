import type { EventName } from '@hub/contracts';
import type { FieldForm } from './export-fields.ts';

export interface NativeField {
  /** Property of the event. */
  readonly to: string;
  readonly required: boolean;
  readonly form: FieldForm;
}

/** One kind of record of the Kairos export: the event that it is, and its fields besides the common ones. */
export interface NativeKind {
  readonly event: EventName;
  readonly about: 'trainee' | 'session';
  /** Whether `dateEffet` is mandatory; where the record has a period, it must be absent. */
  readonly dated: boolean;
  readonly fields: Readonly<Record<string, NativeField>>;
  /** Groups of fields of which the record has one in full. */
  readonly oneOf?: readonly (readonly string[])[];
}

const reference: FieldForm = { form: 'reference' };
const day: FieldForm = { form: 'day' };
const text: FieldForm = { form: 'text' };
const boolean: FieldForm = { form: 'boolean' };
const hours: FieldForm = { form: 'number', least: 0, most: 20_000 };
const code = (codes: Readonly<Record<string, string>>): FieldForm => ({ form: 'code', codes });
const must = (to: string, form: FieldForm): NativeField => ({ to, form, required: true });
export const may = (to: string, form: FieldForm): NativeField => ({ to, form, required: false });

const authors = {
  FRANCE_TRAVAIL: 'france-travail',
  MISSION_LOCALE: 'mission-locale',
  CAP_EMPLOI: 'cap-emploi',
  CONSEILLER: 'adviser',
  ORGANISME: 'organisation',
  CANDIDAT: 'self',
};
const validators = {
  FRANCE_TRAVAIL: 'france-travail',
  MISSION_LOCALE: 'mission-locale',
  CAP_EMPLOI: 'cap-emploi',
};
const modes = { INFORMATION_COLLECTIVE: 'meeting', RDV_INDIVIDUEL: 'appointment', CANDIDATURE: 'candidature' };
const exits = {
  FIN_PREVUE: 'planned-end',
  ABANDON: 'abandonment',
  INTERRUPTION_ORGANISME: 'interrupted-by-organisation',
  FORCE_MAJEURE: 'force-majeure',
  TRANSFERT: 'transferred',
  EMPLOI: 'employment',
  AUTRE: 'other',
};

/** `financement` of the export and the dictionary's type of funding. */
export const fundings = {
  PRF: 'prf',
  PRF_HORS_FT: 'prf-direct',
  SANITAIRE_SOCIAL: 'health-social',
  FRANCE_TRAVAIL: 'france-travail',
  CPF_ABONDE: 'cpf-topped-up',
  CPF: 'cpf',
  BENEFICIAIRE: 'beneficiary',
  OPCO: 'opco',
  TRANSITIONS_PRO: 'transitions-pro',
  AGEFIPH: 'agefiph',
  AUTRE: 'other',
} as const;

const period = { dateDebut: must('from', day), dateFin: must('to', day) };
const slot = { identifiantPlage: may('slot', reference) };
/** What a sheet or an invoice is about: a month, a period, or the document alone. */
const papers = {
  mois: may('month', { form: 'month' }),
  dateDebutPeriode: may('periodStart', day),
  dateFinPeriode: may('periodEnd', day),
  referenceDocument: may('document', reference),
};
const aboutPapers = [['mois'], ['dateDebutPeriode', 'dateFinPeriode'], ['referenceDocument']];

function trainee(event: EventName, fields: NativeKind['fields'] = {}, dated = true): NativeKind {
  return { event, about: 'trainee', dated, fields };
}

/**
 * The acts of the Kairos screens, by the name they have in the export. services/kairos/README.md has every act of the
 * screens beside its kind, and why some have none.
 */
export const nativeKinds: Readonly<Record<string, NativeKind>> = {
  PLAGE_OUVERTE: {
    event: 'recruitment-opened',
    about: 'session',
    dated: false,
    fields: {
      identifiantPlage: must('slot', reference),
      modeRecrutement: must('mode', code(modes)),
      dateDebut: must('from', day),
      dateFin: may('to', day),
    },
  },
  PLAGE_SUPPRIMEE: {
    event: 'slot-deleted',
    about: 'session',
    dated: true,
    fields: { identifiantPlage: must('slot', reference) },
  },
  INTERRUPTION_SESSION: { event: 'session-interruption-planned', about: 'session', dated: false, fields: period },
  CANDIDAT_POSITIONNE: trainee('candidate-positioned', {
    auteurPositionnement: must('by', code(authors)),
    modeRecrutement: must('mode', code({ ...modes, INSCRIPTION_DIRECTE: 'direct' })),
    ...slot,
  }),
  PRISE_DE_CONTACT: trainee('candidate-contacted'),
  RDV_TRANSFERE: trainee('appointment-transferred', {
    plageOrigine: must('fromSlot', reference),
    plageDestination: must('toSlot', reference),
  }),
  RDV_ANNULE: trainee('appointment-cancelled', slot),
  PRESENCE_RDV: trainee('presence-recorded', {
    ...slot,
    presence: must('presence', code({ PRESENT: 'present', ABSENT: 'absent' })),
  }),
  RESULTAT_RDV: trainee('selection-decided', {
    ...slot,
    resultat: must('result', code({ RETENU: 'retained', NON_RETENU: 'not-retained', MIS_EN_ATTENTE: 'waiting' })),
  }),
  AIS_EDITEE: trainee('enrolment-certificate-issued'),
  INSCRIPTION_A_VALIDER: trainee('validation-requested', { valideur: must('validator', code(validators)) }),
  INSCRIPTION_DECIDEE: trainee('enrolment-decided', {
    decision: must('decision', code({ INSCRIT: 'registered', NON_INSCRIT: 'not-registered' })),
    valideur: may('validator', code(validators)),
  }),
  CERTIFICAT_INSCRIPTION: trainee('registration-certificate-issued'),
  PLAN_FORMATION_VALIDE: trainee('training-plan-validated'),
  POSITIONNEMENT_ANNULE: trainee('positioning-withdrawn', { auteurAnnulation: must('by', code(authors)) }),
  PARCOURS_PREVISIONNEL: trainee('path-planned', {
    dateEntreePrevue: must('plannedEntry', day),
    dateSortiePrevue: must('plannedExit', day),
    heuresCentre: may('hoursCentre', hours),
    heuresEntreprise: may('hoursCompany', hours),
    dureeHebdomadaire: may('weeklyHours', { form: 'number', least: 0, most: 60 }),
    parcoursIndividualise: may('individualised', boolean),
    modaliteEnseignement: may(
      'teachingMode',
      code({ PRESENTIEL: 'in-person', MIXTE: 'blended', A_DISTANCE: 'distance' }),
    ),
  }),
  DEVIS: trainee('quote-decided', {
    numeroDevis: may('quote', reference),
    dispositif: must('device', code({ AIF: 'aif', AFPR: 'afpr', POEI: 'poei', POEC: 'poec' })),
    etatDevis: must('state', code({ ENVOYE: 'sent', ACCEPTE: 'accepted', REFUSE: 'refused', ANNULE: 'cancelled' })),
    decideur: may('decidedBy', code({ CANDIDAT: 'candidate', FRANCE_TRAVAIL: 'france-travail' })),
  }),
  AES_ENTREE: trainee('entry-attested'),
  ABSENCE_ENTREE: trainee('absent-at-entry'),
  REPRISE: trainee('resumption-attested'),
  INTERRUPTION_PREVUE: trainee('interruption-planned', period, false),
  INTERRUPTION_CONSTATEE: trainee(
    'interruption-observed',
    { dateDebut: must('from', day), dateFin: may('to', day) },
    false,
  ),
  ABSENCE: trainee(
    'absence-declared',
    {
      ...period,
      justifiee: must('justified', boolean),
      natureAbsence: may('kind', code({ ABSENCE: 'absence', RETARD: 'lateness' })),
      heurePrevue: may('startsAt', { form: 'time' }),
      dureeMinutes: may('minutes', { form: 'whole', least: 1, most: 1_440 }),
      motif: may('reason', text),
      motifDetaille: may('reasonDetail', text),
    },
    false,
  ),
  ASSIDUITE_MENSUELLE: {
    ...trainee('attendance-reported', {
      mois: must('month', { form: 'month' }),
      heuresSuivies: may('hours', { form: 'number', least: 0, most: 744 }),
      assiduiteComplete: may('complete', { form: 'true' }),
    }),
    oneOf: [['heuresSuivies'], ['assiduiteComplete']],
  },
  EMARGEMENT: {
    ...trainee('attendance-sheet-signed', {
      etat: must('state', code({ COMPLET: 'complete', PARTIEL: 'partial' })),
      ...papers,
    }),
    oneOf: aboutPapers,
  },
  CONSEILLER_INFORME: trainee('adviser-notified', {
    objet: must(
      'about',
      code({
        INTERRUPTION: 'interruption',
        NOUVELLE_DATE_DE_FIN: 'changed-end',
        CHANGEMENT_DE_DISPOSITIF: 'scheme-change',
        ABANDON: 'abandonment',
      }),
    ),
    destinataire: must(
      'told',
      code({
        FRANCE_TRAVAIL: 'france-travail',
        MISSION_LOCALE: 'mission-locale',
        CAP_EMPLOI: 'cap-emploi',
        AUTRE: 'other',
      }),
    ),
    nomDestinataire: may('toldName', text),
    dateSortiePrevue: may('plannedExit', day),
  }),
  SUSPENSION: trainee('path-suspended', period, false),
  PROLONGATION: trainee('path-extended', { dateSortiePrevue: must('plannedExit', day) }),
  ABANDON: trainee('abandonment-declared', { motif: may('reason', text), motifDetaille: may('reasonDetail', text) }),
  SORTIE: trainee('exit-declared', {
    natureSortie: must('kind', code(exits)),
    motif: may('reason', text),
    motifDetaille: may('reasonDetail', text),
    situation: may('situation', text),
    situationDetaillee: may('situationDetail', text),
  }),
  BILAN: trainee('assessment-recorded', {
    resultat: must(
      'result',
      code({ ATTEINT: 'reached', PARTIELLEMENT_ATTEINT: 'partly-reached', NON_ATTEINT: 'not-reached' }),
    ),
  }),
  SERVICE_FAIT: trainee('service-done', {
    etat: must('state', code({ DECLARE: 'declared', CERTIFIE: 'certified', REFUSE: 'refused' })),
  }),
  FACTURE_TRANSMISE: {
    ...trainee('invoice-sent', {
      etat: must('state', code({ TRANSMISE: 'sent', ACCEPTEE: 'accepted', REFUSEE: 'refused' })),
      ...papers,
    }),
    oneOf: aboutPapers,
  },
  ANNULATION: {
    event: 'fact-retracted',
    about: 'trainee',
    dated: false,
    fields: {
      motifAnnulation: must(
        'reason',
        code({
          ERREUR_SAISIE: 'entered-in-error',
          DOUBLON: 'duplicate',
          MAUVAISE_PERSONNE: 'wrong-person',
          MAUVAISE_FORMATION: 'wrong-training',
        }),
      ),
    },
  },
};

/** The name in the export of each event that the export can report. */
export const kindOfEvent: ReadonlyMap<EventName, string> = new Map(
  Object.entries(nativeKinds).map(([kind, { event }]) => [event, kind]),
);
