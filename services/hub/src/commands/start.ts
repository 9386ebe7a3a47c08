import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';
import { createLogger, type Logger } from '@hub/platform';
import { type Command, InvalidArgumentError } from 'commander';
import { type HubConfig, readConfig } from '../config.ts';
import { closeAllMs } from '../start/closers.ts';
import { playDemo } from '../start/demo.ts';
import { untilParentEnds } from '../start/parent.ts';
import { addressOf, answersAt, readRunFiles, type ServiceName, serviceNames } from '../start/run-file.ts';
import { type RunningHub, startHub } from '../start/start-hub.ts';
import type { CommandContext, Register } from '../terminal/command-line.ts';
import { buildersHere, buildThreads } from './build-threads.ts';
import { trialThread } from './trial-threads.ts';

export const registerStart: Register = (program: Command, context: CommandContext) => {
  program
    .command('start')
    .description('Starts the hub: one process with everything, or the services named by --only.')
    .option('--only <services>', `services of this process, of ${serviceNames.join(',')}`, parseServices)
    .option(
      '--kafka',
      'log on a real Kafka of this machine, kept in the data directory, unless HUB_KAFKA_BROKERS is set',
    )
    .option('--no-demo', 'neither demo partners nor simulated lives (HUB_DEMO=off)')
    .option('--json', 'what was started, as one JSON document on stdout')
    .action(async (options: { only?: ServiceName[]; kafka?: boolean; demo: boolean; json?: boolean }) => {
      const config = options.demo ? context.config : readConfig({ ...context.environment, HUB_DEMO: 'off' });
      await start(context, config, options);
    });
};

async function start(
  context: CommandContext,
  config: HubConfig,
  options: { only?: readonly ServiceName[]; kafka?: boolean; json?: boolean },
): Promise<void> {
  const [running] = await readRunFiles(config.dataDir);
  // A number may have gone to another program since; the hub itself answers.
  if (running !== undefined && options.only === undefined && (await answersAt(addressOf(running)))) {
    throw new HubError(
      'wrong-use',
      `A hub already runs on ${config.dataDir}: ${running.url} (process ${running.pid}). Stop it, or set HUB_DATA_DIR.`,
    );
  }
  const hub = await startOnceReached(context, config, {
    kafka: options.kafka ?? false,
    purpose: 'start',
    threads: (infrastructure) => ({
      beside: buildThreads(config, infrastructure, buildersHere(infrastructure.rules)),
      tryApart: trialThread(config, infrastructure),
    }),
    ...(options.json ? { logger: createLogger(config.logLevel, 'hub', context.stderr) } : {}),
    ...(options.only === undefined ? {} : { only: options.only }),
  });
  announce(context, hub, options.json ?? false);
  const stop = new AbortController();
  if (config.demo === 'full' && options.only === undefined) void live(context, config, hub, stop.signal);
  await untilEnd(context, hub, stop);
}

/** As long as a supervisor's own patience: a store that is away for longer deserves the exit code. */
const patienceMs = 60_000;
const againMs = 1_000;

/** A store of others' that is away is waited for, and said at once; one of our own would not come by itself. */
async function startOnceReached(
  { stderr }: CommandContext,
  config: HubConfig,
  options: Parameters<typeof startHub>[1],
): Promise<RunningHub> {
  const deadline = Date.now() + patienceMs;
  for (let isSaid = false; ; isSaid = true) {
    try {
      return await startHub(config, options);
    } catch (error) {
      const mayPass = error instanceof HubError && error.retryable && config.databaseUrl !== undefined;
      if (!mayPass || Date.now() > deadline) throw error;
      if (!isSaid) stderr.write(`hub: ${error.message} The start waits for it, ${patienceMs / 1_000} s at most.\n`);
      await delay(againMs);
    }
  }
}

/** Throws why the hub ended otherwise than by a signal, or what did not close: the process ends by exit code 1. */
async function untilEnd(
  { environment, stderr }: CommandContext,
  hub: RunningHub,
  stop: AbortController,
): Promise<void> {
  const { logger } = hub.infrastructure;
  const told = untilTold(logger);
  const fault = await Promise.race([told, untilParentEnds(environment), hub.failed]).catch((error: unknown) => ({
    error,
  }));
  if (fault) logger.fatal({ err: fault.error }, 'the hub ends by a fault');
  stop.abort();
  const late = setTimeout(() => {
    logger.fatal({ withinMs: closeAllMs }, 'the hub did not close in its time and ends as it is');
    process.exit(1);
  }, closeAllMs);
  const open = await hub.close();
  clearTimeout(late);
  if (fault) throw fault.error;
  if (open.length > 0)
    throw new HubError('internal', `The hub ended without closing ${open.join(', ')}; the log says why.`);
  stderr.write('Stopped: the hub has closed everything; nothing accepted is lost.\n');
}

/** Resolves at the first signal to end; the second one ends the process at once. Rejects by a fault that nobody caught. */
function untilTold(logger: Logger): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.once(signal, () => resolve());
  let isTold = false;
  void promise
    .catch(() => {})
    .then(() => {
      isTold = true;
    });
  process.on('uncaughtException', (err) => {
    // Whatever breaks while the hub closes does not keep it from closing.
    if (isTold) logger.error({ err }, 'a fault was caught by nobody');
    else reject(err);
  });
  return promise;
}

/** The demo is a guest: its fault is told, and the hub goes on. */
async function live(context: CommandContext, config: HubConfig, hub: RunningHub, signal: AbortSignal): Promise<void> {
  try {
    await playDemo(context, config, hub, signal);
  } catch (error) {
    if (signal.aborted) return;
    hub.infrastructure.logger.error({ err: error }, 'the simulated lives stop; the hub goes on');
  }
}

function announce(context: CommandContext, hub: RunningHub, json: boolean): void {
  if (json) context.stdout.write(`${JSON.stringify({ url: hub.url, pid: process.pid })}\n`);
  context.stderr.write(`${whereToLook(hub)}\n`);
}

function whereToLook({ url, services }: RunningHub): string {
  const pages = services.has('console') ? `${url}/, ${url}/v1/dictionary and ` : '';
  if (services.has('query')) return `Ready: the hub answers on ${url} — browse ${pages}${url}/docs`;
  if (services.has('gateway')) return `The gateway takes events on ${url}/v1/events — browse ${url}/docs`;
  if (services.has('dispatcher')) return `The dispatcher delivers webhooks; ${url}/v1/webhooks manages them`;
  if (services.has('console')) return `The pages are shown on ${url}/`;
  return `The projector runs — its health is at ${url}/readyz, its figures at HUB_METRICS_PORT, where that is set`;
}

function parseServices(text: string): ServiceName[] {
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.filter((name) => !serviceNames.some((service) => service === name));
  if (wrong.length > 0) throw new InvalidArgumentError(`Services are ${serviceNames.join(', ')}.`);
  return names as ServiceName[];
}
