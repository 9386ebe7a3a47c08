import { keyedHash } from './keyed-hash.ts';
import type { Secrets } from './secrets.ts';

/** Links the rows of the access trace. Derived, so that whoever writes the trace needs no more than this of the secrets. */
export function traceKeyOf({ receiptKey }: Pick<Secrets, 'receiptKey'>): Buffer {
  return keyedHash(receiptKey, 'hub key of the access trace');
}
