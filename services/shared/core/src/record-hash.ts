import { hash } from 'node:crypto';
import { canonicalJsonWithout } from './canonical-json.ts';

/** What a record holds and its hash does not: numbers, person, hub times and the state of the projection (rules.md, The record). */
const unhashed = {
  number: undefined,
  alsoKnownAs: undefined,
  trainee: undefined,
  freshness: undefined,
  parked: undefined,
};

/**
 * SHA-256 (32 bytes) of the RFC 8785 form of a record without `number`, `alsoKnownAs`, `trainee`, `freshness`, `parked`
 * and every `receivedAt`. Takes any record: dossier, session, trainee.
 */
export function recordHash(record: object): Buffer {
  // One call of `hash` flattens the text that was pieced together; createHash().update() copies it, at 25 µs a record more.
  return hash('sha256', canonicalJsonWithout({ ...record, ...unhashed }, 'receivedAt'), 'buffer');
}
