import { type Topic, topics, traineeTopics } from '@hub/contracts';
import { HubError, type Position } from '@hub/core';
import type { ClientBase, Pool } from 'pg';

/** Slice p of the trainee topics, or partition p of the offers. */
export type LeaseKind = 'trainee' | 'offer';

/** One slice of a version with what it has read. */
export interface SliceProgress {
  readonly kind: LeaseKind;
  readonly slice: number;
  readonly logEpoch: string;
  /** Next offset to read, by topic; a topic that is missing starts at 0. */
  readonly offsets: Readonly<Partial<Record<Topic, number>>>;
}

export interface Lease extends SliceProgress {
  /** Grows with every change of owner: with the owner it fences each transaction. */
  readonly epoch: string;
}

export function leaseKindOf(topic: Topic): LeaseKind {
  return topic === 'offer' ? 'offer' : 'trainee';
}

export function leaseKey(lease: { readonly kind: LeaseKind; readonly slice: number }): string {
  return `${lease.kind} ${lease.slice}`;
}

export function topicsOf(kind: LeaseKind): readonly Topic[] {
  return kind === 'offer' ? topics.filter((topic) => topic === 'offer') : traineeTopics;
}

/** Where to read on, for every partition of these slices. */
export function positionsOf(slices: readonly SliceProgress[]): Position[] {
  return slices.flatMap((each) =>
    topicsOf(each.kind).map((topic) => ({ topic, slice: each.slice, offset: each.offsets[topic] ?? 0 })),
  );
}

/** Offsets by `<topic> <slice>`. */
export function offsetsByPlace(positions: readonly Position[]): ReadonlyMap<string, number> {
  return new Map(positions.map(({ topic, slice, offset }) => [`${topic} ${slice}`, offset]));
}

/** Events of this slice that the log, up to these ends by `<topic> <slice>`, holds and that are not projected. */
export function eventsBehind(progress: SliceProgress, ends: ReadonlyMap<string, number>): number {
  return positionsOf([progress]).reduce(
    (sum, { topic, slice, offset }) => sum + Math.max(0, (ends.get(`${topic} ${slice}`) ?? 0) - offset),
    0,
  );
}

const columns = 'kind, slice, epoch, log_epoch as "logEpoch", offsets';

/** The leases that this owner holds now, with their committed offsets. */
export async function ownedLeases(pool: Pool, version: string, owner: string): Promise<Lease[]> {
  const { rows } = await pool.query<Lease>(
    `select ${columns} from projection.lease
     where version = $1 and owner = $2 and expires_at > clock_timestamp() order by kind, slice`,
    [version, owner],
  );
  return rows;
}

export interface LeaseState extends Lease {
  /** Null where nobody holds it now. */
  readonly owner: string | null;
  /** RFC 3339: when its owner loses it where nothing more is heard of that; null where nobody holds it. */
  readonly until: string | null;
  /** False until a rebuild has filled this slice. */
  readonly built: boolean;
  /** Everything received more than so many seconds ago is visible, as far as the owner knows. */
  readonly ageSeconds: number;
}

/** Every lease of a version. */
export async function readLeases(database: Pool | ClientBase, version: string): Promise<LeaseState[]> {
  const { rows } = await database.query<LeaseState>(
    `select ${columns}, case when expires_at > clock_timestamp() then owner end as owner, built,
       case when expires_at > clock_timestamp() then to_json(expires_at)#>>'{}' end as until,
       extract(epoch from clock_timestamp() - fresh_at)::float8 as "ageSeconds"
     from projection.lease where version = $1 order by slice, kind`,
    [version],
  );
  return rows;
}

/**
 * The fence, first statement of every projecting transaction: locks the rows in one order (no two transactions wait
 * for each other in a circle) and answers the committed offsets. Throws `lease-lost` unless this owner holds them all
 * under these epochs, unexpired at the very moment.
 */
export async function lockLeases(
  client: ClientBase,
  version: string,
  owner: string,
  leases: readonly Lease[],
): Promise<Map<string, Lease>> {
  const { rows } = await client.query<Lease>({
    name: 'lock leases',
    text: `select ${columns} from projection.lease
     where version = $1 and owner = $2 and expires_at > clock_timestamp()
       and (kind, slice, epoch) in (select * from unnest($3::text[], $4::smallint[], $5::bigint[]))
     order by kind, slice for update`,
    values: [
      version,
      owner,
      leases.map((lease) => lease.kind),
      leases.map((lease) => lease.slice),
      leases.map((lease) => lease.epoch),
    ],
  });
  if (rows.length < leases.length) {
    throw new HubError('lease-lost', 'Another projector owns a slice of this batch; nothing of it was written.', {
      retryable: true,
    });
  }
  return new Map(rows.map((row) => [leaseKey(row), row]));
}

/** The owner locks the same row first in each of its transactions: until commit the rows of the slice are ours alone. */
export async function lockSlice(client: ClientBase, version: string, kind: LeaseKind, slice: number): Promise<void> {
  await client.query('select from projection.lease where version = $1 and kind = $2 and slice = $3 for update', [
    version,
    kind,
    slice,
  ]);
}

export interface Progress {
  readonly kind: LeaseKind;
  readonly slice: number;
  readonly offsets: Readonly<Partial<Record<Topic, number>>>;
  /** RFC 3339: received time of the newest event projected; null: unknown. */
  readonly freshAt: string | null;
}

/** On which projectors notify, with each commit, which slices have moved on: `t3 t5 o1`, trainees' and offers'. */
export const progressChannel = 'hub_progress';

export function progressName(slice: { readonly kind: LeaseKind; readonly slice: number }): string {
  return `${slice.kind.charAt(0)}${slice.slice}`;
}

/** How far a projecting transaction has come. */
export interface Advance {
  readonly version: string;
  readonly leaseMs: number;
  readonly progress: readonly Progress[];
}

/** The parameters of `moveLeases`. */
export function leaseValues({ version, leaseMs, progress }: Advance): readonly unknown[] {
  return [
    version,
    leaseMs,
    progress.map((each) => each.kind),
    progress.map((each) => each.slice),
    progress.map((each) => JSON.stringify(each.offsets)),
    progress.map((each) => each.freshAt),
  ];
}

/** The offsets, and the lease renewed with them; its parameters begin at `from`. Answers the `name` of each slice. */
export function moveLeases(from: number): string {
  const [kinds, slices, offsets, freshAt] = [from + 2, from + 3, from + 4, from + 5];
  return `update projection.lease l
     set offsets = l.offsets || p.offsets, expires_at = clock_timestamp() + $${from + 1} * interval '1 ms',
       fresh_at = greatest(l.fresh_at, p.fresh_at)
     from unnest($${kinds}::text[], $${slices}::smallint[], $${offsets}::jsonb[], $${freshAt}::timestamptz[])
       p (kind, slice, offsets, fresh_at)
     where l.version = $${from} and (l.kind, l.slice) = (p.kind, p.slice)
     returning left(l.kind, 1) || l.slice as name`;
}

/**
 * SQL: tells who waits for these slices, once they are committed. Transactions that notify commit one after the other: there
 * are as many at once as lanes of projectors.
 */
export const progressNotice = `pg_notify('${progressChannel}', string_agg(name, ' '))`;

/** Nothing is left to read in these slices: what is shown is as of now. */
export async function markFresh(
  pool: Pool,
  version: string,
  owner: string,
  slices: readonly SliceProgress[],
): Promise<void> {
  await pool.query(
    `update projection.lease l set fresh_at = clock_timestamp()
     from (select version, kind, slice from projection.lease
           where version = $1 and owner = $2 and (kind, slice) in (select * from unnest($3::text[], $4::smallint[]))
           for update skip locked) idle
     where (l.version, l.kind, l.slice) = (idle.version, idle.kind, idle.slice)`,
    [version, owner, slices.map(({ kind }) => kind), slices.map(({ slice }) => slice)],
  );
}
