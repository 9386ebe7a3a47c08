import { randomBytes } from 'node:crypto';

/**
 * The `traceparent` (W3C Trace Context level 1) of a request: always a trace of our own. The trace id of a caller is 32
 * digits that it chose, may hold anything of anybody, and would stand in the log, the trace and every log line.
 */
export function beginTrace(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}

/** The 32 hexadecimal digits that name the whole trace. */
export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}
