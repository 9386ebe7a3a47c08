import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type HubClient, hubClient } from '@hub/client';
import type { EventLog } from '@hub/core';
import { kafkaEventLog, loadSecrets, openPool, type Secrets } from '@hub/platform';
import type { Pool } from 'pg';
import pino from 'pino';
import { choosePort } from '../../services/shared/platform/src/local-servers/local-server.ts';
import { eventually } from '../support/eventually.ts';
import { liftLimits } from '../support/lift-limits.ts';
import { openWire, type Wire } from '../support/wire.ts';
import { type Broker, broker } from './broker.ts';
import { type DatabaseServer, databaseServer } from './database-server.ts';
import { readRun, type Service, type ServiceProcess, serviceProcess } from './service-process.ts';

/** The hub that is hurt: two of each service, a database, a key store and a broker, each behind a wire. */
export interface FaultedHub {
  readonly processes: readonly ServiceProcess[];
  readonly database: DatabaseServer;
  readonly keys: DatabaseServer;
  readonly kafka: Broker;
  readonly wires: { readonly database: Wire; readonly keys: Wire; readonly kafka: Wire };
  /** Of all its processes: receipts are opened with them. */
  readonly secrets: Secrets;
  /** To the database, past the wire; opened anew for each look. */
  withPool<T>(look: (pool: Pool) => Promise<T>): Promise<T>;
  withLog<T>(look: (log: EventLog) => Promise<T>): Promise<T>;
  of(service: Service): readonly ServiceProcess[];
  /** Clients with fresh tokens of every gateway and query service, so that none asks for one during a fault. */
  freshClients(): Promise<Clients>;
  /** Runs a command of the hub to its end, past the wires. */
  command(...args: readonly string[]): Promise<CommandEnd>;
  /** Begins a command that meets the faults of the wires, as the processes do. */
  begin(...args: readonly string[]): RunningCommand;
  /** What was noticed of the processes since the last time this was asked. */
  takeFindings(): readonly string[];
  /** Kills and starts every process. */
  restart(): Promise<void>;
}

/** Its JSON document, or why there is none. */
export interface CommandEnd {
  readonly code: number;
  readonly document: unknown;
}

export interface RunningCommand {
  readonly ended: Promise<CommandEnd>;
  /** By SIGKILL; nothing where it has ended. */
  kill(): void;
}

export interface Clients {
  report(clientId: string, gateway: number): HubClient;
  /** Asks one query service, under a token of the first gateway. */
  read(clientId: string, query: number): HubClient;
}

export const slices = 8;
const topicPrefix = 'faults.';
const silent = pino({ level: 'silent' });
const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const commandMsMax = 300_000;

export async function startFaultedHub(directory: string, closers: (() => Promise<void>)[]): Promise<FaultedHub> {
  const [database, keys, kafka] = await Promise.all([
    databaseServer(join(directory, 'database')).then(closing(closers)),
    databaseServer(join(directory, 'keys')).then(closing(closers)),
    broker(join(directory, 'broker')).then(closing(closers)),
  ]);
  const wires = {
    database: await openWire(Number(new URL(database.url).port)),
    keys: await openWire(Number(new URL(keys.keysUrl).port)),
    kafka: kafka.wire,
  };
  closers.push(() => Promise.all(Object.values(wires).map((wire) => wire.close())).then(() => {}));
  const settings = {
    HUB_KAFKA_BROKERS: `127.0.0.1:${wires.kafka.port}`,
    HUB_KAFKA_TOPIC_PREFIX: topicPrefix,
    HUB_SLICES: String(slices),
    HUB_DEMO: 'partners',
    HUB_SECRETS_FILE: join(directory, 'secrets.json'),
    LOG_LEVEL: 'warn',
  };
  const wired = {
    ...settings,
    HUB_DATABASE_URL: wires.database.through(database.url),
    HUB_KEYS_URL: wires.keys.through(keys.keysUrl),
  };
  const commands = { HUB_DATA_DIR: join(directory, 'commands') };
  await mkdir(commands.HUB_DATA_DIR, { recursive: true });
  const findings: string[] = [];
  const processes: ServiceProcess[] = [];
  closers.push(() => Promise.all(processes.map((each) => each.stop('SIGKILL'))).then(() => {}));
  for (const name of ['gateway-1', 'gateway-2', 'projector-1', 'projector-2', 'query-1', 'query-2']) {
    const started = serviceProcess({
      name,
      service: name.split('-')[0] as Service,
      directory: join(directory, name),
      port: await choosePort(undefined),
      environment: wired,
      onFinding: (finding) => findings.push(finding),
    });
    processes.push(started);
  }
  const [first, ...others] = processes as [ServiceProcess, ...ServiceProcess[]];
  // The first makes secrets, tables and topics; the others find them.
  await first.start();
  // The probes meet more persons in an hour than any convention lets one agent meet.
  await withPool(database.url, liftLimits);
  await Promise.all(others.map((each) => each.start()));
  await allReady(processes, 60_000);
  if (findings.length > 0) throw new Error(`The hub does not start: ${findings.join('\n')}`);
  const of = (service: Service) => processes.filter((each) => each.service === service);
  return {
    processes,
    database,
    keys,
    kafka,
    wires,
    secrets: await loadSecrets(settings.HUB_SECRETS_FILE),
    withPool: (look) => withPool(database.url, look),
    withLog: (look) => withLog(wires.kafka, look),
    of,
    freshClients: () => freshClients(join(directory, first.name), of('gateway'), of('query')),
    command: (...args) =>
      beginCommand(args, { ...settings, ...commands, HUB_DATABASE_URL: database.url, HUB_KEYS_URL: keys.keysUrl })
        .ended,
    begin: (...args) => beginCommand(args, { ...wired, ...commands }),
    takeFindings: () => findings.splice(0),
    async restart() {
      await Promise.all(processes.map((each) => each.stop('SIGKILL')));
      await Promise.all(processes.map((each) => each.start()));
    },
  };
}

function closing<T extends { close(): Promise<void> }>(closers: (() => Promise<void>)[]): (server: T) => T {
  return (server) => {
    closers.push(() => server.close());
    return server;
  };
}

/** Gives how long it took until every process says that it is ready, in milliseconds; null where they do not within `msMax`. */
export async function allReady(processes: readonly ServiceProcess[], msMax: number): Promise<number | null> {
  const began = Date.now();
  const look = async () => (await sayReady(processes)).length === processes.length;
  return eventually(look, { timeoutMs: msMax, everyMs: 100 }).then(
    () => Date.now() - began,
    () => null,
  );
}

/** Names of those that say they are ready now. */
export async function sayReady(processes: readonly ServiceProcess[]): Promise<readonly string[]> {
  const asked = await Promise.all(processes.map(async (each) => ((await each.ready()) ? [each.name] : [])));
  return asked.flat();
}

async function withPool<T>(url: string, look: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = openPool(url, { applicationName: 'faults', logger: silent, max: 4 });
  try {
    return await look(pool);
  } finally {
    await pool.end();
  }
}

async function withLog<T>(wire: Wire, look: (log: EventLog) => Promise<T>): Promise<T> {
  const brokers = [`127.0.0.1:${wire.port}`];
  const log = await kafkaEventLog({ brokers, topicPrefix, slices, replicationFactor: 1, logger: silent });
  try {
    return await look(log);
  } finally {
    await log.close();
  }
}

async function freshClients(
  directory: string,
  gateways: readonly ServiceProcess[],
  queries: readonly ServiceProcess[],
): Promise<Clients> {
  const { clients = [] } = await readRun(directory, 'gateway');
  const made = new Map<string, HubClient>();
  const tokenUrl = `${gateways[0]?.url}/oauth2/token`;
  for (const { clientId, clientSecret } of clients) {
    const own = { clientId, clientSecret };
    for (const [place, { url }] of gateways.entries())
      made.set(`report ${clientId} ${place}`, hubClient({ url, ...own }));
    for (const [place, { url }] of queries.entries()) {
      made.set(`read ${clientId} ${place}`, hubClient({ url, tokenUrl, ...own }));
    }
  }
  const answers = await Promise.all([...made.values()].map((client) => client.fetch('/v1/dictionary')));
  await Promise.all(answers.map((answer) => answer.body?.cancel()));
  const find = (name: string) => {
    const client = made.get(name);
    if (client === undefined) throw new Error(`There is no way in for ${name}.`);
    return client;
  };
  return {
    report: (clientId, gateway) => find(`report ${clientId} ${gateway}`),
    read: (clientId, query) => find(`read ${clientId} ${query}`),
  };
}

function beginCommand(args: readonly string[], environment: Readonly<Record<string, string>>): RunningCommand {
  const options = { cwd: root, env: { ...process.env, ...environment }, timeout: commandMsMax, maxBuffer: 1 << 26 };
  const running = run(process.execPath, [join(root, 'node_modules/.bin/hub'), ...args], options);
  return { ended: endOf(running), kill: () => void running.child.kill('SIGKILL') };
}

async function endOf(running: Promise<{ readonly stdout: string }>): Promise<CommandEnd> {
  const done = await running.then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    (error: { code?: number; stdout?: string; stderr?: string }) => ({
      code: Number(error.code ?? 1),
      stdout: error.stdout ?? '',
      stderr: error.stderr ?? '',
    }),
  );
  try {
    return { code: done.code, document: JSON.parse(done.stdout) as unknown };
  } catch {
    return { code: done.code === 0 ? 1 : done.code, document: done.stderr.trim().slice(-600) };
  }
}
