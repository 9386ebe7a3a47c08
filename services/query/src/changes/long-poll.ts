import { setTimeout as delay } from 'node:timers/promises';
import { aborted } from '@hub/platform';
import type { FastifyRequest } from 'fastify';
import type { QueryContext } from '../http/context.ts';

/** Commits that come together are looked at together. */
const gatherMs = 50;
/** Where commits are not heard of. */
const lookEveryMs = 1_000;

/**
 * Looks again whenever a projector has committed, until there is something to tell or the time is over, which tells nothing.
 * Ends at once where the hub does, or nobody waits for the answer any more.
 */
export async function lookUntil<Answer>(
  { progress }: Pick<QueryContext, 'progress'>,
  request: FastifyRequest,
  { waitMs, ending }: { readonly waitMs: number; readonly ending: AbortSignal },
  look: () => Promise<{ readonly answer: Answer; readonly isEmpty: boolean }>,
): Promise<Answer> {
  const deadline = performance.now() + waitMs;
  const wait = waitMs > 0 ? progress.wait(null) : null;
  const over = new AbortController();
  const ended = aborted(AbortSignal.any([ending, over.signal]));
  try {
    for (;;) {
      const { answer, isEmpty } = await look();
      const left = deadline - performance.now();
      if (!isEmpty || left <= 0 || wait === null || ending.aborted || request.socket.destroyed) return answer;
      await Promise.race([wait.moved(Math.min(left, lookEveryMs)), ended]);
      await delay(Math.min(gatherMs, Math.max(0, deadline - performance.now())));
    }
  } finally {
    wait?.end();
    // `ending` lives as long as the process: nothing of this request is to hang on it.
    over.abort();
  }
}
