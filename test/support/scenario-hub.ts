import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HubClient, hubClient, type Receipt } from '@hub/client';
import type { EventLog } from '@hub/core';
import { createLogger, loadSecrets, readReceipt, type Secrets } from '@hub/platform';
import { promote, type RebuildReport, rebuild } from '@hub/projector';
import { readConfig } from '../../services/hub/src/config.ts';
import { type RunningHub, startHub } from '../../services/hub/src/start/start-hub.ts';
import { eventually } from './eventually.ts';
import { testBrokers, testTopicPrefix } from './kafka.ts';
import { liftLimits } from './lift-limits.ts';
import { testLogger } from './logger.ts';
import { operatorHere as by } from './operator.ts';
import { type TestDatabase, testDatabase } from './postgres.ts';

/**
 * Two whole hubs in this process (gateway, projector, query each) that share one database, one Kafka and one file of
 * secrets, as two machines would; partners come over HTTP with credentials of their own.
 */
export interface ScenarioHub {
  readonly database: TestDatabase;
  readonly log: EventLog;
  readonly secrets: Secrets;
  /** What a test needs to start one process more of this hub. */
  readonly settings: {
    readonly databaseUrl: string;
    readonly keysUrl: string;
    readonly secretsFile: string;
    readonly brokers: string[];
    readonly topicPrefix: string;
    readonly slices: number;
  };
  /** Address of the first of the two. */
  readonly url: string;
  /** Every line logged so far. */
  readonly lines: readonly string[];
  /** A partner's way in through one of the two. */
  client(clientId: string, at?: number): HubClient;
  /** Secret of a demo client. */
  secretOf(clientId: string): string;
  /** A client's way in through a gateway of the test's own at this address; tokens are the hub's. */
  clientAt(url: string, clientId: string): HubClient;
  /** Posts events as one batch; the answer as it came. */
  report(clientId: string, events: readonly object[], at?: number): Promise<BatchAnswer>;
  /** Reads a dossier as the authority does, at least as new as the receipts; waits where the hub says so. */
  read<Body>(number: number, options?: { receipts?: readonly Receipt[]; query?: string; at?: number }): Promise<Body>;
  /** One hub more on the same database and log, with settings of its own (`HUB_…`); closed with the others. */
  startAlso(settings: Readonly<Record<string, string>>): Promise<RunningHub>;
  /** Hash of a dossier's row as projected: hexadecimal. */
  storedHash(number: number): Promise<string>;
  /** Builds the projection anew from the log, compares it with the live one and gives it to readers. */
  rebuildAndPromote(): Promise<RebuildReport>;
  close(): Promise<void>;
}

export interface BatchAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly results: readonly BatchResult[];
}

export interface BatchResult {
  readonly index: number;
  readonly status: 'accepted' | 'refused' | 'unknown';
  readonly receipt?: Receipt;
  readonly problem?: {
    readonly status: number;
    readonly detail?: string;
    readonly errors: readonly { readonly pointer: string; readonly rule: string; readonly detail: string }[];
  };
}

export async function scenarioHub({ slices = 2 }: { slices?: number } = {}): Promise<ScenarioHub> {
  const database = await testDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'hub-scenarios-'));
  const lines: string[] = [];
  const logger = createLogger('trace', 'scenarios', { write: (line) => void lines.push(line) });
  const secretsFile = join(directory, 'secrets.json');
  const servers = { databaseUrl: database.url, keysUrl: database.keysUrl, brokers: testBrokers() };
  const settings = { ...servers, secretsFile, topicPrefix: testTopicPrefix(), slices };
  const start = (name: string, more: Readonly<Record<string, string>> = {}) =>
    startHub(configOf(settings, join(directory, name), more), { kafka: false, purpose: 'start', logger });
  const first = await start('first');
  await liftLimits(database.pool);
  const hubs = [first, await start('second')] as const;
  const others: RunningHub[] = [];
  const { log, rules } = first.infrastructure;
  const { pool } = database;
  const secrets = await loadSecrets(secretsFile);
  const clients = new Map<string, HubClient>();
  const client = (clientId: string, at = 0) => {
    const name = `${clientId} ${at}`;
    const made = clients.get(name) ?? clientOf(hubs[at === 0 ? 0 : 1], clientId);
    clients.set(name, made);
    return made;
  };
  return {
    database,
    log,
    secrets,
    settings,
    url: first.url,
    lines,
    client,
    secretOf: (clientId) => secretOf(first, clientId),
    clientAt: (url, clientId) => clientOf(first, clientId, url),
    report: (clientId, events, at) => report(client(clientId, at), events),
    read: (number, options = {}) =>
      read(client('cdc', options.at), number, { ...options, tokens: newest(secrets, options.receipts ?? []) }),
    async startAlso(more) {
      const other = await start(`other-${others.length}`, more);
      others.push(other);
      return other;
    },
    storedHash: (number) => storedHash(database, number),
    async rebuildAndPromote() {
      const report = await rebuild({ log, pool, rules, logger: testLogger });
      await promote({ pool, log }, report.version, { by });
      return report;
    },
    async close() {
      await Promise.all([...hubs, ...others].map((hub) => hub.close()));
      await database.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function configOf(settings: ScenarioHub['settings'], dataDir: string, more: Readonly<Record<string, string>>) {
  return readConfig({
    HUB_PORT: '0',
    HUB_DATA_DIR: dataDir,
    HUB_DATABASE_URL: settings.databaseUrl,
    HUB_KEYS_URL: settings.keysUrl,
    HUB_KAFKA_BROKERS: settings.brokers.join(','),
    HUB_KAFKA_TOPIC_PREFIX: settings.topicPrefix,
    HUB_SLICES: String(settings.slices),
    HUB_DEMO: 'partners',
    HUB_SECRETS_FILE: settings.secretsFile,
    ...more,
  });
}

/** A partner’s way in; `at`: another address than the hub’s. */
export function clientOf(hub: RunningHub, clientId: string, at = hub.url): HubClient {
  const tokenUrl = new URL('/oauth2/token', hub.url).href;
  return hubClient({ url: at, tokenUrl, clientId, clientSecret: secretOf(hub, clientId) });
}

function secretOf({ clients }: RunningHub, clientId: string): string {
  return clients.find((each) => each.clientId === clientId)?.clientSecret ?? '';
}

async function report(client: HubClient, events: readonly object[]): Promise<BatchAnswer> {
  const response = await client.fetch('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  const text = await response.text();
  const { results = [] } = JSON.parse(text) as { results?: readonly BatchResult[] };
  return { status: response.status, headers: response.headers, text, results };
}

async function read<Body>(
  client: HubClient,
  number: number,
  { tokens, query = '' }: { tokens: readonly string[]; query?: string },
): Promise<Body> {
  const headers: Record<string, string> = { 'hub-agent': 'scenarios', 'hub-purpose': 'control' };
  if (tokens.length > 0) headers['hub-at-least'] = tokens.join(', ');
  const answer = await eventually(
    async () => {
      const response = await client.fetch(`/v1/dossiers/${number}${query}`, { headers });
      if (response.status === 503) throw new Error(`Dossier ${number} is not shown yet: ${await response.text()}`);
      return response;
    },
    { timeoutMs: 40_000, everyMs: 100 },
  );
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`GET dossier ${number}${query}: ${answer.status} ${text}`);
  return JSON.parse(text) as Body;
}

async function storedHash({ pool }: TestDatabase, number: number): Promise<string> {
  const { rows: versions } = await pool.query<{ schema: string }>(
    'select schema_name as schema from projection.active join projection.version using (version)',
  );
  const { rows } = await pool.query<{ hash: Buffer }>(
    `select hash from ${versions[0]?.schema}.dossier where number = $1`,
    [number],
  );
  return rows[0]?.hash.toString('hex') ?? 'none';
}

/** The last receipt of each partition stands for those before it: only the hub can say which that is. */
function newest(secrets: Secrets, receipts: readonly Receipt[]): readonly string[] {
  const last = new Map<string, { readonly receipt: string; readonly offset: number }>();
  for (const { receipt } of receipts) {
    const claims = readReceipt(secrets, receipt);
    if (claims === null) throw new Error('This receipt is of another hub.');
    const place = `${claims.topic} ${claims.slice}`;
    if ((last.get(place)?.offset ?? -1) < claims.offset) last.set(place, { receipt, offset: claims.offset });
  }
  return [...last.values()].map(({ receipt }) => receipt);
}

/** A gateway of this hub in a process of its own that is killed between the two appends of a correction elsewhere. */
export async function startDyingGateway({ settings }: ScenarioHub) {
  const script = fileURLToPath(new URL('dying-gateway-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const signal = once(child, 'exit').then(([, name]) => name as NodeJS.Signals | null);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: line.toString().trim(), signal };
}
