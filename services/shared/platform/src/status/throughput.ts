import type { Pool } from 'pg';
import { positionsOf, readLeases } from '../projection/leases.ts';

/** Events a second, over so many seconds. */
export interface Throughput {
  readonly seconds: number;
  /** Told on the log; null where it was not reached. */
  readonly logged: number | null;
  readonly projected: number;
}

/** How far log and version were at one moment. */
export interface Reached {
  readonly atMs: number;
  readonly version: string;
  readonly logged: number | null;
  readonly projected: number;
}

export async function readReached(
  pool: Pool,
  version: string,
  ends: ReadonlyMap<string, number> | null,
): Promise<Reached> {
  const offsets = positionsOf(await readLeases(pool, version)).map(({ offset }) => offset);
  const logged = ends === null ? null : sum([...ends.values()]);
  return { atMs: performance.now(), version, logged, projected: sum(offsets) };
}

/** Between two moments of one version; null where they are too near. */
export function throughputBetween(former: Reached, now: Reached): Throughput | null {
  const seconds = (now.atMs - former.atMs) / 1_000;
  if (seconds < secondsMin || former.version !== now.version) return null;
  const logged = now.logged === null || former.logged === null ? null : (now.logged - former.logged) / seconds;
  return { seconds, logged, projected: Math.max(0, now.projected - former.projected) / seconds };
}

const secondsMin = 0.9;
const keptMs = 60_000;
const mostKept = 64;

/** Against the oldest moment of the last minute; null where there is none yet. */
export function keepThroughput(): (now: Reached) => Throughput | null {
  let moments: readonly Reached[] = [];
  return (now) => {
    moments = moments.filter(({ atMs, version }) => now.atMs - atMs < keptMs && version === now.version);
    const [oldest] = moments;
    moments = [...moments, now].slice(-mostKept);
    return oldest === undefined ? null : throughputBetween(oldest, now);
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
