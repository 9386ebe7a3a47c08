import type { StoredMessage } from '@hub/core';
import { positionsOf, type SliceProgress } from '@hub/platform';

/**
 * Whether a reading has come to what the log held when it began. What was received before that moment waited for the
 * reading to begin, or for the backlog before it: its age says nothing of how fast events become visible.
 */
export interface Level {
  /** Milliseconds since 1970; null: behind. */
  readonly since: number | null;
  /** These were projected. */
  reached(messages: readonly StoredMessage[]): void;
}

/** `ends`: of the log when the reading begins, by `<topic> <slice>`. */
export function levelOf(slices: readonly SliceProgress[], ends: ReadonlyMap<string, number>, clock = Date.now): Level {
  const goals = new Map<string, number>();
  for (const { topic, slice, offset } of positionsOf(slices)) {
    const end = ends.get(`${topic} ${slice}`) ?? 0;
    if (end > offset) goals.set(`${topic} ${slice}`, end);
  }
  let since = goals.size === 0 ? clock() : null;
  return {
    get since() {
      return since;
    },
    reached(messages) {
      if (since !== null) return;
      for (const { topic, slice, offset } of messages) {
        if (offset + 1 >= (goals.get(`${topic} ${slice}`) ?? Number.POSITIVE_INFINITY))
          goals.delete(`${topic} ${slice}`);
      }
      if (goals.size === 0) since = clock();
    },
  };
}
