/** Spaces of any kind, dots, hyphens and dashes: how people and forms part the groups of a number. */
const separators = /[\s.\u00ad\u2010-\u2015-]+/g;

/** An identifier without what separates its groups, in upper case: `1 85 03 2a 004 123` and `185032A004123` are one. */
export function withoutSeparators(text: string): string {
  return text.replace(separators, '').toUpperCase();
}
