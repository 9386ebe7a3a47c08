import { setTimeout as delay } from 'node:timers/promises';
import { appendTimeoutMs, type Logger, logCloseMs } from '@hub/platform';

/** What was opened, to be closed again in the reverse order. */
export interface Closers {
  /** `withinMs`: how long its closing is waited for; default 10,000. */
  add(name: string, close: () => Promise<unknown>, withinMs?: number): void;
  /**
   * Closes each in turn, also where one fails or does not end in its time: that is logged, and the next comes. Resolves
   * with the names of those that did not close. May be called again: it closes once.
   */
  closeAll(): Promise<readonly string[]>;
}

interface Closer {
  readonly name: string;
  readonly close: () => Promise<unknown>;
  readonly withinMs: number;
}

const withinMsDefault = 10_000;

/** How long the closing of all parts is waited for before the process ends as it is. Whoever stops us must wait longer. */
export const closeAllMs = 60_000;

/** What a part does beside its last wait. */
const marginMs = 2_000;

/** How long each part may take to close, from what it waits for itself; `databaseTimeoutMs`: what a statement may take. */
export function closeBounds(databaseTimeoutMs: number) {
  return {
    /** Requests in flight wait for a statement, then for the log. */
    serverMs: databaseTimeoutMs + appendTimeoutMs + marginMs,
    /** The statement under way, then that which gives the slices back. */
    projectorMs: 2 * databaseTimeoutMs + marginMs,
    logMs: logCloseMs + marginMs,
    poolMs: databaseTimeoutMs + marginMs,
  };
}

/** Servers of this machine write down what they hold; what takes longer is told to stop at once, and recovers at the next start. */
export const localServerMs = 45_000;

export function openClosers(logger: Logger): Closers {
  const closers: Closer[] = [];
  let closing: Promise<readonly string[]> | undefined;
  return {
    add: (name, close, withinMs = withinMsDefault) => void closers.push({ name, close, withinMs }),
    closeAll: () => {
      closing ??= closeInTurn(closers, logger);
      return closing;
    },
  };
}

async function closeInTurn(closers: readonly Closer[], logger: Logger): Promise<readonly string[]> {
  const open: string[] = [];
  for (const closer of closers.toReversed()) if (!(await closeWithin(closer, logger))) open.push(closer.name);
  return open;
}

async function closeWithin({ name, close, withinMs }: Closer, logger: Logger): Promise<boolean> {
  const late = new AbortController();
  const closed = close().then(
    () => true,
    (error: unknown) => {
      logger.error({ err: error, closer: name }, 'a part of the hub could not be closed');
      return false;
    },
  );
  const tooLate = delay(withinMs, undefined, { signal: late.signal }).then(() => {
    logger.error({ closer: name, withinMs }, 'a part of the hub did not close in its time: the closing goes on');
    return false;
  });
  tooLate.catch(() => {});
  try {
    return await Promise.race([closed, tooLate]);
  } finally {
    late.abort();
  }
}
