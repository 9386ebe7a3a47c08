import { uuidPattern } from '@hub/core';
import { cancelJob, count, findJob, instant, type Job, jobStates, listJobs, orNull, shape, text } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import {
  type AdminContext,
  adminSchema,
  answered,
  change,
  found,
  limitOf,
  operatorOf,
  page,
  pageOf,
  paging,
} from './admin-frame.ts';

const id = { type: 'string', pattern: uuidPattern };

/** A job as every route that asks for one answers it. */
export const jobSchema = shape(
  {
    id,
    kind: text,
    parameters: { type: 'object' },
    state: { enum: jobStates },
    askedAt: instant,
    askedBy: shape({ siret: orNull(text), clientId: text, agent: text }),
    startedAt: orNull(instant),
    endedAt: orNull(instant),
    done: count,
    total: orNull({ ...count, description: 'Null: not known yet' }),
    perSecond: orNull({ type: 'number', minimum: 0, description: 'Its present rate' }),
    secondsLeft: orNull({ ...count, description: 'At the present rate' }),
    cancelling: { type: 'boolean' },
    result: orNull({ type: 'object' }),
    error: orNull(shape({ code: text, message: text })),
  },
  'Job',
);

const listSchema = adminSchema({
  operationId: 'listJobs',
  summary: 'Long work that was asked for, the newest first',
  description: 'Rebuilds, comparisons, verifications, rotations and destructions, running and ended.',
  querystring: {
    kind: { type: 'string', pattern: '^[a-z-]{1,64}$' },
    state: { enum: jobStates },
    awaiting: {
      enum: ['true'],
      description: 'Those that somebody should look at: failed within a day, and no later one of their kind is done',
    },
    ...paging(uuidPattern),
  },
  response: { 200: pageOf(jobSchema, 'Jobs.') },
});

const showSchema = adminSchema({
  operationId: 'getJob',
  summary: 'How far a job is',
  description:
    'Its state, how much is done of how much, the time left as far as that can be said, and its result or its fault.',
  params: { id },
  response: { 200: answered('The job.', jobSchema) },
});

const cancelSchema = adminSchema({
  operationId: 'cancelJob',
  summary: 'End a job: at once where it waits, else at its next step',
  description: 'What it has done stays done. A job that has ended is not changed.',
  params: { id },
  response: { 200: answered('The job.', jobSchema) },
});

interface JobsQuery {
  readonly kind?: string;
  readonly state?: string;
  readonly awaiting?: 'true';
  readonly cursor?: string;
  readonly limit?: string;
}

/** `GET /v1/admin/jobs`, `GET /v1/admin/jobs/{id}`, `POST /v1/admin/jobs/{id}/cancel` */
export function jobRoutes(server: FastifyInstance, context: AdminContext): void {
  const { pool } = context;
  server.get<{ Querystring: JobsQuery }>('/v1/admin/jobs', { schema: listSchema }, async (request) => {
    operatorOf(request);
    const { kind, state, awaiting, cursor } = request.query;
    const limit = limitOf(request.query);
    const jobs = await listJobs(pool, {
      ...{ kind, state, awaiting: awaiting !== undefined, before: cursor, limit: limit + 1 },
    });
    return page(jobs, limit, (job) => job.id);
  });
  server.get<{ Params: { id: string } }>('/v1/admin/jobs/:id', { schema: showSchema }, async (request) => {
    operatorOf(request);
    return found(await findJob(pool, request.params.id), 'job');
  });
  server.post<{ Params: { id: string } }>('/v1/admin/jobs/:id/cancel', { schema: cancelSchema }, (request) => {
    const { id } = request.params;
    return change(context, request, { what: 'job-cancelled', subject: `job:${id}` }, async (client) => {
      const before = found(await findJob(client, id), 'job');
      const after = found(await cancelJob(client, id), 'job');
      return { before: shown(before), after: shown(after), answer: after };
    });
  });
}

function shown({ kind, state, cancelling }: Job): object {
  return { kind, state, cancelling };
}
