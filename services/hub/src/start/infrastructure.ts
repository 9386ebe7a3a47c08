import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventLog, Rules } from '@hub/core';
import {
  createLogger,
  type Dictionary,
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
  close(): Promise<void>;
}

interface InfrastructureOptions {
  /** Start a Kafka of this machine when no brokers are given. */
  readonly kafka: boolean;
  readonly logger?: Logger;
}

/** Starts or reaches everything that the services need, in order; what was opened is closed again if a later step fails. */
export async function openInfrastructure(config: HubConfig, options: InfrastructureOptions): Promise<Infrastructure> {
  const logger = options.logger ?? createLogger(config.logLevel, 'hub');
  const closers: Array<() => Promise<unknown>> = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
    // Kafka takes seconds to start: it comes up while the database does.
    const [database, kafkaBrokers] = await Promise.all([
      openDatabases(config, logger, closers),
      openBrokers(config, options, logger, closers),
    ]);
    const secrets = await loadSecrets(config.secretsFile);
    const pool = openPool(database.url, { max: 20, applicationName: 'hub', logger });
    closers.push(() => pool.end());
    const keysPool = openPool(database.keysUrl, { max: 5, applicationName: 'hub-keys', logger });
    closers.push(() => keysPool.end());
    const log = await openLog(config, kafkaBrokers, pool, logger);
    closers.push(() => log.close());
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
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The released rules, with what this hub sets otherwise. */
function rulesOf({ dayCount }: HubConfig): Rules {
  const rules = loadRules();
  return dayCount === undefined ? rules : { ...rules, dayCount };
}

async function openDatabases(config: HubConfig, logger: Logger, closers: Array<() => Promise<unknown>>) {
  let url = config.databaseUrl;
  let keysUrl = config.keysUrl;
  if (url === undefined) {
    const embedded = await embeddedPostgres({ dataDir: join(config.dataDir, 'postgres'), logger });
    closers.push(() => embedded.stop());
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
  closers: Array<() => Promise<unknown>>,
): Promise<readonly string[] | null> {
  if (config.kafkaBrokers !== undefined) return config.kafkaBrokers;
  if (!options.kafka) return null;
  const kafka = await localKafka({ dataDir: join(config.dataDir, 'kafka'), logger });
  closers.push(() => kafka.stop());
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
