import { HubError, parisDay } from '@hub/core';
import {
  addConvention,
  addPartner,
  type Client,
  listPartners,
  type OrganisationKind,
  organisationKinds,
  purposesOf,
  putOrganisation,
  revokePartner,
  rotatePartner,
  writersOf,
} from '@hub/platform';
import { purposes } from '@hub/query';
import { type Command, Option } from 'commander';
import type { Pool } from 'pg';
import { type CommandContext, printResult, type Register, table, wholeNumber } from '../terminal/command-line.ts';
import { withDatabase, withRunningHub } from './reach.ts';

interface AddOptions {
  kind: OrganisationKind;
  siret: string;
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
    .addOption(new Option('--kind <kind>', 'what it is').choices([...organisationKinds]).makeOptionMandatory())
    .requiredOption('--siret <siret>', '14 digits: the organisation that it acts for')
    .option('--sources <systems>', 'systems it may write for, separated by commas', list, [])
    .addOption(new Option('--purposes <purposes>', `of ${purposes.join(', ')}`).argParser(list).default([]))
    .option('--json', 'one JSON document')
    .action(async (name: string, options: AddOptions) => {
      checkPartner(options);
      const { kind, siret, sources, purposes: named } = options;
      const entry = { clientId: name, siret, sources, certifies: [] };
      const { alsoWrittenBy, clientSecret } = await withRunningHub(context.config, async ({ pool }) => {
        const others = await writersOf(pool, sources);
        return { alsoWrittenBy: others, ...(await addWithOrganisation(pool, entry, kind, named)) };
      });
      for (const { clientId, source } of alsoWrittenBy) {
        context.stderr.write(
          `hub: ${clientId} writes for the source ${source} already. What one of the two reports replaces and corrects what ` +
            `the other reported: revoke one of them unless that is meant.\n`,
        );
      }
      printResult(
        context,
        options.json ?? false,
        { ...entry, kind, purposes: named, clientSecret, alsoWrittenBy },
        () => [`${name} was added. Its secret, shown this once: ${clientSecret}`],
      );
    });
}

async function addWithOrganisation(
  pool: Pool,
  client: Client,
  kind: OrganisationKind,
  named: readonly string[],
): Promise<{ readonly clientSecret: string | null }> {
  await putOrganisation(pool, { siret: client.siret, name: client.clientId, kinds: [kind] });
  const terms = { purposes: named, categories: [], territories: [], addresses: [], limits: {}, exceptions: {} };
  await addConvention(pool, client.siret, { from: parisDay(Date.now()), to: null, takeover: false, ...terms });
  return addPartner(pool, client);
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
      row.kinds.join(','),
      row.siret,
      row.sources.join(','),
      purposesOf(row).join(','),
      row.oldSecretUntil ?? '',
      row.revokedAt ?? '',
    ]),
  ]);
}

function checkPartner(options: AddOptions): void {
  const unknown = options.purposes.filter((purpose) => !purposes.some((known) => known === purpose));
  if (unknown.length > 0) throw new HubError('wrong-use', `Purposes are ${purposes.join(', ')}.`);
}
