import type { Topic } from '@hub/contracts';
import { freshnessBounds, type MinuteCounts } from '@hub/platform';
import { placeIn } from '../histogram.ts';

/** What this projector counted of how long events took to be visible, by version, minute, topic and source. */
export interface Freshness {
  readonly promisedSeconds: number;
  readonly series: Map<string, Series>;
  /** Those that have a name of their own. */
  readonly sources: Set<string>;
}

interface Series extends MinuteCounts {
  readonly counts: number[];
  late: number;
  events: number;
  /** Events that the database knows of. */
  written: number;
}

/** Sources are given by operators and are a few dozen; what would be more of them is counted together. */
const sourcesMax = 64;
const otherSources = 'others';

const minuteMs = 60_000;
/** Nobody asks for what is older. */
const keptMs = 10 * minuteMs;

export function newFreshness(promisedSeconds: number): Freshness {
  return { promisedSeconds, series: new Map(), sources: new Set() };
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
  freshness: Freshness,
  { version, topic, source, at }: { version: string; topic: Topic; source: string; at: number },
  seconds: number,
): boolean {
  const minute = Math.floor(at / minuteMs) * minuteMs;
  const key = `${version} ${minute} ${topic} ${source}`;
  const series = freshness.series.get(key) ?? newSeries({ version, minute, topic, source });
  freshness.series.set(key, series);
  const place = placeIn(freshnessBounds, seconds);
  series.counts[place] = (series.counts[place] ?? 0) + 1;
  series.events += 1;
  const isLate = seconds > freshness.promisedSeconds;
  if (isLate) series.late += 1;
  return isLate;
}

function newSeries(of: Pick<Series, 'version' | 'minute' | 'topic' | 'source'>): Series {
  return { ...of, counts: Array(freshnessBounds.length + 1).fill(0), late: 0, events: 0, written: 0 };
}

/** What the database does not know yet, as it is at this moment; `written` is to be called once it does. */
export function unwritten(freshness: Freshness): { readonly minutes: readonly MinuteCounts[]; written(): void } {
  const changed = [...freshness.series.values()].filter((series) => series.events !== series.written);
  const minutes = changed.map((series) => ({ ...series, counts: [...series.counts] }));
  const written = () => {
    for (const [index, series] of changed.entries()) series.written = minutes[index]?.events ?? 0;
    const since = Date.now() - keptMs;
    for (const [key, { minute }] of freshness.series) if (minute < since) freshness.series.delete(key);
  };
  return { minutes, written };
}
