import pg from 'pg';
import type { RecordRow } from '../domain/row.ts';
import { textArray } from './binary-array.ts';

/** One row of `attention`; lists as texts separated by spaces, which none of their values holds. */
export interface AttentionRow {
  readonly number: string;
  readonly trainee: string;
  readonly slice: number;
  readonly watchers: string;
  readonly anomalies: string;
  readonly expected: string;
  /** `YYYY-MM-DD` */
  readonly dueBy: string | null;
  readonly undated: boolean;
  readonly sessions: string;
  /** `YYYY-MM-DD` */
  readonly firstDay: string | null;
  /** `YYYY-MM-DD` */
  readonly lastDay: string | null;
}

export const attentionColumns =
  'number, trainee_id, slice, watchers, anomalies, expected, due_by, undated, sessions, first_day, last_day';

/** The narrow row beside the row of a dossier. */
export function attentionRowOf({ key, extra, slice, attention }: RecordRow): AttentionRow {
  return {
    number: key,
    trainee: extra,
    slice,
    watchers: attention?.watchers.join(' ') ?? '',
    anomalies: attention?.anomalies.join(' ') ?? '',
    expected: attention?.expected.join(' ') ?? '',
    dueBy: attention?.dueBy ?? null,
    undated: attention?.undated ?? false,
    sessions: attention?.sessions.join(' ') ?? '',
    firstDay: attention?.firstDay ?? null,
    lastDay: attention?.lastDay ?? null,
  };
}

/** One statement for the dossiers of a batch; a row that would stay the same is not written. */
export async function upsertAttention(
  client: pg.ClientBase,
  schemaName: string,
  dossiers: readonly RecordRow[],
): Promise<void> {
  if (dossiers.length === 0) return;
  const rows = dossiers.map(attentionRowOf);
  await client.query({
    name: `upsert attention ${schemaName}`,
    text: `insert into ${pg.escapeIdentifier(schemaName)}.attention as a (${attentionColumns})
     select number::int, trainee::uuid, slice, string_to_array(watchers, ' '), string_to_array(anomalies, ' '),
       string_to_array(expected, ' '), due_by, undated, string_to_array(sessions, ' '), first_day, last_day
     from unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::date[], $8::boolean[],
         $9::text[], $10::date[], $11::date[])
       as r (number, trainee, slice, watchers, anomalies, expected, due_by, undated, sessions, first_day, last_day)
     on conflict (number) do update set watchers = excluded.watchers, anomalies = excluded.anomalies,
       expected = excluded.expected, due_by = excluded.due_by, undated = excluded.undated, sessions = excluded.sessions,
       first_day = excluded.first_day, last_day = excluded.last_day
     where (a.watchers, a.anomalies, a.expected, a.due_by, a.undated, a.sessions, a.first_day, a.last_day)
       is distinct from (excluded.watchers, excluded.anomalies, excluded.expected, excluded.due_by, excluded.undated,
         excluded.sessions, excluded.first_day, excluded.last_day)`,
    values: [
      textArray(rows.map((row) => row.number)),
      textArray(rows.map((row) => row.trainee)),
      rows.map((row) => row.slice),
      textArray(rows.map((row) => row.watchers)),
      textArray(rows.map((row) => row.anomalies)),
      textArray(rows.map((row) => row.expected)),
      rows.map((row) => row.dueBy),
      rows.map((row) => row.undated),
      textArray(rows.map((row) => row.sessions)),
      rows.map((row) => row.firstDay),
      rows.map((row) => row.lastDay),
    ],
  });
}
