/** SQL that finds the trainee of an identifier; `parameter` is its keyed hashes under each pepper, `$2` for instance. */
export function traineeOfAliases(parameter: string): string {
  return `select trainee_id from registry.alias where alias = any(${parameter}::bytea[]) limit 1`;
}
