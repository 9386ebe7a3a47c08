import { agentHeader, codesOfList, operations, problems } from '@hub/platform';
import { purposes } from '../http/reader.ts';
import { answer, dossierNumber, instant, list, orNull, paging, shape, text, traineeId } from '../http/schema-parts.ts';

const common = { tags: ['reads'], security: [{ partner: [] }] };
const purpose = { enum: purposes };

export const purposesSchema = {
  ...common,
  operationId: 'listPurposes',
  summary: 'For what one’s organisation may look, today',
  description: 'Values of `Hub-Purpose` that the convention in force names.',
  response: {
    200: answer('The purposes.', shape({ purposes: list(purpose) }, 'Purposes')),
    ...problems(401, 403, 503),
  },
};

const consultation = shape(
  {
    at: instant,
    operation: { enum: Object.keys(operations) },
    searchedBy: orNull({
      enum: codesOfList('identifier-kind'),
      description:
        'Of a search, the kind of number; the number itself is kept nowhere. Null: by none, or not kept then',
    }),
    purpose: orNull(text),
    decision: {
      enum: ['allowed', 'unknown', 'refused', 'stopped'],
      description:
        '`unknown`: nothing was shown, for there is nobody or not for this reader; `refused`: not as described, or not agreed; `stopped`: a limit of the convention was reached',
    },
    of: list(
      shape({
        trainee: orNull({ ...traineeId, description: 'Surrogate id of who was shown; null: nobody' }),
        dossier: orNull(dossierNumber),
      }),
      'Whom a read or a list showed, and the dossier by which',
    ),
  },
  'Consultation',
);

export const consultationsSchema = {
  ...common,
  operationId: 'listConsultations',
  summary: 'What one has looked at oneself',
  description:
    'Looks at persons of the agent that `Hub-Agent` names, by the client that asks: what its own person may see again, and nobody else’s. The newest first; a page is cut by persons shown, so one look may go on in the next. Kept a year, as the access trace. It is no look at a person itself.',
  headers: {
    type: 'object',
    required: ['hub-agent'],
    properties: { 'hub-agent': agentHeader('Whose looks: the opaque id under which they were made.') },
  },
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: paging('Most persons of a page, 1 to 500; default 100'),
  },
  response: {
    200: answer(
      'A page.',
      shape(
        { items: list(consultation), next: orNull({ ...text, description: '`cursor` of the next page' }) },
        'Consultations',
      ),
    ),
    ...problems(400, 401, 403, 503),
  },
};
