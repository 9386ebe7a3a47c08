import type { FactSet } from '@hub/core';
import type { Pool } from 'pg';
import { withTransaction } from '../postgres/pool.ts';
import { decodeFacts } from './encode-facts.ts';
import { tellFatesOf } from './feed-fates.ts';
import { sceneOf, sessionState, traineeState } from './feed-scenes.ts';
import {
  causesText,
  fedOf,
  lockedSlices,
  lockSlicesOf,
  moveSlices,
  noteRelations,
  raiseDossiers,
  raiseSessions,
  relationOf,
  sessionRelation,
  traineeRelation,
  unrelated,
} from './feed-statements.ts';
import { progressNotice } from './leases.ts';
import { tableOf } from './row-tables.ts';
import type { FedCauses } from './subject-tables.ts';

/** Compared in this order: dossiers that differ rise before those whose relations do. */
const subjects = ['dossier', 'session', 'trainee'] as const;
type Swept = (typeof subjects)[number];

/** Rows looked at, and raised, in one statement. */
const lookedAtOnce = 5_000;
const raisedAtOnce = 500;

/** `causesOf`: what stands in a row that was never fed, as `causes` of its row would say. */
export interface FeedWork {
  readonly pool: Pool;
  readonly causesOf: (facts: FactSet) => FedCauses;
}

/**
 * Compares some rows of a version that readers were given with what they were told, and raises those that differ, so that
 * a promotion tells of exactly these. A step at a time: whoever is killed loses nothing, and several may do it at once.
 * False: there is nothing to compare.
 */
export async function sweepStep(work: FeedWork): Promise<boolean> {
  const { rows } = await work.pool.query<Sweep>(
    `select id, schema_name as "schemaName", subject, after, to_regnamespace(schema_name) is null as "isGone",
       case when to_regnamespace(before_schema) is not null then before_schema end as "beforeSchema"
     from feed.sweep order by id limit 1`,
  );
  const [sweep] = rows;
  if (sweep === undefined) return false;
  if (sweep.isGone) await endSweep(work.pool, sweep);
  else await sweepSome(work, sweep);
  return true;
}

interface Sweep {
  readonly id: string;
  readonly schemaName: string;
  /** Of the version that readers were given before, where its rows are there still. */
  readonly beforeSchema: string | null;
  readonly subject: Swept;
  /** Empty: it begins. */
  readonly after: string;
  readonly isGone: boolean;
}

async function sweepSome(work: FeedWork, sweep: Sweep): Promise<void> {
  const { subject } = sweep;
  const { last, differing } = await differingAfter(work.pool, sweep);
  for (let at = 0; at < differing.length; at += raisedAtOnce) {
    await raiseAgain(work, sweep, differing.slice(at, at + raisedAtOnce));
  }
  const next = last === null ? subjects[subjects.indexOf(subject) + 1] : subject;
  if (next === undefined) await endSweep(work.pool, sweep);
  else {
    await work.pool.query('update feed.sweep set subject = $2, after = $3 where id = $1', [sweep.id, next, last ?? '']);
  }
}

async function endSweep(pool: Pool, { id, schemaName, isGone }: Sweep): Promise<void> {
  await withTransaction(pool, async (client) => {
    await lockSlicesOf(client, 'trainee');
    if (!isGone) await tellFatesOf(client, schemaName);
    await client.query('delete from feed.sweep where id = $1', [id]);
  });
}

const keys = {
  dossier: { column: 'number', first: '-1', type: 'int' },
  session: { column: 'reference', first: '', type: 'text' },
  trainee: { column: 'trainee_id', first: '00000000-0000-0000-0000-000000000000', type: 'uuid' },
} as const;

/** How a row is compared with what was fed: `d` is the row. */
const comparisons: Readonly<Record<Swept, { fed: string; differs: string }>> = {
  dossier: { fed: 'left join feed.dossier f on f.number = d.number', differs: `f.fed is distinct from ${fedOf('d')}` },
  session: {
    fed: `left join feed.session f on f.reference = d.reference
      left join feed.relation k on k.kind = 'session' and k.key = d.reference`,
    differs: `f.fed is distinct from d.hash or k.state is distinct from ${relationOf(sessionRelation, 'd')}`,
  },
  trainee: {
    fed: `left join feed.relation k on k.kind = 'trainee' and k.key = d.trainee_id::text`,
    differs: `coalesce(k.state, ${unrelated}) <> ${relationOf(traineeRelation, 'd')}`,
  },
};

/** How it is compared with that of the version of before, `p`: what was raised meanwhile may be less than it told. */
const losing: Readonly<Record<Swept, string>> = {
  dossier: 'not p.watchers <@ d.watchers',
  session: `${relationOf(sessionRelation, 'p')} <> ${relationOf(sessionRelation, 'd')}`,
  trainee: `${relationOf(traineeRelation, 'p')} <> ${relationOf(traineeRelation, 'd')}`,
};

/** `last`: the last key looked at; null: there are no more. */
async function differingAfter(
  pool: Pool,
  { schemaName, beforeSchema, subject, after }: Sweep,
): Promise<{ last: string | null; differing: readonly string[] }> {
  const { column, first, type } = keys[subject];
  const { fed, differs } = comparisons[subject];
  const { rows } = await pool.query<{ key: string; differs: boolean }>(
    `select d.${column}::text as key, (${differs} or (p.${column} is not null and ${losing[subject]})) as differs
     from (select * from ${tableOf(schemaName, subject)} where ${column} > $1::${type} order by ${column} limit $2) d ${fed}
     left join ${rowsBefore(schemaName, beforeSchema, subject)} p on p.${column} = d.${column}
     order by d.${column}`,
    [after === '' ? first : after, lookedAtOnce],
  );
  const differing = rows.filter((row) => row.differs).map(({ key }) => key);
  return { last: rows.length < lookedAtOnce ? null : (rows.at(-1)?.key ?? null), differing };
}

/** The rows as they are once the slices are locked: none of them is being written. */
async function raiseAgain(
  { pool, causesOf }: FeedWork,
  { schemaName, beforeSchema, subject }: Sweep,
  given: readonly string[],
): Promise<void> {
  await withTransaction(pool, async (client) => {
    await lockSlicesOf(client, subject === 'session' ? 'offer' : 'trainee');
    if (subject !== 'dossier')
      await client.query(`with ${lockedSlices}, ${relationsAgain(schemaName, beforeSchema, subject)} select`, [given]);
    if (subject === 'trainee') return;
    const { column, type } = keys[subject];
    const { rows } = await client.query<{ key: string; facts: Buffer | null }>(
      `select d.${column}::text as key, case when f.${column} is null then d.facts end as facts
       from ${tableOf(schemaName, subject)} d left join feed.${subject} f using (${column})
       where d.${column} = any($1::${type}[])`,
      [given],
    );
    const causes = rows.map(({ facts }) => causesText(facts === null ? byRules : causesOf(decodeFacts(facts))));
    await client.query(
      `with ${lockedSlices}, ${fedAgain(schemaName, beforeSchema, subject)} select ${progressNotice} from slice_moved`,
      [rows.map(({ key }) => key), causes],
    );
  });
}

/** The cause of what is read otherwise than it was told, without a new event. */
const byRules = { 'rules@*': [] } as const;

function fedAgain(schemaName: string, beforeSchema: string | null, subject: 'dossier' | 'session'): string {
  const { column, type } = keys[subject];
  const fed = subject === 'dossier' ? `${fedOf('w')} as fed` : 'w.hash as fed';
  const isOther = 'p.evidence is distinct from w.evidence and p.number is not null';
  const losses = `case when ${isOther} then p.watchers end as lost,
        case when ${isOther} then ${sceneOf(beforeSchema ?? schemaName, 'p')} end as scene`;
  const before = `left join ${rowsBefore(schemaName, beforeSchema, subject)} p on p.number = w.number`;
  return `${subject}_fed as (
      select w.${column}, w.slice, ${fed}, given.causes${subject === 'dossier' ? `, ${losses}` : ''}
      from ${tableOf(schemaName, subject)} w
      join unnest($1::${type}[], $2::text[]) as given (${column}, causes) using (${column})
      ${subject === 'dossier' ? before : ''}),
    ${subject === 'dossier' ? raiseDossiers() : raiseSessions},
    ${moveSlices([subject])}`;
}

/** None where there is no version of before. */
function rowsBefore(schemaName: string, beforeSchema: string | null, subject: Swept): string {
  const rows = tableOf(beforeSchema ?? schemaName, subject);
  return beforeSchema === null ? `(select * from ${rows} where false)` : rows;
}

function relationsAgain(schemaName: string, beforeSchema: string | null, subject: 'session' | 'trainee'): string {
  const { column, type } = keys[subject];
  const columns = subject === 'session' ? sessionRelation : traineeRelation;
  const before = subject === 'session' ? sessionState('p') : traineeState('p');
  return noteRelations(
    subject,
    'key',
    `select w.${column}::text as key, ${relationOf(columns, 'w')} as state, array['sight@*'] as pending,
       case when p.${column} is not null then ${before} end as before
     from ${tableOf(schemaName, subject)} w
     left join ${rowsBefore(schemaName, beforeSchema, subject)} p on p.${column} = w.${column}
     join feeder s on s.kind = '${subject === 'session' ? 'offer' : 'trainee'}' and s.slice = w.slice
     where w.${column} = any($1::${type}[])`,
  );
}
