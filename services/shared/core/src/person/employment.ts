import { addMonths } from '../calendar.ts';
import { compareText } from '../dossier/facts.ts';
import type { DossierRecord } from '../dossier/record.ts';
import { endOf } from '../dossier/record.ts';
import type { ContractClass, Rules } from '../rules.ts';
import type { Employment, EmploymentPeriod, EmploymentPoint } from './person-record.ts';

const rank: Readonly<Record<ContractClass, number>> = { cdi: 3, cdd: 2, interim: 1 };

/** Of the contracts running on a day, as they were that day: nature (CDI, CDD, interim), then monthly hours, then most recent (rules.md, Employment and outcome). */
export function bestJob(periods: readonly EmploymentPeriod[], day: string): EmploymentPeriod | null {
  return runningOn(periods, day).sort(compareJobs)[0] ?? null;
}

/** Any other nature is never best. */
function runningOn(periods: readonly EmploymentPeriod[], day: string): EmploymentPeriod[] {
  return periods.filter(
    ({ from, to, contractClass }) => contractClass !== null && from <= day && (to === null || to >= day),
  );
}

function compareJobs(a: EmploymentPeriod, b: EmploymentPeriod): number {
  return (
    rankOf(b) - rankOf(a) ||
    b.monthlyHours - a.monthlyHours ||
    compareText(b.start, a.start) ||
    compareText(a.contract, b.contract)
  );
}

function rankOf({ contractClass }: EmploymentPeriod): number {
  return contractClass === null ? 0 : rank[contractClass];
}

/** Of a person with these dossiers: the DSN is used until `employmentMonths` after the last exit. */
export function employmentOf(
  known: readonly EmploymentPeriod[],
  dossiers: readonly DossierRecord[],
  today: string,
  rules: Rules,
): Employment {
  const until = lastDayUsed(dossiers, rules);
  const periods = until === null ? known : known.filter(({ from }) => from <= until);
  const returns = dossiers
    .filter(({ stays }) => stays.some(({ entry }) => entry !== null))
    .map((dossier) => ({ dossier: dossier.number, points: sixPoints(dossier, periods, today) }));
  return {
    bestJob: until !== null && today > until ? null : bestJob(periods, today),
    periods,
    returns,
    usedUntil: until,
  };
}

/** Null while a training goes on, or where the person was in none. */
function lastDayUsed(dossiers: readonly DossierRecord[], rules: Rules): string | null {
  const begun = dossiers.flatMap(({ stays }) => stays.filter(({ entry }) => entry !== null));
  const ends = begun.map((stay) => endOf(stay)?.value ?? null);
  const last = ends.reduce((latest, end) => (latest === null || end === null ? null : end > latest ? end : latest), '');
  return last === null || last === '' ? null : addMonths(last, rules.employmentMonths);
}

/**
 * Validation, entry, exit, and three, six and twelve months after it (rules.md, Employment and outcome), all within the 24 months in which the
 * DSN is used; nothing is said of days to come.
 */
function sixPoints(dossier: DossierRecord, periods: readonly EmploymentPeriod[], today: string): EmploymentPoint[] {
  const stay = dossier.stays.findLast(({ entry }) => entry !== null);
  const exit = stay === undefined ? null : (endOf(stay)?.value ?? null);
  const entry = stay?.entry?.value ?? '';
  const validation =
    dossier.attempts.findLast(({ enrolment, openedOn }) => enrolment?.value === 'registered' && openedOn <= entry)
      ?.enrolment?.effectiveDate ?? null;
  const after = (months: number) => (exit === null ? null : addMonths(exit, months));
  const days = [
    ['validation', validation],
    ['entry', entry === '' ? null : entry],
    ['exit', exit],
    ['exit+3', after(3)],
    ['exit+6', after(6)],
    ['exit+12', after(12)],
  ] as const;
  return days.map(([point, day]) => {
    const date = day === null || day > today ? null : day;
    if (date === null) return { point, date, bestJob: null, several: false, awaited: false };
    const several = runningOn(periods, date).length > 1;
    return { point, date, bestJob: bestJob(periods, date), several, awaited: date.slice(0, 7) >= today.slice(0, 7) };
  });
}
