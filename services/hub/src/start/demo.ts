import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HubClient, hubClient } from '@hub/client';
import type { CloudEvent } from '@hub/contracts';
import { parisDay } from '@hub/core';
import { setDemoTakeover } from '@hub/platform';
import { simulateAll } from '@hub/simulation';
import type { HubConfig } from '../config.ts';
import type { CommandContext } from '../terminal/command-line.ts';
import { showProgress } from '../terminal/progress.ts';
import { demoConsumers, runConsumers } from './demo-consumers.ts';
import { askForFigures, type FiguresState } from './demo-figures.ts';
import { type CandidatesFile, candidatesFile } from './kairos-candidates.ts';
import { nativeSimulators, type PushOptions, pushSimulation } from './push-simulation.ts';
import type { RunFile } from './run-file.ts';
import { withSetUpPool } from './service-pools.ts';
import type { RunningHub } from './start-hub.ts';

type Examples = NonNullable<RunFile['examples']>;

const demoTrainees = 3_000;
const liveEventsPerSecond = 3;
const livesAtOnce = 10;
const exampleClient = 'region-centre-val-de-loire';

/**
 * Fills the hub once with simulated lives, says what to try, then lives on at a few events a second until `signal`
 * aborts. The lives are loaded as a history is, under a takeover of their partners' conventions; behind them its operator
 * asks for the first figures. Killed half-way, the next start sends the same lives again, which changes nothing that was sent before.
 */
export async function playDemo(
  context: CommandContext,
  config: HubConfig,
  hub: RunningHub,
  signal: AbortSignal,
  trainees = demoTrainees,
): Promise<void> {
  const clientFor = clientsOf(hub);
  const examples = (await readExamples(config)) ?? (await fill(context, config, hub, { trainees, signal, clientFor }));
  if (examples === null || signal.aborted) return;
  await hub.writeExamples(examples);
  context.stderr.write(`The demo is complete: the lives of its trainees are told.\n${whatToTry(hub, examples)}`);
  const kairos = await candidatesFile(config.dataDir);
  const { logger } = hub.infrastructure;
  await Promise.all([
    askForFigures(clientFor('operator'), { tell: tellOfFigures(context, hub), logger, signal }),
    liveOn(clientFor, kairos, signal),
    runConsumers(demoConsumers(kairos.candidates), { dataDir: config.dataDir, clientFor, logger, signal }),
  ]);
}

function clientsOf(hub: RunningHub): (clientId: string) => HubClient {
  const clients = new Map<string, HubClient>();
  for (const { clientId, clientSecret } of hub.clients) {
    clients.set(clientId, hubClient({ url: hub.url, clientId, clientSecret }));
  }
  return (clientId) => clients.get(clientId) as HubClient;
}

async function fill(
  context: CommandContext,
  config: HubConfig,
  { infrastructure }: RunningHub,
  {
    trainees,
    signal,
    clientFor,
  }: { trainees: number; signal: AbortSignal; clientFor: (clientId: string) => HubClient },
): Promise<Examples | null> {
  await withSetUpPool(infrastructure, (pool) => setDemoTakeover(pool, true));
  const progress = showProgress(context, 'simulated lives', 'trainees');
  let examples: Examples | null = null;
  const simulation = simulateAll({
    seed: 'demo',
    trainees,
    today: parisDay(Date.now()),
    mess: 0.1,
    simulators: nativeSimulators,
  });
  await pushSimulation(simulation, {
    clientFor,
    signal,
    onProgress: progress.update,
    onAccepted: (event, { receipt }) => {
      examples ??= exampleOf(event, receipt.dossier);
    },
  });
  progress.stop();
  if (signal.aborted) return null;
  await withSetUpPool(infrastructure, (pool) => setDemoTakeover(pool, false));
  if (examples === null) return null;
  await writeFile(examplesPath(config), `${JSON.stringify(examples)}\n`, { mode: 0o600 });
  return examples;
}

/** A training that the example financer paid to its end has the most to show. */
function exampleOf(event: CloudEvent, dossier: number | null): Examples | null {
  const nir = (event.data.trainee as { nir?: unknown } | undefined)?.nir;
  const paidByExample = event.type === 'hub.financing-realised' && event.source === 'urn:hub:source:region-cvl';
  return paidByExample && typeof nir === 'string' && dossier !== null ? { nir, dossier: String(dossier) } : null;
}

/** The file says that the lives were sent, and whom to look at. */
function examplesPath(config: HubConfig): string {
  return join(config.dataDir, 'demo.json');
}

async function readExamples(config: HubConfig): Promise<Examples | null> {
  try {
    return JSON.parse(await readFile(examplesPath(config), 'utf8')) as Examples;
  } catch {
    return null;
  }
}

/** A few lives at a time, so that each goes from its candidature to its end within minutes. */
async function liveOn(
  clientFor: (clientId: string) => HubClient,
  kairos: CandidatesFile,
  signal: AbortSignal,
): Promise<void> {
  const seed = `live-${Date.now()}`;
  const lives = { trainees: livesAtOnce, simulators: nativeSimulators, filesOpenedByConsumers: true } as const;
  const onAccepted: PushOptions['onAccepted'] = (event, { receipt }) => kairos.note(event, receipt.dossier);
  try {
    for (let first = 0; !signal.aborted; first += livesAtOnce) {
      const simulation = simulateAll({ ...lives, seed, first, today: parisDay(Date.now()) });
      await pushSimulation(simulation, { clientFor, signal, rate: liveEventsPerSecond, onAccepted });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function tellOfFigures({ stderr }: CommandContext, { url }: RunningHub): (state: FiguresState) => void {
  const page = `${url}/console/pilotage`;
  const sentences: Readonly<Record<FiguresState, string>> = {
    making: `The steering figures are being made; until then ${page} shows none.`,
    made: `The steering figures are made: ${page}`,
    failed: 'The steering figures could not be made; "hub statistics make" tries again, and says why.',
  };
  return (state) => stderr.write(`${sentences[state]}\n`);
}

function whatToTry(hub: RunningHub, { nir, dossier }: Examples): string {
  const secret = hub.clients.find((client) => client.clientId === exampleClient)?.clientSecret ?? '';
  const look = `-H "Authorization: Bearer $TOKEN" -H 'Hub-Agent: me' -H 'Hub-Purpose: funding-follow-up'`;
  return `
A fictitious person, paid for by ${exampleClient}: NIR ${nir}, dossier ${dossier}

  TOKEN=$(curl -s -u '${exampleClient}:${secret}' -d grant_type=client_credentials ${hub.url}/oauth2/token | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s ${hub.url}/v1/dossiers/${dossier} ${look}
  curl -s ${hub.url}/v1/training-paths/search ${look} -H 'Content-Type: application/json' -d '{"nir":"${nir}"}'

Its partners follow what changes: "npx hub status" shows what each of them learned and did by it.
Try it without a terminal: ${hub.url}/console/essai. Browse ${hub.url}/docs and ${hub.url}/v1/dictionary. Ctrl-C stops the hub; nothing accepted is lost.
`;
}
