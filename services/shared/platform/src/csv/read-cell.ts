import { parseStamp, type Stamp } from '../import/extract-date.ts';
import type { EventField, FieldKind } from './event-fields.ts';
import { columnName, type Filler } from './mapping.ts';

export const usualDates: readonly string[] = ['DD/MM/YYYY', 'YYYY-MM-DD'];

/** The text of a cell without what nobody sees. */
export function cellText(cell: string | undefined): string {
  return (cell ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim();
}

/**
 * The value of a field that a text stands for. What cannot be read stays a text as it is: the dictionary refuses it, by the
 * rule of its field.
 */
export function readValue(
  text: string,
  { kind, codes }: Pick<EventField, 'kind' | 'codes'>,
  { codes: words = {}, otherwise, times = 1 }: Filler,
  dates: readonly string[],
): unknown {
  const word = Object.entries(words).find(([said]) => folded(said) === folded(text))?.[1];
  if (word !== undefined) return readers[kind](word, dates, times);
  const isCode = codes?.values.some(({ code }) => code === text) ?? false;
  if (otherwise !== undefined && !isCode) return readers[kind](otherwise, dates, times);
  return readers[kind](text, dates, times);
}

function folded(text: string): string {
  return columnName(text).toLocaleLowerCase('fr');
}

const readers: Readonly<Record<FieldKind, (text: string, dates: readonly string[], times: number) => unknown>> = {
  text: (text) => text,
  day: (text, dates) => dayOf(text, dates) ?? text,
  month: (text, dates) => monthOf(text, dates) ?? text,
  instant: (text, dates) => instantOf(text, dates) ?? text,
  number: (text, _, times) => numberOf(text, times) ?? text,
  boolean: (text) => booleans.get(folded(text)) ?? text,
};

/** The day, where nothing but midnight follows it. */
function dayOf(text: string, dates: readonly string[]): string | null {
  const found = datedText(text, dates);
  return found !== null && /^([T ]00:00(:00(\.0+)?)?)?$/.test(found.rest) ? found.day : null;
}

function monthOf(text: string, dates: readonly string[]): string | null {
  const [, month, year] = /^(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  if (month !== undefined) return `${year}-${month.padStart(2, '0')}`;
  return datedText(text, dates)?.day.slice(0, 7) ?? null;
}

function instantOf(text: string, dates: readonly string[]): string | null {
  const stamp = readStamp(text, dates);
  return stamp === null ? null : new Date(stamp.at).toISOString();
}

/** A day, or an instant, without offset in Paris; null for what is neither. */
export function readStamp(text: string, dates: readonly string[]): Stamp | null {
  const found = datedText(text, dates);
  return parseStamp(found === null ? text : found.day + found.rest.replace(/^ /, 'T'));
}

/** The day that the text begins with, and what follows it. */
function datedText(text: string, dates: readonly string[]): { readonly day: string; readonly rest: string } | null {
  for (const form of dates) {
    const { year = '', month = '', day = '', rest = '' } = patternOf(form).exec(text)?.groups ?? {};
    if (year !== '') return { day: `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, rest };
  }
  return null;
}

const patterns = new Map<string, RegExp>();

function patternOf(form: string): RegExp {
  const known = patterns.get(form);
  if (known !== undefined) return known;
  const digits = /[^DMY]/.test(form) ? '{1,2}' : '{2}';
  const source = form
    .replace(/[.]/g, '[.]')
    .replace('YYYY', '(?<year>\\d{4})')
    .replace('MM', `(?<month>\\d${digits})`)
    .replace('DD', `(?<day>\\d${digits})`);
  const pattern = new RegExp(`^${source}(?<rest>|[T ].*)$`);
  patterns.set(form, pattern);
  return pattern;
}

/** `1 234,50 €`: a comma or a point before decimals, spaces between thousands. */
function numberOf(text: string, times: number): number | null {
  const plain = text.replace(/[\s€]/g, '').replace(',', '.');
  if (!/^[+-]?\d+(\.\d+)?$/.test(plain)) return null;
  // To the millionth: 12.34 euros are 1234 cents.
  return Math.round(Number(plain) * times * 1e6) / 1e6;
}

const yes = ['oui', 'o', 'vrai', 'true', 'yes', 'y', '1', 'x'];
const no = ['non', 'n', 'faux', 'false', 'no', '0'];
const booleans: ReadonlyMap<string, boolean> = new Map([
  ...yes.map((word) => [word, true] as const),
  ...no.map((word) => [word, false] as const),
]);
