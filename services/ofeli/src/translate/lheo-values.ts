import { lastDayOfMonth } from '@hub/core';
import { isCalendarDay } from '@hub/platform';

/**
 * A date of LHEO (`AAAAMMJJ`, lheo-gml.xml basic_date): 00000000 = start unknown, 99999999 = end unknown, AAAAMM00 and
 * AAAA0000 = only the month or the year is known.
 */
export type LheoDate =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'unknown' }
  /** First and last day of the month or year. */
  | { readonly kind: 'partial'; readonly first: string; readonly last: string }
  | { readonly kind: 'invalid' };

export function parseLheoDate(text: string): LheoDate {
  const digits = text.trim().replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$1$2$3');
  if (!/^\d{8}$/.test(digits)) return { kind: 'invalid' };
  if (digits === '00000000' || digits === '99999999') return { kind: 'unknown' };
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)];
  // What the dictionary takes for no day would cost the whole session: 99991231, which some write for « no end ».
  if (!/^(19|20)/.test(year)) return { kind: 'invalid' };
  if (day !== '00') {
    const iso = `${year}-${month}-${day}`;
    return isCalendarDay(iso) ? { kind: 'day', day: iso } : { kind: 'invalid' };
  }
  if (month === '00') return { kind: 'partial', first: `${year}-01-01`, last: `${year}-12-31` };
  if (!isCalendarDay(`${year}-${month}-01`)) return { kind: 'invalid' };
  return { kind: 'partial', first: `${year}-${month}-01`, last: lastDayOfMonth(`${year}-${month}`) };
}

const named: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: '’',
    nbsp: ' ',
    eacute: 'é',
    egrave: 'è',
    ecirc: 'ê',
    euml: 'ë',
    agrave: 'à',
    acirc: 'â',
    ccedil: 'ç',
    icirc: 'î',
    iuml: 'ï',
    ocirc: 'ô',
    ugrave: 'ù',
    ucirc: 'û',
    uuml: 'ü',
    oelig: 'œ',
    Eacute: 'É',
    Egrave: 'È',
    Agrave: 'À',
    Ccedil: 'Ç',
    rsquo: '’',
    lsquo: '‘',
    ldquo: '“',
    rdquo: '”',
    laquo: '«',
    raquo: '»',
    ndash: '–',
    mdash: '—',
    hellip: '…',
    bull: '•',
    euro: '€',
    deg: '°',
  }),
);

/**
 * One line of plain text: HTML tags and entities (real feeds escape both once too often), control characters and
 * repeated blanks out. `cleaned` is true where more than blanks at the ends changed.
 */
export function cleanText(text: string): { readonly text: string; readonly cleaned: boolean } {
  const trimmed = text.trim();
  if (!/[<&\p{Cc}]| {2}/u.test(trimmed)) return { text: trimmed, cleaned: false };
  let plain = trimmed;
  // Twice: `&amp;eacute;` and `&lt;p&gt;` are escaped tags and entities.
  for (let round = 0; round < 2; round += 1) {
    plain = plain.replace(/<\/?[a-zA-Z][^<>]*>/g, ' ').replace(/&(#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});/g, decoded);
  }
  plain = plain
    .replace(/<\/?[a-zA-Z][^<>]*>/g, ' ')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return { text: plain, cleaned: plain !== trimmed };
}

function decoded(entity: string, name: string): string {
  if (!name.startsWith('#')) return named.get(name) ?? entity;
  const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}
