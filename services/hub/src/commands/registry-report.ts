import {
  type RegistryReport,
  type RegistryTable,
  rebuildRegistry,
  registryDiffers,
  type TableDifference,
  verifyRegistry,
} from '@hub/gateway';
import { allSecrets } from '@hub/platform';
import { type CommandContext, printResult, table } from '../terminal/command-line.ts';
import { showProgress } from '../terminal/progress.ts';
import type { AdminOptions } from './ask-hub.ts';
import { doneJob } from './done-job.ts';
import { isServed, withSealing } from './reach.ts';

/** `hub rebuild --registry`. Exit code 1 where an event of the log could not be read: somebody may be missing. */
export async function rebuildPersons(
  context: CommandContext,
  { acceptLostKeys = false, json = false }: { readonly acceptLostKeys?: boolean; readonly json?: boolean },
): Promise<void> {
  const report = await withProgress(context, (options) => rebuildRegistry({ ...options, acceptLostKeys }));
  const changed = registryDiffers(report);
  printResult(context, json, report, () => [
    ...describeReport(report, 'The registry says what the log says.'),
    changed ? 'What differed is as the log has it now.' : 'Nothing differed.',
    ...(changed ? ['Records that were lost too are built by: hub rebuild --promote'] : []),
  ]);
  if (report.unread > 0) process.exitCode = 1;
}

/** `hub verify --registry`. Exit code 1 where anything differs or could not be read. */
export async function verifyPersons(context: CommandContext, options: AdminOptions): Promise<void> {
  const json = options.json ?? false;
  const report = (await isServed(context, 'gateway'))
    ? ((await doneJob(context, options, 'registry/verifications', {})).result as RegistryReport)
    : await withProgress(context, verifyRegistry);
  const differs = registryDiffers(report);
  printResult(context, json, { differs, ...report }, () => [
    ...describeReport(report, 'The registry and the log were compared.'),
    differs
      ? 'They differ. Stop the gateways and run: hub rebuild --registry'
      : 'They say the same; descriptions, kept only to publish nothing twice, do not count.',
  ]);
  if (differs || report.unread > 0) process.exitCode = 1;
}

function withProgress(context: CommandContext, work: typeof rebuildRegistry): Promise<RegistryReport> {
  return withSealing(context.config, async ({ log, pool }, { keyStore, secrets }) => {
    const progress = showProgress(context, 'registry', 'events');
    try {
      return await work({
        log,
        pool,
        keyStore,
        secrets: allSecrets(secrets),
        onProgress: (events, eventsTotal) => progress.update(events, eventsTotal),
      });
    } finally {
      progress.stop();
    }
  });
}

const names: Readonly<Record<RegistryTable, string>> = {
  trainee: 'trainees',
  alias: 'identifiers',
  dossier: 'dossier numbers',
  verdict: 'verdicts by hand',
  link: 'links by rule',
  description: 'descriptions',
};

function describeReport(report: RegistryReport, sentence: string): string[] {
  const { events, seconds, tables, sequence, pepper, lostKeys, unread, unreadSamples } = report;
  const rate = Math.round(events / Math.max(seconds, 0.001));
  const differences = Object.entries(tables) as [RegistryTable, TableDifference][];
  const samples = differences.filter(([, each]) => each.samples.length > 0);
  return [
    `${sentence} ${events} events in ${seconds.toFixed(1)} s (${rate} events/s)`,
    ...table([
      ['', 'EQUAL', 'MISSING', 'CHANGED', 'NOT ON THE LOG', 'NOT PUBLISHED YET'],
      ...differences.map(([name, { equal, missing, changed, extra, pending }]) => {
        return [names[name], equal, missing, changed, extra, pending];
      }),
    ]),
    `Sequence of numbers: at ${sequence.at}, the log names numbers up to ${sequence.onLog}`,
    ...(pepper.registry === null || pepper.registry === pepper.secrets
      ? []
      : [`Identifiers were hashed with pepper ${pepper.registry}, the secrets hold pepper ${pepper.secrets}`]),
    ...(lostKeys.count === 0
      ? []
      : [
          `${lostKeys.count} people of the log have lost their key: nobody is found as them, their numbers stay given, and what ` +
            `is reported of them now is somebody new's: ${lostKeys.samples.join(', ')}`,
        ]),
    ...samples.map(([name, each]) => `${names[name]} that differed: ${each.samples.join(', ')}`),
    ...(unread === 0
      ? []
      : [
          `${unread} events of the log could not be read; somebody may be missing, and nothing was taken away:`,
          ...unreadSamples.map((event) => `  ${event.topic} ${event.slice} ${event.offset}: ${event.reason}`),
        ]),
  ];
}
