import type { Logger } from './logger.ts';

/** What the two lines say: `the database does not answer`, `the database answers again`. */
export interface FaultWords {
  readonly began: string;
  readonly ended: string;
}

/**
 * One log line when a fault begins and one when it is over, however many calls meet it in between. It belongs to the
 * adapter that speaks with the other side; whoever passes the adapter's retryable error on writes nothing about it.
 */
export interface FaultLine {
  /** A call met the fault: the first one is logged, with its cause; the others are counted. */
  failed(error: unknown): void;
  /** A call was answered. Costs nothing while there is no fault. The fault is over when none failed for `quietMs` since. */
  worked(): void;
}

/** Some connections may break while others work: without a pause in between, each would be a fault of its own. */
const quietMsDefault = 5_000;

interface Fault {
  readonly beganAt: number;
  failures: number;
  /** When it first worked since it last failed; the end, if nothing fails for a while. */
  workedAt: number | null;
  ending: NodeJS.Timeout | undefined;
}

/** Logs the beginning as an error and the end as a warning, so that both are seen wherever one of them is. */
export function faultLine(
  logger: Logger,
  words: FaultWords,
  { quietMs = quietMsDefault }: { readonly quietMs?: number } = {},
): FaultLine {
  let fault: Fault | null = null;
  const end = ({ beganAt, failures, workedAt }: Fault) => {
    fault = null;
    logger.warn({ failures, seconds: Math.round((workedAt ?? beganAt) - beganAt) / 1_000 }, words.ended);
  };
  return {
    failed: (error) => {
      if (fault === null) logger.error({ err: error }, words.began);
      fault ??= { beganAt: performance.now(), failures: 0, workedAt: null, ending: undefined };
      fault.failures += 1;
      fault.workedAt = null;
      clearTimeout(fault.ending);
    },
    worked: () => {
      if (fault === null || fault.workedAt !== null) return;
      fault.workedAt = performance.now();
      fault.ending = setTimeout(end, quietMs, fault).unref();
    },
  };
}
