import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventLog, Rules } from '@hub/core';
import {
  createLogger,
  type Dictionary,
  databaseFault,
  embeddedEventLog,
  embeddedPostgres,
  ensureDatabase,
  type KeyStore,
  kafkaEventLog,
  type Logger,
  loadDictionary,
  loadRules,
  loadSecrets,
  localKafka,
  migrateHub,
  migrateKeys,
  openKeyStore,
  openPool,
  type Secrets,
} from '@hub/platform';
import type pg from 'pg';
import type { HubConfig } from '../config.ts';
import { type Closers, openClosers } from './closers.ts';

/** What every service stands on: database, key store, log, secrets, dictionary. */
export interface Infrastructure {
  readonly logger: Logger;
  readonly databaseUrl: string;
  readonly keysUrl: string;
  readonly kafkaBrokers: readonly string[] | null;
  readonly pool: pg.Pool;
  readonly keyStore: KeyStore;
  readonly log: EventLog;
  readonly secrets: Secrets;
  readonly dictionary: Dictionary;
  readonly rules: Rules;
  /** Closes all of it; whoever opens more on it adds to it. */
  readonly closers: Closers;
}

/** They write down what they hold; what takes longer is told to stop at once, and recovers at the next start. */
const localServerMs = 45_000;

interface InfrastructureOptions {
  /** Start a Kafka of this machine when no brokers are given. */
  readonly kafka: boolean;
  readonly logger?: Logger;
}

/** Starts or reaches everything that the services need, in order; what was opened is closed again if a later step fails. */
export async function openInfrastructure(config: HubConfig, options: InfrastructureOptions): Promise<Infrastructure> {
  const logger = options.logger ?? createLogger(config.logLevel, 'hub');
  const closers = openClosers(logger);
  try {
    await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
    // Kafka takes seconds to start: it comes up while the database does.
    const [database, kafkaBrokers] = await Promise.all([
      openDatabases(config, logger, closers),
      openBrokers(config, options, logger, closers),
    ]);
    const secrets = await loadSecrets(config.secretsFile);
    const { pool, keysPool } = openPools(config, database, logger);
    closers.add('database pool', () => pool.end());
    closers.add('key store pool', () => keysPool.end());
    const log = await openLog(config, kafkaBrokers, pool, logger);
    closers.add('log', () => log.close());
    return {
      logger,
      databaseUrl: database.url,
      keysUrl: database.keysUrl,
      kafkaBrokers,
      pool,
      keyStore: openKeyStore({ pool: keysPool, secrets }),
      log,
      secrets,
      dictionary: loadDictionary(),
      rules: rulesOf(config),
      closers,
    };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

/** An outage of a server that has both is told once. */
function openPools(
  { databaseTimeoutMs: timeoutMs }: HubConfig,
  urls: { url: string; keysUrl: string },
  logger: Logger,
) {
  const fault = databaseFault(logger, timeoutMs);
  const pool = openPool(urls.url, { max: 20, applicationName: 'hub', logger, timeoutMs, fault });
  const isSameServer = new URL(urls.url).host === new URL(urls.keysUrl).host;
  const keysFault = isSameServer ? fault : databaseFault(logger.child({ database: 'keys' }), timeoutMs);
  const keysPool = openPool(urls.keysUrl, { max: 5, applicationName: 'hub-keys', logger, timeoutMs, fault: keysFault });
  return { pool, keysPool };
}

/** The released rules, with what this hub sets otherwise. */
function rulesOf({ dayCount }: HubConfig): Rules {
  const rules = loadRules();
  return dayCount === undefined ? rules : { ...rules, dayCount };
}

async function openDatabases(config: HubConfig, logger: Logger, closers: Closers) {
  let url = config.databaseUrl;
  let keysUrl = config.keysUrl;
  if (url === undefined) {
    const embedded = await embeddedPostgres({ dataDir: join(config.dataDir, 'postgres'), logger });
    closers.add('embedded PostgreSQL', () => embedded.stop(), localServerMs);
    url = embedded.url;
    keysUrl ??= embedded.keysUrl;
  }
  keysUrl ??= url;
  await Promise.all([ensureDatabase(url), keysUrl === url ? undefined : ensureDatabase(keysUrl)]);
  await Promise.all([migrateHub(url), migrateKeys(keysUrl)]);
  return { url, keysUrl };
}

async function openBrokers(
  config: HubConfig,
  options: InfrastructureOptions,
  logger: Logger,
  closers: Closers,
): Promise<readonly string[] | null> {
  if (config.kafkaBrokers !== undefined) return config.kafkaBrokers;
  if (!options.kafka) return null;
  const kafka = await localKafka({ dataDir: join(config.dataDir, 'kafka'), logger });
  closers.add('Kafka of this machine', () => kafka.stop(), localServerMs);
  return kafka.brokers;
}

function openLog(
  config: HubConfig,
  brokers: readonly string[] | null,
  pool: pg.Pool,
  logger: Logger,
): Promise<EventLog> {
  if (brokers === null) return embeddedEventLog({ pool, slices: config.slices });
  return kafkaEventLog({
    brokers: [...brokers],
    topicPrefix: config.kafkaTopicPrefix,
    replicationFactor: config.kafkaReplicationFactor,
    // A Kafka of this machine, which we started, speaks with us alone and without.
    ...(config.kafkaBrokers !== undefined && { security: config.kafkaSecurity }),
    oneBrokerWillDo: config.demo !== 'off',
    slices: config.slices,
    logger,
  });
}
