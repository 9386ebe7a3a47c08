import { addDays } from '../calendar.ts';
import type { Employment } from './person-record.ts';

export const employmentAnswers = ['yes', 'no', 'unknown-yet'] as const;
export type EmploymentAnswer = (typeof employmentAnswers)[number];

/** The day of a month by which every employer has told the month before (Code de la sécurité sociale, article R. 243-6). */
const lastDsnDay = '15';

/** The last day of the last month that the DSN has told by now. */
export function knownUntil(today: string): string {
  const firstOfMonth = `${today.slice(0, 7)}-01`;
  const lastMonthEnd = addDays(firstOfMonth, -1);
  return today.slice(8) > lastDsnDay ? lastMonthEnd : addDays(`${lastMonthEnd.slice(0, 7)}-01`, -1);
}

/**
 * Whether a person worked on any day from one day to another, both included: by any contract that the DSN tells. What is not
 * told yet is neither yes nor no. Null: it may not be asked, for the months in which the DSN may be used after a training are
 * over on the first day (rules.md, Employment and outcome). (*Agora presentation 2023*, l. 300-307)
 */
export function workedIn(
  { periods, usedUntil }: Pick<Employment, 'periods' | 'usedUntil'>,
  asked: { readonly from: string; readonly to: string },
  today: string,
): EmploymentAnswer | null {
  if (usedUntil !== null && asked.from > usedUntil) return null;
  const last = usedUntil !== null && usedUntil < asked.to ? usedUntil : asked.to;
  const known = knownUntil(today);
  const told = last < known ? last : known;
  if (periods.some(({ from, to }) => from <= told && (to === null || to >= asked.from) && asked.from <= told))
    return 'yes';
  return last > known ? 'unknown-yet' : 'no';
}
