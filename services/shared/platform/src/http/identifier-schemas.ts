import {
  dossierNumberMax,
  dossierNumberMin,
  hasPartnerTextShape,
  identifierLengthMax,
  partnerTextAlphabet,
  partnerTextLengthMax,
  personalIn,
} from '@hub/core';

/** An id that a partner may choose: in the alphabet, and neither NIR nor mail address in clear. */
export function isPartnerId(value: unknown): value is string {
  return typeof value === 'string' && hasPartnerTextShape(value) && personalIn(value) === null;
}

export const partnerIdSchema = {
  type: 'string',
  minLength: 1,
  maxLength: partnerTextLengthMax,
  pattern: `^${partnerTextAlphabet}+$`,
} as const;

const identifier = { type: 'string', minLength: 1, maxLength: identifierLengthMax } as const;

/** Identifiers of a person in the body of a request; \`readIdentifiers\` reads them. A partner's number names its partner. */
export const identifierProperties = {
  nir: {
    ...identifier,
    description: '13 or 15 characters; a provisional number is taken for a NIA.',
    examples: ['269054958815780'],
  },
  nia: identifier,
  franceTravailNumber: { ...identifier, description: 'National or regional.', examples: ['5836675M'] },
  partnerNumber: {
    ...identifier,
    maxLength: partnerTextLengthMax,
    description: "A partner's own number of the person.",
  },
  partner: { ...partnerIdSchema, description: 'clientId of the partner whose own number it is.' },
} as const;

/** The header `Hub-Agent`: who acts or reads on behalf of a partner. */
export function agentHeader(description: string): object {
  return { ...partnerIdSchema, description, examples: ['agent-17'] };
}

export const dossierNumberSchema = { type: 'integer', minimum: dossierNumberMin, maximum: dossierNumberMax } as const;
