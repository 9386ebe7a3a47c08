import { type IdentifierBlock, readIdentifiers } from '@hub/core';
import {
  addHold,
  aliasesOfIdentifier,
  askJob,
  dossierNumberSchema,
  fieldError,
  fieldProblem,
  identifierProperties,
  instant,
  liftHold,
  listHolds,
  looksAt,
  orNull,
  problem,
  problems,
  shape,
  text,
  tracedReader,
  traceRequest,
  traineeNamed,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  type AdminContext,
  adminSchema,
  answered,
  change,
  operatorOf,
  page,
  pageOf,
  requireImpersonal,
  unknown,
} from './admin-frame.ts';
import { requireDay } from './day.ts';
import { jobSchema } from './job-routes.ts';
import { siretSchema } from './siret-schema.ts';

const day = { type: 'string', format: 'date' };
const looksMax = 500;

const look = shape(
  {
    at: instant,
    organisation: orNull({ type: 'string', description: 'SIRET; null: of before organisations were written down' }),
    purpose: orNull(text),
    operation: text,
    dossier: orNull(dossierNumberSchema),
    categories: { type: 'array', items: text },
  },
  'Look',
);

const searchSchema = adminSchema({
  operationId: 'searchTrace',
  summary: 'Who looked at a person, when, why and at which categories: what the person may be told',
  description:
    'By one identifier or a dossier number, in the body. The newest first; `before` is `next` of the answer before. The look leaves a trace itself.',
  body: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...identifierProperties,
      dossier: dossierNumberSchema,
      before: { type: 'string', format: 'date-time' },
      organisation: { ...siretSchema, description: 'Looks of this one alone' },
      purpose: { type: 'string', pattern: '^[a-z-]{1,64}$', description: 'Looks for this purpose alone' },
    },
  },
  response: { 200: pageOf(look, 'Looks. None where nobody is known by it.'), ...problems(415, 422) },
});

const verifySchema = adminSchema({
  operationId: 'verifyTrace',
  summary: 'Compare the whole access trace with its links and with the log',
  description:
    'A job. Its report names rows that were changed, removed, inserted or cut off, and since when the log knows of rows.',
  response: { 202: answered('The job; its result says what differs.', jobSchema) },
});

const hold = shape(
  { id: { type: 'integer' }, from: day, to: day, reason: text, setBy: text, liftedBy: orNull(text) },
  'TraceHold',
);

const holdsSchema = adminSchema({
  operationId: 'listTraceHolds',
  summary: 'Periods whose trace is kept beyond its year',
  description: 'Rows of the trace in these periods are not deleted after a year.',
  response: { 200: pageOf(hold, 'The newest first.') },
});

const addHoldSchema = adminSchema({
  operationId: 'holdTrace',
  summary: 'Keep the trace of a period beyond its year: a litigation',
  description: 'Rows of the access trace in this period are kept until the hold is lifted.',
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['from', 'to', 'reason'],
    properties: { from: day, to: day, reason: { type: 'string', minLength: 1, maxLength: 300 } },
  },
  response: { 200: answered('The hold.', hold) },
});

const liftHoldSchema = adminSchema({
  operationId: 'liftTraceHold',
  summary: 'End a hold: what is over its year goes within the hour',
  description: 'Rows older than a year that no other hold keeps are deleted.',
  params: { id: { type: 'string', pattern: '^[1-9][0-9]{0,14}$' } },
  response: { 200: answered('The hold.', hold) },
});

interface TraceSearch extends IdentifierBlock {
  readonly partner?: string;
  readonly dossier?: number;
  readonly before?: string;
  readonly organisation?: string;
  readonly purpose?: string;
}

interface NewHold {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** `/v1/admin/traces`: searches, verifications, holds. */
export function accessTraceRoutes(server: FastifyInstance, context: AdminContext): void {
  const { pool } = context;
  server.post<{ Body: TraceSearch }>('/v1/admin/traces/search', { schema: searchSchema }, (request) =>
    answerSearch(context, request),
  );
  server.post('/v1/admin/traces/verifications', { schema: verifySchema }, async (request, reply) => {
    const job = await change(context, request, { what: 'trace-verified', subject: 'trace:all' }, async (client, by) => {
      const asked = await askJob(client, by, { kind: 'trace-verification', parameters: {}, exclusive: 'all' });
      return { before: null, after: { job: asked.id }, answer: asked };
    });
    return reply.status(202).send(job);
  });
  server.get('/v1/admin/traces/holds', { schema: holdsSchema }, async (request) => {
    operatorOf(request);
    return { items: await listHolds(pool), next: null };
  });
  server.post<{ Body: NewHold }>('/v1/admin/traces/holds', { schema: addHoldSchema }, (request) => {
    const { from, to, reason } = request.body;
    requireDay('/from', from);
    requireDay('/to', to);
    if (to < from) throw fieldProblem('/to', 'value-invalid', 'not before from');
    requireImpersonal('/reason', reason);
    return change(context, request, { what: 'trace-held', subject: 'trace:hold' }, async (client, by) => {
      const held = await addHold(client, { from, to, reason, setBy: by.agent });
      return { before: null, after: { ...held }, answer: held };
    });
  });
  server.post<{ Params: { id: string } }>('/v1/admin/traces/holds/:id/lift', { schema: liftHoldSchema }, (request) => {
    const id = Number(request.params.id);
    return change(context, request, { what: 'trace-hold-lifted', subject: `trace:hold:${id}` }, async (client, by) => {
      const lifted = await liftHold(client, id, by.agent);
      if (lifted === null) throw unknown('hold');
      return { before: { ...lifted, liftedBy: null }, after: { ...lifted }, answer: lifted };
    });
  });
}

async function answerSearch(context: AdminContext, request: FastifyRequest<{ Body: TraceSearch }>): Promise<object> {
  const { agent } = operatorOf(request);
  const { before = null, dossier, organisation = null, purpose = null } = request.body;
  const trainee = await traineeNamed(context.pool, dossier === undefined ? aliasAsked(context, request.body) : dossier);
  const reader = tracedReader(request.partner, agent, 'data-subject-request');
  const persons = [{ trainee, dossier: dossier ?? null }];
  const decision = trainee === null ? 'unknown' : 'allowed';
  await traceRequest(context.trace, request, { reader, operation: 'trace-of', persons, decision });
  if (trainee === null) return { items: [], next: null };
  const looks = await looksAt(context.pool, [trainee], { before, organisation, purpose, limit: looksMax + 1 });
  return page(looks, looksMax, ({ at }) => at);
}

/** Throws a 422 problem for an identifier that cannot exist; it is not echoed. */
function aliasAsked({ secrets }: AdminContext, asked: TraceSearch): readonly Buffer[] {
  const { dossier, before, organisation, purpose, partner = '', ...block } = asked;
  const { identifiers, faults } = readIdentifiers(block);
  const [identifier] = identifiers;
  if (identifier !== undefined && identifiers.length === 1 && faults.length === 0) {
    return aliasesOfIdentifier(secrets, identifier, partner);
  }
  const errors = faults.map(({ pointer, rule }) => fieldError(pointer, rule));
  if (errors.length === 0) throw fieldProblem('', 'value-invalid', 'exactly one identifier, or a dossier number');
  throw problem(422, 'identifier-invalid', 'No such identifier can exist.', { errors });
}
