import { HubError } from '@hub/core';
import type { Switched } from '@hub/platform';
import { promote, type RebuildProgress, type RebuildReport, rebuild } from '@hub/projector';
import type { Infrastructure } from '../start/infrastructure.ts';
import { type CommandContext, printResult } from '../terminal/command-line.ts';
import { showProgress, streamProgress } from '../terminal/progress.ts';
import type { AdminOptions } from './ask-hub.ts';
import { buildersHere, buildThreads } from './build-threads.ts';
import { lowerProcessPriority } from './lower-priority.ts';
import { type PromotingOptions, promotion, refusal } from './promoting.ts';
import { isServed, withWholeLog } from './reach.ts';
import { describeReport, describeSwitch } from './version-report.ts';

export interface StoppedOptions extends PromotingOptions, AdminOptions {
  readonly promote?: boolean;
}

/** `hub rebuild --stopped`: at the database itself. */
export async function rebuildStopped(context: CommandContext, options: StoppedOptions): Promise<void> {
  await requireStopped(context);
  await withWholeLog(context.config, async (infrastructure) => {
    const report = await withBuilders(context, infrastructure, options, (build) => rebuild(build));
    const given = () => promote(infrastructure, report.version, promotion(options));
    tellRebuilt(context, options, report, options.promote ? await given().catch(refusal) : null);
  });
}

/** What was built, and what readers are given or why not. Throws what was refused. */
export function tellRebuilt(
  context: CommandContext,
  { json = false }: AdminOptions,
  report: RebuildReport,
  switched: Switched | HubError | null,
): void {
  const isRefused = switched instanceof HubError;
  printResult(context, json, { ...report, switched: isRefused ? null : switched }, () => [
    ...describeReport(report),
    ...(switched === null || isRefused
      ? [`Give it to readers by: hub promote ${report.version}`]
      : describeSwitch(switched)),
  ]);
  if (isRefused) throw switched;
}

/** Throws `wrong-use` where a projector of this data directory lives: it is asked through the hub. */
export async function requireStopped(context: CommandContext): Promise<void> {
  if (!(await isServed(context, 'projector'))) return;
  throw new HubError('wrong-use', 'A projector runs: leave out --stopped, and the hub does it.');
}

/** What it takes to build a version at the database itself, with threads beside and the progress shown. */
export async function withBuilders<Report>(
  context: CommandContext,
  infrastructure: Infrastructure,
  { json = false }: AdminOptions,
  work: (build: Parameters<typeof rebuild>[0]) => Promise<Report>,
): Promise<Report> {
  const { log, pool, rules, logger } = infrastructure;
  const sharing = buildersHere(rules);
  if (context.ownsProcess) lowerProcessPriority();
  const progress = json ? streamProgress<RebuildProgress>(context) : rebuildProgress(context);
  try {
    const beside = buildThreads(context.config, infrastructure, sharing);
    const { memoryBound } = sharing;
    return await work({ log, pool, rules, logger, memoryBound, beside, onProgress: progress.update });
  } finally {
    progress.stop();
  }
}

function rebuildProgress(context: CommandContext) {
  const { update, stop } = showProgress(context, 'rebuild', 'events');
  return { update: ({ events, eventsTotal }: RebuildProgress) => update(events, eventsTotal), stop };
}
