import type { EventLog } from '@hub/core';
import { type Dictionary, type KeyStore, type Logger, type Metrics, partnerAuth, type Secrets } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { eventsRoute } from './adapters/events-route.ts';
import { operatorRoutes } from './adapters/operator-routes.ts';
import { postgresRegistry } from './adapters/postgres-registry.ts';
import { openEntrance } from './app/entrance.ts';
import { gatewayMetrics } from './app/gateway-metrics.ts';
import { gatewayConfig } from './config.ts';
import type { GatewayLimits } from './domain/limits.ts';

export interface GatewayOptions {
  readonly log: EventLog;
  /** Schema `registry` and `access`. */
  readonly pool: Pool;
  readonly keyStore: KeyStore;
  readonly secrets: Secrets;
  readonly dictionary: Pick<Dictionary, 'validate'>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Default: from the environment. */
  readonly limits?: GatewayLimits;
}

/**
 * The one door in: `server.register(gatewayPlugin(options))` adds `POST /v1/events`. Throws `configuration-invalid`.
 * Nothing it answered for is lost when the server closes: each answer comes after the log's.
 */
export function gatewayPlugin(options: GatewayOptions): (server: FastifyInstance) => Promise<void> {
  const limits = options.limits ?? gatewayConfig();
  const registry = postgresRegistry(options);
  const metrics = gatewayMetrics(options.metrics);
  return async (server) => {
    const { log, keyStore, secrets, dictionary, logger } = options;
    const logEpoch = await log.epoch();
    const markings = new Set<Promise<void>>();
    const parts = { log, logEpoch, registry, keyStore, secrets, dictionary, limits, logger, metrics, markings };
    server.addHook('onClose', async () => {
      await Promise.all(markings);
    });
    const operators = partnerAuth({ ...options, kinds: ['operator'] });
    // A room of its own: the door for events reads bytes, operators send plain JSON.
    await server.register(async (room) => operatorRoutes(room, parts, options.pool, operators));
    eventsRoute(server, openEntrance(parts), partnerAuth(options));
  };
}

export { gatewayConfig } from './config.ts';
export type { GatewayLimits } from './domain/limits.ts';
