import type { ClientBase, Pool } from 'pg';

/** How many of `leases` each of `living` projectors may hold, so that all are held and none is idle for long. */
export function fairShare(leases: number, living: number): number {
  return Math.ceil(leases / Math.max(1, living));
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

/** Projectors that were last seen long ago; only their number within a lease's time ever counted. */
export async function deleteExpiredProjectors(pool: Pool): Promise<void> {
  await pool.query(`delete from projection.projector where seen_at < clock_timestamp() - interval '1 hour'`);
}

/** How many projectors have shown within these milliseconds that they feed the version. */
export async function countProjectors(pool: Pool, version: string, withinMs: number): Promise<number> {
  const { rows } = await pool.query<{ projectors: number }>(
    `select count(*)::int as projectors from projection.projector
     where version = $1 and seen_at > clock_timestamp() - $2 * interval '1 ms'`,
    [version, withinMs],
  );
  return rows[0]?.projectors ?? 0;
}
