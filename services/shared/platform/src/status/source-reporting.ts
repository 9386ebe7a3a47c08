import type { Pool } from 'pg';
import { sourcesWritten } from '../access/clients.ts';
import { lastTaken } from '../conformance/last-taken.ts';
import { lastVisible } from '../projection/freshness.ts';

/** A source that is known, and when the hub last heard of it. */
export interface SourceReporting {
  readonly source: string;
  /** RFC 3339, to the minute; null: not within an hour, and no more is known. */
  readonly lastAt: string | null;
}

/**
 * Every source that a client may write for, and whatever else became visible within an hour. What was taken from a client is
 * remembered longer, and says of which source it was where the client writes for one alone.
 */
export async function readReporting(pool: Pool): Promise<readonly SourceReporting[]> {
  const [written, visible, taken] = await Promise.all([sourcesWritten(pool), lastVisible(pool), lastTaken(pool)]);
  const sources = [...new Set([...written.flatMap((each) => each.sources), ...visible.keys()])].sort();
  return sources.map((source) => {
    const alone = written.filter(({ sources: [only, ...others] }) => only === source && others.length === 0);
    const times = [visible.get(source), ...alone.map(({ clientId }) => taken.get(clientId))];
    return {
      source,
      lastAt:
        times
          .filter((at) => at !== undefined)
          .sort()
          .at(-1) ?? null,
    };
  });
}
