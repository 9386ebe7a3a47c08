import type { Operator } from '@hub/platform';
import { type MaxChanged, type PromoteOptions, parseMaxChanged } from '@hub/projector';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { loginName } from './ask-hub.ts';

/** What an operator says of a promotion. */
export interface PromotingOptions {
  readonly withoutComparison?: boolean;
  readonly maxChanged?: MaxChanged;
  readonly agent: string;
}

/** Options of every command that may give readers another version. */
export function promotingOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--max-changed <dossiers>',
        'refuse if it differs in more dossiers, 25 or 0.1%, or in any for no reason',
      )
        .argParser(parseMost)
        .conflicts('withoutComparison'),
    )
    .option('--without-comparison', 'promote even what was not wholly compared with the active version')
    .addOption(agentOption());
}

export function agentOption(): Option {
  return new Option('--agent <id>', 'opaque id of the person who acts, kept in the audit').default(
    loginName(),
    'the name of the login',
  );
}

function parseMost(text: string): MaxChanged {
  const most = parseMaxChanged(text);
  if (most !== null) return most;
  throw new InvalidArgumentError('A number of dossiers, 25, or a share of them, 0.1%.');
}

/** The command acts at the database itself. */
export function commandBy(agent: string): Operator {
  return { siret: null, clientId: 'installation', agent, traceparent: null };
}

export function promotion({ agent, maxChanged, withoutComparison = false }: PromotingOptions): PromoteOptions {
  return { by: commandBy(agent), withoutComparison, ...(maxChanged !== undefined && { maxChanged }) };
}
