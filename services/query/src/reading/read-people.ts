import {
  findPeople,
  type LinkedTrainee,
  type PersonColumns,
  readRows,
  type Snapshot,
  type StoredPerson,
  traineesMax,
} from '@hub/platform';
import type { QueryContext } from '../http/context.ts';
import { freshColumns } from './fresh-columns.ts';
import { rowsSeen, type SeenPerson } from './read-person.ts';
import { type PersonSight, personSight, type Reader } from './sight.ts';

type Asked = readonly { readonly trainee: string; readonly alone: boolean }[];

/** What a reader sees of many persons by their columns; by the trainee asked for, without those of whom it sees nothing. */
export type PeopleSight = ReadonlyMap<string, { readonly columns: PersonColumns; readonly sight: PersonSight }>;

export interface LookingAtPeople extends Pick<QueryContext, 'rights'> {
  readonly reader: Reader;
  readonly day: string;
  /** Exceptions of the convention show these trainees alone; null: whomever they say. */
  readonly excepted: ReadonlySet<string> | null;
}

/** Who is `alone` is linked with nobody: to look for links takes as long as reading the dossier. */
export async function sightOfPeople(snapshot: Snapshot, asked: Asked, looking: LookingAtPeople): Promise<PeopleSight> {
  const of = (alone: boolean) => [...new Set(asked.flatMap((each) => (each.alone === alone ? [each.trainee] : [])))];
  const columns = await freshColumns(snapshot, await findPeople(snapshot, of(false), of(true)), snapshot.rules);
  const neighbours = neighboursOf(columns.trainees);
  const byTrainee = {
    trainees: Map.groupBy(columns.trainees, ({ trainee }) => trainee),
    dossiers: Map.groupBy(columns.dossiers, ({ trainee }) => trainee),
  };
  const sessions = sessionsByReference(columns);
  const people = new Map<string, { columns: PersonColumns; sight: PersonSight }>();
  for (const { trainee } of asked) {
    if (people.has(trainee)) continue;
    const ids = reachedFrom(trainee, neighbours);
    const dossiers = ids.flatMap((id) => byTrainee.dossiers.get(id) ?? []).sort((a, b) => a.number - b.number);
    const own = {
      trainees: ids.flatMap((id) => byTrainee.trainees.get(id) ?? []),
      dossiers,
      sessions: sessionsOf(dossiers, sessions),
    };
    const sight = sightOfPerson(own, trainee, looking);
    if (sight !== null) people.set(trainee, { columns: own, sight });
  }
  return people;
}

function sightOfPerson(columns: PersonColumns, trainee: string, looking: LookingAtPeople): PersonSight | null {
  const { reader, excepted } = looking;
  const sight = personSight(columns, trainee, reader, looking);
  if (sight === null || excepted === null) return sight;
  const shown = sight.dossiers.filter(({ grounds }) => grounds.excepted.length > 0).flatMap(({ rows }) => rows);
  const isExcepted = shown.every((row) => excepted.has(row.trainee));
  return isExcepted ? sight : personSight(columns, trainee, { ...reader, exceptions: {} }, looking);
}

/** What is stored of these of them, in one statement. */
export async function readPeople(
  snapshot: Snapshot,
  people: PeopleSight,
  trainees: Iterable<string>,
): Promise<ReadonlyMap<string, SeenPerson>> {
  const wanted = [...new Set(trainees)].flatMap((trainee) => {
    const person = people.get(trainee);
    return person === undefined ? [] : [{ trainee, ...person, rows: rowsSeen(person.columns, person.sight) }];
  });
  const stored = await readRows(snapshot, {
    trainees: [...new Set(wanted.flatMap(({ rows }) => rows.trainees))],
    dossiers: [...new Set(wanted.flatMap(({ rows }) => rows.dossiers))],
    sessions: [...new Set(wanted.flatMap(({ rows }) => rows.sessions))],
  });
  const find = finder(stored);
  return new Map(wanted.map(({ trainee, columns, sight, rows }) => [trainee, { columns, sight, stored: find(rows) }]));
}

function finder(stored: StoredPerson) {
  const trainees = new Map(stored.trainees.map((row) => [row.trainee, row]));
  const dossiers = new Map(stored.dossiers.map((row) => [row.number, row]));
  const sessions = new Map(stored.sessions.map((row) => [row.reference, row]));
  return (rows: ReturnType<typeof rowsSeen>): StoredPerson => ({
    trainees: rows.trainees.flatMap((id) => trainees.get(id) ?? []),
    dossiers: rows.dossiers.flatMap((number) => dossiers.get(number) ?? []).sort((a, b) => a.number - b.number),
    sessions: rows.sessions.flatMap((reference) => sessions.get(reference) ?? []),
    progress: stored.progress,
    parked: stored.parked,
  });
}

type SessionsByReference = ReadonlyMap<string, ReadonlySet<PersonColumns['sessions'][number]>>;

function sessionsByReference({ sessions }: PersonColumns): SessionsByReference {
  const found = new Map<string, Set<PersonColumns['sessions'][number]>>();
  for (const session of sessions) {
    for (const reference of [session.reference, ...session.references]) {
      const known = found.get(reference) ?? new Set();
      found.set(reference, known.add(session));
    }
  }
  return found;
}

/** Those of the dossiers, and those that a verdict names with them. */
function sessionsOf(dossiers: PersonColumns['dossiers'], sessions: SessionsByReference): PersonColumns['sessions'] {
  const found = new Set(dossiers.flatMap((row) => row.named.flat()).flatMap((each) => [...(sessions.get(each) ?? [])]));
  for (const session of found) {
    for (const reference of session.references) for (const other of sessions.get(reference) ?? []) found.add(other);
  }
  return [...found];
}

/** By trainee, those whom verdicts name beside it: both ways, whichever of the two holds the verdict. */
export function neighboursOf(
  trainees: Iterable<Pick<LinkedTrainee, 'trainee' | 'linked'>>,
): ReadonlyMap<string, ReadonlySet<string>> {
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
