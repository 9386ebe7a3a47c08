import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** What a record holds and its hash does not: numbers, person, hub times and the state of the projection (DICTIONARY D). */
const unhashed: ReadonlySet<string> = new Set(['number', 'alsoKnownAs', 'trainee', 'freshness', 'parked']);

/**
 * SHA-256 (32 bytes) of the RFC 8785 form of a record without `number`, `alsoKnownAs`, `trainee`, `freshness`, `parked`
 * and every `receivedAt`. Takes any record: dossier, session, trainee.
 */
export function recordHash(record: object): Buffer {
  const members = Object.entries(record).filter(([name]) => !unhashed.has(name));
  const hashed = withoutReceivedAt(Object.fromEntries(members));
  return createHash('sha256').update(canonicalJson(hashed)).digest();
}

function withoutReceivedAt(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutReceivedAt);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => name !== 'receivedAt');
  return Object.fromEntries(members.map(([name, member]) => [name, withoutReceivedAt(member)]));
}
