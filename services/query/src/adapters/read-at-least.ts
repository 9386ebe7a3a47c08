import { setTimeout as delay } from 'node:timers/promises';
import {
  kindOf,
  problem,
  readProgress,
  type Secrets,
  type SliceProgress,
  type Snapshot,
  withSnapshot,
} from '@hub/platform';
import type { Pool } from 'pg';
import { meets, type Requirement } from '../domain/log-state.ts';
import { otherLog } from './state-tokens.ts';

export interface AtLeast {
  readonly pool: Pool;
  readonly secrets: Secrets;
  /** How long a read waits for the state asked for; default 2,000. */
  readonly waitMsMax?: number;
}

const firstPauseMs = 5;
const pauseMsMax = 20;

/** Runs `work` on a snapshot that has passed every place asked for. Waits and throws as `untilShown` does. */
export async function readAtLeast<T>(
  options: AtLeast,
  requirements: readonly Requirement[],
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const { done } = await untilShown(options, () =>
    withSnapshot(options.pool, async (snapshot) => {
      if (snapshot === null || !(await hasPassed(snapshot, requirements))) return null;
      return { done: await work(snapshot) };
    }),
  );
  return done;
}

/**
 * Tries until there is something to show, within a bound. Throws a 503 problem with `Retry-After` when the wait is over.
 * Parked events do not hold it.
 */
export async function untilShown<T extends object>(options: AtLeast, attempt: () => Promise<T | null>): Promise<T> {
  const deadline = Date.now() + (options.waitMsMax ?? 2_000);
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, pauseMsMax)) {
    const shown = await attempt();
    if (shown !== null) return shown;
    if (Date.now() + pauseMs > deadline) throw notYet();
    await delay(pauseMs);
  }
}

/** Whether the version of the snapshot has passed every place asked for; no version has passed none. */
export async function hasPassed(snapshot: Snapshot | null, requirements: readonly Requirement[]): Promise<boolean> {
  if (snapshot === null || requirements.length === 0) return snapshot !== null;
  const slices = requirements.map(({ topic, slice }) => [kindOf(topic), slice] as const);
  return isMet(await readProgress(snapshot, slices), requirements);
}

/** Throws a 400 problem for a place of a log that has been replaced. */
export function isMet(progress: readonly SliceProgress[], requirements: readonly Requirement[]): boolean {
  const met = meets(progress, requirements);
  if (met === 'other-log') throw otherLog();
  return met === 'met';
}

function notYet() {
  return problem(503, 'not-yet', 'The state asked for is not shown yet.', {
    detail: 'Ask again; nothing is lost.',
    headers: { 'retry-after': '1' },
  });
}
