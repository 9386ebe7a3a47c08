/** A column of instants in RFC 3339, to the millisecond. */
export function instantText(column: string): string {
  return `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
