import { setTimeout as delay } from 'node:timers/promises';
import { aborted, problem } from '@hub/platform';
import type { FastifyRequest } from 'fastify';
import type { QueryContext } from '../http/context.ts';

/** Commits that come together are looked at together. */
const gatherMs = 50;
/** Where commits are not heard of. */
const lookEveryMs = 1_000;
/** Questions of one client that are held at once: each of them looks again at every commit. */
const heldMax = 32;

/** How many questions are held, by client. */
export type HeldQuestions = Map<string, number>;

/**
 * Looks again whenever a projector has committed, until there is something to tell or the time is over, which tells nothing.
 * Ends at once where the hub does, or nobody waits for the answer any more.
 */
export async function lookUntil<Answer>(
  { progress }: Pick<QueryContext, 'progress'>,
  request: FastifyRequest,
  { waitMs, ending, held }: { readonly waitMs: number; readonly ending: AbortSignal; readonly held: HeldQuestions },
  look: () => Promise<{ readonly answer: Answer; readonly isEmpty: boolean }>,
): Promise<Answer> {
  const deadline = performance.now() + waitMs;
  const release = waitMs > 0 ? hold(held, request.partner.clientId) : () => {};
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
    release();
    // `ending` lives as long as the process: nothing of this request is to hang on it.
    over.abort();
  }
}

function hold(held: HeldQuestions, clientId: string): () => void {
  const count = held.get(clientId) ?? 0;
  if (count >= heldMax) {
    throw problem(429, 'too-many-requests', 'This client has as many long polls under way as it may have.', {
      detail: `At most ${heldMax} at once: wait for the answers of those before, or ask without wait.`,
      headers: { 'retry-after': '1' },
    });
  }
  held.set(clientId, count + 1);
  return () => {
    const left = (held.get(clientId) ?? 1) - 1;
    if (left > 0) held.set(clientId, left);
    else held.delete(clientId);
  };
}
