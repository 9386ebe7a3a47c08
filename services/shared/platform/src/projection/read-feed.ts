import type { VersionRows } from './active-version.ts';
import type { Fate } from './feed-fates.ts';
import type { FedScene } from './feed-scenes.ts';
import type { LeaseKind } from './leases.ts';
import { tableOf } from './row-tables.ts';

/** How far a reader has seen a feed: by slice, the last sequence. */
export type FeedPlace = Readonly<Record<string, number>>;

/**
 * Why a row was raised: by `<event>@<organisation>`, `sight@<SIRET, or * for all>` or `rules@*`, the sequence at which it last
 * was for that, and the event.
 */
export type KeptCauses = Readonly<Record<string, readonly [sequence: number, ...event: readonly string[]]>>;

/** A dossier that was raised since. */
export interface FedDossier {
  readonly number: number;
  readonly trainee: string;
  readonly slice: number;
  readonly sequence: number;
  readonly causes: KeptCauses;
  /** The scenes of before somebody may have lost sight of it, the last few. */
  readonly losses: readonly FedScene[];
  /** Nobody is linked with the trainee. */
  readonly alone: boolean;
  readonly destroyed: boolean;
}

export interface FedSession {
  readonly reference: string;
  readonly slice: number;
  readonly sequence: number;
  readonly causes: KeptCauses;
  readonly state: string;
}

/** An event of a source that was parked, or that was and is no more; or a rectification of one. */
export interface FedEvent {
  readonly slice: number;
  readonly sequence: number;
  readonly source: string;
  readonly id: string;
  readonly dossier: number | null;
  readonly fate: Fate;
  /** Why it was parked, is contested, or is not rectified. */
  readonly reason: string;
  /** Null: of the event itself. */
  readonly rectification: string | null;
}

export interface Fed<Row> {
  /** By slice and sequence. */
  readonly rows: readonly Row[];
  /** The last sequence looked at, of each slice in which something was. */
  readonly reached: FeedPlace;
  /** Some slice may hold more. */
  readonly isMore: boolean;
}

export interface FeedSearch {
  readonly place: FeedPlace;
  /** By what the reader finds dossiers; null: every dossier. */
  readonly watchers: readonly string[] | null;
  readonly siret: string;
  /** Rows looked at in each slice. */
  readonly rowsMax: number;
}

/** The mark of a feed: cursors of another one begin anew. */
export async function feedEpoch({ client }: Pick<VersionRows, 'client'>): Promise<string> {
  const { rows } = await client.query<{ epoch: string }>('select epoch from feed.epoch');
  return rows[0]?.epoch ?? '';
}

/**
 * For the rest of the snapshot rows are looked up by their indexes, whatever the planner knows: of tables that were filled a
 * minute ago it knows nothing, and would read them whole for each row of a page (1.4 s for 500 items, 20 ms by index).
 */
export async function lookUpByIndex({ client }: Pick<VersionRows, 'client'>): Promise<void> {
  await client.query('set local enable_seqscan = off');
}

/** Where a feed ends now. */
export async function feedEnd({ client }: Pick<VersionRows, 'client'>, kind: LeaseKind): Promise<FeedPlace> {
  const { rows } = await client.query<{ slice: number; last: number }>(
    'select slice, (next - 1)::float8 as last from feed.slice where kind = $1',
    [kind],
  );
  return Object.fromEntries(rows.map(({ slice, last }) => [slice, last]));
}

/** Dossiers that this reader may find, or found before, and that were raised since it was at `place`. */
export async function readFedDossiers(
  { client, version }: VersionRows,
  { place, watchers, siret, rowsMax }: FeedSearch,
): Promise<Fed<FedDossier>> {
  const [dossier, trainee] = ['dossier', 'trainee'].map((name) => tableOf(version.schemaName, name));
  const { rows } = await client.query<FeedRow<FedDossier>>({
    name: `fed dossiers ${version.schemaName}`,
    text: `with ${lookedAt('dossier', 'trainee', 'number, causes, losses, lost')}
      select r.slice, r.sequence::float8, r.looked, null::int as number, null::uuid as trainee, null::jsonb as causes,
        null::jsonb as losses, null::boolean as alone, null::boolean as destroyed
      from reached r
      union all
      select f.slice, f.sequence::float8, null, f.number, d.trainee_id, f.causes, coalesce(f.losses, '[]'),
        coalesce(t.linked, '{}') = '{}' and not exists (
          select from ${trainee} other where other.linked <> '{}' and other.linked && array[d.trainee_id]),
        coalesce(t.destroyed, false)
      from looked f join ${dossier} d using (number) left join ${trainee} t on t.trainee_id = d.trainee_id
      where $4::text[] is null or d.watchers && $4 or f.lost && ($4 || $5::text[]) or t.followers && $5
        or (t.linked <> '{}' and exists (
          select from ${trainee} other where other.trainee_id = any(t.linked) and other.followers && $5))`,
    // By what periods name it: followersOf.
    values: [...placeValues(place), rowsMax, watchers, [siret, siret.slice(0, 9)]],
  });
  return fedOfRows(rows, rowsMax);
}

/** Sessions that were raised since; `territory`: of this one only. */
export async function readFedSessions(
  { client, version }: VersionRows,
  { place, territory, rowsMax }: Pick<FeedSearch, 'place' | 'rowsMax'> & { readonly territory: string | null },
): Promise<Fed<FedSession>> {
  const { rows } = await client.query<FeedRow<FedSession>>({
    name: `fed sessions ${version.schemaName}`,
    text: `with ${lookedAt('session', 'offer', 'reference, causes')}
      select r.slice, r.sequence::float8, r.looked, null as reference, null::jsonb as causes, null as state from reached r
      union all
      select f.slice, f.sequence::float8, null, f.reference, f.causes, s.state
      from looked f join ${tableOf(version.schemaName, 'session')} s using (reference)
      where $4::text is null or s.territory = $4`,
    values: [...placeValues(place), rowsMax, territory],
  });
  return fedOfRows(rows, rowsMax);
}

/** What became of events of these sources, and of rectifications that this organisation asked for. */
export async function readFedEvents(
  { client }: Pick<VersionRows, 'client'>,
  {
    place,
    sources,
    organisation,
    rowsMax,
  }: Pick<FeedSearch, 'place' | 'rowsMax'> & {
    readonly sources: readonly string[];
    /** SIRET */
    readonly organisation: string;
  },
): Promise<Fed<FedEvent>> {
  const { rows } = await client.query<FeedRow<FedEvent>>({
    name: 'fed events',
    text: `with ${lookedAt('event', 'trainee', 'source, event_id, dossier, fate, reason, rectification, organisation')}
      select r.slice, r.sequence::float8, r.looked, null as source, null as id, null::int as dossier, null as fate,
        null as reason, null::uuid as rectification
      from reached r
      union all
      select slice, sequence::float8, null, source, event_id, dossier, fate, reason, rectification from looked
      where source = any($4) or organisation = $5`,
    values: [...placeValues(place), rowsMax, sources, organisation],
  });
  return fedOfRows(rows, rowsMax);
}

/** `looked`: rows of the feed behind the place, so many of each slice; `reached`: how far that is. */
function lookedAt(subject: 'dossier' | 'session' | 'event', kind: string, columns: string): string {
  return `place as (
      select s.slice, coalesce(p.sequence, 0) as sequence
      from feed.slice s left join unnest($1::smallint[], $2::bigint[]) as p (slice, sequence) using (slice)
      where s.kind = '${kind}' and s.next > coalesce(p.sequence, 0) + 1),
    looked as materialized (
      select f.* from place cross join lateral (
        select slice, sequence, ${columns} from feed.${subject} each
        where each.slice = place.slice and each.sequence > place.sequence order by each.sequence limit $3) f),
    reached as (select slice, max(sequence) as sequence, count(*)::int as looked from looked group by slice)`;
}

/** How far a slice was looked at, else a row of it. */
type FeedRow<Row> = Row & { readonly looked: number | null };

function placeValues(place: FeedPlace): readonly unknown[] {
  return [Object.keys(place).map(Number), Object.values(place)];
}

function fedOfRows<Row extends { readonly slice: number; readonly sequence: number }>(
  rows: readonly FeedRow<Row>[],
  rowsMax: number,
): Fed<Row> {
  const found = rows.filter(({ looked }) => looked === null);
  const reached = rows.filter(({ looked }) => looked !== null);
  return {
    rows: found.sort((a, b) => a.slice - b.slice || a.sequence - b.sequence),
    reached: Object.fromEntries(reached.map(({ slice, sequence }) => [slice, sequence])),
    isMore: reached.some(({ looked }) => (looked ?? 0) >= rowsMax),
  };
}
