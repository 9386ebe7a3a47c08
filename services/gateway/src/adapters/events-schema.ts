const problemRef = {
  description: 'Problem (RFC 9457)',
  content: { 'application/problem+json': { schema: { type: 'object' } } },
};
export const receipt = {
  type: 'object',
  required: ['receipt', 'id', 'source', 'dossier', 'topic', 'slice', 'offset', 'acceptedAt'],
  properties: {
    receipt: { type: 'string', description: 'Signed; ask after the event with GET /v1/receipts/{receipt}.' },
    id: { type: 'string' },
    source: { type: 'string' },
    dossier: { type: ['integer', 'null'], minimum: 100_000_000, maximum: 999_999_999 },
    topic: { type: 'string' },
    slice: { type: 'integer' },
    offset: { type: 'integer' },
    acceptedAt: { type: 'string', format: 'date-time' },
  },
};
const event = {
  type: 'object',
  required: ['specversion', 'type', 'source', 'id', 'recordedtime', 'data'],
  properties: {
    specversion: { const: '1.0' },
    type: { type: 'string', examples: ['hub.entry-attested'] },
    source: { type: 'string', examples: ['urn:hub:source:eos'] },
    id: { type: 'string', maxLength: 128 },
    time: { type: 'string', format: 'date-time' },
    recordedtime: { type: 'string', format: 'date-time' },
    dataschema: { type: 'string', examples: ['urn:hub:dictionary:entry-attested:1'] },
    data: { type: 'object', description: 'As /v1/dictionary/{event}/{major} describes it.' },
  },
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
          problem: { type: 'object', description: 'Problem (RFC 9457), pointers relative to the event.' },
        },
      },
    },
  },
};

/** Of `POST /v1/events`, for OpenAPI: it describes and checks nothing. */
export const eventsSchema = {
  operationId: 'tellEvents',
  tags: ['events'],
  summary: 'Tell events: one, a batch, or one in binary mode',
  description:
    'CloudEvents 1.0. gzip is accepted. A batch has at most 1,000 events and 5 MiB, an event at most 64 KiB; a bad event does not sink the others. Sending the same event again is always safe.',
  security: [{ partner: [] }],
  consumes: ['application/cloudevents+json', 'application/cloudevents-batch+json', 'application/json'],
  querystring: {
    type: 'object',
    properties: {
      dryRun: { type: 'string', enum: ['true', 'false'], description: 'Check everything, tell nothing.' },
    },
  },
  body: {
    content: {
      'application/cloudevents+json': { schema: event },
      'application/cloudevents-batch+json': { schema: { type: 'array', maxItems: 1_000, items: event } },
      'application/json': { schema: { type: 'object', description: 'data, with the envelope in ce-* headers' } },
    },
  },
  response: {
    200: {
      description: 'A batch of which at least one event was accepted, or a dry run',
      content: { 'application/json': { schema: results } },
    },
    202: { description: 'On the log for good', content: { 'application/json': { schema: receipt } } },
    400: problemRef,
    401: problemRef,
    403: problemRef,
    413: problemRef,
    415: problemRef,
    422: {
      description: 'The event is refused (problem), or every event of the batch is (results)',
      content: {
        'application/problem+json': { schema: { type: 'object' } },
        'application/json': { schema: results },
      },
    },
    429: problemRef,
    503: {
      description: 'Nothing was accepted and it is not known what was taken: send again, it is safe',
      content: {
        'application/problem+json': { schema: { type: 'object' } },
        'application/json': { schema: results },
      },
    },
  },
};
