import type { components } from './generated/openapi.ts';

export type Problem = components['schemas']['Problem'];
export type FieldError = NonNullable<Problem['errors']>[number];

/** Nobody answered, or what came cannot be read: said by this client and not by a hub; `status` is 0 where nothing came. */
const noAnswer = 'urn:hub:client:no-answer';

/** Why the hub did not do what was asked: a problem (RFC 9457) with its fields, and as `message` all that it says. */
export class HubProblem extends Error {
  /** `urn:hub:problem:<name>` of the hub, `urn:hub:client:<name>` of this client: stable, for programs. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string | null;
  /** `urn:hub:trace:<trace id>`: quote it to the operators of the hub. */
  readonly instance: string | null;
  /** Fields at fault: where, which rule, what to do. */
  readonly errors: readonly FieldError[];
  /** The same may be asked again later; the client has done so for `retryMsMax`. */
  readonly retryable: boolean;
  /** How long the hub asks to wait (`Retry-After`). */
  readonly retryAfterMs: number | null;

  constructor(
    problem: Problem,
    { retryAfterMs = null, cause }: { retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(sentence(problem), cause === undefined ? undefined : { cause });
    this.name = 'HubProblem';
    this.type = problem.type;
    this.title = problem.title;
    this.status = problem.status;
    this.detail = problem.detail ?? null;
    this.instance = problem.instance ?? null;
    this.errors = problem.errors ?? [];
    this.retryable = problem.type === noAnswer || isForNow(problem.status);
    this.retryAfterMs = retryAfterMs;
  }

  /** The problem as the hub writes it. */
  toJSON(): Problem {
    const { type, title, status, detail, instance, errors } = this;
    return {
      ...{ type, title, status },
      ...(detail !== null && { detail }),
      ...(instance !== null && { instance }),
      ...(errors.length > 0 && { errors: [...errors] }),
    };
  }
}

function sentence({ title, detail, errors = [] }: Problem): string {
  const fields = errors.map(({ pointer, rule, detail }) => `\n  ${pointer} (${rule}): ${detail}`);
  return `${title}${detail === undefined ? '' : ` ${detail}`}${fields.join('')}`;
}

function isForNow(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

export function unanswered(title: string, cause?: unknown): HubProblem {
  return new HubProblem({ type: noAnswer, title, status: 0 }, { cause });
}

/** The JSON of an answer; null where it is none. Throws a retryable problem where the answer is cut off. */
export async function readBody(answer: Response, signal?: AbortSignal): Promise<object | null> {
  const text = await textOf(answer).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw unanswered('The answer of the hub was cut off.', cause);
  });
  if (text === null) throw unanswered(`The answer is longer than ${bodyBytesMax} bytes, as none of a hub is.`);
  return parsed(text);
}

/** Of an answer in JSON: pages have at most 1,000 items. */
const bodyBytesMax = 64 << 20;

/** Null where it is longer than any answer of a hub. */
async function textOf({ body }: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > bodyBytesMax) return null;
  }
  return Buffer.concat(chunks).toString();
}

/** What was asked for. Throws the problem where the hub refuses. */
export function demanded<Body>(answer: Response, body: object | null): Body {
  const { ok, status, headers } = answer;
  if (!ok) throw new HubProblem(problemIn(body, status), { retryAfterMs: retryAfterMs(headers) });
  if (body === null) throw unanswered('What answers at this address answers no JSON: is it a hub?');
  return body as Body;
}

/** A list of an answer, of so many items where that is known. Throws a retryable problem where there is none. */
export function listIn<Item extends object>(body: object | null, name: string, length?: number): readonly Item[] {
  const list = (body as Readonly<Record<string, unknown>> | null)?.[name];
  const isOne = Array.isArray(list) && list.every((item) => typeof item === 'object' && item !== null);
  if (isOne && list.length === (length ?? list.length)) return list;
  throw unanswered(`What answers at this address gives no "${name}" as a hub does: is it one?`);
}

function parsed(text: string): object | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' ? body : null;
  } catch {
    return null;
  }
}

/** What stands before a hub answers pages of its own. */
function problemIn(body: object | null, status: number): Problem {
  const { type, title, detail, instance, errors } = (body ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof type === 'string' && typeof title === 'string') {
    return {
      ...{ type, title, status },
      ...(typeof detail === 'string' && { detail }),
      ...(typeof instance === 'string' && { instance }),
      ...(Array.isArray(errors) && { errors: errors.filter((each) => typeof each === 'object' && each !== null) }),
    };
  }
  return { type: 'about:blank', title: `The answer is ${status}, and says nothing more.`, status };
}

/** Seconds, or a date. */
export function retryAfterMs(headers: Headers): number | null {
  const said = headers.get('retry-after');
  if (said === null) return null;
  const ms = /^\d+$/.test(said.trim()) ? Number(said) * 1_000 : Date.parse(said) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
