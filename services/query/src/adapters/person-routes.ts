import { parisDay, parseDossierNumber } from '@hub/core';
import { problem } from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Moment } from '../app/at-time.ts';
import { composePath, joinedOnly, type PersonPath } from '../app/compose-path.ts';
import { stateOf } from '../domain/log-state.ts';
import type { StoredPerson } from '../domain/stored-person.ts';
import { type TracedRead, traceRead } from './access-trace.ts';
import { sendTagged } from './entity-tag.ts';
import { findTrainee, type SearchedBy } from './find-trainee.ts';
import { opener } from './open-sealed.ts';
import { dossierRouteSchema, pathRouteSchema, searchRouteSchema } from './person-schemas.ts';
import { readParkedOfDossiers, readPerson, readProgress, type Snapshot, traineeOfDossier } from './projection.ts';
import type { QueryParts } from './query-parts.ts';
import { type ParkedReceipt, readAtLeast } from './read-at-least.ts';
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
      const find = (snapshot: Snapshot) =>
        number === null ? Promise.resolve(null) : traineeOfDossier(snapshot, number);
      return answerRead(parts, request, reply, { operation: 'dossier', number: Number(request.params.number), find });
    },
  );
  server.get<{ Params: { traineeId: string } }>(
    '/v1/training-paths/:traineeId',
    { schema: pathRouteSchema, onRequest },
    (request, reply) => {
      const find = () => Promise.resolve(request.params.traineeId.toLowerCase());
      return answerRead(parts, request, reply, { operation: 'path', number: null, find });
    },
  );
  server.post<{ Body: SearchedBy }>(
    '/v1/training-paths/search',
    { schema: searchRouteSchema, onRequest },
    async (request, reply) => {
      const trainee = await findTrainee(parts.pool, parts.secrets, request.body);
      return answerRead(parts, request, reply, {
        operation: 'search',
        number: null,
        find: () => Promise.resolve(trainee),
      });
    },
  );
}

interface Asked {
  readonly operation: TracedRead['operation'];
  /** Of the dossier asked for; null: the whole path. */
  readonly number: number | null;
  readonly find: (snapshot: Snapshot) => Promise<string | null>;
}

/** What a snapshot holds for one question. */
interface Found {
  readonly person: StoredPerson;
  /** Whom the question met. */
  readonly trainees: readonly string[];
  readonly path: PersonPath | null;
  readonly shown: Shown;
  readonly state: string | null;
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
  const { person, trainees, path, shown, state } = await readAtLeast(parts, requirements, (snapshot, parked) =>
    find(parts, request, asked, moment, snapshot, parked),
  );
  const opening = await opener(parts.keyStore, joinedOnly(person, path === null ? [] : trainees), request.partner);
  const body = path === null ? null : bodyOf(parts, request, asked, path, shown, opening);
  const decision = body !== null ? 'allowed' : trainees.length > 0 ? 'forbidden' : 'unknown';
  await traceRead(parts.pool, {
    ...reader,
    operation: asked.operation,
    trainees,
    dossier: asked.number,
    decision,
    categories: body === null ? [] : [...opening.opened],
    traceparent: request.id,
  });
  parts.reads.inc({ operation: asked.operation, decision });
  if (body === null) throw problem(404, 'not-found', 'There is nothing here for this reader.');
  return sendTagged(request, reply, { body, state });
}

async function find(
  parts: QueryParts,
  request: FastifyRequest,
  asked: Asked,
  moment: Moment,
  snapshot: Snapshot,
  parkedReceipts: readonly ParkedReceipt[],
): Promise<Found> {
  const person = await readPerson(snapshot, await asked.find(snapshot));
  const { trainees, seen: path } = composePath(person, moment, request.partner, parts.rules);
  const parkedPlaces = await readParkedOfDossiers(snapshot, path?.dossiers.flatMap(({ numbers }) => numbers) ?? []);
  const slices = [
    ...[...person.trainees, ...person.dossiers].map(({ slice }) => ['trainee', slice] as const),
    ...person.sessions.map(({ slice }) => ['offer', slice] as const),
  ];
  const state = stateOf(await readProgress(snapshot, slices));
  const freshness = {
    projectionVersion: snapshot.version,
    rulesVersion: snapshot.rulesHash,
    today: moment.today,
    asOf: moment.asOf,
    knownAt: moment.knownAt,
  };
  const parked = [...parkedReceipts, ...parkedPlaces.map(({ dossier, reason }) => ({ dossier, reason }))];
  return {
    person,
    trainees,
    path,
    shown: { freshness, parked },
    state: state === null ? null : stateToken(parts.secrets, state),
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
