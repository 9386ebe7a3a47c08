import { assess, type DossierRecord, type SessionRecord, type TraineeRecord } from '@hub/core';
import { sessionAnswer } from '../app/session-answer.ts';
import type { Asker, SeenDossier } from '../app/shown.ts';
import { listSightOf } from '../domain/rights.ts';
import type { Candidate } from './attention.ts';
import { readSessions, type Snapshot } from './projection.ts';

/** Sessions met so far in one answer, by reference; null: nothing was told of it. */
export type MetSessions = Map<string, SessionRecord | null>;

/**
 * Dossiers that answer alone, as a list would show them, from the records that the projector stored: nothing is described
 * again. Measured beside composing them (two cores, shared, 3,000 dossiers of eight facts): see docs/performance.md. By
 * number; null: the reader sees nothing of it. Those that must be composed to be told are left out.
 */
export async function seeAlone(
  snapshot: Snapshot,
  rows: readonly Candidate[],
  asker: Asker,
  sessions: MetSessions,
): Promise<ReadonlyMap<number, SeenDossier | null>> {
  const seen = new Map<number, SeenDossier | null>();
  const alone = new Map(rows.filter((row) => row.alone).map((row) => [row.number, row]));
  const stored = await readAlone(snapshot, [...alone.keys()]);
  const plain = stored.filter(isPlain);
  await meetSessions(
    snapshot,
    plain.flatMap(({ record }) => sessionsNamed(record)),
    sessions,
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
  /** Null where nothing was told of the person beside the dossier. */
  readonly person: TraineeRecord | null;
}

async function readAlone({ client, schema }: Snapshot, numbers: readonly number[]): Promise<readonly AloneRow[]> {
  const { rows } = await client.query<{ number: number; record: string; person: string | null }>({
    name: `alone ${schema}`,
    text: `select number, d.record, t.record as person from ${schema}.dossier d
     left join ${schema}.trainee t using (trainee_id) where number = any($1::int[])`,
    values: [numbers],
  });
  return rows.map(({ number, record, person }) => ({
    number,
    record: JSON.parse(record) as DossierRecord,
    person: person === null ? null : (JSON.parse(person) as TraineeRecord),
  }));
}

/** What is said of the person changes nothing in it, and it names one session at most. */
function isPlain({ record, person }: AloneRow): boolean {
  if (sessionsNamed(record).length > 1) return false;
  return person === null || (person.moved.length === 0 && person.restricted === null && person.anomalies.length === 0);
}

function sessionsNamed({ trainingRefs }: DossierRecord): readonly string[] {
  return trainingRefs.filter((reference) => reference.startsWith('session:'));
}

/** Reads the sessions of these references that were not met before. */
export async function meetSessions(
  snapshot: Snapshot,
  references: readonly string[],
  sessions: MetSessions,
): Promise<void> {
  const unmet = [...new Set(references)].filter((reference) => !sessions.has(reference));
  if (unmet.length === 0) return;
  const told = Map.groupBy(
    (await readSessions(snapshot, unmet)).flatMap((session) =>
      [...new Set([session.reference, ...session.record.references])].map((reference) => ({ reference, session })),
    ),
    ({ reference }) => reference,
  );
  for (const reference of unmet) {
    const own = (told.get(reference) ?? []).map(({ session }) => session);
    sessions.set(reference, sessionAnswer(reference, own));
  }
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
  const assessed = assess(record, reference === undefined ? null : (sessions.get(reference) ?? null), today, rules);
  const { anomalies } = assessed;
  // Whom an unresolved session concerns, the facts say that name it.
  if (sight === 'own' && anomalies.some(({ code }) => code === 'session-unresolved')) return 'compose';
  return { sight, assessed, anomalies, facts: new Map() };
}
