import type { AnomalyCode, ExpectationName } from '@hub/core';
import type { Snapshot } from './projection.ts';

/** A row that may hold what a list asks for. */
export interface Candidate {
  readonly number: number;
  readonly trainee: string;
  /** Systems with a live fact in it, SIRETs on its financing lines. */
  readonly watchers: readonly string[];
  /** The only dossier of a person that no judgement names with another: it answers alone. */
  readonly alone: boolean;
}

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

/** Anomalies that no row of one dossier can say: they depend on its session or on the person. */
const foundAtRead: ReadonlySet<AnomalyCode> = new Set<AnomalyCode>([
  'session-unresolved',
  'session-incomplete',
  'outside-session-dates',
  'identity-conflict',
]);

/** Nothing in the narrow rows speaks of what is sought: any row may hold it. */
export function isFoundAtRead(sought: Sought): boolean {
  return sought.kind === 'anomalies' && (sought.codes === null || sought.codes.some((code) => foundAtRead.has(code)));
}

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
  // The linked are few and looked up once for the statement; whether there is another dossier, by index for each row.
  const { rows } = await client.query<Candidate>(
    `select number, trainee_id as trainee, watchers, not gathered as alone from (
       select a.*, exists (select from ${schema}.dossier d where d.trainee_id = a.trainee_id and d.number <> a.number)
         or trainee_id in (select trainee_id from ${schema}.trainee where linked <> '{}'
                           union all select unnest(linked) from ${schema}.trainee where linked <> '{}') as gathered
       from ${schema}.attention a
       where number >= $1 and ($2::text[] is null or watchers && $2) and ($4::int is null or number = $4)) each
     where ${condition} or gathered order by number limit $3`,
    [from, sought.dossier === null ? watchers : null, limit, sought.dossier, ...values],
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
  if (codes === null || isFoundAtRead(sought)) return { condition: 'true', values: [] };
  const late = codes.includes('overdue') ? ` or undated or due_by < $6::date` : '';
  return { condition: `(anomalies && $5::text[]${late})`, values: [codes, ...(late === '' ? [] : [today])] };
}
