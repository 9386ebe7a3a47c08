/**
 * Reads the number of a person at France Travail, spaces ignored: 7 digits and a digit or letter (old), 10 digits and
 * a digit or letter (regional and new). Null if the text has another shape. The answer is the form aliases are made of.
 */
export function parseFranceTravailNumber(text: string): string | null {
  const compact = text.replace(/\s+/g, '').toUpperCase();
  return /^(?:\d{7}|\d{10})[0-9A-Z]$/.test(compact) ? compact : null;
}
