/** Days are `YYYY-MM-DD` in Europe/Paris; instants are epoch milliseconds. */
const dayMs = 86_400_000;

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** `to` − `from` in days. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** The day itself, or the Monday after when it falls on a weekend. */
export function workingDay(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 6 ? addDays(day, 2) : weekday === 0 ? addDays(day, 1) : day;
}

/** The instant of a local time in Paris; `minutes` after midnight, from 180 (the night of the change of hour is avoided). */
export function parisInstant(day: string, minutes: number): number {
  return Date.parse(`${day}T00:00:00Z`) + (minutes - 60 * parisOffsetHours(day)) * 60_000;
}

/** The day in Paris of an instant. */
export function parisDay(instant: number): string {
  const guess = new Date(instant + 3_600_000).toISOString().slice(0, 10);
  return new Date(instant + parisOffsetHours(guess) * 3_600_000).toISOString().slice(0, 10);
}

/** RFC 3339 with the offset of Paris, as the systems of the field write it. */
export function parisTime(instant: number): string {
  const hours = parisOffsetHours(parisDay(instant));
  return `${new Date(instant + hours * 3_600_000).toISOString().slice(0, 19)}+0${hours}:00`;
}

/** Summer time runs from the last Sunday of March to the last Sunday of October. */
function parisOffsetHours(day: string): 1 | 2 {
  const year = day.slice(0, 4);
  return day >= lastSunday(`${year}-03-31`) && day < lastSunday(`${year}-10-31`) ? 2 : 1;
}

function lastSunday(lastDayOfMonth: string): string {
  return addDays(lastDayOfMonth, -new Date(`${lastDayOfMonth}T00:00:00Z`).getUTCDay());
}

/** Months (`YYYY-MM`) that the days from `from` to `to` touch. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7); month = addDays(`${month}-28`, 4).slice(0, 7)) {
    months.push(month);
  }
  return months;
}

export function lastDayOfMonth(month: string): string {
  const next = addDays(`${month}-28`, 4).slice(0, 7);
  return addDays(`${next}-01`, -1);
}
