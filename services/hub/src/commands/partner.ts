import type { Command } from 'commander';
import { type CommandContext, printResult, type Register, wholeNumber } from '../terminal/command-line.ts';
import { type AdminOptions, adminOptions, askAdmin, askAllPages } from './ask-hub.ts';
import { registerConformance } from './conformance.ts';
import { namesOf } from './names-of.ts';
import { type ClientAnswer, clientTable } from './partner-table.ts';
import { readPublicKeys } from './public-keys-file.ts';

interface AddOptions extends AdminOptions {
  readonly siret: string;
  readonly sources: readonly string[];
  readonly certifies: readonly string[];
  readonly jwks?: string;
  readonly outside?: string;
}

interface Added {
  readonly client: ClientAnswer;
  readonly clientSecret: string | null;
  readonly alsoWrittenBy: readonly { readonly clientId: string; readonly source: string }[];
}

export const registerPartner: Register = (program, context) => {
  const partner = program.command('partner').description('Partners: machines that report events or read paths.');
  registerAdd(partner, context);
  adminOptions(partner.command('list'))
    .description('All partners, revoked ones included.')
    .option('--siret <siret>', 'of this organisation only')
    .option('--source <system>', 'that write for this system only')
    .action(async ({ siret, source, ...options }: AdminOptions & { siret?: string; source?: string }) => {
      const partners = await askAllPages<ClientAnswer>(context, options, 'clients', { siret, source });
      printResult(context, options.json ?? false, { partners }, () => clientTable(partners));
    });
  adminOptions(partner.command('revoke <name>'))
    .description('No new token from now on; tokens already given open nothing after ten seconds.')
    .action(async (name: string, options: AdminOptions) => {
      const revoked = await askAdmin<ClientAnswer>(context, options, `${pathOf(name)}/revocation`, {});
      printResult(context, options.json ?? false, { ...revoked, revoked: true }, () => [`${name} was revoked.`]);
    });
  registerRotate(partner, context);
  registerConformance(partner, context);
};

function pathOf(name: string): string {
  return `clients/${encodeURIComponent(name)}`;
}

function registerAdd(partner: Command, context: CommandContext): void {
  const words = namesOf<string>(null);
  adminOptions(partner.command('add <name>'))
    .description('Adds a partner of an organisation ("hub organisation add") and shows its secret, once.')
    .requiredOption('--siret <siret>', 'the organisation that it acts for')
    .option('--sources <systems>', 'systems it may write for, separated by commas', words, [])
    .option(
      '--certifies <kinds>',
      'of nir, nia, france-travail: what it may bind to a person who is known already',
      namesOf(['nir', 'nia', 'france-travail']),
      [],
    )
    .option('--jwks <file>', 'its public keys: it signs in by private_key_jwt, and no secret is made')
    .option('--outside <subject>', 'who it is to HUB_TOKEN_ISSUER: it comes with tokens of that issuer')
    .action(async (name: string, options: AddOptions) => {
      const { siret, sources, certifies, jwks, outside } = options;
      const added = await askAdmin<Added>(context, options, 'clients', {
        clientId: name,
        siret,
        sources,
        certifies,
        ...(jwks !== undefined && { jwks: await readPublicKeys(jwks) }),
        ...(outside !== undefined && { outsideSubject: outside }),
      });
      for (const { clientId, source } of added.alsoWrittenBy) {
        context.stderr.write(
          `hub: ${clientId} writes for the source ${source} already. What one of the two reports replaces and corrects what ` +
            `the other reported: revoke one of them unless that is meant.\n`,
        );
      }
      const { client, clientSecret, alsoWrittenBy } = added;
      printResult(context, options.json ?? false, { ...client, clientSecret, alsoWrittenBy }, () => [
        clientSecret === null
          ? `${name} was added; it signs in by ${client.signsInBy.join(' and ')}.`
          : `${name} was added. Its secret, shown this once: ${clientSecret}`,
        ...(client.hasConvention ? [] : [`Its organisation has no convention today: "hub convention add ${siret}".`]),
      ]);
    });
}

function registerRotate(partner: Command, context: CommandContext): void {
  adminOptions(partner.command('rotate <name>'))
    .description('Gives a new secret, or takes new keys; the old ones go on working for the overlap.')
    .option('--overlap <seconds>', 'how long the old secret still works', wholeNumber(0, 2_592_000), 86_400)
    .option('--end-old-secret', 'even where the secret of before the last rotation still works: it ends at once')
    .option('--jwks <file>', 'its new public keys, in the place of a secret')
    .action(
      async (name: string, options: AdminOptions & { overlap: number; endOldSecret?: boolean; jwks?: string }) => {
        const { overlap: overlapSeconds, endOldSecret = false, jwks } = options;
        const { client, clientSecret } = await askAdmin<Added>(context, options, `${pathOf(name)}/rotation`, {
          overlapSeconds,
          endOldSecret,
          ...(jwks !== undefined && { jwks: await readPublicKeys(jwks) }),
        });
        printResult(
          context,
          options.json ?? false,
          { clientId: name, clientSecret, oldSecretUntil: client.oldSecretUntil },
          () => [
            clientSecret === null
              ? `${name} signs in by its new keys. The old ones work for ${options.overlap} s more.`
              : `The new secret of ${name}, shown this once: ${clientSecret}. The old one works for ${options.overlap} s more.`,
          ],
        );
      },
    );
}
