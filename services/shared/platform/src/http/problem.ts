import { type RefusalRule, refusalSentence } from '@hub/contracts';

/** One field at fault: JSON Pointer into the body (or `/query/…`, `/headers/…`, `/path/…`), rule code, sentence. */
export interface FieldError {
  readonly pointer: string;
  readonly rule: RefusalRule;
  readonly detail: string;
}

/** Body of every error answer (RFC 9457). No personal value is ever echoed in it. */
export interface Problem {
  /** `urn:hub:problem:<name>`: stable, for programs. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** `urn:hub:trace:<trace id>`: quote it to the hub's operators. */
  readonly instance?: string;
  readonly errors?: readonly FieldError[];
}

export interface ProblemOptions {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Headers that the answer carries, for instance `Retry-After` or `WWW-Authenticate`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A field at fault in the words of its rule. `particulars` never holds a value of the request. */
export function fieldError(pointer: string, rule: RefusalRule, particulars?: string): FieldError {
  return { pointer, rule, detail: refusalSentence(rule, particulars) };
}

export const problemPrefix = 'urn:hub:problem:';
export const problemMediaType = 'application/problem+json';

/** An answer that is a problem. Thrown at the HTTP edge only; the server's error handler writes it. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(problem: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
    this.headers = headers;
  }
}

/** `throw problem(409, 'refused', 'Not as things stand.')`: type is `urn:hub:problem:<name>`. */
export function problem(status: number, name: string, title: string, options: ProblemOptions = {}): ProblemError {
  const body: Problem = {
    type: problemPrefix + name,
    title,
    status,
    ...(options.detail === undefined ? {} : { detail: options.detail }),
    ...(options.errors === undefined ? {} : { errors: options.errors }),
  };
  return new ProblemError(body, options.headers);
}

/** 404, with what to do. Neither text says whether there is anything that is not for this partner. */
export function notFound(title: string, detail: string): ProblemError {
  return problem(404, 'not-found', title, { detail });
}

/** The same of what is shown to some and not to others; `list`: the address that lists what this reader is shown. */
export function nothingForReader(list: string): ProblemError {
  const detail = `It is unknown, or not for you under this purpose: the two look the same. Check what you asked by, and Hub-Purpose; ${list} lists what you see.`;
  return notFound('There is nothing here for this reader.', detail);
}

/** The same of an address that leads nowhere. */
export function nothingAtAddress(): ProblemError {
  return notFound(
    'There is nothing at this address.',
    'Check it: /docs and /openapi.json have every address of a hub.',
  );
}

/** 400: fields of a request are at fault. */
export function requestInvalid(errors: readonly FieldError[]): ProblemError {
  return problem(400, 'request-invalid', 'The request is not as described.', { errors });
}

/** The same of one field; `particulars` never holds a value of the request. */
export function fieldProblem(pointer: string, rule: RefusalRule, particulars?: string): ProblemError {
  return requestInvalid([fieldError(pointer, rule, particulars)]);
}

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
  409: 'As things stand, this cannot be done.',
  410: 'It was there, and is not any more.',
  413: 'The body is too large.',
  415: 'This address does not take this media type.',
  416: 'There is no such part of it.',
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
