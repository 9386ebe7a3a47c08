import { addMonths } from '@hub/core';

/** Months are `YYYY-MM`. */
export function monthsFrom(month: string, months: number): string {
  return addMonths(`${month}-01`, months).slice(0, 7);
}

/** Both included; the oldest first. */
export function monthsBetween(from: string, to: string): readonly string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = monthsFrom(month, 1)) months.push(month);
  return months;
}
