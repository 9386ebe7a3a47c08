import { personalInAgent } from '@hub/core';
import {
  agentHeader,
  codesOfList,
  fieldError,
  problem,
  purposesOf,
  type TracedReader,
  tracedReader,
} from '@hub/platform';
import type { FastifyRequest } from 'fastify';
import { atLeastHeader } from './schema-parts.ts';

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
export function namedReader(request: FastifyRequest, openToAll: readonly string[] = []): TracedReader {
  const { 'hub-agent': agent, 'hub-purpose': purpose } = request.headers as Record<string, string>;
  if (purpose === undefined || !(purposesOf(request.partner).includes(purpose) || openToAll.includes(purpose))) {
    throw problem(403, 'purpose-not-agreed', 'This purpose is not in the convention of this partner.');
  }
  const personal = agent === undefined ? null : personalInAgent(agent);
  if (agent === undefined || personal !== null) {
    const errors = [fieldError('/headers/hub-agent', personal ?? 'property-missing')];
    throw problem(400, 'request-invalid', 'The request is not as described.', { errors });
  }
  return tracedReader(request.partner, agent, purpose);
}
