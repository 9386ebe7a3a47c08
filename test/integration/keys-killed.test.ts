import { join } from 'node:path';
import type { CloudEvent } from '@hub/contracts';
import type { EventLog } from '@hub/core';
import { registryDiffers, verifyRegistry } from '@hub/gateway';
import {
  aliasOf,
  changedFields,
  createSecrets,
  type Job,
  kafkaEventLog,
  loadSecrets,
  openKeyStore,
  readSecretsFile,
  type Secrets,
  sealedPlace,
  unseal,
  writeSecretsFile,
} from '@hub/platform';
import { createRandom } from '@hub/simulation';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ordersSeed, printSeed } from '../scenarios/config.ts';
import { newPerson } from '../scenarios/people.ts';
import { eventually } from '../support/eventually.ts';
import { type HubProcess, type TestHub, testHub } from '../support/hub-process.ts';
import { testBrokers, testTopicPrefix } from '../support/kafka.ts';
import { testLogger } from '../support/logger.ts';
import { rounds } from '../support/proofs.ts';
import { entry, everythingOn } from './gateway-harness.ts';

printSeed();
const random = createRandom(ordersSeed, 'keys-killed');
/** From 0, below 1. */
const draw = () => random.next() / 2 ** 32;

const slices = 8;
const people = Array.from({ length: 600 }, () => newPerson().nir);
const doomed = people.filter((_, index) => index % 4 === 0);
const deceased = people.filter((_, index) => index % 4 === 1);
const topicPrefix = testTopicPrefix();

let hub: TestHub;
let running: HubProcess;
let log: EventLog;
let secrets: Secrets;
/** By NIR, as they were first answered. */
const numbers = new Map<string, number | null>();
const trainees = new Map<string, string>();

beforeAll(async () => {
  hub = await testHub({ HUB_KAFKA_TOPIC_PREFIX: topicPrefix, HUB_SLICES: String(slices), LOG_LEVEL: 'error' });
  secrets = await writeSecrets();
  running = await hub.start();
  const brokers = testBrokers();
  log = await kafkaEventLog({ brokers, topicPrefix, slices, replicationFactor: 1, logger: testLogger });
  for (const [nir, number] of await report(people)) numbers.set(nir, number);
  for (const [nir, trainee] of await traineesOf(people, 1)) trainees.set(nir, trainee);
  expect(trainees.size).toBe(people.length);
});
afterAll(async () => {
  await log?.close();
  await hub?.close();
});

/** Those of a hub whose next epoch and next pepper every process holds already. */
async function writeSecrets(): Promise<Secrets> {
  const drawn = join(hub.dataDir, 'drawn.json');
  await createSecrets(drawn);
  const file = join(hub.dataDir, 'secrets.json');
  await writeSecretsFile(file, changedFields(changedFields(await readSecretsFile(drawn), 'new-kek'), 'new-pepper'));
  return loadSecrets(file);
}

const ownNumbers = new Map<string, string>();

function ownNumber(nir: string): string {
  const number = ownNumbers.get(nir) ?? `E-${ownNumbers.size + 1}`;
  ownNumbers.set(nir, number);
  return number;
}

/** Dossier number, by NIR. */
async function report(nirs: readonly string[]): Promise<ReadonlyMap<string, number | null>> {
  const events = nirs.map((nir) => {
    const trainee = { nir, partnerNumber: ownNumber(nir), birthName: 'Quillfeather', firstNames: 'Alice' };
    return entry({ data: { trainee, training: ['file:eos:1'] } }) as unknown as CloudEvent;
  });
  const outcomes = await running.client('eos').report(events);
  return new Map(
    outcomes.map((outcome, index) => {
      if (outcome.status !== 'accepted') throw new Error(`an event was ${JSON.stringify(outcome)}`);
      return [nirs[index] ?? '', outcome.receipt.dossier];
    }),
  );
}

/** As the registry finds them by one pepper. */
async function traineesOf(nirs: readonly string[], version: number): Promise<ReadonlyMap<string, string>> {
  const pepper = [secrets.pepper, secrets.pepper.former].find((each) => each?.version === version);
  if (pepper === undefined) throw new Error(`there is no pepper ${version}`);
  const names = new Map(nirs.map((nir) => [aliasOf({ pepper }, 'nir', nir).toString('hex'), nir]));
  const { rows } = await hub.database.pool.query<{ alias: string; trainee: string }>(
    `select encode(alias, 'hex') as alias, trainee_id as trainee from registry.alias
     where pepper_version = $1 and encode(alias, 'hex') = any($2)`,
    [version, [...names.keys()]],
  );
  return new Map(rows.map(({ alias, trainee }) => [names.get(alias) ?? '', trainee]));
}

async function ask<Body>(path: string, body?: object): Promise<Body> {
  const response = await running.client('operator').fetch(`/v1/admin/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', 'hub-agent': 'agent-1' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect(response.ok, `${path}: ${response.status}`).toBe(true);
  return (await response.json()) as Body;
}

const count = async (pool: Pool, from: string) => {
  const { rows } = await pool.query<{ count: number }>(`select count(*)::int as count from ${from}`);
  return rows[0]?.count ?? 0;
};

interface Killing {
  readonly kills: number;
  /** How much of the work is done, and of how much. */
  readonly done: () => Promise<number>;
  readonly total: number;
  /** After each start. */
  readonly between?: () => Promise<void>;
}

/** The job at its end, its process killed and started again in the midst of it. */
async function killedOften(asked: Promise<Job>, { kills, done, total, between }: Killing): Promise<Job> {
  const { id } = await asked;
  const moments = Array.from({ length: kills }, () => draw() * 0.8 * total).sort((a, b) => a - b);
  let killed = 0;
  for (const moment of moments) {
    await eventually(async () => (await done()) > moment, { everyMs: 1 });
    const stop = performance.now() + draw() * 40;
    await eventually(() => performance.now() >= stop, { everyMs: 1 });
    await running.stop('SIGKILL');
    const { rows } = await hub.database.pool.query<{ state: string }>(
      // Nothing is heard of the process any more: its lease is not waited for.
      `update admin.job set leased_until = clock_timestamp() where job_id = $1 returning state`,
      [id],
    );
    running = await hub.start();
    await between?.();
    // On a busy machine the work may end before the kill: there is nothing left to kill it in.
    if (rows[0]?.state !== 'running') break;
    killed += 1;
  }
  expect(killed, `the job ended before it was killed once; PROPERTY_SEED=${ordersSeed}`).toBeGreaterThan(0);
  return eventually(
    async () => {
      const job = await ask<Job>(`jobs/${id}`);
      expect(job.endedAt).not.toBeNull();
      return job;
    },
    { timeoutMs: 30_000 },
  );
}

/** Statements on these tables take a moment longer, so that a kill falls between any two of them. */
async function slowed(pool: Pool, tables: readonly string[], ms: number): Promise<() => Promise<void>> {
  await pool.query(
    `create function public.wait_here() returns trigger language plpgsql security definer as
     'begin perform pg_sleep(${ms / 1_000}); return null; end'`,
  );
  for (const table of tables) {
    await pool.query(
      `create trigger wait_here after insert or update or delete on ${table}
       for each statement execute function public.wait_here()`,
    );
  }
  return async () => {
    await pool.query('drop function public.wait_here cascade');
  };
}

/** Every sealed block on the log that the keys of a store open, and those that they do not, by trainee. */
async function sealedOnLog(keyStore: ReturnType<typeof openKeyStore>) {
  const events = (await everythingOn(log)).filter(({ fact, trainee }) => fact.sealed !== undefined && trainee !== null);
  const keys = await keyStore.storedKeysOf([...new Set(events.flatMap(({ trainee }) => trainee ?? []))]);
  const shut = new Set<string>();
  let opened = 0;
  for (const { fact, trainee } of events) {
    const key = keys.get(trainee ?? '');
    for (const [category, block] of Object.entries(fact.sealed ?? {})) {
      if (key === undefined) shut.add(trainee ?? '');
      else if (unseal(key, block, sealedPlace(fact, trainee ?? '', category as 'identity')) !== null) opened += 1;
    }
  }
  return { opened, shut };
}

describe('a process that is killed', () => {
  it('while it rewraps leaves each key whole under one epoch, and all are under the new one in the end', async () => {
    const { keysPool } = hub.database;
    const own = openKeyStore({ pool: keysPool, secrets });
    const idle = Array.from({ length: 16_000 }, () => crypto.randomUUID());
    await own.makeKeys(idle);
    const all = [...idle, ...trainees.values()];
    const before = await own.storedKeysOf(all);
    expect(before.size).toBe(all.length);
    const atFullSpeed = await slowed(keysPool, ['keys.trainee_key'], 250);
    const job = await killedOften(ask<Job>('keys/rewrap', { to: 2 }), {
      kills: rounds(1, 6),
      done: () => count(keysPool, 'keys.trainee_key where kek_epoch = 2'),
      total: all.length,
    });
    await atFullSpeed();
    expect(job).toMatchObject({ state: 'done', result: { keys: all.length } });
    await ask('keys/epochs/1/end', {});
    const newest = new Map([...secrets.kek.epochs].filter(([epoch]) => epoch === 2));
    const after = openKeyStore({ pool: keysPool, secrets: { kek: { current: 2, epochs: newest } } });
    const keys = await after.storedKeysOf(all);
    expect(all.filter((id) => keys.get(id)?.equals(before.get(id) ?? Buffer.alloc(0)) !== true)).toEqual([]);
    const { opened, shut } = await sealedOnLog(after);
    expect(opened).toBeGreaterThan(people.length);
    expect([...shut]).toEqual([]);
    await keysPool.query('delete from keys.trainee_key where trainee_id = any($1)', [idle]);
  });

  it('while it rotates the pepper leaves everybody findable, and each identifier once under the new one in the end', async () => {
    const { pool } = hub.database;
    const atFullSpeed = await slowed(pool, ['registry.alias'], 20);
    const newcomers: string[] = [];
    const job = await killedOften(ask<Job>('keys/peppers/rotate', {}), {
      kills: rounds(1, 6),
      done: () => count(pool, 'registry.alias where pepper_version = 2'),
      total: people.length * 2,
      between: async () => {
        const known = people.filter(() => draw() < 0.02);
        for (const [nir, number] of await report(known)) expect(number).toBe(numbers.get(nir));
        const fresh = Array.from({ length: 5 }, () => newPerson().nir);
        newcomers.push(...fresh);
        for (const [nir, number] of await report(fresh)) numbers.set(nir, number);
      },
    });
    await atFullSpeed();
    expect(job).toMatchObject({ state: 'done', result: { left: { announced: 0, reserved: 0 } } });
    expect(await count(pool, 'registry.alias')).toBe((people.length + newcomers.length) * 2);
    expect(await traineesOf(people, 2)).toEqual(trainees);
    const keyStore = openKeyStore({ pool: hub.database.keysPool, secrets });
    const compared = await verifyRegistry({ log, pool, keyStore, secrets });
    expect(registryDiffers(compared), JSON.stringify(compared)).toBe(false);
    await ask('keys/peppers/1/end', {});
    for (const [nir, number] of await report([...people, ...newcomers])) expect(number).toBe(numbers.get(nir));
  });

  it('while it destroys persons leaves none half destroyed, and all are destroyed in the end', async () => {
    const { pool, keysPool } = hub.database;
    const gone = [...doomed, ...deceased];
    const ids = gone.map((nir) => trainees.get(nir) ?? '');
    await reportDead(deceased);
    const steps = await slowed(pool, ['registry.destroyed'], 25);
    const keysSteps = await slowed(keysPool, ['keys.destroyed'], 25);
    const named = { trainees: ids.slice(0, doomed.length), legalGround: 'R6323-39' };
    const job = await killedOften(ask<Job>('destructions', named), {
      kills: rounds(1, 6),
      done: () => count(pool, 'registry.destroyed'),
      total: doomed.length,
    });
    expect(job).toMatchObject({ state: 'done', result: { trainees: doomed.length, identifiersUnread: 0 } });
    const retention = await killedOften(ask<Job>('retention', { apply: true }), {
      kills: rounds(1, 3),
      done: async () => (await count(pool, 'registry.destroyed')) - doomed.length,
      total: deceased.length,
    });
    const all = deceased.length;
    expect(retention.result).toEqual({ deceased: all, due: all, held: 0, trainees: all, identifiersUnread: 0 });
    await Promise.all([steps(), keysSteps()]);
    const among = `trainee_id = any('{${ids.join(',')}}')`;
    expect(
      await count(pool, `registry.destroyed where announced_at is not null and key_destroyed_at is not null`),
    ).toBe(ids.length);
    expect(await count(pool, `registry.alias where ${among}`)).toBe(0);
    expect(await count(pool, `registry.description where ${among}`)).toBe(0);
    expect(await count(pool, `registry.tombstone where ${among}`)).toBe(ids.length * 2);
    expect(await count(keysPool, `keys.trainee_key where ${among}`)).toBe(0);
    expect(await count(keysPool, `keys.destroyed where ${among}`)).toBe(ids.length);
    const keyStore = openKeyStore({ pool: keysPool, secrets });
    expect([...(await sealedOnLog(keyStore)).shut].sort()).toEqual([...ids].sort());
    const told = (await everythingOn(log)).filter(({ fact }) => fact.type === 'trainee-data-destroyed');
    // Said twice, it is one event: one id, one content.
    const contents = new Set(told.map(({ fact, trainee }) => `${trainee} ${fact.id} ${fact.digest}`));
    expect(contents.size).toBe(ids.length);
    const compared = await verifyRegistry({ log, pool, keyStore, secrets });
    expect(registryDiffers(compared), JSON.stringify(compared)).toBe(false);
    for (const nir of gone.slice(-10)) expect(await search(nir)).toBe(404);
    expect(await search(people[2] ?? '')).toBe(200);
    // Whoever is told of again has the number of before, and is found by it no more.
    for (const [nir, number] of await report(gone)) expect(number).toBe(numbers.get(nir));
    expect(await count(pool, `registry.alias where ${among}`)).toBe(0);
    expect((await traineesOf(gone, 2)).size).toBe(0);
  });
});

async function reportDead(nirs: readonly string[]): Promise<void> {
  const events = nirs.map((nir) => {
    const data = { trainee: { nir }, effectiveDate: '2021-01-31', legalGround: 'R6323-39' };
    const { data: _, ...envelope } = entry({ source: 'urn:hub:source:cdc', type: 'hub.trainee-deceased' });
    return { ...envelope, data } as unknown as CloudEvent;
  });
  const outcomes = await running.client('cdc').report(events);
  expect(outcomes.filter(({ status }) => status !== 'accepted')).toEqual([]);
}

async function search(nir: string): Promise<number> {
  const response = await running.client('cdc').fetch('/v1/training-paths/search', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'hub-agent': 'agent-1', 'hub-purpose': 'data-subject-request' },
    body: JSON.stringify({ nir }),
  });
  return response.status;
}
