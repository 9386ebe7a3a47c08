import { availableParallelism } from 'node:os';
import { HubError } from '@hub/core';
import type { Switched } from '@hub/platform';
import {
  differs,
  projectorSettings,
  promote,
  type RebuildProgress,
  type RebuildReport,
  rebuild,
  type VerifiedSlices,
  verify,
} from '@hub/projector';
import { InvalidArgumentError, Option } from 'commander';
import type { Infrastructure } from '../start/infrastructure.ts';
import { type CommandContext, printResult, type Register, wholeNumber } from '../terminal/command-line.ts';
import { showProgress, streamProgress } from '../terminal/progress.ts';
import { buildThreads } from './build-threads.ts';
import { lowerProcessPriority } from './lower-priority.ts';
import { type PromotingOptions, promotingOptions, promotion } from './promoting.ts';
import { withWholeLog } from './reach.ts';
import { rebuildPersons, verifyPersons } from './registry-report.ts';
import { describeReport, describeSwitch, describeVerification } from './version-report.ts';

interface RebuildOptions extends PromotingOptions {
  readonly promote?: boolean;
  readonly memory?: number;
  readonly workers: number;
  readonly registry?: boolean;
  readonly acceptLostKeys?: boolean;
  readonly json?: boolean;
}

/** `hub rebuild` */
export const registerRebuild: Register = (program, context) => {
  const command = program
    .command('rebuild')
    .description('Builds the records again from the log, beside the ones in use, and compares; readers notice nothing.')
    .option('--promote', 'then give readers the new version, if every slice was compared');
  promotingOptions(command)
    .addOption(memoryOption('a larger slice takes more passes'))
    .addOption(workersOption())
    .addOption(registryOption('persons and numbers instead of records; gateways must be stopped, readers need not'))
    .option(
      '--accept-lost-keys',
      'with --registry: gives up people whose key is lost for good; their numbers stay given',
    )
    .option('--json', 'one JSON document; progress as lines of JSON on stderr')
    .action(async (options: RebuildOptions) => {
      if (options.registry) return rebuildPersons(context, options);
      if (options.acceptLostKeys) throw new HubError('wrong-use', '--accept-lost-keys goes with --registry.');
      if (options.maxChanged !== undefined && !options.promote) {
        throw new HubError('wrong-use', '--max-changed goes with --promote.');
      }
      await withWholeLog(context.config, async (infrastructure) => {
        const report = await withBuilders(context, infrastructure, options, (build) =>
          rebuild({ ...build, onVersion: (held) => sayWhatIsFilled(context, held) }),
        );
        const switched = options.promote ? await promoteOrSay(infrastructure, report.version, options) : null;
        const refusal = switched instanceof HubError ? switched : null;
        printResult(context, options.json ?? false, { ...report, switched: refusal === null ? switched : null }, () => [
          ...describeReport(report),
          ...(switched === null || switched instanceof HubError
            ? [`Give it to readers by: hub promote ${report.version}`]
            : describeSwitch(switched)),
        ]);
        if (refusal !== null) throw refusal;
      });
    });
};

/** What was found is shown, whatever is said of the promotion. */
async function promoteOrSay(
  infrastructure: Infrastructure,
  version: string,
  options: PromotingOptions,
): Promise<Switched | HubError> {
  try {
    return await promote(infrastructure, version, promotion(options));
  } catch (error) {
    if (error instanceof HubError) return error;
    throw error;
  }
}

/** Before the work begins: what somebody else began goes on, or is shared. */
function sayWhatIsFilled(
  { stderr }: CommandContext,
  { version, resumed, joined }: Pick<RebuildReport, 'resumed' | 'joined'> & NamesVersion,
): void {
  const { version: name } = version;
  if (joined) stderr.write(`Another rebuild fills ${name}: this one joins it, and the two share its slices.\n`);
  else if (resumed) stderr.write(`An unfinished rebuild of ${name} goes on.\n`);
}

interface NamesVersion {
  readonly version: { readonly version: string };
}

interface VerifyOptions extends Pick<RebuildOptions, 'memory' | 'workers' | 'registry' | 'json'> {
  readonly slices?: VerifiedSlices;
}

/** `hub verify` */
export const registerVerify: Register = (program, context) => {
  program
    .command('verify')
    .description('Builds the records again, compares them and drops them; exit code 1 if anything differs.')
    .option('--slices <slices>', 'so many slices drawn by chance, 4, or these, 0,5,9 (one: "7,")', parseSlices)
    .addOption(memoryOption('a larger slice takes more passes'))
    .addOption(workersOption())
    .addOption(registryOption('compares persons and numbers with the log instead of records; the hub may go on'))
    .option('--json', 'one JSON document; progress as lines of JSON on stderr')
    .action(async ({ slices, ...options }: VerifyOptions) => {
      if (options.registry && slices !== undefined) {
        throw new HubError('wrong-use', '--slices is of records: --registry reads the whole log.');
      }
      if (options.registry) return verifyPersons(context, options.json ?? false);
      await withWholeLog(context.config, async (infrastructure) => {
        const report = await withBuilders(context, infrastructure, options, (build) =>
          verify({ ...build, ...(slices !== undefined && { slices }) }),
        );
        printResult(context, options.json ?? false, report, () => describeVerification(report));
        if (differs(report.comparison)) process.exitCode = 1;
      });
    });
};

function parseSlices(text: string): VerifiedSlices {
  const named = text.split(',').filter((part, index, parts) => part !== '' || index < parts.length - 1);
  if (!named.every((part) => /^\d{1,4}$/.test(part))) throw new InvalidArgumentError('A count, 4, or slices, 0,5,9.');
  if (text.includes(',')) return { named: named.map(Number) };
  if (Number(text) === 0) throw new InvalidArgumentError('At least one slice.');
  return { drawn: Number(text) };
}

function memoryOption(how: string): Option {
  return new Option('--memory <mb>', `MiB of events held at once (HUB_REBUILD_MEMORY_MB); ${how}`).argParser(
    wholeNumber(16, 65_536),
  );
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

/** What it takes to build a version, with threads beside and the progress shown. */
async function withBuilders<Report>(
  context: CommandContext,
  infrastructure: Infrastructure,
  { memory, workers, json = false }: Pick<RebuildOptions, 'memory' | 'workers' | 'json'>,
  work: (build: Parameters<typeof rebuild>[0]) => Promise<Report>,
): Promise<Report> {
  const { log, pool, rules, logger } = infrastructure;
  const memoryBound = (memory ?? projectorSettings(rules).rebuildMemoryMb) * 1024 * 1024;
  lowerProcessPriority();
  const progress = json ? streamProgress<RebuildProgress>(context) : rebuildProgress(context);
  try {
    return await work({
      log,
      pool,
      rules,
      logger,
      memoryBound,
      ...(workers > 1 && { beside: buildThreads(context.config, infrastructure, { builders: workers, memoryBound }) }),
      onProgress: progress.update,
    });
  } finally {
    progress.stop();
  }
}

function rebuildProgress(context: CommandContext) {
  const { update, stop } = showProgress(context, 'rebuild', 'events');
  return { update: ({ events, eventsTotal }: RebuildProgress) => update(events, eventsTotal), stop };
}
