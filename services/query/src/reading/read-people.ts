import { type FactSet, sessionsOf, withoutMoved } from '@hub/core';
import { linkedRoundsMax, readSessions, type Snapshot, traineesMax } from './projection.ts';
import type { StoredDossier, StoredPerson, StoredSession, StoredTrainee } from './stored-person.ts';

/** A person with, of each of its dossiers, whom it may concern. */
export interface WatchedPerson extends StoredPerson {
  /** By dossier number: systems with a live fact in it, SIRETs on its financing lines. */
  readonly watchers: ReadonlyMap<number, readonly string[]>;
}

/** As `readPerson`, for many trainees in a few statements; by the trainee asked for. */
export async function readPeople(
  snapshot: Snapshot,
  asked: readonly string[],
): Promise<ReadonlyMap<string, WatchedPerson>> {
  const trainees = await readLinked(snapshot, asked);
  const neighbours = neighboursOf(trainees.values());
  const idsOf = new Map(asked.map((trainee) => [trainee, reachedFrom(trainee, neighbours)]));
  const dossiers = await readWatchedDossiers(snapshot, [...new Set([...idsOf.values()].flat())]);
  const sessions = namedSessions(await readSessions(snapshot, sessionsOf(dossiers)));
  const dossiersOf = Map.groupBy(dossiers, ({ trainee }) => trainee);
  const people = new Map<string, WatchedPerson>();
  for (const [trainee, ids] of idsOf) {
    const own = ids.flatMap((id) => dossiersOf.get(id) ?? []).sort((a, b) => a.number - b.number);
    const person: WatchedPerson = {
      ids,
      trainees: ids.flatMap((id) => trainees.get(id) ?? []),
      dossiers: own,
      sessions: sessionsAmong(sessions, sessionsOf(own)),
      watchers: new Map(own.map(({ number, watchers }) => [number, watchers])),
    };
    people.set(trainee, withoutMoved(person));
  }
  return people;
}

export type LinkedTrainee = StoredTrainee & { readonly linked: readonly string[] };

/** These trainees and whoever a judgement names with them, at any remove within the bounds. */
export async function readLinked(
  { client, schema }: Snapshot,
  asked: readonly string[],
): Promise<ReadonlyMap<string, LinkedTrainee>> {
  const found = new Map<string, LinkedTrainee>();
  const known = new Set(asked);
  let wanted = asked;
  for (let round = 0; round < linkedRoundsMax && wanted.length > 0; round += 1) {
    const { rows } = await client.query<{ trainee: string; linked: string[]; slice: number; facts: string }>(
      `select trainee_id as trainee, linked, slice, facts from ${schema}.trainee
       where trainee_id = any($1::uuid[]) or (linked <> '{}' and linked && $1::uuid[])`,
      [wanted],
    );
    for (const row of rows) found.set(row.trainee, { ...row, facts: JSON.parse(row.facts) as FactSet });
    wanted = [...new Set(rows.flatMap((row) => [row.trainee, ...row.linked]))].filter((id) => !known.has(id));
    for (const id of wanted) known.add(id);
  }
  return found;
}

/** Judgements join both ways, whichever of the two holds them. */
export function neighboursOf(trainees: Iterable<LinkedTrainee>): ReadonlyMap<string, ReadonlySet<string>> {
  const neighbours = new Map<string, Set<string>>();
  const join = (a: string, b: string) => {
    const known = neighbours.get(a);
    if (known === undefined) neighbours.set(a, new Set([b]));
    else known.add(b);
  };
  for (const { trainee, linked } of trainees) {
    for (const other of linked) {
      join(trainee, other);
      join(other, trainee);
    }
  }
  return neighbours;
}

export function reachedFrom(trainee: string, neighbours: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const reached = new Set([trainee]);
  for (const id of reached) {
    for (const other of neighbours.get(id) ?? []) if (reached.size < traineesMax) reached.add(other);
  }
  return [...reached];
}

async function readWatchedDossiers(
  { client, schema }: Snapshot,
  ids: readonly string[],
): Promise<readonly (StoredDossier & { readonly watchers: readonly string[] })[]> {
  const { rows } = await client.query<Omit<StoredDossier, 'facts'> & { facts: string; watchers: string[] }>(
    `select number, d.trainee_id as trainee, d.slice, facts, watchers from ${schema}.dossier d
     join ${schema}.attention using (number) where d.trainee_id = any($1::uuid[])`,
    [ids],
  );
  return rows.map((row) => ({ ...row, facts: JSON.parse(row.facts) as FactSet }));
}

type NamedSessions = ReadonlyMap<string, readonly StoredSession[]>;

/** By every reference that their facts name. */
export function namedSessions(sessions: readonly StoredSession[]): NamedSessions {
  const named = new Map<string, StoredSession[]>();
  for (const session of sessions) {
    for (const reference of new Set([session.reference, ...session.record.references])) {
      const known = named.get(reference);
      if (known === undefined) named.set(reference, [session]);
      else known.push(session);
    }
  }
  return named;
}

/** Those told under these references, and those judged to be one with them. */
export function sessionsAmong(named: NamedSessions, references: readonly string[]): readonly StoredSession[] {
  const told = references.flatMap((reference) => named.get(reference) ?? []);
  const others = told.flatMap(({ record }) => record.references.flatMap((reference) => named.get(reference) ?? []));
  return [...new Set([...told, ...others])].sort((a, b) => (a.reference < b.reference ? -1 : 1));
}
