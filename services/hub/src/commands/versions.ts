import { dossierNumberMax, dossierNumberMin, HubError } from '@hub/core';
import {
  activeVersion,
  type DossierDifference,
  diffDossier,
  readVersionStatuses,
  type Switched,
  type VersionStatus,
} from '@hub/platform';
import { type Comparison, compare, differs, retire } from '@hub/projector';
import type { Command } from 'commander';
import { type CommandContext, printResult, type Register, wholeNumber } from '../terminal/command-line.ts';
import { type AdminOptions, adminOptions, askAdmin } from './ask-hub.ts';
import { doneJob } from './done-job.ts';
import { commandBy, type PromotingOptions, promoting, promotingOptions, stoppedOption } from './promoting.ts';
import { isServed, withDatabase } from './reach.ts';
import { registerRebuild, registerVerify } from './rebuild.ts';
import { requireStopped } from './rebuild-stopped.ts';
import { describeComparison, describeDossier, describeSwitch, describeVersions } from './version-report.ts';

export const registerVersions: Register = (program, context) => {
  registerRebuild(program, context);
  registerVerify(program, context);
  registerSwitches(program, context);
  adminOptions(
    program.command('versions').description('Versions of the records: which readers are given, and how far each is.'),
  ).action(async (options: AdminOptions) => {
    const { versions } = (await isServed(context, 'gateway'))
      ? await askAdmin<{ versions: readonly VersionStatus[] }>(context, options, 'versions')
      : await withDatabase(context.config, async ({ pool }) => ({ versions: await readVersionStatuses(pool, null) }));
    printResult(context, options.json ?? false, { versions }, () => describeVersions(versions));
  });
  adminOptions(
    program
      .command('diff <version> [other]')
      .description(
        'Compares two versions, dossier by dossier at equal offsets, and says why they differ; other: the active one.',
      )
      .option('--dossier <number>', 'one dossier, field by field', wholeNumber(dossierNumberMin, dossierNumberMax)),
  ).action(async (here: string, other: string | undefined, options: DiffOptions) => {
    const { dossier, json = false } = options;
    const ask = (await isServed(context, 'gateway')) ? byHub(context, options) : byDatabase(context);
    if (dossier !== undefined) {
      const found = await ask.dossier(dossier, here, other);
      return printResult(context, json, found, () => describeDossier(found));
    }
    const comparison = await ask.comparison(here, other);
    printResult(context, json, comparison, () => describeComparison(comparison));
    if (differs(comparison)) process.exitCode = 1;
  });
};

interface DiffOptions extends AdminOptions {
  readonly dossier?: number;
}

interface Comparing {
  dossier(number: number, here: string, other?: string): Promise<DossierDifference>;
  comparison(here: string, other?: string): Promise<Comparison>;
}

function byHub(context: CommandContext, options: AdminOptions): Comparing {
  return {
    dossier: (number, here, other) => {
      const versus = other === undefined ? '' : `?with=${encodeURIComponent(other)}`;
      return askAdmin(context, options, `versions/${encodeURIComponent(here)}/dossiers/${number}${versus}`);
    },
    comparison: async (here, other) => {
      const body = other === undefined ? {} : { with: other };
      const job = await doneJob(context, options, `versions/${encodeURIComponent(here)}/comparison`, body);
      return job.result as Comparison;
    },
  };
}

/** Where no hub runs: what is there is read. */
function byDatabase({ config }: CommandContext): Comparing {
  return {
    dossier: (number, here, other) =>
      withDatabase(config, async ({ pool }) => {
        const there = other ?? (await activeVersion(pool))?.version ?? here;
        const found = await diffDossier(pool, number, here, there);
        if (found !== null) return found;
        throw new HubError('wrong-use', `Neither ${here} nor ${there} has a dossier ${number}.`);
      }),
    comparison: (here, other) =>
      withDatabase(config, async ({ pool }) => {
        const there = other ?? (await activeVersion(pool))?.version;
        if (there !== undefined) return compare(pool, here, there);
        throw new HubError('wrong-use', 'No version is active yet: name the other one.');
      }),
  };
}

function registerSwitches(program: Command, context: CommandContext): void {
  const switched = async (options: AdminOptions, path: string, body: object) => {
    const { result } = await doneJob(context, options, path, body);
    printResult(context, options.json ?? false, result, () => describeSwitch(result as Switched));
  };
  adminOptions(
    promotingOptions(
      program
        .command('promote <version>')
        .description(
          'Gives readers this version from their next request on, once it was compared with the active one.',
        ),
    ),
  ).action((version: string, options: PromotingOptions & AdminOptions) =>
    switched(options, `versions/${encodeURIComponent(version)}/promotion`, promoting(options)),
  );
  adminOptions(program.command('rollback').description('Gives readers the version that was active before.')).action(
    (options: AdminOptions) => switched(options, 'rollback', {}),
  );
  adminOptions(
    program
      .command('retire <version>')
      .description('Drops a version that is not active, with its rows.')
      .option('--without-way-back', 'even the one that "hub rollback" would go back to')
      .addOption(stoppedOption()),
  ).action(async (version: string, options: RetireOptions) => {
    const { withoutWayBack = false, stopped = false } = options;
    if (stopped) {
      await requireStopped(context);
      const by = commandBy(options.agent);
      await withDatabase(context.config, ({ pool }) => retire(pool, version, { by, withoutWayBack }));
    } else {
      const path = `versions/${encodeURIComponent(version)}/retirement`;
      await doneJob(context, options, path, withoutWayBack ? { withoutWayBack } : {});
    }
    printResult(context, options.json ?? false, { retired: version }, () => [`${version} was dropped.`]);
  });
}

interface RetireOptions extends AdminOptions {
  readonly withoutWayBack?: boolean;
  readonly stopped?: boolean;
}
