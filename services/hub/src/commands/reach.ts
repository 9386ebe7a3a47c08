import { HubError } from '@hub/core';
import { createLogger, type HubClient, hubClient } from '@hub/platform';
import type { HubConfig } from '../config.ts';
import { type Infrastructure, openInfrastructure } from '../start/infrastructure.ts';
import { openSealing, type Sealing } from '../start/open-sealing.ts';
import { addressOf, type DemoClient, type RunFile, readRunFiles, type ServiceName } from '../start/run-file.ts';
import type { CommandContext } from '../terminal/command-line.ts';

/** An address that answers, and how a client of it signs in. */
export interface Reached {
  readonly url: string;
  credentials(clientId: string): { clientId: string; clientSecret: string };
  client(clientId: string): HubClient;
}

/**
 * Where this service answers: at HUB_URL, else the process of this data directory that serves it. Nothing is started.
 * Secrets: HUB_CLIENT_SECRET for the client named, else the demo clients of that process. Throws `hub-not-running` where
 * no process of this data directory serves it.
 */
export async function reachHub(context: CommandContext, service: ServiceName): Promise<Reached> {
  const { hubUrl, dataDir } = context.config;
  if (hubUrl !== undefined) return reached(context, hubUrl, []);
  const runs = await readRunFiles(dataDir);
  const run = runs.find(({ services }) => services.includes(service));
  if (run !== undefined) return reached(context, addressOf(run), run.clients ?? []);
  throw new HubError('hub-not-running', `${whatRuns(dataDir, service, runs)}, or set HUB_URL to the address of a hub.`);
}

function whatRuns(dataDir: string, service: ServiceName, runs: readonly RunFile[]): string {
  if (runs.length === 0) return `No hub runs on ${dataDir}: start one ("hub start")`;
  const others = runs.map((run) => `${addressOf(run)} serves ${run.services.join(' and ')}`);
  return `No ${service} runs on ${dataDir} (${others.join(', ')}): start it ("hub start --only ${service}")`;
}

/** The same, but null where nobody answers within two seconds. */
export async function findHub(context: CommandContext, service: ServiceName): Promise<Reached | null> {
  const found = await reachHub(context, service).catch((error: unknown) => {
    if (error instanceof HubError && error.code === 'hub-not-running') return null;
    throw error;
  });
  return found !== null && (await answersAt(found.url)) ? found : null;
}

export async function answersAt(url: string): Promise<boolean> {
  const answered = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(answerMsMax) }).catch(() => null);
  return answered?.ok === true;
}

const answerMsMax = 2_000;

function reached(context: CommandContext, url: string, clients: readonly DemoClient[]): Reached {
  const credentials = (clientId: string) => {
    const clientSecret =
      context.config.clientSecret ?? clients.find((client) => client.clientId === clientId)?.clientSecret;
    if (clientSecret === undefined) {
      throw new HubError(
        'partner-refused',
        `No secret is known for the client "${clientId}": set HUB_CLIENT_SECRET${clients.length === 0 ? '' : `, or name one of ${clients.map((client) => client.clientId).join(', ')}`}.`,
      );
    }
    return { clientId, clientSecret };
  };
  const logger = quietLogger();
  return { url, credentials, client: (clientId) => hubClient({ url, ...credentials(clientId), logger }) };
}

/** Where the stores of this data directory are: those of the hub that runs on it, else as the environment says. */
export async function storesOf(config: HubConfig): Promise<HubConfig> {
  const [run] = await readRunFiles(config.dataDir);
  if (run === undefined) return config;
  const { databaseUrl, keysUrl, kafkaBrokers } = run;
  return { ...config, databaseUrl, keysUrl, kafkaBrokers: kafkaBrokers ?? undefined };
}

/**
 * Database and log of the hub of this data directory: the running one's, else opened for the command's own duration.
 * Nothing is set up: throws `database-missing`, `database-too-old` and `log-missing` where a start or an operator must.
 */
export async function withInfrastructure<T>(
  config: HubConfig,
  work: (infrastructure: Infrastructure) => Promise<T>,
): Promise<T> {
  const found = await storesOf(config);
  const infrastructure = await openInfrastructure(found, { kafka: false, purpose: 'command', logger: quietLogger() });
  try {
    return await work(infrastructure);
  } finally {
    await infrastructure.closers.closeAll();
  }
}

/** The same with the secrets, compared with what the stores know of them, and the key store. */
export function withSealing<T>(
  config: HubConfig,
  work: (infrastructure: Infrastructure, sealing: Sealing) => Promise<T>,
): Promise<T> {
  return withInfrastructure(config, async (infrastructure) => {
    return work(infrastructure, await openSealing(config, infrastructure, 'command'));
  });
}

/**
 * The same for what changes a hub: an embedded database is not started for it. Throws `hub-not-running` where none runs;
 * a database of its own (HUB_DATABASE_URL) runs by itself.
 */
export async function withRunningHub<T>(
  config: HubConfig,
  work: (infrastructure: Infrastructure) => Promise<T>,
): Promise<T> {
  if ((await storesOf(config)).databaseUrl !== undefined) return withInfrastructure(config, work);
  throw new HubError(
    'hub-not-running',
    `No hub runs on ${config.dataDir}, and this changes one: start it ("hub start"), or set HUB_DATABASE_URL to its database.`,
  );
}

/** A command answers in its own words: stdout is its document's alone, and the services' log would only stand between. */
export function quietLogger() {
  return createLogger('error', 'hub', process.stderr);
}
