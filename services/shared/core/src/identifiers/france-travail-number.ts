import { isPlaceholder, isPlaceholderNumber } from './placeholder.ts';
import { withoutSeparators } from './separators.ts';

export type FranceTravailNumber =
  /** `number`: upper case, without separators; the form aliases are made of. */
  | { readonly ok: true; readonly number: string }
  | { readonly ok: false; readonly rule: 'france-travail-number-shape' | 'identifier-placeholder' };

const shape = /^(\d{7}|\d{10})[0-9A-Z]$/;

/**
 * Reads the number of a person at France Travail, separators ignored: 7 digits and a digit or letter (old), 10 digits and
 * a digit or letter (regional and new).
 */
export function parseFranceTravailNumber(text: string): FranceTravailNumber {
  const number = withoutSeparators(text);
  const digits = shape.exec(number)?.[1];
  if (digits === undefined ? isPlaceholder(text) : isPlaceholderNumber(digits, number)) {
    return { ok: false, rule: 'identifier-placeholder' };
  }
  return digits === undefined ? { ok: false, rule: 'france-travail-number-shape' } : { ok: true, number };
}
