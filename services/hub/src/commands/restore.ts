import { mkdir } from 'node:fs/promises';
import { controlTopic, logTopics } from '@hub/contracts';
import { type EventLog, HubError } from '@hub/core';
import { type RegistryReport, rebuildRegistry } from '@hub/gateway';
import {
  type BackupManifest,
  checkValuesOf,
  loadSecrets,
  loadTables,
  migrationState,
  openKeyStore,
  openPool,
  readBackup,
  refuseForeign,
  requireEmptyStore,
  requireOrigin,
  type Secrets,
  tellRestored,
  unusable,
} from '@hub/platform';
import type pg from 'pg';
import type { HubConfig } from '../config.ts';
import { type Closers, openClosers } from '../start/closers.ts';
import { type Databases, openDatabases } from '../start/databases.ts';
import { askedOrigin, openLog } from '../start/open-log.ts';
import { addressOf, answersAt, readRunFiles } from '../start/run-file.ts';
import { type CommandContext, printResult } from '../terminal/command-line.ts';
import { showProgress } from '../terminal/progress.ts';
import { loudLogger, quietLogger } from './reach.ts';

interface Restored {
  readonly rows: number;
  /** On the log, and later than the backup. */
  readonly eventsSince: number;
  /** What the registry lacked of them; null where the backup had all. */
  readonly registry: RegistryReport | null;
}

/** `hub restore`. Everything that can be refused is refused before the first row is written. */
export async function restoreBackup(context: CommandContext, directory: string, json: boolean): Promise<void> {
  const { config } = context;
  const [run] = await readRunFiles(config.dataDir);
  if (run !== undefined && (await answersAt(addressOf(run)))) {
    throw new HubError('wrong-use', `A hub runs on ${config.dataDir} (process ${run.pid}): stop it first.`);
  }
  const manifest = await checkedBackup(context, directory);
  const secrets = await loadSecrets({ file: config.secretsFile, kek: config.kek });
  refuseForeign(checkValuesOf(secrets), manifest.secrets, 'the backup');
  const isLocalKafka = manifest.log.kind === 'local-kafka' && config.kafkaBrokers === undefined;
  requireOrigin(askedOrigin(config, isLocalKafka), manifest.log);
  const logger = quietLogger();
  const closers = openClosers(loudLogger());
  try {
    await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
    // Like a start outside the demo: an embedded database that is new is made, any other was migrated before.
    const databases = await openDatabases(
      { ...config, demo: 'off' },
      { purpose: 'start', keys: true, logger, closers },
    );
    const restored = await load(context, { manifest, directory, secrets, databases, closers });
    printResult(context, json, restored, () => describe(restored, manifest));
  } finally {
    await closers.closeAll();
  }
}

async function checkedBackup(context: CommandContext, directory: string): Promise<BackupManifest> {
  const progress = showProgress(context, 'backup read', 'bytes');
  try {
    return await readBackup(directory, progress.update);
  } finally {
    progress.stop();
  }
}

interface Loading {
  readonly manifest: BackupManifest;
  readonly directory: string;
  readonly secrets: Secrets;
  readonly databases: Databases;
  readonly closers: Closers;
}

async function load(context: CommandContext, loading: Loading): Promise<Restored> {
  const { manifest, directory, secrets, databases, closers } = loading;
  await requireSameMigrations(context.config, directory, manifest, databases);
  const pool = openStorePool(context.config, databases.url, closers);
  const keysPool = openStorePool(context.config, databases.keysUrl, closers);
  await requireNobody(pool);
  await requireEmptyStore(pool, 'hub');
  await requireEmptyStore(keysPool, 'keys');
  const log = await openKafka(context.config, loading, pool);
  const eventsSince = log === null ? 0 : await countSince(log, directory, manifest);
  const progress = showProgress(context, 'restore', 'rows');
  const total = manifest.files.reduce((sum, { rows }) => sum + rows, 0);
  let rows = 0;
  const onRows = (more: number) => {
    rows += more;
    progress.update(rows, total);
  };
  try {
    // Cut off in between, there are keys of people whom nobody knows yet: the next try says that the key store is not
    // empty. The other way round, a hub could be started on people without keys.
    await loadTables(keysPool, 'keys', directory, manifest, onRows);
    await loadTables(pool, 'hub', directory, manifest, onRows);
  } finally {
    progress.stop();
  }
  if (log !== null) await tellRestored(log, secrets, manifest.begunAt);
  if (log === null || eventsSince === 0) return { rows, eventsSince, registry: null };
  const registry = await catchUp(context, { log, pool, keyStore: openKeyStore({ pool: keysPool, secrets }), secrets });
  return { rows, eventsSince, registry };
}

function openStorePool({ databaseTimeoutMs: timeoutMs }: HubConfig, url: string, closers: Closers): pg.Pool {
  const pool = openPool(url, { max: 5, applicationName: 'hub-restore', logger: quietLogger(), timeoutMs });
  closers.add('database pool', () => pool.end());
  return pool;
}

/** Rows of one release are not put into the tables of another: its migrations would not run over them. */
async function requireSameMigrations(
  { databaseTimeoutMs }: HubConfig,
  directory: string,
  { migrations, hubVersion }: BackupManifest,
  urls: Databases,
): Promise<void> {
  const stores = [
    ['hub', await migrationState(urls.url, 'hub', databaseTimeoutMs), migrations.hub],
    ['keys', await migrationState(urls.keysUrl, 'keys', databaseTimeoutMs), migrations.keys],
  ] as const;
  for (const [store, { applied }, wanted] of stores) {
    const missing = wanted.filter((file) => !applied.includes(file));
    const more = applied.filter((file) => !wanted.includes(file));
    if (missing.length + more.length === 0) continue;
    const what = missing.length > 0 ? `has run ${missing.join(', ')}, which is not here` : `lacks ${more.join(', ')}`;
    throw unusable(
      directory,
      `its ${store} database ${what}. Restore it with the release that wrote it (${hubVersion}), then upgrade`,
    );
  }
}

async function requireNobody(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select distinct application_name as name from pg_stat_activity
     where datname = current_database() and application_name like 'hub%' and application_name not like 'hub-restore %'`,
  );
  if (rows.length === 0) return;
  throw new HubError('wrong-use', 'A hub runs on these databases: stop all its processes first. Nothing was changed.');
}

/** Null where the log is in the backup. */
async function openKafka(config: HubConfig, { manifest, closers }: Loading, pool: pg.Pool): Promise<EventLog | null> {
  if (manifest.log.kind === 'embedded') return null;
  const logger = quietLogger();
  const kafka = config.kafkaBrokers === undefined;
  const { log } = await openLog(config, { pool, purpose: 'command', kafka, logger, closers });
  return log;
}

/** Throws `backup-unusable` where the log is not the one of the backup, or has lost what it had then. */
async function countSince(log: EventLog, directory: string, { log: then }: BackupManifest): Promise<number> {
  const epoch = await log.epoch();
  if (epoch !== then.epoch) {
    throw unusable(directory, `it is of log ${then.epoch}, and this log is ${epoch}: give the hub its own log back`);
  }
  const ends = new Map((await log.endOffsets(logTopics)).map((end) => [`${end.topic} ${end.slice}`, end.offset]));
  let since = 0;
  for (const { topic, slice, offset } of then.ends) {
    const end = ends.get(`${topic} ${slice}`) ?? 0;
    if (end < offset) {
      throw unusable(
        directory,
        `it is newer than the log, which has lost events: ${topic} ${slice} ends at ${end}, and ended at ${offset}`,
      );
    }
    if (topic !== controlTopic) since += end - offset;
  }
  return since;
}

type Registry = Pick<Parameters<typeof rebuildRegistry>[0], 'log' | 'pool' | 'keyStore' | 'secrets'>;

/** People and numbers that came after the backup are known by the log alone. */
async function catchUp(context: CommandContext, registry: Registry): Promise<RegistryReport> {
  const progress = showProgress(context, 'registry', 'events');
  try {
    return await rebuildRegistry({ ...registry, onProgress: progress.update });
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    throw new HubError(
      error.code,
      `The backup is loaded, but the registry is not up to the log yet, and gateways take no event until it is. ${error.message}`,
      { cause: error },
    );
  } finally {
    progress.stop();
  }
}

function describe({ rows, eventsSince, registry }: Restored, manifest: BackupManifest): string[] {
  const lacked = registry?.tables;
  return [
    `${rows} rows of ${manifest.begunAt} are loaded.`,
    ...(lacked === undefined
      ? ['The log holds nothing that came after the backup.']
      : [
          `${eventsSince} events came after it: ${lacked.trainee.missing} persons, ${lacked.alias.missing} identifiers and ` +
            `${lacked.dossier.missing} dossier numbers of theirs were taken from the log.`,
        ]),
    'Lost are partners, secrets of partners and traces of reads that came after the backup ("hub trace verify" names them).',
    'Next: hub start. Records are built from the log first; readers are answered 503 with the progress meanwhile.',
  ];
}
