import { codesOfList, loadRules, ruleSettings } from '@hub/platform';

export const clocks = ['candidature', 'effective', 'recorded'] as const;
export const steps = [...new Set(loadRules().authority.rows.map(({ step }) => step))].sort();

const rowId = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{1,79}$', examples: ['cvl-exit-kairos'] };
const name = { type: 'string', minLength: 1, maxLength: 80 };
const day = { type: 'string', format: 'date' };
const days = { type: 'integer', minimum: 0, maximum: 365, description: 'In days' };
const threshold = { type: 'number', minimum: 0, maximum: 10_000, description: 'In the unit of the code' };

function listOf(codes: readonly string[], minItems: number): object {
  return { type: 'array', minItems, maxItems: 40, uniqueItems: true, items: { enum: codes } };
}

const sources = {
  ...listOf(codesOfList('system'), 0),
  description: 'Systems that decide; empty: explicitly nobody',
};

const regime = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'sources'],
  properties: {
    name,
    when: {
      type: 'array',
      minItems: 1,
      maxItems: 10,
      description: 'All must hold; absent: always. `from` inclusive, `to` exclusive',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['clock'],
        properties: { clock: { enum: clocks }, from: day, to: day },
      },
    },
    sources,
  },
};

const row = {
  type: ['object', 'null'],
  description: 'The whole row; null: it goes',
  additionalProperties: false,
  required: ['step', 'regimes'],
  properties: {
    step: { enum: steps },
    territory: { enum: codesOfList('territory') },
    funding: listOf(codesOfList('funding'), 1),
    exceptFunding: listOf(codesOfList('funding'), 1),
    validator: { enum: codesOfList('validator') },
    regimes: { type: 'array', minItems: 1, maxItems: 10, items: regime },
  },
};

/** What an edit of each kind holds; the compiler of schemas says of each what is missing and what is too much. */
const members: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  deadline: { name, days },
  threshold: { code: name, threshold },
  setting: {
    name: { enum: ruleSettings },
    value: { type: ['integer', 'string'], minimum: 1, maximum: 400, maxLength: 20 },
  },
  sources: { id: rowId, regime: name, sources },
  row: { id: rowId, row },
};

/** `{ "edits": […] }`, as a form sends them. */
export const editsSchema = {
  title: 'RuleEdits',
  type: 'object',
  additionalProperties: false,
  required: ['edits'],
  properties: {
    edits: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: {
        type: 'object',
        required: ['kind'],
        properties: { kind: { enum: Object.keys(members) } },
        allOf: Object.entries(members).map(([kind, properties]) => ({
          if: { required: ['kind'], properties: { kind: { const: kind } } },
          // biome-ignore lint/suspicious/noThenProperty: the word of JSON Schema
          then: {
            required: Object.keys(properties),
            additionalProperties: false,
            properties: { kind: { const: kind }, ...properties },
          },
        })),
        examples: [{ kind: 'deadline', name: 'exit', days: 5 }],
      },
    },
  },
};
