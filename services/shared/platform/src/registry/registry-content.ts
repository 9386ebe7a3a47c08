import type { ClientBase } from 'pg';

type Client = Pick<ClientBase, 'query'>;

/** True where nobody and no number is known. */
export async function isRegistryEmpty(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ empty: boolean }>(
    `select not exists (select from registry.trainee) and not exists (select from registry.dossier)
       and not exists (select from registry.alias) as empty`,
  );
  return rows[0]?.empty ?? true;
}

/** How many of these numbers are given. */
export async function countGiven(client: Client, numbers: readonly number[]): Promise<number> {
  const { rows } = await client.query<{ given: number }>(
    'select count(*)::integer as given from registry.dossier where number = any($1::int[])',
    [numbers],
  );
  return rows[0]?.given ?? 0;
}

/** Places of the sequence of numbers that were drawn; 0 before the first. */
export async function placesDrawn(client: Client): Promise<number> {
  const { rows } = await client.query<{ drawn: string }>(
    'select case when is_called then last_value else 0 end as drawn from registry.dossier_sequence',
  );
  return Number(rows[0]?.drawn ?? 0);
}

/** Versions of the pepper under which aliases are or may be, the newest first. */
export async function peppersInUse(client: Client): Promise<readonly number[]> {
  const { rows } = await client.query<{ version: number }>('select version from registry.pepper order by version desc');
  return rows.map(({ version }) => version);
}

/** The pepper that made the aliases; null where there are none. */
export async function pepperOfAliases(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ pepper: number }>(
    'select pepper_version as pepper from registry.alias limit 1',
  );
  return rows[0]?.pepper ?? null;
}
