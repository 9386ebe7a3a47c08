import {
  leaseKindOf,
  type ProgressWait,
  problem,
  progressAgainst,
  readProgress,
  type SliceProgress,
  type Snapshot,
  withSnapshot,
} from '@hub/platform';
import type { FastifyRequest } from 'fastify';
import type { QueryContext } from '../http/context.ts';
import { otherLog, type Requirement, requirementsOf } from './log-state.ts';

export type AtLeast = Pick<QueryContext, 'pool' | 'waitMsMax' | 'progress'>;

/** Between two looks of who is woken by commits: for one that was not heard of. */
const heardPauseMs = 200;
/** Where commits are not heard of. */
const firstPauseMs = 5;
const pauseMsMax = 20;

/** Runs `work` on a snapshot that has passed every position that the request asks for. Waits and throws as `untilShown`. */
export async function readAtLeast<T>(
  context: AtLeast & Pick<QueryContext, 'secrets'>,
  request: FastifyRequest,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const requirements = requirementsOf(context.secrets, request);
  const { done } = await untilShown(context, requirements, () =>
    withSnapshot(context.pool, async (snapshot) => {
      if (snapshot === null || !(await hasPassed(snapshot, requirements))) return null;
      return { done: await work(snapshot) };
    }),
  );
  return done;
}

/**
 * Tries until there is something to show, within a bound, and again when a slice that is required moves on. Throws a 503
 * problem with `Retry-After` when the wait is over, or as many wait as may. Parked events do not hold it.
 */
export async function untilShown<T extends object>(
  { waitMsMax, progress }: AtLeast,
  requirements: readonly Requirement[],
  attempt: () => Promise<T | null>,
): Promise<T> {
  const deadline = Date.now() + waitMsMax;
  // Before the first look: what is committed after it is not missed.
  const wait = progress.wait(requirements.map(({ topic, slice }) => ({ kind: leaseKindOf(topic), slice })));
  try {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, pauseMsMax)) {
      const shown = await attempt();
      if (shown !== null) return shown;
      await pause(wait, Math.min(progress.isHeard() ? heardPauseMs : pauseMs, deadline - Date.now()));
    }
  } finally {
    wait?.end();
  }
}

async function pause(wait: ProgressWait | null, pauseMs: number): Promise<void> {
  if (wait === null || pauseMs <= 0) throw notYet();
  await wait.moved(pauseMs);
}

/** Whether the version of the snapshot has passed every position asked for; no version has passed none. */
export async function hasPassed(snapshot: Snapshot | null, requirements: readonly Requirement[]): Promise<boolean> {
  if (snapshot === null || requirements.length === 0) return snapshot !== null;
  const slices = requirements.map(({ topic, slice }) => [leaseKindOf(topic), slice] as const);
  return isMet(await readProgress(snapshot, slices), requirements);
}

/** Throws a 400 problem for a position of a log that has been replaced. */
export function isMet(progress: readonly SliceProgress[], requirements: readonly Requirement[]): boolean {
  const met = progressAgainst(progress, requirements);
  if (met === 'other-log') throw otherLog();
  return met === 'met';
}

function notYet() {
  return problem(503, 'not-yet', 'The state asked for is not shown yet.', {
    detail: 'Ask again; nothing is lost.',
    headers: { 'retry-after': '1' },
  });
}
