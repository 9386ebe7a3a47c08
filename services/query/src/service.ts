import type { Rules } from '@hub/core';
import {
  type Dictionary,
  dictionaryRoutes,
  type KeyStore,
  type Metrics,
  partnerAuth,
  type Secrets,
} from '@hub/platform';
import type { FastifyPluginAsync } from 'fastify';
import type { Pool } from 'pg';
import { Counter } from 'prom-client';
import { linkRoutes } from './adapters/link-routes.ts';
import { listRoutes } from './adapters/list-routes.ts';
import { personRoutes } from './adapters/person-routes.ts';
import type { QueryParts } from './adapters/query-parts.ts';
import { receiptRoutes } from './adapters/receipt-routes.ts';
import { sessionRoutes } from './adapters/session-routes.ts';

export interface QueryOptions {
  readonly pool: Pool;
  readonly keyStore: KeyStore;
  readonly secrets: Secrets;
  readonly rules: Rules;
  readonly dictionary: Dictionary;
  readonly metrics: Metrics;
  /** Milliseconds since 1970; default: the machine's clock. */
  readonly clock?: () => number;
  /** How long `Hub-At-Least` may hold a read; default 2,000. */
  readonly waitMsMax?: number;
}

/** The reading half of the hub: dossiers, paths, sessions, receipts, dictionary (CONTRACT 3). */
export function queryPlugin(options: QueryOptions): FastifyPluginAsync {
  const { pool, secrets, metrics } = options;
  const parts: QueryParts = {
    ...options,
    authenticate: partnerAuth({ pool, secrets }),
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
    personRoutes(server, parts);
    listRoutes(server, parts);
    linkRoutes(server, parts);
    sessionRoutes(server, parts);
    receiptRoutes(server, parts);
    await server.register(dictionaryRoutes(options.dictionary));
  };
}

export { purposes } from './adapters/request-parts.ts';
