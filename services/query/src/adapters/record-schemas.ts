import {
  day,
  dossierNumber,
  factRef,
  flag,
  instant,
  integer,
  list,
  orNull,
  shape,
  text,
  told,
  traineeId,
} from './schema-parts.ts';

const period = shape({ from: day, to: orNull(day) });
const open = { type: 'object', description: 'As told under the dictionary.' };

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

const expectation = shape({
  what: { enum: ['presence', 'result', 'validation', 'entry', 'attendance', 'resumption', 'exit', 'assessment'] },
  since: orNull(day),
  dueBy: orNull(day),
  about: text,
  'slot?': text,
  'month?': text,
});

const regime = shape({ row: orNull(text), name: orNull(text), clock: orNull(text), date: orNull(day) });

const attempt = shape({
  key: text,
  openedOn: day,
  state: {
    enum: [
      ...['positioned', 'contacted', 'appointed', 'appointment-cancelled', 'present', 'absent', 'retained'],
      ...['not-retained', 'waiting', 'to-validate', 'registered', 'not-registered', 'withdrawn'],
    ],
  },
  since: open,
  skipped: list(text, 'Lines before the state that no fact fills; legal'),
  regime,
  flags: shape({
    certificateIssued: orNull(told(flag)),
    firmPlace: orNull(told(flag)),
    trainingPlanValidated: orNull(told(flag)),
  }),
  positioned: orNull(told(open)),
  contacted: orNull(told(flag)),
  appointment: orNull(open),
  presence: list(told(text, { slot: orNull(text) })),
  selection: orNull(told(text)),
  validation: orNull(told(open)),
  enrolment: orNull(told(text)),
  withdrawal: orNull(told(open)),
});

const stay = shape({
  key: text,
  state: { enum: ['expected', 'absent-at-entry', 'entered', 'interrupted', 'exited'] },
  provisional: flag,
  regime,
  entry: orNull(told(day)),
  absence: orNull(told(day)),
  exit: orNull(told(day, { kind: text })),
  abandonment: orNull(told(day)),
  modules: list(open),
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
});

export const sessionSchema = shape(
  {
    references: list(text),
    state: { enum: ['open', 'closed', 'cancelled', 'archived', 'suspended', 'unpublished'] },
    published: orNull(told(open)),
    withdrawn: orNull(told(text)),
    plannedInterruptions: list(told(period)),
    slots: list(open),
    identified: list(open),
    missing: list(text),
  },
  'Session',
);

const plan = shape({
  plannedEntry: orNull(told(day)),
  plannedExit: orNull(told(day)),
  hoursCentre: orNull(told({ type: 'number' })),
  hoursCompany: orNull(told({ type: 'number' })),
  weeklyHours: orNull(told({ type: 'number' })),
  individualised: orNull(told(flag)),
  interruptions: list(told(period)),
});

const factState = shape({
  source: text,
  id: text,
  type: text,
  effectiveDate: orNull(day),
  recordedAt: instant,
  receivedAt: instant,
  state: { enum: ['live', 'echo', 'removed', 'set-aside', 'superseded', 'variant'] },
  by: list(factRef),
});

export const freshnessSchema = shape({
  projection: { type: 'string', description: 'Version of the projection' },
  rules: { type: 'string', description: 'Version of code, rules and settings' },
  today: day,
  asOf: orNull(day),
  knownAt: orNull(instant),
});

export const parkedSchema = list(
  shape({ 'receipt?': text, 'dossier?': integer, reason: text }),
  'Events that could not be read: this answer lacks them',
);

const opened = { type: 'object', description: 'Sealed; opened by right.' };

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
    statusSince: orNull(open),
    funding: orNull(text),
    territory: text,
    session: orNull(sessionSchema),
    plan: orNull(plan),
    attempts: list(attempt),
    stays: list(stay),
    absences: list(told(period, { justified: flag })),
    attendance: list(told(open, { month: text })),
    hours: list(told(open)),
    assessment: orNull(told(text)),
    financing: list(open),
    remuneration: orNull(told(open)),
    serviceDone: orNull(told(text)),
    quotes: list(told(open)),
    skillsProfile: orNull(told(flag)),
    certifications: list(told(open)),
    anomalies: list(anomalySchema),
    expectations: list(expectation),
    factCount: integer,
    overfull: flag,
    today: day,
    slotsDeleted: list(text),
    'identity?': opened,
    'contact?': opened,
    'situation?': list(opened),
    'reasons?': list(opened),
    'facts?': list(factState),
    'parked?': parkedSchema,
    'freshness?': freshnessSchema,
  },
  'Dossier',
);

export const pathSchema = shape(
  {
    trainees: list(traineeId, 'Ids answered together'),
    joinedBy: list(open, 'The judgements that join them'),
    'identity?': opened,
    'contact?': opened,
    dossiers: list(dossierSchema),
    cepPeriods: list(open),
    employment: open,
    certifications: list(told(open)),
    anomalies: list(anomalySchema),
    parked: parkedSchema,
    freshness: freshnessSchema,
  },
  'TrainingPath',
);
