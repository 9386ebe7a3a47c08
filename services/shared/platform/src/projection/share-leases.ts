import { randomInt } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import type { LeaseKind } from './leases.ts';

/** How many of `leases` each of `living` projectors may hold, so that all are held and none is idle for long. */
export function fairShare(leases: number, living: number): number {
  return Math.ceil(leases / Math.max(1, living));
}

/** First key of the advisory locks that say which projectors live; the second, `guard`, is drawn for each connection. */
const lockSpace = 7_304;

/**
 * True of a projector `p` that is gone for certain: it said that it holds a lock for as long as its connection stands,
 * and nobody holds that lock.
 */
const isGone = `(p.guard is not null and not exists (
  select from pg_locks held where held.locktype = 'advisory' and held.granted and held.classid = ${lockSpace}
    and held.objid = p.guard::oid
    and held.database = (select oid from pg_database where datname = current_database())))`;

/** A projector that was not seen for so long feeds nothing. It is the lease of releases that hold no lock. */
export const aliveMs = 10_000;

/** True of a projector `p` that has shown itself within the milliseconds of the second parameter. */
const isSeen = `p.seen_at > clock_timestamp()
  - (case when p.guard is not null then $2::float8 else greatest($2::float8, ${aliveMs}) end) * interval '1 ms'`;

/** Takes the lock that says that a projector lives, for as long as the connection stands, and answers its key. */
export async function showLife(client: ClientBase): Promise<number> {
  // A key of its own: the server may keep the session before, and its lock, long after its wire broke.
  const guard = randomInt(2 ** 31);
  await client.query('select pg_advisory_lock_shared($1, $2)', [lockSpace, guard]);
  return guard;
}

/** Who shares, and the key of the lock that says that it lives. */
export interface Sharer {
  readonly owner: string;
  readonly guard: number;
}

/**
 * One round of sharing, on the connection that shows life: shows that this owner lives, renews what it holds, and of each
 * kind gives back what is more than its share and takes up to its share of what nobody holds. What somebody holds who is
 * gone for certain is taken without waiting for the end of the lease. Clocks: the database's only.
 */
export async function shareLeases(
  client: ClientBase,
  version: string,
  { owner, guard }: Sharer,
  leaseMs: number,
): Promise<void> {
  await client.query(
    `insert into projection.projector (version, owner, guard, seen_at) values ($1, $2, $3, clock_timestamp())
     on conflict (version, owner) do update set guard = excluded.guard, seen_at = excluded.seen_at`,
    [version, owner, guard],
  );
  // Every statement skips locked rows and so waits for nobody: a row of ours that is locked is being committed, which
  // renews it; waiting here with rows of our own locked could close a circle with that transaction. A lease of ours that
  // has run out is renewed too: where nobody has taken it, nothing was written by another.
  await client.query(
    `update projection.lease l set expires_at = clock_timestamp() + $3 * interval '1 ms'
     from (select version, kind, slice from projection.lease
           where version = $1 and owner = $2 for update skip locked) mine
     where (l.version, l.kind, l.slice) = (mine.version, mine.kind, mine.slice)`,
    [version, owner, leaseMs],
  );
  const { living, gone } = await projectorsOf(client, version, leaseMs);
  const { rows } = await client.query<{ kind: LeaseKind; leases: number; owned: number }>(
    `select kind, count(*)::int as leases, (count(*) filter (where owner = $2))::int as owned
     from projection.lease where version = $1 group by kind order by kind`,
    [version, owner],
  );
  for (const { kind, leases, owned } of rows) {
    const surplus = owned - fairShare(leases, living);
    if (surplus > 0) await giveBack(client, { version, owner, kind }, surplus);
    if (surplus < 0) await take(client, { version, owner, kind }, leaseMs, { count: -surplus, gone });
  }
}

/** How many have shown within a lease's time that they feed the version and are not gone, and who is gone. */
async function projectorsOf(client: ClientBase, version: string, leaseMs: number) {
  const { rows } = await client.query<{ owner: string; seen: boolean; gone: boolean }>(
    `select owner, ${isSeen} as seen, ${isGone} as gone
     from projection.projector p where version = $1`,
    [version, leaseMs],
  );
  return {
    living: rows.filter(({ seen, gone }) => seen && !gone).length,
    gone: rows.filter((row) => row.gone).map((row) => row.owner),
  };
}

interface Holder {
  readonly version: string;
  readonly owner: string;
  readonly kind: LeaseKind;
}

async function giveBack(client: ClientBase, { version, owner, kind }: Holder, count: number): Promise<void> {
  await client.query(
    `update projection.lease l set owner = null, expires_at = '-infinity'
     from (select version, kind, slice from projection.lease where version = $1 and owner = $2 and kind = $3
           order by slice desc limit $4 for update skip locked) surplus
     where (l.version, l.kind, l.slice) = (surplus.version, surplus.kind, surplus.slice)`,
    [version, owner, kind, count],
  );
}

async function take(
  client: ClientBase,
  { version, owner, kind }: Holder,
  leaseMs: number,
  wanted: { readonly count: number; readonly gone: readonly string[] },
): Promise<void> {
  await client.query(
    `update projection.lease l
     set owner = $2, epoch = l.epoch + 1, expires_at = clock_timestamp() + $4 * interval '1 ms'
     from (select version, kind, slice from projection.lease
           where version = $1 and kind = $3 and built
             and (owner is null or expires_at <= clock_timestamp() or owner = any($6::uuid[]))
           order by slice limit $5 for update skip locked) free
     where (l.version, l.kind, l.slice) = (free.version, free.kind, free.slice)`,
    [version, owner, kind, leaseMs, wanted.count, wanted.gone],
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

/** Projectors that were last seen long ago; only their number within a lease's time ever counted. */
export async function deleteExpiredProjectors(client: ClientBase): Promise<void> {
  await client.query(`delete from projection.projector where seen_at < clock_timestamp() - interval '1 hour'`);
}

/** How many projectors have shown within these milliseconds that they feed the version, and are not known to be gone. */
export async function countProjectors(database: Pool | ClientBase, version: string, withinMs: number): Promise<number> {
  const { rows } = await database.query<{ projectors: number }>(
    `select count(*)::int as projectors from projection.projector p
     where version = $1 and ${isSeen} and not ${isGone}`,
    [version, withinMs],
  );
  return rows[0]?.projectors ?? 0;
}
