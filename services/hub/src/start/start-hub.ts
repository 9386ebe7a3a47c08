import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { type GatewayOptions, gatewayPlugin } from '@hub/gateway';
import {
  type AccessTrace,
  allSecrets,
  buildServer,
  type Checks,
  checksOf,
  checkValuesOf,
  createMetrics,
  type Metrics,
  openAccessTrace,
  readTls,
  reportProcess,
  tokenRoutes,
} from '@hub/platform';
import { type Beside, startProjector } from '@hub/projector';
import { queryPlugin } from '@hub/query';
import type { FastifyInstance } from 'fastify';
import { Gauge } from 'prom-client';
import type { HubConfig } from '../config.ts';
import { showAlarms } from './alarm-gauge.ts';
import { closeBounds } from './closers.ts';
import { demoClients } from './demo-clients.ts';
import { hubChecks, type ServedParts } from './hub-checks.ts';
import { type Infrastructure, type InfrastructureOptions, openInfrastructure } from './infrastructure.ts';
import { faceOf, listenOn, realmOf, requireProtected } from './listening.ts';
import { openSealing, type Sealing } from './open-sealing.ts';
import { showProjection } from './projection-gauges.ts';
import {
  type DemoClient,
  type RunFile,
  type RunFileNames,
  removeRunFile,
  type ServiceName,
  serviceNames,
  version,
  writeRunFile,
} from './run-file.ts';
import { openServicePools, type ServicePools, withSetUpPool } from './service-pools.ts';

export interface StartOptions extends Omit<InfrastructureOptions, 'keys'> {
  /** Absent: all of them, in this one process. */
  readonly only?: readonly ServiceName[];
  /** Threads for the records that jobs build; default: none. */
  readonly builders?: (infrastructure: Infrastructure) => Beside;
}

export interface RunningHub {
  readonly url: string;
  readonly clients: readonly DemoClient[];
  /** What this process serves. */
  readonly services: ReadonlySet<ServiceName>;
  readonly infrastructure: Infrastructure;
  /** Writes the run file again, with a person and a dossier to look at. */
  writeExamples(examples: NonNullable<RunFile['examples']>): Promise<void>;
  /** Rejects when a service ends by a fault that cannot pass. */
  readonly failed: Promise<never>;
  /** Resolves with the names of the parts that did not close in their time. May be called again. */
  close(): Promise<readonly string[]>;
}

/** Starts the services named on one base address and says so in a run file; everything opened is closed if a step fails. */
export async function startHub(config: HubConfig, options: StartOptions): Promise<RunningHub> {
  const services = new Set<ServiceName>(options.only ?? serviceNames);
  const tls = config.tls && (await readTls(config.tls));
  const infrastructure = await openInfrastructure(config, { ...options, keys: needsSealing(services) });
  const { closers, logger } = infrastructure;
  const bounds = closeBounds(config.databaseTimeoutMs);
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  // Whoever waits for the hub hears of it; nobody waiting is no unhandled fault.
  failed.catch(() => {});
  const runFiles: RunFileNames = options.only ?? null;
  try {
    requireProtected(config, services, logger);
    const sealing = needsSealing(services)
      ? await openSealing(config, infrastructure, options.purpose, services)
      : null;
    const isDemo = sealing !== null && config.demo !== 'off';
    const pools = await openServicePools(config, infrastructure, services);
    const clients = isDemo ? await withSetUpPool(infrastructure, (pool) => demoClients(pool, sealing.secrets)) : [];
    const metrics = createMetrics();
    const { log, pool, rules } = infrastructure;
    const parts: ServedParts = { door: null, projector: null, report: null };
    const checks = checksOf(hubChecks(infrastructure, sealing, services, parts));
    const reader = readerPool(pools, infrastructure);
    const trace = sealing && openTrace({ ...infrastructure, pool: reader }, sealing, metrics, bounds.serverMs);
    const face = faceOf(config, tls, reader, sealing);
    const opened = { parts, checks, sealing, trace, config, pools, face };
    const server = await buildHubServer(infrastructure, metrics, services, opened);
    closers.add('HTTP server', () => server.close(), bounds.serverMs);
    if (services.has('projector')) {
      const feeding = { log, pool: pools.projector ?? pool, rules, logger, metrics };
      const projector = await startProjector({ ...feeding, ...besideOf(options, infrastructure) });
      closers.add('projector', () => projector.close(), bounds.projectorMs);
      parts.projector = projector;
      projector.finished.catch(fail);
    }
    showBuild(metrics, services);
    if (services.has('gateway') || services.has('query')) {
      showProjection(metrics, pool, log);
      showAlarms(metrics, pool);
    }
    const { url, metricsUrl } = await listenOn(server, { config, tls, metrics, checks, logger, closers });
    const self = { services: [...services], version, address: url, secrets: namesOfSecrets(sealing) };
    const report = reportProcess({ pool, checks, metrics, logger, self });
    parts.report = report;
    closers.add('process report', () => report.close());
    const known = { ...runFileOf(url, services, infrastructure), ...(isDemo ? { clients } : {}) };
    const run: RunFile = { ...known, metricsUrl, keysUrl: sealing === null ? null : infrastructure.keysUrl };
    closers.add('run file', () => removeRunFile(config.dataDir, runFiles));
    await writeRunFile(config.dataDir, runFiles, run);
    const writeExamples = (examples: NonNullable<RunFile['examples']>) =>
      writeRunFile(config.dataDir, runFiles, { ...run, examples });
    return { url, clients, services, infrastructure, writeExamples, failed, close: closers.closeAll };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

function besideOf({ builders }: StartOptions, infrastructure: Infrastructure): { readonly beside?: Beside } {
  return builders === undefined ? {} : { beside: builders(infrastructure) };
}

function namesOfSecrets(sealing: Sealing | null): readonly string[] {
  return sealing === null ? [] : checkValuesOf(sealing.secrets).map(({ name, epoch }) => `${name} ${epoch}`);
}

/** Closed after the server: what it still answers is traced. */
function openTrace(
  infrastructure: Infrastructure,
  { secrets }: Sealing,
  metrics: Metrics,
  closeMs: number,
): AccessTrace {
  const { pool, log, logger, closers } = infrastructure;
  const trace = openAccessTrace({ pool, log, secrets, logger, metrics });
  closers.add('access trace', () => trace.close(), closeMs);
  return trace;
}

/** Of whichever service may look up partners and add to the trace. */
function readerPool({ query, gateway }: ServicePools, { pool }: Infrastructure) {
  return query ?? gateway ?? pool;
}

function runFileOf(url: string, services: ReadonlySet<ServiceName>, infrastructure: Infrastructure) {
  const { kafkaBrokers, databaseUrl } = infrastructure;
  return {
    url,
    tokenUrl: `${url}/oauth2/token`,
    pid: process.pid,
    host: hostname(),
    version,
    services: [...services],
    log: kafkaBrokers === null ? ('embedded' as const) : ('kafka' as const),
    databaseUrl,
    kafkaBrokers,
  };
}

/** A projector opens nothing that is sealed, and needs neither secrets nor key store; whoever signs or opens does. */
function needsSealing(services: ReadonlySet<ServiceName>): boolean {
  return services.has('gateway') || services.has('query');
}

/** The HTTP face, also built without listening to write contracts/openapi.json. */
export async function buildHubServer(
  infrastructure: Infrastructure,
  metrics: Metrics,
  services: ReadonlySet<ServiceName>,
  {
    sealing,
    trace,
    parts,
    checks,
    config,
    face = {},
    pools = {},
  }: {
    readonly sealing: Sealing | null;
    readonly trace: AccessTrace | null;
    readonly parts?: ServedParts;
    readonly checks?: Checks;
    readonly config?: HubConfig;
    readonly face?: Partial<ReturnType<typeof faceOf>>;
    readonly pools?: ServicePools;
  },
): Promise<FastifyInstance> {
  const { pool, log, dictionary, logger } = infrastructure;
  const server = buildServer({
    logger,
    metrics,
    ...(checks && { checks }),
    ...face,
    ...(services.has('gateway') && services.has('query') ? {} : { apiDescription: wholeApi() }),
  });
  if (sealing === null || trace === null) return server;
  const { keyStore, secrets } = sealing;
  const publicUrl = config?.publicUrl;
  const realm = realmOf(config);
  const tokenPool = pools.gateway ?? pools.query ?? pool;
  // Whoever reads needs a token as whoever reports: each of the two gives it, where its secrets hold the private half.
  if (secrets.tokenKey.d !== undefined) {
    await server.register(tokenRoutes({ pool: tokenPool, secrets, publicUrl, realm }));
  }
  if (services.has('gateway')) {
    const onOpen: GatewayOptions['onOpen'] = (door) => {
      if (parts !== undefined) parts.door = door;
    };
    const own = { pool: pools.gateway ?? pool, keyStore, dictionary, logger, metrics, trace, realm };
    await server.register(gatewayPlugin({ ...own, secrets: allSecrets(secrets), log, onOpen }));
  }
  if (services.has('query')) {
    await server.register(
      queryPlugin({
        ...{ pool: pools.query ?? pool, keyStore, secrets, dictionary, metrics, trace, realm },
        ...(config && { dataSets: { ...config.dataSets, logger } }),
      }),
    );
  }
  return server;
}

/** Behind one address stand all services: whichever answers describes them all. */
function wholeApi(): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(new URL('../../../../contracts/openapi.json', import.meta.url), 'utf8'));
}

function showBuild(metrics: Metrics, services: ReadonlySet<ServiceName>): void {
  const build = new Gauge({
    name: 'hub_build_info',
    help: 'Always 1: version of the hub, of Node, and what this process serves.',
    labelNames: ['version', 'node', 'services'],
    registers: [metrics],
  });
  build.set({ version, node: process.versions.node, services: [...services].sort().join(',') }, 1);
}
