import { randomUUID } from 'node:crypto';
import { logTopics } from '@hub/contracts';
import { HubError } from '@hub/core';
import kafkajs, { type Admin, type ITopicConfig } from 'kafkajs';
import { partitionBytesMax } from './append-queue.ts';

export interface LogShape {
  readonly topicPrefix: string;
  /** Partitions of each topic. */
  readonly slices: number;
  /** What every topic must have. Absent: what is made gets as many as the cluster allows, at most three. */
  readonly replicationFactor?: number | undefined;
  /** False: nothing is made. */
  readonly create: boolean;
}

/** The topics as they were found, with nothing about them that could lose events. */
export interface FoundTopics {
  /** How many replicas must be in sync for an append, by topic. */
  readonly minInsync: ReadonlyMap<string, number>;
  /** What is not as it could be, each with what to do. */
  readonly advice: readonly string[];
}

/** A batch of one call for one partition travels as one Kafka batch: twice the bound, for its headers. */
const batchBytesMax = 2 * partitionBytesMax;
/** Two of three survive the loss of any one; more cost more and save little. */
const replicasWanted = 3;

/** Acknowledged by this many replicas before an append resolves: two of three survive the loss of any one. */
function minInsyncOf(replicas: number): number {
  return replicas >= replicasWanted ? 2 : 1;
}

/** Topic of the log's own first record, the epoch. */
export function epochTopic(topicPrefix: string): string {
  return `${topicPrefix}log`;
}

/** Every topic of the log with its number of partitions. */
function wantedTopics({ topicPrefix, slices }: LogShape): Map<string, number> {
  const wanted = new Map([[epochTopic(topicPrefix), 1]]);
  for (const topic of logTopics) wanted.set(topicPrefix + topic, slices);
  return wanted;
}

/**
 * Creates the missing topics, or without `create` refuses (`log-missing`) a log that was never made, then looks at all as `findTopics` does. Throws `log-unavailable` where fewer brokers are
 * there than the topics made now should have replicas, `brokersNamed` of them at least.
 */
export async function ensureTopics(admin: Admin, shape: LogShape, brokersNamed: number): Promise<FoundTopics> {
  const wanted = wantedTopics(shape);
  const present = new Set(await admin.listTopics());
  const missing = [...wanted].filter(([topic]) => !present.has(topic));
  if (!present.has(epochTopic(shape.topicPrefix)) && !shape.create) throw logMissing(shape);
  if (missing.length > 0 && shape.create) await createTopics(admin, missing, shape, brokersNamed);
  return findTopics(admin, shape);
}

/** Refuses (`log-settings-unsafe`) topics whose settings could lose what they hold. */
export async function findTopics(admin: Admin, shape: LogShape): Promise<FoundTopics> {
  const { brokers } = await admin.describeCluster();
  const replicas = await findReplicas(admin, shape);
  const minInsync = await checkSettings(admin, replicas);
  return { minInsync, advice: adviceOn(replicas, brokers.length) };
}

async function createTopics(
  admin: Admin,
  missing: readonly [string, number][],
  shape: LogShape,
  brokersNamed: number,
): Promise<void> {
  const { brokers } = await admin.describeCluster();
  const wanted = shape.replicationFactor ?? Math.min(replicasWanted, Math.max(brokers.length, brokersNamed));
  if (wanted > brokers.length)
    throw new HubError(
      'log-unavailable',
      `The topics would have ${wanted} replicas, and ${brokers.length} broker(s) are there: start the others, or set ` +
        'HUB_KAFKA_REPLICATION_FACTOR.',
      { retryable: true },
    );
  const settings = {
    'cleanup.policy': 'delete',
    'retention.ms': '-1',
    'retention.bytes': '-1',
    'min.insync.replicas': String(minInsyncOf(wanted)),
    'unclean.leader.election.enable': 'false',
    'max.message.bytes': String(batchBytesMax),
  };
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
  const requested: ITopicConfig[] = missing.map(([topic, numPartitions]) => ({
    topic,
    numPartitions,
    replicationFactor: wanted,
    configEntries,
  }));
  // Two hubs that start at once create the same topics; kafkajs answers false for those that exist by then.
  await admin.createTopics({ topics: requested, waitForLeaders: true, timeout: 15_000 });
}

/** A log that is only looked at may lack a topic that a newer release adds. */
async function presentTopics(admin: Admin, shape: LogShape): Promise<Map<string, number>> {
  const wanted = wantedTopics(shape);
  if (shape.create) return wanted;
  const present = new Set(await admin.listTopics());
  return new Map([...wanted].filter(([topic]) => present.has(topic)));
}

/** The least replicas that a partition of each topic has. */
async function findReplicas(admin: Admin, shape: LogShape): Promise<Map<string, number>> {
  const wanted = await presentTopics(admin, shape);
  const { topics: found } = await admin.fetchTopicMetadata({ topics: [...wanted.keys()] });
  const replicas = new Map<string, number>();
  for (const topic of found) {
    const count = topic.partitions.length;
    if (count !== wanted.get(topic.name))
      throw unsafe(
        `Topic ${topic.name} has ${count} partitions, expected ${wanted.get(topic.name)}. The number was chosen when ` +
          `the log was created and cannot change: set HUB_SLICES to it, or choose another topic prefix.`,
      );
    const least = Math.min(...topic.partitions.map((partition) => partition.replicas.length));
    const asked = shape.replicationFactor ?? 1;
    if (least < asked) throw unsafe(`Topic ${topic.name} has ${least} replicas, expected ${asked}: reassign them.`);
    replicas.set(topic.name, least);
  }
  return replicas;
}

function adviceOn(replicas: ReadonlyMap<string, number>, brokers: number): string[] {
  const allowed = Math.min(replicasWanted, brokers);
  const few = [...replicas].filter(([, count]) => count < allowed);
  if (few.length === 0) return [];
  const next = allowed >= replicasWanted ? ', then set min.insync.replicas=2 with kafka-configs.sh' : '';
  return [
    `${few.length} topic(s) have fewer replicas than the ${allowed} that this cluster allows, among them ${few[0]?.[0]} with ` +
      `${few[0]?.[1]}: the loss of a disk can lose events. Add replicas with kafka-reassign-partitions.sh${next}.`,
  ];
}

interface Rule {
  readonly safe: (value: string) => boolean;
  readonly remedy: string;
}

function rulesFor(replicas: number): Record<string, Rule> {
  const least = minInsyncOf(replicas);
  return {
    'cleanup.policy': { safe: (value) => value === 'delete', remedy: 'delete' },
    'retention.ms': { safe: (value) => value === '-1', remedy: '-1' },
    'retention.bytes': { safe: (value) => value === '-1', remedy: '-1' },
    'unclean.leader.election.enable': { safe: (value) => value === 'false', remedy: 'false' },
    [minInsyncSetting]: { safe: (value) => Number(value) >= least, remedy: `${least}` },
    'max.message.bytes': { safe: (value) => Number(value) >= batchBytesMax, remedy: `${batchBytesMax}` },
  };
}

const minInsyncSetting = 'min.insync.replicas';

/** How many replicas must be in sync for an append, by topic. */
async function checkSettings(admin: Admin, replicas: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [...replicas.keys()].map((name) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configNames: Object.keys(rulesFor(1)),
    })),
  });
  const minInsync = new Map<string, number>();
  for (const { resourceName, configEntries } of resources) {
    const rules = rulesFor(replicas.get(resourceName) ?? 1);
    for (const { configName, configValue } of configEntries) {
      const rule = rules[configName];
      if (configName === minInsyncSetting) minInsync.set(resourceName, Number(configValue));
      if (rule === undefined || rule.safe(configValue)) continue;
      throw unsafe(
        `Topic ${resourceName} has ${configName}=${configValue}, which could lose events: ` +
          `kafka-configs.sh --alter --topic ${resourceName} --add-config ${configName}=${rule.remedy}`,
      );
    }
  }
  return minInsync;
}

export function logMissing({ topicPrefix }: LogShape): HubError {
  return new HubError(
    'log-missing',
    `This Kafka has no log of a hub under the topic prefix "${topicPrefix}": is HUB_KAFKA_BROKERS the hub's, and ` +
      'HUB_KAFKA_TOPIC_PREFIX the one that it was started with?',
  );
}

/** Not retryable at a start; while running, the log asks again by itself. */
function unsafe(message: string): HubError {
  return new HubError('log-settings-unsafe', message);
}

/** A new value for the epoch record; of several creators, the one at offset 0 wins. */
export function newEpoch(): string {
  return randomUUID();
}
