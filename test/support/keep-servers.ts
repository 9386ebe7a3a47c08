import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { testKafkaServer } from './kafka-server.ts';
import { makeTemplates, testPostgresServer } from './postgres-server.ts';

// Starts the servers of the tests and keeps them, for several test runs: prints what to export.
const { values } = parseArgs({
  options: {
    directory: { type: 'string', default: '/tmp/hub-test-servers' },
    postgres: { type: 'string', default: '25432' },
    kafka: { type: 'string', default: '29092' },
  },
});
const logger = pino(pino.destination(2));
await mkdir(values.directory, { recursive: true });
const postgres = await testPostgresServer(values.directory, logger, Number(values.postgres));
await makeTemplates(postgres.serverUrl);
const kafka = await testKafkaServer(values.directory, logger, Number(values.kafka));
process.stdout.write(`export HUB_TEST_POSTGRES_URL=${postgres.serverUrl}\n`);
process.stdout.write(`export HUB_KAFKA_BROKERS=${kafka.brokers.join(',')}\n`);

const stop = async () => {
  clearInterval(forever);
  await Promise.all([kafka.stop(), postgres.stop()]);
};
const forever = setInterval(() => {}, 1 << 30);
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
