import { type Rules, sessionsOf, withoutMoved } from '@hub/core';
import { type LinkedTrainee, readDossiersOf, readLinked, type Snapshot, traineesMax } from '@hub/platform';
import type { StoredPerson, StoredSession } from '../domain/stored-person.ts';
import { readSessions } from './projection.ts';

/** A person with, of each of its dossiers, whom it may concern. */
export interface WatchedPerson extends StoredPerson {
  /** By dossier number: systems with a live fact in it, SIRETs on its financing lines. */
  readonly watchers: ReadonlyMap<number, readonly string[]>;
}

/** As `readPerson`, for many trainees in a few statements; by the trainee asked for. */
export async function readPeople(
  snapshot: Snapshot,
  asked: readonly string[],
  rules: Rules,
): Promise<ReadonlyMap<string, WatchedPerson>> {
  const trainees = await readLinked(snapshot, asked);
  const neighbours = neighboursOf(trainees.values());
  const idsOf = new Map(asked.map((trainee) => [trainee, reachedFrom(trainee, neighbours)]));
  const dossiers = await readDossiersOf(snapshot, [...new Set([...idsOf.values()].flat())]);
  const sessions = namedSessions(await readSessions(snapshot, sessionsOf(dossiers), rules));
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
