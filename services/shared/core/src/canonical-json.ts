/**
 * RFC 8785 (JSON Canonicalization Scheme): object members sorted by UTF-16 code units, numbers and strings as
 * ECMAScript writes them. Members that are `undefined` are left out; anything that JSON cannot say throws `TypeError`.
 */
export function canonicalJson(value: unknown): string {
  return canonical(value, null);
}

/** The same without any member of this name, at any depth. */
export function canonicalJsonWithout(value: unknown, left: string): string {
  return canonical(value, left);
}

function canonical(value: unknown, left: string | null): string {
  switch (typeof value) {
    case 'string':
      return canonicalText(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('JSON has no infinity and no NaN.');
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? canonicalArray(value, left) : canonicalObject(value as Members, left);
    default:
      throw new TypeError(`JSON has no ${typeof value}.`);
  }
}

type Members = Readonly<Record<string, unknown>>;

/** Printable ASCII but for quote and backslash: nothing to escape, which is nearly always so. */
const plain = /^[ !#-[\]-~]*$/;

function canonicalText(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

function canonicalArray(items: readonly unknown[], left: string | null): string {
  let text = '[';
  for (let i = 0; i < items.length; i += 1)
    text += i === 0 ? canonical(items[i], left) : `,${canonical(items[i], left)}`;
  return `${text}]`;
}

function canonicalObject(members: Members, left: string | null): string {
  let text = '{';
  for (const name of sortedNames(Object.keys(members))) {
    const member = members[name];
    if (member === undefined || name === left) continue;
    text += `${text === '{' ? '' : ','}${memberName(name)}${canonical(member, left)}`;
  }
  return `${text}}`;
}

const names = new Map<string, string>();

/** `"name":`, kept for the few hundred names that records have. */
function memberName(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const written = `${canonicalText(name)}:`;
  if (names.size < 1000) names.set(name, written);
  return written;
}

/** The default order of sort() is by UTF-16 code units, as RFC 8785 §3.2.3 asks. */
function sortedNames(names: string[]): string[] {
  for (let i = 1; i < names.length; i += 1) {
    if ((names[i - 1] as string) > (names[i] as string)) return names.sort();
  }
  return names;
}
