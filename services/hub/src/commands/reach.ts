import { HubError } from '@hub/core';
import { createLogger, type HubClient, hubClient } from '@hub/platform';
import type { HubConfig } from '../config.ts';
import { type Infrastructure, openInfrastructure } from '../start/infrastructure.ts';
import { openSealing, type Sealing } from '../start/open-sealing.ts';
import { type DemoClient, readRunFile, type ServiceName } from '../start/run-file.ts';
import { startHub } from '../start/start-hub.ts';
import type { CommandContext } from '../terminal/command-line.ts';

/** An address that answers, and how a client of it signs in. */
export interface Reached {
  readonly url: string;
  credentials(clientId: string): { clientId: string; clientSecret: string };
  client(clientId: string): HubClient;
  close(): Promise<void>;
}

/**
 * The hub that answers: the one of HUB_URL, else the one of run.json, else one started for the command's own duration.
 * Secrets: HUB_CLIENT_SECRET for the client named, else the demo clients of run.json. Throws `wrong-use` where the process
 * of run.json lacks a service that the command needs.
 */
export async function reachHub(context: CommandContext, needed: readonly ServiceName[]): Promise<Reached> {
  const { config } = context;
  const running = await runningHub(context, needed);
  if (running !== null) return running;
  const own = await startHub(
    { ...config, port: 0, demo: 'partners' },
    { kafka: false, purpose: 'command', logger: quietLogger() },
  );
  return reached(context, own.url, own.clients, async () => void (await own.close()));
}

/** The same, but null where no hub answers within two seconds: none is started. */
export async function findHub(context: CommandContext, needed: readonly ServiceName[]): Promise<Reached | null> {
  const running = await runningHub(context, needed);
  return running !== null && (await answersAt(running.url)) ? running : null;
}

export async function answersAt(url: string): Promise<boolean> {
  const answered = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(answerMsMax) }).catch(() => null);
  return answered?.ok === true;
}

const answerMsMax = 2_000;

async function runningHub(context: CommandContext, needed: readonly ServiceName[]): Promise<Reached | null> {
  const { config } = context;
  if (config.hubUrl !== undefined) return reached(context, config.hubUrl, [], async () => {});
  const run = await readRunFile(config.dataDir);
  if (run === null) return null;
  const missing = needed.filter((service) => !run.services.includes(service));
  if (missing.length === 0) return reached(context, run.url, run.clients ?? [], async () => {});
  throw new HubError(
    'wrong-use',
    `The process of this data directory (${run.url}) serves ${run.services.join(' and ')} only, without ${missing.join(' and ')}: set HUB_URL to the address in front of all services.`,
  );
}

function reached(
  context: CommandContext,
  url: string,
  clients: readonly DemoClient[],
  close: () => Promise<void>,
): Reached {
  const credentials = (clientId: string) => {
    const clientSecret =
      context.environment.HUB_CLIENT_SECRET ?? clients.find((client) => client.clientId === clientId)?.clientSecret;
    if (clientSecret === undefined) {
      throw new HubError(
        'partner-refused',
        `No secret is known for the client "${clientId}": set HUB_CLIENT_SECRET${clients.length === 0 ? '' : `, or name one of ${clients.map((client) => client.clientId).join(', ')}`}.`,
      );
    }
    return { clientId, clientSecret };
  };
  const logger = quietLogger();
  return { url, credentials, client: (clientId) => hubClient({ url, ...credentials(clientId), logger }), close };
}

/** Where the stores of this data directory are: those of the hub that runs on it, else as the environment says. */
export async function storesOf(config: HubConfig): Promise<HubConfig> {
  const run = await readRunFile(config.dataDir);
  if (run === null) return config;
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

/** A command answers in its own words: stdout is its document's alone, and the services' log would only stand between. */
export function quietLogger() {
  return createLogger('error', 'hub', process.stderr);
}
