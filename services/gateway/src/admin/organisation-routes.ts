import { isSiret } from '@hub/core';
import {
  fieldProblem,
  findOrganisation,
  instant,
  listConventions,
  listOrganisations,
  listPartners,
  type OrganisationKind,
  organisationKinds,
  orNull,
  putOrganisation,
  shape,
  text,
} from '@hub/platform';
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
  refused,
} from './admin-frame.ts';
import { clientSchema, shownClient } from './client-answers.ts';
import { conventionSchema } from './convention-routes.ts';
import { day } from './day.ts';
import { siretSchema } from './siret-schema.ts';

const kinds = { type: 'array', minItems: 1, uniqueItems: true, items: { enum: organisationKinds } };

const organisation = {
  siret: siretSchema,
  name: text,
  kinds,
  createdAt: instant,
  clients: { type: 'integer', description: 'That act for it, revoked ones not counted' },
  convention: orNull(shape({ id: text, from: day, to: orNull(day) })),
};

const listSchema = adminSchema({
  operationId: 'listOrganisations',
  summary: 'Organisations, by SIRET',
  description: 'With their kinds; conventions and clients by `GET /v1/admin/organisations/{siret}`.',
  querystring: {
    kind: { enum: organisationKinds },
    name: { type: 'string', minLength: 1, maxLength: 100, description: 'A part of the name' },
    ...paging('^[0-9]{14}$'),
  },
  response: { 200: pageOf(shape(organisation, 'Organisation'), 'Organisations.') },
});

const showSchema = adminSchema({
  operationId: 'getOrganisation',
  summary: 'An organisation with its conventions and clients',
  description: 'Its kinds, every convention that it had, and the machines that act for it.',
  params: { siret: siretSchema },
  response: {
    200: answered(
      'The organisation.',
      shape({
        ...organisation,
        conventions: { type: 'array', items: conventionSchema },
        clientsActing: { type: 'array', items: clientSchema },
      }),
    ),
  },
});

const addSchema = adminSchema({
  operationId: 'addOrganisation',
  summary: 'Add an organisation, or change what it is',
  description:
    'The key of the SIRET is checked. An organisation that is there keeps its name, and is of these kinds from now on.',
  body: {
    title: 'NewOrganisation',
    type: 'object',
    additionalProperties: false,
    required: ['siret', 'name', 'kinds'],
    properties: { siret: siretSchema, name: { type: 'string', minLength: 1, maxLength: 200 }, kinds },
  },
  response: {
    200: answered('It was there, and is as told.', shape(organisation)),
    201: answered('It was added.', shape(organisation)),
  },
});

interface ListQuery {
  readonly kind?: string;
  readonly name?: string;
  readonly cursor?: string;
  readonly limit?: string;
}

interface NewOrganisation {
  readonly siret: string;
  readonly name: string;
  readonly kinds: readonly OrganisationKind[];
}

/** `GET` and `POST /v1/admin/organisations`, `GET /v1/admin/organisations/{siret}` */
export function organisationRoutes(server: FastifyInstance, context: AdminContext): void {
  const { pool } = context;
  server.get<{ Querystring: ListQuery }>('/v1/admin/organisations', { schema: listSchema }, async (request) => {
    operatorOf(request);
    const { kind, name, cursor } = request.query;
    const limit = limitOf(request.query);
    const rows = await listOrganisations(pool, { kind, name, after: cursor, limit: limit + 1 });
    return page(rows, limit, ({ siret }) => siret);
  });
  server.get<{ Params: { siret: string } }>('/v1/admin/organisations/:siret', { schema: showSchema }, (request) => {
    operatorOf(request);
    return showOrganisation(context, request.params.siret);
  });
  server.post<{ Body: NewOrganisation }>('/v1/admin/organisations', { schema: addSchema }, async (request, reply) => {
    const { siret, name, kinds: given } = request.body;
    if (!isSiret(siret)) throw fieldProblem('/siret', 'format-wrong', 'a SIRET whose key is right');
    const named = { what: 'organisation-told', subject: `organisation:${siret}` };
    const { before, after } = await change(context, request, named, async (client) => {
      const before = await findOrganisation(client, siret);
      await requireOperatorLeft(context, siret, given, before?.kinds ?? []);
      await putOrganisation(client, { siret, name, kinds: given });
      const after = found(await findOrganisation(client, siret), 'organisation');
      return { before, after, answer: { before, after } };
    });
    return reply.status(before === null ? 201 : 200).send(after);
  });
}

/** Without an organisation of this kind, nobody could administer the hub any more. */
async function requireOperatorLeft(
  { pool }: AdminContext,
  siret: string,
  kinds: readonly string[],
  before: readonly string[],
): Promise<void> {
  if (kinds.includes('hub-operator') || !before.includes('hub-operator')) return;
  const operators = await listOrganisations(pool, { kind: 'hub-operator' });
  if (operators.every((each) => each.siret === siret)) {
    throw refused('last-operator', 'It is the only organisation that administers the hub: name another one first.');
  }
}

async function showOrganisation({ pool }: AdminContext, siret: string): Promise<object> {
  const organisation = found(await findOrganisation(pool, siret), 'organisation');
  const conventions = await listConventions(pool, { siret });
  const clients = await listPartners(pool, { siret });
  return { ...organisation, conventions, clientsActing: clients.map(shownClient) };
}
