import type { Pool } from 'pg';
import { listenTo } from '../postgres/listen.ts';
import { type LeaseKind, progressChannel, progressName } from './leases.ts';

/** Who waits for slices of the projection to move on is woken when a projector has committed. */
export interface ProgressWatch {
  /** False: commits are not heard of, and who waits must look often. */
  isHeard(): boolean;
  /** `slices`: null, any. Answers null where as many wait as may. The wait is to be ended in any case. */
  wait(slices: readonly { readonly kind: LeaseKind; readonly slice: number }[] | null): ProgressWait | null;
  close(): Promise<void>;
}

export interface ProgressWait {
  /** Resolves when one of the slices may have moved on since it was last called, or after `timeoutMs`. */
  moved(timeoutMs: number): Promise<void>;
  end(): void;
}

interface Waiter {
  /** Null: any. */
  readonly slices: ReadonlySet<string> | null;
  hasMoved: boolean;
  wake: () => void;
}

interface WarnLogger {
  warn(fields: object, message: string): void;
}

/** Each looks at the offsets when it is woken: more would wait for connections instead. */
const waitersMax = 1_000;

/** One connection listens for all who wait in this process. */
export function watchProgress(pool: Pool, logger: WarnLogger): ProgressWatch {
  const waiters = new Set<Waiter>();
  let isTold = false;
  const listening = listenTo(pool, progressChannel, {
    onNotice: (payload) => wake(waiters, payload === null ? null : payload.split(' ')),
    onDeaf: () => {
      if (!isTold)
        logger.warn(
          { channel: progressChannel },
          'notifications of the database do not arrive: waiting reads look again and again',
        );
      isTold = true;
    },
  });
  return {
    isHeard: listening.isHeard,
    wait: (slices) => (waiters.size < waitersMax ? waitIn(waiters, slices?.map(progressName) ?? null) : null),
    close: listening.close,
  };
}

/** Null: any slice may have moved on. */
function wake(waiters: ReadonlySet<Waiter>, slices: readonly string[] | null): void {
  for (const waiter of waiters) {
    if (slices !== null && waiter.slices !== null && !slices.some((slice) => waiter.slices?.has(slice))) continue;
    waiter.hasMoved = true;
    waiter.wake();
  }
}

function waitIn(waiters: Set<Waiter>, slices: readonly string[] | null): ProgressWait {
  const waiter: Waiter = { slices: slices && new Set(slices), hasMoved: false, wake: () => {} };
  waiters.add(waiter);
  return {
    moved: async (timeoutMs) => {
      if (!waiter.hasMoved) await woken(waiter, timeoutMs);
      waiter.hasMoved = false;
    },
    end: () => waiters.delete(waiter),
  };
}

function woken(waiter: Waiter, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    waiter.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
