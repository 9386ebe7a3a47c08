import { dossierNumberCapacity, HubError } from '@hub/core';

/** Which numbers the log names, in 11 MB whatever their count. */
export interface ToldNumbers {
  readonly bits: Uint32Array;
  count: number;
}

const firstBody = 10_000_000;

export function toldNumbers(): ToldNumbers {
  return { bits: new Uint32Array(Math.ceil(dossierNumberCapacity / 32)), count: 0 };
}

/** False where it was noted before. */
export function noteNumber(told: ToldNumbers, number: number): boolean {
  const place = placeOf(number);
  const mask = 1 << (place & 31);
  const word = told.bits[place >>> 5] ?? 0;
  if ((word & mask) !== 0) return false;
  told.bits[place >>> 5] = word | mask;
  told.count += 1;
  return true;
}

function isTold(told: ToldNumbers, number: number): boolean {
  const place = placeOf(number);
  return ((told.bits[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0;
}

/** The check digit says nothing that the eight before it do not. */
function placeOf(number: number): number {
  return Math.floor(number / 10) - firstBody;
}

/** Places tried between two turns of the event loop; 1.5 µs each (measured on two busy cores). */
const turnPlaces = 1_000_000;

/**
 * The greatest place in the sequence whose number the log names; 0 where it names none. Goes through the sequence from
 * the start until every number was met, so gaps (reserved and never told) cost nothing but the step. Throws
 * `secrets-unusable` where a number is of no place: another key made it, and numbers of this one could be given twice.
 */
export async function greatestPlace(told: ToldNumbers, numberOf: (place: number) => number): Promise<number> {
  let missing = told.count;
  for (let place = 1; missing > 0; place++) {
    if (place > dossierNumberCapacity) {
      throw new HubError(
        'secrets-unusable',
        `${missing} dossier numbers of the log were not made with this number key: is this the secrets file of this hub?`,
      );
    }
    if (isTold(told, numberOf(place))) missing -= 1;
    if (missing === 0) return place;
    if (place % turnPlaces === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return 0;
}
