import { HubError, parisDay } from '@hub/core';
import { type AgreedDataSet, dataSetKinds, limitNames } from '@hub/platform';
import { purposes } from '@hub/query';
import type { Command } from 'commander';
import { type CommandContext, printResult, type Register } from '../terminal/command-line.ts';
import { type AdminOptions, adminOptions, askAdmin, askAllPages } from './ask-hub.ts';
import { type ConventionAnswer, conventionTable } from './convention-table.ts';
import { namesOf } from './names-of.ts';

interface AddOptions extends AdminOptions {
  readonly from: string;
  readonly to?: string;
  readonly purposes: readonly string[];
  readonly categories: readonly string[];
  readonly territories: readonly string[];
  readonly addresses: readonly string[];
  readonly delegatedBy: readonly string[];
  readonly limit: Readonly<Record<string, number>>;
  readonly exception: Readonly<Record<string, number>>;
  readonly dataSet: readonly AgreedDataSet[];
  readonly takeover?: boolean;
}

export const registerConvention: Register = (program, context) => {
  const convention = program
    .command('convention')
    .description('Conventions: what an organisation may do, from when to when.');
  registerAdd(convention, context);
  adminOptions(convention.command('list'))
    .description('Conventions by organisation, the newest first.')
    .option('--siret <siret>', 'of this organisation only')
    .option('--on <day>', 'in force on this day only')
    .action(async ({ siret, on, ...options }: AdminOptions & { siret?: string; on?: string }) => {
      const conventions = await askAllPages<ConventionAnswer>(context, options, 'conventions', { siret, on });
      printResult(context, options.json ?? false, { conventions }, () => conventionTable(conventions));
    });
  adminOptions(convention.command('end <id>'))
    .description('Ends a convention; its organisation may do nothing after its last day.')
    .option('--to <day>', 'its last day (default: today)')
    .action(async (id: string, { to, ...options }: AdminOptions & { to?: string }) => {
      const body = to === undefined ? {} : { to };
      const path = `conventions/${encodeURIComponent(id)}/end`;
      const ended = await askAdmin<ConventionAnswer>(context, options, path, body);
      printResult(context, options.json ?? false, ended, () => [
        `The convention of ${ended.siret} ends with ${ended.to}.`,
      ]);
    });
};

function registerAdd(convention: Command, context: CommandContext): void {
  const words = namesOf<string>(null);
  adminOptions(convention.command('add <siret>'))
    .description('Adds a convention; an organisation has one at a time.')
    .option('--from <day>', 'its first day', parisDay(Date.now()))
    .option('--to <day>', 'its last day (default: until it is ended)')
    .option('--purposes <purposes>', `why its agents may read, of ${purposes.join(', ')}`, namesOf(purposes), [])
    .option('--categories <categories>', 'what it may be given at all (default: all that it has a right to)', words, [])
    .option('--territories <territories>', 'where (default: everywhere)', words, [])
    .option('--addresses <ranges>', 'from where its machines ask, as 192.0.2.0/24 (default: anywhere)', words, [])
    .option('--delegated-by <sirets>', 'organisations whose financing lines it may report', words, [])
    .option('--limit <name=n>', `one of ${limitNames.join(', ')}; may be repeated`, numbersByName, {})
    .option(
      '--exception <name=n>',
      'what it alone can ever report, and persons a month; may be repeated',
      numbersByName,
      {},
    )
    .option(
      '--data-set <kind=purpose>',
      `a file of a week that it may be given, of ${dataSetKinds.join(', ')}, as "outcomes=funding-follow-up"; may be repeated`,
      dataSets,
      [],
    )
    .option('--takeover', 'its history is being loaded: no webhooks, no echo alarms, no quota hits')
    .action(async (siret: string, options: AddOptions) => {
      const { from, to = null, purposes: named, categories, territories, addresses } = options;
      const added = await askAdmin<ConventionAnswer>(context, options, 'conventions', {
        siret,
        from,
        to,
        purposes: named,
        categories,
        territories,
        addresses,
        delegatedBy: options.delegatedBy,
        limits: options.limit,
        exceptions: options.exception,
        dataSets: options.dataSet,
        takeover: options.takeover ?? false,
      });
      printResult(context, options.json ?? false, added, () => conventionTable([added]));
    });
}

/** `kind=purpose`, added to those before it. */
function dataSets(text: string, before: readonly AgreedDataSet[]): readonly AgreedDataSet[] {
  const [, name, purpose] = /^([a-z-]+)=([a-z-]+)$/.exec(text) ?? [];
  const kind = dataSetKinds.find((each) => each === name);
  if (kind !== undefined && purpose !== undefined) return [...before, { kind, purpose }];
  throw new HubError('wrong-use', `"${text}" is not a data set with a purpose, as "outcomes=funding-follow-up".`);
}

/** `name=number`, added to those before it. */
function numbersByName(text: string, before: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const [, name, number] = /^([A-Za-z0-9-]+)=(\d{1,9})$/.exec(text) ?? [];
  if (name === undefined) throw new HubError('wrong-use', `"${text}" is not a name with a whole number, as "name=50".`);
  return { ...before, [name]: Number(number) };
}
