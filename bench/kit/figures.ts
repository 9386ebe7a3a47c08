/** One figure of one run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The figure of the same run that it is set against: its baseline. */
  readonly beside?: string;
}

/** One figure over all runs. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
  readonly least: number;
  readonly median: number;
  readonly most: number;
  /** From the least to the most, as a share of the median. */
  readonly spread: number;
  readonly beside: string | null;
  /** Median over the runs of this figure to its baseline of the same run; null without one. */
  readonly ratio: number | null;
}

/** The figures of all runs, in the order of the first; a figure that some run lacks has fewer values. */
export function summarise(runs: readonly (readonly Figure[])[]): readonly Row[] {
  const names = new Map(runs.flat().map((figure) => [figure.name, figure]));
  return [...names.values()].map(({ name, unit, beside = null }) => {
    const values = runs.flatMap((run) => figureOf(run, name));
    const least = Math.min(...values);
    const most = Math.max(...values);
    const median = medianOf(values);
    const spread = median === 0 ? 0 : (most - least) / median;
    return { name, unit, values, least, median, most, spread, beside, ratio: ratioTo(runs, name, beside) };
  });
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]];
  return (low + high) / 2;
}

/** The values at these shares of the sorted times: 0.5 is the median, 1 the worst. */
export function quantiles(times: readonly number[], shares: readonly number[]): readonly number[] {
  const sorted = times.toSorted((a, b) => a - b);
  return shares.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN);
}

/** The quantiles of times in milliseconds as figures: `name, p50`, `name, p99`, `name, worst`. */
export function timeFigures(name: string, times: readonly number[], beside?: string): readonly Figure[] {
  const names = ['p50', 'p99', 'worst'];
  return quantiles(times, [0.5, 0.99, 1]).map((value, place) => ({
    name: `${name}, ${names[place]}`,
    value,
    unit: 'ms',
    ...(beside !== undefined && { beside: `${beside}, ${names[place]}` }),
  }));
}

function ratioTo(runs: readonly (readonly Figure[])[], name: string, beside: string | null): number | null {
  if (beside === null) return null;
  const ratios = runs.flatMap((run) => {
    const [own] = figureOf(run, name);
    const [baseline] = figureOf(run, beside);
    return own === undefined || baseline === undefined ? [] : [own / baseline];
  });
  return ratios.length === 0 ? null : medianOf(ratios);
}

function figureOf(run: readonly Figure[], name: string): readonly number[] {
  return run.filter((figure) => figure.name === name).map(({ value }) => value);
}
