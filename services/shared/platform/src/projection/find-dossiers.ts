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
  /** Where rows are by due day: `YYYY-MM-DD`, `never` where no columns say one. */
  readonly due: string | null;
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
  readonly order: SearchOrder;
  /** Place from which on rows are read. */
  readonly from: SearchPlace;
  readonly limit: number;
}

/** By number; or by the earliest day on which something in it is due, as its columns and its session's say, then by number. */
export type SearchOrder = 'number' | 'due';

export interface SearchPlace {
  readonly number: number;
  /** `YYYY-MM-DD`; null: from the first one on, or rows are by number. */
  readonly due: string | null;
}

/**
 * Rows in order that may hold what is sought: a little more than those that do, never less. Those that do not answer as
 * their own row says always may. Where an anomaly of the session is sought, every row with a session may.
 */
export async function readCandidates(
  { client, version }: VersionRows,
  { sought, watchers, followers, today, withStays, order, from, limit }: CandidateSearch,
): Promise<readonly Candidate[]> {
  const { schemaName } = version;
  const { condition, values } = conditionOf(sought, watchers === null);
  const found = sought.dossier === null ? { watchers, followers } : { watchers: null, followers: null };
  const scope = withinScope(schemaName, sought, 6 + values.length);
  const isScoped = scope.parts.length > 0;
  const ways = waysTo(schemaName, { ...found, isScoped }, 6 + values.length + scope.values.length);
  const parts = [...scope.parts, ...ways.parts];
  const branches = ways.conditions.map((way) =>
    candidatesText(schemaName, { sought, condition, withStays, order, among: scope.from, way }),
  );
  const { rows } = await client.query<Candidate>(
    `${parts.length === 0 ? '' : `with recursive ${[linkedPairs(schemaName), ...parts].join(', ')}`}
     select * from (select distinct on (number) * from (${branches.join(' union all ')}) every order by number) once
     order by ${orders[order].by} limit $2`,
    [from.number, limit, sought.dossier, today, from.due, ...values, ...scope.values, ...ways.values],
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

/** What rows stand in order by, and which of them stand at a place (`$5`, `$1`) or after it. */
const orders: Readonly<Record<SearchOrder, { readonly by: string; readonly after: string }>> = {
  number: { by: 'number', after: '($5::text is null)' },
  due: { by: 'due collate "C", number', after: `((due collate "C", number) >= (coalesce($5, ''), $1::int))` },
};

/** `$1`: the number to begin at; `$2`: how many; `$3`: the dossier sought; `$4`: today; `$5`: the due day to begin at. */
function candidatesText(
  schemaName: string,
  {
    sought,
    condition,
    withStays,
    order,
    among,
    way,
  }: Pick<CandidateSearch, 'sought' | 'withStays' | 'order'> & Record<'condition' | 'among' | 'way', string>,
): string {
  const [dossier, stay, trainee] = ['dossier', 'stay', 'trainee'].map((name) => tableOf(schemaName, name));
  const stays = `(select json_agg(json_build_object('entered', entered_on, 'left', left_on))
     from ${stay} s where s.number = each.number)`;
  const isByDue = order === 'due';
  const orBySession = soughtOfSession(sought) === null ? '' : `or sessions <> '{}'`;
  // The linked and the noted are few and looked up once; whether there is another dossier, by index for each row.
  return `(select number, trainee_id as trainee, holds or not alone as holds, alone,
       not undated and (due_by is null or due_by >= $4::date) as punctual, undated, anomalies, financers, sessions,
       due, coalesce(${withStays ? stays : 'null::json'}, '[]') as stays
     from (
       select number, trainee_id, ${isByDue ? dueText(schemaName) : 'null::text'} as due, undated, due_by, anomalies, financers, sessions, ${condition} as holds, not (
         exists (select from ${dossier} d where d.trainee_id = a.trainee_id and d.number <> a.number)
         or trainee_id in (select trainee_id from ${trainee} where linked <> '{}'
                           union all select unnest(linked) from ${trainee} where linked <> '{}'
                           union all select trainee_id from ${trainee}
                           where restricted or moved or anomalies <> '{}')) as alone
       from ${among}
       where ${isByDue ? 'true' : 'number >= $1'} and ${way} and ($3::int is null or number = $3)) each
     where (holds or not alone ${orBySession}) and ${orders[order].after} order by ${orders[order].by} limit $2)`;
}

/** The earliest day on which something in a dossier is, or may be, due; of what its session alone dates, the day of the session. */
function dueText(schemaName: string): string {
  return `coalesce(least(due_by, case when undated then (
      select min(least(
        case when a.expected && '{presence,result,entry}' then s.starts_on end,
        case when a.expected @> '{exit}' then s.ends_on end))
      from ${tableOf(schemaName, 'session')} s
      where s.reference = any(a.sessions) and s.entry_mode is distinct from 'permanent') end)::text, 'never')`;
}

/** Parameters begin at `$6`; `$4` is today. */
function conditionOf(sought: Sought, findsAll: boolean): { condition: string; values: unknown[] } {
  switch (sought.kind) {
    case 'dossiers':
      return sought.statuses !== null && findsAll
        ? { condition: 'status = any($6::text[])', values: [sought.statuses] }
        : { condition: 'true', values: [] };
    case 'expectations':
      return expectedCondition(sought);
    case 'anomalies': {
      if (sought.codes === null) return { condition: 'true', values: [] };
      const late = sought.codes.includes('overdue') ? ' or undated or due_by < $4::date' : '';
      return { condition: `(anomalies && $6::text[]${late})`, values: [sought.codes] };
    }
  }
}

function expectedCondition({ what, dueBefore }: Extract<Sought, { kind: 'expectations' }>) {
  const values = [...(what === null ? [] : [what]), ...(dueBefore === null ? [] : [dueBefore])];
  const named = what === null ? `expected <> '{}'` : 'expected @> array[$6]';
  if (dueBefore === null) return { condition: named, values };
  return { condition: `(${named} and (undated or due_by < $${5 + values.length}::date))`, values };
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
