import type { Pool } from 'pg';
import { readDelays, type SummedDelays } from '../projection/delay-counts.ts';
import { echoBounds, echoTable } from '../projection/echo-delays.ts';
import { quantileOf } from '../projection/histogram.ts';

/** How soon one source shows what another reported. */
export interface EchoFigures {
  /** Over these last hours. */
  readonly hours: number;
  readonly pairs: readonly PairOfSources[];
}

export interface PairOfSources {
  readonly origin: string;
  readonly source: string;
  readonly echoes: number;
  /** Half of them, and 99 of 100, came within so many seconds. */
  readonly p50Seconds: number;
  readonly p99Seconds: number;
}

const hoursShown = 24;

export async function echoesOf(pool: Pool, version: string): Promise<EchoFigures> {
  return { hours: hoursShown, pairs: (await readDelays(pool, echoTable, version, hoursShown)).map(figuresOf) };
}

function figuresOf({ pair: [origin, source], counts }: SummedDelays): PairOfSources {
  const echoes = counts.reduce((sum, count) => sum + count, 0);
  const [p50Seconds, p99Seconds] = [quantileOf(echoBounds, counts, 0.5), quantileOf(echoBounds, counts, 0.99)];
  return { origin, source, echoes, p50Seconds, p99Seconds };
}
