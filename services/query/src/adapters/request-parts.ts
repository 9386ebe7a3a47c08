import { codesOfList } from '@hub/platform';

/** Values of `Hub-Purpose`. */
export const purposes = codesOfList('purpose');

export const atLeastHeader = {
  'hub-at-least': {
    type: 'string',
    maxLength: 12_000,
    description: 'Receipts or states, separated by commas: show at least these, or 503.',
  },
} as const;

/** Headers of every read of persons: in whose name, why, and how new; `more` beside them. */
export function readerHeaders(
  more: Readonly<Record<string, object>> = {},
  purpose = 'Why; one of those in the partner’s convention.',
): object {
  return {
    type: 'object',
    required: ['hub-agent', 'hub-purpose'],
    properties: {
      'hub-agent': {
        type: 'string',
        minLength: 1,
        maxLength: 128,
        pattern: '^[A-Za-z0-9._:/@-]+$',
        description: 'Opaque id of the user behind the partner; kept in the access trace.',
        examples: ['agent-17'],
      },
      'hub-purpose': { enum: purposes, description: purpose },
      ...atLeastHeader,
      ...more,
    },
  };
}

/** The format alone would also take `urn:uuid:`. */
export const uuid = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

/** `cursor`: the pattern of what an answer gives as `next`; `limit`: what is said of it. */
export function paging(cursor: string, limit: string): Readonly<Record<'cursor' | 'limit', object>> {
  return {
    cursor: { type: 'string', maxLength: 200, pattern: cursor, description: '`next` of the answer before' },
    limit: { type: 'string', pattern: '^([1-9][0-9]?|[1-4][0-9]{2}|500)$', description: limit },
  };
}
