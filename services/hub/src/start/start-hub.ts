import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { consolePlugin, type Trial } from '@hub/console';
import { type Dispatcher, dispatcherPlugin, type Following, startDispatcher } from '@hub/dispatcher';
import { type GatewayOptions, gatewayPlugin } from '@hub/gateway';
import {
  type AccessTrace,
  allSecrets,
  buildServer,
  type Checks,
  checksOf,
  checkValuesOf,
  createMetrics,
  type Evidence,
  type HeldSecrets,
  type Metrics,
  noEvidence,
  noteRequests,
  openAccessTrace,
  openEvidence,
  readTls,
  reportProcess,
  type SigningSecrets,
  type TokenRoutesOptions,
  tokenRoutes,
} from '@hub/platform';
import { type Beside, type Projector, startProjector } from '@hub/projector';
import { queryPlugin } from '@hub/query';
import type { FastifyInstance } from 'fastify';
import { Gauge } from 'prom-client';
import type { HubConfig } from '../config.ts';
import { showAlarms } from './alarm-gauge.ts';
import { type Closers, closeBounds } from './closers.ts';
import { demoClients } from './demo-clients.ts';
import { followingOf, signingOf } from './following.ts';
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
import { trialOf } from './trial.ts';

export interface StartOptions extends Omit<InfrastructureOptions, 'keys' | 'withoutLog'> {
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
  const infrastructure = await openInfrastructure(config, { ...options, ...needsOf(services) });
  const { closers, logger, log, pool, rules } = infrastructure;
  const bounds = closeBounds(config.databaseTimeoutMs);
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  // Whoever waits for the hub hears of it; nobody waiting is no unhandled fault.
  failed.catch(() => {});
  try {
    requireProtected(config, services, logger);
    const sealing = needsSealing(services)
      ? await openSealing(config, infrastructure, options.purpose, services)
      : null;
    const pools = await openServicePools(config, infrastructure, services);
    const clients = await demoClientsOf(config, infrastructure, sealing);
    const metrics = createMetrics();
    const parts: ServedParts = { door: null, projector: null, dispatcher: null, report: null };
    const checks = checksOf(hubChecks(infrastructure, sealing, services, parts));
    const signing = await signingOf(config, pool, sealing?.secrets ?? null, services);
    const reader = readerPool(pools, infrastructure);
    const trace = sealing && openTrace({ ...infrastructure, pool: reader }, sealing, metrics, bounds.serverMs);
    const evidence = openNotes({ ...infrastructure, pool: reader }, services, bounds.serverMs);
    const face = { ...faceOf(config, tls, reader, signing), apiDescription: wholeApi() };
    const own = { url: '' };
    const followed = { pool: pools.dispatcher ?? pool, signing, logger, metrics, evidence };
    const following = followingOf(config, services, own, followed);
    const trial = trialOf(config, clients, own, infrastructure);
    const opened = { parts, checks, sealing, trace, evidence, config, pools, face, following, trial };
    const server = await buildHubServer(infrastructure, metrics, services, opened);
    closers.add('HTTP server', () => server.close(), bounds.serverMs);
    if (services.has('projector')) {
      const feeding = {
        log,
        pool: pools.projector ?? pool,
        rules,
        logger,
        metrics,
        ...besideOf(options, infrastructure),
      };
      parts.projector = await feed(feeding, closers, bounds.projectorMs);
      parts.projector.finished.catch(fail);
    }
    showFigures(metrics, services, infrastructure);
    const { url, metricsUrl } = await listenOn(server, { config, tls, metrics, checks, logger, closers });
    own.url = url;
    if (following !== null) parts.dispatcher = dispatch(following, closers, bounds.serverMs);
    const secrets = namesOfSecrets(sealing?.secrets ?? signing);
    const self = { services: [...services], version, address: url, secrets };
    const report = reportProcess({ pool, checks, metrics, logger, self });
    parts.report = report;
    closers.add('process report', () => report.close());
    const known = { ...runFileOf(url, services, infrastructure), ...(clients && { clients }), metricsUrl };
    const run: RunFile = { ...known, keysUrl: sealing && infrastructure.keysUrl };
    const writeExamples = await tellWhere(config, options, infrastructure, run);
    return { url, clients: clients ?? [], services, infrastructure, writeExamples, failed, close: closers.closeAll };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

/** Writes the run file; gives what writes it again with examples. */
async function tellWhere(
  { dataDir }: HubConfig,
  { only }: StartOptions,
  { closers }: Infrastructure,
  run: RunFile,
): Promise<RunningHub['writeExamples']> {
  const names: RunFileNames = only ?? null;
  closers.add('run file', () => removeRunFile(dataDir, names));
  await writeRunFile(dataDir, names, run);
  return (examples) => writeRunFile(dataDir, names, { ...run, examples });
}

/** Of a demo; null: it is none, or none that this process could give ways in to. */
async function demoClientsOf(
  { demo }: HubConfig,
  infrastructure: Infrastructure,
  sealing: Sealing | null,
): Promise<readonly DemoClient[] | null> {
  if (sealing === null || demo === 'off') return null;
  return withSetUpPool(infrastructure, (pool) => demoClients(pool, sealing.secrets));
}

async function feed(
  feeding: Parameters<typeof startProjector>[0],
  closers: Closers,
  closeMs: number,
): Promise<Projector> {
  const projector = await startProjector(feeding);
  closers.add('projector', () => projector.close(), closeMs);
  return projector;
}

function dispatch(following: Following, closers: Closers, closeMs: number): Dispatcher {
  const dispatcher = startDispatcher(following);
  closers.add('dispatcher', () => dispatcher.close(), closeMs);
  return dispatcher;
}

function besideOf({ builders }: StartOptions, infrastructure: Infrastructure): { readonly beside?: Beside } {
  return builders === undefined ? {} : { beside: builders(infrastructure) };
}

function namesOfSecrets(held: HeldSecrets | SigningSecrets | null): readonly string[] {
  return held === null ? [] : checkValuesOf(held).map(({ name, epoch }) => `${name} ${epoch}`);
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

/** The services that partners ask. */
const answering: readonly ServiceName[] = ['gateway', 'query', 'dispatcher'];

/** Closed after the server and the dispatcher: what they still see is noted. */
function openNotes(
  { pool, logger, closers }: Infrastructure,
  services: ReadonlySet<ServiceName>,
  closeMs: number,
): Evidence {
  if (!answering.some((service) => services.has(service))) return noEvidence;
  const evidence = openEvidence({ pool, logger });
  closers.add('evidence of conformance', () => evidence.close(), closeMs);
  return evidence;
}

/** Of whichever service may look up partners and add to the trace. */
function readerPool({ query, gateway, dispatcher }: ServicePools, { pool }: Infrastructure) {
  return query ?? gateway ?? dispatcher ?? pool;
}

function runFileOf(url: string, services: ReadonlySet<ServiceName>, infrastructure: Infrastructure) {
  const { kafkaBrokers, databaseUrl, origin } = infrastructure;
  return {
    url,
    tokenUrl: `${url}/oauth2/token`,
    pid: process.pid,
    host: hostname(),
    version,
    services: [...services],
    log: origin.kind === 'embedded' ? ('embedded' as const) : ('kafka' as const),
    databaseUrl,
    kafkaBrokers,
  };
}

/** A projector opens nothing that is sealed, and needs neither secrets nor key store; whoever signs or opens does. */
function needsSealing(services: ReadonlySet<ServiceName>): boolean {
  return services.has('gateway') || services.has('query');
}

/** A dispatcher reads the feed over HTTP, and no log. */
function needsOf(services: ReadonlySet<ServiceName>): Pick<InfrastructureOptions, 'keys' | 'withoutLog'> {
  const keys = needsSealing(services);
  return { keys, withoutLog: !keys && !services.has('projector') };
}

/** The HTTP face, also built without listening to write contracts/openapi.json. */
export async function buildHubServer(
  infrastructure: Infrastructure,
  metrics: Metrics,
  services: ReadonlySet<ServiceName>,
  {
    sealing,
    trace,
    evidence = noEvidence,
    parts,
    checks,
    config,
    face = {},
    pools = {},
    following,
    trial = null,
  }: {
    readonly sealing: Sealing | null;
    readonly trace: AccessTrace | null;
    readonly evidence?: Evidence;
    readonly parts?: ServedParts;
    readonly checks?: Checks;
    readonly config?: HubConfig;
    readonly face?: Partial<Parameters<typeof buildServer>[0]>;
    readonly pools?: ServicePools;
    readonly following: Following | null;
    readonly trial?: Trial | null;
  },
): Promise<FastifyInstance> {
  const { pool, log, dictionary, logger } = infrastructure;
  const server = buildServer({
    logger,
    metrics,
    ...(checks && { checks }),
    ...face,
  });
  noteRequests(server, evidence);
  if (following !== null) await server.register(dispatcherPlugin(following));
  if (sealing === null || trace === null) return server;
  const { keyStore, secrets } = sealing;
  const publicUrl = config?.publicUrl;
  const realm = realmOf(config);
  const tokenPool = pools.gateway ?? pools.query ?? pool;
  // Whoever reads needs a token as whoever reports: each of the two gives it, where its secrets hold the private half.
  if (secrets.tokenKey.d !== undefined) {
    await server.register(
      tokenRoutes({ pool: tokenPool, secrets, publicUrl, realm, onSignedIn: noteSignIn(evidence) }),
    );
  }
  if (services.has('gateway')) {
    const onOpen: GatewayOptions['onOpen'] = (door) => {
      if (parts !== undefined) parts.door = door;
    };
    const own = { pool: pools.gateway ?? pool, keyStore, dictionary, logger, metrics, trace, evidence, realm };
    await server.register(gatewayPlugin({ ...own, secrets: allSecrets(secrets), log, onOpen }));
  }
  if (services.has('query')) {
    await server.register(consolePlugin(trial));
    await server.register(
      queryPlugin({
        ...{ pool: pools.query ?? pool, keyStore, secrets, dictionary, metrics, trace, evidence, realm },
        ...(config && { dataSets: { ...config.dataSets, logger, log, database: setDatabase(config, infrastructure) } }),
      }),
    );
  }
  return server;
}

function setDatabase({ databaseTimeoutMs }: HubConfig, { databaseUrl: url }: Infrastructure) {
  return { url, role: 'hub_query', timeoutMs: databaseTimeoutMs } as const;
}

function noteSignIn(evidence: Evidence): NonNullable<TokenRoutesOptions['onSignedIn']> {
  return ({ clientId, by, withCertificate }) => {
    evidence.note(clientId, `signed-in-by-${by}`);
    if (withCertificate) evidence.note(clientId, 'client-certificate');
  };
}

/** Behind one address stand all services: whichever answers describes them all, with their examples. */
function wholeApi(): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(new URL('../../../../contracts/openapi.json', import.meta.url), 'utf8'));
}

function showFigures(metrics: Metrics, services: ReadonlySet<ServiceName>, { pool, log }: Infrastructure): void {
  showBuild(metrics, services);
  if (!services.has('gateway') && !services.has('query')) return;
  showProjection(metrics, pool, log);
  showAlarms(metrics, pool);
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
