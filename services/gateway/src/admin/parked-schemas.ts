import { topics } from '@hub/contracts';
import { count, dossierNumberSchema, instant, orNull, parkedReasons, shape, text } from '@hub/platform';
import { adminSchema, answered, pageOf, paging } from './admin-frame.ts';
import { jobSchema } from './job-routes.ts';

const placePattern = '^[0-9a-z]{1,32}\\.[1-9][0-9]{0,8}/[a-z-]{1,32}/[0-9]{1,4}/[0-9]{1,15}$';
const versionName = { type: 'string', pattern: '^[0-9a-z]{1,32}\\.[1-9][0-9]{0,8}$' };
const place = { type: 'string', pattern: placePattern, description: '`version/topic/slice/offset`' };

const source = { type: 'string', pattern: '^[a-z0-9-]{1,64}$' };
const topic = { enum: topics };
const reason = { enum: parkedReasons };

export const parkedEvent = {
  place,
  version: versionName,
  topic,
  slice: count,
  offset: count,
  event: orNull(shape({ source: text, id: text }, 'NamedEvent')),
  dossier: orNull(count),
  reason: { ...reason, description: 'docs/operations.md says what each means' },
  detail: text,
  parkedAt: instant,
  settled: orNull(shape({ agent: text, reason: text, at: instant })),
};

export const parkedSchema = shape(parkedEvent, 'ParkedEvent');

const placesMax = 500;
const places = {
  type: 'array',
  minItems: 1,
  maxItems: placesMax,
  uniqueItems: true,
  items: place,
  description: 'As listed',
};

export const listSchema = adminSchema({
  operationId: 'listParked',
  summary: 'Events on the log that could not be projected, in its order',
  description: 'Where each lies, and why. Nothing of what it says of a person is told.',
  querystring: {
    ...{ version: versionName, source, topic, reason },
    dossier: { type: 'string', pattern: '^[1-9][0-9]{8}$' },
    settled: {
      enum: ['true', 'false', 'all'],
      description: '`false`, the default: those that call for somebody; `true`: of which somebody said that they stay',
    },
    ...paging(placePattern),
  },
  response: { 200: pageOf(parkedSchema, 'Parked events.') },
});

export const countsSchema = adminSchema({
  operationId: 'countParked',
  summary: 'How many events are parked, by version, source, topic and reason',
  description: 'The most first.',
  response: {
    200: answered(
      'Counts.',
      shape({
        items: {
          type: 'array',
          items: shape(
            {
              ...{ version: versionName, source: orNull(text), topic, reason },
              parked: { ...count, description: 'Call for somebody' },
              settled: count,
            },
            'ParkedCount',
          ),
        },
      }),
    ),
  },
});

export const showSchema = adminSchema({
  operationId: 'showParked',
  summary: 'One parked event, with what is on the log, sealed',
  description: 'The text of the log as it is stored: no name and no number of a person stands in it in clear.',
  params: {
    version: versionName,
    topic,
    slice: { type: 'string', pattern: '^[0-9]{1,4}$' },
    offset: { type: 'string', pattern: '^[0-9]{1,15}$' },
  },
  response: { 200: answered('The event.', shape({ ...parkedEvent, stored: text }, 'ParkedEventStored')) },
});

export const retrySchema = adminSchema({
  operationId: 'retryParked',
  summary: 'Read parked events from the log again and project them',
  description:
    'A job: all that are not settled, or those of these places, or those that all the other fields name. `dryRun` says of each event by itself what would come of it, and changes nothing.',
  body: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...{ places, version: versionName, source, topic, reason, dossier: dossierNumberSchema },
      dryRun: { type: 'boolean' },
    },
  },
  response: { 202: answered('The job; its result names what is visible and what is still parked.', jobSchema) },
});

export const settleSchema = adminSchema({
  operationId: 'settleParked',
  summary: 'Say of parked events that they stay as they are: nobody is called for them again, in any version',
  description: 'A job. Their sources are told.',
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['places', 'why'],
    properties: { places, why: { type: 'string', minLength: 1, maxLength: 500, description: 'Nothing personal.' } },
  },
  response: { 202: answered('The job.', jobSchema) },
});
