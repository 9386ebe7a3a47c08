import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './figures.ts';

/** Seconds that `work` takes, and of them the processor's of this process. */
export async function timed<T>(work: () => Promise<T>): Promise<{ done: T; seconds: number; cpuMicros: number }> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const done = await work();
  const { user, system } = process.cpuUsage(before);
  return { done, seconds: (performance.now() - startedAt) / 1_000, cpuMicros: user + system };
}

/** So many a second, while `work` does so many. */
export async function rateOf(
  name: string,
  unit: string,
  count: number,
  work: () => Promise<unknown>,
  beside?: string,
): Promise<Figure> {
  const { seconds } = await timed(work);
  return { name, value: count / seconds, unit: `${unit}/s`, ...(beside !== undefined && { beside }) };
}

/**
 * Microseconds of processor time of a PostgreSQL's processes, those that have ended too, by proc(5): its clock ticks
 * every 10 ms. Zero elsewhere than on Linux.
 */
export function postgresCpuMicros(dataPath: string): number {
  const postmaster = Number(readFileSync(join(dataPath, 'postmaster.pid'), 'utf8').split('\n')[0]);
  let ticks = 0;
  for (const name of namesIn('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statOf(name);
    // Counted from the state: 1 parent, 11 and 12 own time, 13 and 14 that of children waited for.
    if (Number(name) === postmaster) ticks += (fields[13] ?? 0) + (fields[14] ?? 0);
    if (fields[1] === postmaster) ticks += (fields[11] ?? 0) + (fields[12] ?? 0);
  }
  return ticks * 10_000;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function statOf(pid: string): readonly number[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return [];
  }
}
