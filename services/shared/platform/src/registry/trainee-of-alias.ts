/**
 * SQL that finds the trainee of a keyed alias, or in the place of nobody that of the next one, and whether it is the one
 * asked for (`is_met`): both are one step in the index. `parameter` is the alias, `$2` for instance.
 */
export function traineeAtAlias(parameter: string): string {
  return `select trainee_id, alias = ${parameter} as is_met from registry.alias
      where alias >= ${parameter} order by alias limit 1`;
}
