import { dossierNumberMax, dossierNumberMin, looksLikeNir } from '@hub/core';

/** The closed alphabet of ids that partners choose: of events, attempts, tickets, and of the agents behind them. */
const alphabet = '[A-Za-z0-9._:/@-]';
const lengthMax = 128;
const shape = new RegExp(`^${alphabet}{1,${lengthMax}}$`);

export function hasPartnerIdShape(text: string): boolean {
  return shape.test(text);
}

/** An id that a partner may choose: in the alphabet, and no NIR in clear. */
export function isPartnerId(value: unknown): value is string {
  return typeof value === 'string' && hasPartnerIdShape(value) && !looksLikeNir(value);
}

export const partnerIdSchema = {
  type: 'string',
  minLength: 1,
  maxLength: lengthMax,
  pattern: `^${alphabet}+$`,
} as const;

/** The header `Hub-Agent`: who acts or reads on behalf of a partner. */
export function agentHeader(description: string): object {
  return { ...partnerIdSchema, description, examples: ['agent-17'] };
}

export const dossierNumberSchema = { type: 'integer', minimum: dossierNumberMin, maximum: dossierNumberMax } as const;
