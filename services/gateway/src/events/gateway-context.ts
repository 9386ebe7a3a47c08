import type { EventLog, Rights } from '@hub/core';
import type { AccessTrace, Dictionary, Evidence, KeyStore, Logger, Secrets } from '@hub/platform';
import type { GatewayLimits } from '../check/limits.ts';
import type { RegistryReadiness } from '../registry/gate/registry-readiness.ts';
import type { Registry } from '../registry/registry.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import type { Lately } from './lately.ts';
import type { TakingState } from './taking-state.ts';

/** What the steps of the door work with. */
export interface GatewayContext {
  readonly log: EventLog;
  /** Names the incarnation of the log in receipts. */
  readonly logEpoch: string;
  readonly registry: Registry;
  readonly readiness: RegistryReadiness;
  readonly keyStore: KeyStore;
  readonly secrets: Secrets;
  readonly rights: Rights;
  readonly trace: AccessTrace;
  readonly dictionary: Pick<Dictionary, 'validate'>;
  readonly limits: GatewayLimits;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
  /** What clients show to work. */
  readonly evidence: Evidence;
  readonly lately: Lately;
  readonly taking: TakingState;
  /** Marks that are written behind the answers; waited for when the door closes. */
  readonly markings: Set<Promise<void>>;
}
