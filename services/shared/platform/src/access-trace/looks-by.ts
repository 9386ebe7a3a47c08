import type { Pool } from 'pg';
import type { TracedDecision } from './trace-entry.ts';

/** Of one's own looks: a person met who may not be seen looks like nobody. */
export type OwnDecision = Exclude<TracedDecision, 'forbidden'>;

/** A row of the trace as its own reader may see it again: each person of an answer. */
export interface OwnLook {
  /** RFC 3339. */
  readonly at: string;
  readonly operation: string;
  readonly purpose: string | null;
  readonly decision: OwnDecision;
  /** The kind of number by which somebody was searched for; null: by none, or it was not kept. */
  readonly searchedBy: string | null;
  /** Null: nobody was shown. */
  readonly trainee: string | null;
  /** The number asked for, or shown. */
  readonly dossier: number | null;
  /** The same for all that one request left. */
  readonly request: string | null;
  readonly place: LookPlace;
}

/** Where a list of looks goes on. */
export interface LookPlace {
  readonly at: string;
  readonly writer: string;
  readonly sequence: string;
}

/** What this agent of this client looked at, the newest first, behind `after`. */
export async function looksBy(
  pool: Pool,
  by: { readonly clientId: string; readonly agent: string },
  { after, limit }: { readonly after: LookPlace | null; readonly limit: number },
): Promise<readonly OwnLook[]> {
  const { rows } = await pool.query<Omit<OwnLook, 'place'> & Pick<LookPlace, 'writer' | 'sequence'>>(
    // Whoever was met and not shown is left out here: nothing behind this tells it from nobody.
    `select to_char(read_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, operation, purpose, dossier,
       searched_by as "searchedBy",
       case decision when 'forbidden' then 'unknown' else decision end as decision,
       case decision when 'allowed' then trainee_id end as trainee, traceparent as request, writer, sequence::text
     from access.trace
     where client_id = $1 and agent = $2 and ($3::timestamptz is null or (read_at, writer, sequence) < ($3, $4::uuid, $5::bigint))
     order by read_at desc, writer desc, sequence desc limit $6`,
    [by.clientId, by.agent, after?.at ?? null, after?.writer ?? null, after?.sequence ?? null, limit],
  );
  return rows.map(({ writer, sequence, ...look }) => ({ ...look, place: { at: look.at, writer, sequence } }));
}
