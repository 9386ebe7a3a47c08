import { randomUUID } from 'node:crypto';
import type { EventName } from '@hub/contracts';
import type { Fact } from '@hub/core';
import { demoPartners } from '@hub/platform';
import {
  alias,
  checked,
  fact,
  readUpTo,
  type Stage,
  sealed,
  storeDossier,
  storeSession,
  storeTrainee,
} from './query-stage.ts';

/** One person with something in every field of a record: a dossier rich in facts, one without session, one whose session is unknown. */
export const rich = {
  nir: '2690549588157',
  anna: randomUUID(),
  annaAgain: randomUUID(),
  number: checked(100000010),
  /** Of the same training, reported of the linked trainee. */
  twin: checked(100000020),
  withoutSession: checked(100000030),
  unresolved: checked(100000040),
  regionSiret: demoPartners.find(({ clientId }) => clientId === 'region-centre-val-de-loire')?.siret ?? '',
} as const;

export const identity = {
  birthName: 'Martin',
  usualName: 'Petit',
  firstNames: 'Anna',
  birthDate: '1969-05-12',
  sex: 'female',
  nationality: 'Française',
  birthPlace: { postalCode: '57000', city: 'Metz', inseeCode: '57463' },
};
export const contact = {
  address: { lines: ['1 rue des Lilas'], postalCode: '45000', city: 'Orléans' },
  phones: ['0600000000'],
  email: 'anna@example.fr',
};
export const situation = { rqth: true, level: { nomenclature: '2019', code: '4' } };
export const remunerationTold = { payBodyName: 'ASP de Limoges', kind: 'rfpe', fileKind: 'première demande' };
export const hosted = { siret: '99000102600014', start: '2026-05-25', end: '2026-06-05', hours: 70 };
export const positionedTold = { statusesAtPositioning: ['demandeur d’emploi, catégorie 1'] };
export const notifiedTold = { toldName: 'Agence d’Orléans' };
export const hostCompanyTold = { name: 'Ateliers du Val' };
export const reasons = { reason: 'end of the course', situation: 'employed' };
export const reasonsOfLateness = { reason: 'transport', reasonDetail: 'the train was cancelled' };
export const offered = {
  title: 'Soudeur',
  start: '2026-04-01',
  end: '2026-07-31',
  entryMode: 'fixed-dates',
  teachingMode: 'blended',
  mandataireSiret: '99000102600014',
  dispensateurSirets: ['99000102700012'],
  place: { inseeCode: '45234', postalCode: '45000', label: 'Orléans' },
  certification: { rncp: '34507' },
  financerCodes: ['2'],
  financerSirets: ['99000106700018'],
  placesTotal: 12,
  placesFinanced: 10,
  domain: { formacode: ['23026'] },
};

/** Everything reported, by id; recorded at eight and received at half past nine, UTC. */
export const reported = new Map<string, Fact>();

function report(
  type: EventName,
  name: string,
  day: string,
  data: object = {},
  references = ['session:eos:67680', 'file:eos:1894'],
): Fact {
  const [source = '', id = ''] = name.split('/');
  const receivedAt = `${day}T09:30:00.000Z`;
  const made = fact(type, { source, id, day, receivedAt, references, data: { ...data } });
  reported.set(id, made);
  return made;
}

const line = {
  line: 'L1',
  financerSiret: rich.regionSiret,
  funding: 'prf',
  device: 'prf',
  from: '2026-04-01',
};

function positioning(): Fact[] {
  const slot = 'R2';
  return [
    report('candidate-positioned', 'kairos/p1', '2026-03-20', {
      by: 'adviser',
      mode: 'appointment',
      slot: 'R1',
      funding: 'prf',
    }),
    report('candidate-contacted', 'kairos-ng/c1', '2026-03-21'),
    report('appointment-transferred', 'kairos/at1', '2026-03-22', { fromSlot: 'R1', toSlot: slot }),
    report('presence-recorded', 'kairos/pr1', '2026-03-23', { slot, presence: 'present' }),
    report('selection-decided', 'kairos/sd1', '2026-03-24', { slot, result: 'retained' }),
    report('selection-decided', 'eos/sd2', '2026-03-24', { slot, result: 'not-retained' }),
    report('enrolment-certificate-issued', 'kairos/ais1', '2026-03-25'),
    report('registration-certificate-issued', 'kairos/rc1', '2026-03-25'),
    report('firm-place-granted', 'france-travail/fp1', '2026-03-25'),
    report('training-plan-validated', 'france-travail/tp1', '2026-03-25'),
    report('validation-requested', 'france-travail/vr1', '2026-03-26', { validator: 'france-travail' }),
    report('enrolment-decided', 'france-travail/ed1', '2026-03-27', { decision: 'registered' }),
    report('candidate-positioned', 'kairos/p2', '2026-05-25', { by: 'self', mode: 'candidature', attempt: 'A2' }),
    report('positioning-withdrawn', 'kairos/pw2', '2026-05-26', { by: 'self', attempt: 'A2' }),
  ];
}

function course(): Fact[] {
  return [
    report('entry-attested', 'eos/e1', '2026-04-01', { organisationSiret: '99000102700012' }),
    report('entry-attested', 'kairos/k1', '2026-04-02'),
    report('entry-attested', 'kairos-ng/k2', '2026-04-01', { origin: { source: 'eos', id: 'e1' } }),
    report('entry-attested', 'eos/m1', '2026-04-02', { module: 'M1' }),
    report('assessment-recorded', 'eos/m2', '2026-04-20', { module: 'M1', result: 'reached' }),
    report('absence-declared', 'kairos/ab1', '2026-04-07', { from: '2026-04-07', to: '2026-04-08', justified: true }),
    report('attendance-reported', 'kairos/ar1', '2026-04-30', { month: '2026-04', hours: 120 }),
    report('interruption-observed', 'kairos/io1', '2026-05-01', { from: '2026-05-01', to: '2026-05-20' }),
    report('resumption-attested', 'kairos/ra1', '2026-05-21'),
    report('hours-realised', 'eos/hr1', '2026-04-01', {
      from: '2026-04-01',
      to: '2026-04-30',
      hoursCentre: 110,
      hoursCompany: 10,
    }),
    report('assessment-recorded', 'eos/as1', '2026-06-09', { result: 'reached' }),
    report('skills-profile-completed', 'kairos/sp1', '2026-06-08'),
    report('certification-obtained', 'eos/co1', '2026-06-10', { registry: 'rncp', code: '34507' }),
  ];
}

export const invoiced = { periodStart: '2026-04-01', periodEnd: '2026-06-10', document: 'F1' };

function planAndMoney(): Fact[] {
  return [
    report('path-planned', 'eos/pp1', '2026-03-28', {
      plannedEntry: '2026-04-01',
      plannedExit: '2026-06-30',
      hoursCentre: 400,
      hoursCompany: 70,
      weeklyHours: 35,
      individualised: true,
      teachingMode: 'distance',
    }),
    report('path-planned', 'eos/pp2', '2026-03-28', {
      scope: 'path',
      plannedEntry: '2026-03-02',
      plannedExit: '2026-09-30',
      hoursCentre: 700,
      weeklyHours: 32,
    }),
    report('path-extended', 'eos/px1', '2026-05-20', { plannedExit: '2026-07-15' }),
    report('interruption-planned', 'kairos/ip1', '2026-07-06', { from: '2026-07-06', to: '2026-07-08' }),
    report('financing-engaged', 'region-cvl/fe1', '2026-03-01', {
      ...line,
      to: '2026-07-15',
      amount: 250_000,
      delegatedBySiret: '99000102600014',
      coFinancers: [{ siret: '99000114100011', amount: 50_000 }, { siret: '99000113300018' }],
      employerSiret: '99000102700012',
    }),
    report('training-cost-declared', 'region-cvl/tc1', '2026-03-01', { amount: 250_000, basis: 'person' }),
    report('attendance-sheet-signed', 'eos/sh1', '2026-05-04', { month: '2026-04', state: 'complete' }),
    report('invoice-prepared', 'eos/ip2', '2026-06-11', { ...invoiced, state: 'ready' }),
    report('invoice-sent', 'eos/is1', '2026-06-12', { ...invoiced, state: 'sent' }),
    report('financing-realised', 'region-cvl/fr1', '2026-06-12', { ...line, to: '2026-06-10', amount: 240_000 }),
    report('service-done', 'kairos/se1', '2026-06-12', { state: 'validated' }),
    report('path-planned', 'eos/gone1', '2026-03-02', { weeklyHours: 30 }),
    report('fact-retracted', 'eos/rt1', '2026-03-03', {
      target: { source: 'eos', id: 'gone1', type: 'path-planned' },
      reason: 'entered-in-error',
    }),
    report('quote-decided', 'kairos/qd0', '2026-03-17', {
      quote: 'Q1',
      device: 'aif',
      state: 'asked',
      statement: { ref: 'Q1', sequence: 1 },
    }),
    report('quote-decided', 'kairos/qd1', '2026-03-18', {
      quote: 'Q1',
      device: 'aif',
      state: 'accepted',
      statement: { ref: 'Q1', sequence: 2 },
    }),
    report('quote-decided', 'kairos/qd2', '2026-03-16', {
      quote: 'Q1',
      device: 'aif',
      state: 'accepted',
      decidedBy: 'candidate',
    }),
  ];
}

async function storePerson(stage: Stage): Promise<void> {
  const { anna, annaAgain } = rich;
  const described = {
    ...(await sealed(stage, anna, 'eos:d1', 'identity', identity)),
    ...(await sealed(stage, anna, 'eos:d1', 'contact', contact)),
  };
  const contract = { contract: 'K1', nature: '01', start: '2026-06-10', monthlyHours: 151.67, sector: '43' };
  const period = { period: 'C1', operatorSiret: '99000107900013' };
  await storeTrainee(stage, anna, [
    {
      ...report('trainee-described', 'eos/d1', '2026-03-20', { flags: {} }, []),
      effectiveDate: null,
      sealed: described,
    },
    report('employment-reported', 'cdc/j1', '2026-06-10', { ...contract, month: '2026-06' }, []),
    report('cep-period-opened', 'cep/cep1', '2026-02-01', period, []),
    report('cep-period-closed', 'cep/cep2', '2026-05-01', period, []),
    report(
      'job-seeker-period-opened',
      'france-travail/jo1',
      '2026-01-12',
      { period: 'I1', referentSiret: '99000115800015' },
      [],
    ),
    report('job-seeker-period-closed', 'france-travail/jc1', '2026-06-10', { period: 'I1' }, []),
    report('certification-obtained', 'eos/co2', '2025-01-15', { registry: 'rs', code: '5207' }, []),
  ]);
  const judged = { trainees: [anna, annaAgain], verdict: 'same', by: 'rule', reason: 'identifiers-told-together' };
  await storeTrainee(stage, annaAgain, [report('trainees-judged', 'hub/tj1', '2026-04-09', judged, [])], [anna]);
  await alias(stage, rich.nir, anna);
}

export async function storeRichLife(stage: Stage): Promise<void> {
  const { anna, annaAgain } = rich;
  const [positioned, ...attempt] = positioning();
  await storeDossier(stage, anna, rich.number, [
    {
      ...positioned,
      sealed: await sealed(stage, anna, 'kairos:p1', 'situation', positionedTold),
    } as Fact,
    ...attempt,
    {
      ...report('adviser-notified', 'kairos/an1', '2026-05-20', {
        about: 'changed-end',
        told: 'france-travail',
        plannedExit: '2026-07-15',
      }),
      sealed: await sealed(stage, anna, 'kairos:an1', 'situation', notifiedTold),
    },
    ...course(),
    ...planAndMoney(),
    {
      ...report('exit-declared', 'eos/x1', '2026-06-10', { kind: 'planned-end' }),
      sealed: await sealed(stage, anna, 'eos:x1', 'reasons', reasons),
    },
    {
      ...report('remuneration-set', 'region-cvl/rs1', '2026-04-02', {
        payBody: 'asp',
        payBodySiret: '13000548100010',
        sent: true,
        chargedFrom: '2026-04-01',
        rhythm: 'monthly',
      }),
      sealed: await sealed(stage, anna, 'region-cvl:rs1', 'situation', remunerationTold),
    },
    {
      ...report('host-company-declared', 'eos/hc1', '2026-05-25', { line: '1', ...hosted }),
      sealed: await sealed(stage, anna, 'eos:hc1', 'situation', hostCompanyTold),
    },
    {
      ...report('situation-declared', 'eos/s1', '2026-03-20'),
      sealed: await sealed(stage, anna, 'eos:s1', 'situation', situation),
    },
  ]);
  const late = { kind: 'lateness', from: '2026-04-09', to: '2026-04-09', startsAt: '09:00', minutes: 25 };
  await storeDossier(stage, annaAgain, rich.twin, [
    {
      ...report('absence-declared', 'kairos/ab2', '2026-04-09', { ...late, justified: false }),
      sealed: await sealed(stage, annaAgain, 'kairos:ab2', 'reasons', reasonsOfLateness),
    },
  ]);
  const opco = ['file:opco:ABC1'];
  await storeDossier(stage, anna, rich.withoutSession, [
    report('entry-attested', 'opco/o1', '2026-06-01', { funding: 'opco' }, opco),
  ]);
  await storeDossier(stage, anna, rich.unresolved, [
    report(
      'candidate-positioned',
      'kairos/u1',
      '2026-06-12',
      { by: 'adviser', mode: 'appointment', slot: 'R9', funding: 'prf' },
      ['session:eos:70001'],
    ),
  ]);
  await storePerson(stage);
  const session = ['session:eos:67680'];
  const interruption = { from: '2026-05-01', to: '2026-05-20' };
  const slot = { slot: 'R2', mode: 'appointment', from: '2026-03-23T09:00:00Z', to: '2026-03-23T12:00:00Z' };
  await storeSession(stage, [
    report('session-published', 'eos/se-1', '2026-01-05', offered, session),
    report('session-interruption-planned', 'ofeli/se-2', '2026-05-01', interruption, session),
    report('recruitment-opened', 'kairos/se-3', '2026-02-01', slot, session),
  ]);
  await readUpTo(stage, 'trainee', 1, { positioning: 3, entry: 5 });
  await readUpTo(stage, 'offer', 2, { offer: 3 });
}
