const numbers = new Intl.NumberFormat('fr-FR');

/** A number with its noun, in French: `0 règle`, `1 règle`, `2 règles`. `many`: where the plural is more than an `s`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${numbers.format(count)} ${count < 2 ? one : many}`;
}
