import type { Topic } from '@hub/contracts';
import type { Pool } from 'pg';
import { readDelays, type SummedDelays } from '../projection/delay-counts.ts';
import { freshnessBounds, freshnessTable, promisedFreshness, readFreshMinutes } from '../projection/freshness.ts';
import { quantileOf } from '../projection/histogram.ts';
import { behindSince, isLate, type LateSince, lateSince, minutesShown } from './late-since.ts';
import { readReporting, type SourceReporting } from './source-reporting.ts';

/** How soon after their receipt events are visible in a version. */
export interface FreshnessFigures {
  /** What the projectors promise; null where none of them projected anything within an hour. */
  readonly promisedSeconds: number | null;
  /** RFC 3339: since when readers see what is older than promised, whosever; null: they do not, or the log was not reached. */
  readonly behindSince: string | null;
  /** Over these last minutes. */
  readonly minutes: number;
  readonly sources: readonly SourceFreshness[];
  /** Every source that is known, whether it reported lately or not. */
  readonly reporting: readonly SourceReporting[];
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
  /** RFC 3339: the minute since which it is so at each look; null: it is not late. */
  readonly lateSince: string | null;
  /** It was late already where what is remembered begins, an hour ago. */
  readonly lateBefore: boolean;
}

const minutesRemembered = 60;

/** `lagSeconds`: age of the oldest state that a slice with lag shows; null: unknown. */
export async function freshnessOf(pool: Pool, version: string, lagSeconds: number | null): Promise<FreshnessFigures> {
  const counted = await readDelays(pool, freshnessTable, version, minutesShown);
  const promisedSeconds = await promisedFreshness(pool, version);
  const sources = counted.map(figuresOf);
  const since = sources.some((each) => each.isLate) ? await sinceOf(pool, version) : new Map<string, LateSince>();
  return {
    promisedSeconds,
    behindSince: timeOf(behindSince(lagSeconds, promisedSeconds, Date.now())),
    minutes: minutesShown,
    reporting: await readReporting(pool),
    sources: sources.map((each) => {
      const late = since.get(`${each.source} ${each.topic}`);
      return { ...each, lateSince: timeOf(late?.at), lateBefore: late?.orBefore ?? false };
    }),
  };
}

/** Since when each that is late is late, by source and topic. */
async function sinceOf(pool: Pool, version: string): Promise<ReadonlyMap<string, LateSince>> {
  const minutes = await readFreshMinutes(pool, version, minutesRemembered);
  const pairs = Map.groupBy(minutes, ({ pair }) => pair.join(' '));
  return new Map(
    [...pairs].flatMap(([pair, counted]) => {
      const now = counted[0]?.now ?? 0;
      const since = lateSince(counted, { from: now - minutesRemembered * 60_000, now });
      return since === null ? [] : [[pair, since] as const];
    }),
  );
}

function timeOf(ms: number | null | undefined): string | null {
  return ms == null ? null : new Date(ms).toISOString();
}

function figuresOf({ pair: [source, topic], counts, late }: SummedDelays) {
  const events = counts.reduce((sum, count) => sum + count, 0);
  const [p50Seconds, p99Seconds] = [0.5, 0.99].map((share) => quantileOf(freshnessBounds, counts, share)) as [
    number,
    number,
  ];
  return { source, topic: topic as Topic, events, p50Seconds, p99Seconds, late, isLate: isLate({ events, late }) };
}
