import { employmentAnswers } from '@hub/core';
import { identifierProperties, problems } from '@hub/platform';
import { readerHeaders } from '../http/reader.ts';
import {
  anomalySchema,
  answer,
  day,
  dossierNumber,
  factRef,
  fieldValue,
  flag,
  freshnessSchema,
  instant,
  list,
  notModified,
  orNull,
  readProblems,
  shape,
  stateHeaders,
  text,
  traineeId,
  uuidPattern,
} from '../http/schema-parts.ts';
import {
  certification,
  contact,
  dossierSchema,
  identity,
  parkedSchema,
  registrationsSchema,
} from './dossier-schema.ts';
import { otherDossierSchema } from './other-dossiers.ts';

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
    usedUntil: orNull({ ...day, description: 'The last day for which the DSN is used' }),
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

const pathSchema = shape(
  {
    trainees: list(traineeId, 'Ids answered together'),
    joinedBy: list(judgement, 'Those that join them'),
    'identity?': identity,
    'contact?': contact,
    dossiers: list(dossierSchema),
    otherDossiers: list(otherDossierSchema, 'Of the person, and not this reader’s to read: that they are there'),
    cepPeriods: list(
      shape({ period: text, operatorSiret: text, opened: orNull(fieldValue(day)), closed: orNull(fieldValue(day)) }),
    ),
    registrations: registrationsSchema,
    employment: employmentSchema,
    certifications: list(fieldValue(certification)),
    anomalies: list(anomalySchema),
    parked: parkedSchema,
    freshness: freshnessSchema,
  },
  'TrainingPath',
);

const headers = readerHeaders({ 'if-none-match': { type: 'string' } });
/** Of a search the answer is never left out: If-None-Match is for GET (RFC 9110, 13.1.2). */
const searchHeaders = readerHeaders();

const asOf = {
  type: 'string',
  format: 'date',
  description: 'The business day to show: facts dated later are left out.',
  examples: ['2026-04-01'],
};
const knownAt = {
  type: 'string',
  format: 'date-time',
  description: 'Only what the hub had received by then. In a URL the `+` of an offset is written `%2B`.',
  examples: ['2026-04-01T07:12:00Z'],
};
const facts = { enum: ['true', 'false'], description: 'Lists every fact and what became of it.' };

const explain = {
  enum: ['true', 'false'],
  description: 'Says of each field which rule chose which fact over which others.',
};

const security = [{ partner: [] }];
const tags = ['reads'];

export const dossierRouteSchema = {
  operationId: 'getDossier',
  tags,
  security,
  summary: 'One dossier, by its number',
  description: 'By any number ever given to it. Unknown and not for this reader look the same: 404.',
  params: {
    type: 'object',
    required: ['number'],
    properties: { number: { type: 'string', pattern: '^[1-9][0-9]{8}$', examples: ['100000007'] } },
  },
  querystring: { type: 'object', additionalProperties: false, properties: { asOf, knownAt, facts, explain } },
  headers,
  response: { 200: answer('The record.', dossierSchema, stateHeaders), ...notModified, ...readProblems },
};

const pathQuery = { type: 'object', additionalProperties: false, properties: { asOf, knownAt, facts } };

/** One identifier, and what else is asked. */
function searchedBy(title: string, more: Readonly<Record<string, object>> = {}): object {
  return {
    title,
    type: 'object',
    additionalProperties: false,
    required: Object.keys(more),
    oneOf: ['nir', 'nia', 'franceTravailNumber', 'partnerNumber'].map((name) => ({ required: [name] })),
    dependentRequired: { partner: ['partnerNumber'] },
    properties: {
      ...identifierProperties,
      partner: {
        ...identifierProperties.partner,
        description: 'clientId of the partner whose own number it is; absent: of the reader.',
      },
      ...more,
    },
  };
}

export const searchRouteSchema = {
  operationId: 'searchTrainingPath',
  tags,
  security,
  summary: "A training path, by NIR, NIA, France Travail number or a partner's own number",
  description: 'In the body and never in a URL. Unknown and not for this reader look the same: 404.',
  querystring: pathQuery,
  headers: searchHeaders,
  body: searchedBy('TrainingPathSearch'),
  response: {
    200: answer('The path.', pathSchema, {
      ...stateHeaders,
      ETag: {
        type: 'string',
        description: 'Weak; for `If-None-Match` of the same path asked for by its surrogate id.',
      },
    }),
    ...readProblems,
    ...problems(413, 415, 422),
  },
};

export const pathRouteSchema = {
  operationId: 'getTrainingPath',
  tags,
  security,
  summary: 'A training path, by surrogate id',
  description: 'By any of the ids that a path names. Unknown and not for this reader look the same: 404.',
  params: {
    type: 'object',
    required: ['traineeId'],
    properties: { traineeId: { type: 'string', format: 'uuid', pattern: uuidPattern } },
  },
  querystring: pathQuery,
  headers,
  response: { 200: answer('The path.', pathSchema, stateHeaders), ...notModified, ...readProblems },
};

export const employmentRouteSchema = {
  operationId: 'askEmployment',
  tags,
  security,
  summary: 'Whether a person worked in a period',
  description:
    'By the DSN, for who may see the employment of the person. `unknown-yet`: the DSN has not told all of these days. Of ' +
    'days that begin more than 24 months after the last training nobody may ask: 422, rule `employment-not-used`. Unknown ' +
    'and not for this reader look the same: 404.',
  headers: searchHeaders,
  body: searchedBy('EmploymentQuestion', { from: day, to: day }),
  response: {
    200: answer(
      'The answer.',
      shape(
        {
          answer: { enum: employmentAnswers },
          from: day,
          to: day,
          knownUntil: { ...day, description: 'The last day that the DSN has told' },
          freshness: freshnessSchema,
        },
        'EmploymentAnswer',
      ),
      stateHeaders,
    ),
    ...readProblems,
    ...problems(413, 415, 422),
  },
};
