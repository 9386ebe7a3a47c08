import { HubError } from '@hub/core';
import type { KekEpoch } from '@hub/platform';
import type { Command } from 'commander';
import { type CommandContext, printResult, type Register, table, wholeNumber } from '../terminal/command-line.ts';
import { type AdminOptions, adminOptions, askAdmin, askAllPages } from './ask-hub.ts';
import { doneJob } from './done-job.ts';
import { identifierOptions, kindOf, partnerOption, readIdentifier } from './identifier-options.ts';
import { traineeId } from './link.ts';

export const registerKeys: Register = (program, context) => {
  const keys = program
    .command('keys')
    .description('Keys of trainees: epochs of the KEK, peppers, destruction, the end of retention.');
  registerEpochs(keys, context);
  registerPeppers(keys, context);
  registerDestruction(keys, context);
  registerRetention(keys, context);
};

interface Pepper {
  readonly version: number;
  readonly aliases: number;
  readonly newest: boolean;
}

const epochNumber = wholeNumber(1, 32_767);

function registerEpochs(keys: Command, context: CommandContext): void {
  adminOptions(keys.command('show'))
    .description('Epochs of the KEK and peppers, with how much is under each; never a secret.')
    .action(async (options: AdminOptions) => {
      const shown = await askAdmin<{ epochs: KekEpoch[]; peppers: Pepper[] }>(context, options, 'keys');
      printResult(context, options.json ?? false, shown, () => [
        ...table([
          ['KEK EPOCH', 'STATE', 'SINCE', 'KEYS'],
          ...shown.epochs.map(({ epoch, state, since, keys: held }) => [epoch, state, since, held]),
        ]),
        '',
        ...table([
          ['PEPPER', 'IDENTIFIERS'],
          ...shown.peppers.map(({ version, aliases, newest }) => [`${version}${newest ? ' (newest)' : ''}`, aliases]),
        ]),
      ]);
    });
  adminOptions(keys.command('rewrap'))
    .description('Wraps every key under another epoch of the KEK, which new keys take from now on; the hub runs on.')
    .requiredOption('--to <epoch>', 'an epoch that every gateway and query service holds', epochNumber)
    .action(async (options: AdminOptions & { to: number }) => {
      const job = await doneJob(context, options, 'keys/rewrap', { to: options.to });
      printResult(context, options.json ?? false, job, () => [
        `All keys are under epoch ${options.to}. "hub keys end-epoch" ends the one of before.`,
      ]);
    });
  adminOptions(keys.command('end-epoch').argument('<epoch>', 'under which no key is', epochNumber))
    .description('Ends an epoch of the KEK: no key is under it, and none will be.')
    .action(async (epoch: number, options: AdminOptions) => {
      const ended = await askAdmin<object>(context, options, `keys/epochs/${epoch}/end`, {});
      printResult(context, options.json ?? false, ended, () => [
        `Epoch ${epoch} has ended. Take it out of every file of secrets and destroy every copy of it, then restart each`,
        'gateway and query service: what backups of before hold under it opens for nobody from then on.',
      ]);
    });
}

function registerPeppers(keys: Command, context: CommandContext): void {
  adminOptions(keys.command('rotate-pepper'))
    .description('Puts every identifier under the newest pepper of the secrets; the hub runs on.')
    .action(async (options: AdminOptions) => {
      const job = await doneJob(context, options, 'keys/peppers/rotate', {});
      const { aliases, left } = job.result as { aliases: number; left: { announced: number } };
      printResult(context, options.json ?? false, job, () => [
        `${aliases} identifiers are under the newest pepper now.`,
        left.announced === 0
          ? '"hub keys end-pepper" ends the one of before; then take it out of every file.'
          : `${left.announced} came under the one of before meanwhile: run this again.`,
      ]);
    });
  adminOptions(keys.command('end-pepper').argument('<version>', 'under which no identifier is', epochNumber))
    .description('Ends the pepper of before, once every identifier is under the next.')
    .action(async (version: number, options: AdminOptions) => {
      const ended = await askAdmin<object>(context, options, `keys/peppers/${version}/end`, {});
      printResult(context, options.json ?? false, ended, () => [
        `Pepper ${version} has ended: take "former" out of every file of secrets, and restart each process in turn.`,
      ]);
    });
}

interface Destruction {
  readonly trainee: string;
  readonly effectiveDate: string;
  readonly legalGround: string;
  readonly keyDestroyedAt: string | null;
  readonly kekEpoch: number | null;
}

interface Certificate extends Destruction {
  readonly state: string;
  readonly missing: string | null;
  readonly stays: readonly string[];
}

function registerDestruction(keys: Command, context: CommandContext): void {
  const destroy = adminOptions(keys.command('destroy').argument('[trainee...]', 'surrogate ids; none: an identifier'))
    .description('Destroys the data of trainees, for good: what is sealed under their keys opens never again.')
    .requiredOption('--legal-ground <article>', 'why, such as R6323-39: an article, or the number of a decision')
    .requiredOption('--yes', 'it cannot be undone');
  identifierOptions(destroy, '', 'whoever has');
  partnerOption(destroy, 'whose number a partner number is').action(
    async (trainees: string[], options: AdminOptions & { legalGround: string; partner?: string }) => {
      const kind = kindOf(options, '');
      if ((kind === null) === (trainees.length === 0)) {
        throw new HubError('wrong-use', 'Name trainees, or one identifier by an option.');
      }
      const named =
        kind === null
          ? { trainees: trainees.map(traineeId) }
          : { identifiers: await readIdentifier(context, kind, options.partner) };
      const job = await doneJob(context, options, 'destructions', { ...named, legalGround: options.legalGround });
      const { trainees: destroyed } = job.result as { trainees: number };
      const asked = job.total ?? destroyed;
      printResult(context, options.json ?? false, job, () => [
        `The data of ${destroyed} of ${asked} trainees are destroyed. "hub keys destroyed" lists them and says what is missing.`,
        ...(destroyed < asked ? ['The others are held ("hub keys holds"), or were destroyed meanwhile.'] : []),
      ]);
      if (destroyed < asked) process.exitCode = 1;
    },
  );
  adminOptions(keys.command('destroyed').argument('[trainee]', 'the certificate of this one'))
    .description('Whose data were destroyed: keep the list apart from the backups.')
    .action(async (trainee: string | undefined, options: AdminOptions) => {
      if (trainee !== undefined) return showCertificate(context, traineeId(trainee), options);
      const destroyed = await askAllPages<Destruction>(context, options, 'destructions', {});
      printResult(context, options.json ?? false, { destroyed }, () =>
        tableOr('No data were destroyed.', [
          ['TRAINEE', 'ON', 'GROUND', 'KEY DESTROYED', 'KEK EPOCH'],
          ...destroyed.map((each) => [
            each.trainee,
            each.effectiveDate,
            each.legalGround,
            each.keyDestroyedAt ?? 'not yet',
            each.kekEpoch ?? '',
          ]),
        ]),
      );
    });
}

async function showCertificate(context: CommandContext, trainee: string, options: AdminOptions): Promise<void> {
  const certificate = await askAdmin<Certificate>(context, options, `destructions/${trainee}`);
  const { effectiveDate, legalGround, state, missing, stays } = certificate;
  printResult(context, options.json ?? false, certificate, () => [
    `${trainee}: ${state}, ${effectiveDate}, ${legalGround}`,
    ...(missing === null ? [] : [`Manque : ${missing}`]),
    ...stays.map((sentence) => `Reste : ${sentence}`),
  ]);
}

interface Hold {
  readonly trainee: string;
  readonly agent: string;
  readonly reason: string;
  readonly heldAt: string;
}

function registerRetention(keys: Command, context: CommandContext): void {
  adminOptions(keys.command('retention'))
    .description(
      'Counts who died three years and six months ago or before (R6323-39); with --apply, destroys their data.',
    )
    .option('--apply', 'destroy them; it cannot be undone')
    .action(async (options: AdminOptions & { apply?: boolean }) => {
      const job = await doneJob(context, options, 'retention', { apply: options.apply ?? false });
      const { deceased, due, held, trainees } = job.result as Record<string, number>;
      printResult(context, options.json ?? false, job, () => [
        `${deceased} trainees have died; the years of ${due} are over, of whom ${held} are held; ${trainees} were destroyed.`,
      ]);
    });
  adminOptions(keys.command('hold').argument('<trainee>', 'surrogate id'))
    .description('Keeps the data of a trainee whatever the years say (litigation).')
    .requiredOption('--reason <code>', 'a code or the number of a ticket')
    .action(async (trainee: string, options: AdminOptions & { reason: string }) => {
      const held = await askAdmin<Hold>(context, options, 'holds', {
        trainee: traineeId(trainee),
        reason: options.reason,
      });
      printResult(context, options.json ?? false, held, () => [`${held.trainee} is held.`]);
    });
  adminOptions(keys.command('lift-hold').argument('<trainee>', 'surrogate id'))
    .description('Holds the data of a trainee no longer.')
    .action(async (trainee: string, options: AdminOptions) => {
      const lifted = await askAdmin<Hold>(context, options, `holds/${traineeId(trainee)}/lift`, {});
      printResult(context, options.json ?? false, lifted, () => [`${lifted.trainee} is held no longer.`]);
    });
  adminOptions(keys.command('holds'))
    .description('Whose data are held.')
    .action(async (options: AdminOptions) => {
      const holds = await askAllPages<Hold>(context, options, 'holds', {});
      printResult(context, options.json ?? false, { holds }, () =>
        tableOr('Nobody is held.', [
          ['TRAINEE', 'SINCE', 'BY', 'REASON'],
          ...holds.map(({ trainee, heldAt, agent, reason }) => [trainee, heldAt, agent, reason]),
        ]),
      );
    });
}

/** A table of a heading alone says less than a sentence. */
function tableOr(none: string, rows: Parameters<typeof table>[0]): readonly string[] {
  return rows.length === 1 ? [none] : table(rows);
}
