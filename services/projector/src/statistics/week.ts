import { addDays, dayNumber, parisDay } from '@hub/core';

/** The week of a moment in Europe/Paris, as ISO 8601 names it: `2026-W14`, from Monday on; its year is that of its Thursday. */
export function weekOf(now: number): string {
  const today = parisDay(now);
  const sinceMonday = (dayNumber(today) + 3) % 7;
  const thursday = addDays(today, 3 - sinceMonday);
  const firstOfYear = `${thursday.slice(0, 4)}-01-01`;
  const number = 1 + Math.floor((dayNumber(thursday) - dayNumber(firstOfYear)) / 7);
  return `${thursday.slice(0, 4)}-W${String(number).padStart(2, '0')}`;
}
