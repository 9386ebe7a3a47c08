/** JSON Schema of a problem; routes name it with `problems(400, 401, …)`. */
export const problemSchema = {
  title: 'Problem',
  description: 'RFC 9457. No personal value is ever echoed.',
  type: 'object',
  required: ['type', 'title', 'status'],
  examples: [
    {
      type: 'urn:hub:problem:request-invalid',
      title: 'The request is not as described.',
      status: 400,
      instance: 'urn:hub:trace:4bf92f3577b34da6a3ce929d0e0e4736',
      errors: [{ pointer: '/headers/hub-agent', rule: 'property-missing', detail: 'is mandatory' }],
    },
  ],
  properties: {
    type: { type: 'string', description: '`urn:hub:problem:<name>`: stable, for programs.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: '`urn:hub:trace:<trace id>`: quote it to the operators of the hub.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'rule', 'detail'],
        properties: {
          pointer: {
            type: 'string',
            description: 'JSON Pointer into the body, or `/query/…`, `/path/…`, `/headers/…`.',
          },
          rule: { type: 'string', description: 'One of `/v1/dictionary/rules`.' },
          detail: { type: 'string' },
        },
      },
    },
  },
} as const;

const meanings: Readonly<Record<number, string>> = {
  400: 'The request is not as described.',
  401: 'No token, or not a valid one.',
  403: 'This partner may not do this.',
  404: 'Unknown, or not for this reader: the two look the same.',
  405: 'This address does not take this method; `Allow` names those it takes.',
  406: 'None of the media types asked for can be given.',
  413: 'The body is too large.',
  415: 'This address does not take this media type.',
  422: 'Well formed, but against a rule of the dictionary.',
  429: 'Too many requests; `Retry-After` says when to come back.',
  503: 'Not now; `Retry-After` says when to come back.',
};

/** Response descriptions for a route's schema, one per status. */
export function problems(...statuses: readonly number[]): Record<number, object> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: meanings[status] ?? 'A problem.',
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}
