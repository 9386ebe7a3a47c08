import { HubError, isSiret } from '@hub/core';
import {
  addPartner,
  listPartners,
  type PartnerKind,
  partnerKinds,
  revokePartner,
  rotatePartner,
  writersOf,
} from '@hub/platform';
import { purposes } from '@hub/query';
import { type Command, Option } from 'commander';
import { type CommandContext, printResult, type Register, table, wholeNumber } from '../terminal/command-line.ts';
import { withDatabase, withRunningHub } from './reach.ts';

interface AddOptions {
  kind: PartnerKind;
  siret?: string;
  sources: string[];
  purposes: string[];
  json?: boolean;
}

const list = (text: string) => text.split(',').map((part) => part.trim());

export const registerPartner: Register = (program, context) => {
  const partner = program.command('partner').description('Partners: machines that report events or read paths.');
  registerAdd(partner, context);
  partner
    .command('list')
    .description('All partners, revoked ones included.')
    .option('--json', 'one JSON document')
    .action(async (options: { json?: boolean }) => {
      const partners = await withDatabase(context.config, ({ pool }) => listPartners(pool));
      printResult(context, options.json ?? false, { partners }, () => partnerTable(partners));
    });
  partner
    .command('revoke <name>')
    .description('No new token from now on; tokens already given end in under a minute.')
    .option('--json', 'one JSON document')
    .action(async (name: string, options: { json?: boolean }) => {
      await withRunningHub(context.config, ({ pool }) => revokePartner(pool, name));
      printResult(context, options.json ?? false, { clientId: name, revoked: true }, () => [`${name} was revoked.`]);
    });
  registerRotate(partner, context);
};

function registerAdd(partner: Command, context: CommandContext): void {
  partner
    .command('add <name>')
    .description('Adds a partner and shows its secret, once.')
    .addOption(new Option('--kind <kind>', 'what it is').choices([...partnerKinds]).makeOptionMandatory())
    .option('--siret <siret>', '14 digits; a financer is known by it on financing lines')
    .option('--sources <systems>', 'systems it may write for, separated by commas', list, [])
    .addOption(new Option('--purposes <purposes>', `of ${purposes.join(', ')}`).argParser(list).default([]))
    .option('--json', 'one JSON document')
    .action(async (name: string, options: AddOptions) => {
      checkPartner(options);
      const { kind, siret, sources, purposes: named } = options;
      const entry = { clientId: name, kind, siret: siret ?? null, sources, purposes: named };
      const { alsoWrittenBy, clientSecret } = await withRunningHub(context.config, async ({ pool }) => {
        const others = await writersOf(pool, sources);
        return { alsoWrittenBy: others, ...(await addPartner(pool, entry)) };
      });
      for (const { clientId, source } of alsoWrittenBy) {
        context.stderr.write(
          `hub: ${clientId} writes for the source ${source} already. What one of the two reports replaces and corrects what ` +
            `the other reported: revoke one of them unless that is meant.\n`,
        );
      }
      printResult(context, options.json ?? false, { ...entry, clientSecret, alsoWrittenBy }, () => [
        `${name} was added. Its secret, shown this once: ${clientSecret}`,
      ]);
    });
}

function registerRotate(partner: Command, context: CommandContext): void {
  partner
    .command('rotate <name>')
    .description('Gives a new secret; the old one goes on working for the overlap.')
    .option('--overlap <seconds>', 'how long the old secret still works', wholeNumber(0, 2_592_000), 86_400)
    .option('--end-old-secret', 'even where the secret of before the last rotation still works: it ends at once')
    .option('--json', 'one JSON document')
    .action(async (name: string, options: { overlap: number; endOldSecret?: boolean; json?: boolean }) => {
      const { overlap: overlapSeconds, endOldSecret = false } = options;
      const { clientSecret } = await withRunningHub(context.config, ({ pool }) =>
        rotatePartner(pool, name, { overlapSeconds, endOldSecret }),
      );
      printResult(context, options.json ?? false, { clientId: name, clientSecret }, () => [
        `The new secret of ${name}, shown this once: ${clientSecret}. The old one works for ${options.overlap} s more.`,
      ]);
    });
}

function partnerTable(partners: Awaited<ReturnType<typeof listPartners>>): string[] {
  return table([
    ['NAME', 'KIND', 'SIRET', 'SOURCES', 'PURPOSES', 'OLD SECRET UNTIL', 'REVOKED'],
    ...partners.map((row) => [
      row.clientId,
      row.kind,
      row.siret ?? '',
      row.sources.join(','),
      row.purposes.join(','),
      row.oldSecretUntil ?? '',
      row.revokedAt ?? '',
    ]),
  ]);
}

function checkPartner(options: AddOptions): void {
  if (options.siret !== undefined && !isSiret(options.siret)) {
    throw new HubError('wrong-use', 'The SIRET has 14 digits and a check digit that is right.');
  }
  if (options.kind === 'financer' && options.siret === undefined) {
    throw new HubError('wrong-use', 'A financer needs --siret: it is known by it on financing lines.');
  }
  const unknown = options.purposes.filter((purpose) => !purposes.some((known) => known === purpose));
  if (unknown.length > 0) throw new HubError('wrong-use', `Purposes are ${purposes.join(', ')}.`);
}
