import { codesOfList, problems, rectificationAnswers } from '@hub/platform';
import { readerHeaders } from '../http/reader.ts';
import {
  answer,
  day,
  dossierNumber,
  factRef,
  flag,
  instant,
  list,
  orNull,
  paging,
  shape,
  text,
} from '../http/schema-parts.ts';

const reasons = codesOfList('rectification-reason');
const refusals = codesOfList('rectification-refusal');
const security = [{ partner: [] }];
const tags = ['reads'];

const rectification = shape(
  {
    id: { type: 'string', format: 'uuid' },
    askedAt: instant,
    organisation: { ...text, description: 'SIRET of who asked' },
    dossier: dossierNumber,
    source: text,
    eventId: text,
    reason: { enum: reasons },
    forPerson: flag,
    dueOn: orNull({ ...day, description: 'A request of the person is to be answered by this day' }),
    answer: orNull({ enum: rectificationAnswers }),
    answerReason: orNull({ enum: refusals, description: 'Of `declined`' }),
    answeredAt: orNull(instant),
  },
  'Rectification',
);

/** Schemas of the routes of rectifications. */
export const rectificationSchemas = {
  ask: {
    operationId: 'askRectification',
    tags,
    security,
    summary: 'Report an error about a fact to its source',
    description:
      'Of a fact that the reader is shown. The source is told by `GET /v1/event-changes` (`contested`) or its webhook, and by ' +
      'its list; whoever asked is told the answer the same way. ' +
      'Codes alone: what is wrong about it is between the two organisations. `forPerson`: the person asked for it (R6323-38). ' +
      'Asked again while it is open, the same request is the answer.',
    params: {
      type: 'object',
      required: ['number'],
      properties: { number: { type: 'string', pattern: '^[1-9][0-9]{8}$', examples: ['100000007'] } },
    },
    headers: readerHeaders(),
    body: {
      title: 'RectificationAsked',
      type: 'object',
      additionalProperties: false,
      required: ['fact', 'reason'],
      properties: { fact: factRef, reason: { enum: reasons }, forPerson: flag },
    },
    response: { 201: answer('Asked.', rectification), ...problems(400, 401, 403, 404, 413, 415, 429, 503) },
  },
  list: {
    operationId: 'listRectifications',
    tags,
    security,
    summary: 'Rectifications that one’s organisation asked, or that are asked of one’s sources',
    description: 'The oldest first; a request of the person stays open until it is answered.',
    querystring: {
      type: 'object',
      additionalProperties: false,
      properties: {
        role: { enum: ['asked', 'to-answer'], description: 'Default `asked`' },
        open: { enum: ['true', 'false'], description: 'Only those without an answer, or with one' },
        ...paging('Most items of a page, 1 to 500; default 100'),
      },
    },
    response: {
      200: answer('A page.', shape({ items: list(rectification), next: orNull(text) }, 'Rectifications')),
      ...problems(400, 401, 429, 503),
    },
  },
  answer: {
    operationId: 'answerRectification',
    tags,
    security,
    summary: 'Answer a rectification',
    description:
      'By a client that writes for the source: `corrected` once it reported the correction, or `declined` with a reason. By the ' +
      'organisation that asked: `withdrawn`. The same answer again changes nothing; another one is refused (404).',
    params: {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string', format: 'uuid', examples: ['0b0f7a52-4a54-4f0e-9a55-0d9f5f4b7a11'] } },
    },
    body: {
      title: 'RectificationAnswer',
      type: 'object',
      additionalProperties: false,
      required: ['answer'],
      properties: {
        answer: { enum: rectificationAnswers },
        reason: { enum: refusals, description: 'Why: of `declined`, where it is mandatory' },
      },
    },
    response: { 200: answer('Answered.', rectification), ...problems(400, 401, 404, 413, 415, 429, 503) },
  },
} as const;
