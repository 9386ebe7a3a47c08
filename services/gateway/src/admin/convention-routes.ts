import { parisDay } from '@hub/core';
import {
  addConvention,
  type ConventionRow,
  codesOfList,
  dataSetKinds,
  endConvention,
  fieldProblem,
  findConvention,
  findOrganisation,
  instant,
  isAddressRange,
  limitNames,
  listConventions,
  lockOverlapping,
  type NewConvention,
  orNull,
  shape,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
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
import { day, requireDay } from './day.ts';
import { siretSchema } from './siret-schema.ts';

const uuidPattern = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
const id = { type: 'string', pattern: uuidPattern };
const few = (items: object, description: string) => {
  return { type: 'array', maxItems: 100, uniqueItems: true, items, description };
};
const count = { type: 'integer', minimum: 0, maximum: 100_000_000 };

/** What an organisation agreed, as it is told and shown. */
const terms = {
  from: { ...day, description: 'First day' },
  to: orNull({ ...day, description: 'Last day; null: until it is ended' }),
  purposes: few({ enum: codesOfList('purpose') }, 'Values of `Hub-Purpose` that it may name'),
  categories: few(
    { type: 'string', pattern: '^[a-z-]{1,64}$' },
    'Of what it has a right to, the categories that it may be given at all; empty: all',
  ),
  territories: few({ type: 'string', pattern: '^[a-z-]{1,64}$' }, 'Empty: everywhere'),
  addresses: few(
    { type: 'string', maxLength: 50, examples: ['192.0.2.0/24'] },
    'From where its clients ask (CIDR); empty: from anywhere',
  ),
  limits: {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(limitNames.map((name) => [name, count])),
    description: 'What differs from the defaults',
  },
  exceptions: {
    type: 'object',
    maxProperties: 20,
    propertyNames: { pattern: '^[a-z-]{1,64}$' },
    additionalProperties: count,
    description: 'What it alone can ever report, with the persons a month up to which its word is enough',
    examples: [{ 'prf-direct': 50 }],
  },
  delegatedBy: few(siretSchema, 'Organisations whose financing lines it may report'),
  dataSets: few(
    {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'purpose'],
      properties: { kind: { enum: dataSetKinds }, purpose: { enum: codesOfList('purpose') } },
    },
    'Files of a week that it may be given; whom they hold counts for no limit',
  ),
  takeover: { type: 'boolean', description: 'Its history is being loaded: no webhooks, no echo alarms, no quota hits' },
} as const;

export const conventionSchema = shape({ id, siret: siretSchema, createdAt: instant, ...terms }, 'Convention');

const listSchema = adminSchema({
  operationId: 'listConventions',
  summary: 'Conventions, by organisation, the newest first',
  description:
    'What each organisation may do, from when to when: purposes, categories, territories, addresses, limits, exceptions.',
  querystring: { siret: siretSchema, on: { ...day, description: 'In force on this day' }, ...paging(uuidPattern) },
  response: { 200: pageOf(conventionSchema, 'Conventions.') },
});

const addSchema = adminSchema({
  operationId: 'addConvention',
  summary: 'Add a convention of an organisation',
  description: 'An organisation has one at a time: one that overlaps another is refused.',
  body: {
    title: 'NewConvention',
    type: 'object',
    additionalProperties: false,
    required: ['siret', 'from', 'purposes'],
    properties: { siret: siretSchema, ...terms },
  },
  response: { 201: answered('It was added.', conventionSchema) },
});

const endSchema = adminSchema({
  operationId: 'endConvention',
  summary: 'End a convention',
  description:
    'Its last day: today unless said otherwise, and not before its first. Ten seconds after midnight of that day nothing is taken or answered any more.',
  params: { id },
  body: {
    title: 'End',
    type: 'object',
    additionalProperties: false,
    properties: { to: { ...day, description: 'Its last day' } },
  },
  response: { 200: answered('The convention.', conventionSchema) },
});

interface ConventionsQuery {
  readonly siret?: string;
  readonly on?: string;
  readonly cursor?: string;
  readonly limit?: string;
}

type ToldConvention = NewConvention & { readonly siret: string };

/** `GET` and `POST /v1/admin/conventions`, `POST /v1/admin/conventions/{id}/end` */
export function conventionRoutes(server: FastifyInstance, context: AdminContext): void {
  const { pool } = context;
  server.get<{ Querystring: ConventionsQuery }>('/v1/admin/conventions', { schema: listSchema }, async (request) => {
    operatorOf(request);
    const { siret, on, cursor } = request.query;
    requireDay('/query/on', on);
    const limit = limitOf(request.query);
    const rows = await listConventions(pool, { siret, on, after: cursor, limit: limit + 1 });
    return page(rows, limit, (row) => row.id);
  });
  server.post<{ Body: ToldConvention }>('/v1/admin/conventions', { schema: addSchema }, async (request, reply) =>
    reply.status(201).send(await tell(context, request)),
  );
  server.post<{ Params: { id: string }; Body: { readonly to?: string } }>(
    '/v1/admin/conventions/:id/end',
    { schema: endSchema },
    (request) => end(context, request),
  );
}

async function tell(context: AdminContext, request: FastifyRequest<{ Body: ToldConvention }>): Promise<ConventionRow> {
  const { siret, ...convention } = request.body;
  requireValid(convention);
  const subject = `organisation:${siret}`;
  return change(context, request, { what: 'convention-added', subject }, async (client) => {
    if ((await findOrganisation(client, siret)) === null) {
      throw refused('organisation-unknown', 'No organisation has this SIRET: add it first.');
    }
    const [other] = await lockOverlapping(client, siret, convention);
    if (other !== undefined) {
      throw refused(
        'convention-overlaps',
        `The convention ${other.id} holds from ${other.from} to ${other.to ?? 'its end'}: end it first, or begin later.`,
      );
    }
    const added = await addConvention(client, siret, convention);
    const after = found(await findConvention(client, added), 'convention');
    return { before: null, after, answer: after };
  });
}

function requireValid({ from, to = null, addresses = [], territories = [] }: NewConvention): void {
  requireDay('/from', from);
  requireDay('/to', to);
  if (to !== null && to < from) throw fieldProblem('/to', 'value-invalid', 'not before its first day');
  const wrong = addresses.findIndex((range) => !isAddressRange(range));
  if (wrong >= 0) throw fieldProblem(`/addresses/${wrong}`, 'format-wrong', 'an address, or a range as 192.0.2.0/24');
  const known = codesOfList('territory');
  const strange = territories.findIndex((territory) => !known.includes(territory));
  if (strange >= 0) throw fieldProblem(`/territories/${strange}`, 'code-unknown', `one of ${known.join(', ')}`);
}

async function end(
  context: AdminContext,
  request: FastifyRequest<{ Params: { id: string }; Body: { readonly to?: string } }>,
): Promise<ConventionRow> {
  const { to = parisDay(Date.now()) } = request.body;
  requireDay('/to', to);
  const known = found(await findConvention(context.pool, request.params.id), 'convention');
  const subject = `organisation:${known.siret}`;
  return change(context, request, { what: 'convention-ended', subject }, async (client) => {
    await lockOverlapping(client, known.siret, known);
    const before = found(await findConvention(client, known.id), 'convention');
    if (to < before.from) throw fieldProblem('/to', 'value-invalid', `not before its first day, ${before.from}`);
    if (before.to !== null && to > before.to) throw fieldProblem('/to', 'value-invalid', `not after ${before.to}`);
    await endConvention(client, known.id, to);
    const after = found(await findConvention(client, known.id), 'convention');
    return { before, after, answer: after };
  });
}
