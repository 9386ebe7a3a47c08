/** Timers are late by less while the event loop runs. */
const lateMsMax = 100;

/**
 * Calls `silent` after `ms`, unless it was stopped by what is returned. Where our own event loop stood still when they were
 * over, what the other side has said waits to be read: it is given the time that we stood still, once more.
 */
export function afterSilence(ms: number, silent: () => void): () => void {
  const wait = (waitMs: number): NodeJS.Timeout => {
    const due = performance.now() + waitMs;
    return setTimeout(() => {
      const stoodStillMs = performance.now() - due;
      if (stoodStillMs < lateMsMax) silent();
      else timer = wait(Math.min(stoodStillMs, ms));
    }, waitMs);
  };
  let timer = wait(ms);
  return () => clearTimeout(timer);
}
