import { randomBytes } from 'node:crypto';
import { HubError } from '@hub/core';
import type { Pool } from 'pg';
import { holdConnection } from '../postgres/pool.ts';
import { type IdentityMarks, identityMarks } from '../registry/identity-marks.ts';
import { within } from '../waiting/within.ts';
import { type Kek, localKek } from './kek.ts';
import {
  beginEpoch,
  endEpoch,
  type KekEpoch,
  missingEpochs,
  openEpochs,
  type Rewrapping,
  readEpochs,
  rewrapKeys,
} from './kek-epochs.ts';
import type { Secrets } from './secrets.ts';

/** One key per trainee, kept wrapped in a database of its own. */
export interface KeyStore {
  /** The keys of these trainees; those that have none (never made, lost, or destroyed) are missing from the map. One SELECT at most. */
  keysOf(trainees: readonly string[]): Promise<Map<string, Buffer>>;
  /** The same as the store has them at this moment, none remembered. */
  storedKeysOf(trainees: readonly string[]): Promise<Map<string, Buffer>>;
  /**
   * Makes the keys of trainees that are being reserved: nobody has seen their ids yet. Rejects where one of them has a
   * key. To make one for a trainee who was known would hide that the old one is lost, and part the person in two.
   * `withinMs`: it rejects with `database-unavailable` (retryable) after this; the keys may be made all the same, for nobody.
   */
  makeKeys(trainees: readonly string[], withinMs?: number): Promise<void>;
  /**
   * Destroys the keys of these trainees, and remembers it: what was sealed under them opens never again, but from a backup
   * of before for whoever has the epoch that it is wrapped under. This process uses none of them any more, others for a
   * minute at most. Answers by trainee the greatest epoch under which a backup may hold it. May be said again.
   */
  destroyKeys(trainees: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Of the KEK. */
  readonly epochs: KeyEpochs;
  /** Resolves where it answers and, for who makes keys (`toWrite`), is not read-only. */
  reach(need: { readonly toWrite: boolean }): Promise<void>;
  /** Up to where the keys of everybody on the log are in this store. */
  readonly marks: IdentityMarks;
  /**
   * One connection, kept until released: as long as it stands, the store is not replaced by another or by a backup.
   * `onBroken` is called at most once, where it ends by itself.
   */
  hold(onBroken: () => void): Promise<HeldKeyStore>;
}

/** The epochs of the KEK that this store's keys are wrapped under; `kek-epochs.ts` says what each does. */
export interface KeyEpochs {
  /** Those that this process has. */
  readonly held: readonly number[];
  read(): Promise<readonly KekEpoch[]>;
  begin(epoch: number): Promise<void>;
  end(epoch: number, agent: string): Promise<void>;
  rewrap(rewrapping: Rewrapping): Promise<number>;
}

export interface HeldKeyStore {
  /** On that very connection. */
  readonly marks: IdentityMarks;
  release(): void;
}

/** A store as one process has it open. */
interface OpenStore {
  readonly pool: Pool;
  readonly kek: Kek;
  /** The epoch that the secrets of this process name for new keys. */
  readonly preferred: number;
  /** The one that new keys take, and until when that is believed. */
  current: { readonly epoch: number; readonly staleAt: number } | null;
  readonly cache: Map<string, { readonly key: Buffer; readonly staleAt: number }>;
}

/** A destroyed key is still used for this long at most, by processes that had just read it. */
const cacheMs = 60_000;
const cacheEntriesMax = 20_000;
const currentMs = 30_000;
const keyBytes = 32;

const markTable = 'keys.identity_mark';

/** `kek`: default the local one of the secrets. Throws `key-missing` where a key is wrapped under a KEK epoch that has ended. */
export function openKeyStore({
  pool,
  secrets,
  kek = localKek(secrets.kek),
}: {
  readonly pool: Pool;
  readonly secrets: Pick<Secrets, 'kek'>;
  readonly kek?: Kek;
}): KeyStore {
  const store: OpenStore = { pool, kek, preferred: secrets.kek.current, current: null, cache: new Map() };
  return {
    keysOf: (trainees) => keysOf(store, trainees),
    makeKeys: (trainees, withinMs) => answeredWithin(withinMs, makeKeys(store, trainees)),
    storedKeysOf: async (trainees) => new Map(await readKeys(store, trainees)),
    destroyKeys: (trainees) => destroyKeys(store, trainees),
    epochs: {
      held: kek.epochs,
      read: () => readEpochs(pool),
      begin: (epoch) => begin(store, epoch),
      end: (epoch, agent) => endEpoch(pool, epoch, agent),
      rewrap: (rewrapping) => rewrapKeys(pool, kek, rewrapping),
    },
    reach: ({ toWrite }) => reach(pool, toWrite),
    marks: identityMarks(pool, markTable),
    hold: (onBroken) => hold(pool, onBroken),
  };
}

/** True where no key was ever made. */
export async function isKeyStoreEmpty(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ empty: boolean }>('select not exists (select from keys.trainee_key) as empty');
  return rows[0]?.empty ?? true;
}

/**
 * Why this KEK is not the one of the store, as a sentence; null where the first key of the store opens and every epoch that
 * keys are under is there.
 */
export async function whyKekIsForeign(pool: Pool, secrets: Pick<Secrets, 'kek'>): Promise<string | null> {
  const kek = localKek(secrets.kek);
  const { rows } = await pool.query<{ trainee: string; wrapped: Buffer; epoch: number }>(
    `select trainee_id as trainee, wrapped_key as wrapped, kek_epoch as epoch from keys.trainee_key
     where kek_epoch = any($1::smallint[]) order by trainee_id limit 1`,
    [kek.epochs],
  );
  const missing = await missingEpochs(pool, kek);
  if (missing.length > 0) return `They lack KEK epoch ${missing.join(', ')}, which its keys are wrapped under`;
  try {
    await kek.unwrap(rows);
    return null;
  } catch (error) {
    if (error instanceof HubError) return 'The KEK opens no key of it';
    throw error;
  }
}

async function keysOf(store: OpenStore, trainees: readonly string[]) {
  const { found, missing } = fromCache(store, trainees, Date.now());
  if (missing.length > 0) await readInto(found, store, missing);
  return found;
}

async function makeKeys(store: OpenStore, trainees: readonly string[]): Promise<void> {
  if (trainees.length === 0) return;
  const epoch = await currentEpoch(store);
  const fresh = randomBytes(keyBytes * trainees.length);
  const made = trainees.map((trainee, index) => {
    return { trainee, key: Buffer.from(fresh.subarray(index * keyBytes, (index + 1) * keyBytes)) };
  });
  await store.pool.query({
    name: 'make-keys',
    text: `insert into keys.trainee_key (trainee_id, wrapped_key, kek_epoch)
     select trainee, wrapped, $3 from unnest($1::uuid[], $2::bytea[]) as fresh (trainee, wrapped)`,
    values: [trainees, await store.kek.wrap(epoch, made), epoch],
  });
  const staleAt = Date.now() + cacheMs;
  for (const { trainee, key } of made) remember(store, trainee, key, staleAt);
}

async function currentEpoch(store: OpenStore): Promise<number> {
  const { current, pool, kek, preferred } = store;
  if (current !== null && current.staleAt > Date.now()) return current.epoch;
  const epoch = await openEpochs(pool, kek, preferred);
  store.current = { epoch, staleAt: Date.now() + currentMs };
  return epoch;
}

async function begin(store: OpenStore, epoch: number): Promise<void> {
  await openEpochs(store.pool, store.kek, store.preferred);
  await beginEpoch(store.pool, epoch);
  store.current = null;
}

async function destroyKeys(store: OpenStore, trainees: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (trainees.length === 0) return new Map();
  for (const trainee of trainees) store.cache.delete(trainee);
  // Whoever has no key any more may have one in a backup, under any epoch up to the newest.
  const { rows } = await store.pool.query<{ trainee: string; epoch: number }>(
    `with gone as (delete from keys.trainee_key where trainee_id = any($1::uuid[]) returning trainee_id, kek_epoch)
     insert into keys.destroyed as known (trainee_id, kek_epoch)
     select distinct trainee, coalesce(gone.kek_epoch, (select max(epoch) from keys.kek_epoch), 1)
     from unnest($1::uuid[]) as trainee left join gone on gone.trainee_id = trainee order by trainee
     on conflict (trainee_id) do update set kek_epoch = greatest(known.kek_epoch, (
       select kek_epoch from gone where gone.trainee_id = known.trainee_id))
     returning trainee_id as trainee, kek_epoch as epoch`,
    [trainees],
  );
  for (const trainee of trainees) store.cache.delete(trainee);
  return new Map(rows.map(({ trainee, epoch }) => [trainee, epoch]));
}

async function answeredWithin(withinMs: number | undefined, making: Promise<void>): Promise<void> {
  if (withinMs === undefined) return making;
  await within(making, withinMs, () => {
    throw new HubError('database-unavailable', `The key store made no keys within ${withinMs} ms.`, {
      retryable: true,
    });
  });
}

function fromCache({ cache }: OpenStore, trainees: readonly string[], now: number) {
  const found = new Map<string, Buffer>();
  const missing = new Set<string>();
  for (const trainee of trainees) {
    const entry = cache.get(trainee);
    if (entry !== undefined && entry.staleAt > now) found.set(trainee, entry.key);
    else missing.add(trainee);
  }
  return { found, missing: [...missing] };
}

async function readInto(keys: Map<string, Buffer>, store: OpenStore, trainees: readonly string[]) {
  const staleAt = Date.now() + cacheMs;
  for (const [trainee, key] of await readKeys(store, trainees)) {
    keys.set(trainee, key);
    remember(store, trainee, key, staleAt);
  }
}

async function readKeys(
  { pool, kek }: OpenStore,
  trainees: readonly string[],
): Promise<readonly (readonly [trainee: string, key: Buffer])[]> {
  if (trainees.length === 0) return [];
  const { rows } = await pool.query<{ trainee: string; wrapped: Buffer; epoch: number }>({
    name: 'keys-of-trainees',
    text: `select trainee_id as trainee, wrapped_key as wrapped, kek_epoch as epoch from keys.trainee_key
           where trainee_id = any($1::uuid[])`,
    values: [trainees],
  });
  const keys = await kek.unwrap(rows);
  return rows.flatMap(({ trainee }, index) => {
    const key = keys[index];
    return key === undefined ? [] : [[trainee, key] as const];
  });
}

async function reach(pool: Pool, toWrite: boolean): Promise<void> {
  const { rows } = await pool.query<{ readOnly: boolean }>(
    `select current_setting('transaction_read_only')::boolean as "readOnly", exists (select from keys.trainee_key)`,
  );
  if (!toWrite || rows[0]?.readOnly === false) return;
  throw new HubError('database-unavailable', 'The key store is read-only: it takes no key of a new trainee.', {
    retryable: true,
  });
}

async function hold(pool: Pool, onBroken: () => void): Promise<HeldKeyStore> {
  const client = await holdConnection(pool, () => {
    if (release()) onBroken();
  });
  let isHeld = true;
  const release = () => {
    if (!isHeld) return false;
    isHeld = false;
    client.release(true);
    return true;
  };
  return { marks: identityMarks(client, markTable), release: () => void release() };
}

/** Least recently read first: a map keeps the order of insertion. */
function remember({ cache }: OpenStore, trainee: string, key: Buffer, staleAt: number) {
  cache.delete(trainee);
  cache.set(trainee, { key, staleAt });
  if (cache.size <= cacheEntriesMax) return;
  const oldest = cache.keys().next().value;
  if (oldest !== undefined) cache.delete(oldest);
}
