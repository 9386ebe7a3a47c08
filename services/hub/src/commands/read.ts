import { HubError } from '@hub/core';
import type { Problem } from '@hub/platform';
import type { Command } from 'commander';
import { type CommandContext, printResult, type Register, readSecretLine } from '../command-line.ts';
import { purposeOption, refusalOf } from '../operator-request.ts';
import { reachHub } from '../reach.ts';
import { readableDossier, readablePath } from '../readable.ts';

interface ReadOptions {
  client: string;
  agent: string;
  purpose: string;
  json?: boolean;
}

interface DossierOptions extends ReadOptions {
  asOf?: string;
  knownAt?: string;
  facts?: boolean;
}

export const registerRead: Register = (program, context) => {
  readOptions(program.command('path'))
    .description('The training path of a person, as the client may see it. The NIR is read from standard input.')
    .action(async (options: ReadOptions) => {
      const nir = await readSecretLine(context, 'NIR');
      const body = JSON.stringify({ nir });
      const path = await read(context, options, '/v1/training-paths/search', { method: 'POST', body });
      printResult(context, options.json ?? false, path, () => readablePath(path));
    });
  readOptions(program.command('dossier <number>'))
    .description('One dossier by its nine digits, as the client may see it.')
    .option('--as-of <day>', 'YYYY-MM-DD: facts of that day and before')
    .option('--known-at <instant>', 'RFC 3339: what the hub knew then')
    .option('--facts', 'with every fact and what became of it')
    .action(async (number: string, options: DossierOptions) => {
      if (!/^[1-9]\d{8}$/.test(number)) throw new HubError('wrong-use', 'A dossier number has nine digits.');
      const query = new URLSearchParams({
        ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
        ...(options.knownAt === undefined ? {} : { knownAt: options.knownAt }),
        ...(options.facts ? { facts: 'true' } : {}),
      });
      const dossier = await read(context, options, `/v1/dossiers/${number}${query.size > 0 ? `?${query}` : ''}`, {});
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

/** Reads under the client's own rights; the look leaves its trace like any other. */
async function read(context: CommandContext, options: ReadOptions, path: string, init: RequestInit): Promise<never> {
  const hub = await reachHub(context, ['gateway', 'query']);
  try {
    const response = await hub.client(options.client).fetch(path, {
      ...init,
      headers: { 'content-type': 'application/json', 'hub-agent': options.agent, 'hub-purpose': options.purpose },
    });
    const body: unknown = await response.json();
    if (!response.ok) throw refusalOf(body as Problem);
    return body as never;
  } finally {
    await hub.close();
  }
}
