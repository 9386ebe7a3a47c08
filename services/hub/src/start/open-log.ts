import { join } from 'node:path';
import { type EventLog, HubError } from '@hub/core';
import {
  embeddedEventLog,
  embeddedLogContent,
  hasLocalKafka,
  kafkaEventLog,
  type Logger,
  type LogOrigin,
  localKafka,
  noteOrigin,
  originOfLog,
  requireOrigin,
} from '@hub/platform';
import type pg from 'pg';
import type { HubConfig } from '../config.ts';
import { type Closers, closeBounds, localServerMs } from './closers.ts';
import type { Purpose } from './databases.ts';

export interface OpenedLog {
  readonly log: EventLog;
  readonly origin: LogOrigin;
  readonly kafkaBrokers: readonly string[] | null;
}

export interface LogOptions {
  readonly pool: pg.Pool;
  readonly purpose: Purpose;
  /** Start a Kafka of this machine when no brokers are given. */
  readonly kafka: boolean;
  readonly logger: Logger;
  readonly closers: Closers;
  /** Brokers answer within this time, or the log is away. Default 20,000. */
  readonly openTimeoutMs?: number;
}

/** The log that is asked for, and the one that the database was filled from; null where nothing says. */
export interface WantedLog {
  readonly origin: LogOrigin;
  readonly own: LogOrigin | null;
}

/**
 * The log that this database belongs to. A command follows what was noted at the first start; a start notes it, and is
 * refused (`configuration-invalid`) where it asks for another.
 */
export async function openLog(config: HubConfig, options: LogOptions): Promise<OpenedLog> {
  return openWantedLog(config, await findLog(config, options), options);
}

/** Reads the database alone. Throws `configuration-invalid` where it was filled from another log. */
export async function findLog(
  config: HubConfig,
  { pool, purpose, kafka }: Pick<LogOptions, 'pool' | 'purpose' | 'kafka'>,
): Promise<WantedLog> {
  const kafkaDir = join(config.dataDir, 'kafka');
  const own = (await originOfLog(pool, await embeddedLogContent(pool))) ?? (await originOfDirectory(config, kafkaDir));
  const follows = purpose !== 'start' && config.kafkaBrokers === undefined && own?.kind === 'local-kafka';
  const origin = askedOrigin(config, kafka || follows);
  if (own !== null) requireOrigin(origin, own);
  return { origin, own };
}

export async function openWantedLog(
  config: HubConfig,
  { origin, own }: WantedLog,
  options: LogOptions,
): Promise<OpenedLog> {
  const { pool, purpose, logger, closers, openTimeoutMs } = options;
  const create = purpose === 'start';
  const kafkaBrokers = await openBrokers(config, origin, own, options);
  const log = await (kafkaBrokers === null
    ? embeddedEventLog({ pool, slices: config.slices, create })
    : kafkaEventLog({
        brokers: [...kafkaBrokers],
        topicPrefix: config.kafkaTopicPrefix,
        replicationFactor: config.kafkaReplicationFactor,
        // A Kafka of this machine, which we started, speaks with us alone and without.
        ...(config.kafkaBrokers !== undefined && { security: config.kafkaSecurity }),
        // To a command it is no news either.
        oneBrokerWillDo: config.demo !== 'off' || !create,
        slices: config.slices,
        logger,
        create,
        ...(openTimeoutMs !== undefined && { openTimeoutMs }),
      }));
  closers.add('log', () => log.close(), closeBounds(config.databaseTimeoutMs).logMs);
  if (create) await noteOrigin(pool, origin);
  return { log, origin, kafkaBrokers };
}

/** Of a process that uses none: what the database or the environment says of it, and a log that nobody may ask. */
export async function unopenedLog(config: HubConfig, pool: pg.Pool): Promise<OpenedLog> {
  const origin = (await originOfLog(pool, await embeddedLogContent(pool))) ?? askedOrigin(config, false);
  const refuse = () => {
    throw new HubError('internal', 'This process has no log.');
  };
  const asked = { append: refuse, read: refuse, endOffsets: refuse, epoch: refuse, reach: refuse };
  const log = { slices: config.slices, ...asked, close: async () => {} };
  return { log, origin, kafkaBrokers: config.kafkaBrokers ?? null };
}

/** The log that the environment names; `local`: a Kafka of this machine where it names none. */
export function askedOrigin({ kafkaBrokers, kafkaTopicPrefix, slices }: HubConfig, local: boolean): LogOrigin {
  if (kafkaBrokers !== undefined) return { kind: 'kafka', topicPrefix: kafkaTopicPrefix, slices };
  if (local) return { kind: 'local-kafka', topicPrefix: kafkaTopicPrefix, slices };
  return { kind: 'embedded', topicPrefix: null, slices };
}

/** A hub of before its log was noted in the database: the Kafka that it kept in its data directory says it. */
async function originOfDirectory(config: HubConfig, kafkaDir: string): Promise<LogOrigin | null> {
  if (config.kafkaBrokers !== undefined || !(await hasLocalKafka(kafkaDir))) return null;
  return { kind: 'local-kafka', topicPrefix: config.kafkaTopicPrefix, slices: config.slices };
}

async function openBrokers(
  config: HubConfig,
  origin: LogOrigin,
  own: LogOrigin | null,
  { logger, closers }: LogOptions,
): Promise<readonly string[] | null> {
  if (config.kafkaBrokers !== undefined) return config.kafkaBrokers;
  if (origin.kind !== 'local-kafka') return null;
  const dataDir = join(config.dataDir, 'kafka');
  // An empty Kafka beside a database that was filled from one elsewhere would be taken for its log.
  if (own !== null && !(await hasLocalKafka(dataDir))) requireOrigin({ ...origin, kind: 'embedded' }, own);
  const kafka = await localKafka({ dataDir, logger });
  closers.add('Kafka of this machine', () => kafka.stop(), localServerMs);
  return kafka.brokers;
}
