/**
 * A seeded source of numbers: sfc32 (Chris Doty-Humphrey's "small fast counter", 128 bits of state) whose state is
 * filled by splitmix32 from a hash of the seed. The same seed gives the same numbers on every machine, for ever: lives
 * that were reported once can be reported again byte for byte.
 */
export interface Random {
  /** The next whole number, 0 to 2^32 − 1. */
  readonly next: () => number;
}

/** One independent generator per list of parts, so that trainee 17 of seed "a" is the same in any company. */
export function createRandom(...parts: readonly (string | number)[]): Random {
  let mixed = hashOf(...parts);
  const splitmix = (): number => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let z = mixed ^ (mixed >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, counter] = [splitmix(), splitmix(), splitmix(), 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // The first numbers of sfc32 still resemble the seed.
  for (let round = 0; round < 12; round += 1) next();
  return { next };
}

/** A 32-bit hash (FNV-1a) of the parts, a whole number from 0. */
export function hashOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of parts.join('\u001f')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

/** A whole number from `least` to `greatest`, both included. */
export function between(random: Random, least: number, greatest: number): number {
  return least + Math.floor((random.next() / 2 ** 32) * (greatest - least + 1));
}

/** True with this probability (0 to 1). */
export function chance(random: Random, probability: number): boolean {
  return random.next() / 2 ** 32 < probability;
}

/** One of the list, each as likely. Throws on an empty list. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const chosen = list[between(random, 0, list.length - 1)];
  if (chosen === undefined) throw new RangeError('Nothing to pick from an empty list.');
  return chosen;
}

/** One of the choices, as likely as its weight; weights need no sum of 1. */
export function weighted<T>(random: Random, choices: readonly (readonly [T, number])[]): T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let rest = (random.next() / 2 ** 32) * total;
  for (const [choice, weight] of choices) {
    rest -= weight;
    if (rest < 0) return choice;
  }
  const last = choices.at(-1);
  if (last === undefined) throw new RangeError('Nothing to choose from.');
  return last[0];
}
