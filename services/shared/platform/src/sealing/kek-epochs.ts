import { HubError } from '@hub/core';
import type { Pool } from 'pg';
import { withTransaction } from '../postgres/pool.ts';
import type { Kek } from './kek.ts';

/** An epoch of the KEK, as the key store knows it. */
export interface KekEpoch {
  readonly epoch: number;
  /** `open`: keys may be under it, and no new one is; `current`: new keys are; `known`: not used yet. */
  readonly state: 'known' | 'current' | 'open' | 'ended';
  /** RFC 3339: since when it is in that state. */
  readonly since: string;
  readonly keys: number;
}

/** Every epoch that this key store ever had, ascending; a look at all of its keys. */
export async function readEpochs(pool: Pool): Promise<readonly KekEpoch[]> {
  const { rows } = await pool.query<KekEpoch>(
    `select epoch, case when current_since is null then 'known'
         when epoch = (${currentEpoch}) then 'current' else 'open' end as state,
       to_json(coalesce(current_since, opened_at))#>>'{}' as since,
       coalesce(held.keys, 0)::float8 as keys
     from keys.kek_epoch left join (select kek_epoch, count(*) as keys from keys.trainee_key group by 1) held
       on held.kek_epoch = epoch
     union all select epoch, 'ended', to_json(ended_at)#>>'{}', 0 from keys.ended_epoch order by epoch`,
  );
  return rows;
}

const currentEpoch = `select epoch from keys.kek_epoch where current_since is not null
  order by current_since desc, epoch desc limit 1`;

/**
 * Says which epochs this process has, but for those that ended, and answers the one that new keys take: the newest that any
 * process was told to begin with (`preferred`: what this process's own secrets say). Throws `key-missing` where this
 * process does not have it.
 */
export async function openEpochs(pool: Pool, kek: Kek, preferred: number): Promise<number> {
  await pool.query(
    `insert into keys.kek_epoch (epoch) select epoch from unnest($1::smallint[]) as held (epoch)
     where epoch not in (select epoch from keys.ended_epoch) order by epoch on conflict do nothing`,
    [kek.epochs],
  );
  await pool.query(
    `update keys.kek_epoch set current_since = clock_timestamp()
     where epoch = $1 and current_since is null and epoch > coalesce((${currentEpoch}), 0)`,
    [preferred],
  );
  const { rows } = await pool.query<{ epoch: number }>(currentEpoch);
  const epoch = rows[0]?.epoch;
  if (epoch !== undefined && kek.epochs.includes(epoch)) return epoch;
  throw new HubError(
    'key-missing',
    epoch === undefined
      ? `KEK epoch ${preferred}, the current one of these secrets, has ended: give this process the newest file of secrets.`
      : `New keys are wrapped under KEK epoch ${epoch}, which these secrets do not hold: give this process the newest file.`,
  );
}

/** From now on new keys take this epoch: in this process at once, in the others within half a minute. Throws `wrong-use`. */
export async function beginEpoch(pool: Pool, epoch: number): Promise<void> {
  const { rowCount } = await pool.query(
    `update keys.kek_epoch set current_since = coalesce(current_since, clock_timestamp())
     where epoch = $1 and epoch >= coalesce((${currentEpoch}), 0)`,
    [epoch],
  );
  if (rowCount === 1) return;
  throw new HubError(
    'wrong-use',
    `KEK epoch ${epoch} is not open, or a greater one is in use: keys go on to greater ones.`,
  );
}

/**
 * Ends an epoch: no key is under it, and none will be. Throws `wrong-use` while a key is, or while new keys take it. What
 * backups hold under it opens for whoever still has it: it is to be destroyed in every file and copy afterwards.
 */
export async function endEpoch(pool: Pool, epoch: number, agent: string): Promise<void> {
  await withTransaction(
    pool,
    async (client) => {
      const { rows } = await client.query<{ current: number | null; open: boolean }>(
        `select (${currentEpoch}) as current, exists (select from keys.kek_epoch where epoch = $1) as open`,
        [epoch],
      );
      if (rows[0]?.current === epoch) throw refusedEnd(epoch, 'new keys take it: begin with a greater one first');
      if (rows[0]?.open !== true) throw refusedEnd(epoch, 'it is not open');
      // The foreign key of the keys refuses it while one is under it, and holds whoever inserts one until the commit.
      await client.query('delete from keys.kek_epoch where epoch = $1', [epoch]).catch((cause: unknown) => {
        if ((cause as { code?: unknown }).code !== stillReferenced) throw cause;
        throw refusedEnd(epoch, 'keys are wrapped under it: "hub keys rewrap" wraps them anew');
      });
      await client.query('insert into keys.ended_epoch (epoch, agent) values ($1, $2)', [epoch, agent]);
    },
    { job: true },
  );
}

/** SQLSTATE foreign_key_violation. */
const stillReferenced = '23503';

function refusedEnd(epoch: number, why: string): HubError {
  return new HubError('wrong-use', `KEK epoch ${epoch} cannot end: ${why}.`);
}

/** Epochs under which keys are or may be and that this process does not have, ascending. */
export async function missingEpochs(pool: Pool, kek: Kek): Promise<readonly number[]> {
  const { rows } = await pool.query<{ epoch: number }>(
    `select epoch from keys.kek_epoch where current_since is not null and epoch <> all($1::smallint[])
       and (epoch = (${currentEpoch}) or exists (select from keys.trainee_key where kek_epoch = epoch)) order by epoch`,
    [kek.epochs],
  );
  return rows.map(({ epoch }) => epoch);
}

export interface Rewrapping {
  /** The epoch that all keys are to be under. */
  readonly to: number;
  /** Keys rewrapped by now, of how many. */
  readonly onProgress: (keys: number, keysTotal: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Some megabytes, and 25 ms of CPU. */
const batchKeys = 2_000;

/**
 * Wraps every key anew under an epoch, a bounded number at a time; new ones take it meanwhile. Cut off anywhere, each key
 * is whole under the one or the other epoch, and the next call goes on. Answers how many were rewrapped.
 */
export async function rewrapKeys(pool: Pool, kek: Kek, { to, onProgress, signal }: Rewrapping): Promise<number> {
  const { rows } = await pool.query<{ keys: number }>(
    'select count(*)::float8 as keys from keys.trainee_key where kek_epoch <> $1',
    [to],
  );
  const keysTotal = rows[0]?.keys ?? 0;
  let done = 0;
  let after: string | null = null;
  // Keys made meanwhile by a process that had not heard of the epoch yet may lie before: looked for from the start again.
  for (let isAgain = false; ; ) {
    signal.throwIfAborted();
    const batch = await keysUnderOthers(pool, to, after);
    const last = batch.at(-1);
    if (last === undefined && (after === null || isAgain)) return done;
    if (last === undefined) {
      isAgain = true;
      after = null;
      continue;
    }
    await rewrapBatch(pool, kek, to, batch);
    isAgain = false;
    after = last.trainee;
    done += batch.length;
    await onProgress(done, Math.max(done, keysTotal));
  }
}

interface StoredKey {
  readonly trainee: string;
  readonly wrapped: Buffer;
  readonly epoch: number;
}

async function keysUnderOthers(pool: Pool, to: number, after: string | null): Promise<readonly StoredKey[]> {
  const { rows } = await pool.query<StoredKey>(
    `select trainee_id as trainee, wrapped_key as wrapped, kek_epoch as epoch from keys.trainee_key
     where kek_epoch <> $1 and trainee_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
     order by trainee_id limit $3`,
    [to, after, batchKeys],
  );
  return rows;
}

async function rewrapBatch(pool: Pool, kek: Kek, to: number, batch: readonly StoredKey[]): Promise<void> {
  const keys = await kek.unwrap(batch);
  const wrapped = await kek.wrap(
    to,
    batch.map(({ trainee }, index) => ({ trainee, key: keys[index] ?? Buffer.alloc(0) })),
  );
  for (const key of keys) key.fill(0);
  // A key that was destroyed meanwhile is not there any more, and does not come back.
  await pool.query(
    `update keys.trainee_key k set wrapped_key = anew.wrapped, kek_epoch = $1
     from unnest($2::uuid[], $3::bytea[], $4::smallint[]) as anew (trainee, wrapped, epoch)
     where k.trainee_id = anew.trainee and k.kek_epoch = anew.epoch`,
    [to, batch.map(({ trainee }) => trainee), wrapped, batch.map(({ epoch }) => epoch)],
  );
}
