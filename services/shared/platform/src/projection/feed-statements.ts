import type { ClientBase } from 'pg';
import type { LeaseKind } from './leases.ts';
import type { FedCauses } from './subject-tables.ts';

/**
 * SQL of the feed (decision 48): parts of a WITH that raise subjects, whether the statement that writes their rows holds
 * them or one that looks at rows written before.
 */

/**
 * The slices named by two parameters (kinds, slices) from `from` on, locked in one order until the transaction ends, and `feeder`: those
 * of them that are fed from the rows of this schema (SQL). A sequence is given under this lock, so that a reader who has seen one
 * has seen all below it.
 */
export function lockSlices(schema: string, from: number): string {
  return `locked_slice as materialized (
      select kind, slice, schema_name, next from feed.slice
      where (kind, slice) in (select * from unnest($${from}::text[], $${from + 1}::smallint[]))
      order by kind, slice for update),
    feeder as (select kind, slice, next from locked_slice where schema_name = ${schema})`;
}

/** Locks every slice of a kind: what is read after it is as the feed will be told. */
export async function lockSlicesOf(client: ClientBase, kind: LeaseKind): Promise<void> {
  await client.query('select from feed.slice where kind = $1 order by slice for update', [kind]);
}

/** `feeder` where the slices are locked already. */
export const lockedSlices = 'feeder as (select kind, slice, next from feed.slice)';

/** What was told of a dossier: its record, and the evidence that rights stand on. */
export function fedOf(row: string): string {
  return `sha256(${row}.hash || convert_to(${row}.evidence, 'UTF8'))`;
}

/** Scenes that a row keeps, and states of a relation. */
const keptMax = 4;

/** SQL: an array of JSON, null for none, and another one behind it; of more than are kept the first goes. */
function appended(known: string, more: string): string {
  return `case when ${more} is null then ${known}
          when jsonb_array_length(${known}) >= ${keptMax} then (${known} - 0) || ${more}
          else coalesce(${known}, '[]') || ${more} end`;
}

/**
 * Raises the rows of `dossier_fed` (number, slice, fed, causes: as `causesText` writes them; scene, lost: as
 * it was and by what it was found, null where nobody may see less than before). `always`: though they are as fed.
 */
export function raiseDossiers(always = false): string {
  const unlessFed =
    '(scene is not null or not exists (select from feed.dossier f where f.number = r.number and f.fed = r.fed))';
  return `dossier_raised as (
      insert into feed.dossier as f (number, slice, sequence, fed, causes, losses, lost)
      select number, slice, sequence, fed, ${causesAt('sequence')},
        case when scene is not null then jsonb_build_array(scene || jsonb_build_object('sequence', sequence)) end,
        lost
      from (${inSequence('dossier_fed', 'number', 'trainee')} ${always ? '' : `where ${unlessFed}`}) as raised
      on conflict (number) do update set slice = excluded.slice, sequence = excluded.sequence, fed = excluded.fed,
        causes = f.causes || excluded.causes,
        losses = ${appended('f.losses', 'excluded.losses')},
        lost = case when excluded.lost is null then f.lost
          else (select array_agg(distinct each) from unnest(f.lost || excluded.lost) as each) end
      returning slice)`;
}

/** Raises the rows of `session_fed` (reference, slice, fed, causes). */
export const raiseSessions = `session_raised as (
      insert into feed.session as f (reference, slice, sequence, fed, causes)
      select reference, slice, sequence, fed, ${causesAt('sequence')}
      from (${inSequence('session_fed', 'reference', 'offer')}
        where not exists (select from feed.session f where f.reference = r.reference and f.fed = r.fed)) as raised
      on conflict (reference) do update set slice = excluded.slice, sequence = excluded.sequence, fed = excluded.fed,
        causes = f.causes || excluded.causes
      returning slice)`;

/**
 * Causes as JSON, with `#` for the sequence that is given when they are raised; within texts it is escaped. It is put in as text,
 * so that PostgreSQL takes no JSON apart for each row.
 */
export function causesText(causes: FedCauses | Readonly<Record<string, readonly []>>): string {
  const each = Object.entries(causes).map(([cause, event]) => {
    const parts = [cause, ...event].map((part) => JSON.stringify(part).replaceAll('#', '\\u0023'));
    return `${parts[0]}:[${['#', ...parts.slice(1)].join(',')}]`;
  });
  return `{${each.join(',')}}`;
}

function inSequence(table: string, key: string, kind: string): string {
  return `select r.*, s.next + row_number() over (partition by r.slice order by r.${key}) - 1 as sequence
        from ${table} r join feeder s on s.kind = '${kind}' and s.slice = r.slice`;
}

function causesAt(sequence: string): string {
  return `replace(causes, '#', ${sequence}::text)::jsonb`;
}

/** Where sequences go on in the slices of what was raised: `dossier_raised`, `session_raised`, `event_raised`. */
export function moveSlices(raised: readonly ('dossier' | 'session' | 'event')[]): string {
  const kindOf = { dossier: 'trainee', session: 'offer', event: 'trainee' };
  const each = raised.map((subject) => `select '${kindOf[subject]}' as kind, slice from ${subject}_raised`);
  return `slice_moved as (
      update feed.slice s set next = s.next + n.raised
      from (select kind, slice, count(*) as raised from (${each.join(' union all ')}) as all_raised group by 1, 2) n
      where (s.kind, s.slice) = (n.kind, n.slice)
      returning left(s.kind, 1) || s.slice as name)`;
}

/** Columns of a trainee's row that say what rights stand on, beside its dossiers. */
export const traineeRelation = 'evidence, linked, verdicts, restricted, moved, destroyed';
/** The same of a session's. */
export const sessionRelation = 'financers, financer_sirets, territory, refs, verdicts';

/** A digest of these columns of a row; null for those of a row that is not there. */
export function relationOf(columns: string, row: string): string {
  const texts = columns.split(', ').map((column) => `${row}.${column}::text`);
  return `sha256(convert_to(concat_ws('|', ${texts.join(', ')}), 'UTF8'))`;
}

/** Of a trainee of whom nothing was reported: no row of `feed.relation` says it. */
export const unrelated = `sha256('{}|false|false|false')`;

/**
 * Notes what rights stand on where it is not as it was fed, and why the dossiers concerned are to be raised: at once, and of a
 * period again a day later, from which it opens anything. `rows`: key, state, pending and before, the last few of which
 * are kept until they are raised.
 */
export function noteRelations(kind: 'trainee' | 'session', key: string, rows: string): string {
  const due = kind === 'trainee' ? "nullif(array_remove(pending, 'sight@*'), '{}')" : 'null::text[]';
  return `${kind}_related as (
      insert into feed.relation as known (kind, key, state, pending, before, due, due_at)
      select '${kind}', ${key}, state, pending, case when before is not null then jsonb_build_array(before) end,
        ${due}, case when ${due} is not null then clock_timestamp() + interval '24 hours' end
      from (${rows}) as found
      on conflict (kind, key) do update set state = excluded.state,
        before = ${appended('known.before', 'excluded.before')},
        pending = ${merged('pending')}, due = ${merged('due')}, due_at = coalesce(excluded.due_at, known.due_at)
      where known.state <> excluded.state or excluded.before is not null)`;
}

/** SQL: what was noted of a relation and is not raised yet, with what is noted now. */
function merged(column: 'pending' | 'due'): string {
  return `(select array_agg(distinct each) from unnest(known.${column} || excluded.${column}) as each)`;
}
