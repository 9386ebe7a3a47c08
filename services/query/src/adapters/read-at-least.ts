import { setTimeout as delay } from 'node:timers/promises';
import { problem, type Secrets } from '@hub/platform';
import type { Pool } from 'pg';
import { kindOfTopic, meets, type Requirement } from '../domain/log-state.ts';
import { readParked, readProgress, type Snapshot, withSnapshot } from './projection.ts';
import { otherLog } from './state-tokens.ts';

export interface AtLeast {
  readonly pool: Pool;
  readonly secrets: Secrets;
  /** How long a read waits for the state asked for; default 2,000. */
  readonly waitMsMax?: number;
}

/** A receipt whose event the projector could not read: the state shown has passed it without it. */
export interface ParkedReceipt {
  readonly receipt: string;
  readonly reason: string;
}

const firstPauseMs = 5;
const pauseMsMax = 20;

/**
 * Runs `work` on a snapshot that has passed every place asked for, waiting within a bound. Throws a 503 problem with
 * `Retry-After` when the wait is over, or where there is no projection yet. Parked events do not hold it.
 */
export async function readAtLeast<T>(
  options: AtLeast,
  requirements: readonly Requirement[],
  work: (snapshot: Snapshot, parked: readonly ParkedReceipt[]) => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + (options.waitMsMax ?? 2_000);
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, pauseMsMax)) {
    const tried = await withSnapshot(options.pool, async (snapshot) => {
      if (snapshot === null || !(await hasPassed(snapshot, requirements))) return null;
      return { done: await work(snapshot, await parkedReceipts(snapshot, requirements)) };
    });
    if (tried !== null) return tried.done;
    if (Date.now() + pauseMs > deadline) throw notYet();
    await delay(pauseMs);
  }
}

async function hasPassed(snapshot: Snapshot, requirements: readonly Requirement[]): Promise<boolean> {
  if (requirements.length === 0) return true;
  const slices = requirements.map(({ topic, slice }) => [kindOfTopic(topic), slice] as const);
  const met = meets(await readProgress(snapshot, slices), requirements);
  if (met === 'other-log') throw otherLog();
  return met === 'met';
}

async function parkedReceipts(
  snapshot: Snapshot,
  requirements: readonly Requirement[],
): Promise<readonly ParkedReceipt[]> {
  const asked = requirements.flatMap(({ receipt, topic, slice, nextOffset }) =>
    receipt === null ? [] : [{ receipt, topic, slice, offset: nextOffset - 1 }],
  );
  const parked = await readParked(snapshot, asked);
  return asked.flatMap(({ receipt, topic, slice, offset }) => {
    const found = parked.find((place) => place.topic === topic && place.slice === slice && place.offset === offset);
    return found === undefined ? [] : [{ receipt, reason: found.reason }];
  });
}

function notYet() {
  return problem(503, 'not-yet', 'The state asked for is not shown yet.', {
    detail: 'Ask again; nothing is lost.',
    headers: { 'retry-after': '1' },
  });
}
