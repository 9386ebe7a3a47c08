import { describeSession, type SessionRecord, union } from '@hub/core';
import type { StoredSession } from '../domain/stored-person.ts';

/** The session told under a reference, with those judged to be one with it; null where nothing was told. */
export function sessionAnswer(reference: string, stored: readonly StoredSession[]): SessionRecord | null {
  const own = stored.filter((session) => isOf(session, reference));
  if (own.length === 0) return null;
  const [only] = own;
  if (own.length === 1 && only !== undefined) return only.record;
  return describeSession(own.map(({ facts }) => facts).reduce(union));
}

function isOf({ reference, record }: StoredSession, wanted: string): boolean {
  return reference === wanted || record.references.includes(wanted);
}
