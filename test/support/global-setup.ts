import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import type { TestProject } from 'vitest/node';
import { isAlive } from '../../services/shared/platform/src/local-servers/local-server.ts';
import { testKafkaServer } from './kafka-server.ts';
import { makeTemplates, type Templates, testPostgresServer } from './postgres-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Database `postgres` of the server, as a user that may create databases. */
    postgresUrl: string;
    templates: Templates;
    kafkaBrokers: readonly string[];
  }
}

const logger = pino({ level: process.env.LOG_LEVEL ?? 'warn', name: 'test-servers' }, pino.destination(2));

/**
 * One PostgreSQL and one Kafka for the whole run. HUB_TEST_POSTGRES_URL and HUB_KAFKA_BROKERS name servers to use
 * instead: several runs may share them.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await claimDirectory();
  const stops: (() => Promise<void>)[] = [];
  const [postgresUrl, kafkaBrokers] = await Promise.all([postgresServer(directory, stops), kafka(directory, stops)]);
  project.provide('postgresUrl', postgresUrl);
  project.provide('templates', await makeTemplates(postgresUrl));
  project.provide('kafkaBrokers', kafkaBrokers);
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
    await rm(directory, { recursive: true, force: true });
  };
}

async function postgresServer(directory: string, stops: (() => Promise<void>)[]): Promise<string> {
  const given = process.env.HUB_TEST_POSTGRES_URL;
  if (given) return given;
  const server = await testPostgresServer(directory, logger);
  stops.push(async () => {
    await server.stop();
    // Elsewhere than in our directory when we are root.
    await rm(server.dataPath, { recursive: true, force: true });
    if (dirname(server.dataPath) !== directory) await rm(dirname(server.dataPath), { recursive: true, force: true });
  });
  return server.serverUrl;
}

async function kafka(directory: string, stops: (() => Promise<void>)[]): Promise<readonly string[]> {
  const given = process.env.HUB_KAFKA_BROKERS;
  if (given) return given.split(',').map((broker) => broker.trim());
  const server = await testKafkaServer(directory, logger);
  stops.push(server.stop);
  return server.brokers;
}

/** Always the same place, so that the servers of a run that was killed are adopted and stopped; unless one is at it. */
async function claimDirectory(): Promise<string> {
  const cache = fileURLToPath(new URL('../../node_modules/.cache/hub-test', import.meta.url));
  await mkdir(cache, { recursive: true });
  const owner = join(cache, 'owner');
  const pid = Number(await readFile(owner, 'utf8').catch(() => '0'));
  if (pid > 0 && pid !== process.pid && isAlive(pid)) return mkdtemp(join(tmpdir(), 'hub-test-'));
  await writeFile(owner, String(process.pid));
  return cache;
}
