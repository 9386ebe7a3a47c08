import { HubError, type HubErrorCode } from '@hub/core';
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
  readonly lasting: NodeJS.Timeout | undefined;
}

/** What passes within it is nobody's work. */
const lastsMsDefault = 10_000;

/**
 * Logs beginning and end as warnings, so that both are seen wherever one of them is. What may pass by itself is told
 * without a stack, and as an error only once it has lasted; what does not pass is an error at once.
 */
export function faultLine(
  logger: Logger,
  words: FaultWords,
  { quietMs = quietMsDefault, lastsMs = lastsMsDefault }: { readonly quietMs?: number; readonly lastsMs?: number } = {},
): FaultLine {
  let fault: Fault | null = null;
  const end = ({ beganAt, failures, workedAt, lasting }: Fault) => {
    fault = null;
    clearTimeout(lasting);
    logger.warn({ failures, seconds: Math.round((workedAt ?? beganAt) - beganAt) / 1_000 }, words.ended);
  };
  const begun = (error: unknown): Fault => {
    const began = { beganAt: performance.now(), failures: 0, workedAt: null, ending: undefined };
    if (!(error instanceof HubError && error.retryable)) {
      logger.error({ err: error }, words.began);
      return { ...began, lasting: undefined };
    }
    logger.warn(told(error), words.began);
    const last = () => {
      if (fault?.workedAt === null)
        logger.error({ err: error, failures: fault.failures }, `${words.began}, and has for a while`);
    };
    return { ...began, lasting: setTimeout(last, lastsMs).unref() };
  };
  return {
    failed: (error) => {
      fault ??= begun(error);
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

function told({ code, message, cause }: HubError) {
  return { code, reason: message, ...(cause instanceof Error && { cause: cause.message }) };
}

/** What an adapter tells once for all who meet it, or what is the course of things where projectors share slices. */
const toldElsewhere: ReadonlySet<HubErrorCode> = new Set(['database-unavailable', 'log-unavailable', 'lease-lost']);

/**
 * The line of whoever gives up one piece of work: at debug and without a stack where the adapter tells of the fault,
 * since a thousand pieces meet it in one outage; else at this level and with all that is known.
 */
export function logGivenUp(
  logger: Pick<Logger, 'debug' | 'warn' | 'error'>,
  level: 'warn' | 'error',
  error: unknown,
  { message, ...fields }: { readonly message: string; readonly [field: string]: unknown },
): void {
  if (error instanceof HubError && error.retryable && toldElsewhere.has(error.code)) {
    logger.debug({ ...fields, code: error.code, reason: error.message }, message);
  } else logger[level]({ ...fields, err: error }, message);
}
