import { setImmediate } from 'node:timers/promises';
import { type IdentifierBlock, parisDay, parseDossierNumber, readIdentifiers } from '@hub/core';
import {
  type AskedFor,
  aliasesOfIdentifier,
  fieldError,
  fieldProblem,
  nothingForReader,
  ProblemError,
  problem,
  type Secrets,
  type SliceProgress,
  type TraceEntry,
  traceRequest,
} from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { onBeat } from '../http/beat.ts';
import type { QueryContext } from '../http/context.ts';
import { sendTagged, type TaggedAnswer, tagged } from '../http/entity-tag.ts';
import { namedReader } from '../http/reader.ts';
import { requirementsOf, stateToken } from '../reading/log-state.ts';
import { type Opener, opener } from '../reading/open-sealed.ts';
import type { Moment } from '../reading/point-in-time.ts';
import { type PersonRead, readPerson, type SeenPerson } from '../reading/read-person.ts';
import { type ReaderPath, readerPath } from '../reading/reader-path.ts';
import { isAuthority, type Reader, readerOf } from '../reading/sight.ts';
import { dossierAnswer, employmentAnswer, pathAnswer } from './person-answer.ts';
import { dossierRouteSchema, employmentRouteSchema, pathRouteSchema, searchRouteSchema } from './person-schemas.ts';

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
      return answerRead(context, request, reply, {
        operation: 'search',
        number: null,
        ...searchedFor(context, request),
      });
    },
  );
  server.post<{ Body: SearchedBy & Period }>(
    '/v1/employment/question',
    { schema: employmentRouteSchema, config: { traced: 'worked' }, onRequest },
    (request, reply) => {
      const { from, to } = request.body;
      if (from > to) throw fieldProblem('/to', 'period-reversed');
      const asked = { operation: 'worked', number: null, period: { from, to } } as const;
      return answerRead(context, request, reply, { ...asked, ...searchedFor(context, request) });
    },
  );
}

interface Period {
  /** `YYYY-MM-DD`, both days included. */
  readonly from: string;
  readonly to: string;
}

function searchedFor(
  { secrets }: QueryContext,
  { body, partner }: FastifyRequest<{ Body: SearchedBy }>,
): Pick<Asked, 'of' | 'isForeign' | 'searchedBy'> {
  const { aliases, searchedBy } = searchedAliases(secrets, body, partner.clientId);
  const of = { by: 'alias', value: aliases } as const;
  return { of, searchedBy, isForeign: (body.partner ?? partner.clientId) !== partner.clientId };
}

/** What a search may be made by: exactly one identifier, and with a partner's own number the partner whose it is. */
interface SearchedBy extends IdentifierBlock {
  readonly partner?: string;
}

/** The keyed hashes under which the trainee of an identifier is found, and the kind of the identifier. Throws a 422 problem for one that cannot exist. */
function searchedAliases(secrets: Pick<Secrets, 'pepper'>, searched: SearchedBy, reader: string) {
  const { identifiers, faults } = readIdentifiers(searched);
  const [identifier] = identifiers;
  if (identifier === undefined) {
    // The identifier itself is not echoed.
    const errors = faults.map(({ pointer, rule }) => fieldError(pointer, rule));
    throw problem(422, 'identifier-invalid', 'No such identifier can exist.', { errors });
  }
  return {
    aliases: aliasesOfIdentifier(secrets, identifier, searched.partner ?? reader),
    searchedBy: identifier.field,
  };
}

interface Asked {
  readonly operation: TraceEntry['operation'];
  /** Of the dossier asked for; null: the whole path. */
  readonly number: number | null;
  /** The days of which no more is asked than whether the person worked. */
  readonly period?: Period;
  readonly of: AskedFor;
  readonly searchedBy?: TraceEntry['searchedBy'];
  /** By another partner's own number. */
  readonly isForeign?: boolean;
}

/**
 * Unknown and forbidden take the same steps and the same time and end in the same body; both leave a trace. So does what
 * shows less than there is: nothing but the answer itself says how much that is.
 */
async function answerRead(
  context: QueryContext,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Asked,
): Promise<FastifyReply> {
  const { answer } = await onBeat(
    () => readAndTrace(context, request, asked),
    ({ showsAll }) => showsAll,
  );
  if (answer === null) throw nothingForReader('GET /v1/dossiers');
  if (answer instanceof ProblemError) throw answer;
  return sendTagged(request, reply, answer);
}

/** Null: nothing is shown. */
async function readAndTrace(
  context: QueryContext,
  request: FastifyRequest,
  asked: Asked,
  reader: Reader = readerOf(request.partner, namedReader(request).purpose),
): Promise<{ readonly answer: TaggedAnswer | ProblemError | null; readonly showsAll: boolean }> {
  const named = namedReader(request);
  const moment = momentOf(request, context.clock());
  const day = parisDay(context.clock());
  const requirements = requirementsOf(context.secrets, request);
  const read = await readPerson(context, requirements, asked.of, { reader, day, isForeign: asked.isForeign === true });
  const { seen } = read;
  const path = seen === null ? null : readerPath(seen, moment, reader, read.rules);
  const opening = await opener(context.keyStore, path?.person ?? nobody);
  const shown =
    path === null || seen === null
      ? null
      : bodyOf(context, request, asked, { read, seen, path, opening, reader, moment });
  const decision = shown !== null ? 'allowed' : read.asked !== null ? 'forbidden' : 'unknown';
  const { operation, number: dossier, searchedBy = null } = asked;
  const trainees = shown?.trainees ?? [read.asked];
  const shownBy = shown !== null && seen !== null && { grounds: seen.sight.grounds };
  const persons = (trainees.length === 0 ? [null] : trainees).map((trainee) => ({ trainee, dossier, ...shownBy }));
  const categories = shown === null ? [] : [...opening.opened];
  const traced = traceRequest(context.trace, request, {
    ...{ reader: named, operation, persons, decision, categories, searchedBy },
  });
  const [answer, outcome] = await Promise.all([shown === null ? null : taggedWhileTraced(context, shown), traced]);
  // Beyond its month an exception gives nothing, and the rest is read as by anybody else.
  if (outcome.status === 'exception-used-up')
    return readAndTrace(context, request, asked, { ...reader, exceptions: {} });
  context.reads.inc({ operation, decision });
  return { answer, showsAll: shown?.showsAll ?? false };
}

const nobody = { trainees: [], dossiers: [] };

/** What a reader is shown. */
interface Shown {
  /** A problem: what was asked may not be, of somebody whom it sees. */
  readonly body: object | ProblemError;
  /** Of whom it is. */
  readonly trainees: readonly string[];
  /** Of the slices that it is of. */
  readonly progress: readonly SliceProgress[];
  /** Nothing that the hub knows of the person is left out. */
  readonly showsAll: boolean;
}

/** The body is made a text while its trace becomes durable, once the trace is on its way. */
async function taggedWhileTraced(
  { secrets }: QueryContext,
  { body, progress }: Shown,
): Promise<TaggedAnswer | ProblemError> {
  await setImmediate();
  if (body instanceof ProblemError) return body;
  return tagged({ body, state: stateToken(secrets, progress) });
}

interface SeenRead {
  readonly read: PersonRead;
  readonly seen: SeenPerson;
  readonly path: ReaderPath;
  readonly opening: Opener;
  readonly reader: Reader;
  readonly moment: Moment;
}

/** Null where the reader does not see the dossier asked for, or where there was none at the moment asked about. */
function bodyOf(
  context: QueryContext,
  request: FastifyRequest,
  { number, period }: Asked,
  { read, seen, path, opening, reader, moment }: SeenRead,
): Shown | null {
  const { facts, explain } = request.query as { facts?: string; explain?: string };
  const { today, asOf, knownAt } = moment;
  const { rules } = read;
  const { version, rulesHash } = read.version;
  const person = {
    ...{ reader, seen, path, opening, rules },
    freshness: { projectionVersion: version, rulesVersion: rulesHash, today, asOf, knownAt },
    parkedReceipts: read.parkedReceipts,
    wanted: { facts: facts === 'true', explain: explain === 'true' },
  };
  const dossier = number === null ? null : path.dossiers.find(({ numbers }) => numbers.includes(number));
  if (dossier === undefined) return null;
  const showsAll = isAuthority(reader) || showsEveryFact(seen);
  const { trainees } = path.path;
  if (period !== undefined) {
    const body = employmentAnswer(person, period);
    return body && { body, trainees, progress: progressOf(seen), showsAll };
  }
  return dossier === null
    ? { body: pathAnswer(context, person), trainees, progress: progressOf(seen), showsAll }
    : { body: dossierAnswer(context, person, dossier), trainees, progress: progressOf(seen), showsAll };
}

function showsEveryFact({ sight, columns }: SeenPerson): boolean {
  const rows = sight.dossiers.flatMap((dossier) => (dossier.sight.described === 'all' ? dossier.rows : []));
  return rows.length === columns.dossiers.length;
}

function progressOf({ stored }: SeenPerson): readonly SliceProgress[] {
  return [...stored.progress, ...stored.sessions.map(({ progress }) => progress)];
}

function momentOf(request: FastifyRequest, nowMs: number): Moment {
  const { asOf = null, knownAt = null } = request.query as { asOf?: string; knownAt?: string };
  const day = parisDay(nowMs);
  return { today: asOf ?? day, nowMs: endOf(asOf === day ? null : asOf, knownAt) ?? nowMs, asOf, knownAt };
}

/** The last moment that a look back knows of; null: it does not look back. */
function endOf(asOf: string | null, knownAt: string | null): number | null {
  const ends = [...(asOf === null ? [] : [`${asOf}T23:59:59Z`]), ...(knownAt === null ? [] : [knownAt])];
  return ends.length === 0 ? null : Math.min(...ends.map((end) => Date.parse(end)));
}
