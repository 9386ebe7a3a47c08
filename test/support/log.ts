import type { EventLog } from '@hub/core';
import { embeddedEventLog, kafkaEventLog } from '@hub/platform';
import { testBrokers, testTopicPrefix } from './kafka.ts';
import { testLogger } from './logger.ts';
import { testDatabase } from './postgres.ts';

/** A log on this run's Kafka with topics of its own; the same prefix opens the same log again. */
export function testKafkaLog(options: { slices?: number; topicPrefix?: string } = {}): Promise<EventLog> {
  const topicPrefix = options.topicPrefix ?? testTopicPrefix();
  return kafkaEventLog({ brokers: testBrokers(), topicPrefix, slices: options.slices ?? 4, logger: testLogger });
}

/** An embedded log in a database of its own, which goes when the log is closed. */
export async function testEmbeddedLog(options: { slices?: number } = {}): Promise<EventLog> {
  const database = await testDatabase();
  const log = await embeddedEventLog({ pool: database.pool, slices: options.slices ?? 4 });
  const close = async () => {
    await log.close();
    await database.drop();
  };
  return { ...log, close };
}
