import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HubError } from '@hub/core';
import { activeVersion, createSecrets, ensureDatabase, withClient } from '@hub/platform';
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import type { CommandResult } from '../support/hub-process.ts';
import { testBrokers, testTopicPrefix } from '../support/kafka.ts';
import { appendEvents, eventsOnLog } from '../support/log-events.ts';
import { caughtUp } from '../support/projection.ts';

const setupMs = 120_000;
let hub: HubHere;
let secretsFile: string;
beforeEach(async () => {
  hub = await hubHere();
  secretsFile = join(hub.dataDir, 'secrets.json');
}, setupMs);
afterEach(() => hub?.close(), setupMs);

/** What a start that is refused says; one that is not would answer, and never end. */
async function refusedStart(more: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
  const result = await hub.command(['start'], more);
  expect(result.code, result.stderr).not.toBe(0);
  expect(result.stderr).not.toMatch(/^\s+at /m);
  return result;
}

test('a start finds out about every fault of its secrets, says what to do, and never says a secret', {
  timeout: setupMs,
}, async () => {
  expect((await refusedStart()).stderr).toContain('"hub secrets create" makes it');
  const made = await hub.command(['secrets', 'create', '--json']);
  expect(made.code, made.stderr).toBe(0);
  const again = await hub.command(['secrets', 'create']);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('never overwritten') });
  const running = await hub.start();
  const { values } = JSON.parse((await hub.command(['secrets', 'fingerprint', '--json'])).stdout);
  expect(values.map(({ database, log }: { database: string; log: string }) => [database, log])).toEqual(
    values.map(() => ['agrees', 'agrees']),
  );
  await running.close();

  const own = await readFile(secretsFile, 'utf8');
  const foreignFile = join(hub.dataDir, 'foreign.json');
  await createSecrets(foreignFile);
  const foreign = await readFile(foreignFile, 'utf8');
  const cases: [string, () => Promise<unknown>][] = [
    ['others under kek 1, pepper 1, number 1, receipt 1', () => writeFile(secretsFile, foreign)],
    ['is empty', () => writeFile(secretsFile, '')],
    ['only half of it', () => writeFile(secretsFile, own.slice(0, 200))],
    ['chmod 600', () => writeFile(secretsFile, own).then(() => chmod(secretsFile, 0o644))],
    ['hold check values', () => rm(secretsFile)],
    ['is no file', () => mkdir(secretsFile)],
  ];
  for (const [message, spoil] of cases) {
    await spoil();
    const { stderr } = await refusedStart();
    expect(stderr).toContain(message);
    const { kek, receiptKey } = JSON.parse(own) as { kek: { epochs: Record<string, string> }; receiptKey: string };
    for (const secret of [kek.epochs['1'] ?? '', receiptKey, JSON.parse(foreign).receiptKey]) {
      expect(stderr).not.toContain(secret);
    }
  }
  expect((await refusedStart({ HUB_SECRETS_FILE: join(hub.dataDir, 'volume', 'secrets.json') })).stderr).toContain(
    'is its volume mounted?',
  );
  // Even the demo makes none beside a hub that had some; a projector needs none.
  expect(
    (await refusedStart({ HUB_DEMO: 'partners', HUB_SECRETS_FILE: join(hub.dataDir, 'new.json') })).stderr,
  ).toContain('put back the file that they were made with');
  await (await hub.start({ HUB_SECRETS_FILE: foreignFile }, ['projector'])).close();

  const other = await hub.command(['secrets', 'fingerprint'], { HUB_SECRETS_FILE: foreignFile });
  expect(other).toMatchObject({ code: 1, stdout: expect.stringMatching(/^number +1 .*differs +differs$/m) });
});

test('databases are set up by hub migrate alone; commands and starts say so, and status only reads', {
  timeout: setupMs,
}, async () => {
  const url = new URL(hub.database.url);
  url.pathname += '_new';
  const keysUrl = new URL(hub.database.keysUrl);
  keysUrl.pathname += '_new';
  const environment = { HUB_DATABASE_URL: url.href, HUB_KEYS_URL: keysUrl.href };
  const run = (...args: string[]) => hub.command(args, environment);
  await run('secrets', 'create');
  for (const refused of [await run('start'), await run('status'), await run('partner', 'list')]) {
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('does not exist') });
    expect(refused.stderr).toContain('"hub migrate" sets it up');
  }
  await ensureDatabase(url.href);
  expect((await run('status')).stderr).toContain('HUB_DATABASE_URL is empty');

  const { hub: files, keys } = JSON.parse((await run('migrate', '--json')).stdout);
  expect(files).toContain('0010_create_custody.sql');
  expect(keys).toContain('0003_note_check_values.sql');
  expect(JSON.parse((await run('migrate', '--json')).stdout)).toEqual({ hub: [], keys: [] });
  await withClient(url.href, (client) =>
    client.query(`drop table custody.log_origin; delete from schema_migration where file = '0011_remember_log.sql'`),
  );
  for (const refused of [await run('start'), await run('status'), await run('rebuild')]) {
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('lacks 0011_remember_log.sql') });
  }
  expect(JSON.parse((await run('migrate', '--json')).stdout).hub).toEqual(['0011_remember_log.sql']);
  await withClient(hub.database.url, async (client) => {
    for (const { pathname } of [url, keysUrl]) await client.query(`drop database "${pathname.slice(1)}" with (force)`);
  });

  // A hub that has run, and then a database that takes no write at all.
  await (await hub.start()).close();
  const name = new URL(hub.database.url).pathname.slice(1);
  await hub.database.pool.query(`alter database "${name}" set default_transaction_read_only = on`);
  const shown = await hub.command(['status', '--json']);
  expect(shown.code, shown.stderr).toBe(0);
  expect(JSON.parse(shown.stdout).versions).toHaveLength(1);
});

test('after a log that lost events, or is another, the commands that the refusal names lead to a hub that runs', {
  timeout: setupMs,
}, async () => {
  const settings = { HUB_KAFKA_TOPIC_PREFIX: testTopicPrefix() };
  const start = () => hub.start(settings, ['projector']);
  await hub.command(['secrets', 'create']);
  const running = await start();
  await appendEvents(running.infrastructure.log, eventsOnLog({ trainees: 5 }));
  await caughtUp(hub.database, running.infrastructure.log);
  await running.close();
  const faults: [string, () => Promise<unknown>][] = [
    ['log-offset-out-of-range', () => emptyTopic(`${settings.HUB_KAFKA_TOPIC_PREFIX}entry`)],
    ['log-epoch-changed', () => hub.database.pool.query(`update projection.lease set log_epoch = 'another'`)],
  ];
  for (const [code, spoil] of faults) {
    await spoil();
    const refused = await start().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code, retryable: false });
    const { message } = refused as HubError;
    const commands = [...message.matchAll(/"hub ([^"]+)"/g)].map(([, command = '']) => command.split(' '));
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      const { code: exit, stderr } = await hub.command(command, settings);
      expect(exit, `${command.join(' ')}: ${stderr}`).toBe(0);
    }
    const again = await start();
    await appendEvents(again.infrastructure.log, eventsOnLog({ trainees: 2, seed: code }));
    await caughtUp(hub.database, again.infrastructure.log);
    const active = await activeVersion(hub.database.pool);
    const { rows } = await hub.database.pool.query(`select from ${active?.schemaName}.dossier`);
    expect(rows.length).toBeGreaterThan(2);
    await again.close();
  }
});

/** As a cluster does that was restored to a time before: the epoch is there, and events are not. */
async function emptyTopic(topic: string): Promise<void> {
  const kafka = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.deleteTopics({ topics: [topic] });
  await eventually(async () => expect(await admin.listTopics()).not.toContain(topic));
  await admin.disconnect();
}

test('a database is opened on no other log than its own', { timeout: setupMs }, async () => {
  await hub.command(['secrets', 'create']);
  await (await hub.start()).close();
  const embedded = { HUB_KAFKA_BROKERS: '' };
  const other = { HUB_KAFKA_TOPIC_PREFIX: 'elsewhere.' };
  for (const [args, more] of [
    [['start'], embedded],
    [['status'], embedded],
    [['rebuild', '--promote'], embedded],
    [['start', '--kafka'], embedded],
    [['start'], other],
    [['status'], other],
  ] as const) {
    const { code, stderr } = await hub.command(args, more);
    expect(code, args.join(' ')).toBe(2);
    expect(stderr).toMatch(/Set HUB_KAFKA_BROKERS to its brokers and HUB_KAFKA_TOPIC_PREFIX=test-/);
  }
  expect((await hub.command(['status', '--json'])).code).toBe(0);
});

test('a database that was filled from the embedded log stays with it, also where no release before noted it', {
  timeout: setupMs,
}, async () => {
  const embedded = { HUB_KAFKA_BROKERS: '' };
  await hub.command(['secrets', 'create']);
  await hub.database.pool.query(`insert into log.epoch (slices) values (2)`);
  await hub.database.pool.query(`insert into log.partition (topic, slice, next_offset) values ('entry', 0, 7)`);
  const { code, stderr } = await hub.command(['start']);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('without HUB_KAFKA_BROKERS') });
  expect((await hub.command(['status', '--json'], embedded)).code).toBe(0);
});
