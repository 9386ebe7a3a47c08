/** SQL that finds the trainee of a keyed alias; `parameter` is the alias, `$2` for instance. */
export function traineeOfAlias(parameter: string): string {
  return `select trainee_id from registry.alias where alias = ${parameter}`;
}
