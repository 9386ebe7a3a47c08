import type { VersionRows } from './active-version.ts';
import { tableOf } from './row-tables.ts';

/** Two sessions of two registries that have an organisation, a place and days in common; in the order of their references. */
export type SessionPair = readonly [string, string];

/** Sessions looked at, and those of them that meet others. `last`: the last looked at; null: there is none behind it. */
export interface MetSessions {
  readonly pairs: readonly SessionPair[];
  readonly last: string | null;
}

/** So many that one session meets: an organisation that repeats a course at one place on one day has a few. */
const metMax = 20;

/** Looks at the sessions after this one, at most `looked`, and finds by index those that each may be the same as. */
export async function readMetSessions(
  { client, version }: VersionRows,
  after: string,
  looked: number,
): Promise<MetSessions> {
  const session = tableOf(version.schemaName, 'session');
  // `offset 0` has whoever meets found by their keys: in the order of references all sessions behind each would be read. Of
  // 400,000 sessions, 500 looked at: 8 ms, and 67 s without.
  const { rows } = await client.query<{ one: string; others: string[] }>(
    `with looked as (
       select reference, meeting_keys from ${session} where reference > $1 order by reference limit $2)
     select reference as one, array(
         select reference from (
           select reference from ${session} where meeting_keys <> '{}' and meeting_keys && looked.meeting_keys offset 0) met
         where met.reference > looked.reference
           and split_part(met.reference, ':', 2) <> split_part(looked.reference, ':', 2)
         order by met.reference limit ${metMax}) as others
     from looked order by reference`,
    [after, looked],
  );
  const pairs = rows.flatMap(({ one, others }) => others.map((other): SessionPair => [one, other]));
  return { pairs, last: rows.length < looked ? null : (rows.at(-1)?.one ?? null) };
}

/** References of published sessions that a Région finances (LHEO code 2) after this one, at most `limit`; `territory` null: of all. */
export async function readRegionalSessions(
  { client, version }: VersionRows,
  after: string,
  { territory, limit }: { readonly territory: string | null; readonly limit: number },
): Promise<readonly string[]> {
  const { rows } = await client.query<{ reference: string }>(
    `select reference from ${tableOf(version.schemaName, 'session')}
     where financers @> '{2}' and reference > $1 and ($2::text is null or territory = $2)
     order by reference limit $3`,
    [after, territory, limit],
  );
  return rows.map(({ reference }) => reference);
}
