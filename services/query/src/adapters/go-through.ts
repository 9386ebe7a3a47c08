import type { Partner } from '@hub/platform';
import { fieldError, problem } from '@hub/platform';
import type { Moment } from '../app/at-time.ts';
import { isFirstFound, type ListedDossier, listedDossiers } from '../app/listed-dossier.ts';
import { type Candidate, readCandidates, type Sought } from './attention.ts';
import { readPeople, type WatchedPerson } from './people.ts';
import type { Snapshot } from './projection.ts';
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

/** Rows in one statement: their people and facts are held at once, some 2 MB. */
const rowsAtOnce = 200;

/**
 * The dossiers in which a reader may find what it looks for, each once, in the order of the numbers, from `from` on. They
 * answer as in a read of that moment; at most `rowsMax` rows are looked at, then it ends with the number to go on from.
 */
export async function* goThrough(
  parts: QueryParts,
  snapshot: Snapshot,
  list: { readonly sought: Sought; readonly reader: Partner; readonly moment: Moment; readonly from: number },
  rowsMax: number,
): AsyncGenerator<{ readonly number: number; readonly dossier: ListedDossier }, number | null> {
  const watchers = watchersOf(list.reader);
  let from = list.from;
  for (let looked = 0; looked < rowsMax; looked += rowsAtOnce) {
    const rows = await readCandidates(snapshot, list.sought, watchers, list.moment.today, from, rowsAtOnce);
    const people = await readPeople(snapshot, [...new Set(rows.map(({ trainee }) => trainee))]);
    const listed = new Map<string, readonly ListedDossier[]>();
    for (const row of rows) {
      const dossier = dossierOf(parts, row, list, people, watchers, listed);
      if (dossier !== null) yield { number: row.number, dossier };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return null;
    from = last.number + 1;
  }
  return from;
}

/** Null: every dossier. */
function watchersOf({ kind, siret, sources }: Partner): readonly string[] | null {
  if (kind === 'authority') return null;
  return kind === 'financer' && siret !== null ? [...sources, siret] : sources;
}

function dossierOf(
  parts: QueryParts,
  { number, trainee }: Candidate,
  { moment, reader }: { readonly moment: Moment; readonly reader: Partner },
  people: ReadonlyMap<string, WatchedPerson>,
  watchers: readonly string[] | null,
  listed: Map<string, readonly ListedDossier[]>,
): ListedDossier | null {
  const person = people.get(trainee);
  if (person === undefined) return null;
  const dossiers = listed.get(trainee) ?? listedDossiers(person, person.watchers, moment, reader, parts.rules);
  listed.set(trainee, dossiers);
  const isFound = (row: { readonly number: number }) =>
    watchers === null || (person.watchers.get(row.number) ?? []).some((each) => watchers.includes(each));
  return dossiers.find((dossier) => isFirstFound(dossier, number, isFound)) ?? null;
}
