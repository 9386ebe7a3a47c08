import { HubError, isSiret } from '@hub/core';
import type { Pool, PoolClient } from 'pg';
import type { Convention, Limits, Organisation } from './partner.ts';

/** Adds an organisation; one that is there keeps its name and gets these kinds. Throws `wrong-use` for a wrong SIRET. */
export async function putOrganisation(client: Pool | PoolClient, { siret, name, kinds }: Organisation): Promise<void> {
  if (!isSiret(siret)) throw new HubError('wrong-use', 'The SIRET has 14 digits and a check digit that is right.');
  if (kinds.length === 0) throw new HubError('wrong-use', 'An organisation is of at least one kind.');
  await client.query(
    `insert into access.organisation (siret, name, kinds) values ($1, $2, $3)
     on conflict (siret) do update set kinds = excluded.kinds`,
    [siret, name, kinds],
  );
}

/** Of its limits, those that differ from the defaults. */
export type NewConvention = Omit<Convention, 'limits'> & { readonly limits: Partial<Limits> };

export async function addConvention(
  client: Pool | PoolClient,
  siret: string,
  convention: NewConvention,
): Promise<void> {
  const { from, to, purposes, categories, territories, addresses, limits, exceptions, takeover } = convention;
  await client.query(
    `insert into access.convention
       (siret, valid_from, valid_to, purposes, categories, territories, addresses, limits, exceptions, takeover)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [siret, from, to, purposes, categories, territories, addresses, limits, exceptions, takeover],
  );
}
