import type { EventLog } from '@hub/core';
import { kafkaEventLog } from '@hub/platform';
import { testBrokers, testTopicPrefix } from './kafka.ts';
import { testLogger } from './logger.ts';

/** A log on this run's Kafka with topics of its own; the same prefix opens the same log again. */
export function testKafkaLog(options: { slices?: number; topicPrefix?: string } = {}): Promise<EventLog> {
  const topicPrefix = options.topicPrefix ?? testTopicPrefix();
  return kafkaEventLog({ brokers: testBrokers(), topicPrefix, slices: options.slices ?? 4, logger: testLogger });
}
