import type { Topic } from '@hub/contracts';
import { topics, traineeTopics } from '@hub/contracts';
import { HubError, type Position } from '@hub/core';
import type { ClientBase, Pool } from 'pg';
import { fairShare } from '../domain/share.ts';

/** Slice p of the trainee topics, or partition p of the offers. */
export type LeaseKind = 'trainee' | 'offer';

export interface Lease {
  readonly kind: LeaseKind;
  readonly slice: number;
  /** Grows with every change of owner: with the owner it fences each transaction. */
  readonly epoch: string;
  readonly logEpoch: string;
  /** Next offset to read, by topic; a topic that is missing starts at 0. */
  readonly offsets: Readonly<Partial<Record<Topic, number>>>;
}

export function kindOf(topic: Topic): LeaseKind {
  return topic === 'offer' ? 'offer' : 'trainee';
}

export function leaseKey(lease: { readonly kind: LeaseKind; readonly slice: number }): string {
  return `${lease.kind} ${lease.slice}`;
}

export function topicsOf(kind: LeaseKind): readonly Topic[] {
  return kind === 'offer' ? topics.filter((topic) => topic === 'offer') : traineeTopics;
}

/** Where to read on, for every partition of these leases. */
export function positionsOf(leases: readonly Lease[]): Position[] {
  return leases.flatMap((lease) =>
    topicsOf(lease.kind).map((topic) => ({ topic, slice: lease.slice, offset: lease.offsets[topic] ?? 0 })),
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

/**
 * One round of sharing: shows that this owner lives, renews what it holds, gives back what is more than its share,
 * takes what nobody holds up to its share. Clocks: the database's only.
 */
export async function shareLeases(client: ClientBase, version: string, owner: string, leaseMs: number): Promise<void> {
  await client.query(
    `insert into projection.projector (version, owner, seen_at) values ($1, $2, clock_timestamp())
     on conflict (version, owner) do update set seen_at = excluded.seen_at`,
    [version, owner],
  );
  const { rows } = await client.query<{ living: number; leases: number; owned: number }>(
    `select (select count(*)::int from projection.projector
             where version = $1 and seen_at > clock_timestamp() - $3 * interval '1 ms') as living,
       count(*)::int as leases,
       (count(*) filter (where owner = $2 and expires_at > clock_timestamp()))::int as owned
     from projection.lease where version = $1`,
    [version, owner, leaseMs],
  );
  const { living, leases, owned } = rows[0] as { living: number; leases: number; owned: number };
  const surplus = owned - fairShare(leases, living);
  // Every statement skips locked rows and so waits for nobody: a row of ours that is locked is being committed, which
  // renews it; waiting here with rows of our own locked could close a circle with that transaction.
  await client.query(
    `update projection.lease l set expires_at = clock_timestamp() + $3 * interval '1 ms'
     from (select version, kind, slice from projection.lease
           where version = $1 and owner = $2 and expires_at > clock_timestamp() for update skip locked) mine
     where (l.version, l.kind, l.slice) = (mine.version, mine.kind, mine.slice)`,
    [version, owner, leaseMs],
  );
  if (surplus > 0) await giveBack(client, version, owner, surplus);
  if (surplus < 0) await take(client, version, owner, leaseMs, -surplus);
}

async function giveBack(client: ClientBase, version: string, owner: string, count: number): Promise<void> {
  await client.query(
    `update projection.lease l set owner = null, expires_at = '-infinity'
     from (select version, kind, slice from projection.lease where version = $1 and owner = $2
           order by slice desc, kind limit $3 for update skip locked) surplus
     where (l.version, l.kind, l.slice) = (surplus.version, surplus.kind, surplus.slice)`,
    [version, owner, count],
  );
}

async function take(client: ClientBase, version: string, owner: string, leaseMs: number, count: number): Promise<void> {
  await client.query(
    `update projection.lease l
     set owner = $2, epoch = l.epoch + 1, expires_at = clock_timestamp() + $3 * interval '1 ms'
     from (select version, kind, slice from projection.lease
           where version = $1 and built and (owner is null or expires_at <= clock_timestamp())
           order by slice, kind limit $4 for update skip locked) free
     where (l.version, l.kind, l.slice) = (free.version, free.kind, free.slice)`,
    [version, owner, leaseMs, count],
  );
}

/** Gives back everything at the end, so that others need not wait for the leases to expire. */
export async function leaveVersion(pool: Pool, version: string, owner: string): Promise<void> {
  await pool.query(
    `update projection.lease set owner = null, expires_at = '-infinity' where version = $1 and owner = $2`,
    [version, owner],
  );
  await pool.query('delete from projection.projector where version = $1 and owner = $2', [version, owner]);
}

/** Projectors that died long ago; only their number within a lease's time ever counted. */
export async function forgetTheDead(pool: Pool): Promise<void> {
  await pool.query(`delete from projection.projector where seen_at < clock_timestamp() - interval '1 hour'`);
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

export interface Progress {
  readonly kind: LeaseKind;
  readonly slice: number;
  readonly offsets: Readonly<Partial<Record<Topic, number>>>;
  /** RFC 3339: received time of the newest event projected; null: unknown. */
  readonly freshAt: string | null;
}

/** Last statement of a projecting transaction: the offsets, and the lease renewed with them. */
export async function advanceLeases(
  client: ClientBase,
  version: string,
  leaseMs: number,
  progress: readonly Progress[],
): Promise<void> {
  await client.query({
    name: 'advance leases',
    text: `update projection.lease l
     set offsets = l.offsets || p.offsets, expires_at = clock_timestamp() + $2 * interval '1 ms',
       fresh_at = greatest(l.fresh_at, p.fresh_at)
     from unnest($3::text[], $4::smallint[], $5::jsonb[], $6::timestamptz[]) p (kind, slice, offsets, fresh_at)
     where l.version = $1 and (l.kind, l.slice) = (p.kind, p.slice)`,
    values: [
      version,
      leaseMs,
      progress.map((each) => each.kind),
      progress.map((each) => each.slice),
      progress.map((each) => JSON.stringify(each.offsets)),
      progress.map((each) => each.freshAt),
    ],
  });
}

/** Nothing is left to read in these slices: what is shown is as of now. */
export async function markFresh(pool: Pool, version: string, owner: string, leases: readonly Lease[]): Promise<void> {
  await pool.query(
    `update projection.lease l set fresh_at = clock_timestamp()
     from (select version, kind, slice from projection.lease
           where version = $1 and owner = $2 and (kind, slice) in (select * from unnest($3::text[], $4::smallint[]))
           for update skip locked) idle
     where (l.version, l.kind, l.slice) = (idle.version, idle.kind, idle.slice)`,
    [version, owner, leases.map((lease) => lease.kind), leases.map((lease) => lease.slice)],
  );
}
