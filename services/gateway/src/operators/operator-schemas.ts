import { uuidPattern } from '@hub/core';
import { agentHeader, dossierNumberSchema, identifierProperties, partnerIdSchema, problems } from '@hub/platform';
import { receipt } from '../events/events-schema.ts';

/** Who acts, and why. */
const headers = {
  type: 'object',
  required: ['hub-agent', 'hub-purpose'],
  properties: {
    'hub-agent': agentHeader('Opaque id of the person who acts; kept in the verdict and in the access trace.'),
    'hub-purpose': { type: 'string', description: 'Why; one of those in the convention.', examples: ['data-quality'] },
  },
} as const;

/** The format `uuid` alone would also take `urn:uuid:`. */
const traineeId = { type: 'string', pattern: uuidPattern, description: 'Surrogate id' };
const reason = {
  ...partnerIdSchema,
  description: 'A code or the number of a ticket; nothing personal.',
  examples: ['ticket-4312'],
};
const system = { type: 'string', pattern: '^[a-z0-9-]{1,64}$' };
const identifiers = identifierProperties;
const numberOfPartner = { partnerNumber: ['partner'], partner: ['partnerNumber'] };
const receipts = { type: 'array', items: receipt, description: 'For Hub-At-Least: one for each trainee.' };
const security = [{ partner: [] }];
const tags = ['operators'];

function done(description: string, properties: Readonly<Record<string, object>>): object {
  const schema = { type: 'object', required: Object.keys(properties), properties };
  return { description, content: { 'application/json': { schema } } };
}

export const verdictSchema = {
  operationId: 'judgeTrainees',
  tags,
  security,
  summary: 'Judge by hand that two trainees are one person, or are not',
  description:
    'A separation holds at once. A link waits until a second agent (Hub-Agent) says the same: until then the state is proposed. The last verdict by hand wins over any rule.',
  headers,
  body: {
    title: 'Verdict',
    type: 'object',
    additionalProperties: false,
    required: ['trainees', 'verdict', 'reason'],
    properties: {
      trainees: { type: 'array', minItems: 2, maxItems: 2, uniqueItems: true, items: traineeId },
      verdict: { enum: ['same', 'different'] },
      reason,
    },
  },
  response: {
    202: done('On the log, for both trainees.', {
      trainees: { type: 'array', items: traineeId },
      verdict: { enum: ['same', 'different'] },
      state: { enum: ['joined', 'proposed', 'separated'], description: 'proposed: another agent must confirm.' },
      receipts,
    }),
    ...problems(400, 401, 403, 409, 422, 503),
  },
};

const session = { type: 'string', maxLength: 256, examples: ['session:07:114782'] };

export const sessionVerdictSchema = {
  operationId: 'judgeSessions',
  tags,
  security,
  summary: 'Judge by hand that two sessions are one, or are not',
  description:
    'It holds at once, before what any system says of the two, until the next. Nothing personal; a row of the audit.',
  headers,
  body: {
    title: 'SessionVerdict',
    type: 'object',
    additionalProperties: false,
    required: ['sessions', 'verdict', 'reason'],
    properties: {
      sessions: { type: 'array', minItems: 2, maxItems: 2, uniqueItems: true, items: session },
      verdict: { enum: ['same', 'different'] },
      reason,
    },
  },
  response: {
    202: done('On the log.', {
      sessions: { type: 'array', items: session },
      verdict: { enum: ['same', 'different'] },
      receipt,
    }),
    ...problems(400, 401, 403, 422, 503),
  },
};

export const correctionSchema = {
  operationId: 'correctPerson',
  tags,
  security,
  summary: 'Give identifiers and facts that were reported of the wrong person to the right one',
  description:
    'Identifiers in the body and never in a URL. Facts are published again under the right person, same source and id, then taken from the wrong one; the two are judged different. Sending the same again is safe.',
  headers,
  body: {
    title: 'PersonCorrection',
    type: 'object',
    additionalProperties: false,
    required: ['from', 'reason'],
    anyOf: [
      { required: ['identifiers'] },
      { required: ['to', 'facts'] },
      { required: ['to', 'dossiers'] },
      { required: ['to', 'sources'] },
    ],
    properties: {
      from: { ...traineeId, description: 'The wrong trainee.' },
      to: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        dependentRequired: numberOfPartner,
        description: 'The right one, by surrogate id or by identifiers; absent: somebody whom nobody knew yet.',
        properties: { trainee: traineeId, ...identifiers },
      },
      identifiers: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        dependentRequired: numberOfPartner,
        description: 'Identifiers that were never those of the wrong trainee.',
        properties: identifiers,
      },
      facts: {
        type: 'array',
        minItems: 1,
        maxItems: 1_000,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['source', 'id'],
          properties: { source: system, id: partnerIdSchema },
        },
      },
      dossiers: {
        type: 'array',
        minItems: 1,
        maxItems: 100,
        items: dossierNumberSchema,
        description: 'All facts of these dossiers of the wrong trainee.',
      },
      sources: {
        type: 'array',
        minItems: 1,
        maxItems: 100,
        items: system,
        description: 'All that these systems reported of the wrong trainee, names included.',
      },
      reason,
    },
  },
  response: {
    202: done('On the log.', {
      from: traineeId,
      to: traineeId,
      identifiersMoved: { type: 'array', items: { type: 'string' } },
      factsMoved: { type: 'integer' },
      dossiers: {
        type: 'array',
        items: {
          type: 'object',
          required: ['from', 'to'],
          properties: { from: { type: 'integer' }, to: { type: 'integer' } },
        },
      },
      receipts,
    }),
    ...problems(400, 401, 403, 422, 503),
  },
};
