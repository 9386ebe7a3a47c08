import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withClient } from '@hub/platform';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type HubProcess, type TestHub, testHub } from '../support/hub-process.ts';
import { openWire } from '../support/wire.ts';

let hub: TestHub | undefined;
afterEach(async () => {
  await hub?.close();
  hub = undefined;
});

/** Faults that the code does not have, planted where a signal sets them off. */
const planted = `
  process.on('SIGWINCH', () => { throw new Error('planted exception') });
  process.on('SIGUSR2', () => { void Promise.reject(new Error('planted rejection')) });`;

/** A fault that comes once the hub has been told to end: two signals may reach a process in either order. */
const plantedAtTheEnd = `
  process.on('SIGTERM', () => setImmediate(() => { throw new Error('planted exception') }));`;

async function endOf(process: HubProcess): Promise<{ code: number | null; seconds: number }> {
  const startedAt = performance.now();
  const [code] = (await once(process.child, 'exit')) as [number | null];
  return { code, seconds: (performance.now() - startedAt) / 1_000 };
}

/** The server behind a hub, its address, and the directory that is its own. */
async function postmasterOf(dataDir: string): Promise<{ url: string; pid: number; base: string }> {
  const { databaseUrl } = JSON.parse(await readFile(join(dataDir, 'run.json'), 'utf8')) as { databaseUrl: string };
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query<{ at: string }>("select current_setting('data_directory') as at"),
  );
  const at = rows[0]?.at ?? '';
  const [pid] = (await readFile(join(at, 'postmaster.pid'), 'utf8')).split('\n');
  return { url: databaseUrl, pid: Number(pid), base: dirname(at) };
}

describe('a process', () => {
  it.each([
    ['SIGWINCH', 'planted exception'],
    ['SIGUSR2', 'planted rejection'],
  ] as const)('that ends by a fault which nobody caught says so and exits 1 (%s)', async (signal, what) => {
    hub = await testHub({ NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(planted)}` });
    const running = await hub.start('--only', 'query');
    running.child.kill(signal);
    const { code } = await endOf(running);
    expect(code).toBe(1);
    expect(running.said()).toContain(what);
    expect(running.logged().filter(({ level }) => level === 60)).toMatchObject([
      { msg: 'the hub ends by a fault', err: { message: what } },
    ]);
  });

  it('waits, and says so, for a database that is away when it starts', async () => {
    const wire = await openWire(Number(new URL(inject('postgresUrl')).port));
    try {
      hub = await testHub({}, wire.through);
      await wire.break({ how: 'refuse' });
      // An outage of twelve seconds: a process is up in one, and in some six on a busy machine.
      const [running] = await Promise.all([hub.start('--only', 'query'), delay(12_000).then(() => wire.heal())]);
      expect(running.said()).toContain('The start waits for it, 60 s at most.');
      expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
      await running.stop();
    } finally {
      await wire.close();
    }
  });

  it.each([
    ['npm start', ['npm', 'start', '--', '--only', 'query']],
    // As npx does: its shell ends by the signal, and the hub hears nothing of it.
    ['a shell of npm', ['/bin/sh', '-c', 'hub start --only query; true']],
  ] as const)('ends, and says so, when %s that started it is told to end', async (_, [program, ...args]) => {
    hub = await testHub();
    const { environment, dataDir } = hub;
    const starter = spawn(program, args, {
      env: { ...environment, npm_lifecycle_script: 'hub start' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    starter.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    const { pid } = await eventually(
      async () => JSON.parse(await readFile(join(dataDir, 'run-query.json'), 'utf8')) as { pid: number },
      { timeoutMs: 60_000 },
    );
    starter.kill('SIGTERM');
    await eventually(() => expect(() => process.kill(pid, 0)).toThrow(), { timeoutMs: 30_000 });
    await eventually(() => expect(said).toContain('Stopped: the hub has closed everything'));
    expect(said).toContain('Ready: the hub answers on ');
  });

  it('ends within its bounds after its own PostgreSQL was asked to stop before it', async () => {
    hub = await testHub({
      HUB_DATABASE_URL: '',
      HUB_KEYS_URL: '',
      HUB_KAFKA_BROKERS: '',
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(plantedAtTheEnd)}`,
    });
    const running = await hub.start('--no-demo');
    const postmaster = await postmasterOf(hub.dataDir);
    process.kill(postmaster.pid, 'SIGTERM');
    // It takes no new connection, and waits for the open ones to end.
    await eventually(() => expect(withClient(postmaster.url, async () => {})).rejects.toThrow('cannot be reached'));
    running.child.kill('SIGTERM');
    const { seconds } = await endOf(running);
    expect(seconds).toBeLessThan(40);
    // What breaks while it closes is said, and does not keep it from closing.
    expect(running.logged()).toContainEqual(
      expect.objectContaining({
        msg: 'a fault was caught by nobody',
        err: expect.objectContaining({ message: 'planted exception' }),
      }),
    );
    await eventually(() => expect(() => process.kill(postmaster.pid, 0)).toThrow());
    if (!postmaster.base.startsWith(hub.dataDir)) await rm(postmaster.base, { recursive: true, force: true });
  });
});
