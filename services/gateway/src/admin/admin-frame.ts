import { HubError, personalInAgent } from '@hub/core';
import {
  agentHeader,
  type Change,
  cursorLengthMax,
  fieldProblem,
  namedAgent,
  notFound,
  type Operator,
  orNull,
  type ProblemError,
  problem,
  problems,
  shape,
  text,
  withTransaction,
  writeAudit,
} from '@hub/platform';
import type { FastifyRequest } from 'fastify';
import type { Pool, PoolClient } from 'pg';
import type { GatewayContext } from '../events/gateway-context.ts';

/** What the routes of the administration work with. */
export interface AdminContext
  extends Pick<
    GatewayContext,
    'log' | 'logEpoch' | 'registry' | 'keyStore' | 'secrets' | 'dictionary' | 'logger' | 'trace' | 'evidence'
  > {
  /** The hub's database. */
  readonly pool: Pool;
}

/** Who asks; the frame has let in operators of the hub only. Throws 400 for an agent that reads as a NIR or a mail address. */
export function operatorOf(request: FastifyRequest): Operator {
  const { clientId, siret } = request.partner;
  return { siret, clientId, agent: namedAgent(request), traceparent: request.id };
}

/** A change as its work tells it: what it was, what it is, and what is answered. */
export interface Changed<Answer> extends Pick<Change, 'before' | 'after'> {
  readonly answer: Answer;
}

/**
 * Makes a change and its row of the audit in one transaction. The work throws a problem (`fieldProblem`, `unknown`, `refused`)
 * where it changes nothing; then nothing is audited either.
 */
export async function change<Answer>(
  { pool }: Pick<AdminContext, 'pool'>,
  request: FastifyRequest,
  named: Pick<Change, 'what' | 'subject'>,
  work: (client: PoolClient, by: Operator) => Promise<Changed<Answer>>,
): Promise<Answer> {
  const by = operatorOf(request);
  try {
    return await withTransaction(pool, async (client) => {
      const { before, after, answer } = await work(client, by);
      await writeAudit(client, by, { ...named, before, after });
      return answer;
    });
  } catch (error) {
    throw refusalFor(error);
  }
}

/** What the database's own functions refuse, as a problem. */
function refusalFor(error: unknown): unknown {
  if (!(error instanceof HubError)) return error;
  const isRefusal = error.code === 'consent-needed' || error.code === 'job-unfinished' || error.code === 'wrong-use';
  return isRefusal ? refused(error.code, error.message) : error;
}

/** What operators write in words of their own is kept for years: throws 400 where it reads as a NIR or a mail address. */
export function requireImpersonal(pointer: string, words: string): void {
  // Digits and signs of other widths are read as the plain ones.
  const personal = personalInAgent(words.normalize('NFKC'));
  if (personal !== null) throw fieldProblem(pointer, personal);
}

export function unknown(what: string): ProblemError {
  return notFound(`There is no such ${what}.`, 'Check its name or id: the administration lists those that there are.');
}

/** What was looked up. Throws `unknown` where it is not there. */
export function found<Row>(row: Row | null | undefined, what: string): Row {
  if (row == null) throw unknown(what);
  return row;
}

/** 409: as things stand, this cannot be done. */
export function refused(name: string, detail: string): ProblemError {
  return problem(409, name, 'As things stand, this cannot be done.', { detail });
}

/** The schema of a route of the administration: headers, tag, security and the problems of all of them. */
export function adminSchema(own: {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly querystring?: Readonly<Record<string, object>>;
  readonly params?: Readonly<Record<string, object>>;
  readonly body?: object;
  readonly response: Readonly<Record<number, object>>;
}): object {
  const { querystring, params, response, ...rest } = own;
  return {
    ...rest,
    tags: ['administration'],
    security: [{ partner: ['admin'] }],
    headers: {
      type: 'object',
      required: ['hub-agent'],
      properties: { 'hub-agent': agentHeader('Opaque id of the person who acts; kept in the audit.') },
    },
    ...(querystring && { querystring: { type: 'object', additionalProperties: false, properties: querystring } }),
    ...(params && { params: { type: 'object', required: Object.keys(params), properties: params } }),
    response: { ...response, ...problems(400, 401, 403, 404, 409, 503) },
  };
}

/** A successful answer in JSON. */
export function answered(description: string, schema: object): object {
  return { description, content: { 'application/json': { schema } } };
}

const limitDefault = 50;

/** `limit` and `cursor` of a list; `cursor` is the pattern of what an answer gives as `next`. */
export function paging(cursor: string): Readonly<Record<'cursor' | 'limit', object>> {
  return {
    cursor: { type: 'string', maxLength: cursorLengthMax, pattern: cursor, description: '`next` of the answer before' },
    limit: {
      type: 'string',
      pattern: '^([1-9][0-9]?|[1-4][0-9]{2}|500)$',
      description: `At most 500; ${limitDefault}`,
    },
  };
}

/** One more than asked says whether there is a next page. */
export function limitOf({ limit }: { readonly limit?: string }): number {
  return limit === undefined ? limitDefault : Number(limit);
}

/** A page of rows that were asked for with one more than the limit; `cursorOf` the last row shown. */
export function page<Row>(rows: readonly Row[], limit: number, cursorOf: (row: Row) => string) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}

/** The schema of a page. */
export function pageOf(item: object, description: string): object {
  return answered(description, shape({ items: { type: 'array', items: item }, next: orNull(text) }));
}
