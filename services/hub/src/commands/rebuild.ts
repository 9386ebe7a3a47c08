import { HubError } from '@hub/core';
import type { Job, Switched } from '@hub/platform';
import { differs, type RebuildReport, type VerifiedSlices, type VerifyReport, verify } from '@hub/projector';
import { InvalidArgumentError, Option } from 'commander';
import { type CommandContext, printResult, type Register } from '../terminal/command-line.ts';
import { type AdminOptions, adminOptions } from './ask-hub.ts';
import { doneJob, doneOrJoined } from './done-job.ts';
import { promoting, promotingOptions, refusal, stoppedOption } from './promoting.ts';
import { isServed, withWholeLog } from './reach.ts';
import { rebuildStopped, type StoppedOptions, tellRebuilt, withBuilders } from './rebuild-stopped.ts';
import { rebuildPersons, verifyPersons } from './registry-report.ts';
import { describeVerification } from './version-report.ts';

interface RebuildOptions extends StoppedOptions {
  readonly trial?: string;
  readonly released?: boolean;
  readonly stopped?: boolean;
  readonly registry?: boolean;
  readonly acceptLostKeys?: boolean;
}

/** `hub rebuild` */
export const registerRebuild: Register = (program, context) => {
  const command = program
    .command('rebuild')
    .description('Builds the records again from the log, beside the ones in use, and compares; readers notice nothing.')
    .option('--promote', 'then give readers the new version, if every slice was compared');
  adminOptions(promotingOptions(command))
    .addOption(new Option('--trial <job>', 'by the rules of this trial (/v1/admin/rules/trials)').conflicts('released'))
    .option('--released', 'by the rules of the release, where readers are given others')
    .addOption(registryOption('persons and numbers instead of records; gateways must be stopped, readers need not'))
    .option(
      '--accept-lost-keys',
      'with --registry: gives up people whose key is lost for good; their numbers stay given',
    )
    .addOption(stoppedOption().conflicts(['registry', 'trial']))
    .action((options: RebuildOptions) => {
      requireWholeUse(options);
      if (options.registry) return rebuildPersons(context, options);
      return options.stopped ? rebuildStopped(context, options) : rebuildByHub(context, options);
    });
};

function requireWholeUse({ registry, acceptLostKeys, maxChanged, promote }: RebuildOptions): void {
  if (acceptLostKeys && !registry) throw new HubError('wrong-use', '--accept-lost-keys goes with --registry.');
  if (maxChanged !== undefined && !promote) throw new HubError('wrong-use', '--max-changed goes with --promote.');
}

async function rebuildByHub(context: CommandContext, options: RebuildOptions): Promise<void> {
  const { trial, released, promote } = options;
  const asked = { ...(trial !== undefined && { trial }), ...(released && { released }) };
  const { result } = await doneOrJoined(context, options, ['rebuild', 'rebuilds'], asked, 'events');
  const report = result as RebuildReport;
  const given = async () => {
    const job = await doneJob(context, options, `versions/${report.version}/promotion`, promoting(options));
    return job.result as Switched;
  };
  tellRebuilt(context, options, report, promote ? await given().catch(refusal) : null);
}

interface VerifyOptions extends AdminOptions {
  readonly slices?: VerifiedSlices;
  readonly registry?: boolean;
}

/** `hub verify` */
export const registerVerify: Register = (program, context) => {
  const command = program
    .command('verify')
    .description('Builds the records again, compares them and drops them; exit code 1 if anything differs.')
    .option('--slices <slices>', 'so many slices drawn by chance, 4, or these, 0,5,9 (one: "7,")', parseSlices)
    .addOption(registryOption('compares persons and numbers with the log instead of records; the hub may go on'));
  adminOptions(command).action(async ({ slices, ...options }: VerifyOptions) => {
    if (options.registry && slices !== undefined) {
      throw new HubError('wrong-use', '--slices is of records: --registry reads the whole log.');
    }
    if (options.registry) return verifyPersons(context, options);
    const report = (await isServed(context, 'gateway'))
      ? await verifiedByHub(slices, (body) => doneJob(context, options, 'verifications', body, 'events'))
      : await withWholeLog(context.config, (infrastructure) =>
          withBuilders(context, infrastructure, options, (build) =>
            verify({ ...build, ...(slices !== undefined && { slices }) }),
          ),
        );
    printResult(context, options.json ?? false, report, () => describeVerification(report));
    if (differs(report.comparison)) process.exitCode = 1;
  });
};

async function verifiedByHub(
  slices: VerifiedSlices | undefined,
  ask: (body: object) => Promise<Job>,
): Promise<VerifyReport> {
  if (slices === undefined || slices === 'all') return (await ask({})).result as VerifyReport;
  return (await ask({ slices: 'drawn' in slices ? slices.drawn : slices.named })).result as VerifyReport;
}

function parseSlices(text: string): VerifiedSlices {
  const named = text.split(',').filter((part, index, parts) => part !== '' || index < parts.length - 1);
  if (!named.every((part) => /^\d{1,4}$/.test(part))) throw new InvalidArgumentError('A count, 4, or slices, 0,5,9.');
  if (text.includes(',')) return { named: named.map(Number) };
  if (Number(text) === 0) throw new InvalidArgumentError('At least one slice.');
  return { drawn: Number(text) };
}

/** Records and the registry are rebuilt one after the other: the registry first, which the door needs. */
function registryOption(description: string): Option {
  return new Option('--registry', description).conflicts('promote');
}
