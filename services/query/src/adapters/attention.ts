import type { AnomalyCode, ExpectationName } from '@hub/core';
import type { Snapshot } from './projection.ts';

/** A row that may hold what a list asks for. */
export interface Candidate {
  readonly number: number;
  readonly trainee: string;
}

/** What a list looks for. */
export type Sought =
  | {
      readonly kind: 'anomalies';
      /** Codes asked for; null: any. */
      readonly codes: readonly AnomalyCode[] | null;
    }
  | { readonly kind: 'expectations'; readonly what: ExpectationName | null; readonly overdue: boolean };

/** Anomalies that no row of one dossier can say: they depend on its session or on the person. */
const foundAtRead: ReadonlySet<AnomalyCode> = new Set<AnomalyCode>([
  'session-unresolved',
  'session-incomplete',
  'outside-session-dates',
  'skills-profile-missing',
  'reference-ambiguous',
  'identity-conflict',
]);

/**
 * Rows from a number on, by number, that may hold what is sought; a little more than those that do, never less. Dossiers
 * of a person that has others, or is linked, always may: they answer together. `watchers`: systems and SIRETs of the
 * reader; null: every dossier.
 */
export async function readCandidates(
  { client, schema }: Snapshot,
  sought: Sought,
  watchers: readonly string[] | null,
  today: string,
  from: number,
  limit: number,
): Promise<readonly Candidate[]> {
  const { condition, values } = conditionOf(sought, today);
  const { rows } = await client.query<Candidate>(
    `select number, trainee_id as trainee from ${schema}.attention a
     where number >= $1 and ($2::text[] is null or watchers && $2) and (${condition}
       or exists (select from ${schema}.dossier d where d.trainee_id = a.trainee_id and d.number <> a.number)
       or exists (select from ${schema}.trainee t where t.linked <> '{}'
                  and (t.trainee_id = a.trainee_id or t.linked && array[a.trainee_id])))
     order by number limit $3`,
    [from, watchers, limit, ...values],
  );
  return rows;
}

function conditionOf(sought: Sought, today: string): { condition: string; values: unknown[] } {
  if (sought.kind === 'expectations') {
    const named = sought.what === null ? `expected <> '{}'` : 'expected @> array[$4]';
    const values = sought.what === null ? [] : [sought.what];
    if (!sought.overdue) return { condition: named, values };
    return {
      condition: `(${named} and (undated or due_by < $${4 + values.length}::date))`,
      values: [...values, today],
    };
  }
  const { codes } = sought;
  if (codes === null || codes.some((code) => foundAtRead.has(code))) return { condition: 'true', values: [] };
  const late = codes.includes('overdue') ? ` or undated or due_by < $5::date` : '';
  return { condition: `(anomalies && $4::text[]${late})`, values: [codes, ...(late === '' ? [] : [today])] };
}
