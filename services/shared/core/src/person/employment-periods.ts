import { addDays } from '../calendar.ts';
import { fieldKey } from '../dossier/event-kinds.ts';
import { compareText, type Fact, groupBy } from '../dossier/facts.ts';
import { after, gatherList, type Noted } from '../dossier/noted.ts';
import { type FoldContext, resolve } from '../dossier/resolve.ts';
import type { ContractClass, Rules } from '../rules.ts';
import type { EmploymentPeriod } from './person-record.ts';

type Reported = Fact<'employment-reported'>;

/** A contract as one month of the DSN reports it. */
type Sighting = Omit<EmploymentPeriod, 'from' | 'to' | 'several'>;
type Period = Omit<EmploymentPeriod, 'several'>;

/** By start of the contract, contract, then day. */
export function employmentPeriods(
  context: FoldContext,
  facts: readonly Reported[],
): Noted<readonly EmploymentPeriod[]> {
  const contracts = [...groupBy(facts, ({ data }) => data.contract).values()].map((own) => {
    const months = sightings(context, own);
    return after(periodsOf(months.value), months);
  });
  const all = gatherList(contracts);
  const periods = all.value.flat().sort(comparePeriods);
  return after(
    periods.map((period) => ({ ...period, several: periods.some((other) => isBeside(period, other)) })),
    all,
  );
}

/** Of another contract, with a day in common. */
function isBeside(a: Period, b: Period): boolean {
  return a.contract !== b.contract && (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);
}

function comparePeriods(a: Period, b: Period): number {
  return compareText(a.start, b.start) || compareText(a.contract, b.contract) || compareText(a.from, b.from);
}

/** One for each month seen, the oldest first. */
function sightings(context: FoldContext, facts: readonly Reported[]): Noted<readonly Sighting[]> {
  const byMonth = [...groupBy(facts, fieldKey).values()];
  const monthOf = ([first]: readonly Reported[]) => first?.data.month ?? '';
  return gatherList(
    byMonth
      .sort((a, b) => compareText(monthOf(a), monthOf(b)))
      .map((own) => {
        const month = monthOf(own);
        const seen = resolve(context, own, null, ({ data }) => data);
        const { value, source, eventId } = seen.value;
        return after({ ...contractOf(value, context.rules), month, told: { source, eventId } }, seen);
      }),
  );
}

/**
 * What each month reports holds from its first day until the next month that reports otherwise: the DSN speaks on change
 * (rules.md, Employment and outcome). The first month seen also speaks for the days of the contract before it. Start and end are those of the
 * newest month: no period of a contract is outside them.
 */
function periodsOf(months: readonly Sighting[]): Period[] {
  const { start, end } = months.at(-1) as Sighting;
  const begun = months
    .map((seen, index) => ({ ...seen, start, end, from: index === 0 ? start : later(start, `${seen.month}-01`) }))
    .filter(({ from }, index, all) => from !== all[index + 1]?.from)
    .filter(({ from }) => from === start || end === null || from <= end);
  const changes = begun.filter((period, index) => index === 0 || !sameState(period, begun[index - 1] as Sighting));
  return changes.map((change, index) => {
    const next = changes[index + 1];
    const newest = begun.findLast(({ from }) => next === undefined || from < next.from) as Sighting;
    return { ...change, month: newest.month, told: newest.told, to: next === undefined ? end : addDays(next.from, -1) };
  });
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function sameState(a: Sighting, b: Sighting): boolean {
  return a.nature === b.nature && a.monthlyHours === b.monthlyHours && a.sector === b.sector;
}

function contractOf(data: Reported['data'], rules: Rules): Omit<Sighting, 'month' | 'told'> {
  const { contract, nature, start, end = null, monthlyHours, sector = null } = data;
  return { contract, nature, contractClass: classOf(nature, rules), start, end, monthlyHours, sector };
}

function classOf(nature: string, rules: Rules): ContractClass | null {
  const classes = Object.keys(rules.contractClasses) as ContractClass[];
  return classes.find((name) => rules.contractClasses[name].includes(nature)) ?? null;
}
