import { isCalendarDay } from './formats.ts';
import type { Fault } from './violations.ts';

/** Pairs of days of which the second never precedes the first. */
const periods = [
  ['from', 'to'],
  ['start', 'end'],
  ['plannedEntry', 'plannedExit'],
] as const;

/** Rules between two properties, which JSON Schema cannot say: order of periods, `effectiveDate` equal to `from`. */
export function periodFaults(data: Readonly<Record<string, unknown>>): Fault[] {
  const faults: Fault[] = [];
  for (const [first, last] of periods) {
    if (precedes(data[last], data[first])) faults.push({ pointer: `/${last}`, rule: 'period-reversed' });
  }
  const { effectiveDate, from } = data;
  if (isDay(effectiveDate) && isDay(from) && effectiveDate !== from) {
    faults.push({ pointer: '/effectiveDate', rule: 'dates-differ' });
  }
  return faults;
}

function precedes(last: unknown, first: unknown): boolean {
  return isDay(last) && isDay(first) && last < first;
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && isCalendarDay(value);
}
