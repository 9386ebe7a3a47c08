const minuteMs = 60_000;

/** Minutes over which freshness is looked at. */
export const minutesShown = 5;
const lateShareMax = 0.01;

export interface Counted {
  readonly events: number;
  readonly late: number;
}

/** What became visible of one source and topic in one minute. */
export interface CountedMinute extends Counted {
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
}

/** The promise is not kept: more than one event of a hundred took longer. */
export function isLate({ events, late }: Counted): boolean {
  return late > lateShareMax * events;
}

export interface LateSince {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** It was late already where what is counted begins. */
  readonly orBefore: boolean;
}

/**
 * The minute since which the promise is not kept at any look at the last minutes; null: it is kept now. `from`: what was
 * counted before is not known.
 */
export function lateSince(
  minutes: readonly CountedMinute[],
  { from, now }: { from: number; now: number },
): LateSince | null {
  const isLateAt = (at: number) =>
    isLate(summed(minutes.filter((each) => each.at <= at && each.at > at - minutesShown * minuteMs)));
  let since = Math.floor(now / minuteMs) * minuteMs;
  if (!isLateAt(since)) return null;
  while (since - minuteMs >= from && isLateAt(since - minuteMs)) since -= minuteMs;
  return { at: since, orBefore: since - minuteMs < from };
}

function summed(minutes: readonly Counted[]): Counted {
  return minutes.reduce((sum, { events, late }) => ({ events: sum.events + events, late: sum.late + late }), {
    events: 0,
    late: 0,
  });
}

/** When readers began to see what is older than promised, by the age of the oldest state shown; null: they do not, or it is not known. */
export function behindSince(lagSeconds: number | null, promisedSeconds: number | null, now: number): number | null {
  if (lagSeconds === null || promisedSeconds === null || lagSeconds <= promisedSeconds) return null;
  return now - (lagSeconds - promisedSeconds) * 1_000;
}
