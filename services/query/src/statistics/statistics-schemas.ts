import { crossingNames, dimensions, fewestTold, measureNames } from '@hub/core';
import { problems } from '@hub/platform';
import { readerHeaders } from '../http/reader.ts';
import { answer, flag, instant, integer, list, orNull, shape, text } from '../http/schema-parts.ts';

const month = { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])$', examples: ['2026-03'] };
const week = { type: 'string', pattern: '^\\d{4}-W[0-5]\\d$', description: 'ISO 8601', examples: ['2026-W14'] };
const counts = {
  enum: ['dossier', 'training'],
  description: '`training`: each stay, of which a dossier may have several',
};

const said = {
  label: { ...text, description: 'In French' },
  definition: { ...text, description: 'In French' },
  counts,
  of: orNull({ enum: measureNames, description: 'What it is a part of' }),
};
const measure = shape({ name: { enum: measureNames }, ...said }, 'Measure');

const crossing = shape(
  {
    name: { enum: crossingNames },
    label: { ...text, description: 'In French' },
    keys: list({ enum: dimensions }),
    measures: list(
      { enum: measureNames },
      'The figures that are told by it: by source those alone that say how late entries are declared',
    ),
  },
  'Crossing',
);

const catalogue = shape(
  {
    fewest: { ...integer, description: 'Fewer are not told, nor what would give them away' },
    weeks: list(
      shape({
        week,
        madeAt: instant,
        closed: list(
          shape({ measure: { enum: measureNames }, month, anew: { ...flag, description: 'It had been told before' } }),
        ),
      }),
      'The newest first, with the months that were told in each',
    ),
    measures: list(measure),
    crossings: list(crossing),
  },
  'StatisticsCatalogue',
);

const code = { type: 'string', pattern: '^[0-9A-Za-z-]{1,64}$' };

const figures = shape(
  {
    measure: { enum: measureNames },
    ...said,
    by: { enum: crossingNames },
    week,
    from: month,
    to: month,
    anew: list(
      shape({ month, week }),
      'Months that were told anew in this week, or one before it, for a fault of the hub was mended: do not take differences to what was told before',
    ),
    items: list(
      shape({
        month,
        'territory?': code,
        'funding?': code,
        'financer?': code,
        'domain?': { ...code, description: 'The first three digits of the main Formacode' },
        'source?': {
          ...code,
          description:
            'The system of the attestation of the entry that stands (code list `system`), whoever else reported the entry: each entry is under one',
        },
        value: { ...integer, description: 'Rounded to 5' },
      }),
      'What is told; a combination that is not in here is nobody, few, or would give few away',
    ),
  },
  'Figures',
);

const common = { tags: ['statistics'], security: [{ partner: [] }], headers: readerHeaders({}, '`statistics`') };

export const statisticsSchemas = {
  catalogue: {
    ...common,
    operationId: 'listStatistics',
    description: 'Weeks, crossings and measures, each with its French label and what it counts: dossiers or stays.',
    summary: 'Which steering figures there are, by what, of which weeks',
    response: { 200: answer('The figures.', catalogue), ...problems(400, 401, 403, 429, 503) },
  },
  figures: {
    ...common,
    operationId: 'readStatistics',
    summary: 'One steering figure by month, and by one of the crossings',
    description:
      `Figures are made once a week, each month once: a month that was told is told alike for ever, under its week; where a fault of the hub was mended it may be told anew in a later week (\`anew\`), without what moved by fewer than ${fewestTold}. Fewer than ${fewestTold} ` +
      'are not told, nor what would give them away by adding and subtracting; those that the reader alone reported do not ' +
      'count for it, and by source it is told what says no more of the others. With `Accept: text/csv` a table, its cells parted by `;`.',
    params: { type: 'object', required: ['measure'], properties: { measure: { enum: measureNames } } },
    querystring: {
      type: 'object',
      additionalProperties: false,
      properties: {
        by: { enum: crossingNames, description: 'Default: `month` alone' },
        week: { ...week, description: 'As told in this week; default: the newest' },
        from: { ...month, description: 'Default: a year before `to`' },
        to: { ...month, description: 'Default: this month' },
        territory: { ...code, description: 'Of these rows alone' },
        funding: { ...code, description: 'Of these rows alone' },
        financer: { ...code, description: 'Of these rows alone' },
        domain: { ...code, description: 'Of these rows alone' },
        source: { ...code, description: 'Of these rows alone', examples: ['eos'] },
      },
    },
    response: {
      200: {
        description: 'The figures, by month.',
        content: { 'application/json': { schema: figures }, 'text/csv': { schema: { type: 'string' } } },
      },
      ...problems(400, 401, 403, 404, 429, 503),
    },
  },
} as const;
