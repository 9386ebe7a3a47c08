import type { Topic } from '@hub/contracts';
import type { Pool } from 'pg';
import { readDelays, type SummedDelays } from '../projection/delay-counts.ts';
import { freshnessBounds, freshnessTable, promisedFreshness } from '../projection/freshness.ts';
import { quantileOf } from '../projection/histogram.ts';

/** How soon after their receipt events are visible in a version. */
export interface FreshnessFigures {
  /** What the projectors promise; null where none of them projected anything within an hour. */
  readonly promisedSeconds: number | null;
  /** Over these last minutes. */
  readonly minutes: number;
  readonly sources: readonly SourceFreshness[];
}

export interface SourceFreshness {
  readonly source: string;
  readonly topic: Topic;
  readonly events: number;
  /** Half of the events, and 99 of 100, were visible within so many seconds. */
  readonly p50Seconds: number;
  readonly p99Seconds: number;
  /** Events that took longer than promised. */
  readonly late: number;
  /** More than one event of a hundred took longer than promised. */
  readonly isLate: boolean;
}

const minutesShown = 5;
const lateShareMax = 0.01;

export async function freshnessOf(pool: Pool, version: string): Promise<FreshnessFigures> {
  const counted = await readDelays(pool, freshnessTable, version, minutesShown);
  return {
    promisedSeconds: await promisedFreshness(pool, version),
    minutes: minutesShown,
    sources: counted.map(figuresOf),
  };
}

function figuresOf({ pair: [source, topic], counts, late }: SummedDelays): SourceFreshness {
  const events = counts.reduce((sum, count) => sum + count, 0);
  const [p50Seconds, p99Seconds] = [0.5, 0.99].map((share) => quantileOf(freshnessBounds, counts, share)) as [
    number,
    number,
  ];
  return { source, topic: topic as Topic, events, p50Seconds, p99Seconds, late, isLate: late > lateShareMax * events };
}
