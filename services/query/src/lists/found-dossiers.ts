import type { AnomalyCode, ExpectationName } from '@hub/core';
import type { Partner } from '@hub/platform';
import type { Snapshot } from '../reading/projection.ts';
import { readPeople, type WatchedPerson } from '../reading/read-people.ts';
import { type ListedDossier, listedDossiers, type Viewpoint } from './listed-dossier.ts';

/** What a list looks for. */
export type Sought = { readonly dossier: number | null } & (
  | {
      readonly kind: 'anomalies';
      /** Codes asked for; null: any. */
      readonly codes: readonly AnomalyCode[] | null;
    }
  | {
      readonly kind: 'expectations';
      readonly what: ExpectationName | null;
      /** `YYYY-MM-DD`: only where something may be due before this day. */
      readonly dueBefore: string | null;
    }
);

/** A row that may hold what a list looks for. */
interface Candidate {
  readonly number: number;
  readonly trainee: string;
}

/** Anomalies that depend on the session. */
const codesOfSessions: readonly AnomalyCode[] = [
  'session-unresolved',
  'session-incomplete',
  'outside-session-dates',
  'transfer-after-cancellation',
];

interface CandidateBounds {
  /** Dossier number. */
  readonly from: number;
  readonly limit: number;
}

/**
 * Rows by number that may hold what is sought: a little more than those that do, never less. Dossiers of a person that has
 * others, is linked or has anomalies of its own always may, for they answer together.
 */
async function readCandidates(
  { client, schema }: Snapshot,
  sought: Sought,
  { reader, today }: Viewpoint,
  { from, limit }: CandidateBounds,
): Promise<readonly Candidate[]> {
  const { condition, values } = conditionOf(sought, today);
  // The linked and the noted are few and looked up once; whether there is another dossier, by index for each row.
  const { rows } = await client.query<Candidate>(
    `select number, trainee_id as trainee from ${schema}.attention a
     where number >= $1 and ($2::text[] is null or watchers && $2) and ($4::int is null or number = $4)
       and (${condition} or sessions is null
         or exists (select from ${schema}.dossier d where d.trainee_id = a.trainee_id and d.number <> a.number)
         or trainee_id in (select trainee_id from ${schema}.trainee where linked <> '{}'
                           union all select unnest(linked) from ${schema}.trainee where linked <> '{}'
                           union all select trainee_id from ${schema}.trainee
                           where record not like '%"anomalies":[]%' or record not like '%"moved":[],%'
                             or record not like '%"restricted":null,%'))
     order by number limit $3`,
    [from, sought.dossier === null ? watchersOf(reader) : null, limit, sought.dossier, ...values],
  );
  return rows;
}

function conditionOf(sought: Sought, today: string): { condition: string; values: unknown[] } {
  if (sought.kind === 'expectations') {
    const { what, dueBefore } = sought;
    const values = [...(what === null ? [] : [what]), ...(dueBefore === null ? [] : [dueBefore])];
    const named = what === null ? `expected <> '{}'` : 'expected @> array[$5]';
    if (dueBefore === null) return { condition: named, values };
    return { condition: `(${named} and (undated or due_by < $${4 + values.length}::date))`, values };
  }
  const { codes } = sought;
  if (codes === null || codes.some((code) => codesOfSessions.includes(code))) return { condition: 'true', values: [] };
  if (!codes.includes('overdue')) return { condition: 'anomalies && $5::text[]', values: [codes] };
  return { condition: `(anomalies && $5::text[] or undated or due_by < $6::date)`, values: [codes, today] };
}

/** Systems and SIRETs by which a reader finds dossiers; null: every dossier. */
function watchersOf({ kind, siret, sources }: Partner): readonly string[] | null {
  if (kind === 'authority') return null;
  return kind === 'financer' && siret !== null ? [...sources, siret] : sources;
}

/** A dossier, and the number of the row that answers for it. */
export interface Found {
  readonly number: number;
  readonly dossier: ListedDossier;
}

/** Rows described at once: their people and facts are held together, some 2 MB. */
const rowsAtOnce = 200;

/**
 * The dossiers in which a reader may find what it looks for, each once, in the order of the numbers, from `from` on. They
 * answer as a read of that day does; at most `rowsMax` rows are looked at, then it ends with the number to go on from.
 */
export async function* foundDossiers(
  snapshot: Snapshot,
  sought: Sought,
  view: Viewpoint,
  { from: first, rowsMax }: { readonly from: number; readonly rowsMax: number },
): AsyncGenerator<Found, number | null> {
  let from = first;
  for (let looked = 0; looked < rowsMax; looked += rowsAtOnce) {
    const rows = await readCandidates(snapshot, sought, view, { from, limit: rowsAtOnce });
    yield* describedRows(snapshot, rows, sought, view);
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return null;
    from = last.number + 1;
  }
  return from;
}

async function* describedRows(
  snapshot: Snapshot,
  rows: readonly Candidate[],
  sought: Sought,
  view: Viewpoint,
): AsyncGenerator<Found> {
  const people = await readPeople(snapshot, [...new Set(rows.map(({ trainee }) => trainee))]);
  const listed = new Map<string, readonly ListedDossier[]>();
  for (const { number, trainee } of rows) {
    const person = people.get(trainee);
    if (person === undefined) continue;
    const dossiers = listed.get(trainee) ?? listedDossiers(person, view);
    listed.set(trainee, dossiers);
    const dossier = dossiers.find((each) => answersFor(each, number, person, sought, view.reader));
    if (dossier !== undefined) yield { number, dossier };
  }
}

/** Whether a dossier is listed at this number: where several rows answer as one, at the first that the reader finds. */
function answersFor(
  { rows }: ListedDossier,
  number: number,
  { watchers }: WatchedPerson,
  sought: Sought,
  reader: Partner,
): boolean {
  if (!rows.some((row) => row.number === number)) return false;
  if (sought.dossier !== null) return true;
  const own = watchersOf(reader);
  const isFound = (row: { readonly number: number }) =>
    own === null || (watchers.get(row.number) ?? []).some((each) => own.includes(each));
  return rows.filter(isFound).every((row) => row.number >= number);
}
