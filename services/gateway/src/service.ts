import type { EventLog } from '@hub/core';
import {
  type Dictionary,
  dossierNumbers,
  type KeyStore,
  type Logger,
  type Metrics,
  partnerAuth,
  type Secrets,
} from '@hub/platform';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { eventsRoute } from './adapters/events-route.ts';
import { operatorRoutes } from './adapters/operator-routes.ts';
import { postgresRegistry } from './adapters/postgres-registry.ts';
import { openRegistryDraft } from './adapters/postgres-registry-draft.ts';
import { closeRegistryGate, openRegistryGate } from './adapters/registry-gate.ts';
import { openEntrance } from './app/entrance.ts';
import { gatewayMetrics } from './app/gateway-metrics.ts';
import * as job from './app/rebuild-registry.ts';
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
    const gate = openRegistryGate(options);
    server.addHook('onClose', async () => {
      await Promise.all(markings);
      await closeRegistryGate(gate);
    });
    const operators = partnerAuth({ ...options, kinds: ['operator'] });
    // A room of its own: the door for events reads bytes, operators send plain JSON.
    await server.register(async (room) => operatorRoutes(room, parts, options.pool, gate, operators));
    eventsRoute(server, openEntrance(parts), gate, partnerAuth(options));
  };
}

export interface RegistryJobOptions extends Pick<GatewayOptions, 'log' | 'pool' | 'keyStore' | 'secrets'> {
  readonly onProgress?: (events: number, eventsTotal: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Fills the registry (aliases, trainees, numbers, verdicts, links) again from the log and the key store; answers what it
 * said otherwise before. Throws `registry-in-use` where a gateway serves, `key-missing`, `secrets-unusable`; the
 * registry is then as it was.
 */
export function rebuildRegistry(options: RegistryJobOptions): Promise<job.RegistryReport> {
  return withDraft(options, true, job.rebuildRegistry);
}

/** What differs between the registry and the log; changes nothing, and gateways may go on. Throws like the above. */
export function verifyRegistry(options: RegistryJobOptions): Promise<job.RegistryReport> {
  return withDraft(options, false, job.verifyRegistry);
}

async function withDraft(
  options: RegistryJobOptions,
  exclusive: boolean,
  work: (parts: job.RegistryJob) => Promise<job.RegistryReport>,
): Promise<job.RegistryReport> {
  const { pool, secrets } = options;
  const draft = await openRegistryDraft(pool, secrets.pepper.version, { exclusive });
  try {
    return await work({ ...options, draft, numberOf: dossierNumbers(secrets) });
  } finally {
    await draft.close();
  }
}

export { type RegistryReport, registryDiffers } from './app/rebuild-registry.ts';
export type { RegistryTable, TableDifference } from './app/registry-draft.ts';
export { gatewayConfig } from './config.ts';
export type { GatewayLimits } from './domain/limits.ts';
