import { HubError } from '@hub/core';
import type { ClientBase } from 'pg';

/** PostgreSQL, appendix A. */
const lockNotAvailable = '55P03';

/** The idle time is shorter: a process that stands still with the turn is put out of it before those that wait give up. */
const boundsDefault = { waitMs: 60_000, idleMs: 45_000 };

/**
 * Waits until no other transaction has this turn, and has it until its own ends; the server ends the session of one that
 * asks nothing for 45 s. Throws `database-unavailable` (retryable) after a minute, saying who `does` it so long.
 */
export async function takeTurn(
  client: ClientBase,
  turn: string,
  does: string,
  { waitMs, idleMs }: { readonly waitMs: number; readonly idleMs: number } = boundsDefault,
): Promise<void> {
  await endWhereIdle(client, idleMs);
  const { rows: before } = await client.query<{ lock: string }>(`select current_setting('lock_timeout') as lock`);
  await client.query(`select set_config('lock_timeout', $1, true)`, [String(waitMs)]);
  try {
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [turn]);
  } catch (cause) {
    if (!isLockWait(cause)) throw cause;
    throw new HubError(
      'database-unavailable',
      `Another process of this hub ${does} for more than ${waitMs / 1_000} s, and this one waits for it: start it again ` +
        'once that is done. A process that stands still is found in pg_stat_activity, by its lock of type advisory in pg_locks.',
      { retryable: true, cause },
    );
  }
  await client.query(`select set_config('lock_timeout', $1, true)`, [before[0]?.lock ?? '0']);
}

/** Ours says that the database is overburdened; the reason is PostgreSQL's. */
function isLockWait(error: unknown): boolean {
  const { code } = ((error as Error | null)?.cause ?? error) as { code?: unknown };
  return code === lockNotAvailable;
}

/** A process that stands still in this transaction does not hold up others for ever. */
export async function endWhereIdle(client: ClientBase, idleMs = boundsDefault.idleMs): Promise<void> {
  await client.query(`select set_config('idle_in_transaction_session_timeout', $1, true)`, [String(idleMs)]);
}
