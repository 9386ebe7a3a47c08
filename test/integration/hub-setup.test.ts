import { chmod, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import type { CloudEvent } from '@hub/contracts';
import type { HubError } from '@hub/core';
import { activeVersion, createSecrets, ensureDatabase, notedInHub, notedInKeyStore, withClient } from '@hub/platform';
import { Kafka, logLevel } from 'kafkajs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cloudEvent } from '../scenarios/cloud-events.ts';
import { newPerson } from '../scenarios/people.ts';
import { entry } from '../scenarios/reported-events.ts';
import { eventually } from '../support/eventually.ts';
import { type HubHere, hubHere } from '../support/hub-here.ts';
import type { CommandResult } from '../support/hub-process.ts';
import { testBrokers, testTopicPrefix } from '../support/kafka.ts';
import { kafkaLibsDir } from '../support/kafka-server.ts';
import { appendEvents, eventsOnLog } from '../support/log-events.ts';
import { caughtUp } from '../support/projection.ts';
import { clientOf } from '../support/scenario-hub.ts';
import { openWire } from '../support/wire.ts';

let hub: HubHere;
let secretsFile: string;
beforeEach(async () => {
  hub = await hubHere();
  secretsFile = join(hub.dataDir, 'secrets.json');
});
afterEach(() => hub?.close());

/** What a start that is refused says; one that is not would answer, and never end. */
async function refusedStart(more: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
  const result = await hub.command(['start'], more);
  expect(result.code, result.stderr).not.toBe(0);
  expect(result.stderr).not.toMatch(/^\s+at /m);
  return result;
}

test('a start finds out about every fault of its secrets, says what to do, and never says a secret', async () => {
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

test('databases are set up by hub migrate alone; commands and starts say so, and status only reads', async () => {
  const url = new URL(hub.database.url);
  url.pathname += '_new';
  const keysUrl = new URL(hub.database.keysUrl);
  keysUrl.pathname += '_new';
  const environment = { HUB_DATABASE_URL: url.href, HUB_KEYS_URL: keysUrl.href };
  const run = (...args: string[]) => hub.command(args, environment);
  await run('secrets', 'create');
  for (const refused of [await run('start'), await run('status'), await run('parked', 'list')]) {
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
  for (const refused of [await run('start'), await run('status'), await run('verify')]) {
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

test('after a log that lost events, or is another, the commands that the refusal names lead to a hub that runs', async () => {
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

test('a database is opened on no other log than its own', async () => {
  await hub.command(['secrets', 'create']);
  await (await hub.start()).close();
  const embedded = { HUB_KAFKA_BROKERS: '' };
  const other = { HUB_KAFKA_TOPIC_PREFIX: 'elsewhere.' };
  for (const [args, more] of [
    [['start'], embedded],
    [['status'], embedded],
    [['verify'], embedded],
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

test('a database that was filled from the embedded log stays with it, also where no release before noted it', async () => {
  const embedded = { HUB_KAFKA_BROKERS: '' };
  await hub.command(['secrets', 'create']);
  await hub.database.pool.query(`insert into log.epoch (slices) values (2)`);
  await hub.database.pool.query(`insert into log.partition (topic, slice, next_offset) values ('entry', 0, 7)`);
  const { code, stderr } = await hub.command(['start']);
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('without HUB_KAFKA_BROKERS') });
  expect((await hub.command(['status', '--json'], embedded)).code).toBe(0);
});

/** Nobody listens there. */
const awayUrl = 'postgresql://hub@127.0.0.1:1/none';
const nobody = { HUB_KEYS_URL: awayUrl, HUB_KAFKA_BROKERS: '127.0.0.1:1' };

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

test('with the log or the key store away, status shows what lives and says what it does not know', async () => {
  await hub.command(['secrets', 'create']);
  const running = await hub.start();
  const [, port] = (testBrokers()[0] ?? '').split(':');
  const wire = await openWire(Number(port));
  await wire.break({ how: 'hang' });
  const statusOf = async (more: Record<string, string>) => {
    const { code, stdout, stderr } = await hub.command(['status', '--json'], more);
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout);
  };
  await eventually(async () => expect((await statusOf({})).processes).toHaveLength(1));
  for (const brokers of ['127.0.0.1:1', `127.0.0.1:${wire.port}`]) {
    const took = await seconds(async () => {
      const shown = await statusOf({ ...nobody, HUB_KAFKA_BROKERS: brokers });
      expect(shown.services.gateway).toMatchObject({ living: 1 });
      expect(shown).toMatchObject({ logEpoch: null, logSlices: null, logEvents: null });
      expect(shown.logNotReached).toContain('HUB_KAFKA_BROKERS');
      expect(shown.versions[0]).toMatchObject({ active: true, lagEvents: null, lagSeconds: null, parked: 0 });
    });
    expect(took).toBeLessThan(10);
  }
  await wire.close();
  expect(await statusOf({ HUB_KEYS_URL: awayUrl })).toMatchObject({
    logNotReached: null,
    logEvents: { entry: 0 },
    versions: [{ lagEvents: 0 }],
  });
  const { stdout } = await hub.command(['status'], nobody);
  expect(stdout).toMatch(/gateway .*events are taken/);
  expect(stdout).toContain('The log was not reached, and lag is not known.');
  await running.close();
});

test('commands that need neither log nor keys open neither, and a projector needs no keys', async () => {
  await hub.command(['secrets', 'create']);
  await (await hub.start()).close();
  const add = ['operator', 'add', 'someone', '--siret', '99000199200017', '--agent', 'agent-1'];
  for (const args of [add, ['parked', 'list']]) {
    expect(await hub.command(args, nobody), args.join(' ')).toMatchObject({ code: 0, stderr: '' });
  }
  const { active } = JSON.parse((await hub.command(['status', '--json'])).stdout).versions[0];
  expect(active).toBe(true);
  for (const args of [['rollback'], ['retire', 'any.1'], ['promote', 'any.1'], ['rebuild'], ['diff', 'any.1']]) {
    const { code, stderr } = await hub.command(args, nobody);
    expect([args[0], code]).toEqual([args[0], args[0] === 'diff' ? 2 : 1]);
    if (args[0] !== 'diff') expect(stderr).toContain('start one ("hub start")');
    expect(stderr).not.toContain('127.0.0.1:1');
  }
  const projector = await hub.start({ HUB_KEYS_URL: awayUrl }, ['projector']);
  const run = JSON.parse(await readFile(join(hub.dataDir, 'run-projector.json'), 'utf8'));
  expect(run).toMatchObject({ services: ['projector'], keysUrl: null });
  await projector.close();

  // What fails is said once, in a sentence.
  const backup = await hub.command(['backup', join(hub.dataDir, 'backup')], { HUB_KEYS_URL: awayUrl });
  expect(backup).toMatchObject({ code: 1, stderr: expect.stringMatching(/^hub: [^{]*cannot be reached[^{]*$/) });
});

test('the fingerprint asks each store by itself', async () => {
  await hub.command(['secrets', 'create']);
  await (await hub.start()).close();
  const cases: [Record<string, string>, string, RegExp][] = [
    [{ HUB_KEYS_URL: awayUrl }, 'keyStore', /^kek +1 .*agrees +not reached +agrees$/m],
    [{ HUB_DATABASE_URL: awayUrl }, 'database', /^kek +1 .*not reached +agrees +agrees$/m],
    [{ HUB_KAFKA_BROKERS: '127.0.0.1:1' }, 'log', /^kek +1 .*agrees +agrees +not reached$/m],
  ];
  for (const [more, store, row] of cases) {
    const { code, stdout, stderr } = await hub.command(['secrets', 'fingerprint'], more);
    expect([store, code, stderr]).toEqual([store, 0, '']);
    expect(stdout).toMatch(row);
    expect(stdout.match(/was not reached/g)).toHaveLength(1);
    expect(stdout).toContain(`${store} was not reached: `);
  }
});

test('a command believes no file of secrets for good', async () => {
  await hub.command(['secrets', 'create']);
  await (await hub.start()).close();
  const { pool, keysPool } = hub.database;
  await pool.query('delete from custody.check_value');
  await keysPool.query('delete from keys.check_value');
  const verified = await hub.command(['verify', '--registry']);
  expect(verified.code, verified.stderr).toBe(0);
  expect(await notedInHub(pool)).toEqual([]);
  expect(await notedInKeyStore(keysPool)).toEqual([]);
  const none = await hub.command(['verify', '--registry'], { HUB_SECRETS_FILE: join(hub.dataDir, 'none.json') });
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no file of secrets') });
});

test('a file of another hub, or of a container that is gone, leads no command astray', async () => {
  const url = 'http://127.0.0.1:9';
  const stale = { url, pid: process.ppid, services: ['gateway'], log: 'kafka', databaseUrl: awayUrl, keysUrl: awayUrl };
  const write = (more: object) => writeFile(join(hub.dataDir, 'run.json'), JSON.stringify({ ...stale, ...more }));
  await write({ kafkaBrokers: ['127.0.0.1:1'] });
  expect(await hub.command(['migrate', '--json'])).toMatchObject({ code: 0 });
  await write({ host: 'gone.invalid', kafkaBrokers: ['127.0.0.1:1'] });
  const embedded = { HUB_DATABASE_URL: '', HUB_KEYS_URL: '', HUB_KAFKA_BROKERS: '' };
  const promoted = await hub.command(['promote', 'any.1'], embedded);
  expect(promoted).toMatchObject({ code: 1, stderr: expect.stringContaining('No hub runs on') });
});

test('a database that does not answer is given up as HUB_DATABASE_TIMEOUT_MS says', async () => {
  const wire = await openWire(Number(new URL(hub.database.url).port));
  await wire.break({ how: 'hang' });
  const more = { HUB_DATABASE_URL: wire.through(hub.database.url), HUB_DATABASE_TIMEOUT_MS: '500' };
  const took = await seconds(async () => {
    expect(await hub.command(['status'], more)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^hub: [^{]*$/),
    });
  });
  expect(took).toBeLessThan(10);
  await wire.close();
});

// Java starts four times here: what formats the log, and three brokers, one after the other.
test('commands on a stopped hub with a Kafka of its own show and rebuild what that log holds', {
  timeout: 540_000,
}, async () => {
  const own = { HUB_KAFKA_BROKERS: '', HUB_DEMO: 'partners' };
  await mkdir(join(hub.dataDir, 'kafka'));
  await symlink(kafkaLibsDir, join(hub.dataDir, 'kafka', 'libs'));
  const running = await hub.start(own, undefined, true);
  const events = [1, 2, 3].map((n) => cloudEvent(entry('eos', `own-${n}`, '2026-04-01'), newPerson()));
  const outcomes = await clientOf(running, 'eos').report(events as CloudEvent[]);
  expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted']);
  await running.close();
  const shown = await hub.command(['status', '--json'], own);
  expect(shown.code, shown.stderr).toBe(0);
  expect(JSON.parse(shown.stdout)).toMatchObject({ logNotReached: null, logEvents: { entry: 3 } });
  const priority = getPriority();
  const rebuilt = await hub.command(['rebuild', '--stopped', '--promote', '--json'], own);
  expect(rebuilt.code, rebuilt.stderr).toBe(0);
  // It runs in this process, where others work too.
  expect(getPriority()).toBe(priority);
  const { events: read, comparison } = JSON.parse(rebuilt.stdout);
  expect(read).toBeGreaterThanOrEqual(3);
  expect(comparison.dossiers).toMatchObject({ equal: 3, changed: 0, onlyHere: 0, onlyThere: 0 });
});

test('keys in the database of what they seal are refused, by a start and by hub migrate, until that is accepted', async () => {
  await hub.command(['secrets', 'create']);
  const { url } = hub.database;
  const unsaid = { HUB_KEYS_URL: url };
  // The same place, written otherwise.
  const otherwise = { HUB_KEYS_URL: url.replace(/\/\/[^@]*@/, '//another:secret@') };
  for (const shared of [unsaid, otherwise]) {
    expect(await refusedStart(shared)).toMatchObject({ code: 2, stderr: expect.stringContaining('HUB_KEYS_SHARED') });
    expect(await hub.command(['migrate'], shared)).toMatchObject({
      code: 2,
      stderr: expect.not.stringMatching(/secret@/),
    });
  }
  expect(await refusedStart({ ...unsaid, HUB_KEYS_SHARED: 'yes' })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('must be "accepted"'),
  });
  const accepted = { ...unsaid, HUB_KEYS_SHARED: 'accepted' };
  expect(await hub.command(['migrate'], accepted)).toMatchObject({ code: 0 });
  await (await hub.start(accepted)).close();
  const { rows } = await hub.database.pool.query('select count(*)::int as epochs from keys.check_value');
  expect(rows).toEqual([{ epochs: 1 }]);
});

test('a query service, a gateway and a dispatcher run on the files that hub secrets split wrote, each on its own', async () => {
  const demo = { HUB_DEMO: 'partners' };
  const directory = join(hub.dataDir, 'split');
  await hub.command(['secrets', 'create']);
  const split = await hub.command(['secrets', 'split', directory, '--json']);
  expect(JSON.parse(split.stdout)).toMatchObject({
    files: [{ service: 'gateway' }, { service: 'query' }, { service: 'dispatcher' }, { service: 'console' }],
  });
  const [gatewayFile, queryFile] = [join(directory, 'gateway.json'), join(directory, 'query.json')];
  const again = await hub.command(['secrets', 'split', directory]);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('never overwritten') });
  // What a query service has makes no whole file, and no next one.
  for (const args of [
    ['secrets', 'split', join(hub.dataDir, 'other')],
    ['secrets', 'change', '--new-kek', '--to', join(hub.dataDir, 'next.json')],
  ]) {
    const refused = await hub.command(args, { HUB_SECRETS_FILE: queryFile });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('of a query service') });
  }
  await expect(readdir(join(hub.dataDir, 'other'))).resolves.toEqual([]);

  const gateway = await hub.start({ ...demo, HUB_SECRETS_FILE: gatewayFile }, ['gateway', 'projector']);
  const query = await hub.start({ ...demo, HUB_SECRETS_FILE: queryFile }, ['query']);
  try {
    const person = newPerson();
    const event = cloudEvent(entry('eos', 'split-1', '2026-04-01'), person) as { readonly data: object };
    const trainee = { nir: person.nir, birthName: 'DESSAI' };
    const told = await clientOf(gateway, 'eos').fetch('/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify([{ ...event, data: { ...event.data, trainee } }]),
    });
    expect(told.status).toBe(200);
    // Tokens are given by the gateway, and believed by the query service, which opens what the other sealed.
    const reader = clientOf(gateway, 'cdc', query.url);
    const path = await eventually(async () => {
      const answer = await reader.fetch('/v1/training-paths/search', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'hub-agent': 'split', 'hub-purpose': 'control' },
        body: JSON.stringify({ nir: person.nir }),
      });
      expect(answer.status).toBe(200);
      return (await answer.json()) as { identity?: { birthName?: string } };
    });
    expect(path.identity?.birthName).toBe('DESSAI');
    const asked = await fetch(new URL('/oauth2/token', query.url), { method: 'POST' });
    expect(asked.status).toBe(404);
    // It opens no key store, and asks the query service in the client's name.
    vi.stubEnv('HUB_QUERY_URL', query.url).stubEnv('HUB_WEBHOOK_PRIVATE', 'true');
    const own = {
      ...demo,
      HUB_SECRETS_FILE: join(directory, 'dispatcher.json'),
      HUB_KEYS_URL: 'postgresql://nobody@127.0.0.1:1/',
    };
    const dispatcher = await hub.start(own, ['dispatcher']);
    try {
      const added = await clientOf(gateway, 'cdc', dispatcher.url).fetch('/v1/webhooks', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ url: 'http://127.0.0.1:9/', purpose: 'control' }),
      });
      expect(added.status, await added.text()).toBe(201);
      expect((await fetch(`${dispatcher.url}/readyz`)).status).toBe(200);
    } finally {
      await dispatcher.close();
    }
    await expect(hub.start({ ...own, HUB_SECRETS_FILE: queryFile }, ['dispatcher'])).rejects.toMatchObject({
      code: 'secrets-unusable',
    });
    vi.unstubAllEnvs();
    await expect(hub.start(own, ['dispatcher'])).rejects.toMatchObject({ code: 'configuration-invalid' });
  } finally {
    await query.close();
    await gateway.close();
  }
  const refused = await hub.command(['start', '--only', 'gateway'], { ...demo, HUB_SECRETS_FILE: queryFile });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('file of secrets of a query service') });
});

test('commands of rights, alarms, trace, keys and secrets say what they did, what they need, and what is wrong', async () => {
  const running = await hub.start({ HUB_DEMO: 'partners' });
  try {
    const secret = running.clients.find(({ clientId }) => clientId === 'operator')?.clientSecret ?? '';
    const operator = { HUB_URL: running.url, HUB_CLIENT_ID: 'operator', HUB_CLIENT_SECRET: secret };
    const run = (...args: readonly string[]) => hub.command(args, operator);
    const documentOf = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await run(...args, '--json');
      expect(code, `hub ${args.join(' ')}: ${stderr}`).toBe(0);
      return JSON.parse(stdout);
    };
    const nobody = '00000000-0000-4000-8000-000000000000';
    const destroy = ['keys', 'destroy', '--legal-ground', 'R6323-39', '--yes'];
    const wrong = [
      ['rights', 'explain', '--kind', 'bank'],
      ['alarms', 'list', '--limit', '0'],
      ['alarms', 'acknowledge', '1'],
      ['alarms', 'acknowledge', 'x', '--why', 'ticket-1'],
      ['alarms', 'acknowledge', '1', '--why', 'someone@example.test'],
      ['trace', 'of'],
      ['trace', 'of', '--dossier', '12'],
      ['trace', 'hold', 'add', '--from', '2026-01-01'],
      ['trace', 'hold', 'add', '--from', '2026-03-01', '--to', '2026-02-01', '--reason', 'ticket-1'],
      ['trace', 'hold', 'lift', 'x'],
      ['keys', 'rewrap', '--to', 'x'],
      destroy,
      [...destroy, 'x'],
      ['keys', 'destroy', nobody, '--legal-ground', 'R6323-39'],
      ['keys', 'destroy', nobody, '--legal-ground', 'Marie Dupont', '--yes'],
      ['keys', 'destroyed', 'x'],
      ['keys', 'hold', nobody],
      ['keys', 'lift-hold', 'x'],
      ['secrets', 'split'],
      ['secrets', 'change', '--to', join(hub.dataDir, 'next.json')],
      ['secrets', 'change', '--to', join(hub.dataDir, 'next.json'), '--new-kek', '--new-token'],
      ['secrets', 'change', '--to', join(hub.dataDir, 'next.json'), '--without-kek', '1'],
      ['secrets', 'change', '--to', join(hub.dataDir, 'next.json'), '--without-former-pepper'],
    ];
    const failing = [
      ['alarms', 'acknowledge', '99', '--why', 'ticket-1'],
      ['trace', 'hold', 'lift', '99'],
      ['keys', 'rewrap', '--to', '9'],
      [...destroy, nobody],
      ['keys', 'hold', nobody, '--reason', 'ticket-1'],
      ['keys', 'lift-hold', nobody],
      ['keys', 'destroyed', nobody],
    ];
    for (const [index, args] of [...wrong, ...failing].entries()) {
      const { code, stderr } = await run(...args);
      expect(code, `hub ${args.join(' ')}: ${stderr}`).toBe(index < wrong.length ? 2 : 1);
      expect(stderr, args.join(' ')).toMatch(/^(?:hub|error): /);
      expect(stderr, args.join(' ')).not.toMatch(/^\s+at /m);
    }

    expect((await documentOf('rights', 'explain', '--kind', 'pay-body')).relations).toContainEqual(
      expect.objectContaining({ name: 'paying' }),
    );
    const wrongSecret = { authorization: `Basic ${Buffer.from('opco:wrong').toString('base64')}` };
    const form = () => new URLSearchParams({ grant_type: 'client_credentials' });
    for (let tries = 0; tries < 10; tries++) {
      await fetch(new URL('/oauth2/token', running.url), { method: 'POST', headers: wrongSecret, body: form() });
    }
    const rung = async () => (await documentOf('alarms', 'list')).items as { id: number; kind: string }[];
    const [alarm] = await eventually(async () => {
      const alarms = await rung();
      expect(alarms).toMatchObject([{ kind: 'wrong-secrets' }]);
      return alarms;
    });
    await documentOf('alarms', 'acknowledge', String(alarm?.id), '--why', 'ticket-1');
    expect(await rung()).toEqual([]);
    expect((await run('alarms', 'list', '--all')).stdout).toContain('ticket-1');

    const held = ['--from', '2026-01-01', '--to', '2026-02-01', '--reason', 'ticket-1'];
    const { id } = await documentOf('trace', 'hold', 'add', ...held);
    expect(await documentOf('trace', 'hold', 'list')).toMatchObject({ holds: [{ id, liftedBy: null }] });
    expect(await documentOf('trace', 'hold', 'lift', String(id))).toMatchObject({ liftedBy: expect.any(String) });
    expect((await run('trace', 'of', '--dossier', '999999999')).stdout).toContain('nobody is known');
    expect(await documentOf('trace', 'verify')).toMatchObject({ faults: [], forgedAnchors: 0 });

    const told = await clientOf(running, 'eos').fetch('/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify([cloudEvent(entry('eos', 'command-1', '2026-04-01'), newPerson())]),
    });
    expect(told.status).toBe(200);
    const { rows } = await hub.database.pool.query<{ trainee: string }>(
      'select trainee_id as trainee from registry.trainee',
    );
    const trainee = rows[0]?.trainee ?? '';
    await documentOf('keys', 'hold', trainee, '--reason', 'ticket-1');
    expect(await documentOf('keys', 'holds')).toMatchObject({ holds: [{ trainee, reason: 'ticket-1' }] });
    const spared = await run(...destroy, trainee);
    expect(spared).toMatchObject({ code: 1, stdout: expect.stringMatching(/0 of 1 trainees.*\n.*are held/) });
    await documentOf('keys', 'lift-hold', trainee);
    expect((await run('keys', 'holds')).stdout).toBe('Nobody is held.\n');
    expect((await run('keys', 'destroyed')).stdout).toBe('No data were destroyed.\n');
    expect((await documentOf('keys', 'retention')).result).toMatchObject({ deceased: 0, trainees: 0 });
    expect(await documentOf('keys', 'rewrap', '--to', '1')).toMatchObject({ state: 'done' });
    expect(await documentOf(...destroy, trainee)).toMatchObject({ state: 'done', result: { trainees: 1 } });
    expect(await documentOf('keys', 'destroyed')).toMatchObject({ destroyed: [{ trainee }] });
    expect((await run('keys', 'destroyed', trainee)).stdout).toContain(`${trainee}: pending`);
    const changed = await documentOf('secrets', 'change', '--new-kek', '--to', join(hub.dataDir, 'next.json'));
    expect(changed.values).toContainEqual(expect.objectContaining({ name: 'kek', epoch: '2' }));
  } finally {
    await running.close();
  }
});
