import type { ClientBase, Pool } from 'pg';
import type { CheckValue, SecretName } from '../sealing/check-values.ts';

type Client = Pick<ClientBase, 'query'>;

/** What the hub's database knows of the secrets. */
export interface NotedValue extends CheckValue {
  /** The log that has been told; null: none yet. */
  readonly logEpoch: string | null;
}

export async function notedInHub(client: Client): Promise<readonly NotedValue[]> {
  const { rows } = await client.query<{ name: SecretName; epoch: string; value: Buffer; log_epoch: string | null }>(
    'select name, epoch, value, log_epoch from custody.check_value order by name, epoch',
  );
  return rows.map(({ name, epoch, value, log_epoch: logEpoch }) => {
    return { name, epoch, value: value.toString('base64url'), logEpoch };
  });
}

export async function noteInHub(client: Client, values: readonly CheckValue[], logEpoch: string): Promise<void> {
  await client.query(
    `insert into custody.check_value (name, epoch, value, log_epoch)
     select name, epoch, value, $4 from unnest($1::text[], $2::text[], $3::bytea[]) as noted (name, epoch, value)
     on conflict (name, epoch) do update set log_epoch = excluded.log_epoch`,
    [values.map(({ name }) => name), values.map(({ epoch }) => epoch), values.map(bytesOf), logEpoch],
  );
}

/** The key store knows of the KEK alone. */
export async function notedInKeyStore(keysPool: Pool): Promise<readonly CheckValue[]> {
  const { rows } = await keysPool.query<{ kek_epoch: number; value: Buffer }>(
    'select kek_epoch, value from keys.check_value order by kek_epoch',
  );
  return rows.map(({ kek_epoch: epoch, value }) => {
    return { name: 'kek', epoch: String(epoch), value: value.toString('base64url') };
  });
}

export async function noteInKeyStore(keysPool: Pool, values: readonly CheckValue[]): Promise<void> {
  const keks = values.filter(({ name }) => name === 'kek');
  await keysPool.query(
    `insert into keys.check_value (kek_epoch, value)
     select epoch, value from unnest($1::smallint[], $2::bytea[]) as noted (epoch, value) on conflict do nothing`,
    [keks.map(({ epoch }) => Number(epoch)), keks.map(bytesOf)],
  );
}

function bytesOf({ value }: CheckValue): Buffer {
  return Buffer.from(value, 'base64url');
}
