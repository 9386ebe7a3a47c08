import { randomBytes } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import { instantText } from './instant-text.ts';

/** What is read for a subscription. */
export const feeds = ['changes', 'session-changes', 'event-changes'] as const;
export type Feed = (typeof feeds)[number];

/**
 * `held`: the client may read nothing for the moment, it goes on by itself; `failing`: the receiver takes nothing, it is
 * tried again; `suspended`: for so long that it is tried no more; `gone`: the receiver said that it is no more (410).
 */
export const webhookStates = ['active', 'held', 'failing', 'paused', 'suspended', 'gone'] as const;
export type WebhookState = (typeof webhookStates)[number];

/** What is asked for. */
export interface Wanted {
  readonly feed: Feed;
  /** `Hub-Purpose` under which changes of dossiers are read; null for others. */
  readonly purpose: string | null;
  /** Of sessions; null: all. */
  readonly territory: string | null;
  /** An item is told where one of its causes, or its fate, is among these; null: always. */
  readonly causes: readonly string[] | null;
  readonly url: string;
}

export interface Webhook extends Wanted {
  readonly id: string;
  readonly clientId: string;
  readonly siret: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly state: WebhookState;
  /** What keeps it from going on; null: nothing. */
  readonly why: string | null;
  /** In a row. */
  readonly failures: number;
  readonly failingSince: string | null;
  /** Null where nothing is tried. */
  readonly nextAt: string | null;
  /** Messages that wait, the one under way included. */
  readonly waiting: number;
}

const columns = `webhook_id as id, client_id as "clientId", siret, feed, purpose, territory, causes, url,
  ${instantText('created_at')} as "createdAt", state, why, failures, ${instantText('failing_since')} as "failingSince",
  case when state in ('active', 'held', 'failing') then ${instantText('next_at')} end as "nextAt",
  (select count(*)::int from delivery.message where message.webhook_id = webhook.webhook_id and message.state = 'waiting')
    as waiting`;

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** 75 random bits in letters: an id of digits may read as a NIR. */
export function newId(): string {
  return Array.from(randomBytes(16), (byte) => letters[byte % letters.length]).join('');
}

export interface NewWebhook extends Wanted {
  readonly clientId: string;
  readonly siret: string;
  readonly cursor: string | null;
}

/** Null where the organisation has `most` already. */
export async function addWebhook(client: ClientBase, webhook: NewWebhook, most: number): Promise<Webhook | null> {
  // Of two that are added at once, the second counts the first.
  await client.query(`select pg_advisory_xact_lock(hashtext('hub webhooks of ' || $1))`, [webhook.siret]);
  const { rows: counted } = await client.query<{ count: number }>(
    'select count(*)::int as count from delivery.webhook where siret = $1',
    [webhook.siret],
  );
  if ((counted[0]?.count ?? 0) >= most) return null;
  const { rows } = await client.query<Webhook>(
    `insert into delivery.webhook (webhook_id, client_id, siret, feed, purpose, territory, causes, url, cursor)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${columns}`,
    [
      newId(),
      webhook.clientId,
      webhook.siret,
      webhook.feed,
      webhook.purpose,
      webhook.territory,
      webhook.causes,
      webhook.url,
      webhook.cursor,
    ],
  );
  return rows[0] ?? null;
}

export interface WebhookFilter {
  /** Null: of all organisations. */
  readonly siret: string | null;
  /** What becomes of a client's own events is that client's alone, whoever else acts for its organisation; null: of all. */
  readonly clientId: string | null;
  readonly id?: string | undefined;
  readonly state?: WebhookState | undefined;
  /** Ids behind this one. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** By id. */
export async function listWebhooks(pool: Pick<Pool, 'query'>, filter: WebhookFilter): Promise<readonly Webhook[]> {
  const { rows } = await pool.query<Webhook>(
    `select ${columns} from delivery.webhook
     where ($1::text is null or siret = $1) and ($2::text is null or webhook_id = $2)
       and ($3::text is null or state = $3) and ($4::text is null or webhook_id > $4)
       and ($6::text is null or feed <> 'event-changes' or client_id = $6)
     order by webhook_id limit $5`,
    [filter.siret, filter.id ?? null, filter.state ?? null, filter.after ?? null, filter.limit, filter.clientId],
  );
  return rows;
}

/** The webhook, locked where a transaction asks; null where there is none of these. */
export async function lockWebhook(
  client: ClientBase,
  whose: Pick<WebhookFilter, 'siret' | 'clientId'>,
  id: string,
): Promise<Webhook | null> {
  await client.query('select from delivery.webhook where webhook_id = $1 for update', [id]);
  return (await listWebhooks(client, { ...whose, id, limit: 1 }))[0] ?? null;
}

export type WebhookChange = Partial<Pick<Wanted, 'url' | 'causes' | 'territory'>>;

export async function changeWebhook(client: ClientBase, id: string, change: WebhookChange): Promise<void> {
  const { url = null, causes, territory } = change;
  await client.query(
    `update delivery.webhook set url = coalesce($2, url), causes = case when $3 then $4 else causes end,
       territory = case when $5 then $6 else territory end
     where webhook_id = $1`,
    [id, url, causes !== undefined, causes ?? null, territory !== undefined, territory ?? null],
  );
}

/** What is under way is settled all the same. */
export async function pauseWebhook(client: ClientBase, id: string): Promise<void> {
  await client.query(`update delivery.webhook set state = 'paused', why = null where webhook_id = $1`, [id]);
}

/** It goes on where it was, at once. */
export async function resumeWebhook(client: ClientBase, id: string): Promise<void> {
  await client.query(
    `update delivery.webhook set state = 'active', why = null, failures = 0, failing_since = null,
       next_at = clock_timestamp()
     where webhook_id = $1`,
    [id],
  );
}

export async function removeWebhook(client: ClientBase, id: string): Promise<void> {
  await client.query('delete from delivery.webhook where webhook_id = $1', [id]);
}

export async function countByState(pool: Pick<Pool, 'query'>): Promise<Readonly<Record<string, number>>> {
  const { rows } = await pool.query<{ state: string; count: number }>(
    'select state, count(*)::int as count from delivery.webhook group by state',
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}
