import type { VersionRows } from './active-version.ts';
import { tableOf } from './row-tables.ts';

/** How far a reader has seen a feed: by slice, the last sequence. */
export type FeedPlace = Readonly<Record<string, number>>;

/** A dossier that was raised since. */
export interface FedDossier {
  readonly number: number;
  readonly trainee: string;
  readonly slice: number;
  readonly sequence: number;
  /** Why, each with the sequence at which it was last raised for it. */
  readonly causes: Readonly<Record<string, number>>;
  /** The evidence of before it was lost to somebody, the last few times. */
  readonly losses: readonly FedLoss[];
  /** The evidence as it is, with its sessions. */
  readonly evidence: string;
  readonly sessions: readonly string[];
}

export interface FedLoss {
  readonly sequence: number;
  readonly evidence: string;
  readonly sessions: readonly string[];
}

export interface FedSession {
  readonly reference: string;
  readonly slice: number;
  readonly sequence: number;
  readonly causes: Readonly<Record<string, number>>;
  readonly state: string;
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

/** Dossiers that this reader may find, or found before, and that were raised since it was at `place`. */
export async function readFedDossiers(
  { client, version }: VersionRows,
  { place, watchers, siret, rowsMax }: FeedSearch,
): Promise<Fed<FedDossier>> {
  const [dossier, trainee] = ['dossier', 'trainee'].map((name) => tableOf(version.schemaName, name));
  const { rows } = await client.query<Row<FedDossier>>({
    name: `fed dossiers ${version.schemaName}`,
    text: `with ${lookedAt('dossier', 'trainee', 'number, causes, losses, lost')}
      select r.slice, r.sequence, r.looked, null::json as row from reached r
      union all
      select f.slice, f.sequence, 0, json_build_object('number', f.number, 'trainee', d.trainee_id, 'slice', f.slice,
        'sequence', f.sequence, 'causes', f.causes, 'losses', coalesce(f.losses, '[]'),
        'evidence', d.evidence, 'sessions', d.sessions)
      from looked f join ${dossier} d using (number)
      where $4::text[] is null or d.watchers && $4 or f.lost && $4
        or exists (select from ${trainee} t where t.trainee_id = d.trainee_id and t.followers && array[$5::text])`,
    values: [...placeValues(place), rowsMax, watchers, siret],
  });
  return fedOfRows(rows, rowsMax);
}

/** Sessions that were raised since; `territory`: of this one only. */
export async function readFedSessions(
  { client, version }: VersionRows,
  { place, territory, rowsMax }: Pick<FeedSearch, 'place' | 'rowsMax'> & { readonly territory: string | null },
): Promise<Fed<FedSession>> {
  const { rows } = await client.query<Row<FedSession>>({
    name: `fed sessions ${version.schemaName}`,
    text: `with ${lookedAt('session', 'offer', 'reference, causes')}
      select r.slice, r.sequence, r.looked, null::json as row from reached r
      union all
      select f.slice, f.sequence, 0, json_build_object('reference', f.reference, 'slice', f.slice,
        'sequence', f.sequence, 'causes', f.causes, 'state', s.state)
      from looked f join ${tableOf(version.schemaName, 'session')} s using (reference)
      where $4::text is null or s.territory = $4`,
    values: [...placeValues(place), rowsMax, territory],
  });
  return fedOfRows(rows, rowsMax);
}

/** `looked`: rows of the feed behind the place, so many of each slice; `reached`: how far that is. */
function lookedAt(subject: 'dossier' | 'session', kind: string, columns: string): string {
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

/** Of what was looked at in a slice, or of a row of it. */
interface Row<Fed> {
  readonly slice: number;
  readonly sequence: string;
  readonly looked: number;
  readonly row: Fed | null;
}

function placeValues(place: FeedPlace): readonly unknown[] {
  return [Object.keys(place).map(Number), Object.values(place)];
}

function fedOfRows<Fed extends { readonly slice: number; readonly sequence: number }>(
  rows: readonly Row<Fed>[],
  rowsMax: number,
) {
  const found = rows.flatMap(({ row }) => row ?? []);
  const reached = rows.filter(({ row }) => row === null);
  return {
    rows: found.sort((a, b) => a.slice - b.slice || a.sequence - b.sequence),
    reached: Object.fromEntries(reached.map(({ slice, sequence }) => [slice, Number(sequence)])),
    isMore: reached.some(({ looked }) => looked >= rowsMax),
  };
}
