import { HubError } from '@hub/core';
import type { Operator } from '@hub/platform';
import { type PromoteOptions, parseMaxChanged } from '@hub/projector';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { loginName } from './ask-hub.ts';

/** What an operator says of a promotion. */
export interface PromotingOptions {
  readonly withoutComparison?: boolean;
  /** `25` or `0.1%`. */
  readonly maxChanged?: string;
}

/** Options of every command that may give readers another version. */
export function promotingOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--max-changed <dossiers>',
        'refuse if it differs in more dossiers, 25 or 0.1%, or in any for no reason',
      )
        .argParser(mostChanged)
        .conflicts('withoutComparison'),
    )
    .option('--without-comparison', 'promote even what was not wholly compared with the active version');
}

function mostChanged(text: string): string {
  if (parseMaxChanged(text) !== null) return text.trim();
  throw new InvalidArgumentError('A number of dossiers, 25, or a share of them, 0.1%.');
}

/** As the hub is asked for it. */
export function promoting({ maxChanged, withoutComparison }: PromotingOptions): object {
  return { ...(maxChanged !== undefined && { maxChanged }), ...(withoutComparison && { withoutComparison }) };
}

/** A command that acts at the database itself. */
export function commandBy(agent = loginName()): Operator {
  return { siret: null, clientId: 'installation', agent, traceparent: null };
}

export function promotion(options: PromotingOptions & { readonly agent?: string }): PromoteOptions {
  const { agent, maxChanged, withoutComparison = false } = options;
  const most = maxChanged === undefined ? null : parseMaxChanged(maxChanged);
  return { by: commandBy(agent), withoutComparison, ...(most !== null && { maxChanged: most }) };
}

/** What was found is shown, whatever is said of the promotion. */
export function refusal(error: unknown): HubError {
  if (error instanceof HubError) return error;
  throw error;
}

/** The one recovery of records without a hub: one whose records are of another log does not start. */
export function stoppedOption(): Option {
  return new Option('--stopped', 'at the database, where no projector may start: its records are of another log');
}
