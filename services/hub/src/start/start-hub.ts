import { hostname } from 'node:os';
import {
  checksOf,
  checkValuesOf,
  createMetrics,
  type HeldSecrets,
  readTls,
  reportProcess,
  type SigningSecrets,
} from '@hub/platform';
import type { Beside, RunTrial } from '@hub/projector';
import type { HubConfig } from '../config.ts';
import { closeBounds } from './closers.ts';
import { dispatch, feed, openNotes, openTrace } from './closing-parts.ts';
import { demoClients } from './demo-clients.ts';
import { followingOf, signingOf } from './following.ts';
import { hubChecks, type ServedParts } from './hub-checks.ts';
import { buildHubServer, wholeApi } from './hub-server.ts';
import { type Infrastructure, type InfrastructureOptions, openInfrastructure } from './infrastructure.ts';
import { faceOf, listenOn, requireProtected } from './listening.ts';
import { openSealing, type Sealing } from './open-sealing.ts';
import { pagesOf } from './pages.ts';
import { showFigures } from './process-figures.ts';
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

export interface StartOptions extends Omit<InfrastructureOptions, 'keys' | 'withoutLog'> {
  /** Absent: all of them, in this one process. */
  readonly only?: readonly ServiceName[];
  /** Threads for what jobs build and try; default: none. */
  readonly threads?: (infrastructure: Infrastructure) => JobThreads;
}

export interface JobThreads {
  readonly beside: Beside;
  readonly tryApart: RunTrial;
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
  const { closers, logger, log, pool, rules, dictionary } = infrastructure;
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
    const face = { ...faceOf(config, tls, { pool: reader, secrets: signing, services }), apiDescription: wholeApi };
    const own = { url: '' };
    const followed = { pool: pools.dispatcher ?? pool, signing, logger, metrics, evidence };
    const following = followingOf(config, services, own, followed);
    const pages = pagesOf(config, services, own, { pool: pools.console ?? pool, signing, clients, dictionary });
    const opened = { parts, checks, sealing, trace, evidence, config, pools, face, following, pages };
    const server = await buildHubServer(infrastructure, metrics, services, opened);
    closers.add('HTTP server', () => server.close(), bounds.serverMs);
    if (services.has('projector')) {
      const feeding = { log, pool: pools.projector ?? pool, rules, logger, metrics };
      parts.projector = await feed({ ...feeding, ...options.threads?.(infrastructure) }, closers, bounds.projectorMs);
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

function namesOfSecrets(held: HeldSecrets | SigningSecrets | null): readonly string[] {
  return held === null ? [] : checkValuesOf(held).map(({ name, epoch }) => `${name} ${epoch}`);
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

/** Dispatcher and pages ask over HTTP, and no log. */
function needsOf(services: ReadonlySet<ServiceName>): Pick<InfrastructureOptions, 'keys' | 'withoutLog'> {
  const keys = needsSealing(services);
  return { keys, withoutLog: !keys && !services.has('projector') };
}
