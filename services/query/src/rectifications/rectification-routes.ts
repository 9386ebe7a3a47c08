import { addMonths, parisDay, parseDossierNumber } from '@hub/core';
import {
  type AnswerGiven,
  answerRectification,
  askRectification,
  fieldProblem,
  listRectifications,
  lockSlicesOf,
  notFound,
  nothingForReader,
  openCursor,
  openRectification,
  type Partner,
  type Rectification,
  type RectificationSearch,
  sealCursor,
  tellRectification,
  traceRequest,
  withTransaction,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { onBeat } from '../http/beat.ts';
import type { QueryContext } from '../http/context.ts';
import { namedReader } from '../http/reader.ts';
import { readPerson } from '../reading/read-person.ts';
import { type PathDossier, readerPath } from '../reading/reader-path.ts';
import { readerOf } from '../reading/sight.ts';
import { rectificationSchemas } from './rectification-schemas.ts';
import { namesFact } from './shown-facts.ts';

/** Months in which a request of the person is answered (GDPR, article 12). */
const monthsToAnswer = 1;
const limitDefault = '100';
/** Nobody answers for what it says: it follows from facts of others. */
const hubSource = 'hub';

/** Errors that a reader reports about a fact to its source, and what the source answers (R6323-38). */
export function rectificationRoutes(server: FastifyInstance, context: QueryContext): void {
  server.post<{ Params: { number: string }; Body: AskBody }>(
    '/v1/dossiers/:number/rectifications',
    { schema: rectificationSchemas.ask, config: { traced: 'rectification' }, onRequest: context.authenticate },
    async (request, reply) => {
      const asked = await onBeat(
        () => ask(context, request),
        () => false,
      );
      return reply.status(201).send(asked);
    },
  );
  server.get<{ Querystring: ListQuery }>(
    '/v1/rectifications',
    { schema: rectificationSchemas.list, onRequest: context.authenticateWriters },
    (request) => listed(context, request),
  );
  server.post<{ Params: { id: string }; Body: AnswerBody }>(
    '/v1/rectifications/:id/answer',
    { schema: rectificationSchemas.answer, onRequest: context.authenticateWriters },
    ({ params, body, partner }) => answer(context, partner, params.id, body),
  );
}

interface AskBody {
  readonly fact: { readonly source: string; readonly eventId: string };
  readonly reason: string;
  readonly forPerson?: boolean;
}

async function ask(
  context: QueryContext,
  request: FastifyRequest<{ Params: { number: string }; Body: AskBody }>,
): Promise<Rectification> {
  const reader = namedReader(request);
  const { fact, reason, forPerson = false } = request.body;
  const number = parseDossierNumber(request.params.number);
  const dossier = number === null ? null : await seenDossier(context, request, number);
  const persons = [{ trainee: dossier?.rows[0]?.trainee ?? null, dossier: number }];
  const decision = dossier === null ? 'unknown' : 'allowed';
  await traceRequest(context.trace, request, { reader, operation: 'rectification', persons, decision });
  if (number === null || dossier === null) throw nothingForReader('GET /v1/dossiers');
  if (fact.source === hubSource)
    throw fieldProblem('/fact/source', 'value-invalid', 'not what the hub itself concludes');
  if (!namesFact(dossier, fact)) throw fieldProblem('/fact', 'value-invalid', 'no fact that the answer shows');
  const dueOn = forPerson ? addMonths(parisDay(context.clock()), monthsToAnswer) : null;
  const { siret: organisation, clientId } = request.partner;
  const asking = {
    organisation,
    clientId,
    agent: reader.agent ?? '',
    dossier: number,
    ...fact,
    reason,
    forPerson,
    dueOn,
  };
  return withTransaction(context.pool, async (client) => {
    // Nobody fills the source's list, nor holds projectors up, by asking again.
    const open = await openRectification(client, asking);
    if (open !== null) return open;
    await lockSlicesOf(client, 'trainee');
    const asked = await askRectification(client, asking);
    await tellRectification(client, asked.id);
    return asked;
  });
}

interface AnswerBody {
  readonly answer: AnswerGiven['answer'];
  readonly reason?: string;
}

async function answer({ pool }: QueryContext, partner: Partner, id: string, body: AnswerBody): Promise<Rectification> {
  const { answer, reason = null } = body;
  if (answer === 'declined' && reason === null) throw fieldProblem('/reason', 'property-missing', 'of `declined`');
  if (answer !== 'declined' && reason !== null) throw fieldProblem('/reason', 'value-invalid', 'of `declined` alone');
  const role = answer === 'withdrawn' ? 'asked' : 'to-answer';
  const by = { clientId: partner.clientId, ...sideOf(partner, role) };
  const answered = await withTransaction(pool, async (client) => {
    const given = await answerRectification(client, id, by, { answer, reason });
    // Nobody holds projectors up by answering what is not there.
    if (given === null) return null;
    await lockSlicesOf(client, 'trainee');
    await tellRectification(client, id);
    return given;
  });
  if (answered === null) {
    const title = 'There is no such open request for this client.';
    throw notFound(
      title,
      'GET /v1/rectifications?open=true lists those to answer (role=to-answer) or asked for (role=asked).',
    );
  }
  return answered;
}

/** The dossier as this reader reads it; null: unknown, or not for it. */
async function seenDossier(
  context: QueryContext,
  request: FastifyRequest,
  number: number,
): Promise<PathDossier | null> {
  const reader = readerOf(request.partner, namedReader(request).purpose);
  const day = parisDay(context.clock());
  const read = await readPerson(context, [], { by: 'number', value: number }, { reader, day, isForeign: false });
  if (read.seen === null) return null;
  const path = readerPath(
    read.seen,
    { today: day, nowMs: context.clock(), asOf: null, knownAt: null },
    reader,
    read.rules,
  );
  return path.dossiers.find(({ numbers }) => numbers.includes(number)) ?? null;
}

interface ListQuery {
  readonly role?: Role;
  readonly open?: 'true' | 'false';
  readonly cursor?: string;
  readonly limit?: string;
}
type Role = 'asked' | 'to-answer';

/** What an organisation asked, or what is asked of the sources that a client writes for. */
function sideOf({ siret, sources }: Partner, role: Role): RectificationSearch['of'] {
  return role === 'asked' ? { organisation: siret } : { sources };
}

async function listed(
  { pool, secrets }: QueryContext,
  { query, partner }: FastifyRequest<{ Querystring: ListQuery }>,
): Promise<object> {
  const { role = 'asked', open, cursor, limit = limitDefault } = query;
  const list = `rectifications ${role} ${role === 'asked' ? partner.siret : partner.clientId}`;
  const after = openCursor<Pick<Rectification, 'askedAt' | 'id'>>(secrets, list, cursor);
  const found = await listRectifications(pool, {
    of: sideOf(partner, role),
    open: open === undefined ? null : open === 'true',
    after,
    limit: Number(limit),
  });
  const last = found.length < Number(limit) ? undefined : found.at(-1);
  const next = last === undefined ? null : sealCursor(secrets, list, { askedAt: last.askedAt, id: last.id });
  return { items: found, next };
}
