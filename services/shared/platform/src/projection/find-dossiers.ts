import type { AnomalyCode, ExpectationName } from '@hub/core';
import type { Snapshot } from './active-version.ts';
import { tableOf } from './row-tables.ts';

/** A row that may hold what a list asks for. */
export interface Candidate {
  readonly number: number;
  readonly trainee: string;
  /** Systems with a live fact in it or awaited, SIRETs on its financing lines. */
  readonly watchers: readonly string[];
  /**
   * The only dossier of a person whom no verdict names with another, who is not restricted, and of whom nothing was noted
   * or moved: it answers alone.
   */
  readonly alone: boolean;
  /** The row itself says that something sought is there, or may be. */
  readonly told: boolean;
  /** Session references. */
  readonly sessions: readonly string[];
  /** Codes of its anomalies, each as often as it is there. */
  readonly codes: readonly AnomalyCode[];
  /** Nothing in it is, or may be, past its due day. */
  readonly punctual: boolean;
  /** `YYYY-MM-DD`: of its entries and exits; null where there are none. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
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

/** Anomalies that depend on the session. */
export const codesOfSessions: readonly AnomalyCode[] = [
  'session-unresolved',
  'session-incomplete',
  'outside-session-dates',
  'transfer-after-cancellation',
];

/** The anomalies sought, where the session of a row may make it hold one; null: what is sought, the row itself tells. */
export function soughtOfSession(sought: Sought): readonly AnomalyCode[] | null {
  if (sought.kind === 'expectations' || sought.codes === null) return null;
  return sought.codes.some((code) => codesOfSessions.includes(code)) ? sought.codes : null;
}

export interface CandidateSearch {
  readonly sought: Sought;
  /** Systems and SIRETs of the reader; null: every dossier. */
  readonly watchers: readonly string[] | null;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Dossier number from which on rows are read. */
  readonly from: number;
  readonly limit: number;
}

/**
 * Rows by number that may hold what is sought; a little more than those that do, never less. Dossiers of a person that has
 * others, is linked or has anomalies of its own always may: they answer together.
 */
export async function readCandidates(
  { client, version }: Snapshot,
  { sought, watchers, today, from, limit }: CandidateSearch,
): Promise<readonly Candidate[]> {
  const { condition, values } = conditionOf(sought);
  const anyRow = soughtOfSession(sought) === null ? 'told or gathered' : 'true';
  const [dossier, stay, trainee] = ['dossier', 'stay', 'trainee'].map((name) => tableOf(version.schemaName, name));
  // The linked and the noted are few and looked up once; whether there is another dossier, by index for each row.
  const { rows } = await client.query<Candidate>(
    `select number, trainee_id as trainee, watchers, not gathered as alone, told, sessions,
       anomalies as codes, not undated and (due_by is null or due_by >= $5::date) as punctual,
       first_day::text as "firstDay", last_day::text as "lastDay" from (
       select number, trainee_id, watchers, sessions, anomalies, undated, due_by, ${condition} as told,
         exists (select from ${dossier} d where d.trainee_id = a.trainee_id and d.number <> a.number)
         or trainee_id in (select trainee_id from ${trainee} where linked <> '{}'
                           union all select unnest(linked) from ${trainee} where linked <> '{}'
                           union all select trainee_id from ${trainee}
                           where restricted or moved or anomalies <> '{}') as gathered
       from ${dossier} a
       where number >= $1 and ($2::text[] is null or watchers && $2) and ($4::int is null or number = $4)) each
     cross join lateral (
       select least(min(entered_on), min(left_on)) as first_day, greatest(max(entered_on), max(left_on)) as last_day
       from ${stay} s where s.number = each.number) as days
     where ${anyRow} order by number limit $3`,
    [from, sought.dossier === null ? watchers : null, limit, sought.dossier, today, ...values],
  );
  return rows;
}

function conditionOf(sought: Sought): { condition: string; values: unknown[] } {
  if (sought.kind === 'expectations') {
    const { what, dueBefore } = sought;
    const values = [...(what === null ? [] : [what]), ...(dueBefore === null ? [] : [dueBefore])];
    const named = what === null ? `expected <> '{}'` : 'expected @> array[$6]';
    if (dueBefore === null) return { condition: named, values };
    return { condition: `(${named} and (undated or due_by < $${5 + values.length}::date))`, values };
  }
  const { codes } = sought;
  if (codes === null) return { condition: 'true', values: [] };
  const late = codes.includes('overdue') ? ` or undated or due_by < $5::date` : '';
  return { condition: `(anomalies && $6::text[]${late})`, values: [codes] };
}
