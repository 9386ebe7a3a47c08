/**
 * Dossier numbers: eight digits of which the first is 1–9, and a check digit by ISO/IEC 7064 MOD 11,10, which finds
 * every single misread digit; so one misread digit never meets another person's dossier. Capacity: 90,000,000.
 */
export const dossierNumberCapacity = 90_000_000;

/** The body is written as (left, right) with both below this; its square just covers the capacity. */
export const feistelHalf = 9_487;
/** Four rounds make a pseudo-random permutation (Luby and Rackoff); more are cheap and leave a margin on so small a space. */
export const feistelRounds = 10;
const firstBody = 10_000_000;

export const dossierNumberMin = firstBody * 10;
export const dossierNumberMax = (firstBody + dossierNumberCapacity) * 10 - 1;

/** A keyed function to 0..feistelHalf−1: (round 0..feistelRounds−1, half 0..feistelHalf−1). */
export type RoundFunction = (round: number, half: number) => number;

/**
 * The number for a place in the sequence (1..capacity). A keyed permutation (Feistel with cycle walking, Black and
 * Rogaway, "Ciphers with Arbitrary Finite Domains", 2002) keeps private how many dossiers there are and who came when.
 */
export function dossierNumberOf(sequence: number, round: RoundFunction): number {
  if (!Number.isInteger(sequence) || sequence < 1 || sequence > dossierNumberCapacity) {
    throw new RangeError(`A dossier sequence lies in 1..${dossierNumberCapacity}.`);
  }
  let place = permute(sequence - 1, round);
  while (place >= dossierNumberCapacity) place = permute(place, round);
  const body = firstBody + place;
  return body * 10 + checkDigit(String(body));
}

function permute(place: number, round: RoundFunction): number {
  let left = Math.floor(place / feistelHalf);
  let right = place % feistelHalf;
  for (let index = 0; index < feistelRounds; index++) {
    const next = (left + round(index, right)) % feistelHalf;
    left = right;
    right = next;
  }
  return left * feistelHalf + right;
}

/** ISO/IEC 7064 MOD 11,10. */
function checkDigit(body: string): number {
  let product = 10;
  for (const digit of body) {
    const sum = (Number(digit) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10;
}

/** Nine digits, the first 1–9. The check digit is not looked at: what the log or a table holds was checked before. */
export function isDossierNumber(value: number): boolean {
  return Number.isInteger(value) && value >= dossierNumberMin && value <= dossierNumberMax;
}

/** Reads a dossier number, spaces ignored; null unless it has nine digits, the first 1–9, and the right check digit. */
export function parseDossierNumber(written: string | number): number | null {
  const text = String(written).replace(/\s+/g, '');
  if (!/^[1-9]\d{8}$/.test(text)) return null;
  return checkDigit(text.slice(0, 8)) === Number(text.charAt(8)) ? Number(text) : null;
}
