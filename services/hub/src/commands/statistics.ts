import type { StatisticsWeek } from '@hub/platform';
import type { AnewReport, StatisticsReport } from '@hub/projector';
import { printResult, type Register, table } from '../terminal/command-line.ts';
import { type AdminOptions, adminOptions, askAdmin } from './ask-hub.ts';
import { doneJob } from './done-job.ts';

export const registerStatistics: Register = (program, context) => {
  const statistics = program.command('statistics').description('Steering figures: made once a week, each month once.');
  adminOptions(statistics.command('make'))
    .description(
      'Makes the figures of this week now. The first time once history is loaded: a month that was told is not made again.',
    )
    .action(async (options: AdminOptions) => {
      const job = await doneJob(context, options, 'statistics', {});
      const { week, made, months } = job.result as StatisticsReport;
      printResult(context, options.json ?? false, job.result as StatisticsReport, () => [
        made ? `${week}: ${months} months of figures were closed.` : `The figures of ${week} were made before.`,
      ]);
    });
  adminOptions(statistics.command('anew').argument('<months...>', 'months that were told, as 2026-03'))
    .description(
      'Tells months anew whose figures a fault of the hub made wrong, once it is mended: beside what was told, never what moved by few.',
    )
    .requiredOption('--reason <text>', 'required: which fault; kept in the audit')
    .action(async (months: readonly string[], options: AdminOptions & { readonly reason: string }) => {
      const job = await doneJob(context, options, 'statistics/anew', { months, reason: options.reason });
      const report = job.result as AnewReport;
      printResult(context, options.json ?? false, report, () => [
        `${report.week}: ${report.anew.length} months of figures were told anew.`,
        ...report.left.map(
          ({ measure, month }) => `${measure} of ${month} is left as it was told: its move would say something of few.`,
        ),
      ]);
    });
  adminOptions(statistics.command('list'))
    .description('The weeks in which figures were made, the newest first.')
    .action(async (options: AdminOptions) => {
      const found = await askAdmin<{ weeks: readonly StatisticsWeek[] }>(context, options, 'statistics');
      printResult(context, options.json ?? false, found, () => [
        ...table([
          ['WEEK', 'MADE', 'MONTHS TOLD', 'ANEW'],
          ...found.weeks.map(({ week, madeAt, closed }) => [
            ...[week, madeAt, closed.length],
            closed.filter(({ anew }) => anew).length,
          ]),
        ]),
      ]);
    });
};
