import { type IdentifierBlock, parisDay, uuidPattern } from '@hub/core';
import {
  askJob,
  cursorPattern,
  identifierProperties,
  instant,
  openCursor,
  orNull,
  partnerIdSchema,
  sealCursor,
  shape,
  text,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Certificate, certificateOf } from '../keys/certificate.ts';
import { traineesNamed } from '../keys/named-trainees.ts';
import {
  destroyableAmong,
  holdTrainee,
  liftHold,
  listDestructions,
  listHolds,
  notDestroyedAmong,
} from '../registry/destroyed-trainees.ts';
import {
  type AdminContext,
  adminSchema,
  answered,
  change,
  limitOf,
  operatorOf,
  page,
  pageOf,
  paging,
  requireImpersonal,
  unknown,
} from './admin-frame.ts';
import { jobSchema } from './job-routes.ts';

const trainee = { type: 'string', pattern: uuidPattern, description: 'Surrogate id' } as const;
const day = { type: 'string', format: 'date' } as const;
const legalGround = {
  type: 'string',
  maxLength: 64,
  pattern: '^[A-Za-z._-]*[0-9][A-Za-z0-9._-]*$',
  examples: ['R6323-39'],
  description: 'Article, or the number of a decision, in one word with a digit: a name is none',
} as const;
const reason = { ...partnerIdSchema, description: 'A code or the number of a ticket; nothing personal.' };

const destruction = {
  trainee,
  effectiveDate: day,
  legalGround: text,
  fencedAt: instant,
  announcedAt: orNull(instant),
  keyDestroyedAt: orNull(instant),
  kekEpoch: orNull({ type: 'integer', description: 'Epoch of the KEK under which a backup may hold the key' }),
  copiesUnder: { type: 'array', items: trainee, description: 'Whom facts of this person were taken from by hand' },
};

const destroySchema = adminSchema({
  operationId: 'destroyTrainees',
  summary: 'Destroy the data of trainees, for good',
  description:
    'Everything personal of them is sealed under keys of their own, which are destroyed. Those that are held, or destroyed ' +
    'already, are left alone. A person who answers as several trainees is named by each.',
  body: {
    title: 'Destruction',
    type: 'object',
    additionalProperties: false,
    required: ['legalGround'],
    oneOf: [{ required: ['trainees'] }, { required: ['identifiers'] }],
    properties: {
      trainees: { type: 'array', minItems: 1, maxItems: 5_000, items: trainee },
      identifiers: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        dependentRequired: { partnerNumber: ['partner'], partner: ['partnerNumber'] },
        properties: identifierProperties,
      },
      legalGround,
    },
  },
  response: { 202: answered('Asked for.', jobSchema) },
});

const listSchema = adminSchema({
  operationId: 'listDestructions',
  summary: 'Trainees whose data were destroyed: keep this list apart from the backups',
  description:
    'Trainee ids alone. A backup of before a destruction holds keys that must go again: this list says whose.',
  querystring: paging(cursorPattern),
  response: { 200: pageOf(shape(destruction, 'DestroyedTrainee'), 'By surrogate id.') },
});

const certificateSchema = adminSchema({
  operationId: 'certifyDestruction',
  summary: 'What is destroyed of a trainee, what is missing for it to be final, and what stays',
  description: 'The certificate of a destruction: keys, aliases, rows, and what stays on the log, unreadable.',
  params: { trainee },
  response: {
    200: answered(
      'The certificate, or why it is pending.',
      shape(
        {
          ...destruction,
          state: { enum: ['under-way', 'pending', 'certified'] },
          missing: orNull(text),
          stays: { type: 'array', items: text },
        },
        'DestructionCertificate',
      ),
    ),
  },
});

const retentionSchema = adminSchema({
  operationId: 'endRetention',
  summary: 'Destroy the data of those who died three years and six months ago or before (R6323-39)',
  description: 'A job. Whoever is held is left out; each destruction is in the audit.',
  body: {
    title: 'EndOfRetention',
    type: 'object',
    additionalProperties: false,
    required: ['apply'],
    properties: { apply: { type: 'boolean', description: 'false: counts alone' } },
  },
  response: { 202: answered('Asked for; the result of the job has the counts.', jobSchema) },
});

const hold = shape({ trainee, agent: text, reason: text, heldAt: instant }, 'Hold');
const holdSchema = adminSchema({
  operationId: 'holdTrainee',
  summary: 'Keep the data of a trainee whatever the years say (litigation)',
  description: 'Retention and destruction leave the trainee out until the hold is lifted.',
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['trainee', 'reason'],
    properties: { trainee, reason },
  },
  response: { 200: answered('Held.', hold) },
});
const holdsSchema = adminSchema({
  operationId: 'listHolds',
  summary: 'Trainees whose data are held',
  description: 'Their data outlive the years of retention while the hold lasts.',
  querystring: paging(cursorPattern),
  response: { 200: pageOf(hold, 'By surrogate id.') },
});
const liftSchema = adminSchema({
  operationId: 'liftHold',
  summary: 'Hold the data of a trainee no longer',
  description: 'The next retention treats the trainee as all others.',
  params: { trainee },
  response: { 200: answered('Lifted.', hold) },
});

interface DestructionBody {
  readonly trainees?: readonly string[];
  readonly identifiers?: IdentifierBlock & { readonly partner?: string };
  readonly legalGround: string;
}

/** `/v1/admin/destructions`, `/v1/admin/retention`, `/v1/admin/holds`. */
export function destructionRoutes(server: FastifyInstance, context: AdminContext): void {
  const { registry } = context;
  server.post<{ Body: DestructionBody }>('/v1/admin/destructions', { schema: destroySchema }, (request, reply) => {
    reply.status(202);
    return askDestruction(context, request);
  });
  server.get<{ Querystring: Paged }>('/v1/admin/destructions', { schema: listSchema }, async (request) => {
    operatorOf(request);
    const limit = limitOf(request.query);
    const after = openCursor<string>(registry.secrets, 'destructions', request.query.cursor);
    const rows = await listDestructions(registry, after, limit + 1);
    return page(rows, limit, ({ trainee }) => sealCursor(registry.secrets, 'destructions', trainee));
  });
  server.get<{ Params: { trainee: string } }>(
    '/v1/admin/destructions/:trainee',
    { schema: certificateSchema },
    async (request): Promise<Certificate> => {
      operatorOf(request);
      const work = { ...registry, log: context.log };
      const certificate = await certificateOf(work, request.params.trainee.toLowerCase());
      if (certificate === null) throw unknown('destruction');
      return certificate;
    },
  );
  server.post<{ Body: { apply: boolean } }>('/v1/admin/retention', { schema: retentionSchema }, (request, reply) => {
    reply.status(202);
    const { apply } = request.body;
    return change(context, request, { what: 'end-of-retention-asked', subject: 'retention' }, async (client, by) => {
      const job = await askJob(client, by, { kind: 'end-retention', parameters: { apply }, exclusive: 'all' });
      return { before: null, after: { apply, job: job.id }, answer: job };
    });
  });
  holdRoutes(server, context);
}

interface Paged {
  readonly cursor?: string;
  readonly limit?: string;
}

function holdRoutes(server: FastifyInstance, context: AdminContext): void {
  const { registry } = context;
  server.get<{ Querystring: Paged }>('/v1/admin/holds', { schema: holdsSchema }, async (request) => {
    operatorOf(request);
    const limit = limitOf(request.query);
    const after = openCursor<string>(registry.secrets, 'holds', request.query.cursor);
    const rows = await listHolds(registry, after, limit + 1);
    return page(rows, limit, ({ trainee }) => sealCursor(registry.secrets, 'holds', trainee));
  });
  server.post<{ Body: { trainee: string; reason: string } }>('/v1/admin/holds', { schema: holdSchema }, (request) => {
    const held = request.body.trainee.toLowerCase();
    requireImpersonal('/reason', request.body.reason);
    return change(context, request, { what: 'trainee-held', subject: `trainee:${held}` }, async (client, by) => {
      const [there] = await notDestroyedAmong(registry, [held]);
      if (there === undefined) throw unknown('trainee');
      const after = await holdTrainee(client, held, by.agent, request.body.reason);
      return { before: null, after, answer: after };
    });
  });
  server.post<{ Params: { trainee: string } }>('/v1/admin/holds/:trainee/lift', { schema: liftSchema }, (request) => {
    const held = request.params.trainee.toLowerCase();
    return change(context, request, { what: 'hold-lifted', subject: `trainee:${held}` }, async (client) => {
      const before = await liftHold(client, held);
      if (before === null) throw unknown('hold');
      return { before, after: null, answer: before };
    });
  });
}

/** The identifiers are of this request alone: the job and the audit have surrogate ids. */
async function askDestruction(
  context: AdminContext,
  request: FastifyRequest<{ Body: DestructionBody }>,
): Promise<object> {
  const { registry, log } = context;
  const { trainees, identifiers = {}, legalGround } = request.body;
  requireImpersonal('/legalGround', legalGround);
  const named = trainees?.map((id) => id.toLowerCase()) ?? (await traineesNamed({ ...registry, log }, identifiers));
  const there = await destroyableAmong(registry, named);
  if (there.length === 0) throw unknown('trainee');
  const subject = there.length === 1 ? `trainee:${there[0]}` : `trainees:${there.length}`;
  return change(context, request, { what: 'destruction-asked', subject }, async (client, by) => {
    const parameters = { trainees: there, legalGround, effectiveDate: parisDay(Date.now()) };
    const job = await askJob(client, by, { kind: 'destroy-trainees', parameters, total: there.length });
    return { before: null, after: { ...parameters, job: job.id }, answer: job };
  });
}
