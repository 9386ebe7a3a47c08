import { availableParallelism } from 'node:os';
import { dossierNumberMax, dossierNumberMin, HubError } from '@hub/core';
import { activeVersion, type Operator, type Switched } from '@hub/platform';
import {
  compare,
  diffDossier,
  differs,
  type MaxChanged,
  type PromoteOptions,
  parseMaxChanged,
  projectorSettings,
  promote,
  type RebuildProgress,
  type RebuildReport,
  rebuild,
  retire,
  rollback,
  type VerifiedSlices,
  verify,
} from '@hub/projector';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Infrastructure } from '../start/infrastructure.ts';
import { type CommandContext, printResult, type Register, wholeNumber } from '../terminal/command-line.ts';
import { showProgress, streamProgress } from '../terminal/progress.ts';
import { loginName } from './ask-hub.ts';
import { buildThreads } from './build-threads.ts';
import { findLogOf, requireRunningHub, withDatabase, withWholeLog } from './reach.ts';
import { rebuildPersons, verifyPersons } from './registry-report.ts';
import {
  describeComparison,
  describeDossier,
  describeReport,
  describeSwitch,
  describeVerification,
} from './version-report.ts';

export const registerVersions: Register = (program, context) => {
  registerRebuild(program, context);
  registerVerify(program, context);
  registerSwitches(program, context);
  program
    .command('diff <version> [other]')
    .description(
      'Compares two versions, dossier by dossier at equal offsets, and says why they differ; other: the active one.',
    )
    .option('--dossier <number>', 'one dossier, field by field', wholeNumber(dossierNumberMin, dossierNumberMax))
    .option('--json', 'one JSON document')
    .action(async (here: string, other: string | undefined, options: { dossier?: number; json?: boolean }) => {
      const { dossier, json = false } = options;
      await withDatabase(context.config, async ({ pool }) => {
        const there = other ?? (await activeVersion(pool))?.version;
        if (there === undefined) throw new HubError('wrong-use', 'No version is active yet: name the other one.');
        if (dossier !== undefined) {
          const found = await diffDossier(pool, dossier, here, there);
          return printResult(context, json, found, () => describeDossier(found));
        }
        const comparison = await compare(pool, here, there);
        printResult(context, json, comparison, () => describeComparison(comparison));
        if (differs(comparison)) process.exitCode = 1;
      });
    });
};

interface RebuildOptions extends PromotingOptions {
  readonly promote?: boolean;
  readonly memory?: number;
  readonly workers: number;
  readonly registry?: boolean;
  readonly acceptLostKeys?: boolean;
  readonly json?: boolean;
}

/** What an operator says of a promotion. */
interface PromotingOptions {
  readonly withoutComparison?: boolean;
  readonly maxChanged?: MaxChanged;
  readonly agent: string;
}

/** Options of every command that may give readers another version. */
function promotingOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--max-changed <dossiers>',
        'refuse if it differs in more dossiers, 25 or 0.1%, or in any for no reason',
      )
        .argParser(parseMost)
        .conflicts('withoutComparison'),
    )
    .option('--without-comparison', 'promote even what was not wholly compared with the active version')
    .addOption(agentOption());
}

function agentOption(): Option {
  return new Option('--agent <id>', 'opaque id of the person who acts, kept in the audit').default(
    loginName(),
    'the name of the login',
  );
}

function parseMost(text: string): MaxChanged {
  const most = parseMaxChanged(text);
  if (most !== null) return most;
  throw new InvalidArgumentError('A number of dossiers, 25, or a share of them, 0.1%.');
}

/** The command acts at the database itself. */
function commandBy(agent: string): Operator {
  return { siret: null, clientId: 'installation', agent, traceparent: null };
}

function promotion({ agent, maxChanged, withoutComparison = false }: PromotingOptions): PromoteOptions {
  return { by: commandBy(agent), withoutComparison, ...(maxChanged !== undefined && { maxChanged }) };
}

function registerRebuild(program: Command, context: CommandContext): void {
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
        const switched = options.promote ? await promote(infrastructure, report.version, promotion(options)) : null;
        printResult(context, options.json ?? false, { ...report, switched }, () => [
          ...describeReport(report),
          ...(switched === null ? [`Give it to readers by: hub promote ${report.version}`] : describeSwitch(switched)),
        ]);
      });
    });
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

function registerVerify(program: Command, context: CommandContext): void {
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
}

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
  const promoting = program
    .command('promote <version>')
    .description('Gives readers this version from their next request on, once it was compared with the active one.');
  promotingOptions(promoting)
    .option('--json', 'one JSON document')
    .action((version: string, options: PromotingOptions & { json?: boolean }) =>
      answer(options.json, (stores) => promote(stores, version, promotion(options))),
    );
  program
    .command('rollback')
    .description('Gives readers the version that was active before.')
    .addOption(agentOption())
    .option('--json', 'one JSON document')
    .action(({ agent, json }: { agent: string; json?: boolean }) =>
      answer(json, (stores) => rollback(stores, { by: commandBy(agent) })),
    );
  program
    .command('retire <version>')
    .description('Drops a version that is not active, with its rows.')
    .option('--without-way-back', 'even the one that "hub rollback" would go back to')
    .addOption(agentOption())
    .option('--json', 'one JSON document')
    .action(async (version: string, { json, agent, ...options }: RetireOptions) => {
      // Also where no hub runs: one may not start because of it.
      await withDatabase(context.config, ({ pool }) => retire(pool, version, { by: commandBy(agent), ...options }));
      printResult(context, json ?? false, { retired: version }, () => [`${version} was dropped.`]);
    });
}

interface RetireOptions {
  readonly withoutWayBack?: boolean;
  readonly agent: string;
  readonly json?: boolean;
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
