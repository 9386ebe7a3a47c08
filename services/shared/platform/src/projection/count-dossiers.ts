import { mayBeSeveralCode } from '@hub/core';
import type { ClientBase } from 'pg';
import { tableOf } from './row-tables.ts';

/** What asks for attention in a version, dossier by dossier as stored; lists say more, joined and to one day. */
export interface AttentionCounts {
  readonly dossiers: number;
  /** Dossiers with an anomaly of this code in their record. */
  readonly anomalies: Readonly<Record<string, number>>;
  /** Dossiers in which an echo is awaited, missed (`echo-missing`) or not yet: the hour alone parts the two. */
  readonly echoesAwaited: number;
  /** Dossiers in which this is expected. */
  readonly expected: Readonly<Record<string, number>>;
  /** Dossiers with an expectation past the due day that the record itself knows. */
  readonly overdue: number;
  /** Trainees who may be several persons (rules.md, 2.17). */
  readonly mayBeSeveral: number;
  /** Dossiers with an expectation whose day only the session says: some may be overdue too. */
  readonly undated: number;
}

type Counted = Omit<AttentionCounts, 'echoesAwaited'>;

/** `today`: `YYYY-MM-DD`. */
export async function countAttention(client: ClientBase, schemaName: string, today: string): Promise<AttentionCounts> {
  const dossier = tableOf(schemaName, 'dossier');
  const { rows } = await client.query<Counted>(
    `with counted as (select
         (select coalesce(jsonb_object_agg(code, n), '{}') from
           (select code, count(distinct number) as n from ${dossier}, unnest(anomalies) code group by code) each) as anomalies,
         (select coalesce(jsonb_object_agg(what, n), '{}') from
           (select what, count(*) as n from ${dossier}, unnest(expected) what group by what) each) as expected)
     select count(*)::int as dossiers, (select anomalies from counted), (select expected from counted),
       (count(*) filter (where due_by < $1))::int as overdue, (count(*) filter (where undated))::int as undated,
       (select count(*)::int from ${tableOf(schemaName, 'trainee')}
        where anomalies <> '{}' and $2 = any(anomalies)) as "mayBeSeveral"
     from ${dossier}`,
    [today, mayBeSeveralCode],
  );
  const counted = rows[0] as Counted;
  const { 'echo-missing': echoesAwaited = 0, ...anomalies } = counted.anomalies;
  return { ...counted, anomalies, echoesAwaited };
}
