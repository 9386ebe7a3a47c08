import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { HubError } from '@hub/core';
import {
  type AskedDataSet,
  askDataSet,
  type DataSet,
  fieldProblem,
  findDataSet,
  findJob,
  isAgreed,
  type Job,
  listDataSets,
  nothingForReader,
  openCursor,
  problem,
  sealCursor,
  type TracedReader,
  traceRequest,
  weekFault,
  withTransaction,
} from '@hub/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { QueryContext } from '../http/context.ts';
import { namedReader } from '../http/reader.ts';
import { type DataSetState, dataSetSchemas } from './data-set-schemas.ts';
import { fileNameOf, type Manifest } from './manifest.ts';
import { sendFile } from './send-file.ts';
import type { DataSetStore } from './store.ts';

interface Ask {
  readonly Body: Pick<AskedDataSet, 'kind' | 'week'> & Partial<Pick<AskedDataSet, 'format' | 'bom'>>;
}
interface Listed {
  readonly Querystring: { readonly cursor?: string; readonly limit?: string };
}
interface OfOne {
  readonly Params: { readonly id: string };
}
interface OfFile {
  readonly Params: { readonly id: string; readonly name: string };
}

/** `POST` and `GET /v1/data-sets`: files of a week, of what the asker's own organisation sees. */
export function dataSetRoutes(server: FastifyInstance, context: QueryContext, store: DataSetStore | null): void {
  const common = { config: { traced: 'data-set' }, onRequest: context.authenticate } as const;
  server.post<Ask>('/v1/data-sets', { ...common, schema: dataSetSchemas.ask }, async (request, reply) => {
    const set = await ask(context, request);
    return reply.status(202).header('location', `/v1/data-sets/${set.id}`).send(set);
  });
  server.get<Listed>('/v1/data-sets', { ...common, schema: dataSetSchemas.list }, (request) =>
    answerList(context, request),
  );
  server.get<OfOne>('/v1/data-sets/:id', { ...common, schema: dataSetSchemas.show }, async (request) => {
    const set = await ownDataSet(context, request);
    return shown(set, await findJob(context.pool, set.id));
  });
  const manifest = { ...common, schema: dataSetSchemas.manifest };
  server.get<OfOne>('/v1/data-sets/:id/manifest', manifest, async (request, reply) => {
    const { signature } = await ownDataSet(context, request);
    if (signature === null) throw nothingThere();
    return reply.type('application/jose').send(signature);
  });
  const file = { ...common, schema: dataSetSchemas.file };
  server.get<OfFile>('/v1/data-sets/:id/files/:name', file, (request, reply) =>
    answerFile(context, store, request, reply),
  );
}

async function ask(context: QueryContext, request: FastifyRequest<Ask>): Promise<ReturnType<typeof shown>> {
  const reader = namedReader(request);
  const { partner, body } = request;
  const { kind, week, format = 'csv', bom = false } = body;
  const asked = { kind, week, format, bom, siret: partner.siret, purpose: reader.purpose ?? '' };
  if (!isAgreed(partner.convention, asked)) {
    throw problem(403, 'data-set-not-agreed', 'The convention of this partner names no such data set.', {
      detail: 'It names each by its kind and its purpose.',
    });
  }
  const fault = weekFault(week, context.clock());
  if (fault !== null) throw fieldProblem('/week', 'value-invalid', fault);
  const by = { siret: partner.siret, clientId: partner.clientId, agent: reader.agent ?? '', traceparent: request.id };
  const job = await withTransaction(context.pool, (client) => askDataSet(client, by, asked)).catch(refuseUnfinished);
  await traceWithout(context, request, reader, 'allowed');
  const set = await findDataSet(context.pool, job.id);
  if (set === null) throw nothingThere();
  return shown(set, job);
}

function refuseUnfinished(error: unknown): never {
  if (!(error instanceof HubError) || error.code !== 'job-unfinished') throw error;
  throw problem(409, 'job-unfinished', 'As things stand, this cannot be done.', { detail: error.message });
}

async function answerList(context: QueryContext, request: FastifyRequest<Listed>): Promise<object> {
  const reader = namedReader(request);
  const limit = Number(request.query.limit ?? '100');
  const list = `data-sets ${request.partner.siret}`;
  const before = openCursor<string>(context.secrets, list, request.query.cursor);
  const { siret } = request.partner;
  const found = await listDataSets(context.pool, { siret, purpose: reader.purpose ?? '', before, limit: limit + 1 });
  await traceWithout(context, request, reader, 'allowed');
  const sets = found.slice(0, limit);
  const items = await Promise.all(
    // What is made needs no look at its job.
    sets.map(async (set) => shown(set, set.madeAt === null ? await findJob(context.pool, set.id) : null)),
  );
  const last = sets.at(-1);
  return { items, next: found.length > limit && last ? sealCursor(context.secrets, list, last.id) : null };
}

/**
 * The data set of this id, where it was made for the asker's organisation and for the purpose named, and its convention
 * still names it; another's answers as unknown.
 */
async function ownDataSet(context: QueryContext, request: FastifyRequest<OfOne>): Promise<DataSet> {
  const reader = namedReader(request);
  const found = await findDataSet(context.pool, request.params.id);
  const isOwn =
    found !== null &&
    found.siret === request.partner.siret &&
    found.purpose === reader.purpose &&
    isAgreed(request.partner.convention, found);
  await traceWithout(context, request, reader, isOwn ? 'allowed' : found === null ? 'unknown' : 'forbidden');
  if (!isOwn) throw nothingThere();
  return found;
}

/** Whom a data set holds is in the trace since it was made; this says who asked for it. */
async function traceWithout(
  context: QueryContext,
  request: FastifyRequest,
  reader: TracedReader,
  decision: 'allowed' | 'forbidden' | 'unknown',
): Promise<void> {
  await traceRequest(context.trace, request, { reader, operation: 'data-set', persons: [], decision });
  context.reads.inc({ operation: 'data-set', decision });
}

function nothingThere() {
  return nothingForReader('GET /v1/data-sets');
}

function shown(set: DataSet, job: Job | null) {
  const { id, kind, purpose, week, format, bom, askedAt, madeAt, signature } = set;
  const state = stateOf(set, job);
  const isUnderWay = job !== null && state === 'making';
  return {
    ...{ id, kind, purpose, week, format, bom, state, askedAt, madeAt },
    progress: isUnderWay ? { done: job.done, total: job.total, secondsLeft: job.secondsLeft } : null,
    fault: faultOf(state, job),
    manifest: set.manifest === null ? null : (JSON.parse(set.manifest) as Manifest),
    signature,
  };
}

function faultOf(state: DataSetState, job: Job | null): string | null {
  if (state === 'waiting') return job?.error?.message ?? null;
  if (state !== 'failed') return null;
  return job?.error?.message ?? 'It was cancelled: ask for its week again.';
}

function stateOf({ madeAt, file }: DataSet, job: Job | null): DataSetState {
  if (madeAt !== null) return file === null ? 'ended' : 'ready';
  if (job?.state === 'waiting') return 'waiting';
  // Offered between the look at it and the look at its job, which is done after that.
  return job?.state === 'running' || job?.state === 'done' ? 'making' : 'failed';
}

const mediaTypes = { csv: 'text/csv; charset=utf-8; header=present', parquet: 'application/vnd.apache.parquet' };

async function answerFile(
  context: QueryContext,
  store: DataSetStore | null,
  request: FastifyRequest<OfFile>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const set = await ownDataSet(context, request);
  const name = fileNameOf(set);
  if (request.params.name !== name || set.manifest === null) throw nothingThere();
  if (set.file === null) {
    throw ended(set);
  }
  const { bytes, sha256 } = JSON.parse(set.manifest) as Manifest;
  const handle = store === null ? null : await open(join(store.directory, set.file)).catch(() => null);
  if (handle === null) throw (await findDataSet(context.pool, set.id))?.file ? notHere() : ended(set);
  try {
    if ((await handle.stat()).size !== bytes) throw notHere();
    return await sendFile(request, reply, {
      handle,
      name,
      bytes,
      mediaType: mediaTypes[set.format],
      tag: `"${sha256}"`,
    });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function ended({ kind, week }: DataSet) {
  return problem(410, 'data-set-ended', 'The days of this data set are over, and its file is deleted.', {
    detail: `Have it made again: POST /v1/data-sets with kind ${kind} and week ${week}, or "hub dataset make".`,
  });
}

/** The directory is not that of the process that made it. */
function notHere() {
  return problem(503, 'unavailable', 'The file of this data set is not in the directory of this process.', {
    headers: { 'retry-after': '60' },
  });
}
