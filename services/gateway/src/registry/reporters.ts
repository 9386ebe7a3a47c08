import type { Pool } from 'pg';

/** What organisations report of, with its key. */
const keyed = {
  trainee: { key: 'trainee_id', type: 'uuid' },
  dossier: { key: 'number', type: 'int' },
} as const;

/**
 * Adds organisations (SIRETs) to those that reported of each of these, sorted. Rows are locked in one order by all gateways,
 * so that two that write the same ones never deadlock.
 */
export async function addOrganisations(
  pool: Pool,
  table: keyof typeof keyed,
  reported: ReadonlyMap<string | number, ReadonlySet<string>>,
): Promise<void> {
  if (reported.size === 0) return;
  const { key, type } = keyed[table];
  await pool.query(
    `update registry.${table} known
     set organisations = array(
       select distinct each from unnest(known.organisations || string_to_array(held.fresh, ' ')) each order by each)
     from (
       select ${key}, fresh from registry.${table}
       join unnest($1::${type}[], $2::text[]) as reported (${key}, fresh) using (${key})
       order by ${key} for update of ${table}) held
     where known.${key} = held.${key}`,
    [[...reported.keys()], [...reported.values()].map((organisations) => [...organisations].join(' '))],
  );
}
