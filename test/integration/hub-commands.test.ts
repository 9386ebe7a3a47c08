import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parisDay } from '@hub/core';
import { simulateAll } from '@hub/simulation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type CommandResult, type HubProcess, type TestHub, testHub } from '../support/hub-process.ts';

const commands = [
  'start',
  'simulate',
  'import',
  'status',
  'path',
  'dossier',
  'receipts',
  'rebuild',
  'versions',
  'dictionary check',
  'verify',
  'diff',
  'promote',
  'rollback',
  'retire',
  'parked list',
  'parked show',
  'parked settle',
  'parked retry',
  'organisation add',
  'organisation list',
  'organisation show',
  'convention add',
  'dataset make',
  'dataset list',
  'dataset get',
  'convention list',
  'convention end',
  'operator add',
  'partner add',
  'partner list',
  'partner revoke',
  'partner rotate',
  'log cat',
  'link several',
  'person correct',
];

/** Many commands, one after the other, on a machine that may be busy. */
const commandMs = 180_000;
let hub: TestHub;
let running: HubProcess;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-commands-'));
  hub = await testHub();
  running = await hub.start();
}, commandMs);

afterAll(async () => {
  await hub?.close();
  await rm(folder, { recursive: true, force: true });
});

/** One whole document on stdout, whatever stderr says. */
async function documentOf<T>(args: readonly string[], stdin?: string): Promise<T> {
  const result = await hub.commandHere([...args, '--json'], stdin);
  expect(result, result.stderr).toMatchObject({ code: 0 });
  return JSON.parse(result.stdout) as T;
}

/** In this process; a start is a process of its own, as it ends one. */
function resultsOf(calls: readonly (readonly string[])[]): Promise<CommandResult[]> {
  return Promise.all(calls.map((args) => (args.join(' ') === 'start' ? hub.command(args) : hub.commandHere(args))));
}

test('each command explains itself and offers --json', { timeout: commandMs }, async () => {
  const results = await resultsOf(commands.map((command) => [...command.split(' '), '--help']));
  for (const [index, { code, stdout, stderr }] of results.entries()) {
    expect({ code, stderr }, commands[index]).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Usage: hub ${commands[index]}`);
    expect(stdout).toContain('--json');
  }
});

test('wrong use ends with 2, a failure with 1; both say why, and no stack is shown', {
  timeout: commandMs,
}, async () => {
  const missing = join(folder, 'missing.xml');
  const wrong = [
    [],
    ['unheard-of'],
    ['dossier', 'abc', '--client', 'cdc'],
    ['path', '--client', 'cdc'],
    ['path', '--client', 'cdc', '--nia', '--nir'],
    ['path', '--client', 'cdc', '--nia', '--partner', 'eos'],
    ['simulate', 'agora'],
    ['log', 'cat', 'unheard-of'],
    ['import', 'lheo', missing, '--rejects', join(folder, 'no', 'such', 'folder')],
    ['partner', 'add', 'someone'],
    ['partner', 'add', 'someone', '--siret', '99000106700018', '--certifies', 'name'],
    ['organisation', 'add', '99000106700019', '--name', 'Région', '--kind', 'region'],
    ['organisation', 'add', '99000106700018', '--name', 'Région', '--kind', 'bank'],
    ['convention', 'add', '99000106700018', '--limit', 'personsADay'],
    ['operator', 'add', 'someone', '--siret', '99000106700019', '--agent', 'a'],
    ['start'],
    ['dossier', '115947601', '--client', 'cdc', '--purpose', 'curiosity'],
    ['dossier', '115947601', '--client', 'cdc', '--as-of', '2026-02-30'],
    ['dossier', '115947601', '--client', 'cdc', '--known-at', 'yesterday'],
  ];
  const failing = [
    ['dossier', '999999999', '--client', 'cdc'],
    ['dossier', '999999999', '--client', 'unheard-of'],
    ['promote', 'unheard.1'],
    ['retire', 'unheard.1'],
    ['import', 'lheo', missing],
  ];
  const results = await resultsOf([...wrong, ...failing]);
  for (const [index, { code, stdout, stderr }] of results.entries()) {
    const call = [...wrong, ...failing][index]?.join(' ');
    expect(code, `hub ${call}: ${stderr}`).toBe(index < wrong.length ? 2 : 1);
    expect(`${stdout}${stderr}`, call).not.toBe('');
    expect(stderr, call).not.toMatch(/^\s+at /m);
  }
});

test('a command that needs a hub starts none: it says which process is missing', { timeout: commandMs }, async () => {
  const run = JSON.parse(await readFile(join(hub.dataDir, 'run.json'), 'utf8'));
  const dataDir = join(folder, 'query-only');
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'run-query.json'), JSON.stringify({ ...run, services: ['query'] }));
  const nowhere = join(folder, 'nowhere');
  const embedded = { HUB_DATA_DIR: nowhere, HUB_DATABASE_URL: '', HUB_KEYS_URL: '', HUB_KAFKA_BROKERS: '' };
  const [simulated, read, stopped, promoted] = await Promise.all([
    hub.commandHere(['simulate', 'eos', '--trainees', '1'], '', { HUB_DATA_DIR: dataDir }),
    hub.commandHere(['dossier', '999999999', '--client', 'cdc'], '', { HUB_DATA_DIR: dataDir }),
    hub.commandHere(['dossier', '999999999', '--client', 'cdc'], '', embedded),
    hub.commandHere(['promote', 'any.1'], '', embedded),
  ]);
  expect([simulated.code, simulated.stderr]).toEqual([1, expect.stringMatching(/No gateway runs on .*serves query/)]);
  // Found by run-query.json, which gives tokens too.
  expect([read.code, read.stderr]).toEqual([1, expect.stringContaining('404')]);
  for (const { code, stderr } of [stopped, promoted]) {
    expect([code, stderr]).toEqual([1, expect.stringContaining(`No hub runs on ${nowhere}`)]);
  }
  await expect(readdir(nowhere)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('an import reports what it can, keeps what it could not, and ends with 1 where a file is not of its format', {
  timeout: commandMs,
}, async () => {
  const path = join(folder, 'offer.xml');
  const rejects = join(folder, 'rejects.jsonl');
  await writeFile(path, '<lheo xmlns="http://www.lheo.org/2.2" datemaj="20261101"><offres><formation>');
  const cut = await hub.command(['import', 'lheo', path, '--rejects', rejects, '--json']);
  expect(cut.code).toBe(1);
  const kept = (await readFile(rejects, 'utf8')).trim().split('\n');
  expect(kept.map((line) => JSON.parse(line).rule)).toContain('file-cut');
  expect(JSON.parse(cut.stdout)).toMatchObject({ complete: false, events: 0 });

  const offer = join(import.meta.dirname, '../../services/ofeli/fixtures/offer-2.3.xml');
  const asked = await hub.commandHere(['import', 'lheo', offer, '--dry-run', '--json']);
  expect(JSON.parse(asked.stdout)).toMatchObject({ checkedBy: 'dry-run', accepted: 5, refused: 0 });
  const alone = await hub.commandHere(['import', 'lheo', offer, '--dry-run'], '', { HUB_URL: 'http://127.0.0.1:9' });
  expect(alone).toMatchObject({ code: 0, stdout: expect.stringContaining('only translated, for no hub answers') });

  const table = join(folder, 'other.csv');
  await writeFile(table, 'SIRET|LIBELLE\n11111111111111|Organisme\n');
  const other = await hub.commandHere(['import', 'kairos', table]);
  expect(other.code).toBe(1);
  expect(other.stdout).toContain('header-unknown');
});

test('a life reported by simulate is read by path and dossier, and the same seed changes nothing', {
  timeout: commandMs,
}, async () => {
  const simulate = ['simulate', 'all', '--trainees', '20', '--seed', 'commands', '--mess', '0'];
  const report = await documentOf<{ accepted: number; refused: number }>(simulate);
  expect(report).toMatchObject({ refused: 0 });
  const before = await settled();
  await documentOf(simulate);
  expect(await settled()).toEqual(before);

  const nir = identifierOf('commands', 'nir');
  const found = await documentOf<{ dossiers: { number: number }[] }>(['path', '--client', 'cdc'], `${nir}\n`);
  const number = String(found.dossiers[0]?.number);
  const [byFranceTravail, byPartner] = await Promise.all([
    hub.command(
      ['path', '--client', 'cdc', '--france-travail-number'],
      `${identifierOf('commands', 'franceTravailNumber')}\n`,
    ),
    hub.commandHere(
      ['path', '--client', 'cdc', '--partner-number', '--partner', 'opco'],
      `${identifierOf('commands', 'partnerNumber', 'opco')}\n`,
    ),
  ]);
  expect([byFranceTravail.code, byPartner.code]).toEqual([0, 0]);
  const [shown, explained, whole, early] = await Promise.all([
    hub.commandHere(['dossier', number, '--client', 'cdc']),
    hub.commandHere(['dossier', number, '--client', 'cdc', '--facts', '--explain']),
    documentOf<{ facts: unknown[] }>(['dossier', number, '--client', 'cdc', '--facts']),
    hub.commandHere(['dossier', number, '--client', 'cdc', '--known-at', '2020-01-01T00:00:00Z']),
  ]);
  expect(shown.stdout).toContain(`Dossier ${number}`);
  expect(shown.stdout).toMatch(/Formation {3}(?:[^:]+ — .*session:|file:)/);
  expect(explained.stdout).toMatch(/Fait {8}\d{4}-\d\d-\d\d {2}[a-z-]+, [a-z-]+\/\S+ : décide \//);
  expect(explained.stdout).toMatch(/Pourquoi {4}\/status : Cet état vient de « /);
  const lines = shown.stdout.split('\n').filter((line) => line.includes('Anomalie'));
  expect(new Set(lines).size).toBe(lines.length);
  expect(whole.facts.length).toBeGreaterThan(0);
  expect(early.code).toBe(1);
});

/** What the records hold once the projector has read all that was reported. */
function settled(): Promise<unknown> {
  return eventually(
    async () => {
      const status = await documentOf<{ attention: unknown; versions: { lagEvents: number }[] }>(['status']);
      expect(status.versions[0]?.lagEvents).toBe(0);
      return status.attention;
    },
    { timeoutMs: 20_000 },
  );
}

/** A person of the simulated lives, as a financer knows it. */
function identifierOf(seed: string, field: 'nir' | 'franceTravailNumber' | 'partnerNumber', source?: string): string {
  const simulation = simulateAll({ seed, trainees: 20, today: parisDay(Date.now()), mess: 0 });
  for (const { events } of simulation.items) {
    for (const event of events) {
      if (source !== undefined && event.source !== `urn:hub:source:${source}`) continue;
      const { [field]: identifier } = (event.data.trainee ?? {}) as Partial<Record<typeof field, string>>;
      if (identifier !== undefined) return identifier;
    }
  }
  throw new Error('No simulated life has a number.');
}

test('a partner is added, signs in, gets a new secret and is revoked', { timeout: commandMs }, async () => {
  const siret = '99000106700018';
  const add = ['partner', 'add', 'newcomer', '--siret', siret, '--sources', 'eos', '--certifies', 'nir'];
  const result = await hub.commandHere([...add, '--agent', 'agent-7', '--json']);
  expect(result.stderr).toContain('eos writes for the source eos already');
  const added = JSON.parse(result.stdout) as { clientSecret: string; alsoWrittenBy: object[] };
  expect(added.alsoWrittenBy).toEqual([{ clientId: 'eos', source: 'eos' }]);
  expect(await signsIn('newcomer', added.clientSecret)).toBe(true);
  const rotated = await documentOf<{ clientSecret: string }>(['partner', 'rotate', 'newcomer']);
  expect(await signsIn('newcomer', rotated.clientSecret)).toBe(true);
  const [again, listed, shown] = await Promise.all([
    hub.commandHere(['partner', 'rotate', 'newcomer']),
    hub.commandHere(['partner', 'list', '--source', 'eos']),
    hub.commandHere(['organisation', 'show', siret]),
  ]);
  expect([again.code, again.stderr]).toEqual([1, expect.stringMatching(/works until 20\d\d-.*--end-old-secret/)]);
  expect(await signsIn('newcomer', added.clientSecret)).toBe(true);
  expect(listed.stdout).toMatch(/newcomer +region +99000106700018 +eos +nir +.*secret +20\d\d-/);
  expect(shown.stdout).toMatch(/99000106700018 +Région Centre-Val de Loire/);
  expect(shown.stdout).toContain('newcomer');
  await documentOf(['partner', 'revoke', 'newcomer']);
  expect(await signsIn('newcomer', rotated.clientSecret)).toBe(false);
  const audited = await hub.database.pool.query(
    `select what, agent from admin.audit where subject = 'client:newcomer' order by audit_id`,
  );
  expect(audited.rows).toEqual([
    { what: 'client-added', agent: 'agent-7' },
    { what: 'client-rotated', agent: expect.any(String) },
    { what: 'client-revoked', agent: expect.any(String) },
  ]);
});

test('the first operator is added at the database, signs in by a key, and makes an organisation with its convention', {
  timeout: commandMs,
}, async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [own, open] = [join(folder, 'operator.pem'), join(folder, 'operator.json')];
  await writeFile(own, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(open, JSON.stringify(publicKey.export({ format: 'jwk' })));
  const operator = ['operator', 'add', 'second-operator', '--siret', '99000199200017', '--agent', 'agent-1'];
  // It needs no hub that runs: only the database.
  const nobody = { HUB_DATA_DIR: join(folder, 'nobody') };
  const first = await hub.commandHere([...operator, '--name', 'Opérateur', '--jwks', open, '--json'], '', nobody);
  expect(first, first.stderr).toMatchObject({ code: 0 });
  expect(JSON.parse(first.stdout)).toMatchObject({ clientId: 'second-operator', clientSecret: null });
  const keyed = { HUB_CLIENT_ID: 'second-operator', HUB_CLIENT_KEY_FILE: own };
  const siret = '99000198400014';
  const run = (args: readonly string[]) => hub.commandHere(args, '', keyed);
  expect((await run(['organisation', 'add', siret, '--name', 'OPCO des essais', '--kind', 'opco'])).code).toBe(0);
  const agreed = await run([
    ...['convention', 'add', siret, '--from', '2026-01-01', '--to', '2099-12-31', '--purposes', 'funding-follow-up'],
    ...[
      '--addresses',
      '127.0.0.0/8',
      '--limit',
      'personsADay=100',
      '--exception',
      'prf-direct=50',
      '--takeover',
      '--json',
    ],
  ]);
  expect(agreed, agreed.stderr).toMatchObject({ code: 0 });
  const { id, limits } = JSON.parse(agreed.stdout) as { id: string; limits: object };
  expect(limits).toMatchObject({ personsADay: 100, agentPersonsAnHour: 60 });
  const [early, ended, denied] = await Promise.all([
    run(['convention', 'end', id, '--to', '2025-12-31']),
    run(['convention', 'end', id, '--to', '2026-06-30']),
    hub.commandHere(['organisation', 'list', '--client', 'cdc']),
  ]);
  expect([early.code, early.stderr]).toEqual([2, expect.stringContaining('/to: ')]);
  expect(early.stderr).toContain('not before its first day, 2026-01-01');
  expect(ended.stdout).toContain('ends with 2026-06-30');
  expect([denied.code, denied.stderr]).toEqual([1, expect.stringContaining('403')]);
});

async function signsIn(clientId: string, clientSecret: string): Promise<boolean> {
  const response = await fetch(`${running.url}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  await response.arrayBuffer();
  return response.ok;
}

test('records are verified, by the command and by the hub itself, and versions are compared field by field', {
  timeout: commandMs,
}, async () => {
  const { stdout } = await hub.commandHere(['verify', '--slices', '2']);
  expect(stdout).toMatch(/4 of 4 slices at equal offsets/);
  expect(stdout).toMatch(/dossiers +\d+ +0 +0 +0\n/);
  const wrong = await hub.commandHere(['verify', '--slices', 'some']);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('A count, 4, or slices, 0,5,9')]);
  const operate = async (path: string, body?: object) => {
    const asked = { headers: { 'hub-agent': 'test', 'content-type': 'application/json' } };
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await running.client('operator').fetch(`/v1/admin/${path}`, { ...asked, ...sent });
    return (await response.json()) as { id: string; state: string; result: { comparison: { dossiers: object } } };
  };
  const { id } = await operate('verifications', {});
  const job = await eventually(
    async () => {
      const found = await operate(`jobs/${id}`);
      return found.state === 'done' ? found : false;
    },
    { timeoutMs: 30_000 },
  );
  expect(job).toMatchObject({ result: { comparison: { dossiers: { changed: 0, onlyHere: 0, onlyThere: 0 } } } });
  const { versions } = await documentOf<{ versions: { version: string; state: string }[] }>(['status']);
  expect(versions.map(({ state }) => state)).toEqual(['active']);
  const version = versions[0]?.version ?? '';
  const found = await documentOf<{ dossiers: { number: number }[] }>(
    ['path', '--client', 'cdc'],
    `${identifierOf('commands', 'nir')}\n`,
  );
  const same = await hub.commandHere(['diff', version, version, '--dossier', String(found.dossiers[0]?.number)]);
  expect(same.stdout).toContain(`is the same in ${version} and ${version}`);
  const none = await hub.commandHere(['diff', version, '--dossier', '999999999']);
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('no such dossier in either version')]);
  const listed = await documentOf<{ versions: { version: string; trial: string | null }[] }>(['versions']);
  expect(listed.versions).toMatchObject([{ version, trial: null }]);
  const persons = await hub.commandHere(['verify', '--registry']);
  expect([persons.code, persons.stdout]).toEqual([0, expect.stringContaining('say the same')]);
  const candidate = join(folder, 'candidate');
  await mkdir(candidate);
  const rows = { title: 'x', description: 'x', source: 'x', territories: {}, rows: [] };
  await writeFile(join(candidate, 'authority.json'), JSON.stringify(rows));
  const checked = await documentOf<{ rules: { dossiers: number; changed: number } }>([
    ...['dictionary', 'check', '--candidate', candidate],
  ]);
  expect(checked.rules.dossiers).toBeGreaterThan(0);
  expect(checked.rules.changed).toBeGreaterThan(0);
});

test('records are built again and given to readers while the hub lives, and the way back is open', {
  timeout: commandMs,
}, async () => {
  const rebuilt = await documentOf<{
    version: string;
    events: number;
    switched: { active: string; previous: string };
  }>(['rebuild', '--promote']);
  expect(rebuilt.switched.active).toBe(rebuilt.version);
  expect(rebuilt.events).toBeGreaterThan(0);
  const back = await documentOf<{ active: string }>(['rollback', '--agent', 'agent-7']);
  expect(back.active).toBe(rebuilt.switched.previous);
  const few = await documentOf<{ active: string }>(['promote', rebuilt.version, '--max-changed', '0.1%']);
  expect(few.active).toBe(rebuilt.version);
  const audited = await running.client('operator').fetch('/v1/admin/audit?what=version-rolled-back', {
    headers: { 'hub-agent': 'test' },
  });
  expect(await audited.json()).toMatchObject({ items: [{ agent: 'agent-7', subject: `version:${back.active}` }] });
  await documentOf(['rollback']);
  const needed = await hub.commandHere(['retire', rebuilt.version]);
  expect([needed.code, needed.stderr]).toEqual([1, expect.stringContaining('--without-way-back')]);
  await documentOf(['retire', rebuilt.version, '--without-way-back']);
  const gone = await hub.commandHere(['rollback']);
  expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining(`${rebuilt.version} was retired`)]);
  const { versions } = await documentOf<{ versions: { version: string }[] }>(['status']);
  expect(versions.map(({ version }) => version)).toEqual([back.active]);
  expect(await documentOf(['parked', 'list', '--all'])).toEqual({ parked: [] });
  const settled = await hub.commandHere([
    'parked',
    'settle',
    `${back.active}/entry/0/9999`,
    '--reason',
    'reported again',
  ]);
  expect([settled.code, settled.stderr]).toEqual([2, expect.stringContaining('nothing is parked there')]);
  const log = await documentOf<{ messages: { event: object }[] }>(['log', 'cat', 'entry', '--count', '1']);
  expect(log.messages[0]?.event).toHaveProperty('type');
});
