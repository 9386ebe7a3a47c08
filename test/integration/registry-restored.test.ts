import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventLog } from '@hub/core';
import { rebuildRegistry, registryDiffers, verifyRegistry } from '@hub/gateway';
import {
  aliasOf,
  createLogger,
  createMetrics,
  drawSecrets,
  listParked,
  loadRules,
  openKeyStore,
  openPool,
  type Secrets,
} from '@hub/platform';
import { type Projector, rebuild, startProjector } from '@hub/projector';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newPerson } from '../scenarios/people.ts';
import { eventually } from '../support/eventually.ts';
import { testKafkaLog } from '../support/log.ts';
import { testLogger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { caughtUp } from '../support/projection.ts';
import { openWire } from '../support/wire.ts';
import {
  addDemoPartners,
  type BatchItem,
  entry,
  eventsOn,
  everythingOn,
  openDoor,
  post,
  type StartedGateway,
  startGateway,
  type TestDoor,
} from './gateway-harness.ts';

const slices = 4;
let database: TestDatabase;
let log: EventLog;
let secrets: Secrets;
let gateway: StartedGateway;
let projector: Projector;

beforeAll(async () => {
  database = await testDatabase();
  log = await testKafkaLog({ slices });
  secrets = drawSecrets();
  await addDemoPartners(database.pool);
  gateway = await startGateway({ database, log, secrets });
  const { pool } = database;
  projector = await startProjector({ log, pool, rules: loadRules(), logger: testLogger, metrics: createMetrics() });
});
afterAll(async () => {
  await gateway?.close();
  await projector?.close();
  await log?.close();
  await database?.drop();
});

/** What PostgreSQL has of one store, kept beside it as a backup has it. */
interface Store {
  readonly pool: () => Pool;
  readonly schema: 'registry' | 'keys';
  readonly tables: readonly string[];
}

const registry: Store = {
  pool: () => database.pool,
  schema: 'registry',
  tables: ['trainee', 'alias', 'dossier', 'verdict', 'link', 'description', 'keyless', 'identity_mark'],
};
const keys: Store = { pool: () => database.keysPool, schema: 'keys', tables: ['trainee_key', 'identity_mark'] };

async function backUp({ pool, schema, tables }: Store): Promise<void> {
  const copies = tables.map((table) => `create table backup.${table} as table ${schema}.${table};`).join(' ');
  const sequence = 'create table backup.sequence as select last_value, is_called from registry.dossier_sequence;';
  await pool().query(
    `drop schema if exists backup cascade; create schema backup; ${copies} ${schema === 'registry' ? sequence : ''}`,
  );
}

async function putBack({ pool, schema, tables }: Store): Promise<void> {
  const copies = tables.map((table) => `insert into ${schema}.${table} select * from backup.${table};`).join(' ');
  const sequence = `select setval('registry.dossier_sequence', last_value, is_called) from backup.sequence;`;
  await pool().query(
    `begin; truncate ${tables.map((table) => `${schema}.${table}`).join(', ')}; ${copies}
     ${schema === 'registry' ? sequence : ''} commit`,
  );
}

async function lose({ pool, schema, tables }: Store): Promise<void> {
  await pool().query(`truncate ${tables.map((table) => `${schema}.${table}`).join(', ')}`);
  if (schema === 'registry') await pool().query('alter sequence registry.dossier_sequence restart');
}

const newNirs = (count: number) => Array.from({ length: count }, () => newPerson().nir);
const eventsOf = (nirs: readonly string[]) => nirs.map((nir) => entry({ data: { trainee: { nir } } }));

async function postBatch(events: readonly object[], to = gateway): Promise<readonly BatchItem[]> {
  const answer = await post(secrets, to, 'eos', events);
  expect(answer.status, answer.text).toBe(200);
  return answer.body.results ?? [];
}

/** The dossier numbers that these people are answered with. */
async function report(nirs: readonly string[], to = gateway): Promise<number[]> {
  const results = await postBatch(eventsOf(nirs), to);
  expect(results.map(({ status }) => status)).toEqual(nirs.map(() => 'accepted'));
  return results.map(({ receipt }) => receipt?.dossier ?? 0);
}

/** Null where events are taken. */
function whyClosed({ door }: StartedGateway): string | null {
  try {
    door.requireRegistry();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What a refused event is told. */
async function refusal(to = gateway): Promise<string> {
  const answer = await post(secrets, to, 'eos', entry({ data: { trainee: { nir: newPerson().nir } } }));
  expect([answer.status, answer.headers.get('retry-after')], answer.text).toEqual([503, '30']);
  expect(String(answer.body.detail)).toContain(whyClosed(to) ?? 'open');
  return String(answer.body.detail);
}

async function traineeOf(nir: string): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    'select trainee_id as id from registry.alias where alias = $1',
    [aliasOf(secrets, 'nir', nir)],
  );
  return rows[0]?.id ?? 'nobody';
}

function job(more: { acceptLostKeys?: boolean } = {}) {
  const keyStore = openKeyStore({ pool: database.keysPool, secrets });
  return { log, pool: database.pool, keyStore, secrets, ...more };
}

const restart = async () => {
  gateway = await startGateway({ database, log, secrets });
};

/** Takes events again by itself. */
const taken = () => eventually(() => whyClosed(gateway) === null, { timeoutMs: 15_000 });

/** Marks are written behind the answers. */
const marked = () =>
  eventually(async () => {
    const ends = (await log.endOffsets(['identity'])).map(({ offset }) => offset);
    for (const store of [registry, keys]) {
      const { rows } = await store
        .pool()
        .query<{ at: string }>(`select next_offset as at from ${store.schema}.identity_mark order by slice`);
      expect(rows.map(({ at }) => Number(at))).toEqual(ends);
    }
  });

/** No number is of two trainees anywhere, and readers are shown what the log says. */
async function expectNoNumberTwice(): Promise<void> {
  const owners = new Map<number, Set<string | null>>();
  for (const { dossier, trainee } of await everythingOn(log)) {
    if (dossier !== null) owners.set(dossier, (owners.get(dossier) ?? new Set()).add(trainee));
  }
  expect([...owners].filter(([, trainees]) => trainees.size > 1)).toEqual([]);
  await caughtUp(database, log);
  expect(await listParked(database.pool)).toEqual([]);
  expect(registryDiffers(await verifyRegistry(job()))).toBe(false);
}

interface Restore {
  readonly stores: readonly Store[];
  readonly damage: (store: Store) => Promise<void>;
  readonly losesKeys: boolean;
  readonly says: readonly string[];
}

const noKeys = ['no key for 8 people', 'hub rebuild --registry --accept-lost-keys'];

it.each<[string, Restore]>([
  [
    'the registry',
    {
      stores: [registry],
      damage: putBack,
      losesKeys: false,
      says: ['lacks 8 people, 8 identifiers, 8 dossier numbers', '"hub rebuild --registry"'],
    },
  ],
  ['the key store', { stores: [keys], damage: putBack, losesKeys: true, says: noKeys }],
  [
    'both',
    {
      stores: [registry, keys],
      damage: putBack,
      losesKeys: true,
      says: [...noKeys, 'The registry lacks 8 people, 8 dossier numbers'],
    },
  ],
  ['an empty key store', { stores: [keys], damage: lose, losesKeys: true, says: ['no key for', '--accept-lost-keys'] }],
])(
  '%s put back, older than eight people and 180 events of others: nothing is taken before it is healed, and no number is given twice',
  async (_, restore) => {
    const { stores, damage, losesKeys, says } = restore;
    const known = newNirs(18);
    const numbers = await report(known);
    await marked();
    for (const store of stores) await backUp(store);
    const later = newNirs(8);
    const ofLater = await report(later);
    await report(Array.from({ length: 10 }, () => known).flat());
    await marked();
    await gateway.close();
    for (const store of stores) await damage(store);
    await restart();
    const said = await refusal();
    for (const sentence of says) expect(said).toContain(sentence);
    await expectHealed(losesKeys);
    const again = await report(later);
    const given = new Set([...numbers, ...ofLater]);
    // Who lost the key is somebody new: never a second person in the dossier that the first one has.
    expect(again.filter((number) => given.has(number))).toEqual(losesKeys ? [] : ofLater);
    expect((await report(known)).every((number) => given.has(number))).toBe(damage === putBack);
    await expectNoNumberTwice();
    await gateway.close();
    await restart();
    await taken();
  },
);

async function expectHealed(losesKeys: boolean): Promise<void> {
  if (losesKeys) await expect(rebuildRegistry(job())).rejects.toMatchObject({ code: 'key-missing' });
  const { lostKeys } = await rebuildRegistry(job({ acceptLostKeys: losesKeys }));
  expect(lostKeys.count >= 8).toBe(losesKeys);
  await taken();
}

it('a dossier that was given up with its key takes no event by its number, and its person no verdict', async () => {
  const [nir = ''] = newNirs(1);
  const [number] = await report([nir]);
  const lost = await traineeOf(nir);
  await marked();
  await gateway.close();
  await database.keysPool.query('delete from keys.trainee_key where trainee_id = $1', [lost]);
  await restart();
  expect(await refusal()).toContain('no key for 1 people');
  await rebuildRegistry(job({ acceptLostKeys: true }));
  await taken();
  const withdrawn = {
    ...entry({ type: 'hub.dossier-withdrawn' }),
    data: { dossier: number, until: '2026-04-01T09:12:00+02:00' },
  };
  const byNumber = entry({ data: { training: undefined, dossier: number, trainee: { nir } } });
  const results = await postBatch([withdrawn, byNumber, ...eventsOf([nir])]);
  const rules = results.map(({ status, problem }) => problem?.errors[0]?.rule ?? status);
  expect(rules).toEqual(['dossier-unknown', 'dossier-unknown', 'accepted']);
  expect(results[2]?.receipt?.dossier).not.toBe(number);
  expect(await traineeOf(nir)).not.toBe(lost);
  const data = { trainees: [lost, await traineeOf(nir)], verdict: 'same', by: 'manual', agent: 'agent-1' };
  const verdict = {
    ...entry({ type: 'hub.trainees-judged', source: 'urn:hub:source:operator' }),
    dataschema: 'urn:hub:dictionary:trainees-judged:2',
    data,
  };
  const answer = await post(secrets, gateway, 'operator', verdict);
  expect(answer.body.errors?.[0]?.rule, answer.text).toBe('trainee-unknown');
});

it('a key that is missing while events come in holds back its own person alone, is counted, and is made for nobody', async () => {
  const [nir = '', other = ''] = newNirs(2);
  const numbers = await report([nir, other]);
  const lost = await traineeOf(nir);
  // More than the door looks at whatever the marks say.
  await report(newNirs(120));
  await marked();
  const fresh = await startGateway({ database, log, secrets });
  try {
    await eventually(() => whyClosed(fresh) === null);
    const { rows } = await database.keysPool.query('delete from keys.trainee_key where trainee_id = $1 returning *', [
      lost,
    ]);
    const [ofLost, ofOther] = await postBatch(eventsOf([nir, other]), fresh);
    expect([ofLost?.status, ofOther?.status, ofOther?.receipt?.dossier]).toEqual(['unknown', 'accepted', numbers[1]]);
    expect(await fresh.metrics.metrics()).toContain('hub_gateway_key_missing_total 1');
    await eventually(() => whyClosed(fresh) === null);
    expect((await postBatch(eventsOf([nir, other]), fresh)).map(({ status }) => status)).toEqual([
      'unknown',
      'accepted',
    ]);
    const made = await database.keysPool.query('select from keys.trainee_key where trainee_id = $1', [lost]);
    expect(made.rowCount).toBe(0);
    await database.keysPool.query('insert into keys.trainee_key select ($1::keys.trainee_key[])[1].*', [
      [`(${rows[0].trainee_id},\\\\x${rows[0].wrapped_key.toString('hex')},${rows[0].kek_epoch})`],
    ]);
    expect(await report([nir], fresh)).toEqual([numbers[0]]);
  } finally {
    await fresh.close();
  }
});

it('a key store that is put back under a gateway that serves is found by its marks', async () => {
  await report(newNirs(2));
  await marked();
  await backUp(keys);
  const later = newNirs(3);
  await report(later);
  await marked();
  await putBack(keys);
  await report(newNirs(8));
  await eventually(async () => expect(await refusal()).toContain('no key for 3 people'));
  await gateway.close();
  await rebuildRegistry(job({ acceptLostKeys: true }));
  await restart();
  await taken();
  await expectNoNumberTwice();
});

describe('a registry', () => {
  it.each([
    [
      'lacks an identifier of somebody whom it knows',
      'delete from registry.alias where trainee_id = $1',
      'lacks 1 identifiers',
    ],
    [
      'gives an identifier to another',
      'update registry.alias set trainee_id = gen_random_uuid() where trainee_id = $1',
      'gives 1 identifiers to others',
    ],
    [
      'gives a number to another',
      'update registry.dossier set trainee_id = gen_random_uuid() where trainee_id = $1',
      'gives 1 dossier numbers to others',
    ],
  ])('that %s is refused, and healed by a rebuild', async (_, damage, sentence) => {
    const [nir = ''] = newNirs(1);
    const numbers = await report([nir]);
    await gateway.close();
    await database.pool.query(damage, [await traineeOf(nir)]);
    await restart();
    expect(await refusal()).toContain(sentence);
    await rebuildRegistry(job());
    await taken();
    expect(await report([nir])).toEqual(numbers);
  });

  it('without marks, as a hub of before has it, is compared with the whole log once, and is marked then', async () => {
    await gateway.close();
    for (const { pool, schema } of [registry, keys]) await pool().query(`truncate ${schema}.identity_mark`);
    await restart();
    await taken();
    await marked();
  });

  it('of another log is refused, and so is a key store of another', async () => {
    await gateway.close();
    const other = await testKafkaLog({ slices });
    const empty = await testDatabase();
    await addDemoPartners(empty.pool);
    const hubs = [
      [{ database, log: other, secrets }, 'The registry of persons and numbers belongs to log'],
      [
        { database: { pool: empty.pool, keysPool: database.keysPool }, log: other, secrets },
        'The key store belongs to log',
      ],
    ] as const;
    for (const [hub, sentence] of hubs) {
      const elsewhere = await startGateway(hub);
      const said = await refusal(elsewhere);
      for (const part of [sentence, await log.epoch(), await other.epoch()]) expect(said).toContain(part);
      await elsewhere.close();
    }
    await empty.drop();
    await other.close();
    await restart();
    await taken();
  });
});

describe('a comparison that takes long', () => {
  /** A hub of its own with somebody on its log; its gateway is started by the test. */
  let hub: TestDoor;
  beforeEach(async () => {
    hub = await openDoor();
    const answer = await post(hub.secrets, hub.gateway, 'eos', entry());
    expect(answer.status, answer.text).toBe(202);
    await hub.gateway.close();
  });
  afterEach(() => hub.close());

  it('and is refused, is looked at again where the registry was rebuilt meanwhile', async () => {
    const { pool, keysPool } = hub.database;
    await lose({ ...registry, pool: () => pool });
    const keyStore = openKeyStore({ pool: keysPool, secrets: hub.secrets });
    let asked = 0;
    const slow: EventLog = {
      ...hub.log,
      endOffsets: async (topics) => {
        asked += 1;
        // The registry as it was is what the second comparison, that with the whole log, has taken hold of.
        if (asked === 7) {
          await rebuildRegistry({ log: hub.log, pool, keyStore, secrets: hub.secrets });
          // So long that it is not repeated without need.
          await delay(5_100);
        }
        return hub.log.endOffsets(topics);
      },
    };
    const slowed = await startGateway({ ...hub, log: slow });
    const refusals: string[] = [];
    await eventually(
      () => {
        const why = whyClosed(slowed);
        if (why !== null) refusals.push(why);
        expect([why, asked]).toEqual([null, expect.any(Number)]);
      },
      { timeoutMs: 15_000 },
    );
    expect(refusals.at(-1)).toContain('lacks 1 people');
    await slowed.close();
  });

  it.each(['the log is silent', 'a statement waits'])('ends where its gateway closes, though %s', async (how) => {
    const { pool } = hub.database;
    const locker = await pool.connect();
    if (how === 'a statement waits') {
      await locker.query('set idle_in_transaction_session_timeout = 0');
      await locker.query('begin; lock table registry.trainee in access exclusive mode');
    }
    const lines: string[] = [];
    const logger = createLogger('warn', 'hub', { write: (line) => void lines.push(line) });
    const hubPool = openPool(hub.database.url, { applicationName: 'closing', logger });
    const reading = Promise.withResolvers<void>();
    const silent: EventLog = {
      ...hub.log,
      read: async function* (_from, signal) {
        reading.resolve();
        if (!signal.aborted) await once(signal, 'abort');
        yield* [];
      },
    };
    const log = how === 'a statement waits' ? hub.log : silent;
    const closing = await startGateway({ ...hub, database: { ...hub.database, pool: hubPool }, log, logger });
    if (log === silent) await reading.promise;
    else {
      await eventually(async () => {
        const { rowCount } = await pool.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        expect(rowCount).toBe(1);
      });
    }
    const startedAt = performance.now();
    await closing.close();
    expect(performance.now() - startedAt).toBeLessThan(6_000);
    expect(() => closing.door.requireRegistry()).toThrow();
    locker.release(true);
    await hubPool.end();
    expect(lines).toEqual([]);
  });
});

it('a registry that was put back during an outage is named in the log, and the outage is told once', async () => {
  const hub = await openDoor();
  const wire = await openWire(Number(new URL(hub.database.url).port));
  const lines: { level: number; msg: string; err?: { code?: string } }[] = [];
  const logger = createLogger('info', 'hub', { write: (line) => void lines.push(JSON.parse(line)) });
  const pool = openPool(wire.through(hub.database.url), { applicationName: 'hub', logger, timeoutMs: 2_000 });
  const own = await startGateway({ ...hub, database: { ...hub.database, pool }, logger });
  // Statements may take two seconds: on a busy machine the first may be refused.
  await eventually(async () => expect((await post(hub.secrets, own, 'eos', entry())).status).toBe(202));
  await eventually(() => expect(whyClosed(own)).toBeNull());
  await wire.break({ how: 'reset' });
  await eventually(() => expect(whyClosed(own)).toContain('PostgreSQL cannot be reached'));
  await lose({ ...registry, pool: () => hub.database.pool });
  await wire.heal();
  await eventually(() => expect(whyClosed(own)).toMatch(/lacks \d+ people/));
  // An outage that lasts, as on a busy machine, is told once more.
  const news = lines.filter(({ msg }) => msg !== 'the database fails, and has for a while');
  const errors = news.filter(({ level }) => level >= 50).map(({ msg, err }) => [msg, err?.code]);
  expect(errors).toEqual([['no event is taken: the registry may not be used', 'registry-behind-log']]);
  expect(lines).toContainEqual(
    expect.objectContaining({ level: 40, msg: 'the database fails', code: 'database-unavailable' }),
  );
  await own.close();
  await pool.end();
  await hub.close();
  await wire.close();
});

it('gateways that come and go while others report are never refused', async () => {
  const stop = new AbortController();
  const second = await startGateway({ database, log, secrets });
  const reporting = [gateway, second].map(async (each) => {
    while (!stop.signal.aborted) await report(newNirs(5), each);
  });
  for (let round = 0; round < 6; round++) {
    const passing = await startGateway({ database, log, secrets });
    await report(newNirs(3), passing);
    await passing.close();
  }
  stop.abort();
  await Promise.all(reporting);
  await second.close();
  await marked();
  expect((await eventsOn(log, 'dossier-attributed')).length).toBeGreaterThan(100);
});

it('what readers are shown is what a rebuild from the log shows', async () => {
  await caughtUp(database, log);
  const { pool } = database;
  const { comparison, parked } = await rebuild({ log, pool, rules: loadRules(), logger: testLogger });
  expect([comparison?.dossiers.changed, comparison?.dossiers.onlyHere, comparison?.dossiers.onlyThere]).toEqual([
    0, 0, 0,
  ]);
  expect(parked).toEqual({});
});
