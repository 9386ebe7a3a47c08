import { measureNames } from '@hub/core';
import { askJob, instant, listWeeks, shape, text } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import { type AdminContext, adminSchema, answered, change, operatorOf } from './admin-frame.ts';
import { jobSchema } from './job-routes.ts';

const makeSchema = adminSchema({
  operationId: 'makeStatistics',
  summary: 'Make the steering figures of this week now',
  description: 'Each month of a figure is made once, when it has closed: what was told is left as it is.',
  response: { 202: answered('Asked for; the result of the job says how many months were closed.', jobSchema) },
});

const closedMonth = shape({ measure: { enum: measureNames }, month: text });
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
}
