import { HubError } from '@hub/core';
import { within } from '../waiting/within.ts';
import type { SeverableKafka } from './kafka-client.ts';
import { type KafkaCluster, openCluster } from './kafka-cluster.ts';
import { logUnavailable, retrying } from './kafka-faults.ts';

export interface KafkaReachOptions {
  readonly client: SeverableKafka;
  readonly timeoutMs: number;
}

export interface KafkaReach {
  /**
   * Resolves where every partition of these topics has a leader that answers now and as many replicas in sync as an
   * append to it needs.
   */
  readonly ask: (minInsync: ReadonlyMap<string, number>) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Asks the brokers themselves, once at a time however many want to know. */
export function kafkaReach(options: KafkaReachOptions): KafkaReach {
  const { consumer, cluster } = openCluster(options.client.kafka);
  let asking: Promise<void> | undefined;
  return {
    ask: (minInsync) => {
      asking ??= askInTime(options, cluster, minInsync).finally(() => {
        asking = undefined;
      });
      return asking;
    },
    close: () => consumer.disconnect().catch(() => {}),
  };
}

async function askInTime(
  options: KafkaReachOptions,
  cluster: KafkaCluster,
  minInsync: ReadonlyMap<string, number>,
): Promise<void> {
  const late = () => {
    // What is still asked would wait for the bound on silence, and the next to ask with it.
    options.client.sever();
    throw new Error(`no answer for ${options.timeoutMs / 1_000} seconds`);
  };
  try {
    await within(
      retrying(options.timeoutMs / 2, () => askBrokers(cluster, minInsync)),
      options.timeoutMs,
      late,
    );
  } catch (error) {
    throw logUnavailable(error);
  }
}

async function askBrokers(cluster: KafkaCluster, minInsync: ReadonlyMap<string, number>): Promise<void> {
  const topics = [...minInsync.keys()];
  await cluster.connect();
  await cluster.addMultipleTargetTopics(topics);
  await cluster.refreshMetadata();
  const partitions = topics.map((topic) => ({ topic, found: cluster.findTopicPartitionMetadata(topic) }));
  for (const { topic, found } of partitions) {
    const least = minInsync.get(topic) ?? 1;
    const short = found.filter(({ isr }) => isr.length < least);
    if (short.length > 0 || found.length === 0)
      throw new HubError(
        'log-unavailable',
        `${short.length} partition(s) of ${topic} have fewer than ${least} replicas in sync, and take nothing: start ` +
          'the brokers that are away.',
        { retryable: true },
      );
  }
  // The metadata may be old where the cluster has lost its controllers: the leaders say by themselves that they live.
  await cluster.fetchTopicsOffset(
    partitions.map(({ topic, found }) => ({
      topic,
      fromBeginning: false,
      partitions: found.map(({ partitionId }) => ({ partition: partitionId })),
    })),
  );
}
