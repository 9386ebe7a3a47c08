import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type AnomalyCode,
  followedBy,
  followersOf,
  maySessionSay,
  type SessionColumns,
  sessionAnomalies,
  watchedBy,
  watchersOf,
} from '@hub/core';
import {
  type Candidate,
  type Grounds,
  readCandidates,
  readSessionColumns,
  type SearchOrder,
  type SearchPlace,
  type Snapshot,
  type Sought,
  soughtOfSession,
} from '@hub/platform';
import type { QueryContext } from '../http/context.ts';
import { type PeopleSight, readPeople, sightOfPeople } from '../reading/read-people.ts';
import type { SeenPerson } from '../reading/read-person.ts';
import type { PathDossier } from '../reading/reader-path.ts';
import { groundsOfRows, isAuthority } from '../reading/sight.ts';
import type { Viewpoint } from './listed-dossier.ts';
import { isEverywhere } from './scope.ts';

export interface Search<Dossier extends PathDossier> extends Pick<QueryContext, 'rights'> {
  readonly sought: Sought;
  /** Those of a person that the list shows. */
  readonly dossiersOf: (person: SeenPerson) => readonly Dossier[];
  readonly view: Viewpoint;
  /** Default: by number. */
  readonly order?: SearchOrder;
  readonly from: SearchPlace;
  /** Rows looked at, in order, before the search ends with the place to go on from. */
  readonly rowsMax: number;
  /** Rows of one statement that finds candidates; default: as what is sought asks for. */
  readonly rowsAtOnce?: number;
}

type AnySearch = Search<PathDossier>;

/** A dossier, and the place of the row that answers for it. */
export interface Found<Dossier extends PathDossier> {
  readonly number: number;
  /** As the place of its row says it. */
  readonly due: string | null;
  readonly dossier: Dossier;
  readonly grounds: Grounds;
}

/** Rows described at once: their people and facts are held together, some 2 MB. */
const describedAtOnce = 200;
/** Rows of a scope: to find its persons takes as long for one row as for all, a fifth of a second for 15,000 persons. */
const scopedAtOnce = 2_000;
/** Rows by due day: the days of all are looked up and sorted for each statement. */
const sortedAtOnce = 2_000;
/** Rows compared with their sessions at once, and in all: some microseconds each. */
const comparedAtOnce = 2_000;
const comparedMax = 50_000;

/** The dossiers in which a reader may find what it looks for, each once and as a read of that day answers it. */
export async function* foundDossiers<Dossier extends PathDossier>(
  snapshot: Snapshot,
  search: Search<Dossier>,
): AsyncGenerator<Found<Dossier>, SearchPlace | null> {
  const codes = soughtOfSession(search.sought);
  const batches =
    codes === null
      ? candidateBatches(snapshot, search, false, search.rowsAtOnce ?? rowsAtOnceOf(search))
      : candidateBatches(snapshot, { ...search, rowsMax: comparedMax }, true, comparedAtOnce);
  const sessions: MetSessions = new Map();
  let goOnFrom: SearchPlace | null = null;
  for await (const { rows, next } of batches) {
    yield* describedRows(
      snapshot,
      await rowsHolding(snapshot, rows, { codes, today: search.view.today }, sessions),
      search,
    );
    goOnFrom = next;
  }
  return goOnFrom;
}

function rowsAtOnceOf({ sought, order }: AnySearch): number {
  if (order === 'due') return sortedAtOnce;
  return isEverywhere(sought) ? describedAtOnce : scopedAtOnce;
}

/** A dossier of which the columns of its row say all its anomalies: their codes, each as often as it is there. */
export interface FoundRow {
  readonly codes: readonly AnomalyCode[];
}

/** The same for who counts anomalies, in no order: a dossier is described only where the columns of its row do not say all. */
export async function* countedDossiers<Dossier extends PathDossier>(
  snapshot: Snapshot,
  search: Search<Dossier>,
): AsyncGenerator<Found<Dossier> | FoundRow, SearchPlace | null> {
  const codes = soughtOfSession(search.sought);
  const sessions: MetSessions = new Map();
  let goOnFrom: SearchPlace | null = null;
  for await (const { rows, next } of candidateBatches(snapshot, search, true, comparedAtOnce)) {
    await meetSessions(snapshot, rows, sessions);
    const holding = await rowsHolding(snapshot, rows, { codes, today: search.view.today }, sessions);
    const people = isAuthority(search.view.reader) ? null : await sightsOf(snapshot, holding, search);
    const said = new Set(holding.filter((row) => isReadWhole(row, people) && saysAll(row, search.view, sessions)));
    for (const { anomalies } of said) yield { codes: anomalies };
    const unsaid = holding.filter((row) => !said.has(row));
    yield* describedRows(snapshot, unsaid, search);
    goOnFrom = next;
  }
  return goOnFrom;
}

interface Batch {
  readonly rows: readonly Candidate[];
  /** Null: there are no more rows. */
  readonly next: SearchPlace | null;
}

async function* candidateBatches(
  snapshot: Snapshot,
  { sought, view, rights, order = 'number', from: first, rowsMax }: AnySearch,
  withStays: boolean,
  limit: number,
): AsyncGenerator<Batch> {
  const { today } = view;
  const ways = waysOf({ sought, view, rights });
  let from: SearchPlace | null = first;
  for (let looked = 0; from !== null && looked < rowsMax; looked += limit) {
    const search = { sought, ...ways, today, withStays, order, from, limit };
    const rows: readonly Candidate[] = await readCandidates(snapshot, search);
    const last = rows.at(-1);
    from = last === undefined || rows.length < limit ? null : { number: last.number + 1, due: last.due };
    yield { rows, next: from };
  }
}

/** Sessions met so far in one answer, by reference. */
type MetSessions = Map<string, readonly SessionColumns[]>;

async function meetSessions(snapshot: Snapshot, rows: readonly Candidate[], met: MetSessions): Promise<void> {
  const unmet = new Set(rows.flatMap(({ sessions }) => sessions).filter((reference) => !met.has(reference)));
  if (unmet.size === 0) return;
  for (const [reference, sessions] of await readSessionColumns(snapshot, [...unmet])) met.set(reference, sessions);
}

/** The rows that hold what is sought, or whose session may make them hold one of these anomalies. */
async function rowsHolding(
  snapshot: Snapshot,
  rows: readonly Candidate[],
  { codes, today }: { readonly codes: readonly AnomalyCode[] | null; readonly today: string },
  met: MetSessions,
): Promise<readonly Candidate[]> {
  if (codes === null) return rows;
  const doubtful = rows.filter(({ holds }) => !holds);
  await meetSessions(snapshot, doubtful, met);
  return rows.filter((row) => row.holds || mayHoldBySession(row, codes, met, today));
}

function mayHoldBySession(row: Candidate, codes: readonly AnomalyCode[], met: MetSessions, today: string): boolean {
  const sessions = new Set(row.sessions.flatMap((reference) => met.get(reference) ?? []));
  return maySessionSay(row, [...sessions], codes, today);
}

/** Whether the columns of a dossier say all its anomalies: nothing is overdue, no echo is awaited, the session adds none. */
function saysAll(row: Candidate, { today }: Viewpoint, met: MetSessions): boolean {
  if (row.anomalies.includes('echo-missing')) return false;
  return row.alone && row.punctual && !mayHoldBySession(row, sessionAnomalies, met, today);
}

/** Null: of everybody, by right. */
function isReadWhole({ number, trainee }: Candidate, people: PeopleSight | null): boolean {
  if (people === null) return true;
  const seen = people.get(trainee)?.sight.dossiers ?? [];
  return seen.some(({ rows, sight }) => sight.described === 'all' && rows.some((row) => row.number === number));
}

function sightsOf(snapshot: Snapshot, rows: readonly Candidate[], { view, rights }: AnySearch): Promise<PeopleSight> {
  const { reader, today, excepted } = view;
  return sightOfPeople(snapshot, rows, { reader, day: today, rights, excepted });
}

async function* describedRows<Dossier extends PathDossier>(
  snapshot: Snapshot,
  rows: readonly Candidate[],
  search: Search<Dossier>,
): AsyncGenerator<Found<Dossier>> {
  for (let at = 0; at < rows.length; at += describedAtOnce) {
    const some = rows.slice(at, at + describedAtOnce);
    const sights = await sightsOf(snapshot, some, search);
    const wanted = some.filter((row) => !isRuledOut(row, sights, search.sought));
    const people = await readPeople(
      snapshot,
      sights,
      wanted.map(({ trainee }) => trainee),
    );
    const listed = new Map<string, readonly Dossier[]>();
    for (const { number, trainee, due } of wanted) {
      const person = people.get(trainee);
      if (person === undefined) continue;
      // To describe a person is some milliseconds of work: whoever asks for one only is answered between two of them.
      await nextTurn();
      const dossiers = listed.get(trainee) ?? search.dossiersOf(person);
      listed.set(trainee, dossiers);
      const dossier = dossiers.find((each) => answersFor(each, number, person, search));
      if (dossier !== undefined) yield { number, due, dossier, grounds: groundsOfRows(person.sight, dossier.rows) };
    }
  }
}

/** Its row says another status than is sought, and the reader is shown what the row says. */
function isRuledOut({ number, trainee, alone }: Candidate, people: PeopleSight, sought: Sought): boolean {
  if (sought.kind !== 'dossiers' || sought.statuses === null || !alone) return false;
  const { statuses } = sought;
  const seen = people.get(trainee)?.sight.dossiers.find(({ rows }) => rows.some((row) => row.number === number));
  if (seen === undefined || seen.sight.described === 'own') return false;
  return seen.rows.every(({ status }) => !statuses.some((each) => each === status));
}

/** Whether a dossier is listed at this number: where several rows answer as one, at the first that the reader finds. */
function answersFor({ rows }: PathDossier, number: number, person: SeenPerson, search: AnySearch): boolean {
  if (!rows.some((row) => row.number === number)) return false;
  if (search.sought.dossier !== null) return true;
  const found = numbersFound(person, waysOf(search));
  return rows.every((row) => row.number >= number || !found.includes(row.number));
}

/** By what a reader finds dossiers, as `readCandidates` takes it. */
interface Ways {
  readonly watchers: readonly string[] | null;
  readonly followers: readonly string[] | null;
}

/** What states alone open is in the list of dossiers, and in no other. */
function waysOf({ sought, view: { reader }, rights }: Pick<AnySearch, 'sought' | 'view' | 'rights'>): Ways {
  if (isAuthority(reader)) return { watchers: null, followers: null };
  const followers = sought.kind === 'dossiers' ? followedBy(rights, reader, reader.purpose) : null;
  return { watchers: watchedBy(rights, reader), followers };
}

function numbersFound({ columns, sight }: SeenPerson, { watchers, followers }: Ways): readonly number[] {
  const isAmong = (names: readonly string[] | null, found: readonly string[]) =>
    names?.some((each) => found.includes(each)) ?? false;
  const isFollowed = columns.trainees.some(({ evidence }) => isAmong(followers, followersOf(evidence)));
  return sight.dossiers
    .flatMap(({ rows }) => rows)
    .filter(({ evidence }) => watchers === null || isFollowed || isAmong(watchers, watchersOf(evidence)))
    .map(({ number }) => number);
}
