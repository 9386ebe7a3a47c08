import { createHmac } from 'node:crypto';
import { secretKey } from './secret-key.ts';
import type { Secrets } from './secrets.ts';

/** Links the rows of the access trace. Derived, so that whoever writes the trace needs no more than this of the secrets. */
export function traceKeyOf({ receiptKey }: Pick<Secrets, 'receiptKey'>): Buffer {
  return createHmac('sha256', secretKey(receiptKey)).update('hub key of the access trace').digest();
}
