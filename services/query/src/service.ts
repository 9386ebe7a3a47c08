import {
  type AccessTrace,
  type Dictionary,
  dictionaryRoutes,
  type KeyStore,
  loadRights,
  type Metrics,
  partnerAuth,
  type ReaderSecrets,
  type TokenRealm,
  traceRefusals,
  watchProgress,
} from '@hub/platform';
import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import { Counter } from 'prom-client';
import { changeRoutes } from './changes/change-routes.ts';
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
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly clock?: () => number;
  /** How long `Hub-At-Least` may hold a read; default 2,000. */
  readonly waitMsMax?: number;
  /** Whose tokens are taken; default: those of a hub without an address of its own. */
  readonly realm?: TokenRealm;
}

/** The reading half of the hub: dossiers, paths, sessions, receipts, the dictionary. */
export function queryPlugin(options: QueryOptions): FastifyPluginAsync {
  const { metrics } = options;
  const context: Omit<QueryContext, 'progress'> = {
    ...options,
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
    await server.register(dictionaryRoutes(options.dictionary));
  };
}

const questions = [
  changeRoutes,
  personRoutes,
  listRoutes,
  linkRoutes,
  sessionLinkRoutes,
  sessionRoutes,
  receiptRoutes,
  rectificationRoutes,
  statisticsRoutes,
];

export { purposes } from './http/reader.ts';
