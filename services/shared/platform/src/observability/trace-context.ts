import { randomBytes } from 'node:crypto';
import { looksLikeNir } from '@hub/core';

const traceparentShape = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/**
 * The `traceparent` of the hub's own span (W3C Trace Context level 1): the caller's trace goes on if its header is
 * valid and reads as nobody's NIR, else a new one begins.
 */
export function continueTrace(header: string | string[] | undefined): string {
  const span = randomBytes(8).toString('hex');
  const match = typeof header === 'string' && !looksLikeNir(header) ? traceparentShape.exec(header) : null;
  const [, trace, parent, flags] = match ?? [];
  const valid = trace !== undefined && !/^0+$/.test(trace) && parent !== undefined && !/^0+$/.test(parent);
  return valid ? `00-${trace}-${span}-${flags}` : `00-${randomBytes(16).toString('hex')}-${span}-01`;
}

/** The 32 hexadecimal digits that name the whole trace. */
export function traceIdOf(traceparent: string): string {
  return traceparent.slice(3, 35);
}
