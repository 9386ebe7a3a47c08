import { setTimeout as delay } from 'node:timers/promises';
import type { EventLog } from '@hub/core';
import { activeVersion, endsOfLog, lagOf, readLeases } from '@hub/platform';
import type { Pool } from 'pg';

/** How often is looked whether live events wait, and how long a rest takes: half of the time at most is given away. */
const lookEveryMs = 1_000;
const lagSecondsMax = 1;

/** Called between two pieces of work; resolves when the next may begin. */
export type Pace = () => Promise<void>;

/**
 * Live events come first: where what readers are given is more than a second behind the log, and somebody feeds it, a
 * rebuild rests as long as it has worked. It goes on however far behind that is: it ends in any case.
 */
export function yieldingPace({ pool, log }: { pool: Pool; log: EventLog }, signal: AbortSignal): Pace {
  let workedSince = performance.now();
  return async () => {
    signal.throwIfAborted();
    if (performance.now() - workedSince < lookEveryMs) return;
    // Where nobody can be asked, nobody is known to wait.
    if (await isLate(pool, log).catch(() => false)) await delay(lookEveryMs, undefined, { signal });
    workedSince = performance.now();
  };
}

async function isLate(pool: Pool, log: EventLog): Promise<boolean> {
  const active = await activeVersion(pool);
  if (active === null) return false;
  const fed = (await readLeases(pool, active.version)).filter(({ owner }) => owner !== null);
  return lagOf(fed, await endsOfLog(log)).lagSeconds > lagSecondsMax;
}
