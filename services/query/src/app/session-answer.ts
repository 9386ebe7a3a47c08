import { type AssessedDossier, describeSession, type SessionRecord, union } from '@hub/core';
import type { StoredSession } from '../domain/stored-person.ts';

/** A session as readers are shown it. */
export interface ShownSession extends SessionRecord {
  /** Nobody has published it yet: offers come a day late (DESIGN 4). */
  readonly unresolved: boolean;
}

export function shownSession(session: SessionRecord): ShownSession {
  return { unresolved: session.published === null, ...session };
}

/** Of a dossier whose session the hub does not know, its references; null where it was told under none. */
export function sessionOfDossier({ session, trainingRefs }: AssessedDossier): ShownSession | null {
  if (session !== null) return shownSession(session);
  const references = trainingRefs.filter((reference) => reference.startsWith('session:'));
  return references.length === 0 ? null : shownSession({ ...describeSession([]), references });
}

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
