import { HubError } from '@hub/core';
import type { Command } from 'commander';
import { type CommandContext, readSecretLine } from '../terminal/command-line.ts';

/** The kinds of identifiers that a command may ask for, by the option that names them, and what each is called. */
const kinds = {
  nir: ['nir', 'NIR'],
  nia: ['nia', 'NIA'],
  'france-travail-number': ['franceTravailNumber', 'France Travail number'],
  'partner-number': ['partnerNumber', "partner's own number"],
} as const;

type Kind = keyof typeof kinds;

/** One option for each kind, `--to-nia` with the prefix `to-`; the identifier itself comes on standard input. */
export function identifierOptions(command: Command, prefix: string, meaning: string): Command {
  for (const [kind, [, title]] of Object.entries(kinds)) {
    command.option(`--${prefix}${kind}`, `${meaning} the ${title} on standard input`);
  }
  return command;
}

export function partnerOption(command: Command, meaning: string): Command {
  return command.option('--partner <clientId>', meaning);
}

/** The kind that the options name; null for none. Throws `wrong-use` for several. */
export function kindOf(options: object, prefix: string): Kind | null {
  const given = (Object.keys(kinds) as Kind[]).filter(
    (kind) => (options as Record<string, unknown>)[camelCase(prefix + kind)],
  );
  if (given.length > 1) {
    throw new HubError('wrong-use', `Give one of ${given.map((kind) => `--${prefix}${kind}`).join(', ')}.`);
  }
  return given[0] ?? null;
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * The identifier on standard input as a body names it. Never an argument: other users of the machine would see it. Throws
 * `wrong-use` for a partner without a number of its own.
 */
export async function readIdentifier(
  context: CommandContext,
  kind: Kind,
  partner: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  const [field, title] = kinds[kind];
  if (partner !== undefined && kind !== 'partner-number') {
    throw new HubError('wrong-use', '--partner says whose number a partner number is.');
  }
  const text = await readSecretLine(context, title);
  return { [field]: text, ...(partner === undefined ? {} : { partner }) };
}
