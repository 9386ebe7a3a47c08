import type { Topic } from '@hub/contracts';
import {
  askJob,
  countParked,
  fieldProblem,
  findParked,
  type ParkedEvent,
  type ParkedFilter,
  pageParked,
  placeName,
  placeNamed,
  readMessage,
} from '@hub/platform';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  type AdminContext,
  change,
  found,
  limitOf,
  operatorOf,
  page,
  refused,
  requireImpersonal,
} from './admin-frame.ts';
import { countsSchema, listSchema, retrySchema, settleSchema, showSchema } from './parked-schemas.ts';

interface ParkedQuery extends Omit<ParkedFilter, 'settled' | 'dossier' | 'id'> {
  readonly dossier?: string;
  readonly settled?: 'true' | 'false' | 'all';
  readonly cursor?: string;
  readonly limit?: string;
}

interface Retrying extends Omit<ParkedFilter, 'settled' | 'id'> {
  readonly places?: readonly string[];
  readonly dryRun?: boolean;
}

interface Place {
  readonly version: string;
  readonly topic: Topic;
  readonly slice: string;
  readonly offset: string;
}

const logMsMax = 4_000;

/** `/v1/admin/parked`: what could not be projected; projectors retry it, which alone may write records. */
export function parkedRoutes(server: FastifyInstance, context: AdminContext): void {
  const { pool, log } = context;
  server.get<{ Querystring: ParkedQuery }>('/v1/admin/parked', { schema: listSchema }, async (request) => {
    operatorOf(request);
    const { cursor, dossier, settled = 'false', limit: _, ...named } = request.query;
    const limit = limitOf(request.query);
    const filter: ParkedFilter = {
      ...named,
      dossier: dossier === undefined ? undefined : Number(dossier),
      settled: settled === 'all' ? settled : settled === 'true',
    };
    const after = cursor === undefined ? undefined : requirePlace('/query/cursor', cursor);
    const events = await pageParked(pool, filter, { after, limit: limit + 1 });
    return page(events.map(shown), limit, ({ place }) => place);
  });
  server.get('/v1/admin/parked/counts', { schema: countsSchema }, async (request) => {
    operatorOf(request);
    return { items: await countParked(pool) };
  });
  server.get<{ Params: Place }>(
    '/v1/admin/parked/:version/:topic/:slice/:offset',
    { schema: showSchema },
    async (request) => {
      operatorOf(request);
      const { slice, offset, ...named } = request.params;
      const place = { ...named, slice: Number(slice), offset: Number(offset) };
      const parked = found(await findParked(pool, place), 'parked event');
      const { value } = await readMessage(log, place, logMsMax);
      return { ...shown(parked), stored: value.toString() };
    },
  );
  workRoutes(server, context);
}

function workRoutes(server: FastifyInstance, context: AdminContext): void {
  server.post<{ Body: Retrying }>('/v1/admin/parked/retries', { schema: retrySchema }, async (request, reply) => {
    const { places, dryRun = false, ...filter } = request.body;
    if (places !== undefined && Object.keys(filter).length > 0) {
      throw refused('wrong-use', 'Name places, or what all of them have in common: not both.');
    }
    if (places !== undefined) await requireParkedAt(context, places);
    const asked = places === undefined ? { filter, dryRun } : { places, dryRun };
    reply.status(202);
    return ask(context, request, { kind: 'parked-retry', what: 'parked-retry-asked' }, asked);
  });
  server.post<{ Body: { places: readonly string[]; why: string } }>(
    '/v1/admin/parked/settlements',
    { schema: settleSchema },
    async (request, reply) => {
      const { places, why } = request.body;
      requireImpersonal('/why', why);
      await requireParkedAt(context, places);
      reply.status(202);
      return ask(context, request, { kind: 'parked-settlement', what: 'parked-settlement-asked' }, { places, why });
    },
  );
}

function ask(
  context: AdminContext,
  request: FastifyRequest,
  { kind, what }: { readonly kind: string; readonly what: string },
  parameters: object,
): Promise<object> {
  return change(context, request, { what, subject: 'parked' }, async (client, by) => {
    const job = await askJob(client, by, { kind, parameters, exclusive: 'all' });
    return { before: null, after: { ...parameters, job: job.id }, answer: job };
  });
}

async function requireParkedAt({ pool }: AdminContext, places: readonly string[]): Promise<void> {
  for (const [index, name] of places.entries()) {
    const pointer = `/places/${index}`;
    if ((await findParked(pool, requirePlace(pointer, name))) !== null) continue;
    throw fieldProblem(pointer, 'value-invalid', 'nothing is parked there');
  }
}

function requirePlace(pointer: string, name: string) {
  const place = placeNamed(name);
  if (place !== null) return place;
  throw fieldProblem(pointer, 'value-invalid', 'it is no place of the log');
}

export function shown(parked: ParkedEvent) {
  return { place: placeName(parked), ...parked };
}
