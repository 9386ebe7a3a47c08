import { HubError } from '@hub/core';
import type { Command } from 'commander';
import { printResult, type Register } from '../terminal/command-line.ts';
import { readableDossier, readablePath, type ShownDossier, type ShownPath } from '../terminal/readable.ts';
import { type AskOptions, askHub, purposeOption } from './ask-hub.ts';
import { identifierOptions, kindOf, partnerOption, readIdentifier } from './identifier-options.ts';

interface DossierOptions extends AskOptions {
  asOf?: string;
  knownAt?: string;
  facts?: boolean;
  explain?: boolean;
}

export const registerRead: Register = (program, context) => {
  const path = readOptions(program.command('path')).description(
    'The training path of a person, as the client may see it. A NIR is read from standard input, or what an option names.',
  );
  identifierOptions(path, '', 'by');
  partnerOption(path, 'whose number it is; default: of the client').action(
    async (options: AskOptions & { partner?: string }) => {
      const named = await readIdentifier(context, kindOf(options, '') ?? 'nir', options.partner);
      const path = await askHub<ShownPath>(context, options, ['query', '/v1/training-paths/search'], named);
      printResult(context, options.json ?? false, path, () => readablePath(path));
    },
  );
  readOptions(program.command('dossier <number>'))
    .description('One dossier by its nine digits, as the client may see it.')
    .option('--as-of <day>', 'YYYY-MM-DD: facts of that day and before')
    .option('--known-at <instant>', 'RFC 3339: what the hub knew then')
    .option('--facts', 'with every fact and what became of it')
    .option('--explain', 'says of each field which fact it comes from, and why that one')
    .action(async (number: string, options: DossierOptions) => {
      if (!/^[1-9]\d{8}$/.test(number)) throw new HubError('wrong-use', 'A dossier number has nine digits.');
      const query = new URLSearchParams({
        ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
        ...(options.knownAt === undefined ? {} : { knownAt: options.knownAt }),
        ...(options.facts ? { facts: 'true' } : {}),
        ...(options.explain ? { explain: 'true' } : {}),
      });
      const path = `/v1/dossiers/${number}${query.size > 0 ? `?${query}` : ''}`;
      const dossier = await askHub<ShownDossier>(context, options, ['query', path]);
      printResult(context, options.json ?? false, dossier, () => readableDossier(dossier));
    });
};

function readOptions(command: Command): Command {
  return command
    .requiredOption(
      '--client <name>',
      'required: the partner who reads, a demo client or one whose HUB_CLIENT_SECRET is set',
    )
    .option('--agent <id>', 'opaque id of the person who looks (Hub-Agent)', 'command-line')
    .addOption(purposeOption())
    .option('--json', 'one JSON document');
}
