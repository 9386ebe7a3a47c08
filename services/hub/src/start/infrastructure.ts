import { mkdir } from 'node:fs/promises';
import type { EventLog, Rules } from '@hub/core';
import {
  createLogger,
  type Dictionary,
  type Logger,
  type LogOrigin,
  loadDictionary,
  loadRules,
  openPool,
} from '@hub/platform';
import type pg from 'pg';
import type { HubConfig } from '../config.ts';
import { openDatabases, type Purpose } from './databases.ts';
import { openLog } from './open-log.ts';

/** What every service stands on: databases, log, dictionary. What is sealed is opened apart, by `openSealing`. */
export interface Infrastructure {
  readonly logger: Logger;
  readonly databaseUrl: string;
  readonly keysUrl: string;
  readonly kafkaBrokers: readonly string[] | null;
  readonly pool: pg.Pool;
  readonly log: EventLog;
  readonly origin: LogOrigin;
  readonly dictionary: Dictionary;
  readonly rules: Rules;
  close(): Promise<void>;
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
  const closers: Array<() => Promise<unknown>> = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const { kafka, purpose } = options;
  try {
    if (purpose === 'start') await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
    const database = await openDatabases(config, purpose, logger, closers);
    const pool = openPool(database.url, { max: 20, applicationName: 'hub', logger });
    closers.push(() => pool.end());
    const { log, origin, kafkaBrokers } = await openLog(config, { pool, purpose, kafka, logger, closers });
    return {
      logger,
      databaseUrl: database.url,
      keysUrl: database.keysUrl,
      kafkaBrokers,
      pool,
      log,
      origin,
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
