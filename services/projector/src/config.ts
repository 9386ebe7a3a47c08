import type { Rules } from '@hub/core';
import { readSettings } from '@hub/platform';
import { z } from 'zod';

export interface ProjectorSettings {
  /** A source with more facts in one dossier, trainee or session is marked full there, and the door refuses more of it. */
  readonly factsMax: number;
  /**
   * How long a projector that is not heard of keeps its slices, where nothing says that it is gone: stopped, or cut off.
   * Renewed every third of it.
   */
  readonly leaseMs: number;
  /** Most events in one transaction. */
  readonly batchEventsMax: number;
  /** Most bytes of event values in one transaction; each lane holds at most four times as much in memory. */
  readonly batchBytesMax: number;
  /** Transactions at once: while the database writes one, the next is folded. */
  readonly lanes: number;
  /** Within how many seconds of its receipt an event is to be visible; what takes longer is counted as late. */
  readonly freshnessSeconds: number;
  /** MiB of events that the threads of a rebuild or a verification hold at once. */
  readonly rebuildMemoryMb: number;
}

/** What the projector reads besides. */
export const environment = z.object({
  HUB_DOSSIER_FACTS_MAX: z.coerce.number().int().min(1).max(1_000_000).optional().meta({
    description:
      'A source with more facts in one dossier, trainee or session is marked full there, and the door refuses more of it.',
    byDefault: '`factsMax` of `schemas/rules.json`',
  }),
  HUB_LEASE_MS: z.coerce
    .number()
    .int()
    .min(500)
    .max(600_000)
    .default(3_000)
    .describe(
      'How long a projector that is not heard of keeps its slices where nothing says that it is gone, in milliseconds; renewed every third of it.',
    ),
  HUB_PROJECTOR_BATCH_EVENTS_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(6_000)
    .describe('Most events in one transaction.'),
  HUB_PROJECTOR_BATCH_BYTES_MAX: z.coerce
    .number()
    .int()
    .min(1 << 17)
    .max(1 << 28)
    .default(8 << 20)
    .describe('Most bytes of event values in one transaction; each lane holds at most four times as much in memory.'),
  HUB_PROJECTOR_LANES: z.coerce
    .number()
    .int()
    .min(1)
    .max(16)
    .default(2)
    .describe('Transactions at once: while the database writes one, the next is folded.'),
  HUB_FRESHNESS_SECONDS: z.coerce
    .number()
    .min(0.1)
    .max(3_600)
    .default(5)
    .describe(
      'Within how many seconds of its receipt an event is promised to be visible; what takes longer is counted as late and shown by `hub status`.',
    ),
  HUB_REBUILD_MEMORY_MB: z.coerce
    .number()
    .int()
    .min(16)
    .max(65_536)
    .default(512)
    .describe('MiB of events that a rebuild or a verification holds at once in a projector, all threads together.'),
});

/** Settings from the environment, else from the rules. Throws `configuration-invalid` that names every problem at once. */
export function projectorSettings(
  rules: Pick<Rules, 'factsMax'>,
  env: NodeJS.ProcessEnv = process.env,
): ProjectorSettings {
  const given = readSettings(environment, env);
  return Object.freeze({
    factsMax: given.HUB_DOSSIER_FACTS_MAX ?? rules.factsMax,
    leaseMs: given.HUB_LEASE_MS,
    batchEventsMax: given.HUB_PROJECTOR_BATCH_EVENTS_MAX,
    batchBytesMax: given.HUB_PROJECTOR_BATCH_BYTES_MAX,
    lanes: given.HUB_PROJECTOR_LANES,
    freshnessSeconds: given.HUB_FRESHNESS_SECONDS,
    rebuildMemoryMb: given.HUB_REBUILD_MEMORY_MB,
  });
}
