import { HubError, isSiret, parisDay } from '@hub/core';
import {
  addConvention,
  addPartner,
  findOrganisation,
  findPartner,
  listConventions,
  type Operator,
  putOrganisation,
  withTransaction,
  writeAudit,
} from '@hub/platform';
import type pg from 'pg';
import { printResult, type Register } from '../terminal/command-line.ts';
import { readPublicKeys } from './public-keys-file.ts';
import { withDatabase } from './reach.ts';

interface AddOptions {
  readonly siret: string;
  readonly name?: string;
  readonly agent: string;
  readonly jwks?: string;
  readonly json?: boolean;
}

/** Why operators look at persons: the quality of the data, and what a person asks for. */
const operatorPurposes = ['data-quality', 'data-subject-request'];

export const registerOperator: Register = (program, context) => {
  program
    .command('operator')
    .description('The first operator of a new hub: everything else asks the hub itself.')
    .command('add <client>')
    .description('Adds a machine of the operators of the hub, at the database itself, and shows its secret, once.')
    .requiredOption('--siret <siret>', 'the organisation that operates the hub')
    .option('--name <name>', 'what it is called, where it is new')
    .requiredOption('--agent <id>', 'opaque id of the person who acts, kept in the audit')
    .option('--jwks <file>', 'public keys: it signs in by private_key_jwt, and no secret is made')
    .option('--json', 'one JSON document')
    .action(async (client: string, options: AddOptions) => {
      if (!isSiret(options.siret)) throw new HubError('wrong-use', 'The SIRET has 14 digits and a key that is right.');
      const keys = options.jwks === undefined ? undefined : await readPublicKeys(options.jwks);
      const clientSecret = await withDatabase(context.config, ({ pool }) =>
        withTransaction(pool, (connection) => addOperator(connection, client, options, keys)),
      );
      const { siret } = options;
      printResult(context, options.json ?? false, { clientId: client, siret, clientSecret }, () => [
        clientSecret === null
          ? `${client} was added; it signs in by its keys (HUB_CLIENT_KEY_FILE).`
          : `${client} was added. Its secret, shown this once: ${clientSecret}`,
        `Commands sign in as it with HUB_CLIENT_ID=${client} and HUB_CLIENT_SECRET or HUB_CLIENT_KEY_FILE.`,
      ]);
    });
};

async function addOperator(
  connection: pg.PoolClient,
  clientId: string,
  { siret, name, agent }: AddOptions,
  jwks: Awaited<ReturnType<typeof readPublicKeys>> | undefined,
): Promise<string | null> {
  const by: Operator = { siret: null, clientId: 'installation', agent, traceparent: null };
  if ((await findPartner(connection, clientId)) !== null) {
    throw new HubError('wrong-use', `There is already a partner "${clientId}".`);
  }
  const before = await findOrganisation(connection, siret);
  const kinds = [...new Set([...(before?.kinds ?? []), 'hub-operator' as const])];
  await putOrganisation(connection, { siret, name: name ?? before?.name ?? clientId, kinds });
  const today = parisDay(Date.now());
  if ((await listConventions(connection, { siret, on: today })).length === 0) {
    await addConvention(connection, siret, { from: today, purposes: operatorPurposes });
  }
  const entry = { clientId, siret, sources: ['operator'], certifies: [] };
  const { clientSecret } = await addPartner(
    connection,
    entry,
    jwks === undefined ? {} : { jwks: { keys: [...jwks.keys] } },
  );
  const after = { siret, kinds, sources: entry.sources };
  await writeAudit(connection, by, { what: 'operator-added', subject: `client:${clientId}`, before, after });
  return clientSecret;
}
