import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withTransaction } from '@hub/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudEvent, partnerOf } from '../scenarios/cloud-events.ts';
import { newPerson } from '../scenarios/people.ts';
import { entry, positioned } from '../scenarios/reported-events.ts';
import { eventually } from '../support/eventually.ts';
import { type HubProcess, type TestHub, testHub } from '../support/hub-process.ts';

/** Processes start in seconds, and one that is not heard of is missed after fifteen. */
const patience = { timeoutMs: 40_000, everyMs: 250 };

let hub: TestHub;
let gateway: HubProcess;
let projector: HubProcess;
let query: HubProcess;
beforeAll(async () => {
  hub = await testHub();
  // The first one makes the topics.
  gateway = await hub.start('--only', 'gateway');
  [projector, query] = await Promise.all([hub.start('--only', 'projector'), hub.start('--only', 'query')]);
});
afterAll(() => hub?.close());

interface Status {
  readonly services: Record<string, { ok: boolean; failing: string[]; living: number }>;
  readonly processes: {
    services: string[];
    heard: boolean;
    pid: number;
    address: string;
    checks: { state: string }[];
  }[];
  readonly versions: { version: string }[];
}

async function statusOf(): Promise<Status> {
  const { code, stdout, stderr } = await hub.commandHere(['status', '--json']);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Status;
}

/** The samples alone: the texts of help name the metrics too. */
async function metrics({ metricsUrl }: HubProcess): Promise<string> {
  const text = await (await fetch(`${metricsUrl}/metrics`)).text();
  return text.replaceAll(/^#.*$/gm, '');
}

async function ready({ url }: HubProcess): Promise<{ status: number; checks: Record<string, string> }> {
  const answer = await fetch(`${url}/readyz`);
  const { checks } = (await answer.json()) as { checks: Record<string, string> };
  return { status: answer.status, checks };
}

async function report(reported: ReturnType<typeof entry>): Promise<void> {
  const answer = await gateway.client(partnerOf(reported.source)).fetch('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(cloudEvent(reported, newPerson())),
  });
  expect(answer.status).toBe(202);
}

test('each process names what its own services need, and says what it is', async () => {
  const names = async (each: HubProcess) => {
    const { status, checks } = await ready(each);
    expect([status, new Set(Object.values(checks))]).toEqual([200, new Set(['ok'])]);
    return Object.keys(checks);
  };
  expect(await names(gateway)).toEqual(['database', 'log', 'keys', 'registry', 'taking']);
  expect(await names(projector)).toEqual(['database', 'log', 'feeds', 'slices']);
  expect(await names(query)).toEqual(['database', 'log', 'keys', 'records']);
  expect(await metrics(projector)).toMatch(/hub_build_info\{version="[^"]+",node="24[^"]+",services="projector"\} 1/);
  expect(await metrics(gateway)).toContain('hub_gateway_taking_events 1');
});

test('behind one address there is one description, and tokens of either service are good at the other', async () => {
  const committed = JSON.parse(await readFile('contracts/openapi.json', 'utf8'));
  for (const each of [gateway, projector, query]) {
    expect(await (await fetch(`${each.url}/openapi.json`)).json()).toEqual(committed);
    expect((await fetch(`${each.url}/docs/json`)).status).toBe(200);
  }
  const answer = await query.client('cdc').fetch('/v1/dossiers/999999999', {
    headers: { 'hub-agent': 'test', 'hub-purpose': 'control' },
  });
  expect(answer.status).toBe(404);
  await expect(projector.client('cdc').fetch('/v1/dossiers/999999999')).rejects.toThrow(
    `Nothing gives tokens at ${projector.url}/oauth2/token (404)`,
  );
});

test('commands find each service by its own file', async () => {
  const files = ['gateway', 'projector', 'query'].map(async (service) => {
    const run = JSON.parse(await readFile(join(hub.dataDir, `run-${service}.json`), 'utf8'));
    expect(run.services).toEqual([service]);
    return run.url;
  });
  expect(await Promise.all(files)).toEqual([gateway.url, projector.url, query.url]);
  await expect(readFile(join(hub.dataDir, 'run.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  const simulated = await hub.commandHere(['simulate', 'eos', '--trainees', '2', '--json']);
  expect(simulated.code, simulated.stderr).toBe(0);
  const dossier = await hub.commandHere(['dossier', '999999999', '--client', 'cdc', '--purpose', 'control']);
  expect([dossier.code, dossier.stderr]).toEqual([1, expect.stringContaining('404')]);
});

test('that no version is active is no lack of an answer', async () => {
  const { pool } = hub.database;
  const { rows } = await pool.query<{ version: string }>('delete from projection.active returning version');
  await eventually(async () => {
    for (const each of [gateway, query]) {
      const shown = await metrics(each);
      expect(shown).toContain('hub_projection_readable 1');
      expect(shown).not.toMatch(/hub_projection_(lag|projectors|version)/);
    }
  }, patience);
  await pool.query('insert into projection.active (version) values ($1)', [rows[0]?.version]);
});

test('what a killed projector was about is told by the others: lag, slices and who is missing', async () => {
  await eventually(async () => {
    const { services, processes } = await statusOf();
    expect(services).toEqual({
      gateway: { ok: true, failing: [], living: 1 },
      projector: { ok: true, failing: [], living: 1 },
      query: { ok: true, failing: [], living: 1 },
      dispatcher: { ok: false, failing: [], living: 0 },
      console: { ok: false, failing: [], living: 0 },
    });
    expect(processes.map(({ address }) => address).sort()).toEqual([gateway.url, projector.url, query.url].sort());
  }, patience);
  await projector.stop('SIGKILL');
  await report(positioned());
  await report(entry('eos', 'e1', '2026-04-01'));
  await eventually(async () => {
    for (const each of [gateway, query]) {
      const shown = await metrics(each);
      expect(shown).toContain('hub_projection_readable 1');
      expect(shown).toContain('hub_projection_projectors 0');
      expect(shown).toContain('hub_projection_unowned_slices{kind="trainee"} 4');
      expect(shown).toMatch(/hub_projection_lag_events [1-9]/);
      expect(Number(/hub_projection_lag_seconds (\S+)/.exec(shown)?.[1])).toBeGreaterThan(1);
    }
  }, patience);
  // Not heard of for fifteen seconds, without waiting for them.
  await hub.database.pool.query(`update health.process set seen_at = seen_at - interval '15 s' where pid = $1`, [
    projector.child.pid,
  ]);
  await eventually(async () => {
    const { services, processes } = await statusOf();
    expect(services.projector).toEqual({ ok: false, failing: [], living: 0 });
    expect(processes.filter(({ heard }) => !heard).map(({ pid }) => pid)).toEqual([projector.child.pid]);
  }, patience);
  const { stdout } = await hub.commandHere(['status']);
  expect(stdout).toMatch(/projector +\S+ \d+ .* not heard of since 20\d\d-/);
  expect(stdout).toContain('No projector is heard of: no event is projected.');
  expect(stdout).toContain('trainee 0/4, offer 0/4');
});

test('a process that ends by itself takes its row and its file with it; a catch-up leaves no false delay', async () => {
  // Received long before it is projected, as after a night without a projector.
  projector = await hub.start('--only', 'projector');
  await eventually(async () => {
    expect(await metrics(query)).toContain('hub_projection_lag_events 0');
  }, patience);
  const counted = async () => {
    const counts = (await metrics(projector)).matchAll(/received_to_visible_seconds_count\{[^}]*\} (\d+)/g);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  };
  expect(await counted()).toBe(0);
  expect(await metrics(projector)).toMatch(/hub_projector_events_total\{[^}]*\} [1-9]/);
  // Of processes before, within these minutes.
  const shown = /^eos +hub\.entry +(\d+) +\d\.\d\d +\d\.\d\d +0$/m;
  const [, before = '0'] = shown.exec((await hub.commandHere(['status'])).stdout) ?? [];
  await report(entry('eos', 'e2', '2026-04-02'));
  await eventually(async () => expect(await counted()).toBeGreaterThan(0), patience);
  await eventually(async () => {
    const { stdout } = await hub.commandHere(['status']);
    expect(stdout).toMatch(/promised to be visible within 5 s; of the last 5 minutes:\nSOURCE +TOPIC/);
    expect(shown.exec(stdout)?.[1]).toBe(String(Number(before) + 1));
  }, patience);
  await projector.stop();
  await expect(readFile(join(hub.dataDir, 'run-projector.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  const { processes } = await statusOf();
  expect(processes.map(({ pid }) => pid)).not.toContain(projector.child.pid);
});

test('a database that answers and takes no write is seen, by whom it concerns', async () => {
  const { pool, keysPool } = hub.database;
  const switchWrites = async (each: typeof pool, setting: 'set default_transaction_read_only = on' | 'reset all') => {
    await withTransaction(each, async (client) => {
      await client.query('set transaction read write');
      const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
      await client.query(`alter database ${rows[0]?.name} ${setting}`);
    });
    // Sessions that are open keep what they began with.
    await each.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
  };
  const seen = async (each: HubProcess) => (await ready(each)).checks;
  const unavailable = 'database-unavailable';
  await switchWrites(keysPool, 'set default_transaction_read_only = on');
  await eventually(async () => {
    expect(await seen(gateway)).toMatchObject({ database: 'ok', keys: unavailable });
    // Whoever reads makes no keys.
    expect(await seen(query)).toMatchObject({ database: 'ok', keys: 'ok' });
  }, patience);
  await switchWrites(keysPool, 'reset all');
  await switchWrites(pool, 'set default_transaction_read_only = on');
  await eventually(async () => {
    for (const each of [gateway, query]) {
      expect(await seen(each)).toMatchObject({ database: unavailable, log: 'ok', keys: 'ok' });
      expect(await metrics(each)).toContain('hub_check_ok{check="database"} 0');
    }
  }, patience);
  await switchWrites(pool, 'reset all');
  await eventually(async () => {
    for (const each of [gateway, query]) expect((await ready(each)).status).toBe(200);
  }, patience);
  // A process remembers it for whoever looks afterwards.
  const over = { from: expect.any(String), until: expect.any(String) };
  await eventually(async () => {
    const { processes } = await statusOf();
    const checks = processes.find(({ address }) => address === gateway.url)?.checks ?? [];
    expect(checks).toContainEqual(expect.objectContaining({ name: 'database', failed: over }));
  }, patience);
});
