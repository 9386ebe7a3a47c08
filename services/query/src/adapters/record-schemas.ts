import { losingReasons } from '@hub/core';
import {
  day,
  dossierNumber,
  factRef,
  flag,
  instant,
  integer,
  list,
  orNull,
  period,
  shape,
  text,
  told,
  traineeId,
} from './schema-parts.ts';
import { sessionSchema } from './session-schema.ts';

const decidingFact = shape({ source: text, eventId: text, effectiveDate: orNull(day) });
const certification = shape({ registry: text, code: text });
const cents = { type: 'integer', description: 'Euro cents' };
const financing = shape(
  { from: day, to: orNull(day), financerSiret: text, funding: text, device: text, amount: orNull(cents) },
  'Financing',
);
const financingLine = shape({ line: text, engaged: orNull(told(financing)), realised: orNull(told(financing)) });
const remuneration = shape({ payBody: text, payBodySiret: orNull(text), sent: flag, kind: text, rhythm: text });

const contract = shape(
  {
    contract: text,
    nature: text,
    contractClass: orNull(text),
    start: day,
    end: orNull(day),
    from: day,
    to: orNull(day),
    monthlyHours: { type: 'number' },
    sector: orNull(text),
    several: flag,
    month: text,
    told: factRef,
  },
  'Contract',
);

const employmentSchema = shape(
  {
    bestJob: orNull(contract),
    periods: list(contract),
    returns: list(
      shape({
        dossier: orNull(dossierNumber),
        points: list(
          shape({
            point: { enum: ['validation', 'entry', 'exit', 'exit+3', 'exit+6', 'exit+12'] },
            date: orNull(day),
            bestJob: orNull(contract),
            several: flag,
            awaited: flag,
          }),
        ),
      }),
    ),
  },
  'Employment',
);

const judgement = shape({
  trainees: list(traineeId),
  verdict: { enum: ['same', 'different'] },
  by: { enum: ['rule', 'manual'] },
  reason: orNull(text),
  recordedAt: instant,
  source: text,
  eventId: text,
});

export const anomalySchema = shape(
  {
    code: { type: 'string', description: 'One of `/v1/dictionary/rules`' },
    severity: { enum: ['info', 'warning', 'error'] },
    found: { enum: ['stored', 'assessed'] },
    facts: list(factRef),
    about: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
    sentence: { type: 'string', description: 'In French' },
    remedy: { type: 'string', description: 'In French' },
  },
  'Anomaly',
);

const expectation = shape(
  {
    what: { enum: ['presence', 'result', 'validation', 'entry', 'attendance', 'resumption', 'exit', 'assessment'] },
    since: orNull(day),
    dueBy: orNull(day),
    about: text,
    'slot?': text,
    'month?': text,
  },
  'Expectation',
);

const regime = shape({ row: orNull(text), name: orNull(text), clock: orNull(text), date: orNull(day) }, 'Regime');

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
      certificateIssued: orNull(told(flag)),
      firmPlace: orNull(told(flag)),
      trainingPlanValidated: orNull(told(flag)),
    }),
    positioned: orNull(told(shape({ by: orNull(text), mode: orNull(text) }))),
    contacted: orNull(told(flag)),
    appointment: orNull(
      shape({
        slot: orNull(text),
        state: { enum: ['appointed', 'cancelled'] },
        since: told(orNull(text)),
        slots: list(text),
        transfers: list(told(shape({ from: text, to: text }))),
      }),
    ),
    presence: list(told(text, { slot: orNull(text) })),
    selection: orNull(told(text)),
    validation: orNull(told(shape({ validator: text }))),
    enrolment: orNull(told(text)),
    withdrawal: orNull(told(shape({ by: orNull(text) }))),
  },
  'Attempt',
);

const stay = shape(
  {
    key: text,
    state: { enum: ['expected', 'absent-at-entry', 'entered', 'interrupted', 'exited'] },
    provisional: flag,
    regime,
    entry: orNull(told(day)),
    absence: orNull(told(day)),
    exit: orNull(told(day, { kind: text })),
    abandonment: orNull(told(day)),
    modules: list(
      shape({
        module: text,
        entry: orNull(told(day)),
        absence: orNull(told(day)),
        resumption: orNull(told(day)),
        exit: orNull(told(day, { kind: text })),
        abandonment: orNull(told(day)),
        assessment: orNull(told(text)),
      }),
    ),
    interruptions: list(
      shape({
        kind: { enum: ['observed', 'suspended'] },
        period: told(period),
        days: orNull(integer),
        changesState: flag,
        resumedOn: orNull(day),
      }),
    ),
    resumptions: list(told(day)),
  },
  'Stay',
);

const plan = shape(
  {
    plannedEntry: orNull(told(day)),
    plannedExit: orNull(told(day)),
    hoursCentre: orNull(told({ type: 'number' })),
    hoursCompany: orNull(told({ type: 'number' })),
    weeklyHours: orNull(told({ type: 'number' })),
    individualised: orNull(told(flag)),
    interruptions: list(told(period)),
  },
  'Plan',
);

const factState = shape(
  {
    source: text,
    id: text,
    type: text,
    effectiveDate: orNull(day),
    recordedAt: instant,
    receivedAt: instant,
    state: { enum: ['live', 'echo', 'removed', 'set-aside', 'superseded', 'variant'] },
    by: list(factRef, 'What took it away, or stands for it'),
    fields: list(text, 'JSON Pointers of the fields that it decides'),
    confirmedBy: list(factRef),
    contestedBy: list(factRef),
  },
  'FactState',
);

const explanation = shape(
  {
    field: { type: 'string', description: 'JSON Pointer into the record', examples: ['/stays/0/entry'] },
    type: orNull(text),
    chosen: factRef,
    standing: { enum: ['authoritative', 'unconfirmed', 'contested', 'no-authority', null] },
    authority: orNull(
      shape({
        row: orNull({ type: 'string', description: 'Row of the authority table' }),
        name: orNull(text),
        clock: orNull(text),
        date: orNull(day),
        deciders: list(text, 'Systems that the row names'),
      }),
    ),
    over: list(
      shape({ source: text, eventId: text, because: { enum: losingReasons } }),
      'Facts of the same slot that lost, and by which rule',
    ),
    confirmedBy: list(factRef),
    sentence: { type: 'string', description: 'In French' },
  },
  'Explanation',
);

export const freshnessSchema = shape(
  {
    'token?': orNull({ type: 'string', description: 'As `Hub-State`; usable in `Hub-At-Least`' }),
    projectionVersion: { type: 'string', description: 'Version of the projection' },
    rulesVersion: { type: 'string', description: 'Version of code, rules and settings' },
    today: day,
    asOf: orNull(day),
    knownAt: orNull(instant),
  },
  'Freshness',
);

const parkedSchema = list(
  shape({ 'receipt?': text, 'dossier?': integer, reason: text }),
  'Events that could not be read: this answer lacks them',
);

/** A sealed block opened by right, with the fact that told it; producers may tell nothing else. */
const opened = (properties: Readonly<Record<string, object>>) => ({
  ...shape({ ...properties, source: text, eventId: text }),
  description: 'Sealed; opened by right.',
});
const identity = opened({
  'birthName?': text,
  'usualName?': text,
  'firstNames?': text,
  'birthDate?': day,
  'sex?': { enum: ['female', 'male'] },
});
const address = shape({
  'lines?': list(text),
  'postalCode?': text,
  'city?': text,
  'inseeCode?': text,
  'country?': text,
});
const contact = opened({ 'address?': address, 'phones?': list(text), 'email?': text });
const situation = opened({
  'rqth?': flag,
  'level?': shape({ nomenclature: text, code: text }),
  'status?': text,
  'franceTravailRegistrationDate?': day,
  'monthsSearching?': integer,
  'prescriber?': text,
  'prescriberKind?': text,
  'orientingPartner?': text,
  'vae?': flag,
  'household?': { type: 'object', description: 'As told under the dictionary.' },
});
const reasons = opened({ 'reason?': text, 'reasonDetail?': text, 'situation?': text, 'situationDetail?': text });

export const dossierSchema = shape(
  {
    number: orNull(dossierNumber),
    alsoKnownAs: list(dossierNumber),
    'trainee?': traineeId,
    trainingRefs: list(text),
    partnerRefs: list(text),
    status: {
      enum: [
        ...['removed', 'interrupted', 'entered', 'exited', 'absent', 'refused', 'withdrawn', 'declared'],
        ...['positioned', 'contacted', 'appointed', 'appointment-cancelled', 'present', 'retained', 'waiting'],
        ...['to-validate', 'registered'],
      ],
    },
    statusSince: orNull(decidingFact),
    funding: orNull(text),
    territory: text,
    session: orNull(sessionSchema),
    plan: orNull(plan),
    attempts: list(attempt),
    stays: list(stay),
    absences: list(told(shape({ from: day, to: orNull(day), justified: flag }))),
    attendance: list(told(shape({ month: text, hours: orNull({ type: 'number' }), complete: flag }))),
    hours: list(told(shape({ from: day, to: day, hoursCentre: { type: 'number' }, hoursCompany: { type: 'number' } }))),
    assessment: orNull(told(text)),
    financing: list(financingLine),
    remuneration: orNull(told(remuneration)),
    serviceDone: orNull(told(text)),
    quotes: list(told(shape({ quote: orNull(text), device: text, state: text }))),
    skillsProfile: orNull(told(flag)),
    certifications: list(told(certification)),
    anomalies: list(anomalySchema),
    expectations: list(expectation),
    factCount: integer,
    overfull: flag,
    today: day,
    slotsDeleted: list(text),
    'identity?': identity,
    'contact?': contact,
    'situation?': list(situation),
    'reasons?': list(reasons),
    'facts?': list(factState),
    'explanation?': list(explanation),
    'parked?': parkedSchema,
    'freshness?': freshnessSchema,
  },
  'Dossier',
);

export const pathSchema = shape(
  {
    trainees: list(traineeId, 'Ids answered together'),
    joinedBy: list(judgement, 'Those that join them'),
    'identity?': identity,
    'contact?': contact,
    dossiers: list(dossierSchema),
    cepPeriods: list(
      shape({ period: text, operatorSiret: text, opened: orNull(told(day)), closed: orNull(told(day)) }),
    ),
    employment: employmentSchema,
    certifications: list(told(certification)),
    anomalies: list(anomalySchema),
    parked: parkedSchema,
    freshness: freshnessSchema,
  },
  'TrainingPath',
);
