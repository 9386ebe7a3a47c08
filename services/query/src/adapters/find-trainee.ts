import { type NirRule, parseFranceTravailNumber, parseNia, parseNir } from '@hub/core';
import { type AliasKind, aliasOf, problem, type Secrets } from '@hub/platform';

/** What a search may be made by; exactly one of them. */
export interface SearchedBy {
  readonly nir?: string;
  readonly nia?: string;
  readonly franceTravailNumber?: string;
}

/** The keyed hash under which the trainee of an identifier is found. Throws a 422 problem for one that cannot exist; it is not echoed. */
export function searchedAlias(secrets: Secrets, searched: SearchedBy): Buffer {
  const [kind, value] = identifierOf(searched);
  return aliasOf(secrets, kind, value);
}

function identifierOf({ nir, nia, franceTravailNumber }: SearchedBy): [AliasKind, string] {
  if (nir !== undefined) {
    const parsed = parseNir(nir);
    return parsed.ok ? ['nir', parsed.nir13] : refuse('/nir', parsed.rule);
  }
  if (nia !== undefined) {
    const parsed = parseNia(nia);
    return parsed.ok ? ['nia', parsed.nir13] : refuse('/nia', parsed.rule);
  }
  const number = parseFranceTravailNumber(franceTravailNumber ?? '');
  return number === null ? refuse('/franceTravailNumber', 'france-travail-number-shape') : ['france-travail', number];
}

const details: Readonly<Record<NirRule | 'france-travail-number-shape', string>> = {
  'nir-shape': 'A NIR has 13 characters, or 15 with its key: digits, except 2A and 2B for Corsica.',
  'nir-month': 'The month of birth in it does not exist.',
  'nir-place': 'The place of birth in it does not exist.',
  'nir-order': 'The order number in it does not exist.',
  'nir-key': 'The key does not fit the number. Check all 15 characters, or send the first 13.',
  'nia-provisional': 'A NIA begins with 3, 4, 7 or 8.',
  'france-travail-number-shape': 'A France Travail number has 7 or 10 digits, then a digit or letter.',
};

function refuse(pointer: string, rule: keyof typeof details): never {
  const errors = [{ pointer, rule, detail: details[rule] }];
  throw problem(422, 'identifier-invalid', 'No such identifier can exist.', { errors });
}
