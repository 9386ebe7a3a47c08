import type { ClientBase, Pool } from 'pg';
import { instantText } from './instant-text.ts';
import { type Feed, newId } from './webhooks.ts';

/** One page of a feed on its way to a receiver, or a ping; the same however often it is tried. */
export interface Message {
  readonly id: string;
  readonly type: Feed | 'ping';
  /** When it was made: RFC 3339. */
  readonly at: string;
  readonly items: readonly object[];
  readonly replayOf: string | null;
}

export interface NewMessage extends Pick<Message, 'type' | 'items'> {
  readonly webhook: string;
  /** Where the feed is behind it; null: it moves nothing. */
  readonly cursorAfter: string | null;
}

export const messageColumns = `message_id as id, type, ${instantText('at')} as at, items, replay_of as "replayOf"`;

export function newMessageId(): string {
  return `msg_${newId()}${newId()}`;
}

/** The body as it is sent and signed. */
export function bodyOf({ type, at, items, replayOf }: Message): string {
  return JSON.stringify({ type, timestamp: at, ...(replayOf !== null && { replayOf }), data: { items } });
}

/** The next to be delivered; null: none waits. */
export async function nextMessage(pool: Pick<Pool, 'query'>, webhook: string): Promise<Message | null> {
  const { rows } = await pool.query<Message>(
    `select ${messageColumns} from delivery.message where webhook_id = $1 and state = 'waiting' order by sequence limit 1`,
    [webhook],
  );
  return rows[0] ?? null;
}

/** A ping that nobody delivers again. */
export async function addPing(pool: Pick<Pool, 'query'>, webhook: string): Promise<Message> {
  const { rows } = await pool.query<Message>(
    `insert into delivery.message (message_id, webhook_id, type, items, state) values ($1, $2, 'ping', '[]', 'dropped')
     returning ${messageColumns}`,
    [newMessageId(), webhook],
  );
  return rows[0] as Message;
}

/**
 * Lets what was made within a period be delivered again, in its order, under new ids; gives how many. Where these and what
 * waits already are more than `most`, nothing is, and the sum is given.
 */
export async function replayPeriod(
  client: ClientBase,
  webhook: string,
  { from, to, most }: { readonly from: string; readonly to: string; readonly most: number },
): Promise<number> {
  const { rows } = await client.query<{ sequence: string }>(
    `select sequence from delivery.message
     where webhook_id = $1 and at >= $2 and at < $3 and state = 'delivered' and replay_of is null
     order by sequence limit $4`,
    [webhook, from, to, most + 1],
  );
  const { rows: waiting } = await client.query<{ count: number }>(
    `select count(*)::int from delivery.message where webhook_id = $1 and state = 'waiting'`,
    [webhook],
  );
  const sum = rows.length + (waiting[0]?.count ?? 0);
  if (sum > most) return sum;
  await client.query(
    `insert into delivery.message (message_id, webhook_id, type, items, replay_of)
     select again.id, former.webhook_id, former.type, former.items, former.message_id
     from unnest($1::bigint[], $2::text[]) with ordinality as again (sequence, id, place)
     join delivery.message former using (sequence) order by place`,
    [rows.map(({ sequence }) => sequence), rows.map(newMessageId)],
  );
  return rows.length;
}

/** An attempt in the delivery log. */
export interface Delivery {
  readonly attempt: number;
  readonly message: string;
  readonly type: Message['type'];
  readonly items: number;
  readonly replayOf: string | null;
  readonly at: string;
  readonly ms: number;
  readonly status: number | null;
  readonly fault: string | null;
}

/** The newest first; attempts below `below` alone. */
export async function listDeliveries(
  pool: Pick<Pool, 'query'>,
  webhook: string,
  { below, failed, limit }: { readonly below?: number | undefined; readonly failed: boolean; readonly limit: number },
): Promise<readonly Delivery[]> {
  const { rows } = await pool.query<Delivery>(
    `select attempt_id::float8 as attempt, message_id as message, type, json_array_length(items) as items,
       replay_of as "replayOf", ${instantText('attempt.at')} as at, ms, status, fault
     from delivery.attempt join delivery.message using (message_id)
     where attempt.webhook_id = $1 and ($2::bigint is null or attempt_id < $2) and ($3 is false or fault is not null)
     order by attempt_id desc limit $4`,
    [webhook, below ?? null, failed, limit],
  );
  return rows;
}

export async function logAttempt(
  pool: Pick<Pool, 'query'>,
  webhook: string,
  message: string,
  { ms, status, fault }: Pick<Delivery, 'ms' | 'status' | 'fault'>,
): Promise<void> {
  await pool.query(
    'insert into delivery.attempt (webhook_id, message_id, ms, status, fault) values ($1, $2, $3, $4, $5)',
    [webhook, message, ms, status, fault],
  );
}

/** What was delivered, and how, is kept for thirty days; what waits is kept until it is delivered. */
export async function dropOld(pool: Pick<Pool, 'query'>): Promise<void> {
  await pool.query(`delete from delivery.message where at < now() - interval '30 days' and state <> 'waiting'`);
  await pool.query(`delete from delivery.secret where until < now() - interval '1 day'`);
}
