import { descriptions, dossierStatuses } from '@hub/core';
import { codesOfList, problems } from '@hub/platform';
import { readerHeaders } from '../http/reader.ts';
import {
  answer,
  day,
  dossierNumber,
  factRef,
  flag,
  freshnessSchema,
  instant,
  integer,
  list,
  orNull,
  paging,
  shape,
  text,
} from '../http/schema-parts.ts';
import { movementFilters, movementItem, remunerationFilters, remunerationItem } from './movement-schemas.ts';

const expectationNames = [
  'presence',
  'result',
  'validation',
  'entry',
  'attendance',
  'resumption',
  'exit',
  'assessment',
] as const;

const severity = { enum: ['info', 'warning', 'error'] };

const headers = readerHeaders(
  {},
  'One of those in the partner’s convention; `data-quality` is open to every partner here.',
);
const { cursor, limit } = paging('Most items of a page, 1 to 500; default 100');
const sinceDay = { type: 'string', format: 'date', description: 'Only what holds since this day or later' };

const ownFilter = {
  enum: ['true', 'false'],
  description:
    '`true`: only what one’s own organisation is to tell or mend; `false`: only what others are, and what nobody is',
};

const dossierFilter = {
  type: 'string',
  pattern: '^[0-9]{9}$',
  description: 'Only of the dossier with this number, by any number it ever had',
  examples: ['100000016'],
};

const scopeFilters = {
  siret: {
    type: 'string',
    pattern: '^[0-9]{14}$',
    description:
      'Only of this training organisation (SIRET): that which facts of the dossier name, else that of its session',
    examples: ['99000102600014'],
  },
  session: {
    type: 'string',
    maxLength: 128,
    pattern: '^[Ss][Ee][Ss][Ss][Ii][Oo][Nn]:[A-Za-z0-9-]{1,32}:[A-Za-z0-9._:/@-]+$',
    description: 'Only of this session, by any of its references',
    examples: ['session:07:114782'],
  },
};

const anomalyFilters = (codes: readonly string[]) => ({
  code: { enum: codes, description: 'One code of `/v1/dictionary/rules`' },
  severity,
  found: { enum: ['stored', 'assessed'], description: 'Only those of the record, or only those found that day' },
  past: {
    enum: ['true', 'false'],
    description:
      '`false`: only what somebody can mend; `true`: only what tells of the past, and of which nobody has anything to send',
  },
  own: ownFilter,
  dossier: dossierFilter,
  since: sinceDay,
  ...scopeFilters,
});
const expectationFilters = {
  what: { enum: expectationNames },
  overdue: { enum: ['true', 'false'], description: '`true`: only what is past its due day; `false`: only what is not' },
  own: ownFilter,
  dueBefore: { type: 'string', format: 'date', description: 'Only what is due before this day' },
  dossier: dossierFilter,
  since: sinceDay,
  ...scopeFilters,
};

const order = {
  enum: ['dossier', 'due'],
  description:
    '`dossier` (default): by number; `due`: dossiers by the earliest day on which something in them is due, and the lines of a page by their due day, so that what is most late comes first',
};

const statusText = `(${dossierStatuses.join('|')})`;
const dayFilter = (description: string) => ({ ...day, description });
const dossierFilters = {
  status: {
    type: 'string',
    maxLength: 500,
    pattern: `^${statusText}(,${statusText})*$`,
    description: `One or several with commas between them: ${dossierStatuses.map((each) => `\`${each}\``).join(', ')}`,
    examples: ['entered,interrupted'],
  },
  from: dayFilter('Only whose first entry is on this day or later'),
  to: dayFilter('Only whose first entry is on this day or before'),
  leftFrom: dayFilter('Only which ended, by exit or abandonment, on this day or later'),
  leftTo: dayFilter('Only which ended, by exit or abandonment, on this day or before'),
  ...scopeFilters,
  territory: { enum: codesOfList('territory'), description: 'Only of this territory' },
  source: { enum: codesOfList('system'), description: 'Only whose last change this system reported' },
};

const item = { dossier: dossierNumber, alsoKnownAs: list(dossierNumber) };

const ownSchema = {
  ...flag,
  description: 'One’s own organisation is among whose turn it is: it writes for one of them',
};
const namedFacts = (what: string) => list(factRef, what);
const about = { type: 'object', additionalProperties: { type: ['string', 'number'] } };

const anomalyItem = shape(
  {
    ...item,
    code: { type: 'string', description: 'One of `/v1/dictionary/rules`' },
    severity,
    found: { enum: ['stored', 'assessed'], description: 'In the record, or found on the day of the question' },
    since: {
      ...day,
      description: 'The hub received then the newest fact named (else of the dossier); overdue: the first day late',
    },
    past: { ...flag, description: 'It tells of the past: nobody has anything to send' },
    tellers: list(
      text,
      'Systems that can mend it: of what is missing those that are to tell it, else whoever told the facts',
    ),
    own: ownSchema,
    daysLate: orNull({ ...integer, description: 'Of what is overdue: days since its due day' }),
    facts: namedFacts('The facts that it is about'),
    about,
    sentence: { type: 'string', description: 'In French' },
    remedy: { type: 'string', description: 'In French' },
  },
  'ListedAnomaly',
);

const expectationItem = shape(
  {
    ...item,
    what: { enum: expectationNames },
    label: { type: 'string', description: 'In French' },
    sentence: { type: 'string', description: 'In French' },
    remedy: { type: 'string', description: 'In French' },
    severity: { ...severity, description: '`info`; once it is overdue, that of the anomaly `overdue`' },
    since: orNull(day),
    dueBy: orNull(day),
    overdue: flag,
    daysLate: orNull({ ...integer, description: 'Days since its due day; null: it is not overdue' }),
    tellers: list(
      text,
      'Systems that are to report it: those that have the authority, else those of the dossier that may',
    ),
    own: ownSchema,
    mode: orNull({ type: 'string', description: 'Of the attempt it is about: appointment, meeting, candidature' }),
    facts: namedFacts('The facts that make it expected'),
    about,
    'slot?': text,
    'month?': text,
  },
  'ListedExpectation',
);

const dossierItem = {
  ...shape(
    {
      number: dossierNumber,
      alsoKnownAs: list(dossierNumber),
      status: orNull({ enum: dossierStatuses }),
      statusSince: orNull(day),
      funding: orNull(text),
      territory: orNull(text),
      sessions: list(text, 'References of its session'),
      organisations: list(text, 'SIRETs of the training organisations that its facts name, else of its session'),
      entered: orNull({ ...day, description: 'First entry' }),
      left: orNull({ ...day, description: 'End of the last stay' }),
      leftBy: { enum: ['exit', 'abandonment', null] },
      lastChange: orNull(
        shape({ type: { ...text, description: 'The event' }, source: text, receivedAt: instant }, 'LastChange'),
      ),
      described: { enum: descriptions, description: 'From which facts all this is told, as `sight` of a read says' },
      sightUntil: orNull(day),
    },
    'ListedDossier',
  ),
  examples: [
    {
      number: 100000016,
      alsoKnownAs: [],
      status: 'entered',
      statusSince: '2026-04-01',
      funding: 'prf',
      territory: 'centre-val-de-loire',
      sessions: ['session:eos:67680'],
      organisations: ['99000102600014'],
      entered: '2026-04-01',
      left: null,
      leftBy: null,
      lastChange: { type: 'attendance-reported', source: 'eos', receivedAt: '2026-05-04T06:31:07.412Z' },
      described: 'all',
      sightUntil: '2028-07-31',
    },
  ],
};

const page = (items: object, title: string) =>
  shape(
    {
      items: list(items),
      next: orNull({ type: 'string', description: '`cursor` of the next page; null: there is none' }),
      freshness: freshnessSchema,
    },
    title,
  );

const tail = {
  dossiers: { type: 'integer', description: 'Dossiers that have at least one of them' },
  next: orNull({
    type: 'string',
    description: 'Where there are more dossiers than are counted at once: ask on with it, and add',
  }),
  freshness: freshnessSchema,
};

const anomalyCounts = shape(
  { counts: list(shape({ code: text, severity, sentence: text, count: integer, past: flag })), ...tail },
  'AnomalyCounts',
);

const counted = shape({ count: integer, overdue: integer });
const expectationCounts = shape(
  {
    counts: list(
      shape({
        what: { enum: expectationNames },
        label: text,
        count: integer,
        reached: { type: 'integer', description: 'Those whose day has come: to be reported now' },
        overdue: integer,
      }),
    ),
    counters: shape(
      {
        presences: { ...counted, description: 'Présences à saisir, sessions sur rendez-vous' },
        results: { ...counted, description: 'Résultats à saisir, sessions sur rendez-vous' },
        candidatureContacts: { type: 'integer', description: 'Contacts à saisir, sessions sur candidatures' },
        candidaturePresences: { ...counted, description: 'Présences à saisir, sessions sur candidatures' },
        candidatureResults: { ...counted, description: 'Résultats à saisir, sessions sur candidatures' },
        foadContacts: {
          type: 'integer',
          description:
            'Prises de contact à saisir, sessions FOAD : positionnements sans réponse sur une formation donnée à distance',
        },
        entryCertificates: { ...counted, description: 'Attestations d’entrée à saisir (en retard)' },
        serviceDoneToValidate: { type: 'integer', description: 'Demandes de service fait à valider' },
        quotesToDecide: { type: 'integer', description: 'Devis transmis, en attente de décision' },
      },
      'RecordingCounters',
    ),
    ...tail,
  },
  'ExpectationCounts',
);

const common = { tags: ['quality'], security: [{ partner: [] }], headers };
const visible =
  'Of the dossiers that the organisation reads as a whole, everything; of the others in which it has facts of its own, what these facts alone say. A dossier read by states and days alone (`advice`, `job-seeker-list`, `remuneration`) shows no anomalies and nothing expected, here as in a read.';

const sighted =
  'Each dossier of which the organisation has a sight for this purpose, once, as a read of that day shows it: of what is described from its own facts, what these say; of what is described by states, states and days. Every filter looks at what is shown. Nothing says who the person is.';

const moved =
  'What happened on which day to the trainees of whose dossiers the organisation has a sight for this purpose: one item for each entry, interruption, resumption, exit and abandonment that the record says, and for each that it said and says no more. `told`: to apply; `taken-back`: to undo. What is corrected to another day, or an interruption whose end becomes known, is one taken back and one told. By `from` and `to`, of the day on which it happened; by `receivedFrom` and `receivedTo`, of the day (Europe/Paris) on which the hub came to say it or took it back. Nothing says who the person is.';

const paying =
  'Each dossier whose remuneration is sent to the organisation, as others reported it: the stays, attendance and absences of the days that it pays, and what keeps them from being paid. Whoever is shown the remuneration by another right (who finances the training, the authority) is shown the same of each dossier that has one. Where a dossier is described from its reader’s own facts alone, nobody can say what blocks it.';

const ofReads = { tags: ['reads'], headers: readerHeaders() };

function described(operationId: string, summary: string, properties: object, schema: object, description = visible) {
  return {
    ...common,
    operationId,
    summary,
    description,
    querystring: { type: 'object', additionalProperties: false, properties },
    response: { 200: answer(summary, schema), ...problems(400, 401, 403, 429, 503) },
  };
}

/** `codes`: every anomaly code of the rules. */
export function listSchemas(codes: readonly string[]) {
  const anomalies = anomalyFilters(codes);
  return {
    dossiers: {
      ...described(
        'listDossiers',
        'One’s own dossiers',
        { ...dossierFilters, cursor, limit },
        page(dossierItem, 'DossierPage'),
        sighted,
      ),
      ...ofReads,
    },
    movements: {
      ...described(
        'listMovements',
        'What happened to one’s own trainees, by day',
        { ...movementFilters, dossier: dossierFilter, ...scopeFilters, cursor, limit },
        page(movementItem, 'MovementPage'),
        moved,
      ),
      ...ofReads,
    },
    remunerations: {
      ...described(
        'listRemunerations',
        'Trainees to be paid, and what blocks it',
        { ...remunerationFilters, dossier: dossierFilter, ...scopeFilters, cursor, limit },
        page(remunerationItem, 'RemunerationPage'),
        paying,
      ),
      ...ofReads,
    },
    anomalies: described(
      'listAnomalies',
      'Anomalies, by dossier',
      { ...anomalies, cursor, limit },
      page(anomalyItem, 'AnomalyPage'),
    ),
    anomalyCounts: described('countAnomalies', 'Anomalies counted by code', { ...anomalies, cursor }, anomalyCounts),
    expectations: described(
      'listExpectations',
      'What is expected, by dossier',
      { ...expectationFilters, order, cursor, limit },
      page(expectationItem, 'ExpectationPage'),
    ),
    expectationCounts: described(
      'countExpectations',
      'What is expected, counted',
      { ...expectationFilters, cursor },
      expectationCounts,
    ),
  };
}
