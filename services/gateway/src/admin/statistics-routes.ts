import { measureNames } from '@hub/core';
import { askJob, fieldProblem, instant, listWeeks, shape, text } from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type AdminContext, adminSchema, answered, change, operatorOf } from './admin-frame.ts';
import { jobSchema } from './job-routes.ts';

const makeSchema = adminSchema({
  operationId: 'makeStatistics',
  summary: 'Make the steering figures of this week now',
  description: 'Each month of a figure is made once, when it has closed: what was told is left as it is.',
  response: { 202: answered('Asked for; the result of the job says how many months were closed.', jobSchema) },
});

const anewSchema = adminSchema({
  operationId: 'tellStatisticsAnew',
  summary: 'Tell months anew whose figures a fault of the hub made wrong',
  description:
    'Of every figure that was told of them, under this week; what was told before stays under its own. Nothing is told that ' +
    'was not told before, nor what moved by few: a figure of which nothing may be told so is left as it was told.',
  body: {
    title: 'MonthsToTellAnew',
    type: 'object',
    additionalProperties: false,
    required: ['months', 'reason'],
    properties: {
      months: {
        type: 'array',
        minItems: 1,
        maxItems: 60,
        uniqueItems: true,
        items: { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])$', examples: ['2026-03'] },
      },
      reason: { type: 'string', minLength: 3, maxLength: 500, description: 'Which fault; it names nobody' },
    },
  },
  response: { 202: answered('Asked for; the result of the job says what was told anew.', jobSchema) },
});

interface Anew {
  readonly Body: { readonly months: readonly string[]; readonly reason: string };
}

const closedMonth = shape({ measure: { enum: measureNames }, month: text, anew: { type: 'boolean' } });
const listSchema = adminSchema({
  operationId: 'listStatisticsWeeks',
  description: 'Weeks for which figures were made, the newest first; what was told stays as it is.',
  summary: 'Weeks in which steering figures were made',
  response: {
    200: answered(
      'The newest first.',
      shape({
        weeks: {
          type: 'array',
          items: shape(
            { week: text, madeAt: instant, closed: { type: 'array', items: closedMonth } },
            'StatisticsWeek',
          ),
        },
      }),
    ),
  },
});

/** `/v1/admin/statistics`: the weekly figures. */
export function adminStatisticsRoutes(server: FastifyInstance, context: AdminContext): void {
  server.get('/v1/admin/statistics', { schema: listSchema }, async (request) => {
    operatorOf(request);
    return { weeks: await listWeeks(context.pool) };
  });
  server.post('/v1/admin/statistics', { schema: makeSchema }, (request, reply) => {
    reply.status(202);
    return change(context, request, { what: 'statistics-asked', subject: 'statistics' }, async (client, by) => {
      const job = await askJob(client, by, { kind: 'statistics', parameters: {}, exclusive: 'all' });
      return { before: null, after: { job: job.id }, answer: job };
    });
  });
  server.post<Anew>('/v1/admin/statistics/anew', { schema: anewSchema }, async (request, reply) =>
    reply.status(202).send(await askAnew(context, request)),
  );
}

async function askAnew(context: AdminContext, request: FastifyRequest<Anew>): Promise<object> {
  const { months, reason } = request.body;
  const told = new Set((await listWeeks(context.pool)).flatMap(({ closed }) => closed.map(({ month }) => month)));
  const place = months.findIndex((month) => !told.has(month));
  if (place >= 0) {
    throw fieldProblem(`/months/${place}`, 'value-invalid', 'a month that was told: GET /v1/admin/statistics has them');
  }
  return change(context, request, { what: 'statistics-told-anew', subject: 'statistics' }, async (client, by) => {
    const parameters = { anew: { months, reason } };
    const job = await askJob(client, by, { kind: 'statistics', parameters, exclusive: 'all' });
    return { before: null, after: { ...parameters, job: job.id }, answer: job };
  });
}
