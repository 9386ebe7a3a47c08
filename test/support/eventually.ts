import { setTimeout as delay } from 'node:timers/promises';

/** Repeats `check` until it neither throws nor returns false; rethrows its last error after `timeoutMs`. */
export async function eventually<T>(
  check: () => T | Promise<T>,
  options: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + (options.timeoutMs ?? 30_000);
  for (;;) {
    try {
      const result = await check();
      if (result !== false) return result;
      if (Date.now() > deadline) throw new Error('eventually: the check still answers false');
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await delay(options.everyMs ?? 20);
  }
}
