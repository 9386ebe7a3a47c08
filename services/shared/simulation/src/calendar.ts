import { addDays, dayNumber, nextMonth, parisDay } from '@hub/core';

/** The day itself, or the Monday after when it falls on a weekend. */
export function workingDay(day: string): string {
  const weekday = (dayNumber(day) + 4) % 7;
  return weekday === 6 ? addDays(day, 2) : weekday === 0 ? addDays(day, 1) : day;
}

/**
 * The instant (epoch ms) of a local time in Paris; `minutes` after midnight, from 180, since the night of the change of
 * hour is avoided.
 */
export function parisInstant(day: string, minutes: number): number {
  return Date.parse(`${day}T00:00:00Z`) + (minutes - 60 * parisOffsetHours(day)) * 60_000;
}

/** RFC 3339 with the offset of Paris, as the systems of the field write it. */
export function parisTime(instant: number): string {
  const hours = parisOffsetHours(parisDay(instant));
  return `${new Date(instant + hours * 3_600_000).toISOString().slice(0, 19)}+0${hours}:00`;
}

/** At half past ten in the evening in UTC it is the next day in Paris in summer time only. */
function parisOffsetHours(day: string): 1 | 2 {
  return parisDay(`${day}T22:30:00Z`) > day ? 2 : 1;
}

/** Months (`YYYY-MM`) that the days from `from` to `to` touch. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = nextMonth(month)) months.push(month);
  return months;
}
