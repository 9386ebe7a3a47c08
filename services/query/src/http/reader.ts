import { agentHeader, agreedPurpose, codesOfList, namedAgent, type TracedReader, tracedReader } from '@hub/platform';
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
  const purpose = agreedPurpose(request, openToAll);
  return tracedReader(request.partner, namedAgent(request), purpose);
}
