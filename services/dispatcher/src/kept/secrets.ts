import { HubError } from '@hub/core';
import { openToken, type Secrets, sealToken } from '@hub/platform';
import type { ClientBase, Pool } from 'pg';
import { instantText } from './instant-text.ts';

type SealingKey = Pick<Secrets, 'receiptKey'>;

/** Seals the secret for this webhook, and for no other. */
export async function addSecret(client: ClientBase, key: SealingKey, id: string, secret: string): Promise<void> {
  await client.query('insert into delivery.secret (webhook_id, sealed) values ($1, $2)', [
    id,
    sealToken(key, 'webhook-secret', Buffer.from(JSON.stringify([id, secret]))),
  ]);
}

/** Those of before sign for so long yet; gives until when. */
export async function endSecrets(client: ClientBase, id: string, overlapHours: number): Promise<string> {
  const { rows } = await client.query<{ until: string }>(
    `with ended as (
       update delivery.secret set until = clock_timestamp() + $2 * interval '1 hour' where webhook_id = $1 and until is null)
     select ${instantText(`(clock_timestamp() + $2 * interval '1 hour')`)} as until`,
    [id, overlapHours],
  );
  return rows[0]?.until ?? '';
}

/** Those that sign at this moment, the newest first. */
export async function validSecrets(pool: Pick<Pool, 'query'>, key: SealingKey, id: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ sealed: string }>(
    `select sealed from delivery.secret where webhook_id = $1 and coalesce(until > clock_timestamp(), true)
     order by made_at desc`,
    [id],
  );
  return rows.map(({ sealed }) => opened(key, id, sealed));
}

function opened(key: SealingKey, id: string, sealed: string): string {
  const content = openToken(key, 'webhook-secret', sealed);
  const [of, secret] = content === null ? [] : (JSON.parse(content.toString()) as [string, string]);
  if (of === id && secret !== undefined) return secret;
  throw new HubError(
    'secrets-unusable',
    'The secret of a webhook was sealed under other secrets than those of this dispatcher: give it the file of this hub.',
  );
}
