import { dossierNumberCapacity, HubError } from '@hub/core';

/** Which dossier numbers the log names, in 11 MB whatever their count. */
export interface NumberBitmap {
  readonly bits: Uint32Array;
  count: number;
}

const firstBody = 10_000_000;

export function numberBitmap(): NumberBitmap {
  return { bits: new Uint32Array(Math.ceil(dossierNumberCapacity / 32)), count: 0 };
}

/** False where it was added before. */
export function addNumber(bitmap: NumberBitmap, number: number): boolean {
  const bit = bitOf(number);
  const mask = 1 << (bit & 31);
  const word = bitmap.bits[bit >>> 5] ?? 0;
  if ((word & mask) !== 0) return false;
  bitmap.bits[bit >>> 5] = word | mask;
  bitmap.count += 1;
  return true;
}

function hasNumber(bitmap: NumberBitmap, number: number): boolean {
  const bit = bitOf(number);
  return ((bitmap.bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
}

/** The check digit says nothing that the eight before it do not. */
function bitOf(number: number): number {
  return Math.floor(number / 10) - firstBody;
}

/** Places tried between two turns of the event loop; 1.5 µs each (measured on two busy cores). */
const turnPlaces = 1_000_000;

/**
 * The greatest place in the sequence whose number the log names; 0 where it names none. Goes through the sequence from
 * the start until every number was met, so that gaps (reserved and never announced) cost nothing but the step. Throws
 * `secrets-unusable` where a number is of no place: another key made it, and numbers of this one could be given twice.
 */
export async function greatestPlace(bitmap: NumberBitmap, numberOf: (place: number) => number): Promise<number> {
  let missing = bitmap.count;
  for (let place = 1; missing > 0; place++) {
    if (place > dossierNumberCapacity) {
      throw new HubError(
        'secrets-unusable',
        `${missing} dossier numbers of the log were not made with this number key: is this the secrets file of this hub?`,
      );
    }
    if (hasNumber(bitmap, numberOf(place))) missing -= 1;
    if (missing === 0) return place;
    if (place % turnPlaces === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return 0;
}
