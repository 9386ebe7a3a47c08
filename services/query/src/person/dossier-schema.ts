import { categories, descriptions, dossierStatuses } from '@hub/core';
import {
  anomalySchema,
  day,
  dossierNumber,
  fieldValue,
  flag,
  freshnessSchema,
  integer,
  list,
  orNull,
  period,
  shape,
  text,
  traineeId,
} from '../http/schema-parts.ts';
import { sessionSchema, teachingMode } from '../reading/session-answer.ts';
import { explanationSchema, factStateSchema, givenBySchema } from './explanation.ts';

const decidingFact = shape({ source: text, eventId: text, effectiveDate: orNull(day) });
export const certification = shape({ registry: text, code: text });
const cents = { type: 'integer', description: 'Euro cents' };
const financing = shape(
  {
    from: day,
    to: orNull(day),
    financerSiret: text,
    delegatedBySiret: orNull({ ...text, description: 'On whose behalf the financer pays' }),
    coFinancers: list(shape({ siret: text, amount: orNull(cents) }), 'Who pays a share of the line'),
    employerSiret: orNull({ ...text, description: 'The establishment that employed the trainee at the entry' }),
    funding: text,
    device: text,
    amount: orNull(cents),
  },
  'Financing',
);
const financingLine = shape({
  line: text,
  engaged: orNull(fieldValue(financing)),
  realised: orNull(fieldValue(financing)),
});
const remuneration = shape({
  payBody: orNull(text),
  payBodySiret: orNull(text),
  sent: orNull(flag),
  chargedFrom: orNull(day),
  rhythm: orNull(text),
});
const hostCompany = shape({
  line: text,
  siret: orNull(text),
  start: orNull(day),
  end: orNull(day),
  hours: orNull({ type: 'number' }),
});

const expectation = shape(
  {
    what: { enum: ['presence', 'result', 'validation', 'entry', 'attendance', 'resumption', 'exit', 'assessment'] },
    since: orNull(day),
    dueBy: orNull(day),
    about: text,
    'slot?': text,
    'month?': text,
    reached: { ...flag, description: 'The day has come from which it can be reported' },
    overdue: { ...flag, description: 'The last day in time is over' },
    'dueInferred?': { ...flag, description: 'No source says by when: the due day is a reading' },
  },
  'Expectation',
);

const module = { ...orNull(text), description: 'Null: the whole stay' };

const regime = shape({ row: orNull(text), name: orNull(text), clock: orNull(text), date: orNull(day) }, 'RegimeShown');

const attempt = shape(
  {
    key: text,
    openedOn: day,
    state: {
      enum: [
        ...['positioned', 'contacted', 'appointed', 'appointment-cancelled', 'present', 'absent', 'retained'],
        ...['not-retained', 'waiting', 'to-validate', 'registered', 'not-registered', 'withdrawn'],
      ],
    },
    since: decidingFact,
    skipped: list(text, 'Lines before the state that no fact fills; legal'),
    regime,
    flags: shape({
      certificateIssued: orNull(fieldValue(flag)),
      registrationCertificateIssued: orNull(fieldValue(flag)),
      firmPlace: orNull(fieldValue(flag)),
      trainingPlanValidated: orNull(fieldValue(flag)),
    }),
    positioned: orNull(fieldValue(shape({ by: orNull(text), mode: orNull(text) }))),
    contacted: orNull(fieldValue(flag)),
    appointment: orNull(
      shape({
        slot: orNull(text),
        state: { enum: ['appointed', 'cancelled'] },
        since: fieldValue(orNull(text)),
        slots: list(text),
        transfers: list(fieldValue(shape({ from: text, to: text }))),
      }),
    ),
    presence: list(fieldValue(text, { slot: orNull(text) })),
    selection: orNull(fieldValue(text)),
    validation: orNull(fieldValue(shape({ validator: text }))),
    enrolment: orNull(fieldValue(text)),
    withdrawal: orNull(fieldValue(shape({ by: orNull(text) }))),
  },
  'Attempt',
);

const stay = shape(
  {
    key: text,
    state: { enum: ['expected', 'absent-at-entry', 'entered', 'interrupted', 'exited'] },
    days: { ...orNull(period), description: 'From its entry to its end; null: nobody was in training' },
    provisional: flag,
    regime,
    entry: orNull(fieldValue(day)),
    absence: orNull(fieldValue(day)),
    exit: orNull(fieldValue(day, { kind: text })),
    abandonment: orNull(fieldValue(day)),
    modules: list(
      shape({
        module: text,
        entry: orNull(fieldValue(day)),
        absence: orNull(fieldValue(day)),
        resumption: orNull(fieldValue(day)),
        exit: orNull(fieldValue(day, { kind: text })),
        abandonment: orNull(fieldValue(day)),
        assessment: orNull(fieldValue(text)),
      }),
    ),
    interruptions: list(
      shape({
        kind: { enum: ['observed', 'suspended'] },
        period: fieldValue(period),
        days: orNull(integer),
        changesState: flag,
        resumedOn: orNull(day),
        endedOn: { ...orNull(day), description: 'Resumed, or else over by its own end or that of the stay' },
      }),
    ),
    resumptions: list(fieldValue(day)),
  },
  'Stay',
);

const planned = {
  plannedEntry: orNull(fieldValue(day)),
  plannedExit: orNull(fieldValue(day)),
  hoursCentre: orNull(fieldValue({ type: 'number' })),
  hoursCompany: orNull(fieldValue({ type: 'number' })),
  weeklyHours: orNull(fieldValue({ type: 'number' })),
  individualised: orNull(fieldValue(flag)),
  teachingMode: orNull(fieldValue(teachingMode)),
};
const plan = shape({ ...planned, interruptions: list(fieldValue(period)) }, 'Plan');
const wholePath = shape(planned, 'WholePathPlan');

export const parkedSchema = list(
  shape({ 'receipt?': text, 'dossier?': integer, reason: text }),
  'Events that could not be read: this answer lacks them',
);

/** A sealed block opened by right, with the fact that reported it; sources may report nothing else. */
const opened = (properties: Readonly<Record<string, object>>) => ({
  ...shape({ ...properties, source: text, eventId: text }),
  description: 'Sealed; opened by right.',
});
export const identity = opened({
  'birthName?': text,
  'usualName?': text,
  'firstNames?': text,
  'birthDate?': day,
  'sex?': { enum: ['female', 'male'] },
  'nationality?': text,
  'birthPlace?': shape({ 'postalCode?': text, 'city?': text, 'inseeCode?': text }),
});
const address = shape({
  'lines?': list(text),
  'postalCode?': text,
  'city?': text,
  'inseeCode?': text,
  'country?': text,
});
export const contact = opened({ 'address?': address, 'phones?': list(text), 'email?': text });
const situation = opened({
  'rqth?': flag,
  'level?': shape({ nomenclature: text, code: text }),
  'levelLabel?': text,
  'status?': text,
  'franceTravailRegistrationDate?': day,
  'monthsSearching?': integer,
  'statusesAtPositioning?': list(text),
  'prescriber?': text,
  'prescriberKind?': text,
  'prescriberRole?': text,
  'orientingPartner?': text,
  'vae?': flag,
  'continuingTraining?': flag,
  'continuingTrainingAtPrescription?': flag,
  'fromRegionalScheme?': flag,
  'objectives?': text,
  'audience?': text,
  'household?': { type: 'object', description: 'As reported under the dictionary.' },
  'payBodyName?': text,
  'kind?': { ...text, description: 'Of the remuneration' },
  'fileKind?': { ...text, description: 'Of the file of the remuneration' },
  'rhythmLabel?': text,
  'name?': { ...text, description: 'Of the host company' },
  'toldName?': { ...text, description: 'Of the agency or adviser that was told' },
});
const reasons = opened({ 'reason?': text, 'reasonDetail?': text, 'situation?': text, 'situationDetail?': text });

const quote = shape(
  {
    quote: orNull(text),
    device: text,
    state: orNull(fieldValue(text)),
    candidate: orNull(fieldValue(text)),
    franceTravail: orNull(fieldValue(text)),
  },
  'Quote',
);
const paper = { month: orNull(text), periodStart: orNull(day), periodEnd: orNull(day), document: orNull(text) };
const absence = shape({
  kind: { enum: ['absence', 'lateness'] },
  from: day,
  to: orNull(day),
  startsAt: orNull({ ...text, description: 'HH:MM, when the trainee was awaited' }),
  minutes: orNull(integer),
  justified: flag,
  module,
});

const sight = shape(
  {
    described: {
      enum: descriptions,
      description:
        'From which facts: `own`, those of the reader’s own organisation alone; `states`, all, of which states and days are shown; `all`',
    },
    categories: { type: 'array', items: { enum: categories }, description: 'What else is empty whatever there is' },
  },
  'Sight',
);

export const registrationsSchema = list(
  shape({
    period: text,
    referentSiret: orNull({ ...text, description: 'Who follows the person, where it is not France Travail' }),
    opened: orNull(fieldValue(day)),
    closed: orNull(fieldValue(day)),
  }),
  'Periods of registration as a job seeker',
);

export const dossierSchema = shape(
  {
    number: orNull(dossierNumber),
    alsoKnownAs: list(dossierNumber),
    'trainee?': traineeId,
    trainingRefs: list(text, 'Sessions and files, as their sources write them; any writing of one is found'),
    partnerRefs: list(text, 'The files among them'),
    status: { enum: dossierStatuses },
    over: { ...flag, description: 'Nothing more is to come of it: left, refused, withdrawn, absent or removed' },
    statusSince: orNull(decidingFact),
    funding: orNull(text),
    territory: text,
    organisations: list(shape({ siret: text, sources: list(text) }), 'Training organisations that its facts name'),
    session: orNull(sessionSchema),
    plan: orNull(plan),
    wholePath: orNull(wholePath),
    attempts: list(attempt),
    stays: list(stay),
    absences: list(fieldValue(absence)),
    attendance: list(
      fieldValue(shape({ month: text, stay: orNull(text), module, hours: orNull({ type: 'number' }), complete: flag })),
    ),
    hours: list(
      fieldValue(
        shape({ from: day, to: day, hoursCentre: { type: 'number' }, hoursCompany: { type: 'number' }, module }),
      ),
    ),
    hostCompanies: list(fieldValue(hostCompany)),
    assessment: orNull(fieldValue(text)),
    financing: list(financingLine),
    remuneration: orNull(fieldValue(remuneration)),
    serviceDone: orNull(fieldValue(text)),
    costs: list(fieldValue(shape({ amount: cents, basis: { enum: ['person', 'hour', 'action'] } }))),
    quotes: list(quote),
    attendanceSheets: list(fieldValue(shape({ ...paper, state: text }))),
    invoices: list(shape({ ...paper, prepared: orNull(fieldValue(text)), sent: orNull(fieldValue(text)) })),
    notifications: list(fieldValue(shape({ about: text, told: text, plannedExit: orNull(day) }))),
    skillsProfile: orNull(fieldValue(flag)),
    certifications: list(fieldValue(certification)),
    anomalies: list(anomalySchema),
    expectations: list(expectation),
    'factCount?': integer,
    'overfull?': flag,
    sight,
    sightUntil: orNull({ ...day, description: 'The last day on which this reader may see it; null: no day ends it' }),
    today: day,
    slotsDeleted: list(text),
    'identity?': identity,
    'contact?': contact,
    'situation?': list(situation),
    'reasons?': list(reasons),
    'franceTravailNumbers?': list(text, 'Sealed; opened to who opens a file of its own (`open-dossier`)'),
    'registrations?': registrationsSchema,
    'facts?': list(factStateSchema),
    'explanation?': list(explanationSchema),
    'givenBy?': list(givenBySchema, 'With `explain`: which event gives each value that is shown'),
    'parked?': parkedSchema,
    'freshness?': freshnessSchema,
  },
  'Dossier',
);
