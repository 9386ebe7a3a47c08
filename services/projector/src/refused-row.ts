/** SQLSTATE classes 22 (data), 23 (constraint), 54 (limit): the fault of a row, not of the connection. */
export function isRefusedRow(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(22|23|54)...$/.test(code);
}
