import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { localKafka } from '@hub/platform';
import type { Logger } from 'pino';
import { GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers';
import { choosePort } from '../../services/shared/platform/src/local-servers/local-server.ts';

export const kafkaLibsDir = fileURLToPath(new URL('../../node_modules/.cache/hub-kafka', import.meta.url));

export interface TestKafka {
  readonly brokers: readonly string[];
  readonly stop: () => Promise<void>;
}

/** A container where a container engine runs, else Kafka's own jars under this machine's Java. Never skips. */
export async function testKafkaServer(dataDir: string, logger: Logger, port?: number): Promise<TestKafka> {
  if (await engineRuns()) {
    try {
      return await containerKafka(await choosePort(port));
    } catch (error) {
      logger.warn({ err: error }, 'no Kafka container; Kafka is started from its jars');
    }
  }
  return jarKafka(join(dataDir, 'broker'), logger, port);
}

/** A broker from Kafka's jars, for tests that stop and start one. */
export function jarKafka(dataDir: string, logger: Logger, port?: number): Promise<TestKafka> {
  const chosen = port === undefined ? {} : { port };
  return localKafka({ dataDir, logger, libsDir: kafkaLibsDir, durable: false, ...chosen });
}

async function engineRuns(): Promise<boolean> {
  return getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
}

async function containerKafka(port: number): Promise<TestKafka> {
  const container = await new GenericContainer('apache/kafka:4.3.1')
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  return {
    brokers: [`127.0.0.1:${port}`],
    stop: async () => {
      await container.stop();
    },
  };
}
