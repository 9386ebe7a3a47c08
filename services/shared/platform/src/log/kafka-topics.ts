import { randomUUID } from 'node:crypto';
import { logTopics } from '@hub/contracts';
import { HubError } from '@hub/core';
import kafkajs, { type Admin, type ITopicConfig } from 'kafkajs';
import { partitionBytesMax } from './append-queue.ts';

export interface LogShape {
  readonly topicPrefix: string;
  /** Partitions of each topic. */
  readonly slices: number;
  readonly replicationFactor: number;
}

/** A batch of one call for one partition travels as one Kafka batch: twice the bound, for its headers. */
const batchBytesMax = 2 * partitionBytesMax;

/** Acknowledged by this many replicas before an append resolves: two of three survive the loss of any one. */
function minInsync(shape: LogShape): number {
  return shape.replicationFactor >= 3 ? 2 : 1;
}

/** Topic of the log's own first record, the epoch. */
export function epochTopic(topicPrefix: string): string {
  return `${topicPrefix}log`;
}

/**
 * Creates the missing topics, then refuses (`log-settings-unsafe`) those whose settings could lose what they hold. Without
 * `create`, a log that was never made is refused (`log-missing`), and a topic that a newer release adds is left out.
 */
export async function ensureTopics(admin: Admin, shape: LogShape, create: boolean): Promise<void> {
  const wanted = new Map([[epochTopic(shape.topicPrefix), 1]]);
  for (const topic of logTopics) wanted.set(shape.topicPrefix + topic, shape.slices);
  const present = new Set(await admin.listTopics());
  const missing = [...wanted].filter(([topic]) => !present.has(topic));
  if (missing.length > 0 && create) await createTopics(admin, missing, shape);
  else for (const [topic] of missing) wanted.delete(topic);
  if (!wanted.has(epochTopic(shape.topicPrefix))) throw logMissing(shape);
  await checkPartitions(admin, wanted, shape);
  await checkSettings(admin, [...wanted.keys()], shape);
}

async function createTopics(admin: Admin, missing: readonly [string, number][], shape: LogShape): Promise<void> {
  const settings = {
    'cleanup.policy': 'delete',
    'retention.ms': '-1',
    'retention.bytes': '-1',
    'min.insync.replicas': String(minInsync(shape)),
    'unclean.leader.election.enable': 'false',
    'max.message.bytes': String(batchBytesMax),
  };
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  const requested: ITopicConfig[] = missing.map(([topic, numPartitions]) => ({
    topic,
    numPartitions,
    replicationFactor: shape.replicationFactor,
    configEntries,
  }));
  // Two hubs that start at once create the same topics; kafkajs answers false for those that exist by then.
  await admin.createTopics({ topics: requested, waitForLeaders: true, timeout: 30_000 });
}

async function checkPartitions(admin: Admin, wanted: ReadonlyMap<string, number>, shape: LogShape): Promise<void> {
  const { topics: found } = await admin.fetchTopicMetadata({ topics: [...wanted.keys()] });
  for (const topic of found) {
    const count = topic.partitions.length;
    if (count !== wanted.get(topic.name))
      throw unsafe(
        `Topic ${topic.name} has ${count} partitions, expected ${wanted.get(topic.name)}. The number was chosen when ` +
          `the log was created and cannot change: set HUB_SLICES to it, or choose another topic prefix.`,
      );
    const replicas = Math.min(...topic.partitions.map((partition) => partition.replicas.length));
    if (replicas < shape.replicationFactor)
      throw unsafe(`Topic ${topic.name} has ${replicas} replicas, expected ${shape.replicationFactor}: reassign them.`);
  }
}

async function checkSettings(admin: Admin, names: readonly string[], shape: LogShape): Promise<void> {
  const rules: Record<string, { safe: (value: string) => boolean; remedy: string }> = {
    'cleanup.policy': { safe: (value) => value === 'delete', remedy: 'delete' },
    'retention.ms': { safe: (value) => value === '-1', remedy: '-1' },
    'retention.bytes': { safe: (value) => value === '-1', remedy: '-1' },
    'unclean.leader.election.enable': { safe: (value) => value === 'false', remedy: 'false' },
    'min.insync.replicas': { safe: (value) => Number(value) >= minInsync(shape), remedy: `${minInsync(shape)}` },
    'max.message.bytes': { safe: (value) => Number(value) >= batchBytesMax, remedy: `${batchBytesMax}` },
  };
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configNames: Object.keys(rules),
    })),
  });
  for (const resource of resources)
    for (const entry of resource.configEntries) {
      const rule = rules[entry.configName];
      if (rule === undefined || rule.safe(entry.configValue)) continue;
      throw unsafe(
        `Topic ${resource.resourceName} has ${entry.configName}=${entry.configValue}, which could lose events: ` +
          `kafka-configs.sh --alter --topic ${resource.resourceName} --add-config ${entry.configName}=${rule.remedy}`,
      );
    }
}

export function logMissing({ topicPrefix }: LogShape): HubError {
  return new HubError(
    'log-missing',
    `This Kafka has no log of a hub under the topic prefix "${topicPrefix}": is HUB_KAFKA_BROKERS the hub's, and ` +
      'HUB_KAFKA_TOPIC_PREFIX the one that it was started with?',
  );
}

function unsafe(message: string): HubError {
  return new HubError('log-settings-unsafe', message);
}

/** A new value for the epoch record; of several creators, the one at offset 0 wins. */
export function newEpoch(): string {
  return randomUUID();
}
