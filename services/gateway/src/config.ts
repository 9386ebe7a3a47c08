import { HubError } from '@hub/core';
import { z } from 'zod';
import type { GatewayLimits } from './check/limits.ts';

const count = (byDefault: number, least: number, most: number) =>
  z.coerce.number().int().min(least).max(most).default(byDefault);

const environment = z.object({
  HUB_GATEWAY_BATCH_EVENTS_MAX: count(1_000, 1, 10_000),
  HUB_GATEWAY_BODY_BYTES_MAX: count(5 * 1024 * 1024, 1_024, 64 * 1024 * 1024),
  HUB_GATEWAY_ITEM_BYTES_MAX: count(64 * 1024, 1_024, 512 * 1024),
  HUB_GATEWAY_NESTING_MAX: count(32, 4, 128),
  HUB_GATEWAY_CLOCK_AHEAD_MS: count(5 * 60_000, 0, 3_600_000),
  HUB_GATEWAY_PIPELINES_MAX: count(2, 1, 64),
  HUB_GATEWAY_PIPELINE_EVENTS_MAX: count(1_000, 1, 10_000),
  HUB_GATEWAY_WAITING_EVENTS_MAX: count(20_000, 1, 1_000_000),
});

/** Throws `configuration-invalid` naming every wrong value. */
export function gatewayConfig(env: NodeJS.ProcessEnv = process.env): GatewayLimits {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new HubError('configuration-invalid', faults.join('\n'));
  }
  const given = parsed.data;
  return Object.freeze({
    batchEventsMax: given.HUB_GATEWAY_BATCH_EVENTS_MAX,
    bodyBytesMax: given.HUB_GATEWAY_BODY_BYTES_MAX,
    itemBytesMax: given.HUB_GATEWAY_ITEM_BYTES_MAX,
    nestingMax: given.HUB_GATEWAY_NESTING_MAX,
    clockAheadMs: given.HUB_GATEWAY_CLOCK_AHEAD_MS,
    pipelinesMax: given.HUB_GATEWAY_PIPELINES_MAX,
    pipelineEventsMax: given.HUB_GATEWAY_PIPELINE_EVENTS_MAX,
    waitingEventsMax: given.HUB_GATEWAY_WAITING_EVENTS_MAX,
  });
}
