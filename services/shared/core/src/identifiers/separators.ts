/** Whatever is neither letter nor digit: people and forms part the groups of a number in more ways than can be listed. */
const separators = /[^\p{L}\p{N}]+/gu;

/** An identifier without what separates its groups, in upper case: `1 85 03 2a 004 123` and `185032A004123` are one. */
export function withoutSeparators(text: string): string {
  return text.replace(separators, '').toUpperCase();
}
