import type { Pool } from 'pg';

/** SQL that finds the trainee of a keyed alias; `parameter` is the alias, `$2` for instance. */
export function traineeOfAlias(parameter: string): string {
  return `select trainee_id from registry.alias where alias = ${parameter}`;
}

/**
 * SQL that finds the trainee of a keyed alias, or in the place of nobody that of the next one, and whether it is the one
 * asked for (`is_met`): both are one step in the index. `parameter` is the alias, `$2` for instance.
 */
export function traineeAtAlias(parameter: string): string {
  return `select trainee_id, alias = ${parameter} as is_met from registry.alias
      where alias >= ${parameter} order by alias limit 1`;
}

/** The trainee of an alias or of a dossier number; null: nobody is known by it. */
export async function traineeNamed(pool: Pool, by: Buffer | number): Promise<string | null> {
  const text =
    typeof by === 'number'
      ? 'select trainee_id as trainee from registry.dossier where number = $1'
      : `select trainee_id as trainee from (${traineeOfAlias('$1')}) as named`;
  const { rows } = await pool.query<{ trainee: string }>(text, [by]);
  return rows[0]?.trainee ?? null;
}
