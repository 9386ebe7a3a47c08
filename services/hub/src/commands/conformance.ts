import { HubError } from '@hub/core';
import { type ConformanceReport, type ReportedStep, type Seen, type StepGroup, stepGroups } from '@hub/platform';
import type { Command } from 'commander';
import { type CommandContext, printResult, table } from '../terminal/command-line.ts';
import { type AdminOptions, adminOptions, askAdmin, askAs } from './ask-hub.ts';
import { namesOf } from './names-of.ts';

interface ConformanceOptions extends AdminOptions {
  /** True: the groups that are named by nobody. */
  readonly require?: readonly StepGroup[] | true;
}

/** Whoever reads may well not follow: that is asked for by name. */
const requiredUnnamed: readonly StepGroup[] = ['everybody', 'writes', 'reads'];

export function registerConformance(partner: Command, context: CommandContext): void {
  adminOptions(partner.command('conformance [name]'))
    .description(
      'What a partner has shown to work, as the hub saw it; without a name, what --client has, asked as itself.',
    )
    .option(
      '--require [groups]',
      `exit 1 where a required step is missing; of ${stepGroups.join(', ')}, separated by commas (default: all that it is for, but follows)`,
      namesOf(stepGroups),
    )
    .action(async (name: string | undefined, options: ConformanceOptions) => {
      const report = await askReport(context, name, options);
      const missing = missingOf(report, options.require);
      printResult(context, options.json ?? false, report, () => readableReport(report));
      if (missing.length === 0) return;
      const names = missing.map(({ step }) => step).join(', ');
      context.stderr.write(`hub: ${report.clientId} has not shown all that is required: ${names}.\n`);
      process.exitCode = 1;
    });
}

function askReport(
  context: CommandContext,
  name: string | undefined,
  options: ConformanceOptions,
): Promise<ConformanceReport> {
  if (name !== undefined) {
    return askAdmin(context, options, `clients/${encodeURIComponent(name)}/conformance`);
  }
  const client = options.client ?? context.config.clientId;
  if (client === undefined) {
    throw new HubError('wrong-use', 'Name a partner, or say who asks of itself: --client NAME, or HUB_CLIENT_ID.');
  }
  return askAs(context, ['query', '/v1/conformance'], { client, headers: {} });
}

/** Throws `wrong-use` where a group is required that the partner is not for. */
function missingOf(report: ConformanceReport, required: ConformanceOptions['require']): ConformanceReport['missing'] {
  if (required === undefined) return [];
  const groups = required === true ? requiredUnnamed : required;
  const foreign = required === true ? undefined : groups.find((group) => !report.groups.includes(group));
  if (foreign !== undefined) {
    throw new HubError(
      'wrong-use',
      `${report.clientId} is for ${report.groups.join(', ')} alone: it writes by its sources, reads and follows by the purposes of its convention.`,
    );
  }
  return report.missing.filter(({ group }) => groups.includes(group));
}

function readableReport({ clientId, groups, steps, events }: ConformanceReport): string[] {
  const unseen = steps.filter(({ seen }) => seen === null);
  const untaken = events.filter(({ seen }) => seen === null).length;
  return [
    `${clientId}: ${groups.join(', ')}`,
    '',
    ...table([
      ['STEP', 'FOR', 'SHOWN', ...seenHeader],
      ...steps.map(({ step, group, required, seen }) => {
        return [step, group, seen !== null ? 'yes' : required ? 'MISSING' : 'no', ...seenCells(seen)];
      }),
    ]),
    ...(events.length === 0 ? [] : ['', `Events that it may report: ${untaken} of ${events.length} never taken`]),
    ...table(events.map(({ event, seen }) => [`  ${event}`, seen === null ? 'no' : 'yes', ...seenCells(seen)])),
    ...(unseen.length === 0 ? [] : ['', 'Still to show:']),
    ...[...unseen].sort(requiredFirst).flatMap(readableTodo),
  ];
}

const seenHeader = ['FIRST', 'LAST', 'TIMES'];

function seenCells(seen: Seen | null): (string | number)[] {
  return seen === null ? ['', '', ''] : [seen.firstAt, seen.lastAt, seen.times];
}

function requiredFirst(a: ReportedStep, b: ReportedStep): number {
  return Number(b.required) - Number(a.required);
}

function readableTodo({ step, required, todo, read }: ReportedStep): string[] {
  return [`  ${step}${required ? ' (required)' : ''}: ${todo}`, `    ${read}`];
}
