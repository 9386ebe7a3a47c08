import type { RungAlarm } from '@hub/platform';
import { printResult, type Register, rowNumber, table, wholeNumber } from '../terminal/command-line.ts';
import { type AdminOptions, adminOptions, askAdmin } from './ask-hub.ts';

interface ListOptions extends AdminOptions {
  readonly all?: boolean;
  readonly limit: number;
}

export const registerAlarms: Register = (program, context) => {
  const alarms = program.command('alarms').description('Limits of conventions that somebody passed.');
  adminOptions(alarms.command('list'))
    .description('Those that ring, the newest first.')
    .option('--all', 'acknowledged ones too')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 500), 100)
    .action(async (options: ListOptions) => {
      const query = `limit=${options.limit}${options.all === true ? '' : '&open=true'}`;
      const path = `alarms?${query}`;
      const found = await askAdmin<{ items: readonly RungAlarm[] }>(context, options, path);
      printResult(context, options.json ?? false, found, () => readable(found.items));
    });
  adminOptions(alarms.command('acknowledge').argument('<id>', 'of "hub alarms list"', rowNumber))
    .description('Says that somebody has looked after an alarm.')
    .requiredOption('--why <text>', 'what it was; nothing personal')
    .action(async (id: number, options: AdminOptions & { readonly why: string }) => {
      const path = `alarms/${id}/acknowledgement`;
      const alarm = await askAdmin<RungAlarm>(context, options, path, { why: options.why });
      printResult(context, options.json ?? false, alarm, () => [`Alarm ${alarm.id} (${alarm.kind}) rings no more.`]);
    });
};

function readable(alarms: readonly RungAlarm[]): string[] {
  if (alarms.length === 0) return ['No alarm.'];
  const rows = alarms.map((alarm) => [
    alarm.id,
    alarm.kind,
    alarm.organisation ?? '-',
    [alarm.clientId, alarm.agent].filter((each) => each !== null).join(' ') ||
      (alarm.counterpart ?? alarm.address ?? '-'),
    `${alarm.count} of ${alarm.limit}`,
    alarm.since,
    alarm.lastAt,
    alarm.acknowledged === null ? '' : `${alarm.acknowledged.by}: ${alarm.acknowledged.why}`,
  ]);
  return table([['ID', 'LIMIT', 'ORGANISATION', 'WHO', 'COUNT', 'SINCE', 'LAST', 'ACKNOWLEDGED'], ...rows]);
}
