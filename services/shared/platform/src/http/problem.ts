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

/** A field at fault in the words of its rule; `particulars` never holds anything that was told. */
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

/** `throw problem(404, 'not-found', 'Nothing here')`: type is `urn:hub:problem:<name>`. */
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
