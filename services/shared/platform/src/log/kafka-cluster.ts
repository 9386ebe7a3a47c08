import kafkajs, { type Consumer, type Kafka } from 'kafkajs';

export interface TopicOffsets {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
}

/** A record as it comes from a broker. */
export interface FetchedMessage {
  readonly offset: string;
  /** Null where another producer gave none. */
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

export interface FetchResponse {
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly { readonly partition: number; readonly messages: readonly FetchedMessage[] }[];
  }[];
}

/** What we use of kafkajs' own connection to the cluster, which it hands to every partition assigner. */
export interface KafkaCluster {
  connect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findTopicPartitionMetadata(
    topic: string,
  ): readonly { readonly partitionId: number; readonly leader: number; readonly isr: readonly number[] }[];
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Record<string, number[]>;
  findBroker(options: { nodeId: string }): Promise<{ fetch(request: object): Promise<FetchResponse> }>;
  fetchTopicsOffset(topics: readonly object[]): Promise<readonly TopicOffsets[]>;
}

/** The cluster as a consumer that never joins a group has it; to be disconnected by the consumer. */
export function openCluster(kafka: Kafka): { consumer: Consumer; cluster: KafkaCluster } {
  let cluster: unknown;
  const consumer = kafka.consumer({
    groupId: 'never-joined',
    allowAutoTopicCreation: false,
    partitionAssigners: [
      (config) => {
        cluster = config.cluster;
        return kafkajs.PartitionAssigners.roundRobin(config);
      },
    ],
  });
  return { consumer, cluster: cluster as KafkaCluster };
}
