import type { EventLog } from '@hub/core';
import { type Dictionary, type KeyStore, type Logger, type Metrics, partnerAuth, type Secrets } from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import type { GatewayLimits } from './check/limits.ts';
import { gatewayConfig } from './config.ts';
import { openAdmissionQueue } from './events/accept-events.ts';
import { eventsRoute } from './events/events-route.ts';
import type { GatewayContext } from './events/gateway-context.ts';
import { gatewayMetrics } from './events/gateway-metrics.ts';
import { operatorRoutes } from './operators/operator-routes.ts';
import { openRegistry } from './registry/registry.ts';
import { closeReadiness, openReadiness } from './registry/registry-readiness.ts';

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
 * The one door in: `server.register(gatewayPlugin(options))` adds `POST /v1/events` and what operators do. Throws
 * `configuration-invalid`. Nothing it answered for is lost when the server closes: each answer comes after the log's.
 */
export function gatewayPlugin(options: GatewayOptions): (server: FastifyInstance) => Promise<void> {
  const limits = options.limits ?? gatewayConfig();
  const registry = openRegistry(options);
  const metrics = gatewayMetrics(options.metrics);
  return async (server) => {
    const { log, keyStore, secrets, dictionary, logger } = options;
    const logEpoch = await log.epoch();
    const markings = new Set<Promise<void>>();
    const shared = { log, logEpoch, registry, keyStore, secrets };
    const context: GatewayContext = { ...shared, dictionary, limits, logger, metrics, markings };
    const readiness = openReadiness(options);
    server.addHook('onClose', async () => {
      await Promise.all(markings);
      await closeReadiness(readiness);
    });
    const operators = partnerAuth({ ...options, kinds: ['operator'] });
    // Operators send plain JSON, and the door for events reads bytes: each has its own content type parsers.
    await server.register(async (inner) => operatorRoutes(inner, context, readiness, operators));
    eventsRoute(server, openAdmissionQueue(context), readiness, partnerAuth(options));
  };
}

export type { GatewayLimits } from './check/limits.ts';
export { environment as gatewayEnvironment, gatewayConfig } from './config.ts';
export {
  type RegistryJobOptions,
  type RegistryReport,
  rebuildRegistry,
  verifyRegistry,
} from './registry/rebuild/rebuild-registry.ts';
export { type RegistryTable, registryDiffers, type TableDifference } from './registry/rebuild/registry-difference.ts';
