import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withClient } from '@hub/platform';
import { jarsOf } from './maven.ts';
import { type Folded, fold, type PeerEvent, type PeerRecord, requireWhole } from './work.ts';

const folder = join(import.meta.dirname, 'connect');

const settings = {
  'as it comes': { 'batch.size': 500 },
  'at its best': { 'batch.size': 3_000, 'use.reduction.buffer': true, 'dialect.postgres.unnest.insert.enabled': true },
} as const;

/** What the worker has itself (with Jackson twice, its task dies), and the drivers of other databases. */
const excluded =
  'jackson-core,jackson-databind,jackson-annotations,connect-api,kafka-clients,lz4-java,snappy-java,zstd-jni,slf4j-api,' +
  'mssql-jdbc,mysql-connector-j,mariadb-java-client,ojdbc11';

/** Where the jars of Kafka Connect and of the sink are. Throws where Java or Maven is not there. */
export async function debeziumLibraries(): Promise<{ readonly worker: string; readonly sink: string }> {
  const worker = await jarsOf(join(folder, 'worker.pom.xml'), 'connect');
  const options = ['-DincludeScope=runtime', `-DexcludeArtifactIds=${excluded}`];
  return {
    worker,
    sink: await jarsOf(join(folder, 'sink.pom.xml'), join('connect-plugins', 'debezium-jdbc'), options),
  };
}

const types = { dossier: 'int64', rev: 'int32', status: 'string', steps: 'string' };
const schema = { type: 'struct', fields: Object.entries(types).map(([field, type]) => ({ field, type })) };

/** Every record as Connect's converter wants it: all of them for a first time, then all once more. */
export function finishedRecords(events: readonly PeerEvent[]) {
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
  readonly libraries: Awaited<ReturnType<typeof debeziumLibraries>>;
  readonly brokers: readonly string[];
  readonly topic: string;
  /** A database of its own, on the server of all. */
  readonly url: string;
  readonly wanted: Folded;
}

/** Rows a second that one task of a new worker upserts, from the first that are seen to the last: inserts, then updates. */
export async function upsertByDebezium(work: DebeziumWork, how: keyof typeof settings): Promise<number> {
  const columns = 'dossier bigint primary key, rev integer, status text, steps text';
  await withClient(work.url, (client) => client.query(`create table record (${columns})`));
  const state = await mkdtemp(join(tmpdir(), 'hub-bench-connect-'));
  const files = await writeProperties(state, work, how);
  const java = ['-Xms512m', '-Xmx1g', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'];
  const main = ['-cp', join(work.libraries.worker, '*'), 'org.apache.kafka.connect.cli.ConnectStandalone', ...files];
  const connect = spawn('java', [...java, ...main], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(connect, 'exit');
  try {
    const rate = await Promise.race([rowsPerSecond(work.url, 2 * work.wanted.records), fallen(connect)]);
    requireWhole(`Debezium ${how}`, await recordsIn(work.url), work.wanted);
    return rate;
  } finally {
    connect.kill('SIGKILL');
    await ended;
    await rm(state, { recursive: true, force: true });
  }
}

/** Throws what the worker said last, when its task or the whole of it has ended. */
function fallen({ stderr }: ChildProcess): Promise<never> {
  return new Promise((_, reject) => {
    let said = '';
    const fail = () => reject(new Error(`Kafka Connect gave up: ${said.slice(-2_000)}`));
    stderr?.on('data', (chunk: Buffer) => {
      said = (said + String(chunk)).slice(-20_000);
      if (said.includes('will not recover until')) fail();
    });
    stderr?.on('end', fail);
  });
}

/** Looks every tenth of a second; a row counts when it is inserted, and again when it is updated. */
function rowsPerSecond(url: string, wanted: number): Promise<number> {
  return withClient(url, async (client) => {
    let first = { at: 0, done: 0 };
    for (let asked = 0; asked < 3_000; asked++) {
      const { rows } = await client.query<{ done: number }>('select coalesce(sum(rev), 0)::int as done from record');
      const seen = { at: performance.now(), done: rows[0]?.done ?? 0 };
      if (first.done === 0) first = seen;
      if (seen.done === wanted) return ((wanted - first.done) * 1_000) / (seen.at - first.at);
      await delay(100);
    }
    throw new Error(`The sink had not written ${wanted} rows after five minutes.`);
  });
}

async function recordsIn(url: string): Promise<Folded> {
  const events = 'sum(jsonb_array_length(steps::jsonb))::int as events';
  const { rows } = await withClient(url, (client) =>
    client.query<Folded>(`select count(*)::int as records, ${events} from record where rev = 2`),
  );
  return rows[0] ?? { records: 0, events: 0 };
}

async function writeProperties(state: string, work: DebeziumWork, how: keyof typeof settings) {
  const { host, pathname, username, password } = new URL(work.url);
  const worker = {
    'bootstrap.servers': work.brokers.join(','),
    'offset.storage.file.filename': join(state, 'offsets'),
    'plugin.path': dirname(work.libraries.sink),
    'consumer.max.poll.records': settings[how]['batch.size'],
  };
  const sink = {
    ...{ name: `${work.topic}-${how.replaceAll(' ', '-')}`, topics: work.topic, ...settings[how] },
    'connection.url': `jdbc:postgresql://${host}${pathname}`,
    'connection.username': username,
    'connection.password': password,
  };
  const write = async (name: string, more: object) => {
    const lines = Object.entries(more).map(([key, value]) => `${key}=${value}\n`);
    await writeFile(join(state, name), (await readFile(join(folder, name), 'utf8')) + lines.join(''));
    return join(state, name);
  };
  return [await write('worker.properties', worker), await write('sink.properties', sink)];
}
