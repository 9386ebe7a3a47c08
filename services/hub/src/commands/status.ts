import type { AttentionCounts } from '@hub/platform';
import { type ProjectionStatus, status, type VersionStatus } from '@hub/projector';
import { readRunFile } from '../start/run-file.ts';
import { printResult, type Register, table } from '../terminal/command-line.ts';
import { withInfrastructure } from './reach.ts';

export const registerStatus: Register = (program, context) => {
  program
    .command('status')
    .description('Log, slices, lag in events and seconds, parked events, versions; anomalies and what is expected.')
    .option('--json', 'one JSON document')
    .action(async (options: { json?: boolean }) => {
      const run = await readRunFile(context.config.dataDir);
      const projection = await withInfrastructure(context.config, ({ pool, log }) => status(pool, log));
      const hub = run === null ? null : { url: run.url, pid: run.pid, version: run.version, log: run.log };
      printResult(context, options.json ?? false, { hub, ...projection }, () => [
        hub === null ? 'No hub runs on this data directory.' : `${hub.url}, process ${hub.pid}, log: ${hub.log}`,
        ...describeStatus(projection),
      ]);
    });
};

function describeStatus(projection: ProjectionStatus): string[] {
  const events = Object.entries(projection.logEvents);
  const total = events.reduce((sum, [, count]) => sum + count, 0);
  return [
    `Log ${projection.logEpoch}: ${total} events in ${projection.logSlices} slices`,
    ...table(events.map(([topic, count]) => [`  hub.${topic}`, count])),
    '',
    ...table([
      ['VERSION', 'STATE', 'SLICES', 'PROJECTORS', 'LAG (EVENTS)', 'LAG (S)', 'PARKED'],
      ...projection.versions.map((version) => [
        version.version,
        versionState(version),
        `${version.slicesOwned}/${version.slices}`,
        version.projectors,
        version.lagEvents,
        Math.round(version.lagSeconds),
        version.parked,
      ]),
    ]),
    ...(projection.attention === null ? [] : describeAttention(projection.attention)),
  ];
}

/** The shape of its rows is said where this hub does not read it. */
function versionState({ active, built, shape, readable }: VersionStatus): string {
  const state = active ? 'active' : built ? 'ready' : 'being built';
  return readable ? state : `${state}, shape ${shape}`;
}

function describeAttention({ dossiers, anomalies, expected, overdue, undated }: AttentionCounts): string[] {
  return [
    '',
    `${dossiers} dossiers; expectations past their day in ${overdue}, with a day that only the session knows in ${undated}`,
    ...table([['ANOMALY', 'DOSSIERS'], ...counted(anomalies)]),
    '',
    ...table([['EXPECTED', 'DOSSIERS'], ...counted(expected)]),
  ];
}

function counted(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).sort(([, a], [, b]) => b - a);
}
