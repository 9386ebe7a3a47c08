import { basename } from 'node:path';
import { HubError, instantInParis, isCalendarDay } from '@hub/core';

/** An instant as a source writes it, epoch ms; of a day alone, the start of that day in Paris. */
export interface Stamp {
  readonly at: number;
  readonly dayOnly: boolean;
}

/** When an extract was made (epoch ms), and who says so. */
export interface ExtractDate {
  readonly at: number;
  readonly from: 'said' | 'content' | 'name';
}

/** What the first bytes of a file say of when it was made. */
export type HeadDate =
  /** The content names the instant of the extract (epoch ms). */
  | { readonly kind: 'made'; readonly at: number }
  /** Its records carry dates of their own: it can be read without one of the extract. */
  | { readonly kind: 'records' }
  /** Nothing: it cannot be read before its date is said. */
  | { readonly kind: 'none' };

const stampShape = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Reads `AAAAMMJJ`, `AAAA-MM-JJ` and ISO 8601 date-times, without offset in Paris; null for what is none of these. */
export function parseStamp(text: string | undefined): Stamp | null {
  const parts = stampShape.exec(text?.trim() ?? '');
  if (parts === null) return null;
  const [, year, month, date, hour, minute, second = '00', offset] = parts;
  const day = `${year}-${month}-${date}`;
  if (!isCalendarDay(day)) return null;
  if (hour === undefined) return { at: instantInParis(`${day}T00:00:00`), dayOnly: true };
  if (Number(hour) > 23) return null;
  const local = `${day}T${hour}:${minute}:${second}`;
  const at = offset === undefined ? instantInParis(local) : Date.parse(local + withColon(offset.toUpperCase()));
  return Number.isNaN(at) ? null : { at, dayOnly: false };
}

function withColon(offset: string): string {
  return /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
}

const dayInName = /(?<!\d)((?:19|20)\d{2})([-_.]?)(\d{2})\2(\d{2})/g;
const timeAfterDay = /^[T_ -]?(\d{2})[h:.-]?(\d{2})(?:[m:.-]?(\d{2}))?(Z(?![a-z]))?(?!\d)/i;

/**
 * The date in the name of a file: `offre-20261120.xml`, `2026-11-20T08-30.csv`, in Paris unless it ends in Z. Null where there is none, and
 * where there are two: a name that gives a period does not say when the file was made.
 */
export function dateInName(path: string): Stamp | null {
  const name = basename(path);
  const found = [...name.matchAll(dayInName)].flatMap((match) => {
    const [text, year, , month, date] = match;
    const day = parseStamp(`${year}-${month}-${date}`);
    const rest = name.slice(match.index + text.length);
    const [, hour, minute, second = '00', zone = ''] = timeAfterDay.exec(rest) ?? [];
    const timed = hour === undefined ? null : parseStamp(`${year}-${month}-${date}T${hour}:${minute}:${second}${zone}`);
    // Digits that are no time make it a longer number, which is no day.
    const stamp = timed ?? (/^\d/.test(rest) ? null : day);
    return day === null || stamp === null ? [] : [stamp];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/**
 * When an extract was made: as said, else as its content names it, else as its name does; never when the file was
 * written on this disk, which a copy changes. What lies in the future is no date of an extract. Null where its records
 * carry their own. Throws `source-undated` where it needs a date and has none.
 */
export function dateOfExtract(
  name: string,
  head: HeadDate,
  { said, now }: { readonly said: number | null; readonly now: number },
): ExtractDate | null {
  if (said !== null) return { at: said, from: 'said' };
  if (head.kind === 'made' && head.at <= now) return { at: head.at, from: 'content' };
  const named = dateInName(name);
  if (named !== null && named.at <= now) return { at: named.at, from: 'name' };
  if (head.kind === 'records') return null;
  const future = head.kind === 'made' || named !== null ? ' but a date to come' : '';
  const shown = name === '' || name === '-' ? 'The standard input' : name;
  throw new HubError(
    'source-undated',
    `Nothing was reported. ${shown} does not say when it was extracted${future}, neither in its content nor in its name: ` +
      'give the day, or the instant where a day has several extracts: --dated 2026-11-20, --dated 2026-11-20T08:30:00+01:00.',
  );
}
