import type { Pool } from 'pg';

/** SQL that finds the trainee of an identifier; `parameter` is its keyed hashes under each pepper, `$2` for instance. */
export function traineeOfAliases(parameter: string): string {
  return `select trainee_id from registry.alias where alias = any(${parameter}::bytea[]) limit 1`;
}

/**
 * SQL that finds the trainee of an identifier, or in the place of nobody that of the next alias, and whether it is the one
 * asked for (`is_met`): both are one step in the index for each pepper. `parameter` is the keyed hashes, `$2` for instance.
 */
export function traineeAtAliases(parameter: string): string {
  return `select found.* from unnest(${parameter}::bytea[]) as asked (hash) cross join lateral (
        select trainee_id, alias = hash as is_met from registry.alias where alias >= hash order by alias limit 1) as found
      order by is_met desc limit 1`;
}

/** The trainee of the keyed hashes of an identifier, or of a dossier number; null: nobody is known by it. */
export async function traineeNamed(pool: Pool, by: readonly Buffer[] | number): Promise<string | null> {
  const text =
    typeof by === 'number'
      ? 'select trainee_id as trainee from registry.dossier where number = $1'
      : `select trainee_id as trainee from (${traineeOfAliases('$1')}) as named`;
  const { rows } = await pool.query<{ trainee: string }>(text, [by]);
  return rows[0]?.trainee ?? null;
}
