import { type ClientKey, type ClientProof, type HubClient, hubClient, readClientKey } from '@hub/client';
import { type EventLog, HubError } from '@hub/core';
import { createLogger, type Logger } from '@hub/platform';
import type { HubConfig } from '../config.ts';
import { openClosers } from '../start/closers.ts';
import { type Database, type Infrastructure, openDatabase, openInfrastructure } from '../start/infrastructure.ts';
import { findLog, openWantedLog } from '../start/open-log.ts';
import { openSealing, type Sealing } from '../start/open-sealing.ts';
import {
  addressOf,
  answersAt,
  type DemoClient,
  type RunFile,
  readRunFiles,
  type ServiceName,
} from '../start/run-file.ts';
import type { CommandContext } from '../terminal/command-line.ts';

/** An address that answers, and how a client of it signs in. */
export interface Reached {
  readonly url: string;
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
  if (runs.length === 0)
    return `No hub runs on ${dataDir}: start one ("hub start"), set HUB_DATA_DIR to the directory of one that runs`;
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

/**
 * Whether a command asks the hub: HUB_URL names one, or this service answers on the data directory. Where none does, reading
 * commands open the database.
 */
export async function isServed(context: CommandContext, service: ServiceName): Promise<boolean> {
  return context.config.hubUrl !== undefined || (await findHub(context, service)) !== null;
}

async function reached(context: CommandContext, url: string, clients: readonly DemoClient[]): Promise<Reached> {
  const { clientKeyFile, clientSecret } = context.config;
  const clientKey = clientKeyFile === undefined ? null : await keyIn(clientKeyFile);
  const client = (clientId: string) => {
    const proof = clientKey === null ? secretOf(clientId, clientSecret, clients) : { clientKey };
    return hubClient({ url, clientId, ...proof });
  };
  return { url, client };
}

async function keyIn(file: string): Promise<ClientKey> {
  return readClientKey(file).catch((error: Error) => {
    throw new HubError('configuration-invalid', error.message);
  });
}

/** The one of the environment, else that of a demo client. */
function secretOf(clientId: string, given: string | undefined, clients: readonly DemoClient[]): ClientProof {
  const known = clients.find((client) => client.clientId === clientId);
  const clientSecret = given ?? known?.clientSecret;
  if (clientSecret !== undefined) return { clientSecret };
  const others = clients.length === 0 ? '' : `, or name one of ${clients.map((each) => each.clientId).join(', ')}`;
  throw new HubError(
    'partner-refused',
    `No secret is known for the client "${clientId}": set HUB_CLIENT_SECRET or HUB_CLIENT_KEY_FILE${others}.`,
  );
}

/**
 * Where the stores of this data directory are: as the environment says, and where it does not, those of the hub that runs
 * on it. A file of a hub on other databases says nothing.
 */
export async function storesOf(config: HubConfig): Promise<HubConfig> {
  const runs = (await readRunFiles(config.dataDir)).filter(
    ({ databaseUrl }) => config.databaseUrl === undefined || config.databaseUrl === databaseUrl,
  );
  const [run] = runs;
  if (run === undefined) return config;
  // The environment names a key store where it is another database than the hub's.
  const namesKeys = config.keysUrl !== undefined && config.keysUrl !== config.databaseUrl;
  const keysUrl = namesKeys ? config.keysUrl : (runs.find((each) => each.keysUrl !== null)?.keysUrl ?? config.keysUrl);
  const kafkaBrokers = config.kafkaBrokers ?? run.kafkaBrokers ?? undefined;
  return { ...config, databaseUrl: run.databaseUrl, keysUrl, kafkaBrokers };
}

/**
 * The database of the hub of this data directory: the running one's, else opened for the command's own duration; with
 * where its other stores are. Nothing is set up: throws `database-missing` and `database-too-old` where a start or an
 * operator must.
 */
export async function withDatabase<T>(
  config: HubConfig,
  work: (database: Database, stores: HubConfig) => Promise<T>,
): Promise<T> {
  const stores = await storesOf(config);
  const closers = openClosers(loudLogger());
  const database = await openDatabase(stores, { purpose: 'command', keys: false, logger: quietLogger(), closers });
  try {
    return await work(database, stores);
  } finally {
    await closers.closeAll();
  }
}

/**
 * The log of this database, to be opened once it is asked for. Throws `configuration-invalid` where the one at hand is
 * another.
 */
export async function findLogOf(
  { pool, logger, closers }: Database,
  stores: HubConfig,
  openTimeoutMs?: number,
): Promise<() => Promise<EventLog>> {
  const within = openTimeoutMs === undefined ? {} : { openTimeoutMs };
  const options = { pool, purpose: 'command', kafka: false, logger, closers, ...within } as const;
  const wanted = await findLog(stores, options);
  return async () => (await openWantedLog(stores, wanted, options)).log;
}

interface Needs {
  readonly keys?: boolean;
  /** It reads the whole log, waits where that is away, and says so. */
  readonly waits?: boolean;
}

/** The same with the log, and with the key store where it is needed. Throws `log-missing` too. */
export async function withInfrastructure<T>(
  config: HubConfig,
  work: (infrastructure: Infrastructure) => Promise<T>,
  { keys = false, waits = false }: Needs = {},
): Promise<T> {
  const stores = await storesOf(config);
  const closers = openClosers(loudLogger());
  const logger = quietLogger();
  const logLogger = waits ? loudLogger() : logger;
  const options = { kafka: false, purpose: 'command', keys, logger, logLogger, closers } as const;
  const infrastructure = await openInfrastructure(stores, options);
  try {
    return await work(infrastructure);
  } finally {
    await closers.closeAll();
  }
}

/** For what reads all of the log. */
export function withWholeLog<T>(config: HubConfig, work: (infrastructure: Infrastructure) => Promise<T>): Promise<T> {
  return withInfrastructure(config, work, { waits: true });
}

/** The same with the secrets, compared with what the stores know of them, and the key store. */
export function withSealing<T>(
  config: HubConfig,
  work: (infrastructure: Infrastructure, sealing: Sealing) => Promise<T>,
): Promise<T> {
  const open = async (infrastructure: Infrastructure) => {
    return work(infrastructure, await openSealing(config, infrastructure, 'command'));
  };
  return withInfrastructure(config, open, { keys: true, waits: true });
}

/** A command says in its own words what fails: lines of a log would stand beside them. */
export function quietLogger(): Logger {
  return createLogger('silent', 'hub');
}

/** For what nobody else says: what was not closed, and what is waited for. Stdout is the document's alone. */
export function loudLogger(): Logger {
  return createLogger('error', 'hub', process.stderr);
}
