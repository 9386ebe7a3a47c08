import { type HoldRefusal, type IdentifierKind, mayHold } from '@hub/core';
import {
  addPartner,
  conformanceSchema,
  fieldProblem,
  findOrganisation,
  findPartner,
  listPartners,
  orNull,
  type PartnerRow,
  pagesClient,
  partnerIdSchema,
  readConformance,
  revokePartner,
  rotatePartner,
  shape,
  text,
  writersOf,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PoolClient } from 'pg';
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
  requireImpersonal,
} from './admin-frame.ts';
import { clientSchema, shownClient } from './client-answers.ts';
import { type PublicKeys, publicKeysSchema, requirePublicKeys } from './public-keys.ts';
import { siretSchema } from './siret-schema.ts';

const source = { type: 'string', pattern: '^[a-z0-9-]{1,64}$' };
const secretOnce = orNull({ ...text, description: 'Shown this once; null where it signs in otherwise' });
const named = { clientId: partnerIdSchema };

const listSchema = adminSchema({
  operationId: 'listClients',
  summary: 'Clients (partners), by name',
  description: 'Machines that act for an organisation, with the sources that they write for; never a secret.',
  querystring: { siret: siretSchema, source, state: { enum: ['active', 'revoked'] }, ...paging('^.{1,128}$') },
  response: { 200: pageOf(clientSchema, 'Clients.') },
});

const showSchema = adminSchema({
  operationId: 'getClient',
  summary: 'A client',
  description: 'Its organisation, sources, certificates and keys; never its secret.',
  params: named,
  response: { 200: answered('The client.', clientSchema) },
});

const conformanceRouteSchema = adminSchema({
  operationId: 'getClientConformance',
  summary: 'What a client has shown to work',
  description:
    'Each step of joining with when it was seen first and last and how often; of what is missing, what to do and where it is written. Other processes of the hub write what they saw every five seconds.',
  params: named,
  response: { 200: answered('What was seen of it.', conformanceSchema) },
});

const addSchema = adminSchema({
  operationId: 'addClient',
  summary: 'Add a client of an organisation',
  description:
    'It signs in by the secret that is made for it and shown once, or by its own keys (`jwks`, for `private_key_jwt`), or by tokens of the outside issuer (`outsideSubject`). A source belongs to one organisation.',
  body: {
    title: 'NewClient',
    type: 'object',
    additionalProperties: false,
    required: ['clientId', 'siret'],
    properties: {
      clientId: partnerIdSchema,
      siret: siretSchema,
      sources: { type: 'array', maxItems: 50, uniqueItems: true, items: source, description: 'It may write for them' },
      certifies: {
        type: 'array',
        uniqueItems: true,
        items: { enum: ['nir', 'nia', 'france-travail'] },
        description: 'Kinds of identifiers that what it reports may bind to a person who is known already',
      },
      jwks: publicKeysSchema,
      outsideSubject: { type: 'string', minLength: 1, maxLength: 200 },
    },
  },
  response: {
    201: answered(
      'It was added.',
      shape({
        client: clientSchema,
        clientSecret: secretOnce,
        alsoWrittenBy: {
          type: 'array',
          description: 'Clients of the same organisation that write for one of these sources already',
          items: shape({ clientId: text, source: text }),
        },
      }),
    ),
  },
});

const revokeSchema = adminSchema({
  operationId: 'revokeClient',
  summary: 'Let a client in no more',
  description: 'It gets no token any more; tokens already given open nothing after ten seconds, anywhere.',
  params: named,
  response: { 200: answered('The client.', clientSchema) },
});

const rotateSchema = adminSchema({
  operationId: 'rotateClient',
  summary: 'Give a client a new secret, or take its new keys',
  description:
    'What it signed in by before goes on working for the overlap. Where what it had before that still works, it would end at once: refused unless `endOldSecret` says so.',
  params: named,
  body: {
    title: 'Rotation',
    type: 'object',
    additionalProperties: false,
    properties: {
      overlapSeconds: { type: 'integer', minimum: 0, maximum: 2_592_000, description: 'Default: a day' },
      endOldSecret: { type: 'boolean' },
      jwks: publicKeysSchema,
    },
  },
  response: { 200: answered('The client.', shape({ client: clientSchema, clientSecret: secretOnce })) },
});

interface ClientsQuery {
  readonly siret?: string;
  readonly source?: string;
  readonly state?: 'active' | 'revoked';
  readonly cursor?: string;
  readonly limit?: string;
}

interface NewClient {
  readonly clientId: string;
  readonly siret: string;
  readonly sources?: readonly string[];
  readonly certifies?: readonly IdentifierKind[];
  readonly jwks?: PublicKeys;
  readonly outsideSubject?: string;
}

interface Rotation {
  readonly overlapSeconds?: number;
  readonly endOldSecret?: boolean;
  readonly jwks?: PublicKeys;
}

type Named = { readonly clientId: string };

/** `/v1/admin/clients`: machines that report or read for an organisation. */
export function clientRoutes(server: FastifyInstance, context: AdminContext): void {
  const { pool } = context;
  server.get<{ Querystring: ClientsQuery }>('/v1/admin/clients', { schema: listSchema }, async (request) => {
    operatorOf(request);
    const { siret, source, state, cursor } = request.query;
    const limit = limitOf(request.query);
    const rows = await listPartners(pool, { siret, source, state, after: cursor, limit: limit + 1 });
    const { items, next } = page(rows, limit, ({ clientId }) => clientId);
    return { items: items.map(shownClient), next };
  });
  server.get<{ Params: Named }>('/v1/admin/clients/:clientId', { schema: showSchema }, async (request) => {
    operatorOf(request);
    return shownClient(found(await findPartner(pool, request.params.clientId), 'client'));
  });
  server.get<{ Params: Named }>(
    '/v1/admin/clients/:clientId/conformance',
    { schema: conformanceRouteSchema },
    async (request) => {
      operatorOf(request);
      const partner = found(await findPartner(pool, request.params.clientId), 'client');
      await context.evidence.written();
      return readConformance(pool, partner);
    },
  );
  server.post<{ Body: NewClient }>('/v1/admin/clients', { schema: addSchema }, async (request, reply) =>
    reply.status(201).send(await addClient(context, request)),
  );
  server.post<{ Params: Named }>('/v1/admin/clients/:clientId/revocation', { schema: revokeSchema }, (request) =>
    changeClient(context, request, 'client-revoked', async (client, { clientId }) => {
      await revokePartner(client, clientId);
      return {};
    }).then(({ client }) => client),
  );
  server.post<{ Params: Named; Body: Rotation }>(
    '/v1/admin/clients/:clientId/rotation',
    { schema: rotateSchema },
    (request) => rotateClient(context, request),
  );
}

async function addClient(context: AdminContext, request: FastifyRequest<{ Body: NewClient }>): Promise<object> {
  const { clientId, siret, sources = [], certifies = [], jwks, outsideSubject } = request.body;
  requireImpersonal('/clientId', clientId);
  if (clientId.startsWith(pagesClient)) {
    throw fieldProblem(
      '/clientId',
      'value-invalid',
      `not a name that begins with ${pagesClient}: those are of persons`,
    );
  }
  for (const [index, source] of sources.entries()) requireImpersonal(`/sources/${index}`, source);
  if (jwks !== undefined) requirePublicKeys('/jwks', jwks);
  return change(context, request, { what: 'client-added', subject: `client:${clientId}` }, async (client) => {
    const organisation = await findOrganisation(client, siret);
    if (organisation === null) throw refused('organisation-unknown', 'No organisation has this SIRET: add it first.');
    if ((await findPartner(client, clientId)) !== null) throw refused('name-taken', 'There is a client of this name.');
    requireHoldable(organisation.kinds, sources);
    const alsoWrittenBy = await requireOwnSources(client, siret, sources);
    const credentials = { ...(jwks && { jwks }), ...(outsideSubject !== undefined && { outsideSubject }) };
    const entry = { clientId, siret, sources, certifies };
    const { clientSecret } = await addPartner(client, entry, credentials);
    const after = shownClient(found(await findPartner(client, clientId), 'client'));
    return { before: null, after, answer: { client: after, clientSecret, alsoWrittenBy } };
  });
}

const holdRefusals: Readonly<Record<HoldRefusal, string>> = {
  'source-unknown': 'is of no system that /v1/dictionary/codes/system knows',
  'source-reserved': 'is the hub’s own',
  'source-foreign': 'is of a system that organisations of another kind hold',
};

/** Of which territory an organisation speaks stands in its conventions, and is asked with each event. */
function requireHoldable(kinds: readonly string[], sources: readonly string[]): void {
  for (const source of sources) {
    const why = mayHold(source, { kinds, territories: [] });
    if (why !== null) throw refused(why, `The source ${source} ${holdRefusals[why]}.`);
  }
}

/** A source belongs to one organisation: what one client reports for it replaces and corrects what another reported. */
async function requireOwnSources(
  client: PoolClient,
  siret: string,
  sources: readonly string[],
): Promise<readonly { readonly clientId: string; readonly source: string }[]> {
  const writers = await writersOf(client, sources);
  const foreign = writers.find((writer) => writer.siret !== siret);
  if (foreign !== undefined) {
    throw refused(
      'source-foreign',
      `Another organisation writes for the source ${foreign.source}, by ${foreign.clientId}.`,
    );
  }
  return writers.map(({ clientId, source }) => ({ clientId, source }));
}

async function rotateClient(
  context: AdminContext,
  request: FastifyRequest<{ Params: Named; Body: Rotation }>,
): Promise<object> {
  const { jwks } = request.body;
  if (jwks !== undefined) requirePublicKeys('/jwks', jwks);
  return changeClient(context, request, 'client-rotated', async (client, { jwks: had, hasSecret, clientId }) => {
    if (jwks === undefined && had !== null && !hasSecret) {
      throw refused('keys-needed', 'This client signs in by its keys: give its new public keys.');
    }
    return rotatePartner(client, clientId, request.body);
  });
}

/** A change of a client that is there and not revoked, with the secret that it gave. */
async function changeClient(
  context: AdminContext,
  request: FastifyRequest<{ Params: Named }>,
  what: string,
  work: (client: PoolClient, before: PartnerRow) => Promise<{ readonly clientSecret?: string | null }>,
): Promise<{ readonly client: object; readonly clientSecret: string | null }> {
  const { clientId } = request.params;
  return change(context, request, { what, subject: `client:${clientId}` }, async (client) => {
    const before = found(await findPartner(client, clientId), 'client');
    if (before.revokedAt !== null) throw refused('client-revoked', 'This client is revoked: add another one.');
    const { clientSecret = null } = await work(client, before);
    const after = shownClient(found(await findPartner(client, clientId), 'client'));
    return { before: shownClient(before), after, answer: { client: after, clientSecret } };
  });
}
