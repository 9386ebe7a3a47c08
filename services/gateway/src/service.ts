import { type EventLog, HubError } from '@hub/core';
import {
  type AccessTrace,
  type Dictionary,
  type Evidence,
  type KeyStore,
  type Logger,
  loadRights,
  type Metrics,
  noEvidence,
  partnerAuth,
  runJobs,
  type Secrets,
  type TokenRealm,
} from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { adminRoutes } from './admin/admin-routes.ts';
import { gatewayJobs } from './admin/gateway-jobs.ts';
import type { GatewayLimits } from './check/limits.ts';
import { gatewayConfig } from './config.ts';
import { openAdmissionQueue } from './events/accept-events.ts';
import { eventsRoute } from './events/events-route.ts';
import type { GatewayContext } from './events/gateway-context.ts';
import { gatewayMetrics, showTaking } from './events/gateway-metrics.ts';
import { openLately } from './events/lately.ts';
import { requireTaking, type TakingState } from './events/taking-state.ts';
import { operatorRoutes } from './operators/operator-routes.ts';
import {
  closeReadiness,
  openReadiness,
  type RegistryReadiness,
  registryState,
} from './registry/gate/registry-readiness.ts';
import { openRegistry } from './registry/registry.ts';

export interface GatewayOptions {
  readonly log: EventLog;
  /** Schema `registry` and `access`. */
  readonly pool: Pool;
  readonly keyStore: KeyStore;
  readonly secrets: Secrets;
  readonly dictionary: Pick<Dictionary, 'validate'>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly trace: AccessTrace;
  /** What clients show to work; default: nothing is noted. */
  readonly evidence?: Evidence;
  /** Told once, when the door opens. */
  readonly onOpen?: (door: Door) => void;
  /** Default: from the environment. */
  readonly limits?: GatewayLimits;
  /** Whose tokens are taken; default: those of a hub without an address of its own. */
  readonly realm?: TokenRealm;
}

/** What the door says of itself; neither waits. */
export interface Door {
  /** Throws why nothing may be reserved in the registry. */
  requireRegistry(): void;
  /** Throws why the last events could not be taken, if that was a moment ago. */
  requireTaking(): void;
}

/**
 * The one door in: `server.register(gatewayPlugin(options))` adds `POST /v1/events` and what operators do. Throws
 * `configuration-invalid`. Nothing it answered for is lost when the server closes: each answer comes after the log's.
 */
export function gatewayPlugin(options: GatewayOptions): (server: FastifyInstance) => Promise<void> {
  const limits = options.limits ?? gatewayConfig();
  const registry = openRegistry(options);
  const metrics = gatewayMetrics(options.metrics);
  const rights = loadRights();
  return async (server) => {
    const { log, keyStore, secrets, dictionary, logger, trace, evidence = noEvidence } = options;
    const logEpoch = await log.epoch();
    const markings = new Set<Promise<void>>();
    const readiness = openReadiness(options);
    const taking: TakingState = { failed: null };
    const shared = { log, logEpoch, rights, registry, readiness, keyStore, secrets, trace };
    const noted = { evidence, lately: openLately() };
    const context: GatewayContext = { ...shared, ...noted, dictionary, limits, logger, metrics, taking, markings };
    const door = doorOf(readiness, taking);
    showTaking(options.metrics, () => isTaking(door));
    options.onOpen?.(door);
    server.addHook('onClose', async () => {
      await Promise.all(markings);
      await closeReadiness(readiness);
    });
    const queue = openAdmissionQueue(context);
    const operators = partnerAuth({ ...options, kinds: ['hub-operator'], scopes: ['admin'] });
    // Operators send plain JSON, and the door for events reads bytes: each has its own content type parsers.
    await server.register(async (inner) => operatorRoutes(inner, queue, readiness, operators));
    const admin = { ...context, pool: options.pool };
    await server.register(async (inner) => adminRoutes(inner, admin, operators));
    const jobs = runJobs({ pool: options.pool, logger, works: gatewayJobs(admin) });
    server.addHook('onClose', () => jobs.close());
    eventsRoute(server, queue, readiness, partnerAuth({ ...options, scopes: ['write'] }));
  };
}

function doorOf(readiness: RegistryReadiness, taking: TakingState): Door {
  return {
    requireRegistry: () => {
      const state = registryState(readiness);
      if (!state.ok) throw new HubError(state.code, state.why);
    },
    requireTaking: () => requireTaking(taking),
  };
}

function isTaking(door: Door): boolean {
  try {
    door.requireRegistry();
    door.requireTaking();
    return true;
  } catch {
    return false;
  }
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
