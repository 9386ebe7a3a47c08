import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withClient } from '@hub/platform';
import type { BareMessage } from '../baselines/kafka-baseline.ts';
import { jarsOf } from './maven.ts';
import { type Folded, fold, type PeerEvent, type PeerRecord, requireWhole } from './work.ts';

const folder = join(import.meta.dirname, 'connect');

/** What the worker brings must not stand in the plugin again: with Jackson twice its task dies. Nor other databases' drivers. */
const excluded =
  'jackson-core,jackson-databind,jackson-annotations,connect-api,kafka-clients,lz4-java,snappy-java,zstd-jni,slf4j-api,' +
  'mssql-jdbc,mysql-connector-j,mariadb-java-client,ojdbc11';

const settings = {
  'as it comes': { 'batch.size': 500 },
  'at its best': {
    'batch.size': 3_000,
    'use.reduction.buffer': true,
    'dialect.postgres.unnest.insert.enabled': true,
  },
} as const;

export interface ConnectLibraries {
  readonly worker: string;
  readonly plugins: string;
}

/** Kafka Connect and the sink, fetched by Maven once. Throws where Java or Maven is not there. */
export async function debeziumLibraries(): Promise<ConnectLibraries> {
  const worker = await jarsOf(join(folder, 'worker.pom.xml'), 'connect');
  const options = ['-DincludeScope=runtime', `-DexcludeArtifactIds=${excluded}`];
  const sink = await jarsOf(join(folder, 'sink.pom.xml'), join('connect-plugins', 'debezium-jdbc'), options);
  return { worker, plugins: join(sink, '..') };
}

const schema = {
  type: 'struct',
  fields: [
    { field: 'dossier', type: 'int64' },
    { field: 'rev', type: 'int32' },
    { field: 'status', type: 'string' },
    { field: 'steps', type: 'string' },
  ],
};

/** Every record as the converter of Connect wants it, all of them for a first time and then once more. */
export function finishedRecords(events: readonly PeerEvent[]): { messages: readonly BareMessage[]; wanted: Folded } {
  const records = new Map<number, PeerRecord>();
  for (const event of events) records.set(event.dossier, fold(records.get(event.dossier), event));
  const messages = [1, 2].flatMap((rev) =>
    [...records.values()].map(({ dossier, status, steps }) => {
      const payload = { dossier, rev, status, steps: JSON.stringify(steps) };
      return { key: String(dossier), value: JSON.stringify({ schema, payload }) };
    }),
  );
  return { messages, wanted: { records: records.size, events: events.length } };
}

export interface DebeziumWork {
  readonly libraries: ConnectLibraries;
  readonly brokers: readonly string[];
  readonly topic: string;
  /** A database of its own, on the server of all. */
  readonly url: string;
  readonly wanted: Folded;
}

/** Rows a second, from the first that are seen to the last: each record inserted and updated, one task, a cold worker. */
export async function upsertByDebezium(work: DebeziumWork, how: keyof typeof settings): Promise<number> {
  const { libraries, url, wanted } = work;
  await withClient(url, (client) =>
    client.query('create table record (dossier bigint primary key, rev integer, status text, steps text)'),
  );
  const state = await mkdtemp(join(tmpdir(), 'hub-bench-connect-'));
  const [worker, sink] = await writeProperties(state, work, how);
  const java = ['-Xms512m', '-Xmx1g', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'];
  const main = 'org.apache.kafka.connect.cli.ConnectStandalone';
  const connect = spawn('java', [...java, '-cp', join(libraries.worker, '*'), main, worker, sink], {
    stdio: 'inherit',
  });
  const ended = once(connect, 'exit');
  try {
    const rate = await Promise.race([rowsPerSecond(url, 2 * wanted.records), ended.then(() => null)]);
    if (rate === null) throw new Error(`Kafka Connect ended with exit code ${connect.exitCode}.`);
    requireWhole(`Debezium ${how}`, await recordsIn(url), wanted);
    return rate;
  } finally {
    connect.kill('SIGKILL');
    await ended;
    await rm(state, { recursive: true, force: true });
  }
}

/** Looks every tenth of a second; a row counts once, and again when it is updated. */
async function rowsPerSecond(url: string, wanted: number): Promise<number> {
  return withClient(url, async (client) => {
    let first: { readonly at: number; readonly rows: number } | undefined;
    for (const givenUpAt = performance.now() + 300_000; performance.now() < givenUpAt; await delay(100)) {
      const { rows } = await client.query<{ sum: number }>('select coalesce(sum(rev), 0)::int as sum from record');
      const seen = { at: performance.now(), rows: rows[0]?.sum ?? 0 };
      if (seen.rows > 0) first ??= seen;
      if (first !== undefined && seen.rows === wanted) return ((wanted - first.rows) * 1_000) / (seen.at - first.at);
    }
    throw new Error(`The sink had not written ${wanted} rows after five minutes.`);
  });
}

async function recordsIn(url: string): Promise<Folded> {
  const { rows } = await withClient(url, (client) =>
    client.query<Folded>(
      'select count(*)::int as records, sum(jsonb_array_length(steps::jsonb))::int as events from record where rev = 2',
    ),
  );
  return rows[0] ?? { records: 0, events: 0 };
}

async function writeProperties(state: string, work: DebeziumWork, how: keyof typeof settings) {
  const { host, pathname, username, password } = new URL(work.url);
  const batch = settings[how]['batch.size'];
  const worker = {
    'bootstrap.servers': work.brokers.join(','),
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'offset.storage.file.filename': join(state, 'offsets'),
    'plugin.path': work.libraries.plugins,
    listeners: 'HTTP://127.0.0.1:0',
    'consumer.max.poll.records': batch,
    'consumer.max.partition.fetch.bytes': 4 << 20,
    'consumer.fetch.max.bytes': 32 << 20,
  };
  const sink = {
    name: `${work.topic}-${how.replaceAll(' ', '-')}`,
    'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
    'tasks.max': 1,
    topics: work.topic,
    'connection.url': `jdbc:postgresql://${host}${pathname}`,
    'connection.username': username,
    'connection.password': password,
    'insert.mode': 'upsert',
    'primary.key.mode': 'record_value',
    'primary.key.fields': 'dossier',
    'schema.evolution': 'none',
    'collection.name.format': 'record',
    ...settings[how],
  };
  const files = [join(state, 'worker.properties'), join(state, 'sink.properties')] as const;
  await Promise.all([writeFile(files[0], propertiesOf(worker)), writeFile(files[1], propertiesOf(sink))]);
  return files;
}

function propertiesOf(values: object): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
