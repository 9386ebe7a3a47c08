import { type Anomaly, describe, describeSession, describeTrainee, type Rules } from '@hub/core';
import type { Snapshot } from '@hub/platform';
import * as projection from '@hub/platform';
import type { StoredSession } from '../domain/stored-person.ts';

/** Sessions reported under these references, and those that a verdict names with them, each with what its facts say. */
export async function readSessions(
  snapshot: Snapshot,
  references: readonly string[],
  rules: Rules,
): Promise<readonly StoredSession[]> {
  return described(await projection.readSessions(snapshot, references), rules);
}

export function described(sessions: readonly projection.StoredSession[], rules: Rules): readonly StoredSession[] {
  return sessions.map((session) => ({ ...session, record: describeSession(session.facts, rules) }));
}

/** Of the subject that an event was about. */
export async function readAnomalies(
  snapshot: Snapshot,
  place: { readonly dossier: number | null; readonly trainee: string | null },
  rules: Rules,
): Promise<readonly Anomaly[]> {
  const { dossier, trainee } = place;
  const dossiers = dossier === null ? new Map() : await projection.factsOfDossiers(snapshot, [dossier]);
  const own = trainee === null ? [] : await projection.factsOfTrainee(snapshot, trainee);
  return [
    ...[...dossiers.values()].flatMap((facts) => describe(facts, rules).anomalies),
    ...(own.length === 0 || trainee === null ? [] : describeTrainee(own, rules, trainee).anomalies),
  ];
}
