import type { StatisticsWeek } from '@hub/platform';
import type { StatisticsReport } from '@hub/projector';
import { printResult, type Register, table } from '../terminal/command-line.ts';
import { type AdminOptions, adminOptions, askAdmin } from './ask-hub.ts';
import { doneJob } from './done-job.ts';

export const registerStatistics: Register = (program, context) => {
  const statistics = program.command('statistics').description('Steering figures: made once a week, each month once.');
  adminOptions(statistics.command('make'))
    .description(
      'Makes the figures of this week now. The first time once history is loaded: a month that was told is never made again.',
    )
    .action(async (options: AdminOptions) => {
      const job = await doneJob(context, options, 'statistics', {});
      const { week, made, months } = job.result as StatisticsReport;
      printResult(context, options.json ?? false, job.result as StatisticsReport, () => [
        made ? `${week}: ${months} months of figures were closed.` : `The figures of ${week} were made before.`,
      ]);
    });
  adminOptions(statistics.command('list'))
    .description('The weeks in which figures were made, the newest first.')
    .action(async (options: AdminOptions) => {
      const found = await askAdmin<{ weeks: readonly StatisticsWeek[] }>(context, options, 'statistics');
      printResult(context, options.json ?? false, found, () => [
        ...table([
          ['WEEK', 'MADE', 'MONTHS CLOSED'],
          ...found.weeks.map(({ week, madeAt, closed }) => [week, madeAt, closed.length]),
        ]),
      ]);
    });
};
