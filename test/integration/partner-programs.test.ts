import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CloudEvent, Reader } from '@hub/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPerson } from '../scenarios/people.ts';
import { type HubProcess, type TestHub, testHub } from '../support/hub-process.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
let hub: TestHub;
let started: HubProcess;
let directory: string;

beforeAll(async () => {
  hub = await testHub();
  started = await hub.start();
  directory = await mkdtemp(join(tmpdir(), 'hub-programs-'));
});
afterAll(async () => {
  await hub?.close();
  await rm(directory, { recursive: true, force: true });
});

/** Runs a partner's program as that partner would: with an address, a client and its secret. Gives the lines that it prints. */
async function play(command: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  // Of a program that lives for a second nothing is worth compiling well.
  const java = { JDK_JAVA_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' };
  const { stdout } = await run(command, args, { cwd: directory, env: { ...process.env, ...java, ...env } });
  return stdout.trim().split('\n');
}

/** Of these programs the first that this machine has not, said loudly. */
async function firstMissing(programs: readonly string[]): Promise<string | undefined> {
  for (const program of programs) {
    const isThere = await run('sh', ['-c', `command -v ${program}`]).catch(() => null);
    if (isThere !== null) continue;
    process.stderr.write(`\n*** NO ${program}: the sample that needs it is NOT tried. Install it. ***\n\n`);
    return program;
  }
  return undefined;
}

describe('the samples', () => {
  it.for([
    ['curl', 'sample.sh', ['bash', 'curl', 'jq']],
    ['python', 'sample.py', ['python3']],
    ['java', 'Sample.java', ['java']],
  ] as const)('in %s reports, reads, corrects, and is told of it', async ([name, file, programs], { skip }) => {
    const missing = await firstMissing(programs);
    skip(missing !== undefined, `${missing} is not on this machine`);
    const [command] = programs;
    const program = join(root, 'docs/samples', name, file);
    const env = { HUB_RUN_FILE: join(hub.dataDir, 'run.json'), HUB_CURSOR_FILE: join(directory, `cursor-${name}`) };
    const lines = await play(command, [program], env);
    const number = /^reported: dossier (\d+)$/.exec(lines[2] ?? '')?.[1];
    expect(lines).toEqual([
      'signed in as eos',
      'dry run: accepted',
      `reported: dossier ${number}`,
      `dossier ${number}: entered on 2026-04-02`,
      'receipt: visible',
      'corrected',
      `dossier ${number}: entered on 2026-04-01`,
      expect.stringMatching(new RegExp(`^changed: dossier ${number}, .*entry-attested`)),
    ]);
    // Sent again, by an address and a secret of the environment: the same facts, and nothing to be told.
    const { clients } = JSON.parse(await readFile(env.HUB_RUN_FILE, 'utf8'));
    const secret = clients.find(({ clientId }: { clientId: string }) => clientId === 'eos').clientSecret;
    const again = { ...env, HUB_URL: started.url, HUB_CLIENT_SECRET: secret, HUB_RUN_FILE: '/nowhere' };
    expect((await play(command, [program], again)).slice(2)).toEqual([
      `reported: dossier ${number}`,
      `dossier ${number}: entered on 2026-04-01`,
      'receipt: visible',
      'corrected',
      `dossier ${number}: entered on 2026-04-01`,
    ]);
    const refused = play(command, [program], { ...env, HUB_CLIENT_SECRET: 'wrong' });
    await expect(refused).rejects.toThrow('/oauth2/token was answered 401');
    const lost = play(command, [program], { ...env, HUB_CLIENT_ID: 'nobody' });
    await expect(lost).rejects.toThrow('Set HUB_URL and HUB_CLIENT_SECRET');
  });
});

describe('the client, packed and installed elsewhere', () => {
  it('runs the whole program of its page on a plain Node.js, and goes on from the cursor that it kept', async () => {
    const page = await readFile(join(root, 'services/shared/client/README.md'), 'utf8');
    const [, program = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
    await writeFile(join(directory, 'program.mjs'), program);
    await writeFile(join(directory, 'package.json'), '{ "private": true }');
    const { stdout: tarball } = await run('npm', ['run', '-s', 'pack:client', '--', directory], { cwd: root });
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball.trim()], { cwd: directory });
    const { clients } = JSON.parse(await readFile(join(hub.dataDir, 'run.json'), 'utf8'));
    const { clientId, clientSecret } = clients.find(({ clientId }: { clientId: string }) => clientId === 'eos');
    const env = { HUB_URL: started.url, HUB_CLIENT_ID: clientId, HUB_CLIENT_SECRET: clientSecret };
    const [read = '', ...told] = await play(process.execPath, ['program.mjs'], env);
    const number = /^dossier (\d+): entered$/.exec(read)?.[1];
    expect(told.join('\n')).toMatch(new RegExp(`${number} .*entry-attested`, 's'));
    expect(await play(process.execPath, ['program.mjs'], env)).toEqual([read]);
  });
});

describe('the client of the hub', () => {
  const reader: Reader = { agent: 'agent-17', purpose: 'training-follow-up' };
  const { nir } = newPerson();
  const events: readonly CloudEvent[] = [
    told('session-published', 'programs-1', { title: 'Soudeur', start: '2026-04-01', end: '2026-07-31' }),
    told('entry-attested', 'programs-2', { trainee: { nir }, funding: 'prf', effectiveDate: '2026-04-01' }),
    told('entry-attested', 'programs-3', { trainee: {} }),
  ];

  function told(type: string, id: string, data: object): CloudEvent {
    const training = ['session:eos:90004'];
    const recordedtime = '2026-04-03T09:12:00+02:00';
    const of = { specversion: '1.0', type: `hub.${type}`, source: 'urn:hub:source:eos', id, recordedtime } as const;
    return { ...of, data: { training, ...data } };
  }

  it('checks, reports, asks what became of it, and reads it by every way in', async () => {
    const client = started.client('eos');
    const statuses = (outcomes: readonly { readonly status: string }[]) => outcomes.map(({ status }) => status);
    expect(statuses(await client.check(events))).toEqual(['accepted', 'accepted', 'refused']);
    const outcomes = await client.report(events);
    expect(statuses(outcomes)).toEqual(['accepted', 'accepted', 'refused']);
    const receipts = outcomes.flatMap((outcome) => (outcome.status === 'accepted' ? [outcome.receipt] : []));
    const tokens = receipts.map(({ receipt }) => receipt);
    const read = { ...reader, atLeast: tokens };
    const number = receipts[1]?.dossier ?? 0;
    expect(await client.dossier(number, read)).toMatchObject({ number, status: 'entered' });
    expect(await client.dossier(number + 1, read)).toBeNull();
    expect((await client.path({ nir }, read))?.dossiers).toMatchObject([{ number }]);
    const listed = [];
    for await (const dossier of client.dossiers({ ...read, session: 'session:eos:90004' })) listed.push(dossier.number);
    expect(listed).toEqual([number]);
    const moved = [];
    for await (const { kind, day } of client.movements({ ...read, dossier: String(number) })) moved.push([kind, day]);
    expect(moved).toEqual([['entry', '2026-04-01']]);
    const paid = [];
    for await (const { dossier } of client.remunerations({ ...read, dossier: String(number) })) paid.push(dossier);
    expect(paid).toEqual([]);
    expect(await client.session('session:eos:90004')).toMatchObject({ published: { value: { title: 'Soudeur' } } });
    expect(await client.receipts([...tokens, 'x'.repeat(40)])).toMatchObject([
      { state: 'visible' },
      { dossier: number },
      null,
    ]);
  });

  it('is told again of what it did not deal with to the end', async () => {
    const client = started.client('eos');
    const dossiersIn = async (cursor: string | null) => {
      const { value } = await client.changes({ ...reader, cursor, wait: 0 }).next();
      return { ...value, numbers: value.items.map(({ dossier }) => dossier) };
    };
    const first = await dossiersIn(null);
    expect(first.numbers.length).toBeGreaterThan(0);
    // Stopped before the cursor was kept.
    expect((await dossiersIn(null)).numbers).toEqual(first.numbers);
    expect((await dossiersIn(first.cursor)).numbers).toEqual([]);
    const sessions = await client.sessionChanges({ wait: 0 }).next();
    expect(sessions.value.items).toContainEqual(expect.objectContaining({ session: 'session:eos:90004' }));
    expect((await client.eventChanges({ wait: 0 }).next()).value.items).toEqual([]);
  });

  it('says what the hub refuses, and on which field', async () => {
    const wrong = { ...reader, purpose: 'fun' as Reader['purpose'] };
    await expect(started.client('eos').dossier(100_000_000, wrong)).rejects.toMatchObject({
      name: 'HubProblem',
      status: 400,
      errors: [{ pointer: '/headers/hub-purpose' }],
      retryable: false,
    });
  });
});
