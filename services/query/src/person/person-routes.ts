import { setImmediate } from 'node:timers/promises';
import { type IdentifierBlock, parisDay, parseDossierNumber, readIdentifiers } from '@hub/core';
import {
  type AskedFor,
  aliasesOfIdentifier,
  fieldError,
  problem,
  type Secrets,
  type TraceEntry,
  traceRequest,
} from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { QueryContext } from '../http/context.ts';
import { sendTagged, tagged } from '../http/entity-tag.ts';
import { namedReader } from '../http/reader.ts';
import { requirementsOf, stateToken } from '../reading/log-state.ts';
import { type Opener, opener } from '../reading/open-sealed.ts';
import type { Moment } from '../reading/point-in-time.ts';
import { type PersonRead, readPerson } from '../reading/read-person.ts';
import { joinedOnly, type ReaderPath, readerPath } from '../reading/reader-path.ts';
import { dossierAnswer, pathAnswer } from './person-answer.ts';
import { dossierRouteSchema, pathRouteSchema, searchRouteSchema } from './person-schemas.ts';

/** Reads of a person: by dossier number, by identifier in the body, by surrogate id. */
export function personRoutes(server: FastifyInstance, context: QueryContext): void {
  const onRequest = context.authenticate;
  server.get<{ Params: { number: string } }>(
    '/v1/dossiers/:number',
    { schema: dossierRouteSchema, config: { traced: 'dossier' }, onRequest },
    (request, reply) => {
      const of = { by: 'number', value: parseDossierNumber(request.params.number) } as const;
      return answerRead(context, request, reply, { operation: 'dossier', number: Number(request.params.number), of });
    },
  );
  server.get<{ Params: { traineeId: string } }>(
    '/v1/training-paths/:traineeId',
    { schema: pathRouteSchema, config: { traced: 'path' }, onRequest },
    (request, reply) => {
      const of = { by: 'trainee', value: request.params.traineeId.toLowerCase() } as const;
      return answerRead(context, request, reply, { operation: 'path', number: null, of });
    },
  );
  server.post<{ Body: SearchedBy }>(
    '/v1/training-paths/search',
    { schema: searchRouteSchema, config: { traced: 'search' }, onRequest },
    (request, reply) => {
      const of = {
        by: 'alias',
        value: searchedAliases(context.secrets, request.body, request.partner.clientId),
      } as const;
      return answerRead(context, request, reply, { operation: 'search', number: null, of });
    },
  );
}

/** What a search may be made by: exactly one identifier, and with a partner's own number the partner whose it is. */
interface SearchedBy extends IdentifierBlock {
  readonly partner?: string;
}

/** The keyed hashes under which the trainee of an identifier is found. Throws a 422 problem for one that cannot exist. */
function searchedAliases(secrets: Pick<Secrets, 'pepper'>, searched: SearchedBy, reader: string): readonly Buffer[] {
  const { identifiers, faults } = readIdentifiers(searched);
  const [identifier] = identifiers;
  if (identifier === undefined) {
    // The identifier itself is not echoed.
    const errors = faults.map(({ pointer, rule }) => fieldError(pointer, rule));
    throw problem(422, 'identifier-invalid', 'No such identifier can exist.', { errors });
  }
  return aliasesOfIdentifier(secrets, identifier, searched.partner ?? reader);
}

interface Asked {
  readonly operation: TraceEntry['operation'];
  /** Of the dossier asked for; null: the whole path. */
  readonly number: number | null;
  readonly of: AskedFor;
}

/** Unknown and forbidden take the same steps and end in the same body; both leave a trace. */
async function answerRead(
  context: QueryContext,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Asked,
): Promise<FastifyReply> {
  const reader = namedReader(request);
  const moment = momentOf(request, context.clock());
  const read = await readPerson(context, requirementsOf(context.secrets, request), asked.of);
  const { trainees, seen } = readerPath(read.person, moment, request.partner, read.rules);
  const joined = joinedOnly(read.person, seen === null ? [] : trainees);
  const opening = await opener(context.keyStore, joined, request.partner);
  const body = seen === null ? null : bodyOf(context, request, asked, { read, seen, moment, opening });
  const decision = body !== null ? 'allowed' : trainees.length > 0 ? 'forbidden' : 'unknown';
  const { operation, number: dossier } = asked;
  const persons =
    trainees.length === 0 ? [{ trainee: null, dossier }] : trainees.map((trainee) => ({ trainee, dossier }));
  const categories = body === null ? [] : [...opening.opened];
  const traced = traceRequest(context.trace, request, { reader, operation, persons, decision, categories });
  const [answer] = await Promise.all([body === null ? null : taggedWhileTraced(context, read, body), traced]);
  context.reads.inc({ operation, decision });
  if (answer === null) throw problem(404, 'not-found', 'There is nothing here for this reader.');
  return sendTagged(request, reply, answer);
}

/** The body is made a text while its trace becomes durable, once the trace is on its way. */
async function taggedWhileTraced({ secrets }: QueryContext, { progress }: PersonRead, body: object) {
  await setImmediate();
  return tagged({ body, state: stateToken(secrets, progress) });
}

interface SeenRead {
  readonly read: PersonRead;
  readonly seen: ReaderPath;
  readonly moment: Moment;
  readonly opening: Opener;
}

/** Null where the reader does not see the dossier asked for. */
function bodyOf(
  context: QueryContext,
  request: FastifyRequest,
  { number }: Asked,
  { read, seen, moment, opening }: SeenRead,
): object | null {
  const { facts, explain } = request.query as { facts?: string; explain?: string };
  const { today, asOf, knownAt } = moment;
  const { rules } = read;
  const { version, rulesHash } = read.version;
  const visible = new Set(seen.dossiers.flatMap(({ numbers }) => numbers));
  const answer = {
    seen,
    opening,
    rules,
    freshness: { projectionVersion: version, rulesVersion: rulesHash, today, asOf, knownAt },
    parked: [...read.parkedReceipts, ...read.parkedOfDossiers.filter(({ dossier }) => visible.has(dossier))],
    wanted: { facts: facts === 'true', explain: explain === 'true' },
  };
  if (number === null) return pathAnswer(context, answer);
  const dossier = seen.dossiers.find(({ numbers }) => numbers.includes(number));
  return dossier === undefined ? null : dossierAnswer(context, answer, dossier);
}

function momentOf(request: FastifyRequest, nowMs: number): Moment {
  const { asOf = null, knownAt = null } = request.query as { asOf?: string; knownAt?: string };
  return { today: asOf ?? parisDay(nowMs), asOf, knownAt };
}
