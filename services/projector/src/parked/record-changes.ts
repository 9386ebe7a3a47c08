/** One field that differs between two records; null where there is nothing. */
export interface FieldChange {
  /** JSON Pointer (RFC 6901) into the record. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The fields that differ, as deep as both sides have a field of the name; lists are compared place by place. */
export function changesBetween(before: unknown, after: unknown, path = ''): readonly FieldChange[] {
  if (isNothing(before) && isNothing(after)) return [];
  if (isNested(before) && isNested(after) && Array.isArray(before) === Array.isArray(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) => changesBetween(before[name], after[name], `${path}/${escaped(name)}`));
  }
  return before === after ? [] : [{ path, before: before ?? null, after: after ?? null }];
}

/** An empty list says as little as a field that is missing. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (isNested(value) && Object.keys(value).length === 0);
}

function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
