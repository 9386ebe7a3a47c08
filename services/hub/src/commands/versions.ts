import { availableParallelism } from 'node:os';
import { dossierNumberMax, dossierNumberMin, HubError } from '@hub/core';
import { activeVersion, type Switched } from '@hub/platform';
import {
  type Comparison,
  compare,
  type Difference,
  diffDossier,
  promote,
  type RebuildReport,
  rebuild,
  retire,
  rollback,
} from '@hub/projector';
import { type Command, Option } from 'commander';
import type { Infrastructure } from '../start/infrastructure.ts';
import { type CommandContext, printResult, type Register, table, wholeNumber } from '../terminal/command-line.ts';
import { showProgress } from '../terminal/progress.ts';
import { buildThreads } from './build-threads.ts';
import { findLogOf, requireRunningHub, withDatabase, withWholeLog } from './reach.ts';
import { rebuildPersons, verifyPersons } from './registry-report.ts';

export const registerVersions: Register = (program, context) => {
  registerRebuild(program, context);
  registerSwitches(program, context);
  program
    .command('diff <version> [other]')
    .description('Compares two versions, dossier by dossier at equal offsets; other: the active one.')
    .option('--dossier <number>', 'both records of one dossier', wholeNumber(dossierNumberMin, dossierNumberMax))
    .option('--json', 'one JSON document')
    .action(async (version: string, other: string | undefined, options: { dossier?: number; json?: boolean }) => {
      await withDatabase(context.config, async ({ pool }) => {
        const there = other ?? (await activeVersion(pool))?.version;
        if (there === undefined) throw new HubError('wrong-use', 'No version is active yet: name the other one.');
        if (options.dossier !== undefined) {
          const both = await diffDossier(pool, options.dossier, version, there);
          return printResult(
            context,
            true,
            { dossier: options.dossier, [version]: both.here, [there]: both.there },
            () => [],
          );
        }
        const comparison = await compare(pool, version, there);
        printResult(context, options.json ?? false, comparison, () => describeComparison(comparison));
        if (differs(comparison)) process.exitCode = 1;
      });
    });
};

interface RebuildOptions {
  readonly promote?: boolean;
  readonly withoutComparison?: boolean;
  readonly memory: number;
  readonly workers: number;
  readonly registry?: boolean;
  readonly acceptLostKeys?: boolean;
  readonly json?: boolean;
}

/** An operator who says so takes a version as it is. */
function withoutComparison(): Option {
  return new Option('--without-comparison', 'promote even what was not wholly compared with the active version');
}

function registerRebuild(program: Command, context: CommandContext): void {
  program
    .command('rebuild')
    .description('Builds the records again from the log, beside the ones in use, and compares; readers notice nothing.')
    .option('--promote', 'then give readers the new version, if every slice was compared')
    .addOption(withoutComparison())
    .option(
      '--memory <mb>',
      'MiB of events held at once; a larger slice takes more passes',
      wholeNumber(16, 65_536),
      512,
    )
    .addOption(workersOption())
    .addOption(registryOption('persons and numbers instead of records; gateways must be stopped, readers need not'))
    .option(
      '--accept-lost-keys',
      'with --registry: gives up people whose key is lost for good; their numbers stay given',
    )
    .option('--json', 'one JSON document')
    .action(async (options: RebuildOptions) => {
      if (options.registry) return rebuildPersons(context, options);
      if (options.acceptLostKeys) throw new HubError('wrong-use', '--accept-lost-keys goes with --registry.');
      await withWholeLog(context.config, async (infrastructure) => {
        const report = await rebuildVersion(context, infrastructure, options);
        const { withoutComparison = false } = options;
        const switched = options.promote ? await promote(infrastructure, report.version, { withoutComparison }) : null;
        printResult(context, options.json ?? false, { ...report, switched }, () => [
          ...describeReport(report),
          ...(switched === null ? [`Give it to readers by: hub promote ${report.version}`] : describeSwitch(switched)),
        ]);
      });
    });
  program
    .command('verify')
    .description('Rebuilds and compares without promoting; exit code 1 if anything differs.')
    .option('--memory <mb>', 'MiB of events held at once', wholeNumber(16, 65_536), 512)
    .addOption(workersOption())
    .addOption(registryOption('compares persons and numbers with the log instead of records; the hub may go on'))
    .option('--json', 'one JSON document')
    .action(async (options: { memory: number; workers: number; registry?: boolean; json?: boolean }) => {
      if (options.registry) return verifyPersons(context, options.json ?? false);
      await withWholeLog(context.config, async (infrastructure) => {
        const report = await rebuildVersion(context, infrastructure, options);
        await retire(infrastructure.pool, report.version);
        printResult(context, options.json ?? false, report, () => describeReport(report));
        if (report.comparison === null || differs(report.comparison)) process.exitCode = 1;
      });
    });
}

function workersOption(): Option {
  return new Option('--workers <count>', 'threads that build at the same time and share the memory')
    .argParser(wholeNumber(1, 64))
    .default(availableParallelism(), 'one for each core');
}

/** Records and the registry are rebuilt one after the other: the registry first, which the door needs. */
function registryOption(description: string): Option {
  return new Option('--registry', description).conflicts('promote');
}

function registerSwitches(program: Command, context: CommandContext): void {
  const answer = async (
    json: boolean | undefined,
    work: (stores: Parameters<typeof promote>[0]) => Promise<Switched>,
  ) => {
    await requireRunningHub(context.config);
    const switched = await withDatabase(context.config, async (database, stores) => {
      const open = await findLogOf(database, stores);
      // Readers can be given another version while the brokers are away.
      return work({ pool: database.pool, log: { endOffsets: async (topics) => (await open()).endOffsets(topics) } });
    });
    printResult(context, json ?? false, switched, () => describeSwitch(switched));
  };
  program
    .command('promote <version>')
    .description('Gives readers this version from their next request on, once it was compared with the active one.')
    .addOption(withoutComparison())
    .option('--json', 'one JSON document')
    .action((version: string, { json, ...options }: { withoutComparison?: boolean; json?: boolean }) =>
      answer(json, (stores) => promote(stores, version, options)),
    );
  program
    .command('rollback')
    .description('Gives readers the version that was active before.')
    .option('--json', 'one JSON document')
    .action(({ json }: { json?: boolean }) => answer(json, rollback));
  program
    .command('retire <version>')
    .description('Drops a version that is not active, with its rows.')
    .option('--without-way-back', 'even the one that "hub rollback" would go back to')
    .option('--json', 'one JSON document')
    .action(async (version: string, { json, ...options }: { withoutWayBack?: boolean; json?: boolean }) => {
      // Also where no hub runs: one may not start because of it.
      await withDatabase(context.config, ({ pool }) => retire(pool, version, options));
      printResult(context, json ?? false, { retired: version }, () => [`${version} was dropped.`]);
    });
}

async function rebuildVersion(
  context: CommandContext,
  infrastructure: Infrastructure,
  { memory, workers }: Pick<RebuildOptions, 'memory' | 'workers'>,
): Promise<RebuildReport> {
  const { log, pool, rules, logger } = infrastructure;
  const memoryBound = memory * 1024 * 1024;
  const progress = showProgress(context, 'rebuild', 'events');
  try {
    return await rebuild({
      log,
      pool,
      rules,
      logger,
      memoryBound,
      ...(workers > 1 && { beside: buildThreads(context.config, infrastructure, { builders: workers, memoryBound }) }),
      onProgress: ({ events, eventsTotal }) => progress.update(events, eventsTotal),
    });
  } finally {
    progress.stop();
  }
}

function describeReport(report: RebuildReport): string[] {
  const rate = Math.round(report.events / Math.max(report.seconds, 0.001));
  return [
    `Version ${report.version}: ${report.events} events in ${report.seconds.toFixed(1)} s (${rate} events/s)${report.resumed ? ', an unfinished rebuild went on' : ''}`,
    ...(report.comparison === null
      ? ['Nothing to compare with: no version was active, or it was projected from what this log does not hold.']
      : describeComparison(report.comparison)),
    ...describeParked(report.parked),
  ];
}

/** Equal versions may leave out the same events: what nobody is shown is said. */
function describeParked(parked: RebuildReport['parked']): string[] {
  const reasons = Object.entries(parked).map(([reason, events]) => `${events} ${reason}`);
  return reasons.length === 0 ? [] : [`Parked, and in no record: ${reasons.join(', ')}. "hub parked list" names them.`];
}

function describeComparison(comparison: Comparison): string[] {
  const row = (name: string, found: Difference) => [name, found.equal, found.changed, found.onlyHere, found.onlyThere];
  const samples = (['dossiers', 'trainees', 'sessions'] as const).flatMap((name) => {
    const { changed, onlyHere, onlyThere } = comparison[name].samples;
    const keys = [...changed, ...onlyHere, ...onlyThere];
    return keys.length === 0 ? [] : [`${name} that differ: ${keys.join(', ')}`];
  });
  return [
    `Compared with ${comparison.there}: ${comparison.slicesCompared} of ${comparison.slices} slices at equal offsets`,
    ...table([
      ['', 'EQUAL', 'CHANGED', 'ONLY HERE', 'ONLY THERE'],
      row('dossiers', comparison.dossiers),
      row('trainees', comparison.trainees),
      row('sessions', comparison.sessions),
    ]),
    ...samples,
  ];
}

function describeSwitch(switched: Switched): string[] {
  const back = switched.previous === null ? '' : ` "hub rollback" goes back to ${switched.previous}.`;
  return [`Readers are given ${switched.active}.${back}`];
}

function differs(comparison: Comparison): boolean {
  const { dossiers, trainees, sessions, slices, slicesCompared } = comparison;
  const found = [dossiers, trainees, sessions].some((each) => each.changed + each.onlyHere + each.onlyThere > 0);
  return found || slicesCompared < slices;
}
