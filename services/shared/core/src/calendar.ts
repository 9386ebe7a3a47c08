/** Days are `YYYY-MM-DD` in Europe/Paris, instants RFC 3339; there is no clock here. */

const dayMs = 86_400_000;

/** Days since 1970-01-01. */
export function dayNumber(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / dayMs;
}

export function dayOf(number: number): string {
  const date = new Date(number * dayMs);
  // Five times faster than toISOString, on the way of every dossier.
  return `${date.getUTCFullYear()}-${twoDigits(date.getUTCMonth() + 1)}-${twoDigits(date.getUTCDate())}`;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : `${number}`;
}

/** `to` − `from`, in days. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

export function addDays(day: string, days: number): string {
  return dayOf(dayNumber(day) + days);
}

/** The same day of a later month, or that month's last day. */
export function addMonths(day: string, months: number): string {
  const last = lastDayOfMonth(laterMonth(day, months));
  const wanted = `${last.slice(0, 8)}${day.slice(8, 10)}`;
  return wanted < last ? wanted : last;
}

function laterMonth(day: string, months: number): string {
  const number = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${twoDigits((number % 12) + 1)}`;
}

/** `month` is `YYYY-MM`. */
export function lastDayOfMonth(month: string): string {
  return dayOf(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0) / dayMs);
}

export function nextMonth(month: string): string {
  return laterMonth(month, 1);
}

/** The first and the last day of a week of ISO 8601, `YYYY-Www`; null where there is no such week. */
export function daysOfWeek(week: string): { readonly from: string; readonly to: string } | null {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week) ?? [];
  if (year === undefined || number === undefined) return null;
  const from = addDays(firstMonday(Number(year)), 7 * (Number(number) - 1));
  const isOfYear = Number(number) > 0 && from < firstMonday(Number(year) + 1);
  return isOfYear ? { from, to: addDays(from, 6) } : null;
}

/** Of the week that holds 4 January. */
function firstMonday(year: number): string {
  const fourth = dayNumber(`${String(year).padStart(4, '0')}-01-04`);
  return dayOf(fourth - ((fourth + 3) % 7));
}

/**
 * The last day in time of a deadline of `days` that begins the day after `day`. `working` counts neither Saturdays,
 * Sundays nor French public holidays ("jours ouvrés" is one reading of the decree's "trois jours").
 */
export function deadline(day: string, days: number, count: 'calendar' | 'working'): string {
  if (count === 'calendar') return addDays(day, days);
  let number = dayNumber(day);
  for (let left = days; left > 0; ) {
    number += 1;
    if (isWorkingDay(number)) left -= 1;
  }
  return dayOf(number);
}

function isWorkingDay(number: number): boolean {
  const weekday = (number + 4) % 7;
  return weekday !== 0 && weekday !== 6 && !isHoliday(dayOf(number));
}

const fixedHolidays = new Set(['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25']);

/** Code du travail L3133-1, mainland France. */
export function isHoliday(day: string): boolean {
  if (fixedHolidays.has(day.slice(5))) return true;
  const sinceEaster = dayNumber(day) - easter(Number(day.slice(0, 4)));
  return sinceEaster === 1 || sinceEaster === 39 || sinceEaster === 50;
}

/** Easter Sunday as days since 1970-01-01 (Gregorian computus of Meeus, Jones and Butcher). */
function easter(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const leap = Math.floor(century / 4);
  const skipped = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leap - skipped + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const counted = epact + weekday - 7 * shift + 114;
  return Date.UTC(year, Math.floor(counted / 31) - 1, (counted % 31) + 1) / dayMs;
}

/**
 * The day in Europe/Paris of an instant: RFC 3339 with any offset, or epoch milliseconds. Summer time runs from the last
 * Sunday of March to that of October, 01:00 UTC. Whatever makes a day of an instant is this function, overseas too
 * (rules.md, Facts). Throws a RangeError where there is no such instant.
 */
export function parisDay(instant: string | number): string {
  return typeof instant === 'string' && instant.endsWith('Z')
    ? dayOfUtc(instant)
    : dayOfUtc(new Date(typeof instant === 'string' ? instant.toUpperCase() : instant).toISOString());
}

function dayOfUtc(instant: string): string {
  const hour = Number(instant.slice(11, 13));
  const day = instant.slice(0, 10);
  if (hour < 22) return day;
  return hour + (isSummer(instant) ? 2 : 1) >= 24 ? addDays(day, 1) : day;
}

function isSummer(instant: string): boolean {
  const month = Number(instant.slice(5, 7));
  if (month !== 3 && month !== 10) return month > 3 && month < 10;
  const lastDay = lastDayOfMonth(instant.slice(0, 7));
  const lastSunday = addDays(lastDay, -((dayNumber(lastDay) + 4) % 7));
  const afterChange = instant >= `${lastSunday}T01`;
  return month === 3 ? afterChange : !afterChange;
}

/** Epoch ms of a time of day in Paris, `YYYY-MM-DDTHH:MM:SS`: of the hour that comes twice the first; NaN where there is none. */
export function instantInParis(local: string): number {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return Number.NaN;
  const ifSummer = asUtc - 7_200_000;
  return isSummer(new Date(ifSummer).toISOString()) ? ifSummer : asUtc - 3_600_000;
}

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** YYYY-MM-DD, a day of the calendar from 1900 to 2099. The fast modes of validators would take 2026-02-30. */
export function isCalendarDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^(?:19|20)\d\d-\d\d-\d\d$/.test(value)) return false;
  const year = Number(value.slice(0, 4));
  const month = Number(value.slice(5, 7));
  const day = Number(value.slice(8, 10));
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (daysOfMonth[month - 1] ?? 0) + (leap ? 1 : 0);
}
