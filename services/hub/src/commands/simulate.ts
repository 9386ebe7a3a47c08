import { HubError, parisDay } from '@hub/core';
import { simulateAll } from '@hub/simulation';
import { Argument } from 'commander';
import {
  nativeSimulators,
  pushSimulation,
  type SimulatedName,
  simulatedNames,
  systemsOf,
} from '../start/push-simulation.ts';
import {
  type CommandContext,
  numberBetween,
  printResult,
  type Register,
  wholeNumber,
} from '../terminal/command-line.ts';
import { showProgress } from '../terminal/progress.ts';
import { reachHub } from './reach.ts';

interface SimulateOptions {
  trainees: number;
  seed: string;
  rate?: number;
  mess: number;
  json?: boolean;
}

export const registerSimulate: Register = (program, context) => {
  program
    .command('simulate')
    .description('Lives of fictitious trainees, pushed through the gateway; the same seed gives the same lives.')
    .addArgument(
      new Argument('<system>', 'all also plays France Travail, SoISTISS, the financers and a CEP operator').choices([
        ...simulatedNames,
      ]),
    )
    .option('--trainees <n>', 'how many lives', wholeNumber(1, 25_000_000), 1_000)
    .option('--seed <text>', 'what the lives are drawn from', '1')
    .option('--rate <r>', 'events per second; absent: as fast as the hub takes them', numberBetween(0.1, 1_000_000))
    .option('--mess <m>', '0 to 1: repeats, disorder, corrections, late NIR, doubles', numberBetween(0, 1), 0.1)
    .option('--json', 'one JSON document')
    .action((system: SimulatedName, options: SimulateOptions) => simulate(context, system, options));
};

async function simulate(context: CommandContext, system: SimulatedName, options: SimulateOptions): Promise<void> {
  const hub = await reachHub(context, 'gateway');
  const progress = showProgress(context, 'lives', 'trainees');
  try {
    const { trainees, seed, mess, rate } = options;
    const systems = systemsOf(system);
    const simulation = simulateAll({
      trainees,
      seed,
      mess,
      today: parisDay(Date.now()),
      simulators: nativeSimulators,
      ...(systems === null ? {} : { systems }),
    });
    const report = await pushSimulation(simulation, {
      clientFor: hub.client,
      ...(rate === undefined ? {} : { rate }),
      onProgress: progress.update,
    });
    progress.stop();
    printResult(context, options.json ?? false, { seed, ...report }, () => [
      `${report.events} events of ${report.trainees} trainees: ${report.accepted} accepted, ${report.refused} refused, ${report.unknown} unknown`,
      ...Object.entries(report.refusals).map(([rule, count]) => `  refused for ${rule}: ${count}`),
    ]);
    if (report.unknown > 0) {
      throw new HubError(
        'hub-unreachable',
        'Of some events the hub could not say: run the same seed again, it is safe.',
      );
    }
  } finally {
    progress.stop();
  }
}
