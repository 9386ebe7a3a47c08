import { nirKey, parseNir } from './nir.ts';

/** What may stand between the groups of a NIR: ` `, `.`, `-`, ` / `, ` (`. */
const gap = '[^0-9A-Za-z]{0,3}';
const groups = `([123478])(${gap})(\\d\\d)(${gap})(\\d\\d)(${gap})(\\d\\d|2[AB])(${gap})(\\d{3})(${gap})(\\d{3})`;

/** Looked for at every place (nothing is consumed), for what reads as a NIR may begin inside of what does not. */
const withKey = new RegExp(`(?<![0-9])(?=${groups}(${gap})(\\d\\d)(?![0-9]))`, 'gi');
const withoutKey = new RegExp(`(?<![0-9A-Za-z])(?=${groups}(?![0-9A-Za-z]))`, 'gi');
/** In one piece and glued to letters, of sex 1 or 2, with a month 01–12. */
const gluedShape = /(?<![0-9])(?=[12]\d\d(?:0[1-9]|1[0-2])(?:\d\d|2[AB])\d{6}(?![0-9]))/gi;
/** A word that announces a NIR is evidence by itself, glued to it or not. */
const named = new RegExp(`(?:nir|nia|nss|insee|s[eé]cu)${gap}(?=${groups}(${gap})(\\d\\d)?(?![0-9]))`, 'gi');

/**
 * Whether a text that should hold no personal data holds what reads as a NIR. Ids that systems make are full of digits, so
 * it takes evidence (rules.md, 3.11, with what it lets pass):
 * - 15 characters with a right key, alone or in groups; glued to letters, as in a hash, of sex 1 or 2 and a month 01–12;
 * - 13 characters that stand alone between separators, with a month 01–12. Digits in one piece that may be the
 *   milliseconds of an instant from 2001 to 2039 are no evidence: all that begin with 1, 20 or 21; nor is an EAN-13 that
 *   begins with 3, 4, 7 or 8; glued to letters of a word that is no hexadecimal one, of sex 1 or 2;
 * - 13 or 15 characters behind a word such as `nir`.
 *
 * Whoever knows when a text was written asks `instantsLikeNir` too.
 */
export function looksLikeNir(text: string): boolean {
  return hasDigitsOfNir(text) && findNir(text) !== null;
}

/** Twelve, for Corsica writes a letter. */
const digitsMin = 12;
const gapMax = 3;

/**
 * Whether so many digits follow one another, with gaps and Corsica's letter at most. Most texts end here: it costs a tenth
 * of what the expressions above do.
 */
function hasDigitsOfNir(text: string): boolean {
  if (text.length <= digitsMin) return false;
  let digits = 0;
  let gapNow = 0;
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    if (code >= 48 && code <= 57) {
      gapNow = 0;
      if (++digits === digitsMin) return true;
    } else if (isLetter(code)) {
      if (!isCorsican(code, text.charCodeAt(place - 1))) digits = 0;
    } else if (++gapNow > gapMax) digits = 0;
  }
  return false;
}

function isLetter(code: number): boolean {
  const small = code | 32;
  return small >= 97 && small <= 122;
}

/** A or B behind a 2. */
function isCorsican(code: number, before: number): boolean {
  return before === 50 && ((code | 32) === 97 || (code | 32) === 98);
}

/** One place where a text has the shape of a NIR. */
interface Found {
  /** 13 or 15 characters, upper case. */
  readonly number: string;
  /** What stands before its 2nd to 7th group (the 7th is the key); empty where they are written in one piece. */
  readonly gaps: readonly string[];
  /** A letter stands directly before or behind it. */
  readonly glued: boolean;
  readonly start: number;
  readonly end: number;
}

/** The first place that reads as a NIR, if any. */
function findNir(text: string): Found | null {
  return (
    find(text, withKey, isKeyed) ??
    find(text, withoutKey, standsAlone) ??
    find(text, named, isNamed) ??
    findGlued(text, (number) => !isInstant(number, []))
  );
}

/**
 * Milliseconds since 1970 of 13 digits in one piece that read as a NIR and are let pass because they may be an instant: of a
 * text in which no instant of that time can stand, they are a NIR.
 */
export function instantsLikeNir(text: string): readonly number[] {
  if (!hasDigitsOfNir(text)) return [];
  const instants: number[] = [];
  findGlued(text, (number) => {
    if (isInstant(number, [])) instants.push(Number(number));
    return false;
  });
  return instants;
}

function find(text: string, shape: RegExp, isNir: (found: Found) => boolean): Found | null {
  // By hand, for `matchAll` makes a copy of the expression each time: half of the cost.
  shape.lastIndex = 0;
  for (let match = shape.exec(text); match !== null; match = shape.exec(text)) {
    shape.lastIndex = match.index + Math.max(1, match[0].length);
    const parts = match.slice(1).map((part) => part ?? '');
    const number = parts.filter((_, place) => place % 2 === 0).join('');
    const gaps = parts.filter((_, place) => place % 2 === 1);
    const start = match.index + match[0].length;
    const end = start + parts.join('').length;
    const glued = /[A-Za-z]/.test(text.charAt(start - 1) + text.charAt(end));
    const found = { number: number.toUpperCase(), gaps, glued, start, end };
    if (isNir(found)) return found;
  }
  return null;
}

/** Of 13 characters in one piece, whatever stands around them but more digits or a hash; `isNir` says whether they are one. */
function findGlued(text: string, isNir: (number: string) => boolean): Found | null {
  gluedShape.lastIndex = 0;
  for (let match = gluedShape.exec(text); match !== null; match = gluedShape.exec(text)) {
    gluedShape.lastIndex = match.index + 1;
    const [start, end] = [match.index, match.index + nirLength];
    const number = text.slice(start, end).toUpperCase();
    if (parseNir(number).ok && !isInHash(text, start, end) && isNir(number)) {
      return { number, gaps: [], glued: true, start, end };
    }
  }
  return null;
}

const nirLength = 13;
const hashLengthMin = 16;

/** Glued to hexadecimal digits alone, in a word of sixteen and more: a run of 13 digits is chance there. */
function isInHash(text: string, start: number, end: number): boolean {
  const before = /[0-9A-Za-z]*$/.exec(text.slice(0, start))?.[0] ?? '';
  const after = /^[0-9A-Za-z]*/.exec(text.slice(end))?.[0] ?? '';
  if (before === '' && after === '') return false;
  return nirLength + before.length + after.length >= hashLengthMin && !/[^0-9a-f]/i.test(before + after);
}

function isKeyed({ number, gaps, glued }: Found): boolean {
  if (!isUsual(gaps)) return false;
  // Milliseconds and a counter of two digits are no NIR, though one in a hundred has a right key.
  if (isInstant(number, gaps) && gaps.at(-1) !== '' && gaps.at(-1) !== ' ') return false;
  if (isOnePiece(gaps) && dayFirst.test(number)) return false;
  const parsed = parseNir(number);
  return parsed.ok && (!glued || (!parsed.provisional && parsed.birthMonth !== null));
}

/** An order number such as `202603150000142`, of which one in 97 has a right key. Of 2022 to 2029, where no NIR has a month. */
const dayFirst = /^202[2-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/;

/** In one piece, with the key apart, with sex and key apart, or in so many groups that nobody makes an id by chance. */
function isUsual(gaps: readonly string[]): boolean {
  const written = countWritten(gaps);
  const keyApart = gaps[5] !== '';
  return written === 0 || written >= gapsMin || (keyApart && (written === 1 || gaps[0] !== ''));
}

function countWritten(gaps: readonly string[]): number {
  return gaps.filter((gap) => gap !== '').length;
}

const gapsMin = 3;

/** In groups, or in one piece that is no instant. */
function standsAlone({ number, gaps }: Found): boolean {
  const parsed = parseNir(number);
  if (!parsed.ok || parsed.birthMonth === null) return false;
  const written = countWritten(gaps);
  if (written > 0) return written >= gapsMin;
  return !isInstant(number, gaps) && !(parsed.provisional && isProductCode(number));
}

/** EAN-13: one in eight of those that begin with 3 (France), 4, 7 or 8 would read as a provisional number. */
function isProductCode(number: string): boolean {
  const sum = [...number].reduce((soFar, digit, place) => soFar + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

function isNamed({ number }: Found): boolean {
  return parseNir(number.slice(0, 13)).ok;
}

/** Milliseconds since 1970 of 13 digits, from 9 September 2001 to 18 September 2039: no id is made of a later instant yet. */
const instantsEnd = '2200000000000';

function isInstant(number: string, gaps: readonly string[]): boolean {
  return isOnePiece(gaps) && /^\d{13}/.test(number) && number.slice(0, 13) < instantsEnd;
}

/** But for the key. */
function isOnePiece(gaps: readonly string[]): boolean {
  return gaps.slice(0, 5).every((gap) => gap === '');
}

const mailShape = /[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?![A-Za-z0-9])/;

/** Whether a text holds what has the shape of a mail address. */
export function looksLikeMail(text: string): boolean {
  return text.includes('@') && mailShape.test(text);
}

/** Anything of the outer shape of a NIR, right or not: month of any kind, separators of any kind or none. */
const nirShape =
  /(?<![0-9A-Za-z])[1-478][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d{2}|2[AB])[ .-]?\d{3}[ .-]?\d{3}(?:[ .-]?\d{2})?(?![0-9A-Za-z])/gi;
const digitRuns = /(?<![0-9])(?:\d{15}|\d{13}|[123478]\d{4}2[AB]\d{6}(?:\d\d)?)(?![0-9])/gi;

/**
 * For texts that leave the hub in logs or problems: whatever reads as a NIR, or has only the shape of one, becomes as
 * many nines, though it be the milliseconds of an instant. Nines are no NIR, and JSON stays JSON even where it was a
 * number.
 */
export function maskNir(text: string): string {
  if (!hasDigitsOfNir(text)) return text;
  let masked = text.replace(nirShape, nines).replace(digitRuns, (run) => (mayBeNir(run) ? nines(run) : run));
  for (let found = findNir(masked); found !== null; found = findNir(masked)) {
    const { start, end } = found;
    masked = masked.slice(0, start) + nines(masked.slice(start, end)) + masked.slice(end);
  }
  return masked;
}

function nines(found: string): string {
  return '9'.repeat(found.length);
}

/** 15 characters with a right key, or 13 that fit with a month 01–12, whatever stands around them. */
function mayBeNir(run: string): boolean {
  const number = run.toUpperCase();
  if (number.length === 15)
    return '123478'.includes(number.charAt(0)) && nirKey(number.slice(0, 13)) === number.slice(13);
  const parsed = parseNir(number);
  return parsed.ok && parsed.birthMonth !== null;
}
