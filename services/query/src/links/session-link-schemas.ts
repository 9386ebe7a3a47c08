import { likenessFields } from '@hub/core';
import { problems } from '@hub/platform';
import { answer, atLeastHeader, day, flag, list, orNull, paging, shape, text } from '../http/schema-parts.ts';

const tags = ['operators'];
const security = [{ partner: [] }];

const offer = shape(
  {
    reference: text,
    publishedBy: { ...text, description: 'The system that is believed' },
    state: text,
    title: orNull(text),
    start: orNull(day),
    end: orNull(day),
    place: orNull(shape({ 'inseeCode?': text, 'postalCode?': text, 'label?': text, 'department?': text })),
    mandataireSiret: orNull(text),
    certification: orNull(shape({ 'rncp?': text, 'rs?': text, 'certifInfo?': text })),
  },
  'OfferedSession',
);

const headers = { type: 'object', properties: { ...atLeastHeader } };
const cursors = paging('About how many, 1 to 500; default 50. A page may hold more, or fewer where they are rare.');

export const sessionLinksSchema = {
  operationId: 'listSessionLinks',
  tags,
  security,
  summary: 'Pairs of sessions of two registries that may be one',
  description:
    'For the operators of the hub. Organisation, place and days are the same, and no certification that both have differs; nobody has judged the pair, and neither has a number in the registry of the other. An operator judges it by `session-identified`.',
  querystring: { type: 'object', additionalProperties: false, properties: cursors },
  headers,
  response: {
    200: answer(
      'A page; `next` is null at the end.',
      shape({
        items: list(
          shape(
            {
              references: { type: 'array', minItems: 2, maxItems: 2, items: text },
              likeness: list(
                shape({ field: { enum: likenessFields }, agrees: flag }),
                'What both have; titles may differ, for two systems write them in their own words',
              ),
              sessions: list(offer),
            },
            'SessionProposal',
          ),
        ),
        next: orNull(text),
      }),
    ),
    ...problems(400, 401, 403, 503),
  },
};

export const unlinkedSessionsSchema = {
  operationId: 'listUnlinkedSessions',
  tags,
  security,
  summary: 'Sessions that a Région finances and that are known by the number of one registry only',
  description:
    'For the operators of the hub: financer 2 of LHEO, published, and judged to be the same as no session of another registry. Positionings under one number and entries under the other do not meet there.',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      territory: { type: 'string', maxLength: 64, examples: ['centre-val-de-loire'], description: 'Only those of it' },
      ...cursors,
    },
  },
  headers,
  response: {
    200: answer('A page; `next` is null at the end.', shape({ items: list(offer), next: orNull(text) })),
    ...problems(400, 401, 403, 503),
  },
};
