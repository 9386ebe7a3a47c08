import { randomBytes, randomUUID } from 'node:crypto';
import { createLogger, drawSecrets, embeddedEventLog, openKeyStore, openPool } from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPerson } from '../scenarios/people.ts';
import { eventually } from '../support/eventually.ts';
import { testLogger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { openWire } from '../support/wire.ts';
import { addDemoPartners, entry, post, startGateway } from './gateway-harness.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe('the key store', () => {
  const secrets = drawSecrets();
  const open = () => openKeyStore({ pool: database.keysPool, secrets });

  it('makes a key for each new trainee, which every process reads', async () => {
    const trainees = Array.from({ length: 200 }, () => randomUUID());
    const [one, other] = [open(), open()];
    await Promise.all([one.makeKeys(trainees.slice(0, 100)), other.makeKeys(trainees.slice(100))]);
    const keys = await one.keysOf(trainees);
    expect(keys.size).toBe(200);
    expect(await open().keysOf([...trainees].reverse())).toEqual(keys);
    expect(new Set([...keys.values()].map((key) => key.toString('hex'))).size).toBe(200);
  });

  it('makes no second key for anybody, and none of those that were asked for with it', async () => {
    const [known = '', stranger = ''] = [randomUUID(), randomUUID()];
    await open().makeKeys([known]);
    const before = await open().keysOf([known]);
    await expect(open().makeKeys([stranger, known])).rejects.toMatchObject({ code: '23505' });
    expect(await open().keysOf([known, stranger])).toEqual(before);
  });

  it('has no key for a trainee without one, and stores none in clear', async () => {
    const trainee = randomUUID();
    expect((await open().keysOf([trainee])).size).toBe(0);
    await open().makeKeys([trainee]);
    const key = (await open().keysOf([trainee])).get(trainee);
    const { rows } = await database.keysPool.query('select wrapped_key from keys.trainee_key where trainee_id = $1', [
      trainee,
    ]);
    expect(rows[0].wrapped_key).toHaveLength(60);
    expect(rows[0].wrapped_key.includes(key ?? '')).toBe(false);
  });

  it('reads the keys that are there at this moment where what it remembers would not do', async () => {
    const trainee = randomUUID();
    const store = open();
    await store.makeKeys([trainee]);
    await database.keysPool.query('delete from keys.trainee_key where trainee_id = $1', [trainee]);
    expect((await store.keysOf([trainee])).size).toBe(1);
    expect((await store.storedKeysOf([trainee])).size).toBe(0);
  });

  it('opens no key with another KEK, after its epoch, or moved to another trainee', async () => {
    const [mine = '', other = ''] = [randomUUID(), randomUUID()];
    await open().makeKeys([mine, other]);
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

it('a key store that is silent is given up before the hub database ends the transaction that waits for it', async () => {
  const own = await testDatabase();
  const secrets = drawSecrets();
  const lines: { msg: string }[] = [];
  const told = createLogger('info', 'hub', { write: (line) => void lines.push(JSON.parse(line)) });
  const wire = await openWire(Number(new URL(own.keysUrl).port));
  const pool = openPool(own.url, { applicationName: 'hub', logger: told, timeoutMs: 2_000 });
  const keysPool = openPool(wire.through(own.keysUrl), {
    applicationName: 'keys',
    logger: testLogger,
    timeoutMs: 6_000,
  });
  await addDemoPartners(pool);
  const log = await embeddedEventLog({ pool, slices: 4 });
  const gateway = await startGateway({ database: { pool, keysPool }, log, secrets });
  const report = () => post(secrets, gateway, 'eos', entry({ data: { trainee: { nir: newPerson().nir } } }));
  try {
    await eventually(async () => expect((await report()).status).toBe(202));
    await wire.break({ how: 'hang' });
    const startedAt = performance.now();
    expect((await report()).status).toBe(503);
    // The server would end the session after five seconds.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(lines).toEqual([]);
    const { rows } = await pool.query<{ people: number }>('select count(*)::int as people from registry.trainee');
    expect(rows).toEqual([{ people: 1 }]);
  } finally {
    await gateway.close();
    await log.close();
    await Promise.all([pool.end(), keysPool.end()]);
    await wire.close();
    await own.drop();
  }
});

describe('the marks of a store', () => {
  const logEpoch = 'log-1';
  const at = (offsets: readonly number[]) => offsets.map((offset, slice) => ({ slice, logEpoch, offset }));
  const from = (known: number, offset: number) => [{ slice: 0, logEpoch, offset, known }];
  const open = () => openKeyStore({ pool: database.keysPool, secrets: drawSecrets() }).marks;
  const stored = async () => (await open().read()).map(({ setAt: _, ...mark }) => mark);

  it('are begun once, raised and never lowered by two who raise them at once, and set anew after a comparison', async () => {
    const marks = open();
    expect(await stored()).toEqual([]);
    await Promise.all([marks.begin(at([3, 0])), open().begin(at([3, 0]))]);
    await marks.begin(at([9, 9]));
    expect(await stored()).toEqual(at([3, 0]));
    const raised = [from(3, 7), from(3, 5), from(3, 6)].map((each) => open().raise(each));
    expect(await Promise.all(raised)).toEqual([true, true, true]);
    expect(await stored()).toEqual(at([7, 0]));
    await marks.set(at([2]));
    expect(await stored()).toEqual(at([2]));
  });

  it('say that the store was put back: lower than known, missing, or of another log', async () => {
    const marks = open();
    await marks.set(at([5]));
    expect(await marks.raise(from(7, 9))).toBe(false);
    expect(await marks.raise([{ slice: 1, logEpoch, offset: 9, known: 0 }])).toBe(false);
    expect(await marks.raise([{ slice: 0, logEpoch: 'log-2', offset: 9, known: 0 }])).toBe(false);
    expect(await stored()).toEqual(at([5]));
  });
});
