import { addDays } from '../calendar.ts';
import type { Fact } from '../facts.ts';
import { type Fold, groupBy, resolve } from '../fold/slots.ts';
import { compareText } from '../fold/union.ts';
import type { ContractClass, Rules } from '../rules.ts';
import type { EmploymentPeriod } from './record.ts';

/** A contract as one month of the DSN tells it. */
type Sighting = Omit<EmploymentPeriod, 'from' | 'to' | 'several'>;
type Period = Omit<EmploymentPeriod, 'several'>;

/** From `employment-reported` facts (slot: contract + month seen); by start of the contract, contract, then day. */
export function employmentPeriods(fold: Fold, facts: readonly Fact[]): EmploymentPeriod[] {
  const contracts = groupBy(facts, ({ data }) => String(data.contract)).values();
  const periods = [...contracts].flatMap((told) => periodsOf(sightings(fold, told))).sort(comparePeriods);
  return periods.map((period) => ({ ...period, several: periods.some((other) => isBeside(period, other)) }));
}

/** Of another contract, with a day in common. */
function isBeside(a: Period, b: Period): boolean {
  return a.contract !== b.contract && (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);
}

function comparePeriods(a: Period, b: Period): number {
  return compareText(a.start, b.start) || compareText(a.contract, b.contract) || compareText(a.from, b.from);
}

/** One for each month seen, the oldest first. */
function sightings(fold: Fold, told: readonly Fact[]): Sighting[] {
  const byMonth = groupBy(told, ({ data }) => String(data.month));
  return [...byMonth.keys()].sort(compareText).map((month) => {
    const { value, source, eventId } = resolve(fold, byMonth.get(month) as Fact[], null, ({ data }) => data);
    return { ...contractOf(value, fold.rules), month, told: { source, eventId } };
  });
}

/**
 * What each month tells holds from its first day until the next month that tells otherwise: the DSN speaks on change
 * (S3 l298-307). The first month seen also speaks for the days of the contract before it. Start and end are those of the
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

function contractOf(data: Fact['data'], rules: Rules): Omit<Sighting, 'month' | 'told'> {
  const nature = String(data.nature);
  return {
    contract: String(data.contract),
    nature,
    contractClass: classOf(nature, rules),
    start: String(data.start),
    end: typeof data.end === 'string' ? data.end : null,
    monthlyHours: Number(data.monthlyHours),
    sector: typeof data.sector === 'string' ? data.sector : null,
  };
}

function classOf(nature: string, rules: Rules): ContractClass | null {
  const classes = Object.keys(rules.contractClasses) as ContractClass[];
  return classes.find((name) => rules.contractClasses[name].includes(nature)) ?? null;
}
