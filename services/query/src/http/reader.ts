import type { SealedCategory } from '@hub/contracts';
import { personalIn } from '@hub/core';
import { agentHeader, codesOfList, fieldError, problem, purposesOf } from '@hub/platform';
import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { atLeastHeader } from './schema-parts.ts';

/** Who reads, in whose name and why. */
export interface NamedReader {
  readonly clientId: string;
  /** The user behind the partner, by the partner's own opaque id. */
  readonly agent: string;
  readonly purpose: string;
}

/** Values of `Hub-Purpose`. */
export const purposes = codesOfList('purpose');

/** Headers of every read of persons: in whose name, why, and how new; `more` beside them. */
export function readerHeaders(
  more: Readonly<Record<string, object>> = {},
  purpose = 'Why; one of those in the partner’s convention.',
): object {
  return {
    type: 'object',
    required: ['hub-agent', 'hub-purpose'],
    properties: {
      'hub-agent': agentHeader('Opaque id of the user behind the partner; kept in the access trace.'),
      'hub-purpose': { enum: purposes, description: purpose },
      ...atLeastHeader,
      ...more,
    },
  };
}

/**
 * The reader that `Hub-Agent` and `Hub-Purpose` name; the route's schema has checked their form. Throws 403 for a purpose
 * that is neither in the partner's convention nor open to all, 400 for an agent that reads as a NIR or a
 * mail address.
 */
export function namedReader(request: FastifyRequest, openToAll: readonly string[] = []): NamedReader {
  const { 'hub-agent': agent, 'hub-purpose': purpose } = request.headers as Record<string, string>;
  const { clientId } = request.partner;
  if (purpose === undefined || !(purposesOf(request.partner).includes(purpose) || openToAll.includes(purpose))) {
    throw problem(403, 'purpose-not-agreed', 'This purpose is not in the convention of this partner.');
  }
  const personal = agent === undefined ? null : personalIn(agent);
  if (agent === undefined || personal !== null) {
    const errors = [fieldError('/headers/hub-agent', personal ?? 'property-missing')];
    throw problem(400, 'request-invalid', 'The request is not as described.', { errors });
  }
  return { clientId, agent, purpose };
}

/** A read of one person, as its trace says it. */
export interface TracedRead extends NamedReader {
  readonly operation: 'dossier' | 'path' | 'search';
  /** Every surrogate id that was answered together, or would have been. */
  readonly trainees: readonly string[];
  readonly dossier: number | null;
  readonly decision: 'allowed' | 'forbidden' | 'unknown';
  readonly categories: readonly SealedCategory[];
  readonly traceparent: string;
}

/**
 * Writes one row per person and resolves once they are durable: the body of an answer leaves after that and not before
 * (Code du travail R6323-40). A read that met nobody has one row without a person.
 */
export async function traceRead(pool: Pool, read: TracedRead): Promise<void> {
  await pool.query({
    name: 'trace-read',
    text: `insert into access.trace
         (client_id, agent, purpose, operation, trainee_id, dossier, decision, categories, traceparent)
       select $1, $2, $3, $4, trainee, $6, $7, $8, $9 from unnest($5::uuid[]) as person (trainee)`,
    values: [
      read.clientId,
      read.agent,
      read.purpose,
      read.operation,
      read.trainees.length === 0 ? [null] : read.trainees,
      read.dossier,
      read.decision,
      read.categories,
      read.traceparent,
    ],
  });
}

/** A person of whom a list shows a dossier. */
export interface ListedPerson {
  readonly trainee: string;
  readonly dossier: number | null;
}

/** A list of several persons' dossiers, as its trace says it. */
export interface TracedList extends NamedReader {
  readonly operation:
    | 'anomalies'
    | 'expectations'
    | 'anomaly-counts'
    | 'expectation-counts'
    | 'links'
    | 'link-history'
    | 'may-be-several';
  readonly people: readonly ListedPerson[];
  readonly traceparent: string;
}

/** Like `traceRead`, with one row per person and dossier shown, or one without a person where the list shows none. */
export async function traceList(pool: Pool, list: TracedList): Promise<void> {
  const people = list.people.length === 0 ? [{ trainee: null, dossier: null }] : list.people;
  await pool.query({
    name: 'trace-list',
    text: `insert into access.trace (client_id, agent, purpose, operation, trainee_id, dossier, decision, traceparent)
       select $1, $2, $3, $4, trainee, dossier, 'allowed', $5
       from unnest($6::uuid[], $7::int[]) as person (trainee, dossier)`,
    values: [
      list.clientId,
      list.agent,
      list.purpose,
      list.operation,
      list.traceparent,
      people.map(({ trainee }) => trainee),
      people.map(({ dossier }) => dossier),
    ],
  });
}
