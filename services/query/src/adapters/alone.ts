import type { EventName } from '@hub/contracts';
import {
  type AnomalyCode,
  assess,
  type DossierRecord,
  describe,
  describeSession,
  type Rules,
  type SessionRecord,
} from '@hub/core';
import { type Candidate, factsOfDossiers, type Snapshot } from '@hub/platform';
import type { Asker, SeenDossier } from '../app/shown.ts';
import { listSightOf } from '../domain/rights.ts';
import type { StoredSession } from '../domain/stored-person.ts';
import { readSessions } from './projection.ts';

/** Sessions met so far in one answer. */
export interface MetSessions {
  /** By reference; null: nothing was told of it; `several`: it is one of several, to be joined as a read does. */
  readonly stored: Map<string, StoredSession | null | 'several'>;
  /** By reference and funding of the dossier, where several systems told the session. */
  readonly described: Map<string, SessionRecord>;
}

export function noSessions(): MetSessions {
  return { stored: new Map(), described: new Map() };
}

/**
 * Dossiers that answer alone, as a list would show them, from their facts alone, without composing persons. By number; null: the reader sees nothing of
 * it. Those that must be composed to be told are left out.
 */
export async function seeAlone(
  snapshot: Snapshot,
  rows: readonly Candidate[],
  asker: Asker,
  sessions: MetSessions,
): Promise<ReadonlyMap<number, SeenDossier | null>> {
  const seen = new Map<number, SeenDossier | null>();
  const alone = new Map(rows.filter((row) => row.alone).map((row) => [row.number, row]));
  const stored = await readAlone(snapshot, [...alone.keys()], asker.rules);
  const plain = stored.filter(({ record }) => sessionsNamed(record).length <= 1);
  await meetSessions(
    snapshot,
    plain.flatMap(({ record }) => sessionsNamed(record)),
    sessions,
    asker.rules,
  );
  for (const row of plain) {
    const dossier = seenAlone(row, alone.get(row.number)?.watchers ?? [], asker, sessions);
    if (dossier !== 'compose') seen.set(row.number, dossier);
  }
  return seen;
}

interface AloneRow {
  readonly number: number;
  readonly record: DossierRecord;
}

async function readAlone(snapshot: Snapshot, numbers: readonly number[], rules: Rules): Promise<readonly AloneRow[]> {
  const dossiers = await factsOfDossiers(snapshot, numbers);
  return [...dossiers].map(([number, facts]) => ({ number, record: describe(facts, rules) }));
}

function sessionsNamed({ trainingRefs }: DossierRecord): readonly string[] {
  return trainingRefs.filter((reference) => reference.startsWith('session:'));
}

/** Reads the sessions of these references that were not met before. */
export async function meetSessions(
  snapshot: Snapshot,
  references: readonly string[],
  { stored }: MetSessions,
  rules: Rules,
): Promise<void> {
  const unmet = [...new Set(references)].filter((reference) => !stored.has(reference));
  if (unmet.length === 0) return;
  const sessions = await readSessions(snapshot, unmet, rules);
  const naming = Map.groupBy(
    sessions.flatMap((session) => session.record.references.map((reference) => ({ reference, session }))),
    ({ reference }) => reference,
  );
  for (const reference of unmet) {
    const own = sessions.find((session) => session.reference === reference);
    const [only = null, another] =
      own === undefined ? (naming.get(reference) ?? []).map(({ session }) => session) : [own];
    const isOne = another === undefined && (only === null || only.record.identified.length === 0);
    stored.set(reference, isOne ? only : 'several');
  }
}

/** As a read of a dossier that names this session alone: who declares it depends on the funding (S0 l465). */
function sessionFor(
  reference: string,
  funding: string | null,
  rules: Rules,
  { stored, described }: MetSessions,
): SessionRecord | null | 'several' {
  const session = stored.get(reference) ?? null;
  if (session === null || session === 'several') return session;
  if (tellersOf(session).size === 1) return session.record;
  const key = `${funding} ${reference}`;
  const known = described.get(key) ?? describeSession(session.facts, rules, funding);
  described.set(key, known);
  return known;
}

function tellersOf({ facts }: StoredSession, type?: EventName): ReadonlySet<string> {
  return new Set(facts.flatMap((fact) => (type === undefined || fact.type === type ? [fact.source] : [])));
}

/** Whether the session of a row may make it hold an anomaly sought: never false where it does. */
export function maySessionSay(
  { sessions, firstDay, lastDay }: Candidate,
  codes: readonly AnomalyCode[],
  { stored }: MetSessions,
): boolean {
  const [reference, another] = sessions;
  if (another !== undefined) return true;
  if (reference === undefined) return false;
  const session = stored.get(reference) ?? null;
  if (session === 'several' || (session !== null && tellersOf(session, 'session-published').size > 1)) return true;
  const hasDeleted = session?.record.slots.some(({ deleted }) => deleted !== null) ?? false;
  if (hasDeleted && codes.includes('transfer-after-cancellation')) return true;
  const published = session?.record.published?.value ?? null;
  if (session === null || published === null) return codes.includes('session-unresolved');
  if (session.record.missing.length > 0 && codes.includes('session-incomplete')) return true;
  const { start, end } = published;
  const isOutside =
    (start !== null && firstDay !== null && firstDay < start) || (end !== null && lastDay !== null && lastDay > end);
  return isOutside && codes.includes('outside-session-dates');
}

function seenAlone(
  { record }: AloneRow,
  watchers: readonly string[],
  { reader, today, rules }: Asker,
  sessions: MetSessions,
): SeenDossier | null | 'compose' {
  const sight = listSightOf(reader, record, { restricted: false }, watchers);
  if (sight === 'nothing') return null;
  const [reference] = sessionsNamed(record);
  const session = reference === undefined ? null : sessionFor(reference, record.funding, rules, sessions);
  if (session === 'several') return 'compose';
  const assessed = assess(record, session, today, rules);
  const { anomalies } = assessed;
  // Whom an unresolved session concerns, the facts say that name it.
  if (sight === 'own' && anomalies.some(({ code }) => code === 'session-unresolved')) return 'compose';
  return { sight, assessed, anomalies, facts: new Map() };
}
