import { looksLikeNir } from '@hub/core';
import { fieldError, problem } from '@hub/platform';
import type { FastifyRequest } from 'fastify';

const agentShape = /^[A-Za-z0-9._:/@-]{1,128}$/;

/** Headers of an operator's request: who acts, and why. */
export const agentHeaders = {
  type: 'object',
  required: ['hub-agent', 'hub-purpose'],
  properties: {
    'hub-agent': {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      pattern: '^[A-Za-z0-9._:/@-]+$',
      description: 'Opaque id of the person who acts; kept in the verdict and in the access trace.',
      examples: ['agent-17'],
    },
    'hub-purpose': { type: 'string', description: 'Why; one of those in the convention.', examples: ['data-quality'] },
  },
} as const;

/** `Hub-Agent` of a request that need not name one; null where it does not, or not in the shape of an id. */
export function agentOf(request: FastifyRequest): string | null {
  const agent = request.headers['hub-agent'];
  return typeof agent === 'string' && agentShape.test(agent) && !looksLikeNir(agent) ? agent : null;
}

/** Who acts and why. 403 for a purpose outside the convention, 400 for an agent that reads as a NIR. */
export function agentNamed(request: FastifyRequest): { readonly agent: string; readonly purpose: string } {
  const purpose = String(request.headers['hub-purpose']);
  if (!request.partner.purposes.includes(purpose)) {
    throw problem(403, 'purpose-not-agreed', 'This purpose is not in the convention of this partner.');
  }
  const agent = agentOf(request);
  if (agent !== null) return { agent, purpose };
  const errors = [fieldError('/headers/hub-agent', 'nir-in-clear')];
  throw problem(400, 'request-invalid', 'The request is not as described.', { errors });
}
