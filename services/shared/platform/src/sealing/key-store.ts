import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { HubError } from '@hub/core';
import type { Pool } from 'pg';
import { holdConnection } from '../postgres/pool.ts';
import { type IdentityMarks, identityMarks } from '../registry/identity-marks.ts';
import { within } from '../waiting/within.ts';
import { secretKey } from './secret-key.ts';
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

export interface HeldKeyStore {
  /** On that very connection. */
  readonly marks: IdentityMarks;
  release(): void;
}

interface KeyCache {
  readonly entries: Map<string, { readonly key: Buffer; readonly staleAt: number }>;
}

/** A destroyed key is still used for this long at most, by processes that had just read it. */
const cacheMs = 60_000;
const cacheEntriesMax = 20_000;
const nonceBytes = 12;
const keyBytes = 32;

const markTable = 'keys.identity_mark';

/** Throws `key-missing` where a key is wrapped under a KEK epoch that has ended. */
export function openKeyStore({ pool, secrets }: { pool: Pool; secrets: Secrets }): KeyStore {
  const cache: KeyCache = { entries: new Map() };
  return {
    keysOf: (trainees) => keysOf(pool, secrets, cache, trainees),
    makeKeys: (trainees, withinMs) => answeredWithin(withinMs, makeKeys(pool, secrets, cache, trainees)),
    storedKeysOf: async (trainees) => new Map(await readKeys(pool, secrets, trainees)),
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

/** False where the first key of the store does not open under these secrets; true where there is none. */
export async function unwrapsAnyKey(pool: Pool, secrets: Secrets): Promise<boolean> {
  const { rows } = await pool.query<{ trainee_id: string; wrapped_key: Buffer; kek_epoch: number }>(
    'select trainee_id, wrapped_key, kek_epoch from keys.trainee_key order by trainee_id limit 1',
  );
  const [row] = rows;
  if (row === undefined) return true;
  try {
    unwrap(secrets, row.trainee_id, row.wrapped_key, row.kek_epoch);
    return true;
  } catch (error) {
    if (error instanceof HubError) return false;
    throw error;
  }
}

async function keysOf(pool: Pool, secrets: Secrets, cache: KeyCache, trainees: readonly string[]) {
  const { found, missing } = fromCache(cache, trainees, Date.now());
  if (missing.length > 0) await readInto(found, pool, secrets, cache, missing);
  return found;
}

async function makeKeys(pool: Pool, secrets: Secrets, cache: KeyCache, trainees: readonly string[]): Promise<void> {
  if (trainees.length === 0) return;
  const fresh = randomBytes(keyBytes * trainees.length);
  const keys = trainees.map((_, index) => Buffer.from(fresh.subarray(index * keyBytes, (index + 1) * keyBytes)));
  const wrapped = keys.map((key, index) => wrap(secrets, trainees[index] ?? '', key));
  await pool.query({
    name: 'make-keys',
    text: `insert into keys.trainee_key (trainee_id, wrapped_key, kek_epoch)
     select trainee, wrapped, $3 from unnest($1::uuid[], $2::bytea[]) as fresh (trainee, wrapped)`,
    values: [trainees, wrapped, secrets.kek.current],
  });
  const staleAt = Date.now() + cacheMs;
  for (const [index, key] of keys.entries()) remember(cache, trainees[index] ?? '', key, staleAt);
}

async function answeredWithin(withinMs: number | undefined, making: Promise<void>): Promise<void> {
  if (withinMs === undefined) return making;
  await within(making, withinMs, () => {
    throw new HubError('database-unavailable', `The key store made no keys within ${withinMs} ms.`, {
      retryable: true,
    });
  });
}

function fromCache(cache: KeyCache, trainees: readonly string[], now: number) {
  const found = new Map<string, Buffer>();
  const missing = new Set<string>();
  for (const trainee of trainees) {
    const entry = cache.entries.get(trainee);
    if (entry !== undefined && entry.staleAt > now) found.set(trainee, entry.key);
    else missing.add(trainee);
  }
  return { found, missing: [...missing] };
}

async function readInto(
  keys: Map<string, Buffer>,
  pool: Pool,
  secrets: Secrets,
  cache: KeyCache,
  trainees: readonly string[],
) {
  const staleAt = Date.now() + cacheMs;
  for (const [trainee, key] of await readKeys(pool, secrets, trainees)) {
    keys.set(trainee, key);
    remember(cache, trainee, key, staleAt);
  }
}

async function readKeys(
  pool: Pool,
  secrets: Secrets,
  trainees: readonly string[],
): Promise<readonly (readonly [trainee: string, key: Buffer])[]> {
  if (trainees.length === 0) return [];
  const { rows } = await pool.query<{ trainee_id: string; wrapped_key: Buffer; kek_epoch: number }>({
    name: 'keys-of-trainees',
    text: 'select trainee_id, wrapped_key, kek_epoch from keys.trainee_key where trainee_id = any($1::uuid[])',
    values: [trainees],
  });
  return rows.map((row) => [row.trainee_id, unwrap(secrets, row.trainee_id, row.wrapped_key, row.kek_epoch)] as const);
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
function remember(cache: KeyCache, trainee: string, key: Buffer, staleAt: number) {
  cache.entries.delete(trainee);
  cache.entries.set(trainee, { key, staleAt });
  if (cache.entries.size <= cacheEntriesMax) return;
  const oldest = cache.entries.keys().next().value;
  if (oldest !== undefined) cache.entries.delete(oldest);
}

/** AES-256-GCM under the KEK with the trainee as associated data: a wrapped key is worthless on another row. */
function wrap(secrets: Secrets, trainee: string, key: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', kek(secrets, secrets.kek.current), nonce);
  cipher.setAAD(Buffer.from(trainee));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

function unwrap(secrets: Secrets, trainee: string, wrapped: Buffer, epoch: number): Buffer {
  const kekOfEpoch = kek(secrets, epoch);
  try {
    const decipher = createDecipheriv('aes-256-gcm', kekOfEpoch, wrapped.subarray(0, nonceBytes));
    decipher.setAAD(Buffer.from(trainee));
    decipher.setAuthTag(wrapped.subarray(nonceBytes + keyBytes));
    return Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, nonceBytes + keyBytes)), decipher.final()]);
  } catch (cause) {
    throw new HubError('key-missing', 'A trainee key cannot be unwrapped: is this the secrets file of this hub?', {
      cause,
    });
  }
}

function kek(secrets: Secrets, epoch: number): KeyObject {
  const key = secrets.kek.epochs.get(epoch);
  if (key === undefined) throw new HubError('key-missing', `The secrets hold no KEK of epoch ${epoch}.`);
  return secretKey(key);
}
