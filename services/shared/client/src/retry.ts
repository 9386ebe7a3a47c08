import { setTimeout as delay } from 'node:timers/promises';
import { HubProblem } from './problem.ts';

export interface Retrying {
  /** How long a question, or a batch of events, is asked again where the hub cannot answer for now; default 60,000. */
  readonly retryMsMax?: number;
  /** Told before each wait. */
  readonly onRetry?: (problem: HubProblem, waitMs: number) => void;
}

const waitMsMax = 5_000;
/** Longer, and a timer does not wait at all. */
const timerMsMax = 2 ** 31 - 1;

/**
 * Tries again what fails for now, later and later and never before the hub's `Retry-After`; the last problem is thrown
 * once the next try would come too late.
 */
export async function retried<Value>(
  { retryMsMax = 60_000, onRetry }: Retrying,
  signal: AbortSignal | undefined,
  tryOnce: () => Promise<Value>,
): Promise<Value> {
  const deadline = Date.now() + retryMsMax;
  for (let attempt = 0; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await tryOnce();
    } catch (problem) {
      if (!(problem instanceof HubProblem && problem.retryable)) throw problem;
      const ownMs = Math.min(waitMsMax, 100 * 2 ** attempt) * (0.5 + Math.random() / 2);
      const waitMs = Math.min(timerMsMax, Math.max(ownMs, problem.retryAfterMs ?? 0));
      if (Date.now() + waitMs > deadline) throw problem;
      onRetry?.(problem, waitMs);
      await delay(waitMs, undefined, signal === undefined ? {} : { signal });
    }
  }
}
