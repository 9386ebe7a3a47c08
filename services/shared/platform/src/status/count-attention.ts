import { parisDay } from '@hub/core';
import type { Pool } from 'pg';
import { withTransaction } from '../postgres/pool.ts';
import { activeVersion } from '../projection/active-version.ts';
import { type AttentionCounts, countAttention } from '../projection/count-dossiers.ts';
import { rowShape } from '../projection/versions.ts';
import { within } from '../waiting/within.ts';

/** Null where no version is active, or one whose rows this hub does not read. */
export async function countAttentionNow(pool: Pool): Promise<AttentionCounts | null> {
  const active = await activeVersion(pool);
  if (active?.shape !== rowShape) return null;
  // All dossiers are counted: of a nation, that takes longer than a statement may.
  return withTransaction(pool, (client) => countAttention(client, active.schemaName, parisDay(Date.now())), {
    job: true,
  });
}

/** What was counted last, and when. */
export interface KeptAttention {
  readonly counts: AttentionCounts | null;
  /** RFC 3339; null: never yet. */
  readonly at: string | null;
}

const keptMs = 30_000;
const waitMsMax = 2_000;

/**
 * Counts at most twice a minute however many ask, one count at a time: whoever asks waits two seconds for a count under way,
 * and then is told the one before.
 */
export function keepAttention(pool: Pool): () => Promise<KeptAttention> {
  let kept: KeptAttention = { counts: null, at: null };
  let countedAt = Number.NEGATIVE_INFINITY;
  let counting: Promise<void> | null = null;
  const count = async () => {
    const counts = await countAttentionNow(pool);
    kept = { counts, at: new Date().toISOString() };
    countedAt = performance.now();
  };
  return async () => {
    if (performance.now() - countedAt > keptMs) {
      counting ??= count().finally(() => {
        counting = null;
      });
      await within(counting, waitMsMax, () => {});
    }
    return kept;
  };
}
