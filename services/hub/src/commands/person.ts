import { HubError } from '@hub/core';
import { printResult, type Register, readSecretLine } from '../terminal/command-line.ts';
import { type AskOptions, askHub, operatorOptions } from './ask-hub.ts';
import { traineeId } from './link.ts';

interface CorrectOptions extends AskOptions {
  readonly from: string;
  readonly to?: string;
  readonly toNir?: boolean;
  readonly moveNir?: boolean;
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
  operatorOptions(person.command('correct'))
    .description('Gives identifiers and facts of one trainee to another. A NIR is read from standard input.')
    .requiredOption('--from <trainee>', 'the wrong trainee')
    .option('--to <trainee>', 'the right one, where its id is known')
    .option('--to-nir', 'the right one is whoever has the NIR on standard input')
    .option('--move-nir', 'the NIR on standard input was never that of the wrong trainee')
    .option('--dossier <number>', 'move all that was reported in this dossier; may be given again', more, [])
    .option('--source <system>', 'move all that this system reported, names included; may be given again', more, [])
    .option('--fact <source/id>', 'move this fact; may be given again', more, [])
    .requiredOption('--reason <code>', 'a code or the number of a ticket')
    .action(async (options: CorrectOptions) => {
      const body = await correctionOf(options, () => readSecretLine(context, 'NIR'));
      const done = await askHub<Corrected>(context, options, ['gateway', '/v1/persons/corrections'], body);
      printResult(context, options.json ?? false, done, () => [
        `${done.factsMoved} facts and ${done.identifiersMoved.length} identifiers now belong to ${done.to}.`,
      ]);
    });
};

function more(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

async function correctionOf(options: CorrectOptions, readNir: () => Promise<string>): Promise<object> {
  if (options.toNir === true && options.moveNir === true) {
    throw new HubError('wrong-use', 'Standard input holds one NIR: give --to instead of --to-nir.');
  }
  if (options.toNir === true && options.to !== undefined) throw new HubError('wrong-use', 'Give --to or --to-nir.');
  const nir = options.toNir === true || options.moveNir === true ? await readNir() : null;
  const to = options.to === undefined ? (options.toNir === true ? { nir } : null) : { trainee: traineeId(options.to) };
  return {
    from: traineeId(options.from),
    ...(to === null ? {} : { to }),
    ...(options.moveNir === true ? { identifiers: { nir } } : {}),
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
