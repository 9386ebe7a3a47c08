/**
 * RFC 8785 (JSON Canonicalization Scheme): object members sorted by UTF-16 code units, numbers and strings as
 * ECMAScript writes them. Members that are `undefined` are left out; anything that JSON cannot say throws `TypeError`.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('JSON has no infinity and no NaN.');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') return canonicalObject(value as Readonly<Record<string, unknown>>);
  throw new TypeError(`JSON has no ${typeof value}.`);
}

function canonicalObject(object: Readonly<Record<string, unknown>>): string {
  const members: string[] = [];
  // The default order of sort() is by UTF-16 code units, as RFC 8785 §3.2.3 asks.
  for (const name of Object.keys(object).sort()) {
    const member = object[name];
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}
