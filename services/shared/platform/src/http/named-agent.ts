import { personalInAgent } from '@hub/core';
import type { FastifyRequest } from 'fastify';
import { purposesOf } from '../access/partner.ts';
import { isPartnerId } from './identifier-schemas.ts';
import { fieldProblem, problem } from './problem.ts';

const header = 'hub-agent';

/** `Hub-Agent`; the route's schema has checked its form. Throws 400 where it is missing, or reads as a NIR or a mail address. */
export function namedAgent({ headers }: FastifyRequest): string {
  const agent = headers[header];
  const personal = typeof agent === 'string' ? personalInAgent(agent) : 'property-missing';
  if (typeof agent !== 'string' || personal !== null) {
    throw fieldProblem(`/headers/${header}`, personal ?? 'property-missing');
  }
  return agent;
}

/** `Hub-Agent` where a request may name none: null for one that may not be kept, too. */
export function keptAgent({ headers }: FastifyRequest): string | null {
  const agent = headers[header];
  return isPartnerId(agent) && personalInAgent(agent) === null ? agent : null;
}

/** `Hub-Purpose`. Throws 403 for one that is neither in the partner's convention nor open to all. */
export function agreedPurpose({ headers, partner }: FastifyRequest, openToAll: readonly string[] = []): string {
  const purpose = headers['hub-purpose'];
  const may = [...new Set([...purposesOf(partner), ...openToAll])];
  if (typeof purpose === 'string' && may.includes(purpose)) return purpose;
  const detail =
    may.length === 0
      ? 'It names none: ask the operators of the hub to add what you read for.'
      : `Here you may name ${may.join(', ')}; ask the operators of the hub to add another.`;
  throw problem(403, 'purpose-not-agreed', 'This purpose is not in the convention of this partner.', { detail });
}
