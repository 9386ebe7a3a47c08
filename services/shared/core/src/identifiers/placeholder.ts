import { placeholderWords } from '@hub/contracts';
import { withoutSeparators } from './separators.ts';

const words: ReadonlySet<string> = new Set(placeholderWords.map(lettersOf));

/** A digit as often as this is no number that anybody was given; zeros never are. */
const repeatedMin = 6;
/** So many characters as written, of which a letter before or behind is the only one that breaks the pattern. */
const patternMin = 8;

/** Capitals without accents and without anything else: `Non renseigné` and `NON-RENSEIGNE` are one. */
function lettersOf(text: string): string {
  return withoutSeparators(text.normalize('NFD'));
}

/**
 * Whether a text stands where an identifier should and is nobody's: punctuation only, a word for nothing
 * (`schemas/rules.json`, `placeholders`), or digits that are a filler with or without letters around them (`ID-0000`).
 */
export function isPlaceholder(text: string): boolean {
  const letters = lettersOf(text);
  const digits = /^[A-Z]*(\d{4,})[A-Z]*$/.exec(letters)?.[1];
  return letters === '' || words.has(letters) || isPlaceholderNumber(digits ?? letters, letters);
}

/**
 * Whether digits (or letters) are a filler: one of them over and over, and in a number of eight characters as `written`
 * also a run (1234567X, 0123456789, 987654321) or two by turns (1010101A).
 */
export function isPlaceholderNumber(number: string, written = number): boolean {
  const first = number.charAt(0);
  if (number === first.repeat(number.length)) {
    return first === '0' || number.length >= repeatedMin || (first > '9' && number.length > 1);
  }
  const isPattern = isRun(number, 1) || isRun(number, -1) || number.slice(2) === number.slice(0, -2);
  return written.length >= patternMin && number.length >= patternMin - 1 && isPattern;
}

/** After 9 comes 0. */
function isRun(number: string, step: 1 | -1): boolean {
  for (let place = 1; place < number.length; place++) {
    const difference = number.charCodeAt(place) - number.charCodeAt(place - 1);
    const wraps = number.charAt(place - 1) === (step === 1 ? '9' : '0') && difference === -9 * step;
    if (difference !== step && !wraps) return false;
  }
  return true;
}

/**
 * A NIR of 13 characters that only fills a form: a filler from the month on (`1999999999999`, `2123456789012`), or nines for
 * commune and order, whatever stands before them.
 */
export function isPlaceholderNir(nir13: string): boolean {
  return isPlaceholderNumber(nir13.slice(3)) || nir13.endsWith('999999');
}
