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
import { openLog, unopenedLog } from './open-log.ts';

/** The hub's database: all that many commands need. */
export interface Database {
  readonly logger: Logger;
  readonly databaseUrl: string;
  /** Where the key store would be asked; it was, where the options said that it is needed. */
  readonly keysUrl: string;
  readonly pool: pg.Pool;
  /** Other pools on the same server share it: an outage of a server is told once. */
  readonly databaseFault: FaultLine;
  readonly rules: Rules;
  /** Closes all of it; whoever opens more on it adds to it. */
  readonly closers: Closers;
}

/** What every service stands on: database, log, dictionary. What is sealed is opened apart, by `openSealing`. */
export interface Infrastructure extends Database {
  readonly kafkaBrokers: readonly string[] | null;
  readonly log: EventLog;
  readonly origin: LogOrigin;
  readonly dictionary: Dictionary;
}

export interface DatabaseOptions {
  /** What may be set up. */
  readonly purpose: Exclude<Purpose, 'migrate'>;
  /** The key store is needed too. */
  readonly keys: boolean;
  readonly logger?: Logger;
  /** Default: closers of its own, that say to the logger what does not close. */
  readonly closers?: Closers;
}

export interface InfrastructureOptions extends DatabaseOptions {
  /** Start a Kafka of this machine when no brokers are given. */
  readonly kafka: boolean;
  /** Nothing of it is used: no broker is asked. */
  readonly withoutLog?: boolean;
  /** Told when the log is away, which whoever reads it waits out. Default: `logger`. */
  readonly logLogger?: Logger;
}

/** Starts or reaches everything that the services need, in order; what was opened is closed again if a later step fails. */
export async function openInfrastructure(config: HubConfig, options: InfrastructureOptions): Promise<Infrastructure> {
  const database = await openDatabase(config, options);
  const { pool, logger, closers } = database;
  const { kafka, purpose, withoutLog = false, logLogger = logger } = options;
  try {
    const { log, origin, kafkaBrokers } = withoutLog
      ? await unopenedLog(config, pool)
      : await openLog(config, { pool, purpose, kafka, logger: logLogger, closers });
    return { ...database, kafkaBrokers, log, origin, dictionary: loadDictionary() };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

/** The first step of it alone. */
export async function openDatabase(config: HubConfig, options: DatabaseOptions): Promise<Database> {
  const logger = options.logger ?? createLogger(config.logLevel, 'hub');
  const closers = options.closers ?? openClosers(logger);
  const { purpose, keys } = options;
  const { databaseTimeoutMs: timeoutMs } = config;
  try {
    if (purpose === 'start') await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
    const { url, keysUrl } = await openDatabases(config, { purpose, keys, logger, closers });
    const fault = databaseFault(logger, timeoutMs);
    // What a process does for itself; a command does what its operator's login user may.
    const role = purpose === 'start' ? ({ role: 'hub_process' } as const) : {};
    const pool = openPool(url, { max: 20, applicationName: 'hub', ...role, logger, timeoutMs, fault });
    closers.add('database pool', () => pool.end(), closeBounds(timeoutMs).poolMs);
    return { logger, databaseUrl: url, keysUrl, pool, databaseFault: fault, rules: rulesOf(config), closers };
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
