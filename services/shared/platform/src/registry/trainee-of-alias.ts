import type { Pool } from 'pg';

/** SQL that finds the trainee of an identifier; `parameter` is its keyed hashes under each pepper, `$2` for instance. */
export function traineeOfAliases(parameter: string): string {
  return `select trainee_id from registry.alias where alias = any(${parameter}::bytea[]) limit 1`;
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
