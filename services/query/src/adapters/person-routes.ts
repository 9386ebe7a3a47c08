import { setImmediate } from 'node:timers/promises';
import { parisDay, parseDossierNumber } from '@hub/core';
import { type AskedFor, problem } from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Moment } from '../app/at-time.ts';
import { composePath, joinedOnly, type PersonPath } from '../app/compose-path.ts';
import { stateOf } from '../domain/log-state.ts';
import { type TracedRead, traceRead } from './access-trace.ts';
import { sendTagged, type TaggedAnswer, tagged } from './entity-tag.ts';
import { type SearchedBy, searchedAlias } from './find-trainee.ts';
import { opener } from './open-sealed.ts';
import { dossierRouteSchema, pathRouteSchema, searchRouteSchema } from './person-schemas.ts';
import type { QueryParts } from './query-parts.ts';
import { type PersonRead, readPerson } from './read-person.ts';
import { readerNamed } from './reader-named.ts';
import { requirementsOf, stateToken } from './state-tokens.ts';
import { type Shown, writeDossier, writePath } from './write-answer.ts';

/** Reads of a person: by dossier number, by identifier in the body, by surrogate id. */
export function personRoutes(server: FastifyInstance, parts: QueryParts): void {
  const onRequest = parts.authenticate;
  server.get<{ Params: { number: string } }>(
    '/v1/dossiers/:number',
    { schema: dossierRouteSchema, onRequest },
    (request, reply) => {
      const number = parseDossierNumber(request.params.number);
      const of = { by: 'number', value: number } as const;
      return answerRead(parts, request, reply, { operation: 'dossier', number: Number(request.params.number), of });
    },
  );
  server.get<{ Params: { traineeId: string } }>(
    '/v1/training-paths/:traineeId',
    { schema: pathRouteSchema, onRequest },
    (request, reply) => {
      const of = { by: 'trainee', value: request.params.traineeId.toLowerCase() } as const;
      return answerRead(parts, request, reply, { operation: 'path', number: null, of });
    },
  );
  server.post<{ Body: SearchedBy }>(
    '/v1/training-paths/search',
    { schema: searchRouteSchema, onRequest },
    (request, reply) => {
      const of = { by: 'alias', value: searchedAlias(parts.secrets, request.body) } as const;
      return answerRead(parts, request, reply, { operation: 'search', number: null, of });
    },
  );
}

interface Asked {
  readonly operation: TracedRead['operation'];
  /** Of the dossier asked for; null: the whole path. */
  readonly number: number | null;
  readonly of: AskedFor;
}

/** Unknown and forbidden take the same steps and end in the same body; both leave a trace. */
async function answerRead(
  parts: QueryParts,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Asked,
): Promise<FastifyReply> {
  const reader = readerNamed(request);
  const moment = momentOf(request, parts.clock());
  const requirements = requirementsOf(parts.secrets, request.headers['hub-at-least'] as string | undefined);
  const read = await readPerson(parts, requirements, asked.of);
  const { trainees, seen: path } = composePath(read.person, moment, request.partner, parts.rules);
  const opening = await opener(parts.keyStore, joinedOnly(read.person, path === null ? [] : trainees), request.partner);
  const shown = shownOf(read, path, moment);
  const body = path === null ? null : bodyOf(parts, request, asked, path, shown, opening);
  const decision = body !== null ? 'allowed' : trainees.length > 0 ? 'forbidden' : 'unknown';
  const traced = traceRead(parts.pool, {
    ...reader,
    operation: asked.operation,
    trainees,
    dossier: asked.number,
    decision,
    categories: body === null ? [] : [...opening.opened],
    traceparent: request.id,
  });
  const [answer] = await Promise.all([body === null ? null : whileTraced(parts, read, body), traced]);
  parts.reads.inc({ operation: asked.operation, decision });
  if (answer === null) throw problem(404, 'not-found', 'There is nothing here for this reader.');
  return sendTagged(request, reply, answer);
}

/** The body is made a text while its trace becomes durable, once that is on its way. */
async function whileTraced({ secrets }: QueryParts, { progress }: PersonRead, body: object): Promise<TaggedAnswer> {
  await setImmediate();
  const state = stateOf(progress);
  return tagged({ body, state: state === null ? null : stateToken(secrets, state) });
}

function shownOf({ version, ...read }: PersonRead, path: PersonPath | null, moment: Moment): Shown {
  const { today, asOf, knownAt } = moment;
  const visible = new Set(path?.dossiers.flatMap(({ numbers }) => numbers));
  return {
    freshness: { projectionVersion: version.version, rulesVersion: version.rulesHash, today, asOf, knownAt },
    parked: [...read.parkedReceipts, ...read.parkedOfDossiers.filter(({ dossier }) => visible.has(dossier))],
  };
}

function bodyOf(
  parts: QueryParts,
  request: FastifyRequest,
  asked: Asked,
  path: PersonPath,
  shown: Shown,
  opening: Parameters<typeof writePath>[3],
): object | null {
  const { facts, explain } = request.query as { facts?: string; explain?: string };
  const wanted = { facts: facts === 'true', explain: explain === 'true' };
  if (asked.number === null) return writePath(parts.dictionary, path, shown, opening, wanted.facts);
  const dossier = path.dossiers.find(({ numbers }) => numbers.includes(asked.number as number));
  if (dossier === undefined) return null;
  return writeDossier(parts.dictionary, path, dossier, shown, opening, wanted, parts.rules);
}

function momentOf(request: FastifyRequest, nowMs: number): Moment {
  const { asOf = null, knownAt = null } = request.query as { asOf?: string; knownAt?: string };
  return { today: asOf ?? parisDay(new Date(nowMs).toISOString()), asOf, knownAt };
}
