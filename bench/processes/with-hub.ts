import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger, type HubClient, hubClient } from '@hub/platform';

/** A whole hub in one process, and a client of it for each demo partner. */
export interface BenchedHub {
  readonly url: string;
  readonly databaseUrl: string;
  client(clientId: string): HubClient;
}

interface RunFile {
  readonly url: string;
  readonly databaseUrl: string;
  readonly clients: readonly { readonly clientId: string; readonly clientSecret: string }[];
}

/** Starts a hub with demo partners and nobody in it, on a data directory and a port of its own; ends both after `work`. */
export async function withHub(
  options: { readonly arguments?: readonly string[]; readonly env?: Readonly<Record<string, string>> },
  work: (hub: BenchedHub) => Promise<void>,
): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hub-bench-'));
  const own = { HUB_DATA_DIR: dataDir, HUB_PORT: '0', HUB_DEMO: 'partners', LOG_LEVEL: 'warn' };
  const hub = spawn('hub', ['start', ...(options.arguments ?? [])], {
    env: { ...process.env, ...own, ...options.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const { url, databaseUrl, clients } = await runFileIn(dataDir);
    const logger = createLogger('warn', 'bench');
    const byName = new Map(clients.map((client) => [client.clientId, hubClient({ url, ...client, logger })]));
    await work({ url, databaseUrl, client: (clientId) => byName.get(clientId) as HubClient });
  } finally {
    hub.kill('SIGTERM');
    await once(hub, 'exit');
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function runFileIn(dataDir: string): Promise<RunFile> {
  for (let waited = 0; waited < 60_000; waited += 100) {
    try {
      return JSON.parse(await readFile(join(dataDir, 'run.json'), 'utf8')) as RunFile;
    } catch {
      await delay(100);
    }
  }
  throw new Error('the hub did not start within a minute');
}

/** Milliseconds at a share of the times, which are sorted in place. */
export function quantiles(times: number[], shares: readonly number[]): readonly string[] {
  times.sort((a, b) => a - b);
  return shares.map((share) => `${(times[Math.floor(share * (times.length - 1))] ?? Number.NaN).toFixed(1)} ms`);
}

export function machine(sharedBy: string): string {
  return `machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, shared by ${sharedBy}`;
}
