import { nirKey } from '@hub/core';

/** A person who exists in tests only; the NIR has a right key and, by its order, belongs to nobody else of this process. */
export interface Person {
  /** 13 characters. */
  readonly nir: string;
  /** 15 characters, with its key. */
  readonly nirWithKey: string;
}

let people = 0;

export function newPerson(): Person {
  people += 1;
  const order = String((people % 999) + 1).padStart(3, '0');
  const commune = String((Math.floor(people / 999) % 900) + 1).padStart(3, '0');
  const nir = `${1 + (people % 2)}${50 + (people % 50)}${String((people % 12) + 1).padStart(2, '0')}45${commune}${order}`;
  return { nir, nirWithKey: `${nir}${nirKey(nir)}` };
}
