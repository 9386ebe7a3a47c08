import { randomBytes, randomUUID } from 'node:crypto';
import { type EventLog, encodeLogEvent, HubError } from '@hub/core';
import { rebuildRegistry, registryDiffers, verifyRegistry } from '@hub/gateway';
import { aliasOf, createMetrics, drawSecrets, issueToken, loadRules, openKeyStore, type Secrets } from '@hub/platform';
import { type Projector, startProjector } from '@hub/projector';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPerson } from '../scenarios/people.ts';
import { eventually } from '../support/eventually.ts';
import { testKafkaLog } from '../support/log.ts';
import { testLogger } from '../support/logger.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import {
  type Answer,
  addDemoPartners,
  entry,
  everythingOn,
  post,
  startGateway,
  type TestGateway,
} from './gateway-harness.ts';

let database: TestDatabase;
let log: EventLog;
let secrets: Secrets;
let gateway: TestGateway;
let projector: Projector;

beforeAll(async () => {
  database = await testDatabase();
  log = await testKafkaLog();
  secrets = drawSecrets();
  await addDemoPartners(database.pool, { eos: ['nir', 'france-travail'] });
  gateway = await startGateway({ database, log, secrets });
  const { pool } = database;
  projector = await startProjector({ log, pool, rules: loadRules(), logger: testLogger, metrics: createMetrics() });
  await reportAll();
});
afterAll(async () => {
  await gateway?.close();
  await projector?.close();
  await log?.close();
  await database?.drop();
});

const alice = newPerson();
const berthe = newPerson();
const claire = newPerson();
const nia = '7010175116009';

/** One of everything that the registry holds. */
async function reportAll(): Promise<void> {
  const described = { birthName: 'Quillfeather', firstNames: 'Alice', birthDate: '1969-05-12', sex: 'female' };
  await reportTrainee({ nir: alice.nirWithKey, partnerNumber: 'A-1', franceTravailNumber: '1234568A', ...described });
  await reportTrainee({ nir: alice.nir }, ['file:eos:1894']);
  await reportTrainee({ nir: alice.nir, contact: { email: 'alice@example.org' } }, ['session:eos:2', 'session:eos:3']);
  await reportTrainee({ nir: berthe.nir });
  await reportTrainee({ partnerNumber: 'A-1', birthName: 'Martin' }, undefined, 'kairos');
  // Identifiers that come together make a link, the former NIR another; the NIR that replaces a provisional one makes none.
  await reportTrainee({ nir: berthe.nir, partnerNumber: 'A-1' });
  await reportTrainee({ nir: berthe.nir, formerNir: claire.nir });
  await reportTrainee({ nia });
  await reportTrainee({ nia, nir: newPerson().nir });
  await reportTrainee({ nir: claire.nir, franceTravailNumber: '7654312B' });
  await reportTrainee({ nir: claire.nir, formerNir: alice.nir });
  await reportTrainee({ nir: newPerson().nir, partnerNumber: 'C-1' });
  const [a, b] = [await traineeOf('nir', alice.nir), await traineeOf('nir', berthe.nir)];
  for (const [verdict, agent] of [
    ['different', 'agent-1'],
    ['same', 'agent-1'],
    ['same', 'agent-2'],
  ]) {
    await operate('/v1/links/verdicts', { trainees: [a, b], verdict, reason: 'ticket-1' }, agent);
  }
  // There, and back, and away again to somebody whom nobody knew.
  const moved = { partnerNumber: 'A-1', partner: 'eos' };
  await operate('/v1/persons/corrections', { from: a, to: { trainee: b }, identifiers: moved, reason: 'ticket-2' });
  // Named by a weaker identifier too, which is somebody else's and stays so.
  const named = { nir: alice.nir, partnerNumber: 'C-1', partner: 'eos' };
  await operate('/v1/persons/corrections', { from: b, to: named, identifiers: moved, reason: 'ticket-3' });
  await operate('/v1/persons/corrections', { from: a, identifiers: moved, reason: 'ticket-4' });
  await settled();
}

async function reportTrainee(
  trainee: object,
  training: string[] = ['session:eos:67680'],
  partner = 'eos',
): Promise<number> {
  const source = `urn:hub:source:${partner}`;
  const event = partner === 'eos' ? entry({ data: { trainee, training } }) : positioned({ source }, trainee, training);
  const answer = await post(secrets, gateway, partner, event);
  expect(answer.status, answer.text).toBe(202);
  return answer.body.dossier as number;
}

function positioned(envelope: object, trainee: object, training: string[]) {
  const data = { trainee, training, by: 'france-travail', mode: 'candidature', effectiveDate: '2026-03-20' };
  return { ...entry(), type: 'hub.candidate-positioned', id: `p-${randomUUID()}`, ...envelope, data };
}

async function operate(path: string, body: object, agent = 'agent-1'): Promise<void> {
  await eventually(async () => {
    const response = await fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await issueToken(secrets, 'operator')}`,
        'content-type': 'application/json',
        'hub-agent': agent,
        'hub-purpose': 'data-quality',
      },
      body: JSON.stringify(body),
    });
    expect(response.status, await response.text()).toBe(202);
  });
}

async function traineeOf(kind: 'nir' | 'partner', value: string, by = secrets): Promise<string> {
  const alias = aliasOf(by, kind, value);
  const { rows } = await database.pool.query<{ id: string }>(
    'select trainee_id as id from registry.alias where alias = $1',
    [alias],
  );
  return rows[0]?.id ?? 'nobody';
}

/** Marks are written behind the answers. */
function settled(): Promise<void> {
  return eventually(async () => {
    const { rows } = await database.pool.query(
      `select from registry.alias where not announced union all select from registry.dossier where not announced
       union all select from registry.verdict where not announced`,
    );
    expect(rows).toHaveLength(0);
  });
}

/** All that the registry says, but for the moments at which it said it first, and who named a person beside another. */
async function registry({ pool }: Pick<TestDatabase, 'pool'> = database): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const table of ['trainee', 'alias', 'dossier', 'verdict', 'link', 'description']) {
    const { rows } = await pool.query<{ row: object }>(
      `select to_jsonb(each) - 'created_at' - case when $1 then 'organisations' else '' end as row
       from registry.${table} each order by 1`,
      [table === 'trainee'],
    );
    tables[table] = rows.map(({ row }) => row);
  }
  return tables;
}

const region = '99000106700018';
const franceTravail = '99000105900015';

async function organisationsOfTrainees(): Promise<ReadonlyMap<string, string[]>> {
  const { rows } = await database.pool.query<{ id: string; organisations: string[] }>(
    'select trainee_id as id, organisations from registry.trainee',
  );
  return new Map(rows.map(({ id, organisations }) => [id, organisations]));
}

/** What a lost disk leaves. */
async function loseRegistry(): Promise<void> {
  await database.pool.query(
    `truncate registry.trainee, registry.alias, registry.dossier, registry.verdict, registry.link, registry.description;
     alter sequence registry.dossier_sequence restart`,
  );
}

function job(by = secrets, keysPool = database.keysPool) {
  return { log, pool: database.pool, keyStore: openKeyStore({ pool: keysPool, secrets: by }), secrets: by };
}

async function withoutGateway<T>(work: () => Promise<T>): Promise<T> {
  await gateway.close();
  try {
    return await work();
  } finally {
    gateway = await startGateway({ database, log, secrets });
  }
}

function refusal({ status, headers, body }: Answer) {
  return [status, headers.get('retry-after'), body.detail];
}

describe('a registry that was lost', () => {
  it('is filled again from the log and the keys: the same in every table, and numbers go on behind the last', async () => {
    const before = await registry();
    for (const [table, rows] of Object.entries(before)) expect(rows.length, table).toBeGreaterThan(1);
    const reasons = (before.link as { reason: string }[]).map(({ reason }) => reason);
    expect([...new Set(reasons)].sort()).toEqual([
      'former-nir-certified',
      'identifiers-certified',
      'identifiers-told-together',
    ]);
    expect(before.verdict?.length).toBeGreaterThan(3);
    const numbers = new Set((before.dossier as { number: number }[]).map(({ number }) => number));
    const ofDossiers = (before.dossier as { organisations: string[] }[]).map(({ organisations }) => organisations);
    expect(new Set(ofDossiers.flat())).toEqual(new Set([region, franceTravail]));
    const reported = await organisationsOfTrainees();
    const report = await withoutGateway(async () => {
      await loseRegistry();
      return rebuildRegistry(job());
    });
    expect(await registry()).toEqual(before);
    // Who reported of a person is found again in the headers of the log; who only named one beside another is not there.
    for (const [trainee, organisations] of await organisationsOfTrainees()) {
      expect(reported.get(trainee)).toEqual(expect.arrayContaining(organisations));
    }
    expect([...reported.values()].flat()).toContain(region);
    expect(report).toMatchObject({
      unread: 0,
      sequence: { at: 0, onLog: numbers.size },
      tables: { alias: { equal: 0, missing: before.alias?.length }, dossier: { missing: numbers.size } },
    });
    expect(registryDiffers(report)).toBe(true);
    expect(numbers).toContain(await reportTrainee({ nir: alice.nir }));
    expect(numbers).not.toContain(await reportTrainee({ nir: newPerson().nir }));
    await settled();
  });

  it('is the same in a new database, where the whole one was lost', async () => {
    const other = await testDatabase();
    try {
      await rebuildRegistry({ ...job(), pool: other.pool });
      expect(await registry(other)).toEqual(await registry());
      await other.pool.query('drop table registry.link');
      await expect(rebuildRegistry({ ...job(), pool: other.pool })).rejects.toMatchObject({
        code: 'configuration-invalid',
        message: expect.stringContaining('registry.link'),
      });
    } finally {
      await other.drop();
    }
  });

  it('lets a gateway take nothing, which says what to do and goes on by itself once that is done', async () => {
    const before = await registry();
    await gateway.close();
    await loseRegistry();
    gateway = await startGateway({ database, log, secrets });
    const sentence = expect.stringContaining('hub rebuild --registry');
    const refused = await post(secrets, gateway, 'eos', entry({ data: { trainee: { nir: alice.nir } } }));
    expect(refusal(refused)).toEqual([503, '30', sentence]);
    const tried = await post(secrets, gateway, 'eos', entry(), { query: '?dryRun=true' });
    expect(refusal(tried)).toEqual([503, '30', sentence]);
    expect((await registry()).trainee).toEqual([]);
    await rebuildRegistry(job());
    expect(await registry()).toEqual(before);
    await eventually(async () => void (await reportTrainee({ nir: alice.nir })), { timeoutMs: 10_000 });
  });

  it.each([
    [
      'an older backup',
      'delete from registry.trainee where created_at = (select max(created_at) from registry.trainee)',
    ],
    ['one without numbers', 'truncate registry.dossier'],
    ['one without identifiers', 'truncate registry.alias'],
    ['one whose numbers begin again', 'alter sequence registry.dossier_sequence restart'],
  ])('is not taken for whole where it is %s', async (_, damage) => {
    const before = await registry();
    await gateway.close();
    await database.pool.query(damage);
    gateway = await startGateway({ database, log, secrets });
    const refused = await post(secrets, gateway, 'eos', entry({ data: { trainee: { nir: alice.nir } } }));
    expect(refusal(refused)).toEqual([503, '30', expect.stringContaining('hub rebuild --registry')]);
    await rebuildRegistry(job());
    expect(await registry()).toEqual(before);
    await eventually(async () => void (await reportTrainee({ nir: alice.nir })), { timeoutMs: 10_000 });
  });
});

describe('a rebuild of the registry', () => {
  it('is refused while a gateway serves, and changes nothing', async () => {
    await expect(rebuildRegistry(job())).rejects.toMatchObject({
      code: 'registry-in-use',
      message: expect.stringContaining('Stop every gateway'),
    });
    await reportTrainee({ nir: alice.nir });
  });

  it('that is killed halfway through the tables leaves what was there, and readers had noticed nothing', async () => {
    await gateway.close();
    await database.pool.query("update registry.alias set trainee_id = gen_random_uuid() where kind = 'partner'");
    await database.pool.query('delete from registry.dossier');
    const before = await registry();
    const blocker = await database.pool.connect();
    await blocker.query('begin; lock table registry.link in exclusive mode');
    const cut = rebuildRegistry(job()).then(
      () => 'done',
      (error: unknown) => error,
    );
    const pid = await eventually(async () => {
      const { rows } = await database.pool.query<{ pid: number }>(
        `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(rows).toHaveLength(1);
      return rows[0]?.pid;
    });
    expect(await registry()).toEqual(before);
    await database.pool.query('select pg_terminate_backend($1)', [pid]);
    expect(await cut).toBeInstanceOf(Error);
    await blocker.query('rollback');
    blocker.release();
    expect(await registry()).toEqual(before);
    const report = await rebuildRegistry(job());
    expect(report.tables).toMatchObject({ alias: { changed: 3, missing: 0 }, link: { equal: 4, missing: 0 } });
    expect(await traineeOf('partner', 'eos:A-1')).not.toBe(await traineeOf('partner', 'kairos:A-1'));
    gateway = await startGateway({ database, log, secrets });
  });

  it('gives back to nobody what was reserved and never announced, and never its number to two', async () => {
    const away = new HubError('log-unavailable', 'The broker is away.', { retryable: true });
    const deaf = await startGateway({
      database,
      log: { ...log, append: () => Promise.reject(away) },
      secrets,
    });
    const stranger = newPerson();
    const lost = await post(secrets, deaf, 'eos', entry({ data: { trainee: { nir: stranger.nir } } }));
    expect(lost.status).toBe(503);
    await deaf.close();
    const reserved = await traineeOf('nir', stranger.nir);
    const whole = await verifyRegistry(job());
    expect([registryDiffers(whole), whole.tables.alias.pending]).toEqual([false, 1]);
    await withoutGateway(() => rebuildRegistry(job()));
    expect(await traineeOf('nir', stranger.nir)).toBe('nobody');
    await reportTrainee({ nir: stranger.nir });
    expect([reserved, 'nobody']).not.toContain(await traineeOf('nir', stranger.nir));
    await settled();
  });

  it('hashes every identifier anew where the secrets hold another pepper, and only gateways that hold it serve', async () => {
    const before = await registry();
    const fresh = { ...secrets, pepper: { version: 2, key: randomBytes(32) } };
    await gateway.close();
    gateway = await startGateway({ database, log, secrets: fresh });
    const refused = await post(fresh, gateway, 'eos', entry({ data: { trainee: { nir: alice.nir } } }));
    expect(refusal(refused)).toEqual([503, '30', expect.stringContaining('pepper 1')]);
    const trainee = await traineeOf('nir', alice.nir);
    const report = await rebuildRegistry(job(fresh));
    expect(report.pepper).toEqual({ registry: 1, secrets: 2 });
    const after = await registry();
    expect(after.alias?.map((row) => (row as { pepper_version: number }).pepper_version)).toEqual(
      before.alias?.map(() => 2),
    );
    expect({ ...after, alias: [] }).toEqual({ ...before, alias: [] });
    expect([await traineeOf('nir', alice.nir), await traineeOf('nir', alice.nir, fresh)]).toEqual(['nobody', trainee]);
    secrets = fresh;
    const numbers = (before.dossier as { number: number }[]).map(({ number }) => number);
    await eventually(async () => expect(numbers).toContain(await reportTrainee({ nir: alice.nir })), {
      timeoutMs: 10_000,
    });
  });

  it('stops where the keys are not those of the log, and forgets people whose data were destroyed', async () => {
    const before = await registry();
    const other = await testDatabase();
    await withoutGateway(async () => {
      await expect(rebuildRegistry(job(secrets, other.keysPool))).rejects.toMatchObject({ code: 'key-missing' });
      await expect(
        rebuildRegistry(job({ ...secrets, kek: { current: 1, epochs: new Map([[1, randomBytes(32)]]) } })),
      ).rejects.toMatchObject({ code: 'key-missing' });
    });
    await other.drop();
    expect(await registry()).toEqual(before);
    const gone = newPerson();
    const number = await reportTrainee({ nir: gone.nir });
    await settled();
    await destroy(await traineeOf('nir', gone.nir));
    expect((await verifyRegistry(job())).tables.alias).toMatchObject({ extra: 1 });
    await withoutGateway(() => rebuildRegistry(job()));
    expect(await traineeOf('nir', gone.nir)).toBe('nobody');
    const { rows } = await database.pool.query('select from registry.dossier where number = $1', [number]);
    expect(rows).toHaveLength(1);
  });
});

/** What the hub publishes once the years of retention are over; the key is left, for a backup may bring it back. */
async function destroy(trainee: string): Promise<void> {
  const at = new Date().toISOString();
  const fact = {
    source: 'hub',
    id: `destroyed-${trainee}`,
    type: 'trainee-data-destroyed',
    version: 1,
    partner: 'hub',
    recordedAt: at,
    receivedAt: at,
    effectiveDate: '2026-04-01',
    digest: randomUUID(),
    references: [],
    data: { effectiveDate: '2026-04-01', legalGround: 'R6323-39' },
  } as const;
  await log.append([encodeLogEvent({ fact, trainee, dossier: null })]);
}

describe('the comparison of the registry with the log', () => {
  it('finds nothing while events come in', async () => {
    const stop = new AbortController();
    const numbers: number[] = [];
    const reporting = (async () => {
      while (!stop.signal.aborted) {
        const [one, other] = [newPerson(), newPerson()];
        numbers.push(await reportTrainee({ nir: one.nir, partnerNumber: `w-${numbers.length}` }));
        numbers.push(await reportTrainee({ nir: other.nir, partnerNumber: `w-${numbers.length - 1}` }));
      }
    })();
    for (let round = 0; round < 5; round++) {
      const report = await verifyRegistry(job());
      expect(registryDiffers(report), JSON.stringify(report)).toBe(false);
    }
    stop.abort();
    await reporting;
    expect(numbers.length).toBeGreaterThan(4);
    await settled();
  });

  it('names what is missing, what is of another and what nobody reported', async () => {
    const [a, number] = [await traineeOf('nir', alice.nir), await reportTrainee({ nir: berthe.nir })];
    const stranger = randomUUID();
    const before = await registry();
    await database.pool.query(`delete from registry.alias where trainee_id = '${a}' and kind = 'france-travail'`);
    await database.pool.query(`update registry.dossier set trainee_id = '${stranger}' where number = ${number}`);
    await database.pool.query(
      `insert into registry.alias (alias, kind, pepper_version, trainee_id, announced)
       values ('\\x00', 'nir', 2, '${stranger}', true)`,
    );
    await database.pool.query("select setval('registry.dossier_sequence', 3)");
    const report = await verifyRegistry(job());
    expect(registryDiffers(report)).toBe(true);
    expect(report.tables.alias).toMatchObject({ missing: 1, changed: 0, extra: 1, samples: [a, stranger].sort() });
    expect(report.tables.dossier).toMatchObject({ missing: 0, changed: 1, extra: 0, samples: [String(number)] });
    expect(report.sequence).toMatchObject({ at: 3 });
    await withoutGateway(() => rebuildRegistry(job()));
    expect(await registry()).toEqual(before);
    expect(registryDiffers(await verifyRegistry(job()))).toBe(false);
  });

  it('leaves no identifier and no keyed hash of one on the log', async () => {
    const stored = JSON.stringify(await everythingOn(log));
    for (const { nir } of [alice, berthe, claire]) {
      expect(stored).not.toContain(nir);
      expect(stored).not.toContain(aliasOf(secrets, 'nir', nir).toString('base64url'));
    }
  });
});

it('a rebuild that cannot read all of the log takes nothing away, and says which events it could not read', async () => {
  await settled();
  const trainee = await traineeOf('nir', alice.nir);
  const event = { type: 'hub.trainee-known', dataschema: 'urn:hub:dictionary:trainee-known:99', trainee };
  const [place] = await log.append([{ topic: 'identity', key: trainee, value: Buffer.from(JSON.stringify(event)) }]);
  await database.pool.query(
    `insert into registry.alias (alias, kind, pepper_version, trainee_id, announced)
     values ('\\x00', 'nir', 2, '${trainee}', true)`,
  );
  const before = await registry();
  await database.pool.query("delete from registry.alias where kind = 'partner'");
  const report = await withoutGateway(() => rebuildRegistry(job()));
  expect(report).toMatchObject({ unread: 1, unreadSamples: [{ ...place, reason: expect.stringContaining(':99') }] });
  expect(await registry()).toEqual(before);
});
