import { standings } from '@hub/core';
import { cursorLengthMax, cursorPattern, instant, orNull, problems, shape, text } from '@hub/platform';

export { uuidPattern } from '@hub/core';
export { dossierNumberSchema as dossierNumber, instant, orNull, shape, text } from '@hub/platform';

/** Small words to write JSON Schemas of answers with, beside those of the platform. */
export const integer = { type: 'integer' } as const;
export const flag = { type: 'boolean' } as const;
export const day = { type: 'string', format: 'date', description: 'Europe/Paris', examples: ['2026-04-01'] } as const;
export const traineeId = { type: 'string', format: 'uuid', description: 'Surrogate id' } as const;

export function list(items: object, description?: string): object {
  return { type: 'array', items, ...(description === undefined ? {} : { description }) };
}

export const period = shape({ from: day, to: orNull(day) }, 'Period');

export const factRef = shape({ source: text, eventId: text }, 'FactRef');

/** A value with the fact that gave it. */
export function fieldValue(value: object, more: Readonly<Record<string, object>> = {}): object {
  return shape({
    value,
    effectiveDate: orNull(day),
    recordedAt: instant,
    receivedAt: instant,
    source: text,
    eventId: text,
    standing: { enum: standings },
    confirmedBy: list(factRef),
    contestedBy: list(factRef),
    ...more,
  });
}

export const anomalySchema = shape(
  {
    code: { type: 'string', description: 'One of `/v1/dictionary/rules`' },
    severity: { enum: ['info', 'warning', 'error'] },
    found: { enum: ['stored', 'assessed'] },
    facts: list(factRef),
    about: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
    sentence: { type: 'string', description: 'In French' },
    remedy: { type: 'string', description: 'In French' },
  },
  'Anomaly',
);

export const freshnessSchema = shape(
  {
    'token?': orNull({ type: 'string', description: 'As `Hub-State`; usable in `Hub-At-Least`' }),
    projectionVersion: { type: 'string', description: 'Version of the projection' },
    rulesVersion: { type: 'string', description: 'Version of code, rules and settings' },
    today: day,
    asOf: orNull(day),
    knownAt: orNull(instant),
  },
  'Freshness',
);

export const atLeastHeader = {
  'hub-at-least': {
    type: 'string',
    maxLength: 12_000,
    description: 'Receipts or states, separated by commas: show at least these, or 503.',
  },
} as const;

/** `limit`: what is said of it. */
export function paging(limit: string): Readonly<Record<'cursor' | 'limit', object>> {
  return {
    cursor: {
      type: 'string',
      maxLength: cursorLengthMax,
      pattern: cursorPattern,
      description: '`next` of the answer before',
    },
    limit: { type: 'string', pattern: '^([1-9][0-9]?|[1-4][0-9]{2}|500)$', description: limit },
  };
}

/** A 200 answer in JSON, with its headers. */
export function answer(description: string, schema: object, headers: Readonly<Record<string, object>> = {}): object {
  return { description, headers, content: { 'application/json': { schema } } };
}

export const stateHeaders = {
  'Hub-State': { type: 'string', description: 'Token of the state shown; usable in `Hub-At-Least`.' },
  ETag: { type: 'string', description: 'Weak; for `If-None-Match`.' },
};

export const notModified = { 304: { description: 'As `If-None-Match` names it: nothing has changed.', type: 'null' } };

export const readProblems = problems(400, 401, 403, 404, 429, 503);
