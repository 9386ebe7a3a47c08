import { addDays } from '../calendar.ts';
import type { Employment } from './person-record.ts';

/** `not-used`: the months in which the DSN may be used after a training are over (rules.md, Employment and outcome). */
export const workedAnswers = ['yes', 'no', 'not-known-yet', 'not-used'] as const;
export type Worked = (typeof workedAnswers)[number];

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
 * told yet is neither yes nor no. (*Agora presentation 2023*, l. 300-307)
 */
export function workedIn(
  { periods, usedUntil }: Pick<Employment, 'periods' | 'usedUntil'>,
  asked: { readonly from: string; readonly to: string },
  today: string,
): Worked {
  if (usedUntil !== null && asked.from > usedUntil) return 'not-used';
  const last = usedUntil !== null && usedUntil < asked.to ? usedUntil : asked.to;
  const known = knownUntil(today);
  const told = last < known ? last : known;
  if (periods.some(({ from, to }) => from <= told && (to === null || to >= asked.from) && asked.from <= told))
    return 'yes';
  return last > known ? 'not-known-yet' : 'no';
}
