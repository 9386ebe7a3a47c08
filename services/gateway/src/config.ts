import { readSettings } from '@hub/platform';
import { z } from 'zod';
import type { GatewayLimits } from './check/limits.ts';

const count = (byDefault: number, least: number, most: number) =>
  z.coerce.number().int().min(least).max(most).default(byDefault);

/** What the gateway reads besides. */
export const environment = z.object({
  HUB_GATEWAY_BATCH_EVENTS_MAX: count(1_000, 1, 10_000).describe('Most events in one batch.'),
  HUB_GATEWAY_BODY_BYTES_MAX: count(5 * 1024 * 1024, 1_024, 64 * 1024 * 1024).describe(
    'Most bytes of one request, unpacked.',
  ),
  HUB_GATEWAY_ITEM_BYTES_MAX: count(64 * 1024, 1_024, 512 * 1024).describe('Most bytes of one event.'),
  HUB_GATEWAY_NESTING_MAX: count(32, 4, 128).describe('Deepest nesting of the JSON of one event.'),
  HUB_GATEWAY_CLOCK_AHEAD_MS: count(5 * 60_000, 0, 3_600_000).describe(
    'How far the clock of a partner may run ahead of ours, in milliseconds.',
  ),
  HUB_GATEWAY_PIPELINES_MAX: count(2, 1, 64).describe(
    'Pipelines at once: while one appends to the log, the next is checked.',
  ),
  HUB_GATEWAY_PIPELINE_EVENTS_MAX: count(1_000, 1, 10_000).describe('Most events that go through a pipeline together.'),
  HUB_GATEWAY_WAITING_EVENTS_MAX: count(20_000, 1, 1_000_000).describe(
    'Events that may wait for a pipeline; above it the door answers 503 with `Retry-After`.',
  ),
});

/** Throws `configuration-invalid` naming every wrong value. */
export function gatewayConfig(env: NodeJS.ProcessEnv = process.env): GatewayLimits {
  const given = readSettings(environment, env);
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
