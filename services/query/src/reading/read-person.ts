import { describeSession, type Rules, type SessionRecord, sessionsOf, withoutDestroyed, withoutMoved } from '@hub/core';
import {
  type AskedFor,
  type LinkedTrainee,
  type ParkedRow,
  type PersonRows,
  readDossiersOf,
  readLinked,
  readPersonRows,
  readSessions,
  type SliceProgress,
  type Snapshot,
  type StoredDossier,
  type StoredSession,
  type StoredTrainee,
  traineesMax,
  type Version,
  withSnapshot,
} from '@hub/platform';
import { type AtLeast, hasPassed, isMet, untilShown } from './at-least.ts';
import type { Requirement } from './log-state.ts';

/** Rows of the projection that an answer about a person is made of, less what operators moved to somebody else and whoever was destroyed. */
export interface StoredPerson {
  /** The trainee asked for first, then whoever a verdict names with it, whatever the verdict; empty: nobody. */
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

/** What is stored about a person, and how new it is. */
export interface PersonRead {
  readonly version: Version;
  /** Of the version. */
  readonly rules: Rules;
  /** Empty where nobody was met. */
  readonly person: StoredPerson;
  /** Of the slices that its rows are of. */
  readonly progress: readonly SliceProgress[];
  /** Receipts whose event the projector could not read: the state shown has passed them without it. */
  readonly parkedReceipts: readonly { readonly receipt: string; readonly reason: string }[];
  /** Events of dossiers that the projector could not read. */
  readonly parkedOfDossiers: readonly { readonly dossier: number; readonly reason: string }[];
}

/** Everything stored about a person, at least as new as required. Waits and throws as `untilShown` does. */
export async function readPerson(
  context: AtLeast,
  requirements: readonly Requirement[],
  asked: AskedFor,
): Promise<PersonRead> {
  const { pool } = context;
  const positions = requirements.map(({ topic, slice, nextOffset }) => ({ topic, slice, offset: nextOffset - 1 }));
  let waits = false;
  return untilShown(context, async () => {
    // Whoever waits looks at the offsets alone.
    if (waits && !(await withSnapshot(pool, (snapshot) => hasPassed(snapshot, requirements)))) return null;
    waits = true;
    const found = await readPersonRows(pool, asked, positions);
    if (found === null || !isMet(found.progress, requirements)) return null;
    return personRead(found, requirements);
  });
}

function personRead(found: PersonRows, requirements: readonly Requirement[]): PersonRead {
  const { version, rules, ids, trainees, dossiers, progress, parked } = found;
  const sessions = sessionsAmong(described(found.sessions, rules), sessionsOf(dossiers));
  const slices = new Set([...trainees, ...dossiers].map(({ slice }) => slice));
  const own = progress.filter(({ kind, slice }) => kind === 'trainee' && slices.has(slice));
  return {
    version,
    rules,
    person: withoutMoved(withoutDestroyed({ ids, trainees, dossiers, sessions })),
    progress: [...own, ...sessions.map((session) => session.progress)],
    parkedReceipts: requirements.flatMap((required) => parkedAt(parked, required)),
    parkedOfDossiers: parked.flatMap(({ dossier, reason }) => (dossier === null ? [] : [{ dossier, reason }])),
  };
}

function parkedAt(
  parked: readonly ParkedRow[],
  { receipt, topic, slice, nextOffset }: Requirement,
): PersonRead['parkedReceipts'] {
  const isThere = (each: ParkedRow) => each.topic === topic && each.slice === slice && each.offset === nextOffset - 1;
  const found = receipt === null ? undefined : parked.find(isThere);
  return receipt === null || found === undefined ? [] : [{ receipt, reason: found.reason }];
}

/** A person with, by dossier number, whom each of its dossiers may concern. */
export interface WatchedPerson extends StoredPerson {
  readonly watchers: ReadonlyMap<number, readonly string[]>;
}

/**
 * What is stored about many persons, in a few statements; by the trainee asked for. Of who is `alone` (`Candidate`) the
 * facts beside the one dossier are left out: they show in no list, and reading them takes as long as reading the dossier.
 */
export async function readPeople(
  snapshot: Snapshot,
  asked: readonly { readonly trainee: string; readonly alone: boolean }[],
): Promise<ReadonlyMap<string, WatchedPerson>> {
  const linked = asked.filter(({ alone }) => !alone).map(({ trainee }) => trainee);
  const trainees = await readLinked(snapshot, [...new Set(linked)]);
  const neighbours = neighboursOf(trainees.values());
  const idsOf = new Map(asked.map(({ trainee }) => [trainee, reachedFrom(trainee, neighbours)]));
  const dossiers = await readDossiersOf(snapshot, [...new Set([...idsOf.values()].flat())]);
  const sessions = described(await readSessions(snapshot, sessionsOf(dossiers)), snapshot.rules);
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
    people.set(trainee, withoutMoved(withoutDestroyed(person)));
  }
  return people;
}

/** By trainee, those whom verdicts name beside it: both ways, whichever of the two holds the verdict. */
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

/** Sessions with what their facts say. */
export function described(sessions: readonly StoredSession[], rules: Rules): readonly DescribedSession[] {
  return sessions.map((session) => ({ ...session, record: describeSession(session.facts, rules) }));
}

/** Those of these sessions that are reported under the references, and those that a verdict names with them; by reference. */
function sessionsAmong(
  sessions: readonly DescribedSession[],
  references: readonly string[],
): readonly DescribedSession[] {
  const isNamed = ({ reference, record }: DescribedSession, named: readonly string[]) =>
    named.includes(reference) || record.references.some((each) => named.includes(each));
  const own = sessions.filter((session) => isNamed(session, references));
  const others = own.flatMap(({ record }) => record.references);
  return sessions
    .filter((session) => own.includes(session) || isNamed(session, others))
    .sort((a, b) => (a.reference < b.reference ? -1 : 1));
}
