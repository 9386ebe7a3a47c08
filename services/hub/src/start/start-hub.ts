import { HubError } from '@hub/core';
import { gatewayPlugin } from '@hub/gateway';
import { buildServer, createMetrics, type Metrics, readableVersion, tokenRoutes } from '@hub/platform';
import { startProjector } from '@hub/projector';
import { queryPlugin } from '@hub/query';
import type { FastifyInstance } from 'fastify';
import type { HubConfig } from '../config.ts';
import { demoClients } from './demo-clients.ts';
import { type Infrastructure, type InfrastructureOptions, openInfrastructure } from './infrastructure.ts';
import { openSealing, type Sealing } from './open-sealing.ts';
import {
  type DemoClient,
  type RunFile,
  removeRunFile,
  type ServiceName,
  serviceNames,
  version,
  writeRunFile,
} from './run-file.ts';

export interface StartOptions extends InfrastructureOptions {
  /** Absent: all of them, in this one process. */
  readonly only?: readonly ServiceName[];
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
    const services = new Set<ServiceName>(options.only ?? serviceNames);
    const sealing = needsSealing(services) ? await openSealing(config, infrastructure, options.purpose) : null;
    const isDemo = sealing !== null && config.demo !== 'off';
    const clients = isDemo ? await demoClients(infrastructure.pool, sealing.secrets) : [];
    const metrics = createMetrics();
    const server = await buildHubServer(infrastructure, sealing, metrics, services);
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
      ...(isDemo ? { clients } : {}),
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

/** A projector opens nothing that is sealed, and needs neither secrets nor key store; whoever signs or opens does. */
function needsSealing(services: ReadonlySet<ServiceName>): boolean {
  return services.has('gateway') || services.has('query');
}

/** The HTTP face, also built without listening to write contracts/openapi.json. */
export async function buildHubServer(
  infrastructure: Infrastructure,
  sealing: Pick<Sealing, 'secrets' | 'keyStore'> | null,
  metrics: Metrics,
  services: ReadonlySet<ServiceName>,
): Promise<FastifyInstance> {
  const { pool, log, dictionary, logger } = infrastructure;
  const server = buildServer({
    logger,
    metrics,
    readiness: {
      database: () => pool.query('select 1'),
      log: () => log.reach(),
      // The door takes events whatever readers can read: only a process of readers steps back while records are built.
      ...(services.has('query') && !services.has('gateway') && { records: () => readableVersion(pool) }),
    },
  });
  if (sealing === null) return server;
  const { keyStore, secrets } = sealing;
  if (services.has('gateway')) {
    await server.register(tokenRoutes({ pool, secrets }));
    await server.register(gatewayPlugin({ log, pool, keyStore, secrets, dictionary, logger, metrics }));
  }
  if (services.has('query')) {
    await server.register(queryPlugin({ pool, keyStore, secrets, dictionary, metrics }));
  }
  return server;
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
