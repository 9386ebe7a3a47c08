import { HubError } from '@hub/core';
import { type CommandContext, printResult, type Register } from '../terminal/command-line.ts';
import { type AskOptions, askHub, operatorOptions } from './ask-hub.ts';
import { identifierOptions, kindOf, partnerOption, readIdentifier } from './identifier-options.ts';
import { traineeId } from './link.ts';

interface CorrectOptions extends AskOptions {
  readonly from: string;
  readonly to?: string;
  readonly partner?: string;
  readonly dossier: readonly string[];
  readonly source: readonly string[];
  readonly fact: readonly string[];
  readonly reason: string;
}

interface Corrected {
  readonly to: string;
  readonly identifiersMoved: readonly string[];
  readonly factsMoved: number;
}

export const registerPerson: Register = (program, context) => {
  const person = program.command('person').description('What was reported about the wrong person.');
  const correct = operatorOptions(person.command('correct'))
    .description('Gives identifiers and facts of one trainee to another. An identifier is read from standard input.')
    .requiredOption('--from <trainee>', 'the wrong trainee')
    .option('--to <trainee>', 'the right one, where its id is known');
  identifierOptions(correct, 'to-', 'the right one is whoever has');
  identifierOptions(correct, 'move-', 'never of the wrong trainee was');
  partnerOption(correct, 'whose number a partner number is')
    .option('--dossier <number>', 'move all that was reported in this dossier; may be given again', more, [])
    .option('--source <system>', 'move all that this system reported, names included; may be given again', more, [])
    .option('--fact <source/id>', 'move this fact; may be given again', more, [])
    .requiredOption('--reason <code>', 'a code or the number of a ticket')
    .action(async (options: CorrectOptions) => {
      const body = await correctionOf(context, options);
      const done = await askHub<Corrected>(context, options, ['gateway', '/v1/persons/corrections'], body);
      printResult(context, options.json ?? false, done, () => [
        `${done.factsMoved} facts and ${done.identifiersMoved.length} identifiers now belong to ${done.to}.`,
      ]);
    });
};

function more(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function correctionOf(context: CommandContext, options: CorrectOptions): Promise<object> {
  const [ofRight, moved] = [kindOf(options, 'to-'), kindOf(options, 'move-')];
  if (ofRight !== null && moved !== null) {
    throw new HubError('wrong-use', 'Standard input holds one identifier: give --to for the right one.');
  }
  if (ofRight !== null && options.to !== undefined) throw new HubError('wrong-use', `Give --to or --to-${ofRight}.`);
  const kind = ofRight ?? moved;
  const named = kind === null ? null : await readIdentifier(context, kind, options.partner);
  const to = options.to === undefined ? ofRight && named : { trainee: traineeId(options.to) };
  return {
    from: traineeId(options.from),
    ...(to === null ? {} : { to }),
    ...(moved === null ? {} : { identifiers: named }),
    ...unlessEmpty('dossiers', options.dossier.map(dossierNumber)),
    ...unlessEmpty('sources', options.source),
    ...unlessEmpty('facts', options.fact.map(factNamed)),
    reason: options.reason,
  };
}

function unlessEmpty(name: string, values: readonly unknown[]): object {
  return values.length === 0 ? {} : { [name]: values };
}

function dossierNumber(text: string): number {
  if (/^[1-9]\d{8}$/.test(text)) return Number(text);
  throw new HubError('wrong-use', 'A dossier number has nine digits.');
}

/** A source has no slash, an id may. */
function factNamed(text: string): { readonly source: string; readonly id: string } {
  const slash = text.indexOf('/');
  if (slash > 0) return { source: text.slice(0, slash), id: text.slice(slash + 1) };
  throw new HubError('wrong-use', `"${text}" is not a fact: write source/id.`);
}
