import type { Topic } from '@hub/contracts';
import { freshnessBounds } from '@hub/platform';
import { countDelay, type DelaySeries } from './delay-series.ts';

/** What this projector counted of how long events took to be visible, by source and topic. */
export interface Freshness {
  readonly promisedSeconds: number;
  readonly delays: DelaySeries;
  /** Those that have a name of their own. */
  readonly sources: Set<string>;
}

/** Sources are given by operators and are a few dozen; what would be more of them is counted together. */
const sourcesMax = 64;
const otherSources = 'others';

const minuteMs = 60_000;
/** Nobody asks for what is older. */
const keptMs = 10 * minuteMs;

export function newFreshness(promisedSeconds: number): Freshness {
  const rowsMax = Number.POSITIVE_INFINITY;
  const delays = { bounds: freshnessBounds, unitMs: minuteMs, keptMs, rowsMax, rows: new Map() };
  return { promisedSeconds, delays, sources: new Set() };
}

/** The name under which events of this source are counted. */
export function countedSource({ sources }: Freshness, source: string): string {
  if (sources.has(source)) return source;
  if (sources.size >= sourcesMax) return otherSources;
  sources.add(source);
  return source;
}

/** An event of this source, a counted one, took so many seconds until it was visible. Answers whether that is late. */
export function countVisible(
  { delays, promisedSeconds }: Freshness,
  { version, topic, source, at }: { version: string; topic: Topic; source: string; at: number },
  seconds: number,
): boolean {
  const more = { late: 0, promised_seconds: promisedSeconds };
  const row = countDelay(delays, { version, pair: [source, topic], at }, seconds, more);
  const isLate = seconds > promisedSeconds;
  if (isLate && row !== null) row.more.late = (row.more.late ?? 0) + 1;
  return isLate;
}
