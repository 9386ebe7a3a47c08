import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { HubError } from '@hub/core';
import type { Pool } from 'pg';
import { secretKey } from './secret-key.ts';
import type { Secrets } from './secrets.ts';

/** One key per trainee, kept wrapped in a database of its own. */
export interface KeyStore {
  /** The keys of these trainees; those that have none (never made, or destroyed) are missing from the map. One SELECT at most. */
  keysOf(trainees: readonly string[]): Promise<Map<string, Buffer>>;
  /** The same, keys made where there is none. Two callers at once get the same keys. */
  ensureKeys(trainees: readonly string[]): Promise<Map<string, Buffer>>;
}

interface KeyCache {
  readonly entries: Map<string, { readonly key: Buffer; readonly staleAt: number }>;
}

/** A destroyed key is still used for this long at most, by processes that had just read it. */
const cacheMs = 60_000;
const cacheEntriesMax = 20_000;
const nonceBytes = 12;
const keyBytes = 32;

/** Throws `key-missing` where a key is wrapped under a KEK epoch that has ended. */
export function openKeyStore({ pool, secrets }: { pool: Pool; secrets: Secrets }): KeyStore {
  const cache: KeyCache = { entries: new Map() };
  return {
    keysOf: (trainees) => keysOf(pool, secrets, cache, trainees),
    ensureKeys: (trainees) => ensureKeys(pool, secrets, cache, trainees),
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

async function ensureKeys(pool: Pool, secrets: Secrets, cache: KeyCache, trainees: readonly string[]) {
  const keys = await keysOf(pool, secrets, cache, trainees);
  const missing = [...new Set(trainees.filter((trainee) => !keys.has(trainee)))].sort();
  if (missing.length === 0) return keys;
  const staleAt = Date.now() + cacheMs;
  const fresh = randomBytes(keyBytes * missing.length);
  const made = new Map(
    missing.map((trainee, index) => [trainee, Buffer.from(fresh.subarray(index * keyBytes, (index + 1) * keyBytes))]),
  );
  const wrapped = [...made].map(([trainee, key]) => wrap(secrets, trainee, key));
  // Sorted, so that two gateways that make keys for the same trainees wait for one another instead of deadlocking.
  const { rows } = await pool.query<{ trainee_id: string }>(
    `insert into keys.trainee_key (trainee_id, wrapped_key, kek_epoch)
     select trainee, wrapped, $3 from unnest($1::uuid[], $2::bytea[]) as fresh (trainee, wrapped) order by trainee
     on conflict do nothing returning trainee_id`,
    [missing, wrapped, secrets.kek.current],
  );
  for (const { trainee_id: trainee } of rows) {
    const key = made.get(trainee);
    if (key === undefined) continue;
    keys.set(trainee, key);
    remember(cache, trainee, key, staleAt);
  }
  // Where another process was first, its key is the one that counts, and ours is forgotten.
  const others = missing.filter((trainee) => !keys.has(trainee));
  if (others.length > 0) await readInto(keys, pool, secrets, cache, others);
  return keys;
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
  const { rows } = await pool.query<{ trainee_id: string; wrapped_key: Buffer; kek_epoch: number }>({
    name: 'keys-of-trainees',
    text: 'select trainee_id, wrapped_key, kek_epoch from keys.trainee_key where trainee_id = any($1::uuid[])',
    values: [trainees],
  });
  for (const row of rows) {
    const key = unwrap(secrets, row.trainee_id, row.wrapped_key, row.kek_epoch);
    keys.set(row.trainee_id, key);
    remember(cache, row.trainee_id, key, staleAt);
  }
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
