import type { AnomalyCode, Rules } from '@hub/core';
import {
  type Candidate,
  codesOfSessions,
  fieldError,
  type Partner,
  problem,
  readCandidates,
  type Snapshot,
  type Sought,
  soughtOfSession,
} from '@hub/platform';
import type { Moment } from '../app/at-time.ts';
import { isFirstFound, type ListedDossier, listedDossiers } from '../app/listed-dossier.ts';
import type { Asker, SeenDossier } from '../app/shown.ts';
import { type MetSessions, maySessionSay, meetSessions, noSessions, seeAlone } from './alone.ts';
import { readPeople, type WatchedPerson } from './people.ts';
import type { QueryParts } from './query-parts.ts';

/** Where a list goes on: at this dossier number, after the item with this key (null: from its first item). */
export interface Cursor {
  readonly number: number;
  readonly after: string | null;
}

export function writeCursor({ number, after }: Cursor): string {
  return Buffer.from(JSON.stringify([number, after])).toString('base64url');
}

/** Throws a 400 problem for a text that no answer has given. */
export function readCursor(text: string | undefined): Cursor {
  if (text === undefined) return { number: 0, after: null };
  try {
    const [number, after] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    const isNumber = Number.isInteger(number) && (number as number) >= 0 && (number as number) <= 999_999_999;
    if (isNumber && (after === null || typeof after === 'string')) return { number: number as number, after };
  } catch {
    // As below: not one of ours.
  }
  const errors = [fieldError('/query/cursor', 'value-invalid', 'not the next of an answer')];
  throw problem(400, 'request-invalid', 'The request is not as described.', { errors });
}

/** Rows composed at once: their people and facts are held together, some 2 MB. */
const rowsAtOnce = 200;
/** Rows told from their records at once, some 4 MB. */
const recordsAtOnce = 500;
/** Narrow rows compared with their sessions at once, and in all: some microseconds each. */
const narrowAtOnce = 2_000;
const narrowRowsMax = 50_000;

/** What a list looks for, and for whom. */
export interface Search {
  readonly sought: Sought;
  readonly asker: Asker;
  readonly moment: Moment;
  /** Dossier number. */
  readonly from: number;
}

/** A dossier, and the number of the row that answers for it. */
export interface Found {
  readonly number: number;
  readonly dossier: ListedDossier;
}

/**
 * The dossiers in which a reader may find what it looks for, each once, in the order of the numbers, from `from` on. They
 * answer as in a read of that moment; at most `rowsMax` rows are looked at, then it ends with the number to go on from.
 */
export async function* goThrough(
  parts: QueryParts,
  snapshot: Snapshot,
  search: Search,
  rowsMax: number,
): AsyncGenerator<Found, number | null> {
  const codes = soughtOfSession(search.sought);
  const sessions = noSessions();
  const [atOnce, most] = codes === null ? [rowsAtOnce, rowsMax] : [narrowAtOnce, narrowRowsMax];
  for await (const rows of candidates(snapshot, search, atOnce, most)) {
    if (typeof rows === 'number') return rows;
    const holding = codes === null ? rows : await bySession(snapshot, rows, codes, sessions, parts.rules);
    yield* compose(parts, snapshot, holding, search);
  }
  return null;
}

/** The rows that hold what is sought, or whose session may make them hold it. */
async function bySession(
  snapshot: Snapshot,
  rows: readonly Candidate[],
  codes: readonly AnomalyCode[],
  sessions: MetSessions,
  rules: Rules,
): Promise<readonly Candidate[]> {
  const doubtful = rows.filter(({ alone, told }) => alone && !told);
  await meetSessions(
    snapshot,
    doubtful.flatMap((row) => row.sessions),
    sessions,
    rules,
  );
  return rows.filter((row) => !row.alone || row.told || maySessionSay(row, codes, sessions));
}

/** A dossier of which the narrow row says all that is counted. */
export interface ToldByRow {
  /** Codes of its anomalies, each as often as it is there. */
  readonly codes: readonly AnomalyCode[];
}

/**
 * As `goThrough`, in no order, without what only the facts of a dossier say. `rowsTell`: anomalies are counted, and
 * where nothing can be overdue or contradict the session the row is enough for who sees everything.
 */
export async function* seeThrough(
  parts: QueryParts,
  snapshot: Snapshot,
  search: Search,
  rowsMax: number,
  rowsTell: boolean,
): AsyncGenerator<SeenDossier | ToldByRow, number | null> {
  const sessions = noSessions();
  const seesAll = rowsTell && search.asker.reader.kind === 'authority';
  for await (const rows of candidates(snapshot, search, recordsAtOnce, rowsMax)) {
    if (typeof rows === 'number') return rows;
    const told = seesAll ? await toldByRow(snapshot, rows, sessions, parts.rules) : new Set<Candidate>();
    for (const { codes } of told) yield { codes };
    const untold = rows.filter((row) => !told.has(row));
    const seen = await seeAlone(snapshot, untold, search.asker, sessions);
    for (const dossier of seen.values()) if (dossier !== null) yield dossier;
    const others = untold.filter(({ number }) => !seen.has(number));
    for await (const { dossier } of compose(parts, snapshot, others, search)) yield dossier;
  }
  return null;
}

async function toldByRow(
  snapshot: Snapshot,
  rows: readonly Candidate[],
  sessions: MetSessions,
  rules: Rules,
): Promise<ReadonlySet<Candidate>> {
  const punctual = rows.filter((row) => row.alone && row.punctual);
  await meetSessions(
    snapshot,
    punctual.flatMap((row) => row.sessions),
    sessions,
    rules,
  );
  return new Set(punctual.filter((row) => !maySessionSay(row, codesOfSessions, sessions)));
}

/** Batches of rows; the last thing is the number to go on from, where rows are left. */
async function* candidates(
  snapshot: Snapshot,
  { sought, asker, moment, from: first }: Search,
  atOnce: number,
  rowsMax: number,
): AsyncGenerator<readonly Candidate[] | number> {
  const watchers = watchersOf(asker.reader);
  let from = first;
  for (let looked = 0; looked < rowsMax; looked += atOnce) {
    const rows = await readCandidates(snapshot, { sought, watchers, today: moment.today, from, limit: atOnce });
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < atOnce) return;
    from = last.number + 1;
  }
  yield from;
}

async function* compose(
  parts: QueryParts,
  snapshot: Snapshot,
  rows: readonly Candidate[],
  search: Search,
): AsyncGenerator<Found> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const some = rows.slice(at, at + rowsAtOnce);
    const people = await readPeople(snapshot, [...new Set(some.map(({ trainee }) => trainee))], parts.rules);
    const listed = new Map<string, readonly ListedDossier[]>();
    for (const row of some) {
      const dossier = dossierOf(parts, row, search, people, listed);
      if (dossier !== null) yield { number: row.number, dossier };
    }
  }
}

/** Null: every dossier. */
function watchersOf({ kind, siret, sources }: Partner): readonly string[] | null {
  if (kind === 'authority') return null;
  return kind === 'financer' && siret !== null ? [...sources, siret] : sources;
}

function dossierOf(
  parts: QueryParts,
  { number, trainee }: Candidate,
  { moment, asker: { reader }, sought }: Search,
  people: ReadonlyMap<string, WatchedPerson>,
  listed: Map<string, readonly ListedDossier[]>,
): ListedDossier | null {
  const person = people.get(trainee);
  if (person === undefined) return null;
  const dossiers = listed.get(trainee) ?? listedDossiers(person, person.watchers, moment, reader, parts.rules);
  listed.set(trainee, dossiers);
  if (sought.dossier !== null) {
    return dossiers.find(({ rows }) => rows.some((row) => row.number === number)) ?? null;
  }
  const watchers = watchersOf(reader);
  const isFound = (row: { readonly number: number }) =>
    watchers === null || (person.watchers.get(row.number) ?? []).some((each) => watchers.includes(each));
  return dossiers.find((dossier) => isFirstFound(dossier, number, isFound)) ?? null;
}
