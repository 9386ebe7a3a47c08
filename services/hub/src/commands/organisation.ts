import { type OrganisationKind, type OrganisationRow, organisationKinds } from '@hub/platform';
import { Option } from 'commander';
import { printResult, type Register, table } from '../terminal/command-line.ts';
import { type AdminOptions, adminOptions, askAdmin, askAllPages } from './ask-hub.ts';
import { type ConventionAnswer, conventionTable } from './convention-table.ts';
import { namesOf } from './names-of.ts';
import { type ClientAnswer, clientTable } from './partner-table.ts';

interface AddOptions extends AdminOptions {
  readonly name: string;
  readonly kind: readonly OrganisationKind[];
}

type ShownOrganisation = OrganisationRow & {
  readonly conventions: readonly ConventionAnswer[];
  readonly clientsActing: readonly ClientAnswer[];
};

export const registerOrganisation: Register = (program, context) => {
  const organisation = program
    .command('organisation')
    .description('Organisations: who has rights. Machines (hub partner) act for one.');
  adminOptions(organisation.command('add <siret>'))
    .description('Adds an organisation; one that is there is of these kinds from now on.')
    .requiredOption('--name <name>', 'what it is called')
    .requiredOption(
      '--kind <kinds>',
      `of ${organisationKinds.join(', ')}; several separated by commas`,
      namesOf(organisationKinds),
    )
    .action(async (siret: string, { name, kind: kinds, ...options }: AddOptions) => {
      const added = await askAdmin<OrganisationRow>(context, options, 'organisations', { siret, name, kinds });
      printResult(context, options.json ?? false, added, () => [
        `${added.name} (${added.siret}) is ${added.kinds.join(', ')}. "hub convention add ${added.siret}" lets it in, "hub partner add" its machines.`,
      ]);
    });
  adminOptions(organisation.command('list'))
    .description('All organisations, with the convention in force.')
    .addOption(new Option('--kind <kind>', 'of this kind only').choices([...organisationKinds]))
    .option('--name <part>', 'whose name holds this')
    .action(async ({ kind, name, ...options }: AdminOptions & { kind?: string; name?: string }) => {
      const organisations = await askAllPages<OrganisationRow>(context, options, 'organisations', { kind, name });
      printResult(context, options.json ?? false, { organisations }, () => organisationTable(organisations));
    });
  adminOptions(organisation.command('show <siret>'))
    .description('One organisation with its conventions and machines.')
    .action(async (siret: string, options: AdminOptions) => {
      const shown = await askAdmin<ShownOrganisation>(context, options, `organisations/${encodeURIComponent(siret)}`);
      printResult(context, options.json ?? false, shown, () => [
        ...organisationTable([shown]),
        '',
        ...conventionTable(shown.conventions),
        '',
        ...clientTable(shown.clientsActing),
      ]);
    });
};

function organisationTable(organisations: readonly OrganisationRow[]): string[] {
  return table([
    ['SIRET', 'NAME', 'KINDS', 'MACHINES', 'CONVENTION'],
    ...organisations.map(({ siret, name, kinds, clients, convention }) => [
      siret,
      name,
      kinds.join(','),
      clients,
      convention === null ? 'none today' : `${convention.from} to ${convention.to ?? 'its end'}`,
    ]),
  ]);
}
