import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EventLog } from '@hub/core';
import { createLogger, embeddedPostgres, kafkaEventLog, migrateHub } from '@hub/platform';
import { Kafka, logLevel } from 'kafkajs';
import type { Logger } from 'pino';
import { jarKafka } from '../../test/support/kafka-server.ts';

/** A PostgreSQL that syncs its commits, migrated, and a log on Kafka: the brokers given, else a Kafka of its own. */
export interface BenchServers {
  readonly postgres: Awaited<ReturnType<typeof embeddedPostgres>>;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly log: EventLog;
  readonly logger: Logger;
  /** After every pool is ended: closes the log, drops its topics, ends the servers and removes their files. */
  stop(): Promise<void>;
}

/** Topics of one run are never those of another. */
let started = 0;

export async function startServers(slices: number): Promise<BenchServers> {
  const logger = createLogger('warn', 'bench', { write: (line) => void process.stderr.write(line) });
  const directory = await mkdtemp(join(tmpdir(), 'hub-bench-'));
  const postgres = await embeddedPostgres({ dataDir: directory, logger });
  const given = process.env.HUB_KAFKA_BROKERS?.split(',');
  const kafka =
    given === undefined ? await jarKafka(join(directory, 'kafka'), logger) : { brokers: given, stop: async () => {} };
  const { brokers } = kafka;
  started += 1;
  const topicPrefix = `bench-${process.pid}-${started}.`;
  const log = await kafkaEventLog({ brokers, topicPrefix, slices, logger });
  await migrateHub(postgres.url);
  const stop = async () => {
    await log.close();
    await removeTopics(brokers, topicPrefix);
    await Promise.all([kafka.stop(), postgres.stop()]);
    // Started as root, the server's files are elsewhere than in our directory.
    await rm(dirname(postgres.dataPath), { recursive: true, force: true });
    await rm(directory, { recursive: true, force: true });
  };
  return { postgres, brokers, topicPrefix, log, logger, stop };
}

async function removeTopics(brokers: readonly string[], topicPrefix: string): Promise<void> {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const own = (await admin.listTopics()).filter((name) => name.startsWith(topicPrefix));
  await admin.deleteTopics({ topics: own });
  await admin.disconnect();
}
