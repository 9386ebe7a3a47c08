import { type Position, parisDay } from '@hub/core';
import type { ClientBase, Pool } from 'pg';
import { withTransaction } from '../postgres/pool.ts';
import { isOverdue, rectificationAnswers, standingOf } from '../rectification/rectifications.ts';
import { lockedSlices, lockSlices, lockSlicesOf, moveSlices } from './feed-statements.ts';
import { progressNotice } from './leases.ts';

/**
 * What became of an event: `settled`: an operator decided that it stays parked; `counted`: it is in the records after all. Of a
 * rectification that somebody asks for: `contested`; `overdue`: its person was to have an answer by now; else the answer.
 */
export const fates = ['parked', 'settled', 'counted', 'contested', 'overdue', ...rectificationAnswers] as const;
export type Fate = (typeof fates)[number];

/**
 * Tells the sources of the events parked at these places what became of them, where partners are fed from this version. Called
 * while they are still in `projection.parked`.
 */
export async function tellFates(
  client: ClientBase | Pool,
  version: string,
  places: readonly Position[],
  fate: Fate,
): Promise<void> {
  const slices = [...new Set(places.map(({ slice }) => slice))];
  await client.query(
    `with ${lockSlices(from, 1)},
     found as (
       select distinct on (source, event_id) source, event_id, slice, dossier, reason, ${ofEvent} from projection.parked
       where version = $3 and source is not null and event_id is not null
         and (topic, slice, "offset") in (select * from unnest($4::text[], $5::smallint[], $6::bigint[]))
       order by source, event_id, dossier),
     ${raiseEvents('$7')}, ${moveSlices(['event'])} select from slice_moved`,
    [
      ...[slices.map(() => 'trainee'), slices, version],
      ...[places.map(({ topic }) => topic), places.map(({ slice }) => slice), places.map(({ offset }) => offset)],
      fate,
    ],
  );
}

/** Told to the source alone. */
const ofEvent = 'null::uuid as rectification, null::text as organisation';

const from = '(select schema_name from projection.version where version = $3)';

function raiseEvents(fate: string): string {
  return `event_raised as (
      insert into feed.event as known (source, event_id, slice, sequence, dossier, fate, reason, rectification, organisation)
      select r.source, r.event_id, r.slice,
        s.next + row_number() over (partition by r.slice order by r.source, r.event_id, r.rectification) - 1,
        r.dossier, ${fate}, r.reason, r.rectification, r.organisation
      from found r join feeder s on s.kind = 'trainee' and s.slice = r.slice
      where not exists (
        select from feed.event e
        where (e.source, e.event_id, e.fate, e.reason) = (r.source, r.event_id, ${fate}, r.reason)
          and e.rectification is not distinct from r.rectification)
      on conflict (source, event_id, rectification) do update set slice = excluded.slice, sequence = excluded.sequence,
        dossier = excluded.dossier, fate = excluded.fate, reason = excluded.reason
      returning slice)`;
}

/**
 * Tells of the events that a version has parked otherwise than their sources were told, once readers are given it, and of
 * rectifications what was not told yet.
 */
export async function tellFatesOf(client: ClientBase, schemaName: string): Promise<void> {
  const parkedNow = `select p.* from projection.parked p join projection.version v using (version)
    where v.schema_name = '${schemaName}' and p.source is not null and p.event_id is not null`;
  await client.query(
    `with ${lockedSlices}, found as (
       select distinct on (source, event_id) source, event_id, slice, dossier, reason, ${ofEvent} from (${parkedNow}) now
       where not exists (
         select from feed.event e where (e.source, e.event_id) = (now.source, now.event_id)
           and e.rectification is null and e.fate <> 'counted')
       order by source, event_id, dossier),
     ${raiseEvents(`'parked'`)}, ${moveSlices(['event'])} select from slice_moved`,
  );
  await client.query(
    `with ${lockedSlices}, found as (
       select source, event_id, slice, dossier, reason, ${ofEvent} from feed.event e
       where fate in ('parked', 'settled') and not exists (
         select from (${parkedNow}) now where (now.source, now.event_id) = (e.source, e.event_id))),
     ${raiseEvents(`'counted'`)}, ${moveSlices(['event'])} select from slice_moved`,
  );
  await tellStanding(client, 'true', []);
}

/** Tells its source and whoever asked how a rectification stands. The slices are locked. */
export function tellRectification(client: ClientBase, id: string): Promise<void> {
  return tellStanding(client, 'id = $2', [id]);
}

/** The same of those whose day has passed; they are few, and looked for without a lock. */
export async function raiseOverdue(pool: Pool): Promise<void> {
  const { rowCount } = await pool.query(
    `select from (${standingOf(isOverdue)}) q join feed.dossier d on d.number = q.dossier
     where not exists (select from feed.event e
       where (e.source, e.event_id, e.rectification, e.fate) = (q.source, q.event_id, q.rectification, 'overdue'))
     limit 1`,
    [parisDay(Date.now())],
  );
  if (rowCount === 0) return;
  await withTransaction(pool, async (client) => {
    await lockSlicesOf(client, 'trainee');
    await tellStanding(client, isOverdue, []);
  });
}

async function tellStanding(client: ClientBase, where: string, values: readonly unknown[]): Promise<void> {
  await client.query(
    `with ${lockedSlices}, found as (
       select q.*, d.slice from (${standingOf(where)}) q join feed.dossier d on d.number = q.dossier),
     ${raiseEvents('r.fate')}, ${moveSlices(['event'])} select ${progressNotice} from slice_moved`,
    [parisDay(Date.now()), ...values],
  );
}
