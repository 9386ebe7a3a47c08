import { randomBytes, randomUUID } from 'node:crypto';
import type { EventLog } from '@hub/core';
import { registryDiffers, verifyRegistry } from '@hub/gateway';
import {
  aliasOf,
  drawSecrets,
  embeddedEventLog,
  issueToken,
  type Job,
  noteSecrets,
  openKeyStore,
  type Secrets,
} from '@hub/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPerson } from '../scenarios/people.ts';
import { eventually } from '../support/eventually.ts';
import { testLogger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { addDemoPartners, entry, post, type StartedGateway, startGateway } from './gateway-harness.ts';

let database: TestDatabase;
let log: EventLog;
beforeAll(async () => {
  database = await testDatabase();
  await addDemoPartners(database.pool);
  log = await embeddedEventLog({ pool: database.pool, slices: 4 });
});
afterAll(async () => {
  await log?.close();
  await database?.drop();
});

describe('the pepper', () => {
  const before = drawSecrets();
  const both: Secrets = { ...before, pepper: { version: 2, key: randomBytes(32), former: before.pepper } };
  const after: Secrets = { ...before, pepper: { version: 2, key: both.pepper.key } };
  const people = Array.from({ length: 12 }, () => newPerson());
  const open = (secrets: Secrets) => startGateway({ database, log, secrets });

  async function report(at: StartedGateway, nir: string, more: object = {}): Promise<unknown> {
    const answer = await post(
      before,
      at,
      'eos',
      entry({ data: { trainee: { nir, ...more }, training: ['file:eos:1'] } }),
    );
    expect(answer.status, answer.text).toBe(202);
    return answer.body.dossier;
  }

  async function ask<Body>(at: StartedGateway, path: string, method = 'POST'): Promise<Body> {
    const authorization = `Bearer ${await issueToken(before, 'operator')}`;
    const headers = { authorization, 'hub-agent': 'agent-1' };
    return (await (await fetch(`${at.url}/v1/admin/${path}`, { method, headers })).json()) as Body;
  }

  const rotate = async (at: StartedGateway) => {
    const { id } = await ask<Job>(at, 'keys/peppers/rotate');
    return eventually(async () => {
      const job = await ask<Job>(at, `jobs/${id}`, 'GET');
      expect(job.endedAt).not.toBeNull();
      return job;
    });
  };

  const aliases = async () => {
    const { rows } = await database.pool.query<{ version: number; count: number }>(
      'select pepper_version as version, count(*)::int as count from registry.alias group by 1 order by 1',
    );
    return Object.fromEntries(rows.map(({ version, count }) => [version, count]));
  };

  it('is rotated while people are reported through two gateways, and nobody gets a second number', async () => {
    const old = await open(before);
    const numbers = await Promise.all(
      people.map(({ nir }, index) => report(old, nir, { partnerNumber: `E-${index}` })),
    );
    // One restarted with both peppers beside one that has the old one alone: whoever is new to either is known to both.
    const [one, other] = [await open(both), await open(both)];
    const early = newPerson();
    const number = await report(one, early.nir);
    expect(await report(old, early.nir)).toBe(number);
    expect(await aliases()).toEqual({ 1: people.length * 2 + 1 });
    await old.close();

    const late = Array.from({ length: 10 }, () => newPerson());
    const arriving = Promise.all(
      late.map(async ({ nir }, index) => [
        await report(index % 2 === 0 ? one : other, nir),
        await report(index % 2 === 0 ? other : one, nir),
      ]),
    );
    expect(await rotate(one)).toMatchObject({ state: 'done' });
    for (const [first, second] of await arriving) expect(second).toBe(first);
    expect(await rotate(one)).toMatchObject({ state: 'done', result: { left: { announced: 0, reserved: 0 } } });
    expect(await aliases()).toEqual({ 2: people.length * 2 + 1 + late.length });
    const keyStore = openKeyStore({ pool: database.keysPool, secrets: both });
    const compared = await verifyRegistry({ log, pool: database.pool, keyStore, secrets: both });
    expect(registryDiffers(compared), JSON.stringify(compared)).toBe(false);
    await other.close();

    expect(await ask(one, 'keys/peppers/2/end')).toMatchObject({ status: 409 });
    expect(await ask(one, 'keys/peppers/1/end')).toEqual({ version: 1 });
    await one.close();
    const last = await open(after);
    expect(await Promise.all(people.map(({ nir }) => report(last, nir)))).toEqual(numbers);
    expect(await report(last, early.nir)).toBe(number);
    await last.close();
  });

  it('of before is refused at a start once it has ended', async () => {
    const note = (secrets: Secrets) =>
      noteSecrets(
        { ...database, log, logger: testLogger },
        async () => secrets,
        async () => secrets,
      );
    await expect(note(before)).rejects.toMatchObject({ code: 'secrets-unusable' });
    await note(after);
  });

  it('is hashed alike by who holds it alone and who holds it with the one of before', () => {
    expect(aliasOf(both, 'nir', '2690549588157')).toEqual(aliasOf(after, 'nir', '2690549588157'));
  });
});

describe('the keys', () => {
  const keks = new Map([1, 2].map((epoch) => [epoch, randomBytes(32)]));
  const only = (epoch: number) => new Map([[epoch, keks.get(epoch) as Buffer]]);
  const store = (current: number, epochs: ReadonlyMap<number, Buffer> = keks) =>
    openKeyStore({ pool: database.keysPool, secrets: { kek: { current, epochs } } });

  it('are rewrapped in parts, go on where that was cut off, and leave an epoch that then ends for everybody', async () => {
    const { keysPool } = database;
    await keysPool.query('truncate keys.trainee_key, keys.kek_epoch');
    const trainees = Array.from({ length: 5_000 }, () => randomUUID());
    const [one, idle, old] = [store(1), store(1), store(1, only(1))];
    await one.makeKeys(trainees);
    const keys = await one.keysOf(trainees);
    await one.epochs.begin(2);
    const stop = new AbortController();
    const cutOff = one.epochs.rewrap({
      to: 2,
      signal: stop.signal,
      onProgress: async () => stop.abort(),
    });
    await expect(cutOff).rejects.toThrow();
    const under = async () => (await one.epochs.read()).map(({ epoch, state, keys }) => [epoch, state, keys]);
    expect(await under()).toEqual([
      [1, 'open', 3_000],
      [2, 'current', 2_000],
    ]);
    await expect(one.epochs.end(1, 'agent-1')).rejects.toMatchObject({ code: 'wrong-use' });
    // Whoever makes a key meanwhile takes the new epoch, whatever its own secrets say to begin with.
    const [newcomer = '', stranger = ''] = [randomUUID(), randomUUID()];
    await idle.makeKeys([newcomer]);
    const progress: number[] = [];
    const onProgress = async (done: number) => void progress.push(done);
    expect(await one.epochs.rewrap({ to: 2, signal: AbortSignal.timeout(60_000), onProgress })).toBe(3_000);
    expect(progress).toEqual([2_000, 3_000]);
    await expect(one.epochs.end(2, 'agent-1')).rejects.toMatchObject({ code: 'wrong-use' });
    await one.epochs.end(1, 'agent-1');
    expect(await under()).toEqual([
      [1, 'ended', 0],
      [2, 'current', 5_001],
    ]);
    await expect(old.makeKeys([stranger])).rejects.toMatchObject({ code: 'key-missing' });
    expect(await store(2, only(2)).keysOf(trainees)).toEqual(keys);
    expect((await store(1, only(2)).keysOf([newcomer])).size).toBe(1);
    await one.destroyKeys([newcomer]);
    expect((await one.keysOf([newcomer])).size).toBe(0);
  });
});
