import { HubError } from '@hub/core';
import { createLogger } from '@hub/platform';
import closeWithGrace from 'close-with-grace';
import { type Command, InvalidArgumentError } from 'commander';
import { type HubConfig, readConfig } from '../config.ts';
import { playDemo } from '../start/demo.ts';
import { readRunFile, type ServiceName, serviceNames } from '../start/run-file.ts';
import { type RunningHub, startHub } from '../start/start-hub.ts';
import type { CommandContext, Register } from '../terminal/command-line.ts';
import { answersAt } from './reach.ts';

/** Kafka and PostgreSQL of this machine have 20 and 30 s to end; left running, they are adopted by the next start. */
const closeWithinMs = 60_000;

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
  const running = await readRunFile(config.dataDir);
  // A number may have gone to another program since; the hub itself answers.
  if (running !== null && options.only === undefined && (await answersAt(running.url))) {
    throw new HubError(
      'wrong-use',
      `A hub already runs on ${config.dataDir}: ${running.url} (process ${running.pid}). Stop it, or set HUB_DATA_DIR.`,
    );
  }
  const hub = await startHub(config, {
    kafka: options.kafka ?? false,
    purpose: 'start',
    ...(options.json ? { logger: createLogger(config.logLevel, 'hub', context.stderr) } : {}),
    ...(options.only === undefined ? {} : { only: options.only }),
  });
  const stop = new AbortController();
  const closed = new Promise<void>((resolve) => {
    closeWithGrace({ delay: closeWithinMs, logger: hub.infrastructure.logger }, async () => {
      stop.abort();
      await hub.close();
      resolve();
    });
  });
  announce(context, hub, options.json ?? false);
  const demo =
    config.demo === 'full' && options.only === undefined ? playDemo(context, config, hub, stop.signal) : null;
  await Promise.race([Promise.all([closed, demo]), hub.failed]).catch(async (error: unknown) => {
    stop.abort();
    await hub.close();
    throw error;
  });
}

function announce(context: CommandContext, hub: RunningHub, json: boolean): void {
  if (json) context.stdout.write(`${JSON.stringify({ url: hub.url, pid: process.pid })}\n`);
  context.stderr.write(`${whereToLook(hub)}\n`);
}

function whereToLook({ url, services }: RunningHub): string {
  if (services.has('query')) return `The hub answers on ${url} — browse ${url}/docs and ${url}/v1/dictionary`;
  if (services.has('gateway')) return `The gateway takes events on ${url}/v1/events — browse ${url}/docs`;
  return `The projector runs — its health is at ${url}/readyz, its figures at ${url}/metrics`;
}

function parseServices(text: string): ServiceName[] {
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.filter((name) => !serviceNames.some((service) => service === name));
  if (wrong.length > 0) throw new InvalidArgumentError(`Services are ${serviceNames.join(', ')}.`);
  return names as ServiceName[];
}
