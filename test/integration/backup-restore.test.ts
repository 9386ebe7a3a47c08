import { randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Receipt } from '@hub/client';
import type { CloudEvent } from '@hub/contracts';
import { createSecrets } from '@hub/platform';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningHub } from '../../services/hub/src/start/start-hub.ts';
import { cloudEvent } from '../scenarios/cloud-events.ts';
import { newPerson, type Person } from '../scenarios/people.ts';
import { entry } from '../scenarios/reported-events.ts';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { clientOf } from '../support/scenario-hub.ts';

const restoreMs = 180_000;
let hub: HubHere;
let backup: string;
const others: TestDatabase[] = [];
const hubs: RunningHub[] = [];
beforeEach(async () => {
  hub = await hubHere({ HUB_DEMO: 'partners' });
  backup = join(hub.dataDir, 'backup');
}, restoreMs);
afterEach(async () => {
  for (const running of hubs.splice(0)) await running.close();
  await hub?.close();
  for (const other of others.splice(0)) await other.drop();
}, restoreMs);

/** Closed at the end of the test at the latest. */
async function start(more: Record<string, string> = {}): Promise<RunningHub> {
  const running = await hub.start(more);
  hubs.push(running);
  return running;
}

/** Where the hub lives after its databases were lost. */
async function newDatabases(): Promise<Record<string, string>> {
  const database = await testDatabase();
  others.push(database);
  return { HUB_DATABASE_URL: database.url, HUB_KEYS_URL: database.keysUrl };
}

const ids = new Map<Person, string>();

/** What EOS calls somebody: the same at each report. */
function idOf(person: Person): string {
  const id = ids.get(person) ?? randomUUID();
  ids.set(person, id);
  return id;
}

/** EOS reports that these people entered these sessions; the number of each. */
async function report(running: RunningHub, people: readonly Person[], session: string): Promise<number[]> {
  const events = people.map((person) => {
    return cloudEvent(
      entry('eos', `${session}-${idOf(person)}`, '2026-04-01', { training: [`session:eos:${session}`] }),
      person,
    );
  });
  const outcomes = await clientOf(running, 'eos').report(events as CloudEvent[]);
  return outcomes.map((outcome) => {
    if (outcome.status !== 'accepted') throw new Error(`An entry was ${JSON.stringify(outcome)}`);
    return (outcome.receipt as Receipt).dossier as number;
  });
}

/** What a reader gets: the state of a dossier once it is shown. */
async function statusOf(running: RunningHub, number: number): Promise<number> {
  return eventually(
    async () => {
      const headers = { 'hub-agent': 'test', 'hub-purpose': 'control' };
      const { status } = await clientOf(running, 'cdc').fetch(`/v1/dossiers/${number}`, { headers });
      if (status === 503) throw new Error('The records are being built.');
      return status;
    },
    { timeoutMs: 30_000 },
  );
}

const people = (count: number) => Array.from({ length: count }, newPerson);
const withoutRuns = { code: 0 };

test('a backup older than the log is restored, brought up to it, and no number is given twice', {
  timeout: restoreMs,
}, async () => {
  const known = people(6);
  let running = await start();
  const before = await report(running, known, '1');
  expect(await hub.command(['backup', backup])).toMatchObject(withoutRuns);
  expect((await stat(backup)).mode & 0o777).toBe(0o700);
  const after = await report(running, known, '2');
  await running.close();

  const elsewhere = await newDatabases();
  const restored = await hub.command(['restore', backup, '--json'], elsewhere);
  expect(restored.code, restored.stderr).toBe(0);
  const document = JSON.parse(restored.stdout);
  expect(document.registry.tables).toMatchObject({ trainee: { missing: 0 }, dossier: { missing: 6 } });
  expect(document.eventsSince).toBeGreaterThanOrEqual(12);
  running = await start(elsewhere);
  expect(await statusOf(running, after[0] ?? 0)).toBe(200);
  expect(await report(running, known, '1')).toEqual(before);
  expect(await report(running, known, '2')).toEqual(after);
  const more = await report(running, [...known, ...people(6)], '3');
  expect(new Set([...before, ...after, ...more]).size).toBe(24);
  expect(await hub.command(['verify', '--registry'], elsewhere)).toMatchObject({ code: 0 });
});

test('people whose keys were made after the backup are counted, and given up by an operator alone', {
  timeout: restoreMs,
}, async () => {
  const known = people(3);
  let running = await start();
  const before = await report(running, known, '1');
  expect(await hub.command(['backup', backup])).toMatchObject(withoutRuns);
  const lost = await report(running, people(4), '1');
  await running.close();

  const elsewhere = await newDatabases();
  const restored = await hub.command(['restore', backup], elsewhere);
  expect(restored).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/The backup is loaded, but .*\b4 trainees/),
  });
  expect(restored.stderr).toContain('"hub rebuild --registry --accept-lost-keys"');
  const again = await hub.command(['restore', backup], elsewhere);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('is not empty') });
  expect(await hub.command(['rebuild', '--registry', '--accept-lost-keys'], elsewhere)).toMatchObject({ code: 0 });
  running = await start(elsewhere);
  const more = await report(running, [...known, ...people(5)], '2');
  expect(new Set([...before, ...lost, ...more]).size).toBe(15);
  expect(await report(running, known, '1')).toEqual(before);
});

test('with the embedded log all is in the backup, of one moment, while events come in', {
  timeout: restoreMs,
}, async () => {
  const embedded = { HUB_KAFKA_BROKERS: '' };
  let running = await start(embedded);
  const before = await report(running, people(5), '1');
  const reporting = Promise.all(Array.from({ length: 30 }, (_, turn) => report(running, people(2), `2${turn}`)));
  const taken = await hub.command(['backup', backup], embedded);
  expect(taken.code, taken.stderr).toBe(0);
  await reporting;
  await running.close();

  const elsewhere = { ...embedded, ...(await newDatabases()) };
  const restored = await hub.command(['restore', backup, '--json'], elsewhere);
  expect(restored.code, restored.stderr).toBe(0);
  running = await start(elsewhere);
  for (const number of before) expect(await statusOf(running, number)).toBe(200);
  const verified = await hub.command(['verify', '--registry', '--json'], elsewhere);
  expect(verified.code, verified.stdout).toBe(0);
  expect(JSON.parse(verified.stdout).unread).toBe(0);
});

test('a restore refuses, before it writes, whatever is not a whole backup of this hub and this log', {
  timeout: restoreMs,
}, async () => {
  const running = await start();
  await report(running, people(3), '1');
  expect(await hub.command(['backup', backup])).toMatchObject(withoutRuns);
  expect(await hub.command(['backup', backup])).toMatchObject({ code: 2, stderr: expect.stringContaining('exists') });
  await running.close();
  const elsewhere = await newDatabases();
  const refused = async (message: string, more: Record<string, string> = {}, directory = backup) => {
    const { code, stderr } = await hub.command(['restore', directory], { ...elsewhere, ...more });
    expect(code, stderr).not.toBe(0);
    expect(stderr).toContain(message);
  };
  const spoiled = join(hub.dataDir, 'spoiled');
  const spoil = async (message: string, change: () => Promise<unknown>) => {
    await rm(spoiled, { recursive: true, force: true });
    await cp(backup, spoiled, { recursive: true });
    await change();
    await refused(message, {}, spoiled);
  };
  const manifest = JSON.parse(await readFile(join(backup, 'manifest.json'), 'utf8'));
  const rewrite = (change: object) =>
    writeFile(join(spoiled, 'manifest.json'), JSON.stringify({ ...manifest, ...change }));
  const file = (await readdir(backup)).find((name) => name.includes('registry.dossier')) ?? '';
  const place = manifest.log.ends.find(({ offset }: { offset: number }) => offset > 0);
  const ends = manifest.log.ends.map((end: object) => (end === place ? { ...place, offset: place.offset + 1 } : end));

  await spoil('it has no manifest.json', () => rm(join(spoiled, 'manifest.json')));
  await spoil(`${file} is missing`, () => rm(join(spoiled, file)));
  await spoil(`${file} is not as it was written`, () => writeFile(join(spoiled, file), 'half'));
  await spoil('its manifest.json is damaged', () => writeFile(join(spoiled, 'manifest.json'), '{"format": 1}'));
  await spoil('its format is 2', () => rewrite({ format: 2 }));
  await spoil('is not here', () =>
    rewrite({ migrations: { ...manifest.migrations, hub: [...manifest.migrations.hub, '9.sql'] } }),
  );
  await spoil('lacks 0001_create_registry.sql', () =>
    rewrite({ migrations: { ...manifest.migrations, hub: manifest.migrations.hub.slice(1) } }),
  );
  await spoil('it is of log elsewhere', () => rewrite({ log: { ...manifest.log, epoch: 'elsewhere' } }));
  await spoil('it is newer than the log, which has lost events', () => rewrite({ log: { ...manifest.log, ends } }));
  await refused('there is no such directory', {}, join(hub.dataDir, 'nowhere'));
  await mkdir(`${spoiled}.unfinished`);
  await refused('it was cut off', {}, `${spoiled}.unfinished`);
  const foreign = join(hub.dataDir, 'foreign.json');
  await createSecrets(foreign);
  await refused('the backup knows others under kek 1', { HUB_SECRETS_FILE: foreign });
  await refused('There is no file of secrets', { HUB_SECRETS_FILE: join(hub.dataDir, 'none.json') });
  await refused('Set HUB_KAFKA_BROKERS', { HUB_KAFKA_BROKERS: '' });
  await refused('HUB_KAFKA_TOPIC_PREFIX=test-', { HUB_KAFKA_TOPIC_PREFIX: 'other.' });
  await refused('is not empty', { HUB_DATABASE_URL: hub.database.url });
  await refused('The key store is not empty', { HUB_KEYS_URL: hub.database.keysUrl });
  expect((await hub.command(['restore', backup], elsewhere)).code).toBe(0);
  const other = await start(elsewhere);
  await refused('A hub runs on');
  await refused('A hub runs on these databases', {
    HUB_DATA_DIR: join(hub.dataDir, 'another'),
    HUB_SECRETS_FILE: join(hub.dataDir, 'secrets.json'),
  });
  await other.close();
});

test('a backup that cannot be written says what to do, and takes away nothing that is not its own', {
  timeout: restoreMs,
}, async () => {
  await (await start()).close();
  const file = join(hub.dataDir, 'file');
  await writeFile(file, 'a file');
  const refused = async (directory: string, message: string) => {
    const { code, stderr } = await hub.command(['backup', directory]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).toMatch(/^hub: [^\n]*\n$/);
  };
  await refused(join(file, 'backup'), 'a part of its path is a file');
  await mkdir(`${backup}.unfinished`);
  await writeFile(join(`${backup}.unfinished`, 'thesis.txt'), 'years of work');
  await writeFile(join(`${backup}.unfinished`, 'hub.registry.alias.copy.gz'), 'cut off');
  await refused(backup, 'backup.unfinished holds thesis.txt, which is of no backup');
  expect(await readdir(`${backup}.unfinished`)).toHaveLength(2);
  await rm(join(`${backup}.unfinished`, 'thesis.txt'));
  expect(await hub.command(['backup', backup])).toMatchObject(withoutRuns);
  const left = await readdir(hub.dataDir);
  expect(left.filter((name) => name.startsWith('backup'))).toEqual(['backup']);
});
