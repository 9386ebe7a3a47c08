import { dossierNumberSchema, partnerIdSchema, problemSchema, problems } from '@hub/platform';

export const receipt = {
  type: 'object',
  required: ['receipt', 'id', 'source', 'dossier', 'acceptedAt'],
  properties: {
    receipt: {
      type: 'string',
      description: 'Opaque, all of one length; ask after the event with GET /v1/receipts/{receipt}.',
    },
    id: { type: 'string' },
    source: { type: 'string' },
    dossier: { ...dossierNumberSchema, type: ['integer', 'null'] },
    acceptedAt: { type: 'string', format: 'date-time' },
  },
};
/** Taken as it stands by a hub with the demo partners, from `eos`. */
const example = {
  specversion: '1.0',
  type: 'hub.entry-attested',
  source: 'urn:hub:source:eos',
  id: '1894-entry-1',
  recordedtime: '2026-04-01T09:12:00+02:00',
  dataschema: 'urn:hub:dictionary:entry-attested:1',
  data: {
    trainee: { nir: '269054958815780', birthName: 'Exemple', firstNames: 'Jeanne' },
    training: ['session:eos:67680', 'file:eos:1894'],
    effectiveDate: '2026-04-01',
  },
} as const;
const attributes = {
  specversion: { const: '1.0' },
  type: { type: 'string', pattern: '^hub[.][a-z-]+$', description: '`hub.` and a name of /v1/dictionary' },
  source: {
    type: 'string',
    pattern: '^urn:hub:source:[a-z0-9-]{1,64}$',
    description: 'One of your own: this pair of source and id names the event for ever.',
  },
  id: partnerIdSchema,
  time: { type: 'string', format: 'date-time' },
  recordedtime: { type: 'string', format: 'date-time', description: 'When the source recorded it, at most now.' },
  dataschema: {
    type: 'string',
    pattern: '^urn:hub:dictionary:[a-z-]+:[1-9][0-9]{0,3}$',
    description: 'Default: version 1',
  },
  datacontenttype: { type: 'string', description: '`application/json`, or left out', examples: ['application/json'] },
  traceparent: { type: 'string', pattern: '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' },
  tracestate: { type: 'string' },
};
const data = { type: 'object', description: 'As /v1/dictionary/{event}/{major} describes it.' };
const event = {
  type: 'object',
  description:
    'An attribute that is null counts as left out. `subject` and extensions (names of a-z and 0-9) are taken and not kept.',
  additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
  required: ['specversion', 'type', 'source', 'id', 'recordedtime', 'data'],
  properties: { ...attributes, data },
  examples: [example],
};
/** Binary mode: the envelope of the one event whose `data` is the body. */
const envelopeHeaders = Object.fromEntries(
  Object.entries(attributes)
    .filter(([name]) => !['datacontenttype', 'traceparent', 'tracestate'].includes(name))
    .map(([name, schema]) => [`ce-${name}`, { ...schema, description: 'Binary mode only, percent-encoded' }]),
);
/** Of a dry run, which says so. */
const lookedUp = {
  const: false,
  description: 'Of a dry run: the event was checked by itself; nobody looked up persons, dossiers or links.',
};
const results = {
  type: 'object',
  required: ['results'],
  properties: {
    results: {
      type: 'array',
      items: {
        type: 'object',
        required: ['index', 'status'],
        properties: {
          index: { type: 'integer' },
          status: { enum: ['accepted', 'refused', 'unknown'] },
          receipt,
          lookedUp,
          problem: problemSchema,
        },
      },
    },
  },
};

const checkedOne = {
  type: 'object',
  required: ['status', 'lookedUp'],
  properties: { status: { const: 'accepted' }, lookedUp },
  description: 'Of a dry run with one event: nothing was published.',
};

/** Of `POST /v1/events`, for OpenAPI: it describes and checks nothing. */
export const eventsSchema = {
  operationId: 'reportEvents',
  tags: ['events'],
  summary: 'Report events: one, a batch, or one in binary mode',
  description:
    'CloudEvents 1.0. gzip is accepted. A batch has at most 1,000 events and 5 MiB, an event at most 64 KiB; a bad event does not sink the others. Sending the same event again is always safe.',
  security: [{ partner: [] }],
  consumes: ['application/cloudevents+json', 'application/cloudevents-batch+json', 'application/json'],
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      dryRun: {
        type: 'string',
        enum: ['true', 'false'],
        description: 'Check all that needs no look-up, publish nothing.',
      },
    },
  },
  headers: {
    type: 'object',
    properties: {
      ...envelopeHeaders,
      'content-encoding': { enum: ['gzip', 'identity'] },
    },
  },
  body: {
    content: {
      'application/cloudevents+json': { schema: event },
      'application/cloudevents-batch+json': {
        schema: { type: 'array', maxItems: 1_000, items: event, examples: [[example]] },
      },
      'application/json': {
        schema: { ...data, description: '`data` alone, with the envelope in `ce-*` headers', examples: [example.data] },
      },
    },
  },
  response: {
    200: {
      description: 'A batch of which at least one event was accepted, or a dry run',
      content: { 'application/json': { schema: { anyOf: [results, checkedOne] } } },
    },
    202: { description: 'On the log for good', content: { 'application/json': { schema: receipt } } },
    ...problems(400, 401, 403, 413, 415, 429),
    422: {
      description: 'The event is refused (problem), or every event of the batch is (results)',
      content: {
        'application/problem+json': { schema: problemSchema },
        'application/json': { schema: results },
      },
    },
    503: {
      description: 'Nothing was accepted and it is not known what was taken: send again, it is safe',
      content: {
        'application/problem+json': { schema: problemSchema },
        'application/json': { schema: results },
      },
    },
  },
};
