import { dossierNumberMax, dossierNumberMin, HubError } from '@hub/core';
import { activeVersion, type Switched } from '@hub/platform';
import { compare, diffDossier, differs, promote, retire, rollback } from '@hub/projector';
import type { Command } from 'commander';
import { type CommandContext, printResult, type Register, wholeNumber } from '../terminal/command-line.ts';
import { agentOption, commandBy, type PromotingOptions, promotingOptions, promotion } from './promoting.ts';
import { findLogOf, requireRunningHub, withDatabase } from './reach.ts';
import { registerRebuild, registerVerify } from './rebuild.ts';
import { describeComparison, describeDossier, describeSwitch } from './version-report.ts';

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
