/** Timers are late by less while the event loop runs. */
const lateMsMax = 100;
/** A loop that always stands still hears nobody, however long it waits. */
const timesMax = 3;

/**
 * Calls `silent` after `ms`, unless it was stopped by what is returned. Where our own event loop stood still when they were
 * over, what the other side has said waits to be read: it is given the time that we stood still, up to three times.
 */
export function afterSilence(ms: number, silent: () => void): () => void {
  const wait = (waitMs: number, timesLeft: number): NodeJS.Timeout => {
    const due = performance.now() + waitMs;
    return setTimeout(() => {
      const stoodStillMs = performance.now() - due;
      if (stoodStillMs < lateMsMax || timesLeft === 0) silent();
      else timer = wait(Math.min(stoodStillMs, ms), timesLeft - 1);
    }, waitMs);
  };
  let timer = wait(ms, timesMax);
  return () => clearTimeout(timer);
}
