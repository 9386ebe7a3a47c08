import { randomBytes, randomUUID } from 'node:crypto';
import { drawSecrets, openKeyStore } from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe('the key store', () => {
  const secrets = drawSecrets();
  const open = () => openKeyStore({ pool: database.keysPool, secrets });

  it('gives two processes that make keys at once the same keys', async () => {
    const trainees = Array.from({ length: 200 }, () => randomUUID());
    const [first, second] = await Promise.all([
      open().ensureKeys(trainees),
      open().ensureKeys([...trainees].reverse()),
    ]);
    expect(first.size).toBe(200);
    for (const trainee of trainees)
      expect(first.get(trainee)?.equals(second.get(trainee) ?? Buffer.alloc(0))).toBe(true);
    expect(await open().keysOf(trainees)).toEqual(first);
    expect(new Set([...first.values()].map((key) => key.toString('hex'))).size).toBe(200);
  });

  it('has no key for a trainee without one, and stores none in clear', async () => {
    const trainee = randomUUID();
    expect((await open().keysOf([trainee])).size).toBe(0);
    const key = (await open().ensureKeys([trainee, trainee])).get(trainee);
    const { rows } = await database.keysPool.query('select wrapped_key from keys.trainee_key where trainee_id = $1', [
      trainee,
    ]);
    expect(rows[0].wrapped_key).toHaveLength(60);
    expect(rows[0].wrapped_key.includes(key ?? '')).toBe(false);
  });

  it('opens no key with another KEK, after its epoch, or moved to another trainee', async () => {
    const [mine = '', other = ''] = [randomUUID(), randomUUID()];
    await open().ensureKeys([mine, other]);
    const pool = database.keysPool;
    const withKek = (epochs: ReadonlyMap<number, Buffer>) =>
      openKeyStore({ pool, secrets: { ...secrets, kek: { current: 2, epochs } } });
    await expect(withKek(new Map([[1, randomBytes(32)]])).keysOf([mine])).rejects.toMatchObject({
      code: 'key-missing',
    });
    await expect(withKek(new Map([[2, randomBytes(32)]])).keysOf([mine])).rejects.toMatchObject({
      code: 'key-missing',
    });
    await pool.query(
      'update keys.trainee_key set wrapped_key = (select wrapped_key from keys.trainee_key where trainee_id = $1) where trainee_id = $2',
      [mine, other],
    );
    await expect(open().keysOf([other])).rejects.toMatchObject({ code: 'key-missing' });
  });
});
