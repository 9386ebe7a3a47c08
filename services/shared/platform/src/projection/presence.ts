import type { Pool, PoolClient } from 'pg';
import { holdConnection } from '../postgres/pool.ts';
import { type Sharer, showLife } from './share-leases.ts';

/**
 * A connection that shows that a projector lives: its advisory lock ends with it, so that others know of a kill at once
 * instead of at the end of a lease. Rounds of sharing run on it, so that a wire that is broken does not go unnoticed.
 */
export interface Presence {
  /** Runs `work` in a transaction. After a fault the presence is over: close it and open another. */
  round(work: (client: PoolClient, sharer: Sharer) => Promise<void>): Promise<void>;
  /** Frees the lock; may be called twice. */
  close(): void;
}

/** Throws `database-unavailable` (retryable) where no connection is to be had. */
export async function openPresence(pool: Pool, owner: string): Promise<Presence> {
  const client = await holdConnection(pool);
  let isOpen = true;
  const close = () => {
    if (isOpen) client.release(true);
    isOpen = false;
  };
  try {
    const sharer = { owner, guard: await showLife(client) };
    return { round: (work) => inTransaction(client, () => work(client, sharer)), close };
  } catch (error) {
    close();
    throw error;
  }
}

async function inTransaction(client: PoolClient, work: () => Promise<void>): Promise<void> {
  await client.query('begin');
  await work();
  await client.query('commit');
}
