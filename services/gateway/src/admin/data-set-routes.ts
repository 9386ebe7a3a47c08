import { parisDay } from '@hub/core';
import {
  type AskedDataSet,
  askDataSet,
  codesOfList,
  dataSetFormats,
  dataSetKinds,
  fieldProblem,
  findOrganisation,
  isAgreed,
  listConventions,
  weekFault,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type AdminContext, adminSchema, answered, change, found, refused } from './admin-frame.ts';
import { jobSchema } from './job-routes.ts';
import { siretSchema } from './siret-schema.ts';

const askSchema = adminSchema({
  operationId: 'askDataSetFor',
  summary: 'Have the data set of a week made for an organisation',
  description:
    'As its own clients may ask for it: its convention names the kind and the purpose. They alone are given the file; ' +
    'operators see how far its job is.',
  body: {
    title: 'DataSetFor',
    type: 'object',
    additionalProperties: false,
    required: ['siret', 'kind', 'purpose', 'week'],
    properties: {
      siret: siretSchema,
      kind: { enum: dataSetKinds },
      purpose: { enum: codesOfList('purpose') },
      week: { type: 'string', pattern: '^[0-9]{4}-W[0-9]{2}$', examples: ['2026-W23'] },
      format: { enum: dataSetFormats, description: '`csv`, unless said' },
      bom: { type: 'boolean', description: 'CSV with a byte order mark' },
    },
  },
  response: { 202: answered('Its job.', jobSchema) },
});

interface Ask {
  readonly Body: Omit<AskedDataSet, 'format' | 'bom'> & Partial<AskedDataSet>;
}

/** `POST /v1/admin/data-sets` */
export function dataSetRoutes(server: FastifyInstance, context: AdminContext): void {
  server.post<Ask>('/v1/admin/data-sets', { schema: askSchema }, async (request, reply) =>
    reply.status(202).send(await ask(context, request)),
  );
}

function ask(context: AdminContext, request: FastifyRequest<Ask>) {
  const { siret, kind, purpose, week, format = 'csv', bom = false } = request.body;
  const fault = weekFault(week, Date.now());
  if (fault !== null) throw fieldProblem('/week', 'value-invalid', fault);
  const asked = { siret, kind, purpose, week, format, bom };
  const named = { what: 'data-set-asked', subject: `organisation:${siret}` };
  return change(context, request, named, async (client, by) => {
    found(await findOrganisation(client, siret), 'organisation');
    const [convention = null] = await listConventions(client, { siret, on: parisDay(Date.now()) });
    if (!isAgreed(convention, asked)) {
      throw refused('data-set-not-agreed', 'The convention in force of this organisation names no such data set.');
    }
    const job = await askDataSet(client, by, asked);
    return { before: null, after: { job: job.id, ...asked }, answer: job };
  });
}
