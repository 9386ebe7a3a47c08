import { readFileSync } from 'node:fs';
import { HubError } from '@hub/core';
import { gatewayPlugin } from '@hub/gateway';
import { buildServer, createMetrics, type Logger, type Metrics, readableVersion, tokenRoutes } from '@hub/platform';
import { startProjector } from '@hub/projector';
import { queryPlugin } from '@hub/query';
import type { FastifyInstance } from 'fastify';
import type { HubConfig } from '../config.ts';
import { demoClients } from './demo-clients.ts';
import { type Infrastructure, openInfrastructure } from './infrastructure.ts';
import {
  type DemoClient,
  type RunFile,
  removeRunFile,
  type ServiceName,
  serviceNames,
  version,
  writeRunFile,
} from './run-file.ts';

export interface StartOptions {
  /** Start a Kafka of this machine when no brokers are given. */
  readonly kafka: boolean;
  /** Absent: all of them, in this one process. */
  readonly only?: readonly ServiceName[];
  readonly logger?: Logger;
}

export interface RunningHub {
  readonly url: string;
  readonly clients: readonly DemoClient[];
  /** What this process serves. */
  readonly services: ReadonlySet<ServiceName>;
  readonly infrastructure: Infrastructure;
  /** Writes run.json again, with a person and a dossier to look at. */
  writeExamples(examples: NonNullable<RunFile['examples']>): Promise<void>;
  /** Rejects when a service ends by a fault that cannot pass. */
  readonly failed: Promise<never>;
  /** Resolves with the names of the parts that did not close in their time. May be called again. */
  close(): Promise<readonly string[]>;
}

/** Requests in flight may wait for a statement of the database. */
const serverMs = 20_000;

/** Starts the services named on one base address and writes run.json; everything opened is closed if a step fails. */
export async function startHub(config: HubConfig, options: StartOptions): Promise<RunningHub> {
  const infrastructure = await openInfrastructure(config, options);
  const { closers } = infrastructure;
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  // Whoever waits for the hub hears of it; nobody waiting is no unhandled fault.
  failed.catch(() => {});
  const close = async () => {
    await removeRunFile(config.dataDir);
    return closers.closeAll();
  };
  try {
    const clients = config.demo === 'off' ? [] : await demoClients(infrastructure.pool, infrastructure.secrets);
    const metrics = createMetrics();
    const services = new Set<ServiceName>(options.only ?? serviceNames);
    const server = await buildHubServer(infrastructure, metrics, services);
    closers.add('HTTP server', () => server.close(), serverMs);
    if (services.has('projector')) {
      const { log, pool, rules, logger } = infrastructure;
      const projector = await startProjector({ log, pool, rules, logger, metrics });
      closers.add('projector', () => projector.close());
      projector.finished.catch(fail);
    }
    const url = loopbackUrl(await listen(server, config));
    const run: RunFile = {
      url,
      tokenUrl: `${url}/oauth2/token`,
      pid: process.pid,
      version,
      services: [...services],
      log: infrastructure.kafkaBrokers === null ? 'embedded' : 'kafka',
      databaseUrl: infrastructure.databaseUrl,
      keysUrl: infrastructure.keysUrl,
      kafkaBrokers: infrastructure.kafkaBrokers,
      ...(config.demo === 'off' ? {} : { clients }),
    };
    await writeRunFile(config.dataDir, run);
    const writeExamples = (examples: NonNullable<RunFile['examples']>) =>
      writeRunFile(config.dataDir, { ...run, examples });
    return { url, clients, services, infrastructure, writeExamples, failed, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The HTTP face, also built without listening to write contracts/openapi.json. */
export async function buildHubServer(
  infrastructure: Infrastructure,
  metrics: Metrics,
  services: ReadonlySet<ServiceName>,
): Promise<FastifyInstance> {
  const { pool, log, keyStore, secrets, dictionary, logger } = infrastructure;
  const server = buildServer({
    logger,
    metrics,
    ...(services.has('gateway') && services.has('query') ? {} : { apiDescription: wholeApi() }),
    readiness: {
      database: () => pool.query('select 1'),
      log: () => log.reach(),
      // The door takes events whatever readers can read: only a process of readers steps back while records are built.
      ...(services.has('query') && !services.has('gateway') && { records: () => readableVersion(pool) }),
    },
  });
  if (services.has('gateway')) {
    await server.register(tokenRoutes({ pool, secrets }));
    await server.register(gatewayPlugin({ log, pool, keyStore, secrets, dictionary, logger, metrics }));
  }
  if (services.has('query')) {
    await server.register(queryPlugin({ pool, keyStore, secrets, dictionary, metrics }));
  }
  return server;
}

/** Behind one address stand all services: whichever answers describes them all. */
function wholeApi(): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(new URL('../../../../contracts/openapi.json', import.meta.url), 'utf8'));
}

async function listen(server: FastifyInstance, { host, port }: HubConfig): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    const why = code === 'EADDRINUSE' ? 'another program answers there' : code;
    throw new HubError(
      'configuration-invalid',
      `The hub cannot answer on ${host}:${port} (${why}): set HUB_PORT or HUB_HOST.`,
      { cause },
    );
  }
}

/** The address as a person of this machine types it: every interface is reached by its loopback. */
function loopbackUrl(address: string): string {
  return address.replace('//0.0.0.0', '//127.0.0.1').replace('//[::]', '//127.0.0.1');
}
