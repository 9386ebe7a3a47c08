import {
  type AnomalyCode,
  type DossierStatus,
  type ExpectationName,
  type SessionColumns,
  sessionAnomalies,
} from '@hub/core';
import type { VersionRows } from './active-version.ts';
import { linkedPairs, type Scope, waysTo, withinScope } from './candidate-paths.ts';
import { tableOf } from './row-tables.ts';

/** What a list looks for. */
export type Sought = Scope & { readonly dossier: number | null } & (
    | {
        readonly kind: 'dossiers';
        /** Null: any. Rows are narrowed to them for whoever finds every dossier: others may be shown another status. */
        readonly statuses: readonly DossierStatus[] | null;
      }
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

/** The codes sought, where the session of a dossier may make it hold one of them; else null. */
export function soughtOfSession(sought: Sought): readonly AnomalyCode[] | null {
  if (sought.kind !== 'anomalies' || sought.codes === null) return null;
  return sessionAnomalies.some((code) => sought.codes?.includes(code)) ? sought.codes : null;
}

/** A row that may hold what a list looks for. */
export interface Candidate {
  readonly number: number;
  readonly trainee: string;
  /** Its own columns or its person say that what is sought may be there; else only its session can say so. */
  readonly holds: boolean;
  /**
   * The dossier answers as its own row says: its person has no other, is neither linked nor restricted, had no facts moved
   * and has no anomalies of its own.
   */
  readonly alone: boolean;
  /** Nothing in it is, or may be, past its due day. */
  readonly punctual: boolean;
  /** Its session says more than its columns: a day that something is due, or what its transfers are between. */
  readonly undated: boolean;
  /** Codes of its anomalies that need neither day nor session, each as often as it is there; `echo-missing` while one is awaited. */
  readonly anomalies: readonly AnomalyCode[];
  /** SIRETs on its live financing lines. */
  readonly financers: readonly string[];
  /** Session references. */
  readonly sessions: readonly string[];
  /** `YYYY-MM-DD`; empty unless asked for. */
  readonly stays: readonly { readonly entered: string | null; readonly left: string | null }[];
}

export interface CandidateSearch {
  readonly sought: Sought;
  /** By what a reader finds dossiers; null: every dossier. */
  readonly watchers: readonly string[] | null;
  /** By what it finds whom it follows; null: nobody. */
  readonly followers: readonly string[] | null;
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly withStays: boolean;
  /** Dossier number from which on rows are read. */
  readonly from: number;
  readonly limit: number;
}

/**
 * Rows by number that may hold what is sought: a little more than those that do, never less. Those that do not answer as
 * their own row says always may. Where an anomaly of the session is sought, every row with a session may.
 */
export async function readCandidates(
  { client, version }: VersionRows,
  { sought, watchers, followers, today, withStays, from, limit }: CandidateSearch,
): Promise<readonly Candidate[]> {
  const { schemaName } = version;
  const { condition, values } = conditionOf(sought, watchers === null);
  const found = sought.dossier === null ? { watchers, followers } : { watchers: null, followers: null };
  const scope = withinScope(schemaName, sought, 5 + values.length);
  const isScoped = scope.parts.length > 0;
  const ways = waysTo(schemaName, { ...found, isScoped }, 5 + values.length + scope.values.length);
  const parts = [...scope.parts, ...ways.parts];
  const branches = ways.conditions.map((way) =>
    candidatesText(schemaName, { sought, condition, withStays, among: scope.from, way }),
  );
  const { rows } = await client.query<Candidate>(
    `${parts.length === 0 ? '' : `with recursive ${[linkedPairs(schemaName), ...parts].join(', ')}`}
     select distinct on (number) * from (${branches.join(' union all ')}) every order by number limit $2`,
    [from, limit, sought.dossier, today, ...values, ...scope.values, ...ways.values],
  );
  return rows;
}

/** How many rows there are for whoever finds them by these; null: for whoever finds all. */
export async function countWatched(
  { client, version }: VersionRows,
  watchers: readonly string[] | null,
): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::float8 as count from ${tableOf(version.schemaName, 'dossier')}
     where $1::text[] is null or watchers && $1`,
    [watchers],
  );
  return rows[0]?.count ?? 0;
}

/** `$1`: the number to begin at; `$2`: how many; `$3`: the dossier sought; `$4`: today. */
function candidatesText(
  schemaName: string,
  {
    sought,
    condition,
    withStays,
    among,
    way,
  }: Pick<CandidateSearch, 'sought' | 'withStays'> & Record<'condition' | 'among' | 'way', string>,
): string {
  const [dossier, stay, trainee] = ['dossier', 'stay', 'trainee'].map((name) => tableOf(schemaName, name));
  const stays = `(select json_agg(json_build_object('entered', entered_on, 'left', left_on))
     from ${stay} s where s.number = each.number)`;
  const orBySession = soughtOfSession(sought) === null ? '' : `or sessions <> '{}'`;
  // The linked and the noted are few and looked up once; whether there is another dossier, by index for each row.
  return `(select number, trainee_id as trainee, holds or not alone as holds, alone,
       not undated and (due_by is null or due_by >= $4::date) as punctual, undated, anomalies, financers, sessions,
       coalesce(${withStays ? stays : 'null::json'}, '[]') as stays
     from (
       select number, trainee_id, undated, due_by, anomalies, financers, sessions, ${condition} as holds, not (
         exists (select from ${dossier} d where d.trainee_id = a.trainee_id and d.number <> a.number)
         or trainee_id in (select trainee_id from ${trainee} where linked <> '{}'
                           union all select unnest(linked) from ${trainee} where linked <> '{}'
                           union all select trainee_id from ${trainee}
                           where restricted or moved or anomalies <> '{}')) as alone
       from ${among}
       where number >= $1 and ${way} and ($3::int is null or number = $3)) each
     where holds or not alone ${orBySession} order by number limit $2)`;
}

/** Parameters begin at `$5`; `$4` is today. */
function conditionOf(sought: Sought, findsAll: boolean): { condition: string; values: unknown[] } {
  switch (sought.kind) {
    case 'dossiers':
      return sought.statuses !== null && findsAll
        ? { condition: 'status = any($5::text[])', values: [sought.statuses] }
        : { condition: 'true', values: [] };
    case 'expectations':
      return expectedCondition(sought);
    case 'anomalies': {
      if (sought.codes === null) return { condition: 'true', values: [] };
      const late = sought.codes.includes('overdue') ? ' or undated or due_by < $4::date' : '';
      return { condition: `(anomalies && $5::text[]${late})`, values: [sought.codes] };
    }
  }
}

function expectedCondition({ what, dueBefore }: Extract<Sought, { kind: 'expectations' }>) {
  const values = [...(what === null ? [] : [what]), ...(dueBefore === null ? [] : [dueBefore])];
  const named = what === null ? `expected <> '{}'` : 'expected @> array[$5]';
  if (dueBefore === null) return { condition: named, values };
  return { condition: `(${named} and (undated or due_by < $${4 + values.length}::date))`, values };
}

/** What the rows of sessions say beside a dossier: of each of these references, the sessions reported under it. */
export async function readSessionColumns(
  { client, version }: VersionRows,
  references: readonly string[],
): Promise<ReadonlyMap<string, readonly SessionColumns[]>> {
  const { rows } = await client.query<SessionColumns & { refs: string[] }>(
    `select refs, publishers, state, entry_mode as "entryMode", starts_on::text as "startsOn", ends_on::text as "endsOn", missing,
       deleted_slots as "deletedSlots", identified
     from ${tableOf(version.schemaName, 'session')}
     where reference = any($1) or (cardinality(refs) > 1 and refs && $1)`,
    [references],
  );
  const named = Map.groupBy(
    rows.flatMap((row) => row.refs.map((reference) => ({ reference, row }))),
    ({ reference }) => reference,
  );
  return new Map(references.map((reference) => [reference, (named.get(reference) ?? []).map(({ row }) => row)]));
}
