import { randomBytes, randomUUID } from 'node:crypto';
import type { EventLog } from '@hub/core';
import {
  checkSecrets,
  checkValuesOf,
  dossierNumbers,
  drawSecrets,
  embeddedEventLog,
  notedInHub,
  notedInKeyStore,
  noteSecrets,
  openKeyStore,
  type Secrets,
  toldOnLog,
  withTransaction,
} from '@hub/platform';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeTurn } from '../../services/shared/platform/src/postgres/take-turn.ts';
import { testLogger as logger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

const secrets = drawSecrets();
let database: TestDatabase;
let log: EventLog;
beforeEach(async () => {
  database = await testDatabase();
  log = await embeddedEventLog({ pool: database.pool, slices: 3 });
});
afterEach(async () => {
  await log.close();
  await database.drop();
});

function note(found: Secrets | null, stores: Partial<TestDatabase> = {}): Promise<Secrets> {
  const { pool, keysPool } = { ...database, ...stores };
  return noteSecrets(
    { pool, keysPool, log, logger },
    async () => found,
    async (content) => {
      throw new Error(`asked to make secrets beside ${content}`);
    },
  );
}

/** A hub of before check values: a person with a key, and numbers of its own. */
async function liveBefore(own: Secrets, numbers = 30): Promise<void> {
  await openKeyStore({ pool: database.keysPool, secrets: own }).makeKeys([randomUUID()]);
  await database.pool.query(
    `insert into registry.dossier (number, trainee_id, reference)
     select number, gen_random_uuid(), 'r' from unnest($1::int[]) as number`,
    [Array.from({ length: numbers }, (_, index) => index + 1).map(dossierNumbers(own))],
  );
  await database.pool.query(`select setval('registry.dossier_sequence', $1)`, [numbers]);
}

const refused = (names: string) => ({ code: 'secrets-unusable', message: expect.stringContaining(names) });

test('what is noted stands in the database, in the key store and on the log, once, whoever starts at once', async () => {
  await Promise.all(Array.from({ length: 4 }, () => note(secrets)));
  const own = checkValuesOf(secrets);
  expect((await notedInHub(database.pool)).map(({ name, epoch, value }) => ({ name, epoch, value }))).toEqual(
    expect.arrayContaining([...own]),
  );
  expect(await notedInKeyStore(database.keysPool)).toEqual(own.filter(({ name }) => name === 'kek'));
  expect(await toldOnLog(log)).toEqual(own);
  await note(secrets);
  expect(await toldOnLog(log)).toEqual(own);
});

test('secrets of another hub are refused by each store alone, and nothing is changed', async () => {
  await note(secrets);
  const foreign = drawSecrets();
  const differing = 'kek 1, pepper 1, number 1, receipt 1';
  await expect(note(foreign)).rejects.toMatchObject(refused(`the database knows others under ${differing}`));
  await expect(note({ ...secrets, numberKey: randomBytes(32) })).rejects.toMatchObject(
    refused('others under number 1.'),
  );
  await database.pool.query('delete from custody.check_value');
  await expect(note({ ...foreign, kek: secrets.kek })).rejects.toMatchObject(refused('the log knows others'));
  const fresh = await testDatabase();
  const other = await embeddedEventLog({ pool: fresh.pool, slices: 3 });
  const make = async () => foreign;
  const stores = { pool: fresh.pool, keysPool: database.keysPool, log: other, logger };
  await expect(noteSecrets(stores, make, make)).rejects.toMatchObject(
    refused('the key store knows others under kek 1'),
  );
  expect(await notedInHub(fresh.pool)).toEqual([]);
  expect(await toldOnLog(other)).toEqual([]);
  await other.close();
  await fresh.drop();
  await note(secrets);
  expect(await notedInHub(database.pool)).toHaveLength(5);
});

test('no secrets where there were some is told apart from none yet, by what the stores hold', async () => {
  await expect(note(null)).rejects.toThrow('beside null');
  await log.append([{ topic: 'entry', key: 'k', value: Buffer.from('{}') }]);
  await expect(note(null)).rejects.toThrow('beside events');
  await openKeyStore({ pool: database.keysPool, secrets }).makeKeys([randomUUID()]);
  await expect(note(null)).rejects.toThrow('beside trainee keys');
  await database.pool.query('insert into registry.trainee (trainee_id) values (gen_random_uuid())');
  await expect(note(null)).rejects.toThrow('beside persons');
  await note(secrets);
  await expect(note(null)).rejects.toThrow('beside check values');
});

test('a hub of before is believed once, after what can be proved', async () => {
  await liveBefore(secrets);
  await expect(note({ ...secrets, numberKey: randomBytes(32) })).rejects.toMatchObject(refused('the number key'));
  const kek = { current: 1, epochs: new Map([[1, randomBytes(32)]]) };
  await expect(note({ ...secrets, kek })).rejects.toMatchObject(refused('The KEK opens no key'));
  await database.pool.query(
    `insert into registry.alias (alias, kind, pepper_version, trainee_id) values ('\\x00', 'nir', 2, gen_random_uuid())`,
  );
  await expect(note(secrets)).rejects.toMatchObject(refused('the registry was made with pepper 2'));
  await database.pool.query('delete from registry.alias');
  expect(await notedInHub(database.pool)).toEqual([]);
  await note(secrets);
  expect(await notedInHub(database.pool)).toHaveLength(5);
});

test('a rotated KEK and token key are noted beside those before', async () => {
  await note(secrets);
  const epochs = new Map([...secrets.kek.epochs, [2, randomBytes(32)] as const]);
  await note({ ...secrets, kek: { current: 2, epochs }, tokenKey: drawSecrets().tokenKey });
  expect(await toldOnLog(log)).toHaveLength(7);
  expect(await notedInHub(database.pool)).toHaveLength(7);
  expect(await notedInKeyStore(database.keysPool)).toHaveLength(2);
  // The file of before the rotation: a process that was not given the new one yet.
  await note(secrets);
});

test('a database restored from before the last rotation learns from the log', async () => {
  await note(secrets);
  const epochs = new Map([...secrets.kek.epochs, [2, randomBytes(32)] as const]);
  await note({ ...secrets, kek: { current: 2, epochs } });
  await database.pool.query(`delete from custody.check_value where epoch = '2'`);
  await database.keysPool.query('delete from keys.check_value where kek_epoch = 2');
  const other = new Map([...secrets.kek.epochs, [2, randomBytes(32)] as const]);
  await expect(note({ ...secrets, kek: { current: 2, epochs: other } })).rejects.toMatchObject(
    refused('the log knows others under kek 2'),
  );
  await note({ ...secrets, kek: { current: 2, epochs } });
  expect(await notedInHub(database.pool)).toHaveLength(6);
});

test('a start that stands still with the turn is put out of it, and who waits too long says for what', async () => {
  const { pool } = database;
  const take = (bounds: { waitMs: number; idleMs: number }, work: () => Promise<unknown>) =>
    withTransaction(
      pool,
      async (client) => {
        await takeTurn(client, 'hub secrets', 'compares its secrets with the stores', bounds);
        const { rows } = await client.query<{ lock_timeout: string }>('show lock_timeout');
        expect(rows).toEqual([{ lock_timeout: '0' }]);
        await work();
      },
      { job: true },
    );
  const { promise: taken, resolve: isTaken } = Promise.withResolvers<void>();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const frozen = take({ waitMs: 100, idleMs: 1_000 }, async () => {
    isTaken();
    await ended;
  });
  const lost = expect(frozen).rejects.toMatchObject({ code: 'database-unavailable' });
  await taken;
  await expect(take({ waitMs: 200, idleMs: 1_000 }, async () => {})).rejects.toMatchObject({
    code: 'database-unavailable',
    retryable: true,
    message: expect.stringContaining('Another process of this hub compares its secrets with the stores for more than'),
  });
  await take({ waitMs: 10_000, idleMs: 1_000 }, async () => {});
  expect(await note(secrets)).toBe(secrets);
  end();
  await lost;
});

test('a comparison alone finds the same faults, and notes nothing', async () => {
  const check = (found: Secrets | null) =>
    checkSecrets(
      { ...database, log },
      async () => found,
      async (content) => {
        throw new Error(`asked to make secrets beside ${content}`);
      },
    );
  await liveBefore(secrets);
  expect(await check(secrets)).toBe(secrets);
  await expect(check({ ...secrets, numberKey: randomBytes(32) })).rejects.toMatchObject(refused('the number key'));
  await expect(check(null)).rejects.toThrow('beside persons');
  const epochs = new Map([...secrets.kek.epochs, [2, randomBytes(32)] as const]);
  const notedAnywhere = async () => [
    ...(await notedInHub(database.pool)),
    ...(await notedInKeyStore(database.keysPool)),
    ...(await toldOnLog(log)),
  ];
  expect(await notedAnywhere()).toEqual([]);
  await note(secrets);
  await check({ ...secrets, kek: { current: 2, epochs } });
  expect(await notedAnywhere()).toHaveLength(11);
  await expect(check(drawSecrets())).rejects.toMatchObject(refused('the database knows others'));
});
