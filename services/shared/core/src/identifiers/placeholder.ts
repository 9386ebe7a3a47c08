import { placeholderWords } from '@hub/contracts';

const words: ReadonlySet<string> = new Set(placeholderWords.map(lettersOf));

/** A digit as often as this is no number that anybody was given; zeros never are. */
const repeatedMin = 6;
/** So many digits or letters, each the next or the one before: 12345678, 0123456789, 987654321. */
const runMin = 8;

/** Capitals without accents and without anything else: `Non renseigné` and `NON-RENSEIGNE` are one. */
function lettersOf(text: string): string {
  return text
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * Whether a text stands where an identifier should and is nobody's: punctuation only, a word for nothing
 * (`schemas/rules.json`, `placeholders`), one character over and over, a run.
 */
export function isPlaceholder(text: string): boolean {
  const letters = lettersOf(text);
  return letters === '' || words.has(letters) || isPlaceholderNumber(letters);
}

/** The same of what has only digits and letters: one of them over and over, or a run. */
export function isPlaceholderNumber(number: string): boolean {
  const first = number.charAt(0);
  if (number === first.repeat(number.length)) {
    return first === '0' || number.length >= repeatedMin || (first > '9' && number.length > 1);
  }
  return number.length >= runMin && (isRun(number, 1) || isRun(number, -1));
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
 * A NIR of 13 characters that only fills a form: one digit from the month on (`1999999999999`, `1111111111111`), or nines
 * for place and order, whatever stands before them.
 */
export function isPlaceholderNir(nir13: string): boolean {
  const fromMonth = nir13.slice(3);
  return fromMonth === fromMonth.charAt(0).repeat(10) || nir13.endsWith('99999999');
}
