import { randomBytes } from 'node:crypto';
import { type EventLog, envelopeOf, HubError, isUuid } from '@hub/core';
import {
  type AccessTrace,
  aliasOf,
  buildServer,
  createMetrics,
  drawSecrets,
  embeddedEventLog,
  type HubServer,
  issueToken,
  type Job,
  loadDictionary,
  loadRules,
  openAccessTrace,
  openKeyStore,
  type Secrets,
  sealedPlace,
  unseal,
} from '@hub/platform';
import { type Projector, startProjector } from '@hub/projector';
import { queryPlugin } from '@hub/query';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPerson } from '../scenarios/people.ts';
import { eventually } from '../support/eventually.ts';
import { testLogger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import {
  addDemoPartners,
  entry,
  everythingOn,
  messagesOn,
  post,
  type StartedGateway,
  startGateway,
} from './gateway-harness.ts';

const kek = (...epochs: number[]) => {
  return { current: epochs[0] as number, epochs: new Map(epochs.map((epoch) => [epoch, keks.get(epoch) as Buffer])) };
};
const keks = new Map([1, 2].map((epoch) => [epoch, randomBytes(32)]));
const secrets: Secrets = { ...drawSecrets(), kek: kek(1, 2) };
let database: TestDatabase;
let log: EventLog;
let gateway: StartedGateway;
let projector: Projector;
let readers: HubServer;
let trace: AccessTrace;

beforeAll(async () => {
  database = await testDatabase();
  const { pool, keysPool } = database;
  await addDemoPartners(pool);
  log = await embeddedEventLog({ pool, slices: 4 });
  gateway = await startGateway({ database, log, secrets });
  projector = await startProjector({ log, pool, rules: loadRules(), logger: testLogger, metrics: createMetrics() });
  const metrics = createMetrics();
  readers = buildServer({ logger: testLogger, metrics });
  trace = openAccessTrace({ pool, log, secrets, logger: testLogger, metrics });
  const keyStore = openKeyStore({ pool: keysPool, secrets });
  const dictionary = loadDictionary();
  await readers.register(queryPlugin({ pool, keyStore, secrets, dictionary, metrics, trace }));
});
afterAll(async () => {
  await gateway?.close();
  await readers?.close();
  await trace?.close();
  await projector?.close();
  await log?.close();
  await database?.drop();
});

const named = { birthName: 'Quillfeather', firstNames: 'Alice', birthDate: '1969-05-12', sex: 'female' };

async function report(nir: string, more: object = {}) {
  const trainee = { nir, ...named };
  return post(secrets, gateway, 'eos', entry({ data: { trainee, training: ['file:eos:1894'], ...more } }));
}

async function traineeOf(nir: string): Promise<string | null> {
  const { rows } = await database.pool.query<{ id: string }>(
    'select trainee_id as id from registry.alias where alias = $1',
    [aliasOf(secrets, 'nir', nir)],
  );
  return rows[0]?.id ?? null;
}

async function ask<Body = Record<string, unknown>>(path: string, body?: object, at = gateway): Promise<Body> {
  const response = await fetch(`${at.url}/v1/admin/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${await issueToken(secrets, 'operator')}`,
      'content-type': 'application/json',
      'hub-agent': 'agent-1',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Body;
}

/** The job that a route answered with, at its end. */
async function done(asked: Promise<Job>): Promise<Job> {
  const { id, ...refused } = await asked;
  expect(id, JSON.stringify(refused)).toSatisfy(isUuid);
  return eventually(async () => {
    const job = await ask<Job>(`jobs/${id}`);
    expect(job.endedAt).not.toBeNull();
    return job;
  });
}

async function search(nir: string) {
  const response = await readers.inject({
    method: 'POST',
    url: '/v1/training-paths/search',
    headers: {
      authorization: `Bearer ${await issueToken(secrets, 'cdc')}`,
      'hub-agent': 'agent-1',
      'hub-purpose': 'data-subject-request',
    },
    payload: { nir },
  });
  const { instance: _, ...body } = response.json();
  return { status: response.statusCode, body };
}

const keyRow = 'select trainee_id, wrapped_key, kek_epoch from keys.trainee_key where trainee_id = $1';

describe('a person whose data are destroyed', () => {
  const person = newPerson();
  const other = newPerson();
  let trainee: string;
  let number: number;
  let backup: { wrapped_key: Buffer; kek_epoch: number };

  beforeAll(async () => {
    number = Number((await report(person.nir)).body.dossier);
    await report(other.nir);
    trainee = (await traineeOf(person.nir)) ?? '';
    await eventually(async () => expect(await search(person.nir)).toMatchObject({ status: 200 }));
    backup = (await database.keysPool.query(keyRow, [trainee])).rows[0];
    const job = await done(ask<Job>('destructions', { identifiers: { nir: person.nir }, legalGround: 'R6323-39' }));
    expect(job).toMatchObject({ state: 'done', result: { trainees: 1, identifiersUnread: 0 } });
  });

  it('is answered like somebody whom nobody ever knew, and has neither key nor alias', async () => {
    const stranger = await search(newPerson().nir);
    expect(stranger.status).toBe(404);
    expect(await search(person.nir)).toEqual(stranger);
    expect(await search(other.nir)).toMatchObject({ status: 200 });
    await eventually(async () => {
      const byNumber = await readers.inject({
        url: `/v1/dossiers/${number}`,
        headers: {
          authorization: `Bearer ${await issueToken(secrets, 'cdc')}`,
          'hub-agent': 'agent-1',
          'hub-purpose': 'control',
        },
      });
      expect(byNumber.statusCode).toBe(404);
    });
    expect((await database.keysPool.query(keyRow, [trainee])).rows).toEqual([]);
    const aliases = await database.pool.query('select from registry.alias where trainee_id = $1', [trainee]);
    expect(aliases.rows).toEqual([]);
  });

  it('leaves on the log a tombstone that names no identifier, and no keyed hash of one', async () => {
    const written = JSON.stringify(await messagesOn(log));
    const { rows } = await database.pool.query<{ tombstone: Buffer }>('select tombstone from registry.tombstone');
    for (const hidden of [person.nir, aliasOf(secrets, 'nir', person.nir), ...rows.map((row) => row.tombstone)]) {
      const forms = typeof hidden === 'string' ? [hidden] : [hidden.toString('hex'), hidden.toString('base64url')];
      for (const form of forms) expect(written).not.toContain(form);
    }
    const stones = (await everythingOn(log)).filter(({ fact }) => fact.type === 'trainee-data-destroyed');
    expect(stones).toMatchObject([{ trainee, fact: { data: { legalGround: 'R6323-39' } } }]);
  });

  it('is recognised in what is reported later, of which nothing is kept and nothing is shown', async () => {
    const later = await report(person.nir, { effectiveDate: '2026-03-30' });
    expect(later).toMatchObject({ status: 202, body: { dossier: number } });
    expect(await traineeOf(person.nir)).toBeNull();
    const buried = (await messagesOn(log)).map(envelopeOf).filter(({ burial }) => burial !== undefined);
    expect(buried).toMatchObject([{ trainee, data: {} }]);
    expect(buried[0]?.data).toEqual({});
    expect(Object.keys(buried[0] ?? {}).filter((name) => name.startsWith('sealed'))).toEqual([]);
    await eventually(async () => {
      const { rows } = await database.pool.query<{ reason: string }>('select reason from projection.parked');
      expect(rows).toEqual([{ reason: 'trainee-destroyed' }]);
    });
    const target = { source: 'eos', id: 'entry-1', type: 'entry-attested' };
    const retracted = { dossier: number, target, reason: 'wrong-person' };
    const byNumber = await post(secrets, gateway, 'eos', {
      ...entry(),
      type: 'hub.fact-retracted',
      data: retracted,
    });
    expect(byNumber).toMatchObject({ status: 422, body: { errors: [{ rule: 'dossier-unknown' }] } });
  });

  it('is destroyed again where a backup of before is put back', async () => {
    await gateway.close();
    const { pool, keysPool } = database;
    await pool.query(
      `with gone as (delete from registry.destroyed), stones as (delete from registry.tombstone),
         marks as (update registry.identity_mark set next_offset = 0)
       insert into registry.alias (alias, kind, pepper_version, trainee_id, announced) values ($1, 'nir', 1, $2, true)`,
      [aliasOf(secrets, 'nir', person.nir), trainee],
    );
    await keysPool.query('insert into keys.trainee_key (trainee_id, wrapped_key, kek_epoch) values ($1, $2, $3)', [
      trainee,
      backup.wrapped_key,
      backup.kek_epoch,
    ]);
    gateway = await startGateway({ database, log, secrets });
    await eventually(async () => gateway.door.requireRegistry());
    expect((await keysPool.query(keyRow, [trainee])).rows).toEqual([]);
    expect(await traineeOf(person.nir)).toBeNull();
    expect((await report(person.nir, { effectiveDate: '2026-03-29' })).status).toBe(202);
    expect(await traineeOf(person.nir)).toBeNull();
  });

  it('has a certificate once the epoch of the KEK has ended that a backup holds the key under, and opens for nobody then', async () => {
    expect(await ask(`destructions/${trainee}`)).toMatchObject({ state: 'pending', kekEpoch: 1 });
    expect(await ask('keys/epochs/1/end', {})).toMatchObject({ status: 409 });
    expect(await done(ask<Job>('keys/rewrap', { to: 2 }))).toMatchObject({ state: 'done', total: 1 });
    expect(await ask('keys/epochs/1/end', {})).toEqual({ epoch: 1 });
    expect(await ask(`destructions/${trainee}`)).toMatchObject({
      state: 'pending',
      missing: expect.stringContaining('retirer de chaque fichier'),
    });
    await gateway.close();
    const left = { ...secrets, kek: kek(2) };
    gateway = await startGateway({ database, log, secrets: left });
    expect(await ask(`destructions/${trainee}`)).toMatchObject({ state: 'certified', missing: null });
    // Everything that the databases hold, the key of the backup, and every secret that there is now.
    const stored = openKeyStore({ pool: database.keysPool, secrets: left });
    const restored = (
      await database.keysPool.query('select encode(wrapped_key, $1) as key from keys.trainee_key', ['hex'])
    ).rows;
    expect(restored.map(({ key }) => key)).not.toContain(backup.wrapped_key.toString('hex'));
    const sealed = (await everythingOn(log)).filter((event) => event.trainee === trainee && event.fact.sealed);
    expect(sealed.length).toBeGreaterThan(0);
    const known = await stored.keysOf([(await traineeOf(other.nir)) ?? '']);
    for (const { fact } of sealed) {
      for (const [category, block] of Object.entries(fact.sealed ?? {})) {
        const place = sealedPlace(fact, trainee, category as 'identity');
        for (const key of [...known.values(), ...left.kek.epochs.values()]) {
          expect(() => unseal(key, block, place)).toThrow('cannot be opened');
        }
      }
    }
    await expect(
      stored.epochs.rewrap({ to: 1, onProgress: async () => {}, signal: AbortSignal.timeout(1_000) }),
    ).rejects.toMatchObject({ code: 'key-missing' });
    expect(await search(other.nir)).toMatchObject({ status: 200, body: { trainees: expect.anything() } });
  });
});

describe('a destruction', () => {
  it('that was cut off after its fence is finished by the next gateway that opens', async () => {
    const person = newPerson();
    await report(person.nir);
    const trainee = (await traineeOf(person.nir)) ?? '';
    const broken: EventLog = {
      ...log,
      append: (messages) =>
        messages.some((message) => envelopeOf(message).type === 'hub.trainee-data-destroyed')
          ? Promise.reject(new HubError('internal', 'The process was killed here.'))
          : log.append(messages),
    };
    await gateway.close();
    gateway = await startGateway({ database, log: broken, secrets: { ...secrets, kek: kek(2) } });
    const job = await done(ask<Job>('destructions', { trainees: [trainee], legalGround: 'R6323-39' }));
    expect(job).toMatchObject({ state: 'failed' });
    expect(await traineeOf(person.nir)).toBeNull();
    expect((await database.keysPool.query(keyRow, [trainee])).rows).toHaveLength(1);
    await gateway.close();
    gateway = await startGateway({ database, log, secrets: { ...secrets, kek: kek(2) } });
    await eventually(async () => gateway.door.requireRegistry());
    expect((await database.keysPool.query(keyRow, [trainee])).rows).toEqual([]);
    expect(await ask(`destructions/${trainee}`)).toMatchObject({ state: 'pending' });
  });

  it('at the end of the years of retention spares whoever is held, and counts before it destroys', async () => {
    const [old, held, late] = [newPerson(), newPerson(), newPerson()];
    const deaths = [
      [old, '2021-01-31'],
      [held, '2021-02-01'],
      [late, '2025-12-01'],
    ] as const;
    for (const [person, effectiveDate] of deaths) {
      await report(person.nir);
      const { training: _, ...data } = entry().data;
      const died = { ...data, trainee: { nir: person.nir }, effectiveDate, legalGround: 'R6323-39' };
      const answer = await post(secrets, gateway, 'cdc', {
        ...entry(),
        source: 'urn:hub:source:cdc',
        type: 'hub.trainee-deceased',
        data: died,
      });
      expect(answer.status, answer.text).toBe(202);
    }
    await ask('holds', { trainee: await traineeOf(held.nir), reason: 'ticket-1' });
    const counts = { deceased: 3, due: 2, held: 1 };
    expect((await done(ask<Job>('retention', { apply: false }))).result).toMatchObject({ ...counts, trainees: 0 });
    expect((await done(ask<Job>('retention', { apply: true }))).result).toMatchObject({ ...counts, trainees: 1 });
    const left = await Promise.all([old, held, late].map(({ nir }) => traineeOf(nir)));
    expect(left.map((id) => id !== null)).toEqual([false, true, true]);
  });
});
