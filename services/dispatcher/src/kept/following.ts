import type { Pool } from 'pg';
import { type Message, messageColumns, type NewMessage, newMessageId } from './messages.ts';
import type { Wanted } from './webhooks.ts';

/** A webhook in the hands of this dispatcher. */
export interface Followed extends Wanted {
  readonly id: string;
  readonly clientId: string;
  readonly siret: string;
  readonly cursor: string | null;
  readonly failures: number;
  /** For how long it has failed. */
  readonly failingMs: number;
  /** A message is kept that nobody took yet. */
  readonly waiting: boolean;
}

const columns = `webhook_id as id, client_id as "clientId", siret, feed, purpose, territory, causes, url, cursor, failures,
  coalesce(extract(epoch from clock_timestamp() - failing_since) * 1000, 0)::float8 as "failingMs"`;

/** Who follows, and for how long unless it says so again. */
export interface Owner {
  readonly pool: Pool;
  readonly owner: string;
  readonly leaseMs: number;
}

const isDue = `state in ('active', 'held', 'failing') and next_at <= clock_timestamp()`;

/** Ids of what nobody follows at this moment, and something may be done for. */
export async function findDue({ pool }: Owner): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select webhook_id as id from delivery.webhook
     where ${isDue} and coalesce(leased_until < clock_timestamp(), true) order by next_at limit 1000`,
  );
  return rows.map(({ id }) => id);
}

/** Takes it, or keeps it; null where it is not due any more, or another dispatcher has it. */
export async function holdWebhook({ pool, owner, leaseMs }: Owner, id: string): Promise<Followed | null> {
  const { rows } = await pool.query<Followed>(
    `update delivery.webhook set owner = $2, leased_until = clock_timestamp() + $3 * interval '1 ms'
     where webhook_id = $1 and ${isDue} and (owner = $2 or coalesce(leased_until < clock_timestamp(), true))
     returning ${columns}, exists (select from delivery.message
         where message.webhook_id = webhook.webhook_id and message.state = 'waiting') as waiting`,
    [id, owner, leaseMs],
  );
  return rows[0] ?? null;
}

export async function releaseWebhook({ pool, owner }: Owner, id: string): Promise<void> {
  await pool.query(
    'update delivery.webhook set owner = null, leased_until = null where webhook_id = $1 and owner = $2',
    [id, owner],
  );
}

/** Tried again after `afterMs`; `why` it cannot go on, null: for nothing that its client is to hear of. */
export async function holdUp(owner: Owner, id: string, why: string | null, afterMs: number): Promise<void> {
  await owner.pool.query(
    `update delivery.webhook set next_at = clock_timestamp() + $3 * interval '1 ms',
       state = case when $4::text is null or state not in ('active', 'failing') then state else 'held' end,
       why = coalesce($4, why)
     where webhook_id = $1 and owner = $2`,
    [id, owner.owner, afterMs, why],
  );
}

/**
 * Nothing of this page is for it, or nothing is on it: it is behind that. The owner is the fence: one that lost the webhook to
 * another moves nothing.
 */
export async function passOver({ pool, owner }: Owner, id: string, cursor: string): Promise<void> {
  await pool.query(
    `update delivery.webhook set cursor = $3, state = case when state = 'held' then 'active' else state end,
       why = case when state = 'held' then null else why end
     where webhook_id = $1 and owner = $2`,
    [id, owner, cursor],
  );
}

/** Keeps a message that is to be delivered, with where to as it is now; null where the webhook was taken or paused meanwhile. */
export async function keepMessage(
  { pool, owner, leaseMs }: Owner,
  { webhook, type, items, cursorAfter }: NewMessage,
): Promise<(Message & { readonly url: string }) | null> {
  const { rows } = await pool.query<Message & { readonly url: string }>(
    `with held as (
       update delivery.webhook set leased_until = clock_timestamp() + $3 * interval '1 ms'
       where webhook_id = $1 and owner = $2 and ${isDue} returning webhook_id, url)
     insert into delivery.message (message_id, webhook_id, type, items, cursor_after)
     select $4, webhook_id, $5, $6::json, $7 from held
     returning ${messageColumns}, (select url from held) as url`,
    [webhook, owner, leaseMs, newMessageId(), type, JSON.stringify(items), cursorAfter],
  );
  return rows[0] ?? null;
}

/** How an attempt ended, and what becomes of its webhook. */
export interface Settled {
  readonly ms: number;
  readonly status: number | null;
  /** Null: delivered. */
  readonly fault: string | null;
  /** Of a failure. */
  readonly state: 'failing' | 'suspended' | 'gone';
  readonly retryMs: number;
}

/**
 * One statement: the attempt in the log, and of what was delivered the cursor behind it. A dispatcher that lost the webhook
 * to another settles nothing; the other delivers again. Gives the webhook where it goes on at once.
 */
export async function settle(
  { pool, owner, leaseMs }: Owner,
  webhook: string,
  message: string,
  { ms, status, fault, state, retryMs }: Settled,
): Promise<Followed | null> {
  const { rows } = await pool.query<Followed & { readonly isDue: boolean }>(
    `with held as (
       update delivery.webhook set
         cursor = case when $6::text is null then
           coalesce((select cursor_after from delivery.message where message_id = $3), cursor) else cursor end,
         failures = case when $6::text is null then 0 else failures + 1 end,
         failing_since = case when $6::text is null then null else coalesce(failing_since, clock_timestamp()) end,
         next_at = case when $6::text is null then next_at else clock_timestamp() + $8 * interval '1 ms' end,
         state = case when state = 'paused' then state when $6::text is null then 'active' else $7 end,
         why = $6,
         leased_until = clock_timestamp() + $9 * interval '1 ms'
       where webhook_id = $1 and owner = $2 returning ${columns}, ${isDue} as "isDue"),
     told as (
       update delivery.message set state = 'delivered' from held where message_id = $3 and $6::text is null),
     logged as (
       insert into delivery.attempt (webhook_id, message_id, ms, status, fault) select id, $3, $4, $5, $6 from held)
     -- The statement sees the message as it was before.
     select held.*, exists (select from delivery.message
         where message.webhook_id = $1 and message.state = 'waiting' and message_id <> $3) as waiting from held`,
    [webhook, owner, message, ms, status, fault, state, retryMs, leaseMs],
  );
  const [row] = rows;
  return row?.isDue === true ? row : null;
}
