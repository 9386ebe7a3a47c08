import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type HubClient, hubClient } from '@hub/client';

/** A whole hub in one process, and a client of it for each demo partner. */
export interface BenchedHub {
  readonly url: string;
  readonly databaseUrl: string;
  /** Null where its log is in its database. */
  readonly kafkaBrokers: readonly string[] | null;
  /** For a command on this hub. */
  readonly env: Readonly<Record<string, string | undefined>>;
  client(clientId: string): HubClient;
  /** A Bearer token for this client, for as long as tokens live. */
  token(clientId: string): Promise<string>;
  /** One more process of the query service on the same hub; its address. */
  startQuery(): Promise<string>;
  /** Of the processes of the hub at these addresses, PostgreSQL apart: says something on a busy machine too. */
  cpuSeconds(urls?: readonly string[]): Promise<number>;
}

interface RunFile {
  readonly url: string;
  readonly databaseUrl: string;
  readonly keysUrl: string;
  readonly kafkaBrokers: readonly string[] | null;
  readonly clients: readonly { readonly clientId: string; readonly clientSecret: string }[];
}

/** Starts a hub with demo partners and nobody in it, on a data directory and a port of its own; ends all after `work`. */
export async function withHub<T>(
  options: { readonly arguments?: readonly string[]; readonly env?: Readonly<Record<string, string>> },
  work: (hub: BenchedHub) => Promise<T>,
): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-bench-'));
  const processes: ChildProcess[] = [];
  const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const own = { HUB_DATA_DIR: dataDir, HUB_PORT: '0', HUB_DEMO: 'partners', LOG_LEVEL: 'warn' };
    const child = spawn('hub', ['start', ...args], {
      env: { ...process.env, ...own, ...options.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    processes.unshift(child);
  };
  start(options.arguments ?? []);
  try {
    const { url, databaseUrl, keysUrl, kafkaBrokers, clients } = await runFileIn(dataDir, 'run.json');
    const secretOf = new Map(clients.map(({ clientId, clientSecret }) => [clientId, clientSecret]));
    const byName = new Map(clients.map((client) => [client.clientId, hubClient({ url, ...client })]));
    const token = (clientId: string) => tokenOf(url, clientId, secretOf.get(clientId) ?? '');
    return await work({
      url,
      databaseUrl,
      kafkaBrokers,
      env: { ...process.env, ...options.env, HUB_DATA_DIR: dataDir },
      client: (clientId) => byName.get(clientId) as HubClient,
      token,
      cpuSeconds: async (urls = [url]) => {
        const authorization = `Bearer ${await token('operator')}`;
        const spent = await Promise.all(urls.map((each) => cpuSecondsOf(each, authorization)));
        return spent.reduce((sum, each) => sum + each, 0);
      },
      async startQuery() {
        // It has a data directory of its own: only its run file stands there.
        const queryDir = await mkdtemp(join(dataDir, 'query-'));
        const secrets = { HUB_SECRETS_FILE: join(dataDir, 'secrets.json') };
        const databases = { HUB_DATABASE_URL: databaseUrl, HUB_KEYS_URL: keysUrl };
        start(['--only', 'query'], { ...secrets, ...databases, HUB_DATA_DIR: queryDir, HUB_DEMO: 'off' });
        return (await runFileIn(queryDir, 'run-query.json')).url;
      },
    });
  } finally {
    for (const child of processes) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function tokenOf(url: string, clientId: string, clientSecret: string): Promise<string> {
  const answer = await fetch(`${url}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function cpuSecondsOf(url: string, authorization: string): Promise<number> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization } });
  const [, seconds] = /^process_cpu_seconds_total (\S+)/m.exec(await answer.text()) ?? [];
  if (seconds === undefined) throw new Error(`${url}/metrics answered ${answer.status} without figures`);
  return Number(seconds);
}

async function runFileIn(dataDir: string, name: string): Promise<RunFile> {
  for (let waited = 0; waited < 60_000; waited += 100) {
    try {
      return JSON.parse(await readFile(join(dataDir, name), 'utf8')) as RunFile;
    } catch {
      await delay(100);
    }
  }
  throw new Error('the hub did not start within a minute');
}
