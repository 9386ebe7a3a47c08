import type { Position } from '@hub/core';
import type { ClientBase, Pool } from 'pg';
import { lockedSlices, lockSlices, moveSlices } from './feed-statements.ts';

/**
 * `settled`: an operator decided that it stays parked; `counted`: it is in the records after all; `contested`: somebody asks for
 * it to be rectified.
 */
export const fates = ['parked', 'settled', 'counted', 'contested'] as const;
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
       select distinct on (source, event_id) source, event_id, slice, dossier, reason from projection.parked
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

const from = '(select schema_name from projection.version where version = $3)';

function raiseEvents(fate: string): string {
  return `event_raised as (
      insert into feed.event as known (source, event_id, slice, sequence, dossier, fate, reason)
      select r.source, r.event_id, r.slice, s.next + row_number() over (partition by r.slice order by r.source, r.event_id) - 1,
        r.dossier, ${fate}, r.reason
      from found r join feeder s on s.kind = 'trainee' and s.slice = r.slice
      where not exists (
        select from feed.event e
        where (e.source, e.event_id, e.fate, e.reason) = (r.source, r.event_id, ${fate}, r.reason))
      on conflict (source, event_id) do update set slice = excluded.slice, sequence = excluded.sequence,
        dossier = excluded.dossier, fate = excluded.fate, reason = excluded.reason
      returning slice)`;
}

/** Tells of the events that a version has parked otherwise than their sources were told, once readers are given it. */
export async function tellFatesOf(client: ClientBase, schemaName: string): Promise<void> {
  const parkedNow = `select p.* from projection.parked p join projection.version v using (version)
    where v.schema_name = '${schemaName}' and p.source is not null and p.event_id is not null`;
  await client.query(
    `with ${lockedSlices}, found as (
       select distinct on (source, event_id) source, event_id, slice, dossier, reason from (${parkedNow}) now
       where not exists (
         select from feed.event e where (e.source, e.event_id) = (now.source, now.event_id) and e.fate <> 'counted')
       order by source, event_id, dossier),
     ${raiseEvents(`'parked'`)}, ${moveSlices(['event'])} select from slice_moved`,
  );
  await client.query(
    `with ${lockedSlices}, found as (
       select source, event_id, slice, dossier, reason from feed.event e
       where fate in ('parked', 'settled') and not exists (
         select from (${parkedNow}) now where (now.source, now.event_id) = (e.source, e.event_id))),
     ${raiseEvents(`'counted'`)}, ${moveSlices(['event'])} select from slice_moved`,
  );
}

/** Tells a source that somebody contests one of its events, which stands in this dossier. */
export async function tellContested(
  client: ClientBase,
  { dossier, source, id, reason }: { dossier: number; source: string; id: string; reason: string },
): Promise<void> {
  await client.query(
    `with ${lockedSlices}, found as (
       select $2::text as source, $3::text as event_id, slice, number as dossier, $4::text as reason
       from feed.dossier where number = $1),
     ${raiseEvents(`'contested'`)}, ${moveSlices(['event'])} select from slice_moved`,
    [dossier, source, id, reason],
  );
}
