import type { EventLog } from '@hub/core';
import {
  type AccessTrace,
  type Dictionary,
  dataSetJob,
  type Evidence,
  type KeyStore,
  type Logger,
  loadRights,
  type Metrics,
  noEvidence,
  partnerAuth,
  type ReaderSecrets,
  runJobs,
  type TokenRealm,
  traceRefusals,
  watchProgress,
} from '@hub/platform';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import { Counter } from 'prom-client';
import { changeRoutes } from './changes/change-routes.ts';
import { conformanceRoutes } from './conformance/conformance-routes.ts';
import { consultationRoutes } from './consultations/consultation-routes.ts';
import { dataSetRoutes } from './data-sets/data-set-routes.ts';
import { makingJob } from './data-sets/make-data-set.ts';
import { type DataSetStore, dataSetMetrics, keepStore } from './data-sets/store.ts';
import type { SetDatabase } from './data-sets/write-in-process.ts';
import type { QueryContext } from './http/context.ts';
import { linkRoutes } from './links/link-routes.ts';
import { sessionLinkRoutes } from './links/session-links.ts';
import { listRoutes } from './lists/list-routes.ts';
import { personRoutes } from './person/person-routes.ts';
import { receiptRoutes } from './receipts/receipt-routes.ts';
import { rectificationRoutes } from './rectifications/rectification-routes.ts';
import { sessionRoutes } from './sessions/session-routes.ts';
import { statisticsRoutes } from './statistics/statistics-routes.ts';

export interface QueryOptions {
  readonly pool: Pool;
  readonly keyStore: KeyStore;
  readonly secrets: ReaderSecrets;
  readonly dictionary: Dictionary;
  readonly metrics: Metrics;
  readonly trace: AccessTrace;
  /** What clients show to work; default: nothing is noted. */
  readonly evidence?: Evidence;
  /** Where data sets are; default: this process neither makes nor gives any. */
  readonly dataSets?: DataSetStore & {
    readonly logger: Logger;
    readonly log: Pick<EventLog, 'endOffsets'>;
    readonly database: SetDatabase;
  };
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly clock?: () => number;
  /** How long `Hub-At-Least` may hold a read; default 2,000. */
  readonly waitMsMax?: number;
  /** Whose tokens are taken; default: those of a hub without an address of its own. */
  readonly realm?: TokenRealm;
}

/** The reading half of the hub: dossiers, paths, sessions, receipts. */
export function queryPlugin(options: QueryOptions): FastifyPluginAsync {
  const { metrics } = options;
  const context: Omit<QueryContext, 'progress'> = {
    ...options,
    evidence: options.evidence ?? noEvidence,
    rights: loadRights(),
    authenticate: partnerAuth({ ...options, scopes: ['read'] }),
    authenticateWriters: partnerAuth({ ...options, scopes: ['read', 'write'] }),
    authenticateOperators: partnerAuth({ ...options, kinds: ['hub-operator'], scopes: ['admin'] }),
    reads: new Counter({
      name: 'hub_reads_total',
      help: 'Reads of persons',
      labelNames: ['operation', 'decision'],
      registers: [metrics],
    }),
    clock: options.clock ?? Date.now,
    waitMsMax: options.waitMsMax ?? 2_000,
  };
  return async (server) => {
    const progress = watchProgress(options.pool, server.log);
    server.addHook('onClose', () => progress.close());
    traceRefusals(server, options.trace);
    for (const routes of questions) routes(server, { ...context, progress });
    dataSetRoutes(server, { ...context, progress }, options.dataSets ?? null);
    makeDataSets(server, options, context);
  };
}

/** Whoever holds public keys alone cannot sign what it makes: another process makes it. */
function makeDataSets(
  server: FastifyInstance,
  { dataSets: store, metrics }: QueryOptions,
  context: Omit<QueryContext, 'progress'>,
): void {
  if (store === undefined) return;
  const { pool, secrets } = context;
  const { logger, log, database } = store;
  const kept = keepStore({ pool, logger, store });
  const making = makingJob({ ...context, store, log, database, metrics: dataSetMetrics(metrics) });
  const works = secrets.tokenKey.d === undefined ? {} : { [dataSetJob]: making };
  const jobs = runJobs({ pool, logger, works });
  server.addHook('onClose', async () => {
    await jobs.close();
    await kept.close();
  });
}

const questions = [
  changeRoutes,
  personRoutes,
  listRoutes,
  linkRoutes,
  sessionLinkRoutes,
  sessionRoutes,
  receiptRoutes,
  conformanceRoutes,
  consultationRoutes,
  rectificationRoutes,
  statisticsRoutes,
];

export { purposes } from './http/reader.ts';
