import type { Pool } from 'pg';
import { withTransaction } from '../postgres/pool.ts';
import { activeVersion } from './active-version.ts';
import { fedOf, lockedSlices, lockSlicesOf, moveSlices, raiseDossiers } from './feed-statements.ts';
import { progressNotice } from './leases.ts';
import { tableOf } from './row-tables.ts';
import { rowShape } from './versions.ts';

/** Subjects whose dossiers are raised in one transaction. */
const relationsAtOnce = 200;

/**
 * Raises the dossiers of trainees and sessions whose relations changed without a write of the dossier: a period, a link, a
 * restriction, a late offer; of a period also on the day from which it opens anything. False: none is left. What it does not come to is noted still.
 */
export async function raiseRelated(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query(`select from feed.relation where ${isToRaise} limit 1`);
  if (rowCount === 0) return false;
  return withTransaction(pool, async (client) => {
    await lockSlicesOf(client, 'trainee');
    const active = await activeVersion(client);
    if (active === null || active.shape !== rowShape) return false;
    const { rows } = await client.query<Pending>(
      `select kind, key, state,
         coalesce(pending, '{}') || case when due_at <= clock_timestamp() then due else '{}' end as pending
       from feed.relation where ${isToRaise} limit $1`,
      [relationsAtOnce],
    );
    const kinds = rows.map(({ kind }) => kind);
    const found = rows.map(({ key }) => key);
    await client.query(
      `with ${lockedSlices}, ${concerned(active.schemaName)}, ${raiseDossiers(true)},
         ${moveSlices(['dossier'])} select ${progressNotice} from slice_moved`,
      [kinds, found, rows.map(({ pending }) => pending.join(' '))],
    );
    // What was noted meanwhile is still to be raised.
    await client.query(
      `update feed.relation set pending = null,
         due = case when due_at > clock_timestamp() then due end, due_at = case when due_at > clock_timestamp() then due_at end
       where (kind, key, state) in (select * from unnest($1::text[], $2::text[], $3::bytea[]))`,
      [kinds, found, rows.map(({ state }) => state)],
    );
    return rows.length === relationsAtOnce;
  });
}

const isToRaise = `(pending is not null or due_at <= clock_timestamp())`;

interface Pending {
  readonly kind: 'trainee' | 'session';
  readonly key: string;
  readonly state: Buffer;
  readonly pending: readonly string[];
}

/** The dossiers of these trainees and of whoever is linked with them, and those of these sessions, each once. */
function concerned(schemaName: string): string {
  const [dossier, trainee, session] = ['dossier', 'trainee', 'session'].map((name) => tableOf(schemaName, name));
  return `related as (select * from unnest($1::text[], $2::text[], $3::text[]) as given (kind, key, pending)),
    own as materialized (select key::uuid as trainee_id, pending from related where kind = 'trainee'),
    offer as materialized (select key as reference, pending from related where kind = 'session'),
    person as (
      select trainee_id, pending from own
      union select unnest(t.linked), pending from own join ${trainee} t using (trainee_id)
      union select t.trainee_id, pending from own join ${trainee} t
        on t.linked <> '{}' and t.linked && array[own.trainee_id]),
    named as (
      select reference, pending from offer
      union select unnest(s.refs), pending from offer join ${session} s using (reference)),
    found as (
      select d.number, p.pending from person p join ${dossier} d using (trainee_id)
      union select d.number, n.pending from named n join ${dossier} d on d.sessions && array[n.reference]),
    dossier_fed as (
      select d.number, d.slice, ${fedOf('d')} as fed, found.causes,
        null::text[] as watchers_before, null::text as evidence_before, null::text[] as sessions_before
      from (
        select number, jsonb_object_agg(cause, '[]'::jsonb) as causes
        from found cross join unnest(string_to_array(pending, ' ')) as cause group by number) found
      join ${dossier} d using (number))`;
}
