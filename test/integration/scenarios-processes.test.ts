import { join } from 'node:path';
import type { Receipt } from '@hub/client';
import { topics } from '@hub/contracts';
import { recordHash } from '@hub/core';
import { aliasOf, kafkaEventLog, loadSecrets } from '@hub/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloudEvent, partnerOf } from '../scenarios/cloud-events.ts';
import type { AnsweredDossier } from '../scenarios/expect-answer.ts';
import type { ReportedEvent } from '../scenarios/index.ts';
import { newPerson, type Person } from '../scenarios/people.ts';
import { entry, exit, positioned } from '../scenarios/reported-events.ts';
import { eventually } from '../support/eventually.ts';
import { type HubProcess, type TestHub, testHub } from '../support/hub-process.ts';
import { testBrokers, testTopicPrefix } from '../support/kafka.ts';
import { testLogger } from '../support/logger.ts';

/** Processes start and leases end in seconds; a busy machine takes its time. */
const patience = { timeoutMs: 40_000, everyMs: 100 };
const slices = 2;
const topicPrefix = testTopicPrefix();
const name = 'Quillfeather';
const reader = { 'hub-agent': 'scenarios', 'hub-purpose': 'control' };

let hub: TestHub;
let front: HubProcess;
beforeAll(async () => {
  hub = await testHub({ HUB_LEASE_MS: '1500', HUB_SLICES: String(slices), HUB_KAFKA_TOPIC_PREFIX: topicPrefix });
  front = await hub.start('--only', 'gateway,query');
});
afterAll(() => hub?.close());

function push(at: HubProcess, reported: ReportedEvent, person: Person): Promise<Response> {
  const event = cloudEvent(reported, person) as { data: { trainee: object } };
  const trainee = { ...event.data.trainee, birthName: name, birthDate: '1969-05-12' };
  return at.client(partnerOf(reported.source)).fetch('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify({ ...event, data: { ...event.data, trainee } }),
  });
}

async function report(reported: ReportedEvent, person: Person): Promise<Receipt> {
  const response = await push(front, reported, person);
  expect(response.status).toBe(202);
  return (await response.json()) as Receipt;
}

function read(at: HubProcess, receipt: Receipt, more: readonly Receipt[] = []): Promise<AnsweredDossier> {
  return eventually(async () => {
    const response = await at.client('cdc').fetch(`/v1/dossiers/${receipt.dossier}?facts=true`, {
      headers: { ...reader, 'hub-at-least': [receipt, ...more].map((each) => each.receipt).join(', ') },
    });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as AnsweredDossier;
  }, patience);
}

async function search(at: HubProcess, { nir }: Person): Promise<readonly number[]> {
  const response = await at.client('cdc').fetch('/v1/training-paths/search', {
    method: 'POST',
    headers: { ...reader, 'content-type': 'application/json' },
    body: JSON.stringify({ nir }),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { dossiers: readonly AnsweredDossier[] }).dossiers.map(({ number }) => number);
}

it("F27 un projecteur suspendu au-delà de son bail n'écrit plus rien ; entrée et sortie, de deux sujets, sont là", async () => {
  const person = newPerson();
  const stopped = await hub.start('--only', 'projector');
  const before = await report(positioned(), person);
  await read(front, before);
  const owners = 'select owner, epoch::int from projection.lease order by kind, slice';
  stopped.child.kill('SIGSTOP');
  const entered = await report(entry('eos', 'e1', '2026-04-01'), person);
  const heir = await hub.start('--only', 'projector');
  const left = await report(exit('eos', 'x1', '2026-04-20'), person);
  const answer = await read(front, entered, [left]);
  expect(answer).toMatchObject({ status: 'exited', stays: [{ entry: { eventId: 'e1' }, exit: { eventId: 'x1' } }] });
  await eventually(async () => {
    const { rows } = await hub.database.pool.query<{ owner: string; epoch: number }>(owners);
    expect(new Set(rows.map(({ owner }) => owner)).size).toBe(1);
    expect(rows.every(({ epoch }) => epoch >= 2)).toBe(true);
  }, patience);
  stopped.child.kill('SIGCONT');
  // Back, it takes its share anew, under later epochs; what it held in its hands when it was stopped is not written.
  await eventually(async () => {
    const { rows } = await hub.database.pool.query<{ owner: string; epoch: number }>(owners);
    expect(new Set(rows.map(({ owner }) => owner)).size).toBe(2);
  }, patience);
  expect(recordHash(await read(front, entered, [left]))).toEqual(recordHash(answer));
  const verified = await hub.commandHere(['verify', '--json']);
  expect(verified.code, verified.stderr).toBe(0);
  await Promise.all([stopped.stop('SIGKILL'), heir.stop()]);
});

it('F24 les projections et les identifiants perdus, reconstruits depuis le journal et les clés : mêmes numéros, mêmes empreintes, la recherche par NIR trouve', async () => {
  const people = Array.from({ length: 5 }, newPerson);
  const projector = await hub.start('--only', 'projector');
  const receipts = await Promise.all(
    people.map(async (person) => [
      await report(positioned(), person),
      await report(entry('eos', 'e1', '2026-04-01'), person),
      await report(exit('eos', 'x1', '2026-04-20'), person),
    ]),
  );
  const answers = () => Promise.all(receipts.map(([first, ...more]) => read(front, first as Receipt, more)));
  const before = await answers();
  const [refusedNow, misused] = await Promise.all([
    hub.commandHere(['rebuild', '--registry']),
    hub.commandHere(['rebuild', '--registry', '--promote']),
  ]);
  expect([refusedNow.code, refusedNow.stderr]).toEqual([1, expect.stringContaining('Stop every gateway')]);
  expect(misused.code).toBe(2);
  await Promise.all([projector.stop(), front.stop()]);
  await dropProjections();
  await dropRegistry();
  const lost = await hub.commandHere(['verify', '--registry', '--json']);
  expect([lost.code, (JSON.parse(lost.stdout) as { differs: boolean }).differs], lost.stderr).toEqual([1, true]);
  // It would know nobody: it takes nothing, and says what to do.
  front = await hub.start('--only', 'gateway,query');
  const [first] = people;
  const refused = await push(front, entry('eos', 'e1', '2026-04-01'), first as Person);
  expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining('hub rebuild --registry')]);
  const ready = await fetch(`${front.url}/readyz`);
  expect([ready.status, await ready.json()]).toMatchObject([
    503,
    { checks: { registry: 'registry-behind-log', log: 'ok' } },
  ]);
  expect((await fetch(`${front.url}/readyz?service=query`)).status).toBe(200);
  expect(await (await fetch(`${front.metricsUrl}/metrics`)).text()).toMatch(/^hub_gateway_taking_events 0$/m);
  await eventually(async () => {
    const status = await hub.commandHere(['status']);
    expect(status).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/gateway .* no event is taken \(registry: registry-behind-log\)/),
    });
    expect(status.stdout).toContain('No projector is heard of: no event is projected.');
  }, patience);
  const persons = await hub.commandHere(['rebuild', '--registry']);
  expect(persons.code, persons.stderr).toBe(0);
  expect(persons.stdout).toMatch(/dossier numbers +0 +\d+ +0 +0 +0/);
  const rebuilt = await hub.commandHere(['rebuild', '--stopped', '--promote', '--json']);
  expect(rebuilt.code, rebuilt.stderr).toBe(0);
  const after = await answers();
  expect(after.map(({ number }) => number)).toEqual(before.map(({ number }) => number));
  expect(after.map(recordHash)).toEqual(before.map(recordHash));
  for (const [index, person] of people.entries()) expect(await search(front, person)).toEqual([before[index]?.number]);
  // ReportedEvent again, an event is the same fact in the same dossier; somebody new gets a number that nobody had.
  const again = await eventually(() => report(entry('eos', 'e1', '2026-04-01'), first as Person), patience);
  expect(again.dossier).toBe(before[0]?.number);
  const fresh = await report(positioned(), newPerson());
  expect(before.map(({ number }) => number)).not.toContain(fresh.dossier);
  const verified = await hub.commandHere(['verify', '--registry']);
  expect([verified.code, verified.stdout], verified.stderr).toEqual([0, expect.stringContaining('say the same')]);
  await expectNobodyInClear(people);
});

/** As a lost disk would: schemas, versions and leases. */
async function dropProjections(): Promise<void> {
  const { pool } = hub.database;
  const { rows } = await pool.query<{ schema: string }>('select schema_name as schema from projection.version');
  for (const { schema } of rows) await pool.query(`drop schema if exists ${schema} cascade`);
  await pool.query(
    'truncate projection.active, projection.lease, projection.parked, projection.projector, projection.version cascade',
  );
}

/** Everything about who is who, the sequence of numbers too. */
async function dropRegistry(): Promise<void> {
  const { pool } = hub.database;
  const { rows } = await pool.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'registry'",
  );
  expect(rows.length).toBeGreaterThan(5);
  await pool.query(`truncate ${rows.map(({ name: table }) => table).join(', ')} cascade`);
  await pool.query('alter sequence registry.dossier_sequence restart');
}

/** Bytes of every topic and every table: no NIR, no name, no birth date; on the topics no keyed hash of a NIR either. */
async function expectNobodyInClear(people: readonly Person[]): Promise<void> {
  const secrets = await loadSecrets(join(hub.dataDir, 'secrets.json'));
  const clear = [name, '1969-05-12', ...people.map(({ nir }) => nir)].flatMap((text) => {
    const bytes = Buffer.from(text);
    return [bytes, ...(['base64', 'base64url', 'hex'] as const).map((form) => Buffer.from(bytes.toString(form)))];
  });
  const hashes = people.flatMap(({ nir }) => {
    const hash = aliasOf(secrets, 'nir', nir);
    return [hash, ...(['base64', 'base64url', 'hex'] as const).map((form) => Buffer.from(hash.toString(form)))];
  });
  const onTopics = await bytesOfTopics();
  expect(onTopics.length).toBeGreaterThan(10_000);
  for (const bytes of [...clear, ...hashes]) expect(onTopics.includes(bytes), bytes.toString()).toBe(false);
  const stored = Buffer.from(await textOfTables());
  expect(stored.length).toBeGreaterThan(10_000);
  for (const bytes of clear) expect(stored.includes(bytes), bytes.toString()).toBe(false);
}

async function bytesOfTopics(): Promise<Buffer> {
  const log = await kafkaEventLog({ brokers: testBrokers(), topicPrefix, slices, logger: testLogger });
  const ends = (await log.endOffsets(topics)).filter(({ offset }) => offset > 0);
  const wanted = ends.reduce((sum, { offset }) => sum + offset, 0);
  const from = ends.map((end) => ({ ...end, offset: 0 }));
  const parts: Buffer[] = [];
  let read = 0;
  const stop = new AbortController();
  for await (const batch of log.read(from, stop.signal)) {
    for (const { key, value } of batch) parts.push(Buffer.from(key), value);
    read += batch.length;
    if (read >= wanted) stop.abort();
  }
  await log.close();
  return Buffer.concat(parts);
}

async function textOfTables(): Promise<string> {
  const texts: string[] = [];
  for (const pool of [hub.database.pool, hub.database.keysPool]) {
    const { rows: tables } = await pool.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname !~ '^(pg_|information_schema)'`,
    );
    for (const table of tables) {
      const { rows } = await pool.query<{ row: string }>(`select to_jsonb(each)::text as row from ${table.name} each`);
      texts.push(...rows.map(({ row }) => row));
    }
  }
  return texts.join('\n');
}
