import { describeSession, type Rules, type SessionRecord } from '@hub/core';
import type { StoredDossier, StoredSession, StoredTrainee } from '@hub/platform';

/** What an answer about a person is described from: the facts that its reader sees. */
export interface KnownPerson {
  /** Whoever answers together. */
  readonly ids: readonly string[];
  readonly trainees: readonly StoredTrainee[];
  /** By number. */
  readonly dossiers: readonly StoredDossier[];
  readonly sessions: readonly DescribedSession[];
}

/** A session with what its facts say. */
export interface DescribedSession extends StoredSession {
  readonly record: SessionRecord;
}

export function describedSessions(sessions: readonly StoredSession[], rules: Rules): readonly DescribedSession[] {
  return sessions.map((session) => ({ ...session, record: describeSession(session.facts, rules) }));
}
