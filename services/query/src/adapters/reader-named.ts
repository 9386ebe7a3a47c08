import { looksLikeNir } from '@hub/core';
import { fieldError, problem } from '@hub/platform';
import type { FastifyRequest } from 'fastify';
import type { ReaderNamed } from './access-trace.ts';

/**
 * Who reads, in whose name and why, from `Hub-Agent` and `Hub-Purpose` (the route's schema has checked their form).
 * 403 for a purpose that is neither in the partner's convention nor open to all, 400 for an agent that reads as a NIR.
 */
export function readerNamed(request: FastifyRequest, openToAll: readonly string[] = []): ReaderNamed {
  const { 'hub-agent': agent, 'hub-purpose': purpose } = request.headers as Record<string, string>;
  const { clientId, purposes } = request.partner;
  if (purpose === undefined || !(purposes.includes(purpose) || openToAll.includes(purpose))) {
    throw problem(403, 'purpose-not-agreed', 'This purpose is not in the convention of this partner.');
  }
  if (agent === undefined || looksLikeNir(agent)) {
    const errors = [fieldError('/headers/hub-agent', 'nir-in-clear')];
    throw problem(400, 'request-invalid', 'The request is not as described.', { errors });
  }
  return { clientId, agent, purpose };
}
