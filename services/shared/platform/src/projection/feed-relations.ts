import type { ClientBase, Pool } from 'pg';
import { withTransaction } from '../postgres/pool.ts';
import { activeVersion } from './active-version.ts';
import {
  mayLoseSession,
  mayLoseTrainee,
  type SessionState,
  sceneOf,
  sessionState,
  type TraineeState,
  traineeState,
  unknownTrainee,
} from './feed-scenes.ts';
import { fedOf, lockedSlices, lockSlicesOf, moveSlices, raiseDossiers } from './feed-statements.ts';
import { progressNotice } from './leases.ts';
import { tableOf } from './row-tables.ts';
import { rowShape } from './versions.ts';

/** Subjects whose dossiers are raised in one transaction. */
const relationsAtOnce = 200;

/**
 * Raises the dossiers of trainees and sessions whose relations changed without a write of the dossier: a period, a link, a
 * restriction, a late offer; of a period also on the day from which it opens anything. Where somebody may see less by it, their
 * rows keep what it was. False: none is left. What it does not come to is noted still.
 */
export async function raiseRelated(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query(`select from feed.relation where ${isToRaise} limit 1`);
  if (rowCount === 0) return false;
  return withTransaction(pool, async (client) => {
    await lockSlicesOf(client, 'trainee');
    const active = await activeVersion(client);
    if (active === null || active.shape !== rowShape) return false;
    const { rows } = await client.query<Pending>(
      `select kind, key, state, before,
         coalesce(pending, '{}') || case when due_at <= clock_timestamp() then due else '{}' end as pending
       from feed.relation where ${isToRaise} limit $1`,
      [relationsAtOnce],
    );
    await raise(client, active.schemaName, await relatedBy(client, active.schemaName, rows));
    // What was noted meanwhile is still to be raised.
    await client.query(
      `update feed.relation set pending = null, before = null,
         due = case when due_at > clock_timestamp() then due end, due_at = case when due_at > clock_timestamp() then due_at end
       where (kind, key, state) in (select * from unnest($1::text[], $2::text[], $3::bytea[]))`,
      [rows.map(({ kind }) => kind), rows.map(({ key }) => key), rows.map(({ state }) => state)],
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
  /** As it was since they were raised last; empty: there was no row. */
  readonly before: readonly (Partial<TraineeState> | SessionState)[] | null;
}

/** A trainee or session whose dossiers are raised. */
interface Related {
  readonly kind: 'trainee' | 'session';
  readonly key: string;
  readonly pending: readonly string[];
  /** As it was, where somebody may see less of these dossiers now; and by what they were found besides. */
  readonly before: TraineeState | SessionState | null;
  readonly lost: readonly string[];
}

async function relatedBy(
  client: ClientBase,
  schemaName: string,
  pending: readonly Pending[],
): Promise<readonly Related[]> {
  const now = await statesOf(client, schemaName, pending);
  return pending.flatMap((each) => (each.kind === 'trainee' ? relatedTrainees(each, now) : relatedSessions(each, now)));
}

interface States {
  readonly trainees: ReadonlyMap<string, TraineeState>;
  readonly sessions: ReadonlyMap<string, SessionState>;
}

/** As they are; of trainees also those who were named with them. */
async function statesOf(client: ClientBase, schemaName: string, pending: readonly Pending[]): Promise<States> {
  const keysOf = (kind: Pending['kind']) => pending.filter((each) => each.kind === kind).map(({ key }) => key);
  const named = pending.flatMap(
    ({ before }) => before?.flatMap((was) => ('linked' in was ? (was.linked ?? []) : [])) ?? [],
  );
  const { rows: trainees } = await client.query<{ state: TraineeState }>(
    `select ${traineeState('t')} as state from ${tableOf(schemaName, 'trainee')} t where trainee_id = any($1::uuid[])`,
    [[...keysOf('trainee'), ...named]],
  );
  const { rows: sessions } = await client.query<{ state: SessionState }>(
    `select ${sessionState('s')} as state from ${tableOf(schemaName, 'session')} s where reference = any($1::text[])`,
    [keysOf('session')],
  );
  return {
    trainees: new Map(trainees.map(({ state }) => [state.trainee, state])),
    sessions: new Map(sessions.map(({ state }) => [state.reference, state])),
  };
}

/** With whoever was named with the trainee: they may have been found by each other's periods. */
function relatedTrainees({ kind, key, pending, before }: Pending, { trainees }: States): readonly Related[] {
  const now = trainees.get(key) ?? unknownTrainee(key);
  const states = (before ?? []).map((was) => ({ ...unknownTrainee(key), ...(was as Partial<TraineeState>) }));
  const losing = states.filter((was) => mayLoseTrainee(was, now));
  return [
    { kind, key, pending, before: null, lost: [] },
    ...losing.flatMap((was) => {
      const lost = [...was.followers, ...was.linked.flatMap((each) => trainees.get(each)?.followers ?? [])];
      return [key, ...was.linked].map((each) => ({ kind, key: each, pending, before: was, lost }));
    }),
  ];
}

function relatedSessions({ kind, key, pending, before }: Pending, { sessions }: States): readonly Related[] {
  const now = sessions.get(key) ?? null;
  const losing = ((before ?? []) as readonly SessionState[]).filter((was) => mayLoseSession(was, now));
  return [
    { kind, key, pending, before: null, lost: [] },
    ...losing.flatMap((was) =>
      [...new Set([key, ...was.refs])].map((each) => ({ kind, key: each, pending, before: was, lost: [] })),
    ),
  ];
}

async function raise(client: ClientBase, schemaName: string, related: readonly Related[]): Promise<void> {
  await client.query(
    `with ${lockedSlices}, ${concerned(schemaName)}, ${raiseDossiers(true)},
       ${moveSlices(['dossier'])} select ${progressNotice} from slice_moved`,
    [
      related.map(({ kind }) => kind),
      related.map(({ key }) => key),
      related.map(({ pending }) => pending.join(' ')),
      related.map(({ before }) => before && JSON.stringify(before)),
      related.map(({ lost }) => lost.join(' ')),
    ],
  );
}

/** The dossiers of these trainees and of whoever is linked with them, and those of these sessions, each once. */
function concerned(schemaName: string): string {
  const [dossier, trainee, session] = ['dossier', 'trainee', 'session'].map((name) => tableOf(schemaName, name));
  return `related as (
      select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as given (kind, key, pending, before, lost)),
    own as materialized (select key::uuid as trainee_id, pending, before, lost from related where kind = 'trainee'),
    offer as materialized (select key as reference, pending, before, lost from related where kind = 'session'),
    person as (
      select trainee_id, pending, before, lost from own
      union select unnest(t.linked), pending, before, lost from own join ${trainee} t using (trainee_id)
      union select t.trainee_id, pending, before, lost from own join ${trainee} t
        on t.linked <> '{}' and t.linked && array[own.trainee_id]),
    named as (
      select reference, pending, before, lost from offer
      union select unnest(s.refs), pending, before, lost from offer join ${session} s using (reference)),
    found as (
      select d.number, p.pending, p.before, p.lost from person p join ${dossier} d using (trainee_id)
      union select d.number, n.pending, n.before, n.lost from named n join ${dossier} d on d.sessions && array[n.reference]),
    raised_by as (
      select number, concat('{', string_agg(distinct '"' || cause || '":[#]', ','), '}') as causes,
        jsonb_agg(distinct before::jsonb) filter (where before is not null) as before
      from found left join unnest(string_to_array(pending, ' ')) as cause on true
      group by number having count(cause) + count(before) > 0),
    found_by as (
      select number, array_agg(distinct name) as lost
      from found cross join unnest(string_to_array(lost, ' ')) as name group by number),
    dossier_fed as (
      select d.number, d.slice, ${fedOf('d')} as fed, raised_by.causes,
        case when before is not null then coalesce(found_by.lost, '{}') end as lost,
        case when before is not null then ${sceneOf(schemaName, 'd')} || jsonb_build_object('before', before) end as scene
      from raised_by join ${dossier} d using (number) left join found_by using (number))`;
}
