import { setTimeout as delay } from 'node:timers/promises';
import { leaseKindOf, problem, readProgress, type SliceProgress, type Snapshot, withSnapshot } from '@hub/platform';
import type { FastifyRequest } from 'fastify';
import type { QueryContext } from '../http/context.ts';
import { otherLog, progressAgainst, type Requirement, requirementsOf } from './log-state.ts';

export type AtLeast = Pick<QueryContext, 'pool' | 'waitMsMax'>;

const firstPauseMs = 5;
const pauseMsMax = 20;

/** Runs `work` on a snapshot that has passed every position that the request asks for. Waits and throws as `untilShown`. */
export async function readAtLeast<T>(
  context: AtLeast & Pick<QueryContext, 'secrets'>,
  request: FastifyRequest,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const requirements = requirementsOf(context.secrets, request);
  const { done } = await untilShown(context, () =>
    withSnapshot(context.pool, async (snapshot) => {
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
export async function untilShown<T extends object>(
  { waitMsMax }: AtLeast,
  attempt: () => Promise<T | null>,
): Promise<T> {
  const deadline = Date.now() + waitMsMax;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, pauseMsMax)) {
    const shown = await attempt();
    if (shown !== null) return shown;
    if (Date.now() + pauseMs > deadline) throw notYet();
    await delay(pauseMs);
  }
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
