import { mkdir } from 'node:fs/promises';
import type { EventLog, Rules } from '@hub/core';
import {
  createLogger,
  type Dictionary,
  databaseFault,
  type FaultLine,
  type Logger,
  type LogOrigin,
  loadDictionary,
  loadRules,
  openPool,
} from '@hub/platform';
import type pg from 'pg';
import type { HubConfig } from '../config.ts';
import { type Closers, closeBounds, openClosers } from './closers.ts';
import { openDatabases, type Purpose } from './databases.ts';
import { openLog } from './open-log.ts';

/** What every service stands on: databases, log, dictionary. What is sealed is opened apart, by `openSealing`. */
export interface Infrastructure {
  readonly logger: Logger;
  readonly databaseUrl: string;
  readonly keysUrl: string;
  readonly kafkaBrokers: readonly string[] | null;
  readonly pool: pg.Pool;
  /** Other pools on the same server share it: an outage of a server is told once. */
  readonly databaseFault: FaultLine;
  readonly log: EventLog;
  readonly origin: LogOrigin;
  readonly dictionary: Dictionary;
  readonly rules: Rules;
  /** Closes all of it; whoever opens more on it adds to it. */
  readonly closers: Closers;
}

export interface InfrastructureOptions {
  /** Start a Kafka of this machine when no brokers are given. */
  readonly kafka: boolean;
  /** What may be set up. */
  readonly purpose: Exclude<Purpose, 'migrate'>;
  readonly logger?: Logger;
}

/** Starts or reaches everything that the services need, in order; what was opened is closed again if a later step fails. */
export async function openInfrastructure(config: HubConfig, options: InfrastructureOptions): Promise<Infrastructure> {
  const logger = options.logger ?? createLogger(config.logLevel, 'hub');
  const closers = openClosers(logger);
  const { kafka, purpose } = options;
  try {
    if (purpose === 'start') await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
    const database = await openDatabases(config, purpose, logger, closers);
    const fault = databaseFault(logger, config.databaseTimeoutMs);
    const timeoutMs = config.databaseTimeoutMs;
    const pool = openPool(database.url, { max: 20, applicationName: 'hub', logger, timeoutMs, fault });
    closers.add('database pool', () => pool.end(), closeBounds(timeoutMs).poolMs);
    const { log, origin, kafkaBrokers } = await openLog(config, { pool, purpose, kafka, logger, closers });
    return {
      logger,
      databaseUrl: database.url,
      keysUrl: database.keysUrl,
      kafkaBrokers,
      pool,
      databaseFault: fault,
      log,
      origin,
      dictionary: loadDictionary(),
      rules: rulesOf(config),
      closers,
    };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

/** The released rules, with what this hub sets otherwise. */
function rulesOf({ dayCount }: HubConfig): Rules {
  const rules = loadRules();
  return dayCount === undefined ? rules : { ...rules, dayCount };
}
